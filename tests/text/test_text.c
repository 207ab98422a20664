#include "text/text.h"

#include <glib.h>
#include <pango/pango.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"

static struct arena arena;
static struct text_context *ctx;
static struct lode_err last;

static void keep_last(void *c, const struct lode_err *what)
{
    (void)c;
    last = *what;
}

static const struct text_block *shape(const char *text, struct text_style style)
{
    struct lode_err err = {0};
    const struct text_block *block = NULL;
    bool ok = text_shape(ctx, &arena, str_of(text), &style, &block, &err);
    g_assert_cmpstr(err.message, ==, "");
    g_assert_true(ok);
    return block;
}

/* The family that shaped the run with byte `at`. */
static char *family_at(const struct text_block *block, int at)
{
    PangoLayoutIter *it = pango_layout_get_iter(block->layout);
    char *family = NULL;
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
        if (!run || at < run->item->offset || at >= run->item->offset + run->item->length)
            continue;
        PangoFontDescription *font = pango_font_describe(run->item->analysis.font);
        family = g_strdup(pango_font_description_get_family(font));
        pango_font_description_free(font);
    } while (pango_layout_iter_next_run(it));
    pango_layout_iter_free(it);
    return family;
}

static void assert_family(const char *text, const char *language, const char *expected)
{
    struct text_style style = {.language = str_of(language)};
    char *family = family_at(shape(text, style), 0);
    g_assert_cmpstr(family, ==, expected);
    g_free(family);
}

/* Noto Sans has 1000 units to the em; 'n' is 618 wide (fonttools: hmtx['n'] of NotoSans-Regular).
 */
static void measures_advances(void)
{
    const struct text_block *n1 = shape("n", (struct text_style){.size_pt = 100});
    const struct text_block *n2 = shape("nn", (struct text_style){.size_pt = 100});
    g_assert_cmpfloat_with_epsilon(n1->width_pt, 61.8, 0.05);
    g_assert_cmpfloat_with_epsilon(n2->width_pt, 2 * 61.8, 0.1);
    g_assert_cmpfloat_with_epsilon(n1->height_pt, 120, 0.01);
    /* x-height 536, and the stem starts 87 right of the origin */
    g_assert_cmpfloat_with_epsilon(box_height(n1->ink_pt), 54.5, 1.5);
    g_assert_cmpfloat_with_epsilon(n1->ink_pt.x0, 8.7, 1);
}

static void scales_linearly(void)
{
    double at8 = shape("Mazar-i-Sharif", (struct text_style){.size_pt = 8})->width_pt;
    double at80 = shape("Mazar-i-Sharif", (struct text_style){.size_pt = 80})->width_pt;
    g_assert_cmpfloat_with_epsilon(at80, 10 * at8, 0.2);
}

static void wraps_between_words(void)
{
    struct text_style style = {.size_pt = 10, .max_width_pt = 60};
    const struct text_block *b = shape("Mineral deposits along the corridor", style);
    g_assert_cmpuint(b->n_lines, >, 2);
    g_assert_cmpfloat(b->width_pt, <=, 60);
    g_assert_cmpint(strncmp(b->lines[0].text.p, "Mineral", 7), ==, 0);
    double step = b->lines[1].baseline_pt - b->lines[0].baseline_pt;
    g_assert_cmpfloat_with_epsilon(step, 12, 0.01);
}

static void aligns_inside_the_block(void)
{
    struct text_style style = {.size_pt = 10, .align = ALIGN_END, .max_width_pt = 400};
    const struct text_block *b = shape("a long line\nshort", style);
    g_assert_cmpfloat(b->width_pt, <, 100);
    g_assert_cmpfloat_with_epsilon(b->lines[0].x_pt, 0, 0.01);
    double end0 = b->lines[0].x_pt + b->lines[0].width_pt;
    double end1 = b->lines[1].x_pt + b->lines[1].width_pt;
    g_assert_cmpfloat_with_epsilon(end0, b->width_pt, 0.01);
    g_assert_cmpfloat_with_epsilon(end1, b->width_pt, 0.01);
}

static void spaces_letters_but_not_joined_ones(void)
{
    struct text_style wide = {.size_pt = 10, .letter_spacing_pt = 2};
    struct text_style plain = {.size_pt = 10};
    g_assert_cmpfloat_with_epsilon(shape("KABUL", wide)->width_pt,
                                   shape("KABUL", plain)->width_pt + 10, 2.1);
    g_assert_cmpfloat_with_epsilon(shape("کابل", wide)->width_pt, shape("کابل", plain)->width_pt,
                                   0.01);
}

static void orders_right_to_left(void)
{
    const struct text_block *b = shape("مزار شریف (۲۳)", (struct text_style){.size_pt = 10});
    g_assert_cmpuint(b->n_lines, ==, 1);
    g_assert_true(b->lines[0].rtl);
    PangoRectangle first, digit, bracket;
    pango_layout_index_to_pos(b->layout, 0, &first);
    pango_layout_index_to_pos(b->layout, (int)(strstr(b->text.p, "(") - b->text.p), &bracket);
    pango_layout_index_to_pos(b->layout, (int)(strstr(b->text.p, "۲") - b->text.p), &digit);
    g_assert_cmpint(first.x, >, bracket.x);
    g_assert_cmpint(bracket.x, >, digit.x);
    /* digits run left to right inside */
    PangoRectangle next;
    pango_layout_index_to_pos(b->layout, (int)(strstr(b->text.p, "۳") - b->text.p), &next);
    g_assert_cmpint(next.x, >, digit.x);
}

