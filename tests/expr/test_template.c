#include "expr/template.h"

#include "fixture.h"

static char *texts_of(const char *text, const struct table *t, const struct expr_env *env)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct template_text *template;
    struct str *texts;
    size_t n = 0;
    GString *out = g_string_new("");
    arena_init(&a, 1 << 24);
    if (!template_parse(&a, str_of(text), (struct lode_span){"t", 1, 1, 1}, &template, &err) ||
        !template_check(&a, template, t, env, &err) ||
        !template_eval(&a, template, t, env, &texts, &n, &err))
        g_string_append_printf(out, "%d:%d+%d %s", err.at.line, err.at.col, err.at.len,
                               err.message);
    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%.*s", i ? "|" : "", STR_FMT(texts[i]));
    arena_finish(&a);
    return g_string_free(out, FALSE);
}

static const struct table none;

static void test_expressions_stand_in_braces(void)
{
    check_text(texts_of("plain", &none, NULL), "plain");
    check_text(texts_of("", &none, NULL), "");
    check_text(texts_of("a {1 + 1} b", &none, NULL), "a 2 b");
    check_text(texts_of("{{x}} {'}'}", &none, NULL), "{x} }");
    check_text(texts_of("up to {id * 1000 / 1000} km", &cities, NULL),
               "up to 1 km|up to 2 km|up to 3 km|up to 4 km|up to 5 km");
    check_text(texts_of("{name}: {pop}", &cities, NULL),
               "Kabul: 4600000|Toshkent: 2300000||Her\xc4\x81t: 272806|100% O'Neil_x: -7");
    check_text(texts_of("{name} {id}", &cities, NULL),
               "Kabul 1|Toshkent 2| 3|Her\xc4\x81t 4|100% O'Neil_x 5");
}

static void test_words_of_the_environment(void)
{
    static const struct str credit = {"USGS", 4}, page = {"Balkh", 5};
    static const int64_t number = 3;
    static const struct expr_word words[] = {
        {{"sources()", 9}, {.type = COL_TEXT, .n = 1, .v.s = &credit}},
        {{"page.name", 9}, {.type = COL_TEXT, .n = 1, .v.s = &page}},
        {{"page.number", 11}, {.type = COL_INT, .n = 1, .v.i = &number}},
    };
    const struct expr_env env = {.words = words, .n_words = 3};
    check_text(texts_of("Sources: {sources()}. {page.name}, {page.number + 1}", &none, &env),
               "Sources: USGS. Balkh, 4");
    check_text(texts_of("{id}{upper(page.name)}", &cities, &env),
               "1BALKH|2BALKH|3BALKH|4BALKH|5BALKH");
    check_text(texts_of("{crs_name()}", &none, &env), "1:2+8 no function 'crs_name'");
}

static void test_even_numbers(void)
{
    const struct expr_env even = {.spell_numbers = true, .even_numbers = true};
    check_text(texts_of("{round(id / 4, 2)} km", &cities, &even),
               "0.25 km|0.50 km|0.75 km|1.00 km|1.25 km");
    check_text(texts_of("{pop}", &cities, &even), "4,600,000|2,300,000||272,806|\u22127");
    check_text(texts_of("{0.1 + 0.2}", &none, &even), "0.3");
    check_text(texts_of("{1 / 3.0}", &none, &even), "0.333333");
    check_text(texts_of("since {1990 + id}: {pop}", &cities, &even),
               "since 1991: 4,600,000|since 1992: 2,300,000|since 1993: |since 1994: 272,806|"
               "since 1995: \u22127");
}

static bool is_number(const char *text)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct template_text *t;
    arena_init(&a, 1 << 20);
    g_assert_true(template_parse(&a, str_of(text), (struct lode_span){"t", 1, 1, 1}, &t, &err) &&
                  template_check(&a, t, &cities, NULL, &err));
    bool ret = template_is_number(t);
    arena_finish(&a);
    return ret;
}

static void test_what_is_a_number(void)
{
    g_assert_true(is_number("{pop / 1000} km") && is_number("{id}"));
    g_assert_false(is_number("{name}") || is_number("{id} of {pop}") || is_number("12"));
}

static void test_faults_are_where_they_are(void)
{
    check_text(texts_of("ab {x", &cities, NULL), "1:4+1 '{' without '}'");
    check_text(texts_of("ab } x", &cities, NULL), "1:4+1 '}' without '{'");
    check_text(texts_of("ab {}", &cities, NULL), "1:5+1 an empty expression");
    check_text(texts_of("\xd0\xb3\xd0\xbe {name} {nam}", &cities, NULL),
               "1:12+3 no column 'nam' in 'cities'");
    check_text(texts_of("{name}\n  {1 +}", &cities, NULL), "2:7+1 expected a value, found the end");
}

static void test_names(void)
{
    struct arena a = {0};
    struct lode_err err = {0};
    struct template_text *t;
    struct expr_name *names;
    size_t n;
    arena_init(&a, 1 << 20);
    g_assert_true(template_parse(&a, STR("{b} {a + b} {lon(geom)} {page.name} {c.d}"),
                                 (struct lode_span){"t", 1, 1, 1}, &t, &err));
    template_names(&a, t, &names, &n);
    g_assert_cmpuint(n, ==, 3);
    g_assert_true(str_is(names[0].name, "b") && str_is(names[1].name, "a") &&
                  str_is(names[2].name, "c.d"));
    g_assert_cmpint(names[1].at.col, ==, 6);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/template/braces", test_expressions_stand_in_braces);
    g_test_add_func("/template/words", test_words_of_the_environment);
    g_test_add_func("/template/even-decimals", test_even_numbers);
    g_test_add_func("/template/numbers", test_what_is_a_number);
    g_test_add_func("/template/faults", test_faults_are_where_they_are);
    g_test_add_func("/template/names", test_names);
    return g_test_run();
}
