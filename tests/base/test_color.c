#include <glib.h>

#include "base/color.h"

static const struct lode_span somewhere = {"a.yaml", 3, 9, 4};

static void test_all_forms_of_css(void)
{
    static const struct {
        const char *text;
        struct rgba want;
    } cases[] = {
        /* names, and the hexadecimal forms of the examples in CSS Color 4, section 5.2 */
        {"rebeccapurple", {102, 51, 153, 255}},
        {"AliceBlue", {240, 248, 255, 255}},
        {"yellowgreen", {154, 205, 50, 255}},
        {"lightgoldenrodyellow", {250, 250, 210, 255}},
        {"green", {0, 128, 0, 255}},
        {"none", {0, 0, 0, 0}},
        {"transparent", {0, 0, 0, 0}},
        {"#0f0", {0, 255, 0, 255}},
        {"#00ff00", {0, 255, 0, 255}},
        {"#00FF00cc", {0, 255, 0, 204}},
        {"#123c", {17, 34, 51, 204}},
        /* section 4.1.1: all of these are lime */
        {"rgb(0 255 0)", {0, 255, 0, 255}},
        {"rgb(0, 255, 0)", {0, 255, 0, 255}},
        {"rgb(0% 100% 0%)", {0, 255, 0, 255}},
        {"rgb(0, 300, -4)", {0, 255, 0, 255}},
        {"rgba(0, 255, 0, 0.5)", {0, 255, 0, 128}},
        {"rgb(0 255 0 / 50%)", {0, 255, 0, 128}},
        {"hsl(120 100% 50%)", {0, 255, 0, 255}},
        {"hsl(120deg, 100%, 50%)", {0, 255, 0, 255}},
        {"hsl(-240, 100%, 50%)", {0, 255, 0, 255}},
        {"hsl(0.3333333333turn 100% 25%)", {0, 128, 0, 255}},
        {"hsla(120, 100%, 50%, 0.2)", {0, 255, 0, 51}},
        {"hsl(270 50% 40%)", {102, 51, 153, 255}}, /* rebeccapurple */
        {"  black ", {0, 0, 0, 255}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct lode_err err = {0};
        struct rgba c = {1, 2, 3, 4};
        g_test_message("%s", cases[i].text);
        g_assert_true(color_parse(str_of(cases[i].text), somewhere, &c, &err));
        g_assert_cmpint(c.r, ==, cases[i].want.r);
        g_assert_cmpint(c.g, ==, cases[i].want.g);
        g_assert_cmpint(c.b, ==, cases[i].want.b);
        g_assert_cmpint(c.a, ==, cases[i].want.a);
    }
}

static void test_what_is_no_colour_is_refused(void)
{
    static const char *const cases[] = {
        "",
        "#",
        "#12",
        "#12345",
        "#ggg",
        "gren",
        "rgb(1,2)",
        "rgb(1 2 3 4)",
        "rgb(1, 2 3)",
        "rgb(1, 2, 3 / 4)",
        "rgb(1,2,3,4,5)",
        "rgb(1,2,",
        "rgb(1,2,3",
        "hsl(1,2,3)",
        "hsl(10% 5% 5%)",
        "rgb(1deg 2 3)",
        "cmyk(1,2,3)",
        "rgb(1,2,3,)",
        "rgb(1, 20%, 3)",
        "()",
        ")",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct lode_err err = {0};
        struct rgba c = {1, 2, 3, 4};
        g_test_message("%s", cases[i]);
        g_assert_false(color_parse(str_of(cases[i]), somewhere, &c, &err));
        g_assert_cmpint(err.code, ==, LODE_SCHEMA);
        g_assert_cmpint(err.at.col, ==, 9);
        g_assert_cmpint(c.a, ==, 4); /* written only on success */
    }
}

static void test_a_misspelt_name_gets_a_suggestion(void)
{
    struct lode_err err = {0};
    struct rgba c;
    g_assert_false(color_parse(STR("steelblu"), somewhere, &c, &err));
    g_assert_cmpstr(err.message, ==, "not a colour: 'steelblu'");
    g_assert_cmpstr(err.hint, ==, "did you mean 'steelblue'?");
}

static void test_mixing_is_even_to_the_eye(void)
{
    struct rgba black = {0, 0, 0, 255}, white = {255, 255, 255, 255};
    /* L* = 50 is sRGB 119 (published: #777777), not 128 */
    struct rgba grey = color_mix(black, white, 0.5);
    g_assert_cmpint(grey.r, ==, 119);
    g_assert_cmpint(grey.g, ==, 119);
    g_assert_cmpint(grey.b, ==, 119);
    struct rgba clear = color_mix(white, (struct rgba){255, 255, 255, 0}, 0.25);
    g_assert_cmpint(clear.a, ==, 191);
    g_assert_cmpint(color_mix(black, white, 0).r, ==, 0);
    g_assert_cmpint(color_mix(black, white, 1).r, ==, 255);
    /* halfway between red and blue, published as L*a*b* 53.24 80.09 67.20 and 32.30 79.19 -107.86
     */
    struct rgba purple =
        color_mix((struct rgba){255, 0, 0, 255}, (struct rgba){0, 0, 255, 255}, 0.5);
    g_assert_cmpint(ABS(purple.r - 202), <=, 1);
    g_assert_cmpint(ABS(purple.g - 0), <=, 1);
    g_assert_cmpint(ABS(purple.b - 136), <=, 1);
}

static void test_contrast_is_that_of_wcag(void)
{
    struct rgba black = {0, 0, 0, 255}, white = {255, 255, 255, 255}, grey = {119, 119, 119, 255};
    g_assert_cmpfloat_with_epsilon(color_contrast(black, white), 21, 1e-9);
    g_assert_cmpfloat_with_epsilon(color_contrast(white, white), 1, 1e-9);
    g_assert_cmpfloat_with_epsilon(color_contrast(grey, white), 4.48, 0.005); /* just fails AA */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/color/forms", test_all_forms_of_css);
    g_test_add_func("/color/refused", test_what_is_no_colour_is_refused);
    g_test_add_func("/color/suggestion", test_a_misspelt_name_gets_a_suggestion);
    g_test_add_func("/color/mix", test_mixing_is_even_to_the_eye);
    g_test_add_func("/color/contrast", test_contrast_is_that_of_wcag);
    return g_test_run();
}
