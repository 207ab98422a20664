#include <math.h>

#include "draw/svg_parts.h"
#include "draw/textbuf.h"

/* A run of one font and direction, in block coordinates. */
struct run {
    struct str text;
    PangoFont *font;
    double x_pt, width_pt, baseline_pt;
    bool rtl;
};

static struct str trim_end(struct str s)
{
    while (s.len && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* False for runs that show nothing. */
static bool run_at(PangoLayoutIter *it, const struct text_block *block, struct run *ret)
{
    PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
    if (!run)
        return false;
    const PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);
    PangoRectangle logical;
    pango_layout_iter_get_run_extents(it, NULL, &logical);
    struct str text = {block->text.p + run->item->offset, (size_t)run->item->length};
    /* The space at which a line is broken has no width in Pango. */
    if (run->item->offset + run->item->length == line->start_index + line->length)
        text = trim_end(text);
    /* Letter spacing stands half before and half after each letter in Pango, after it in SVG. */
    int inset = run->glyphs->num_glyphs ? run->glyphs->glyphs[0].geometry.x_offset : 0;
    bool rtl = run->item->analysis.level & 1;
    if (rtl || block->style.letter_spacing_pt == 0)
        inset = 0;
    *ret = (struct run){
        .text = text,
        .font = run->item->analysis.font,
        .x_pt = (logical.x + inset) / (double)PANGO_SCALE + block->layout_x_pt,
        .width_pt = logical.width / (double)PANGO_SCALE,
        .baseline_pt =
            pango_layout_iter_get_baseline(it) / (double)PANGO_SCALE + block->layout_y_pt,
        .rtl = rtl,
    };
    return str_trim(text).len > 0;
}

static bool has_outer_space(struct str s)
{
    size_t at;
    return str_trim(s).len != s.len || str_find(s, STR("  "), &at);
}

static void put_run(GString *to, struct svg_fonts *fonts, const struct run *r, double x, double y,
                    double letter_spacing_pt)
{
    g_string_append_printf(to, "<text class=\"f%d\"", svg_fonts_use(fonts, r->font, r->text));
    /* Set from its middle, right to left text stands right in every viewer: they do not agree on
     * which end is the start. */
    put_attr(to, "x", r->rtl ? x + r->x_pt + r->width_pt / 2 : x + r->x_pt);
    put_attr(to, "y", y + r->baseline_pt);
    if (r->rtl)
        g_string_append(to, " text-anchor=\"middle\" direction=\"rtl\" unicode-bidi=\"embed\"");
    else if (letter_spacing_pt != 0)
        put_attr(to, "letter-spacing", letter_spacing_pt);
    if (has_outer_space(r->text))
        g_string_append(to, " xml:space=\"preserve\"");
    g_string_append_c(to, '>');
    put_xml(to, r->text);
    g_string_append(to, "</text>");
}

static void put_runs(GString *to, struct svg_fonts *fonts, const struct text_block *block, double x,
                     double y)
{
    PangoLayoutIter *it = pango_layout_get_iter(block->layout);
    do {
        struct run r;
        if (run_at(it, block, &r))
            put_run(to, fonts, &r, x, y, block->style.letter_spacing_pt);
    } while (pango_layout_iter_next_run(it));
    pango_layout_iter_free(it);
}

static int count_runs(const struct text_block *block)
{
    PangoLayoutIter *it = pango_layout_get_iter(block->layout);
    struct run r;
    int n = 0;
    do {
        n += run_at(it, block, &r);
    } while (pango_layout_iter_next_run(it));
    pango_layout_iter_free(it);
    return n;
}

static void put_halo(GString *to, const struct text_style *style)
{
    put_paint(to, "stroke", style->halo_color);
    put_attr(to, "stroke-width", 2 * style->halo_width_pt);
    g_string_append(to, " stroke-linejoin=\"round\"");
}

void svg_text_write(GString *to, struct svg_fonts *fonts, const struct text_block *block,
                    struct pagexy at, double rotate_rad)
{
    const struct text_style *style = &block->style;
    bool halo = style->halo_width_pt > 0 && style->halo_color.a;
    int n = count_runs(block);
    if (!n)
        return;
    g_string_append(to, "<g");
    put_attr(to, "font-size", style->size_pt);
    if (rotate_rad != 0) {
        char degrees[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(degrees, sizeof degrees, "%.4f", rotate_rad * (180 / G_PI));
        g_string_append_printf(to, " transform=\"rotate(%s ", degrees);
        put_number(to, at.x_pt);
        g_string_append_c(to, ' ');
        put_number(to, at.y_pt);
        g_string_append(to, ")\"");
    }
    put_paint(to, "fill", style->color);
    /* One run: the halo is painted under its own text. Of several, none may cover its neighbour, so
     * all halos come first, as a copy that readers and searches skip. */
    if (halo && n == 1) {
        put_halo(to, style);
        g_string_append(to, " paint-order=\"stroke\"");
    }
    g_string_append_c(to, '>');
    if (halo && n > 1) {
        g_string_append(to, "<g aria-hidden=\"true\" pointer-events=\"none\" fill=\"none\"");
        put_halo(to, style);
        g_string_append_c(to, '>');
        put_runs(to, fonts, block, at.x_pt, at.y_pt);
        g_string_append(to, "</g>");
    }
    put_runs(to, fonts, block, at.x_pt, at.y_pt);
    g_string_append(to, "</g>\n");
}
