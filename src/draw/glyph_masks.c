/* Text on images: draws each glyph once, keeps it as a mask, and paints masks where the glyphs
 * stand. */
#include "draw/glyph_masks.h"

#include <glib.h>
#include <math.h>
#include <pango/pangocairo.h>

enum {
    PHASES = 4,       /* a quarter of a pixel: finer is not seen at 150 dpi and more */
    MASKS_MAX = 8192, /* some 20 MB at 300 dpi; a page in Chinese may need as many */
    LETTER_MAX = 120, /* pixels; larger letters and halos are few and drawn as outlines */
};

/* What a mask is of. */
struct key {
    PangoFont *font;
    guint32 glyph;
    gint32 halo; /* thousandths of a point */
    gint32 phase;
};

struct mask_of {
    struct key key;
    cairo_surface_t *surface; /* NULL: nothing to paint */
    struct mask mask;         /* its pixels */
    int x, y;                 /* of its corner, from the pixel of the glyph's origin */
};

struct glyph_masks {
    double scale;
    GHashTable *masks; /* looked up only, never listed */
};

/* A glyph of a block, in block coordinates. */
struct glyph_at {
    PangoFont *font;
    guint32 glyph;
    double x_pt, y_pt;
};

static guint hash_key(gconstpointer p)
{
    const struct key *k = p;
    guint h = g_direct_hash(k->font);
    return ((h * 31 + k->glyph) * 31 + (guint)k->halo) * 31 + (guint)k->phase;
}

static gboolean same_key(gconstpointer p, gconstpointer q)
{
    const struct key *a = p, *b = q;
    return a->font == b->font && a->glyph == b->glyph && a->halo == b->halo && a->phase == b->phase;
}

static void free_mask(gpointer p)
{
    struct mask_of *mask = p;
    if (mask->surface)
        cairo_surface_destroy(mask->surface);
    g_object_unref(mask->key.font);
    g_free(mask);
}

struct glyph_masks *glyph_masks_create(double scale)
{
    struct glyph_masks *m = g_new0(struct glyph_masks, 1);
    m->scale = scale;
    m->masks = g_hash_table_new_full(hash_key, same_key, NULL, free_mask);
    return m;
}

double glyph_masks_scale(const struct glyph_masks *m)
{
    return m->scale;
}

void glyph_masks_destroy(struct glyph_masks *m)
{
    if (!m)
        return;
    g_hash_table_destroy(m->masks);
    g_free(m);
}

/* The outline of the key's glyph in `cr`, in points from its origin. */
static void outline_glyph(cairo_t *cr, const struct key *key)
{
    cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(key->font));
    cairo_glyph_t glyph = {.index = key->glyph};
    cairo_set_scaled_font(cr, font);
    cairo_glyph_path(cr, &glyph, 1);
}

