/* The rows of the kinds of scales are whole, and each form does what it promises. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "scale/kinds.h"

static struct arena arena;

static const struct scale_kind *named(const char *name)
{
    const struct scale_kind *kind = scale_kinds;
    while (strcmp(kind->name, name) != 0)
        kind++;
    return kind;
}

static void rows_have_what_their_form_needs(void)
{
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++) {
        g_assert_true(kind->keys && kind->keys[0]);
        g_assert_cmpint(kind->bounds != NULL, ==, kind->form == SCALE_IN_CLASSES);
        g_assert_cmpint(kind->samples != NULL, ==, kind->form == SCALE_GROWING);
        g_assert_true(kind->form == SCALE_GROWING || (!kind->grows_with && !kind->domain));
    }
}

static void each_use_has_one_kind(void)
{
    static const struct {
        enum scale_use use;
        const char *name;
    } uses[] = {{USE_FOR_CATEGORIES, "category"},
                {USE_FOR_BREAKS, "breaks"},
                {USE_FOR_COLORS, "quantile"},
                {USE_FOR_SIZES, "sqrt"},
                {USE_FOR_NUMBERS, "linear"}};
    size_t n = 0;
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++)
        n += kind->use != USE_WHEN_NAMED;
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(uses));
    for (size_t i = 0; i < n; i++)
        g_assert_cmpstr(scale_kind_for(uses[i].use)->name, ==, uses[i].name);
}

static void all_values_have_a_class(void)
{
    static const double v[] = {3, NAN, 1, 8, 2.5, 40, -7, 8};
    static const double breaks[] = {0, 10, 50};
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++) {
        double bounds[64], least;
        struct scale_values values = {.arena = &arena,
                                      .v = v,
                                      .n = G_N_ELEMENTS(v),
                                      .classes = 3,
                                      .most = 64,
                                      .breaks = breaks,
                                      .n_breaks = 3};
        if (kind->form != SCALE_IN_CLASSES)
            continue;
        size_t n = scale_bounds(kind, &values, bounds, &least);
        g_assert_cmpuint(n, >=, 2);
        g_assert_cmpfloat(least, <=, -7);
        g_assert_cmpfloat(bounds[n - 1], >=, 40);
        for (size_t i = 1; i < n; i++)
            g_assert_cmpfloat(bounds[i], >, bounds[i - 1]);
    }
}

static void without_values_only_written_breaks_stand(void)
{
    static const double none[] = {NAN}, breaks[] = {5};
    double bounds[64], least;
    struct scale_values values = {.arena = &arena,
                                  .v = none,
                                  .n = 1,
                                  .classes = 3,
                                  .most = 64,
                                  .breaks = breaks,
                                  .n_breaks = 1};
    g_assert_cmpuint(scale_bounds(named("equal"), &values, bounds, &least), ==, 0);
    g_assert_cmpuint(scale_bounds(named("quantile"), &values, bounds, &least), ==, 0);
    g_assert_cmpuint(scale_bounds(named("breaks"), &values, bounds, &least), ==, 1);
    g_assert_cmpfloat(bounds[0], ==, 5);
    g_assert_cmpfloat(least, ==, -INFINITY);
}

static void few_numbers_have_a_class_each(void)
{
    static const double v[] = {2, 1, 2, 4};
    double bounds[64], least;
    struct scale_values values = {
        .arena = &arena, .v = v, .n = 4, .classes = 3, .most = 64, .one_each = true};
    g_assert_cmpuint(scale_bounds(named("quantile"), &values, bounds, &least), ==, 3);
    g_assert_cmpfloat(bounds[1], ==, 2);
    values.classes = 2; /* three numbers do not fit */
    g_assert_cmpuint(scale_bounds(named("quantile"), &values, bounds, &least), ==, 2);
    g_assert_cmpfloat(bounds[0], ==, 2);
}

static void samples_lie_in_their_domain(void)
{
    static const double domains[][2] = {{1, 1000}, {0.5, 3}, {20, 20}};
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++) {
        for (size_t i = 0; kind->samples && i < G_N_ELEMENTS(domains); i++) {
            double samples[SCALE_SAMPLES];
            size_t n = kind->samples(domains[i], false, samples);
            g_assert_cmpuint(n, <=, SCALE_SAMPLES);
            for (size_t k = 0; k < n; k++) {
                g_assert_cmpfloat(samples[k], >=, domains[i][0] - 1e-9);
                g_assert_cmpfloat(samples[k], <=, domains[i][1] + 1e-9);
                g_assert_true(!k || samples[k] > samples[k - 1]);
            }
        }
    }
}

static void kinds_are_listed_as_a_sentence_has_them(void)
{
    char buf[160];
    scale_list_kinds("domain", " or ", buf, sizeof buf);
    g_assert_cmpstr(buf, ==, "linear, sqrt or log");
    scale_list_kinds("top", " or ", buf, sizeof buf);
    g_assert_cmpstr(buf, ==, "category");
    scale_list_kinds("palette", " or ", buf, sizeof buf);
    g_assert_cmpstr(buf, ==, "");
    g_assert_true(scale_any_takes("classes"));
    g_assert_false(scale_any_takes("palette")); /* all have it */
}

static void not_every_scale_shows_every_number(void)
{
    g_assert_true(scale_can_show(named("linear"), -1));
    g_assert_false(scale_can_show(named("sqrt"), -1));
    g_assert_true(scale_can_show(named("sqrt"), 0));
    g_assert_false(scale_can_show(named("log"), 0));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/kinds/rows-have-what-their-form-needs", rows_have_what_their_form_needs);
    g_test_add_func("/kinds/each-use-has-one-kind", each_use_has_one_kind);
    g_test_add_func("/kinds/all-values-have-a-class", all_values_have_a_class);
    g_test_add_func("/kinds/without-values-only-written-breaks-stand",
                    without_values_only_written_breaks_stand);
    g_test_add_func("/kinds/few-numbers-have-a-class-each", few_numbers_have_a_class_each);
    g_test_add_func("/kinds/samples-lie-in-their-domain", samples_lie_in_their_domain);
    g_test_add_func("/kinds/kinds-are-listed-as-a-sentence-has-them",
                    kinds_are_listed_as_a_sentence_has_them);
    g_test_add_func("/kinds/not-every-scale-shows-every-number",
                    not_every_scale_shows_every_number);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
