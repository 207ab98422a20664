/* Texts shaped into lines and measured, by Pango. */
#include "text/text.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "text/font.h"

/* A page of prose; beyond it shaping time matters and nobody meant it as a label. */
enum { TEXT_MAX = 10000 };

static double pt_of(int pango_units)
{
    return pango_units / (double)PANGO_SCALE;
}

static struct text_style with_defaults(struct text_style style)
{
    style.size_pt = style.size_pt > 0 ? fmin(style.size_pt, 10000) : 8;
    style.weight = style.weight > 0 ? style.weight : 400;
    style.line_height = style.line_height > 0 ? style.line_height : 1.2;
    return style;
}

/* Valid UTF-8 without NUL, and not too long. */
static struct str clean_text(struct arena *a, struct str text, struct lode_span at)
{
    if (text.len > TEXT_MAX) {
        log_warn(at, "long-text", "text of %zu bytes is cut off after %d", text.len, TEXT_MAX);
        text.len = TEXT_MAX;
        while (text.len && ((unsigned char)text.p[text.len] & 0xc0) == 0x80)
            text.len--;
    }

    if (text.len && memchr(text.p, '\0', text.len)) {
        char *copy = str_c(a, text);
        for (size_t i = 0; i < text.len; i++)
            copy[i] = copy[i] ? copy[i] : ' ';
        text.p = copy;
    }

    if (!text.len || g_utf8_validate(text.p, (gssize)text.len, NULL))
        return str_copy(a, text);

    char *valid = g_utf8_make_valid(text.p, (gssize)text.len);
    struct str ret = str_copy(a, str_of(valid));
    g_free(valid);
    return ret;
}

static void add_attr(PangoAttrList *list, PangoAttribute *attr, size_t start, size_t end)
{
    attr->start_index = (guint)start;
    attr->end_index = (guint)end;
    pango_attr_list_insert(list, attr);
}

/* The language a script is shaped in is said for each run, or Pango would take it from the locale.
 * Letters of Arabic script are joined, so they are not spaced. */
static void add_script_attrs(PangoAttrList *list, struct str text, const struct text_style *style)
{
    char name[36];
    size_t len = style->language.len < sizeof name ? style->language.len : 0;
    memcpy(name, len ? style->language.p : "en", len ? len : 2);
    name[len ? len : 2] = '\0';

    PangoLanguage *language = pango_language_from_string(name);
    PangoScriptIter *it = pango_script_iter_new(text.p, (int)text.len);
    do {
        const char *start, *end;
        PangoScript script;
        pango_script_iter_get_range(it, &start, &end, &script);
        size_t from = (size_t)(start - text.p), to = (size_t)(end - text.p);
        add_attr(list, pango_attr_language_new(font_language(language, script)), from, to);
        if (style->letter_spacing_pt != 0 && script != PANGO_SCRIPT_ARABIC)
            add_attr(
                list,
                pango_attr_letter_spacing_new((int)lround(style->letter_spacing_pt * PANGO_SCALE)),
                from, to);
    } while (pango_script_iter_next(it));

    pango_script_iter_free(it);
}

/* What may stand between two digits of one number, date or time; before it; and right after it. */
static bool is_in_number(gunichar c)
{
    static const gunichar seps[] = {'.',  ',',    ':',    '/',    '-',   '\'',
                                    0xa0, 0x2009, 0x2019, 0x202f, 0x66b, 0x66c};
    for (size_t i = 0; i < G_N_ELEMENTS(seps); i++) {
        if (c == seps[i])
            return true;
    }
    return false;
}

static bool is_before_number(gunichar c)
{
    return c == '-' || c == '+' || c == 0x2212 || c == 0xb1 || c == 0x2066 ||
           g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

static bool is_after_number(gunichar c)
{
    return c == '%' || c == 0x2030 || c == 0x66a || c == 0xb0 || c == 0x2032 || c == 0x2033 ||
           c == 0x2069 || g_unichar_type(c) == G_UNICODE_CURRENCY_SYMBOL;
}

/* Bytes of the unit that stands at `p`; 0: there is none. */
static size_t unit_length(const char *p, const char *end)
{
    static const char *const units[] = {"km²", "km", "m²",  "m³", "mm", "cm", "m",  "mi",
                                        "nmi", "ft", "ha",  "kt", "Mt", "t",  "kg", "g",
                                        "kV",  "kW", "MW",  "GW", "°C", "°F", "%",  "‰",
                                        "min", "h",  "км²", "км", "м",  "га"};
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        size_t n = strlen(units[i]);
        bool fits = (size_t)(end - p) >= n && memcmp(p, units[i], n) == 0;
        if (fits && (p + n == end || !g_unichar_isalnum(g_utf8_get_char(p + n))))
            return n;
    }
    return 0;
}

