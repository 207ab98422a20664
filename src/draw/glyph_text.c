/* How characters without a glyph, and several characters in one glyph, keep their place in the text of a PDF.
 *
 * Cairo writes the text of a cluster of glyphs as /ActualText where the glyphs alone do not tell it. Two
 * things get lost. A character without a glyph (ZWNJ, ZWJ, soft hyphen) becomes a text without any glyph,
 * which readers drop: here it gets two blanks, which paint nothing; two, because the one glyph of a blank would
 * stand for that character from then on. And readers turn what runs from right to left by itself, from the
 * places of the glyphs: the letters of one glyph (lam-alef) would come out turned round. Here the first letter
 * gets the glyph, and each of the others two blanks a little to its left. */
#include "draw/glyph_text.h"

#include <hb.h>

#define EM_BESIDE                                                                                  \
    0.02 /* of the size: less than the width of any letter. Measured with poppler and MuPDF */
enum { BLANKS = 2 };

/* A run as it is handed to cairo: in one call, since cairo leaves out what paints nothing by itself. */
struct run {
    const PangoGlyphItem *item;
    const char *text; /* of the layout */
    double x, y, em;  /* the start of the baseline, and the size of the letters */
    double *at;       /* glyph -> its pen's place from x */
    hb_font_t *font;
    hb_codepoint_t blank;      /* a glyph that paints nothing */
    GArray *glyphs, *clusters; /* in the order of the text */
};

static double units(int pango)
{
    return (double)pango / PANGO_SCALE;
}

static int bytes_of_char(const char *text)
{
    return (int)(g_utf8_next_char(text) - text);
}

static bool is_rtl(const PangoGlyphItem *item)
{
    return item->item->analysis.level & 1;
}

static bool has_glyph(const PangoGlyphItem *item, int i)
{
    return item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY;
}

/* The glyphs of a cluster, from the leftmost; iterators of runs from right to left go backwards. */
static void glyphs_of(const PangoGlyphItemIter *c, int *ret_from, int *ret_end)
{
    bool forward = c->start_glyph < c->end_glyph;
    *ret_from = forward ? c->start_glyph : c->end_glyph + 1;
    *ret_end = forward ? c->end_glyph : c->start_glyph + 1;
}

static int count_glyphs(const PangoGlyphItemIter *c)
{
    int from, end, n = 0;
    glyphs_of(c, &from, &end);
    for (int i = from; i < end; i++)
        n += has_glyph(c->glyph_item, i);
    return n;
}

/* The cluster at `c` and, in text from right to left, the marks on it: readers would take a mark that stands
 * over its letter for what comes before it. Moves `c` on; returns whether there is more. */
static bool take_cluster(PangoGlyphItemIter *c, PangoGlyphItemIter *ret)
{
    *ret = *c;
    while (pango_glyph_item_iter_next_cluster(c)) {
        if (!is_rtl(c->glyph_item) || !g_unichar_ismark(g_utf8_get_char(c->text + c->start_index)))
            return true;
        ret->end_glyph = c->end_glyph;
        ret->end_index = c->end_index;
        ret->end_char = c->end_char;
    }
    return false;
}

/* ---- whether */

/* A bracket in text from right to left, which has the glyph of the other one. */
static bool is_mirrored(const PangoGlyphItemIter *c)
{
    gunichar other;
    return is_rtl(c->glyph_item) &&
           g_unichar_get_mirror_char(g_utf8_get_char(c->text + c->start_index), &other);
}

static bool cluster_needs_care(const PangoGlyphItemIter *c)
{
    bool several = c->end_char - c->start_char > 1;
    return !count_glyphs(c) || (is_rtl(c->glyph_item) && several) || is_mirrored(c);
}

/* Boxes with numbers, for characters that no font has, are drawn by Pango. */
static bool has_unknown(const PangoGlyphItem *item)
{
    for (int i = 0; i < item->glyphs->num_glyphs; i++) {
        PangoGlyph glyph = item->glyphs->glyphs[i].glyph;
        if (glyph != PANGO_GLYPH_EMPTY && (glyph & PANGO_GLYPH_UNKNOWN_FLAG))
            return true;
    }
    return false;
}

static bool run_needs_care(PangoGlyphItem *item, const char *text)
{
    PangoGlyphItemIter c, cluster;
    bool ret = false;
    for (bool more = pango_glyph_item_iter_init_start(&c, item, text); more && !ret;) {
        more = take_cluster(&c, &cluster);
        ret = cluster_needs_care(&cluster);
    }
    return ret && !has_unknown(item);
}

bool glyph_text_needed(PangoLayout *layout)
{
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    const char *text = pango_layout_get_text(layout);
    bool ret = false;
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(at);
        ret = run && run_needs_care(run, text);
    } while (!ret && pango_layout_iter_next_run(at));

    pango_layout_iter_free(at);
    return ret;
}

/* ---- drawing */

static void add_glyph(struct run *r, PangoGlyph glyph, double x, double y)
{
    cairo_glyph_t g = {glyph, r->x + x, r->y + y};
    g_array_append_val(r->glyphs, g);
}

static void add_cluster(struct run *r, int bytes, int n_glyphs)
{
    cairo_text_cluster_t c = {bytes, n_glyphs};
    g_array_append_val(r->clusters, c);
}