/* Where a byte's glyph stands. */
static int x_of(const struct text_block *block, const char *what)
{
    PangoRectangle at;
    pango_layout_index_to_pos(block->layout, (int)(strstr(block->text.p, what) - block->text.p),
                              &at);
    return at.x + (at.width < 0 ? at.width : 0);
}

/* Persian text sets a range with its lower end at the right, where reading begins; without a letter
 * only the language can tell. UAX #9 gives the same inside a right to left paragraph. */
static void runs_ranges_as_the_language_does(void)
{
    const struct text_block *fa =
        shape("۴٬۶۵۸ – ۱۵٬۶۴۰", (struct text_style){.size_pt = 10, .language = STR("fa")});
    const struct text_block *en =
        shape("4,658 – 15,640", (struct text_style){.size_pt = 10, .language = STR("en")});
    g_assert_cmpint(x_of(fa, "۴٬۶"), >, x_of(fa, "۱۵"));
    g_assert_cmpint(x_of(fa, "۴٬۶"), <, x_of(fa, "۶۵۸"));
    g_assert_cmpint(x_of(en, "4,6"), <, x_of(en, "15"));
}

static void directions_follow_the_script(void)
{
    g_assert_true(text_language_rtl(STR("ps")));
    g_assert_true(text_language_rtl(STR("fa-AF")));
    g_assert_true(text_language_rtl(STR("uz-Arab")));
    g_assert_false(text_language_rtl(STR("uz")));
    g_assert_false(text_language_rtl(STR("")));
    g_assert_false(text_language_rtl(STR("fr")));
}

/* The same with any $LANG: tests/text/meson.build runs this program in several locales. */
static void picks_fonts_by_script_and_language_only(void)
{
    assert_family("Kabul", "", "Noto Sans");
    assert_family("Ташкент", "", "Noto Sans");
    assert_family("کابل", "", "Noto Sans Arabic");
    assert_family("喀布尔", "", "Noto Sans CJK SC");
    assert_family("喀布尔", "zh", "Noto Sans CJK SC");
    assert_family("東京", "ja", "Noto Sans CJK JP");
    assert_family("서울", "", "Noto Sans CJK SC");
    assert_family("काबुल", "", "Noto Sans Devanagari");
}

static void tells_of_missing_glyphs(void)
{
    last = (struct lode_err){0};
    shape("ok", (struct text_style){.size_pt = 10});
    g_assert_null(last.rule);
    shape("x\xf3\xb0\x80\x80y", (struct text_style){.size_pt = 10}); /* U+F0000, private use */
    g_assert_cmpstr(last.rule, ==, "missing-glyph");
    g_assert_nonnull(strstr(last.message, "U+F0000"));
}

static void survives_bad_text(void)
{
    const struct text_block *b = shape("a\xff\xfe z", (struct text_style){.size_pt = 10});
    g_assert_true(g_utf8_validate(b->text.p, (gssize)b->text.len, NULL));
    g_assert_nonnull(strstr(b->text.p, "\xef\xbf\xbd"));
    g_assert_cmpuint(shape("", (struct text_style){0})->n_lines, ==, 1);
    char *huge = g_strnfill(50000, 'x');
    last = (struct lode_err){0};
    g_assert_cmpuint(shape(huge, (struct text_style){.max_width_pt = 100})->text.len, ==, 10000);
    g_assert_cmpstr(last.rule, ==, "long-text");
    g_free(huge);
}

static void suggests_a_family(void)
{
    struct lode_err err = {0};
    struct lode_span at = {"map.yaml", 3, 4, 5};
    g_assert_true(text_family_check(ctx, &arena, STR("noto sans"), at, &err));
    g_assert_true(text_family_check(ctx, &arena, STR("Nowhere, Noto Serif"), at, &err));
    g_assert_true(text_family_check(ctx, &arena, STR("sans-serif"), at, &err));
    g_assert_false(text_family_check(ctx, &arena, STR("Noto Sanz"), at, &err));
    g_assert_cmpint(err.code, ==, LODE_FONT);
    g_assert_cmpint(err.at.line, ==, 3);
    g_assert_cmpstr(err.message, ==, "no font family 'Noto Sanz' is installed");
    g_assert_cmpstr(err.hint, ==, "did you mean 'Noto Sans'?");
    struct lode_err again = {0};
    const struct text_block *block;
    struct text_style style = {.family = STR("Noto Sanz"), .family_at = at};
    g_assert_false(text_shape(ctx, &arena, STR("x"), &style, &block, &again));
    g_assert_cmpint(again.code, ==, LODE_FONT);
}

int main(int argc, char **argv)
{
    struct lode_err err = {0};
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    log_set_sink(keep_last, NULL);
    if (!text_context_create(&arena, &ctx, &err))
        g_error("%s", err.message);
    g_test_add_func("/text/measures-advances", measures_advances);
    g_test_add_func("/text/scales-linearly", scales_linearly);
    g_test_add_func("/text/wraps-between-words", wraps_between_words);
    g_test_add_func("/text/aligns-inside-the-block", aligns_inside_the_block);
    g_test_add_func("/text/spaces-letters-but-not-joined-ones", spaces_letters_but_not_joined_ones);
    g_test_add_func("/text/orders-right-to-left", orders_right_to_left);
    g_test_add_func("/text/runs-ranges-as-the-language-does", runs_ranges_as_the_language_does);
    g_test_add_func("/text/directions-follow-the-script", directions_follow_the_script);
    g_test_add_func("/text/picks-fonts-by-script-and-language-only",
                    picks_fonts_by_script_and_language_only);
    g_test_add_func("/text/tells-of-missing-glyphs", tells_of_missing_glyphs);
    g_test_add_func("/text/survives-bad-text", survives_bad_text);
    g_test_add_func("/text/suggests-a-family", suggests_a_family);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