/* Where the number that begins at `p` ends, with the unit behind it. */
static const char *number_end(const char *p, const char *end)
{
    for (; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        const char *next = g_utf8_next_char(p);
        if (!g_unichar_isdigit(c) &&
            !(is_in_number(c) && next < end && g_unichar_isdigit(g_utf8_get_char(next))))
            break;
    }
    while (p < end && is_after_number(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);

    const char *unit = p;
    if (unit < end && (*unit == ' ' || g_utf8_get_char(unit) == 0xa0))
        unit = g_utf8_next_char(unit);
    size_t n = unit_length(unit, end);
    return n ? unit + n : p;
}

/* No line breaks inside a number, nor between it and its sign or unit. */
static void keep_numbers_whole(PangoAttrList *list, struct str text)
{
    const char *end = text.p + text.len;
    for (const char *p = text.p; p < end;) {
        const char *from = p;
        while (p < end && is_before_number(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (p == end || !g_unichar_isdigit(g_utf8_get_char(p))) {
            p = p > from ? p : g_utf8_next_char(p);
            continue;
        }
        p = number_end(p, end);
        add_attr(list, pango_attr_allow_breaks_new(FALSE), (size_t)(from - text.p),
                 (size_t)(p - text.p));
    }
}

static PangoLayout *make_layout(struct text_context *ctx, struct arena *a, struct str text,
                                const struct text_style *style)
{
    bool rtl = text_language_rtl(style->language);
    PangoLayout *layout = pango_layout_new(rtl ? ctx->rtl : ctx->ltr);
    PangoFontDescription *font = pango_font_description_new();
    struct arena scratch = *a;

    pango_font_description_set_family(font,
                                      font_families(&scratch, style->family, style->language));
    pango_font_description_set_size(font, (int)lround(style->size_pt * PANGO_SCALE));
    pango_font_description_set_weight(font, (PangoWeight)style->weight);
    pango_font_description_set_style(font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);

    PangoAttrList *attrs = pango_attr_list_new();
    int line_pt = (int)lround(style->line_height * style->size_pt * PANGO_SCALE);
    add_attr(attrs, pango_attr_line_height_new_absolute(line_pt), 0, G_MAXUINT);
    if (text.len)
        add_script_attrs(attrs, text, style);
    if (style->max_width_pt > 0)
        keep_numbers_whole(attrs, text);
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);

    static const PangoAlignment aligns[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT};
    /* Pango turns the sides of a line that runs against its context. */
    pango_layout_set_alignment(layout, aligns[rtl ? ALIGN_END - style->align : style->align]);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (style->max_width_pt > 0)
        pango_layout_set_width(layout,
                               (int)fmin(ceil(style->max_width_pt * PANGO_SCALE), G_MAXINT));
    pango_layout_set_text(layout, text.p, (int)text.len);
    return layout;
}

/* The first few characters that no installed font can show. */
static void warn_missing(PangoLayout *layout, struct str text, struct lode_span at)
{
    GString *missing = g_string_new(NULL);
    PangoLayoutIter *it = pango_layout_get_iter(layout);
    int n = 0;

    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
        for (int i = 0; run && i < run->glyphs->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
            if (glyph & PANGO_GLYPH_UNKNOWN_FLAG && n++ < 4)
                g_string_append_printf(missing, "%sU+%04X", n > 1 ? ", " : "",
                                       glyph & ~PANGO_GLYPH_UNKNOWN_FLAG);
        }
    } while (pango_layout_iter_next_run(it));

    pango_layout_iter_free(it);
    log_warn(at, "missing-glyph", "no installed font has %s%s in '%.*s'", missing->str,
             n > 4 ? ", ..." : "", STR_FMT(str_head(text, 60)));
    g_string_free(missing, TRUE);
}

static void fill_lines(struct arena *a, struct text_block *block)
{
    PangoLayout *layout = block->layout;
    size_t n = (size_t)pango_layout_get_line_count(layout);
    struct text_line *lines = arena_array(a, struct text_line, n);
    PangoLayoutIter *it = pango_layout_get_iter(layout);

    for (size_t i = 0; i < n; i++) {
        PangoRectangle logical;
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);
        pango_layout_iter_get_line_extents(it, NULL, &logical);
        lines[i] = (struct text_line){
            .text = {block->text.p + line->start_index, (size_t)line->length},
            .x_pt = pt_of(logical.x) + block->layout_x_pt,
            .baseline_pt = pt_of(pango_layout_iter_get_baseline(it)) + block->layout_y_pt,
            .width_pt = pt_of(logical.width),
            .rtl = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL,
        };
        pango_layout_iter_next_line(it);
    }

    pango_layout_iter_free(it);
    block->lines = lines;
    block->n_lines = n;
}

bool text_shape(struct text_context *ctx, struct arena *a, struct str text,
                const struct text_style *style, const struct text_block **ret, struct lode_err *err)
{
    struct arena scratch = *a;
    if (!str_is(style->family, ctx->checked)) {
        if (!text_family_check(ctx, &scratch, style->family, style->family_at, err))
            return false;
        g_strlcpy(ctx->checked, str_c(&scratch, style->family), sizeof ctx->checked);
    }

    struct text_block *block = arena_new(a, struct text_block);
    block->style = with_defaults(*style);
    block->text = clean_text(a, text, style->family_at);
    block->layout = make_layout(ctx, a, block->text, &block->style);
    arena_defer(a, g_object_unref, block->layout);

    PangoRectangle ink, logical;
    pango_layout_get_extents(block->layout, &ink, &logical);
    block->layout_x_pt = -pt_of(logical.x);
    block->layout_y_pt = -pt_of(logical.y);
    block->width_pt = pt_of(logical.width);
    block->height_pt = pt_of(logical.height);
    double x = pt_of(ink.x - logical.x), y = pt_of(ink.y - logical.y);
    block->ink_pt = (struct box){x, y, x + pt_of(ink.width), y + pt_of(ink.height)};
    fill_lines(a, block);

    if (pango_layout_get_unknown_glyphs_count(block->layout))
        warn_missing(block->layout, block->text, style->family_at);
    *ret = block;
    return true;
}