static void paint_mask(cairo_t *cr, const struct key *key)
{
    outline_glyph(cr, key);
    if (!key->halo) {
        cairo_fill(cr);
        return;
    }
    cairo_set_line_width(cr, 2 * key->halo / 1000.0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

/* The box of the outline, in points. */
static void measure_outline(const struct key *key, double ret[4])
{
    cairo_surface_t *none = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    cairo_t *cr = cairo_create(none);
    outline_glyph(cr, key);
    cairo_path_extents(cr, &ret[0], &ret[1], &ret[2], &ret[3]);
    cairo_destroy(cr);
    cairo_surface_destroy(none);
}

static struct mask_of *make_mask(const struct glyph_masks *m, const struct key *key)
{
    struct mask_of *mask = g_new0(struct mask_of, 1);
    double e[4], grow = key->halo / 1000.0 * m->scale + 1, shift = key->phase / (double)PHASES;
    mask->key = *key;
    g_object_ref(key->font);

    measure_outline(key, e);
    if (!(e[2] > e[0] && e[3] > e[1]))
        return mask;

    mask->x = (int)floor(e[0] * m->scale - grow);
    mask->y = (int)floor(e[1] * m->scale - grow);
    int width = (int)ceil(e[2] * m->scale + grow + 1) - mask->x;
    int height = (int)ceil(e[3] * m->scale + grow) - mask->y;

    mask->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
    cairo_t *cr = cairo_create(mask->surface);
    cairo_translate(cr, shift - mask->x, -mask->y);
    cairo_scale(cr, m->scale, m->scale);
    paint_mask(cr, key);
    cairo_destroy(cr);
    cairo_surface_flush(mask->surface);

    mask->mask = (struct mask){.cover = cairo_image_surface_get_data(mask->surface),
                               .stride = (size_t)cairo_image_surface_get_stride(mask->surface),
                               .width = width,
                               .height = height};
    return mask;
}

/* The mask, made when it is asked for the first time. */
static const struct mask_of *mask_for(struct glyph_masks *m, const struct key *key)
{
    struct mask_of *mask = g_hash_table_lookup(m->masks, key);
    if (mask)
        return mask;

    mask = make_mask(m, key);
    g_hash_table_insert(m->masks, &mask->key, mask);
    return mask;
}

/* The glyphs of a block, in block coordinates. */
static size_t list_glyphs(const struct text_block *block, GArray *ret)
{
    PangoLayoutIter *it = pango_layout_get_iter(block->layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
        if (!run)
            continue;

        PangoRectangle logical;
        pango_layout_iter_get_run_extents(it, NULL, &logical);
        int x = logical.x, y = pango_layout_iter_get_baseline(it);
        for (int i = 0; i < run->glyphs->num_glyphs; i++) {
            const PangoGlyphInfo *g = &run->glyphs->glyphs[i];
            struct glyph_at at = {run->item->analysis.font, g->glyph,
                                  (x + g->geometry.x_offset) / (double)PANGO_SCALE,
                                  (y + g->geometry.y_offset) / (double)PANGO_SCALE};
            if (g->glyph != PANGO_GLYPH_EMPTY)
                g_array_append_val(ret, at);
            x += g->geometry.width;
        }
    } while (pango_layout_iter_next_run(it));

    pango_layout_iter_free(it);
    return ret->len;
}

/* Paints the masks of all glyphs, of their halos or of the letters; the block stands at x, y in
 * pixels. */
static void paint_masks(struct glyph_masks *m, const struct painter *to, const GArray *glyphs,
                        double x, double y, gint32 halo)
{
    for (guint i = 0; i < glyphs->len; i++) {
        const struct glyph_at *g = &g_array_index(glyphs, struct glyph_at, i);
        double at_x = x + g->x_pt * m->scale, at_y = floor(y + g->y_pt * m->scale + 0.5);
        double steps = floor(at_x * PHASES + 0.5), pixel = floor(steps / PHASES);
        struct key key = {g->font, g->glyph, halo, (gint32)(steps - pixel * PHASES)};
        const struct mask_of *mask = mask_for(m, &key);
        if (mask->surface)
            painter_put_mask(to, &mask->mask, (int)pixel + mask->x, (int)at_y + mask->y);
    }
}

bool glyph_masks_draw(struct glyph_masks *m, const struct painter *to,
                      const struct text_block *block, double x, double y)
{
    const struct text_style *style = &block->style;
    struct painter painter = *to;
    bool halo = style->halo_width_pt > 0 && style->halo_color.a;

    if (style->color.a < 255 || (halo && style->halo_color.a < 255) ||
        style->size_pt * m->scale > LETTER_MAX ||
        (halo && style->halo_width_pt * m->scale > LETTER_MAX) ||
        pango_layout_get_unknown_glyphs_count(block->layout))
        return false;

    if (g_hash_table_size(m->masks) > MASKS_MAX)
        g_hash_table_remove_all(m->masks);
    GArray *glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph_at));
    list_glyphs(block, glyphs);

    if (halo) {
        painter.color = style->halo_color;
        paint_masks(m, &painter, glyphs, x, y, (gint32)lround(style->halo_width_pt * 1000));
    }

    painter.color = style->color;
    paint_masks(m, &painter, glyphs, x, y, 0);
    g_array_free(glyphs, TRUE);
    return true;
}
