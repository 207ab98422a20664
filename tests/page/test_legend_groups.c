#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "page/legend_groups.h"

static const struct rgba red = {200, 30, 30, 255}, amber = {230, 160, 0, 255},
                         blue = {30, 60, 200, 255};

#define ENTRY(t, c, r)                                                                             \
    {                                                                                              \
        .text = STR(t), .symbol = {.fill = (c)}, .rank = (r)                                       \
    }
#define GROUP(t, by_, list)                                                                        \
    {                                                                                              \
        .title = STR(t), .entries = (list), .n = G_N_ELEMENTS(list), .by = STR(by_)                \
    }

/* "title: text text; title: ..." */
static char *listed(const struct legend_group *groups, const double *opacity, size_t n)
{
    struct arena a;
    struct styled_layer layers[4] = {{0}};
    struct listed_group *list;
    GString *s = g_string_new(NULL);
    arena_init(&a, 1 << 20);
    for (size_t i = 0; i < n; i++) /* one a layer, the first one on top */
        layers[n - 1 - i] = (struct styled_layer){
            .legend = &groups[i], .n_legend = 1, .opacity = opacity ? opacity[i] : 1};
    size_t count = legend_groups_list(&a, layers, n, &list);
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(s, "%s%.*s:", i ? "; " : "", STR_FMT(list[i].of.title));
        for (size_t k = 0; k < list[i].of.n; k++)
            g_string_append_printf(s, " %.*s", STR_FMT(list[i].of.entries[k].text));
    }
    arena_finish(&a);
    return g_string_free(s, FALSE);
}

static void assert_listed(const struct legend_group *groups, const double *opacity, size_t n,
                          const char *expected)
{
    char *got = listed(groups, opacity, n);
    g_assert_cmpstr(got, ==, expected);
    g_free(got);
}

static void test_layers_that_share_a_scale_share_a_group(void)
{
    const struct legend_entry low[] = {ENTRY("1", red, 1), ENTRY("3", blue, 3)},
                              all[] = {ENTRY("2", amber, 2), ENTRY("3", blue, 3)};
    const struct legend_group same[] = {GROUP("Count", "n", low), GROUP("Count", "n", all)};
    assert_listed(same, NULL, 2, "Count: 1 2 3");
    const struct legend_group turned[] = {GROUP("Count", "n", all), GROUP("Count", "n", low)};
    assert_listed(turned, NULL, 2, "Count: 1 2 3");
    const struct legend_group other[] = {GROUP("Count", "n", low), GROUP("Count", "m", all)};
    assert_listed(other, NULL, 2, "Count: 1 3; Count: 2 3");
    const struct legend_group named[] = {GROUP("Count", "n", low), GROUP("Finds", "n", all)};
    assert_listed(named, NULL, 2, "Count: 1 3; Finds: 2 3");
    assert_listed(same, (double[]){1, 0.5}, 2, "Count: 1 3; Count: 2 3");
}

static void test_looks_that_differ_stay_apart(void)
{
    const struct legend_entry a[] = {ENTRY("1", red, 1), ENTRY("2", blue, 2)},
                              b[] = {ENTRY("1", amber, 1), ENTRY("2", blue, 2)},
                              c[] = {ENTRY("3", blue, 3)};
    const struct legend_group text[] = {GROUP("Count", "n", a), GROUP("Count", "n", b)};
    assert_listed(text, NULL, 2, "Count: 1 2; Count: 1 2");
    /* the same blue for 2 and for 3: two scales of their own */
    const struct legend_group look[] = {GROUP("Count", "n", a), GROUP("Count", "n", c)};
    assert_listed(look, NULL, 2, "Count: 1 2; Count: 3");
}

static void test_single_entries_are_said_once(void)
{
    const struct legend_entry rail[] = {ENTRY("Railway", red, 0)}, road[] = {ENTRY("Road", red, 0)};
    const struct legend_group groups[] = {GROUP("", "", rail), GROUP("", "", road),
                                          GROUP("", "", rail)};
    assert_listed(groups, NULL, 3, ": Railway; : Road");
}

static void test_falling_lists_stay_falling(void)
{
    const struct legend_entry a[] = {ENTRY("3", blue, 3), ENTRY("1", red, 1)},
                              b[] = {ENTRY("2", amber, 2)};
    const struct legend_group groups[] = {GROUP("Count", "n", a), GROUP("Count", "n", b)};
    assert_listed(groups, NULL, 2, "Count: 3 2 1");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/legend-groups/shared", test_layers_that_share_a_scale_share_a_group);
    g_test_add_func("/legend-groups/apart", test_looks_that_differ_stay_apart);
    g_test_add_func("/legend-groups/single", test_single_entries_are_said_once);
    g_test_add_func("/legend-groups/falling", test_falling_lists_stay_falling);
    return g_test_run();
}