/* The font's own glyph of the character, if it paints nothing. */
static bool find_blank(hb_font_t *font, gunichar c, hb_codepoint_t *ret)
{
    hb_glyph_extents_t ink;
    return hb_font_get_nominal_glyph(font, c, ret) && hb_font_get_glyph_extents(font, *ret, &ink) &&
           !ink.width && !ink.height;
}

/* A character that paints nothing: its own glyph, which says so in every reader, or two blanks. */
static void add_character(struct run *r, const char *text, double x)
{
    hb_codepoint_t own;
    bool has_own = find_blank(r->font, g_utf8_get_char(text), &own);
    int n = has_own ? 1 : BLANKS;
    for (int i = 0; i < n; i++)
        add_glyph(r, has_own ? own : r->blank, x, 0);
    add_cluster(r, bytes_of_char(text), n);
}

static void add_glyphs_of_width(struct run *r, const PangoGlyphItemIter *c, bool wide)
{
    int from, end;
    glyphs_of(c, &from, &end);
    for (int i = from; i < end; i++) {
        const PangoGlyphInfo *g = &c->glyph_item->glyphs->glyphs[i];
        if (has_glyph(c->glyph_item, i) && wide == (g->geometry.width > 0))
            add_glyph(r, g->glyph, r->at[i] + units(g->geometry.x_offset),
                      units(g->geometry.y_offset));
    }
}

/* The glyphs of the cluster, for the first `bytes` of its text. Poppler takes the place of a text from where its
 * first glyph begins to where its last one ends, and sees a blank where there is a gap: so a blank comes first,
 * where the cluster begins, then marks, and at last the letter. It also keeps a single glyph from standing
 * for this text everywhere. */
static void add_glyphs(struct run *r, const PangoGlyphItemIter *c, int bytes)
{
    int from, end, n = count_glyphs(c);
    bool blank = cluster_needs_care(c);
    glyphs_of(c, &from, &end);

    if (blank)
        add_glyph(r, r->blank, r->at[from], 0);
    add_glyphs_of_width(r, c, false);
    add_glyphs_of_width(r, c, true);
    add_cluster(r, bytes, n + blank);
}

static void list_cluster(struct run *r, const PangoGlyphItemIter *c)
{
    int from, end, bytes = c->end_index - c->start_index;
    const char *text = r->text + c->start_index, *past = text + bytes;
    glyphs_of(c, &from, &end);

    if (!cluster_needs_care(c)) {
        add_glyphs(r, c, bytes);
        return;
    }

    double left = r->at[from], step = is_rtl(r->item) ? -EM_BESIDE * r->em : 0;
    if (count_glyphs(c)) {
        int first = is_rtl(r->item) ? bytes_of_char(text) : bytes;
        add_glyphs(r, c, first);
        text += first;
    }

    for (left += step; text < past; left += step) {
        add_character(r, text, left);
        text += bytes_of_char(text);
    }
}

/* Joiners have no width and are no space; few fonts lack them all. */
static bool find_any_blank(struct run *r)
{
    static const gunichar blanks[] = {0x200C, 0x200D, 0x200B, ' '};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (find_blank(r->font, blanks[i], &r->blank))
            return true;
    }
    return false;
}

static double font_size(PangoFont *font)
{
    PangoFontDescription *d = pango_font_describe_with_absolute_size(font);
    double size = units(pango_font_description_get_size(d));
    pango_font_description_free(d);
    return size;
}

static void place_glyphs(struct run *r)
{
    const PangoGlyphString *g = r->item->glyphs;
    double pen = 0;
    r->at = g_new(double, g->num_glyphs + 1);
    for (int i = 0; i < g->num_glyphs; i++) {
        r->at[i] = pen;
        pen += units(g->glyphs[i].geometry.width);
    }
}

static void show_run(cairo_t *cr, PangoGlyphItem *item, const char *text, double x, double y)
{
    PangoFont *font = item->item->analysis.font;
    struct run r = {.item = item, .text = text, .x = x, .y = y, .em = font_size(font)};
    r.font = pango_font_get_hb_font(font);
    bool has_blank = find_any_blank(&r);
    if (!has_blank || !run_needs_care(item, text)) {
        cairo_move_to(cr, x, y);
        pango_cairo_show_glyph_item(cr, text, item);
        return;
    }

    place_glyphs(&r);
    r.glyphs = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
    r.clusters = g_array_new(FALSE, FALSE, sizeof(cairo_text_cluster_t));

    PangoGlyphItemIter c, cluster;
    for (bool more = pango_glyph_item_iter_init_start(&c, item, text); more;) {
        more = take_cluster(&c, &cluster);
        list_cluster(&r, &cluster);
    }

    cairo_set_scaled_font(cr, pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font)));
    cairo_show_text_glyphs(cr, text + item->item->offset, item->item->length,
                           (cairo_glyph_t *)(void *)r.glyphs->data, (int)r.glyphs->len,
                           (cairo_text_cluster_t *)(void *)r.clusters->data, (int)r.clusters->len,
                           0);
    g_array_free(r.glyphs, TRUE);
    g_array_free(r.clusters, TRUE);
    g_free(r.at);
}

void glyph_text_show(cairo_t *cr, PangoLayout *layout)
{
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    const char *text = pango_layout_get_text(layout);
    do {
        PangoRectangle logical;
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(at);
        pango_layout_iter_get_run_extents(at, NULL, &logical);
        if (run)
            show_run(cr, run, text, units(logical.x), units(pango_layout_iter_get_baseline(at)));
    } while (pango_layout_iter_next_run(at));
    pango_layout_iter_free(at);
}
