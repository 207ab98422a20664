/* Text of an SVG file, as text that can be found and copied, with each run where Pango has put it.
 */
#include <math.h>

#include "draw/svg_parts.h"
#include "draw/textbuf.h"

/* A run of one font and direction, in block coordinates. */
struct run {
    struct str text;
    PangoFont *font;
    double x_pt, baseline_pt;
    bool rtl, rtl_line;
};

static struct str trim_end(struct str s)
{
    while (s.len && (s.p[s.len - 1] == ' ' || s.p[s.len - 1] == '\t'))
        s.len--;
    return s;
}

/* The run at which the iterator stands; false where a line ends, and for runs without text. */
static bool read_run(PangoLayoutIter *it, const struct text_block *block, struct run *ret)
{
    PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
    if (!run)
        return false;

    PangoLayoutLine *line = pango_layout_iter_get_line_readonly(it);
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
        .baseline_pt =
            pango_layout_iter_get_baseline(it) / (double)PANGO_SCALE + block->layout_y_pt,
        .rtl = rtl,
        .rtl_line = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL,
    };

    return text.len > 0;
}

/* The runs of a block, in the order in which they are read. */
static GArray *list_runs(const struct text_block *block)
{
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(struct run));
    PangoLayoutIter *it = pango_layout_get_iter(block->layout);
    do {
        struct run r;
        guint at = runs->len;
        if (!read_run(it, block, &r))
            continue;

        while (at && g_array_index(runs, struct run, at - 1).text.p > r.text.p)
            at--;
        g_array_insert_val(runs, at, r);
    } while (pango_layout_iter_next_run(it));
    pango_layout_iter_free(it);
    return runs;
}

/* Whether viewers would drop a blank of it. rsvg takes no-break spaces off the ends as well. */
static bool has_outer_space(struct str s)
{
    size_t at;
    return str_trim(s).len != s.len || str_find(s, STR("  "), &at) ||
           str_starts(s, STR("\u00a0")) || str_ends(s, STR("\u00a0"));
}

/* A line is one <text>, so that it is found and copied as one. Each run has its left end given,
 * which is the end of the text where that runs from right to left. */
static void put_line(GString *to, struct svg_fonts *fonts, const struct run *runs, guint n,
                     struct pagexy at, double letter_spacing_pt)
{
    static const char *const turned = " direction=\"rtl\" text-anchor=\"end\"";
    g_string_append(to, "<text");
    put_attr(to, "y", at.y_pt + runs[0].baseline_pt);
    if (runs[0].rtl_line)
        g_string_append(to, turned);
    if (n > 1 || has_outer_space(runs[0].text))
        g_string_append(to, " xml:space=\"preserve\"");

    for (guint i = 0; i < n; i++) {
        const struct run *r = &runs[i];
        g_string_append_printf(to, "%s class=\"f%d\"", n > 1 ? i ? "<tspan" : "><tspan" : "",
                               svg_fonts_use(fonts, r->font, r->text));
        put_attr(to, "x", at.x_pt + r->x_pt);
        if (r->rtl && !r->rtl_line)
            g_string_append_printf(to, "%s unicode-bidi=\"embed\"", turned);
        if (!r->rtl && letter_spacing_pt != 0)
            put_attr(to, "letter-spacing", letter_spacing_pt);
        g_string_append_c(to, '>');
        put_xml(to, r->text);
        g_string_append(to, n > 1 ? "</tspan>" : "");
    }
    g_string_append(to, "</text>");
}

static void put_lines(GString *to, struct svg_fonts *fonts, const GArray *runs, struct pagexy at,
                      double letter_spacing_pt)
{
    const struct run *r = (const struct run *)(const void *)runs->data;
    for (guint from = 0, i = 1; i <= runs->len; i++) {
        if (i < runs->len && r[i].baseline_pt == r[from].baseline_pt)
            continue;
        put_line(to, fonts, r + from, i - from, at, letter_spacing_pt);
        from = i;
    }
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
    GArray *runs = list_runs(block);
    if (!runs->len) {
        g_array_free(runs, TRUE);
        return;
    }

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

    /* The halo of a single run is painted under its own text. Of several runs none may cover its
     * neighbour, so all halos come first, as a copy that screen readers and searches skip. */
    if (halo && runs->len == 1) {
        put_halo(to, style);
        g_string_append(to, " paint-order=\"stroke\"");
    }
    g_string_append_c(to, '>');

    if (halo && runs->len > 1) {
        g_string_append(to, "<g aria-hidden=\"true\" pointer-events=\"none\" fill=\"none\"");
        put_halo(to, style);
        g_string_append_c(to, '>');
        put_lines(to, fonts, runs, at, style->letter_spacing_pt);
        g_string_append(to, "</g>");
    }

    put_lines(to, fonts, runs, at, style->letter_spacing_pt);
    g_string_append(to, "</g>\n");
    g_array_free(runs, TRUE);
}
