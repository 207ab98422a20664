/* The backend for images: turns paths, strokes and text into covered pixels and paints them. */
#include "draw/on_image.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "draw/canvas_impl.h"
#include "draw/glyph_masks.h"
#include "draw/pixels.h"
#include "draw/stroker.h"
#include "geom/paths.h"

/* The same limit stands in on_cairo.c, symbol_reach_pt and SVG. */
static const double miter_limit = 4;

/* Pixels between a curve and the lines that are drawn for it, at most: too little to be seen. */
static const double curve_tol = 0.02;

/* Pixels: further out than any position on a page. */
static const double outermost = 1e9;

struct subpath {
    size_t start; /* of its points */
    bool closed;
};

/* An open group with an opacity, and what was drawn on before it. */
struct layer {
    struct pixels below;
    unsigned opacity;
    bool apart; /* the group has pixels of its own */
};

struct on_image {
    struct canvas base;
    double x_scale, y_scale; /* pixels a point; they differ by less than half a pixel on the page */
    double scale;            /* of widths */
    struct pixels pixels;
    struct clip whole, *clip;
    struct coverage coverage;
    double *xy; /* of the path, in pixels */
    size_t n, cap;
    struct subpath *subs;
    size_t n_subs, cap_subs;
    struct layer layers[64];
    int depth;
    struct glyph_masks *masks;
    pthread_mutex_t *texts;
};

static struct on_image *of(struct canvas *c)
{
    return (struct on_image *)c;
}

/* ---- the path */

static void add_point(struct on_image *o, double x, double y)
{
    if (o->n == o->cap) {
        o->cap = o->cap ? 2 * o->cap : 1024;
        o->xy = memory_grow(o->xy, 2 * sizeof *o->xy, o->cap);
    }
    o->xy[2 * o->n] = fmin(fmax(x, -outermost), outermost);
    o->xy[2 * o->n++ + 1] = fmin(fmax(y, -outermost), outermost);
}

static void begin_subpath(struct on_image *o, double x, double y)
{
    if (o->n_subs == o->cap_subs) {
        o->cap_subs = o->cap_subs ? 2 * o->cap_subs : 64;
        o->subs = memory_grow(o->subs, sizeof *o->subs, o->cap_subs);
    }
    o->subs[o->n_subs++] = (struct subpath){o->n, false};
    add_point(o, x, y);
}

/* A line behind a close starts where the closed subpath began. */
static void line_px(struct on_image *o, double x, double y)
{
    if (!o->n_subs) {
        begin_subpath(o, x, y);
        return;
    }

    const struct subpath *last = &o->subs[o->n_subs - 1];
    if (last->closed)
        begin_subpath(o, o->xy[2 * last->start], o->xy[2 * last->start + 1]);
    add_point(o, x, y);
}

/* As many lines as keep within the tolerance. Source: G. Wang's bound by second differences. */
static void curve_px(struct on_image *o, const double p[6])
{
    if (!o->n_subs)
        begin_subpath(o, p[0], p[1]);

    double x = o->xy[2 * o->n - 2], y = o->xy[2 * o->n - 1];
    double bend = fmax(hypot(x - 2 * p[0] + p[2], y - 2 * p[1] + p[3]),
                       hypot(p[0] - 2 * p[2] + p[4], p[1] - 2 * p[3] + p[5]));
    int n = (int)fmin(ceil(sqrt(0.75 * bend / curve_tol)), 1000);

    for (int i = 1; i < n; i++) {
        double t = (double)i / n, u = 1 - t;
        double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
        line_px(o, a * x + b * p[0] + c * p[2] + d * p[4], a * y + b * p[1] + c * p[3] + d * p[5]);
    }
    line_px(o, p[4], p[5]);
}

static void close_px(struct on_image *o)
{
    if (o->n_subs)
        o->subs[o->n_subs - 1].closed = true;
}

static size_t subpath_end(const struct on_image *o, size_t i)
{
    return i + 1 < o->n_subs ? o->subs[i + 1].start : o->n;
}

static void new_path(struct on_image *o)
{
    o->n = o->n_subs = 0;
}

static void move(struct canvas *c, double x, double y)
{
    begin_subpath(of(c), x * of(c)->x_scale, y * of(c)->y_scale);
}

static void line(struct canvas *c, double x, double y)
{
    line_px(of(c), x * of(c)->x_scale, y * of(c)->y_scale);
}

static void curve(struct canvas *c, const double p[6])
{
    double q[6];
    for (int i = 0; i < 6; i++)
        q[i] = p[i] * (i % 2 ? of(c)->y_scale : of(c)->x_scale);
    curve_px(of(c), q);
}

static void close_path(struct canvas *c)
{
    close_px(of(c));
}

/* ---- painting */

static void begin_area(struct on_image *o)
{
    coverage_begin(&o->coverage, o->clip->box);
}

static void paint_area(struct on_image *o, enum fill_rule rule, struct rgba color)
{
    struct painter painter = {&o->pixels, o->clip, color};
    coverage_sweep(&o->coverage, rule, painter_put, &painter);
}

/* The area inside of the path. */
static void cover_inside(struct on_image *o)
{
    begin_area(o);
    for (size_t i = 0; i < o->n_subs; i++) {
        size_t end = subpath_end(o, i);
        const double *last = o->xy + 2 * end - 2;
        for (size_t k = o->subs[i].start; k < end; k++) {
            coverage_edge(&o->coverage, last, o->xy + 2 * k);
            last = o->xy + 2 * k;
        }
    }
}

/* The area of the path's stroke. */
static void cover_stroke(struct on_image *o, const struct stroke *s)
{
    struct pen pen = {fmin(s->width_pt * o->scale / 2, outermost), s->cap, s->join,
                      s->miter_limit > 0 ? s->miter_limit : miter_limit};
    struct dashes dashes = {.n = s->n_dash, .offset = s->dash_offset_pt * o->scale};
    for (int i = 0; i < s->n_dash; i++)
        dashes.lengths[i] = s->dash_pt[i] * o->scale;

    begin_area(o);
    for (size_t i = 0; i < o->n_subs; i++) {
        const struct subpath *sub = &o->subs[i];
        const double *xy = o->xy + 2 * sub->start;
        size_t n = subpath_end(o, i) - sub->start;
        if (dashes.n)
            stroke_dashed(&o->coverage, &pen, &dashes, xy, n, sub->closed);
        else
            stroke_line(&o->coverage, &pen, xy, n, sub->closed);
    }
}

static void paint(struct canvas *c, const struct paint *p)
{
    struct on_image *o = of(c);
    if (p->fill.a) {
        cover_inside(o);
        paint_area(o, p->rule, p->fill);
    }
    if (p->stroke) {
        cover_stroke(o, p->stroke);
        paint_area(o, FILL_NONZERO, p->stroke->color);
    }
    new_path(o);
}

static void clip(struct canvas *c)
{
    struct on_image *o = of(c);
    cover_inside(o);
    o->clip = clip_create(o->clip, &o->coverage);
    new_path(o);
}

static void group(struct canvas *c, double opacity)
{
    struct on_image *o = of(c);
    const struct pixel_box *b = &o->clip->box;
    size_t width = (size_t)(b->x1 - b->x0), height = (size_t)(b->y1 - b->y0);
    struct layer *layer = &o->layers[o->depth++];
    *layer = (struct layer){o->pixels, (unsigned)lround(opacity * 255), false};
    if (layer->opacity == 255 || !width || !height)
        return;

    layer->apart = true;
    o->pixels = (struct pixels){memory_grow(NULL, sizeof(uint32_t), width * height), width, *b};
    memset(o->pixels.at, 0, width * height * sizeof(uint32_t));
}

static void end(struct canvas *c, enum scene_kind kind)
{
    struct on_image *o = of(c);
    if (kind == SCENE_CLIP)
        o->clip = clip_destroy(o->clip);
    if (kind != SCENE_GROUP)
        return;

    const struct layer *layer = &o->layers[--o->depth];
    if (layer->apart) {
        pixels_lay_over(&layer->below, &o->pixels, layer->opacity);
        free(o->pixels.at);
    }
    o->pixels = layer->below;
}

static void begin(struct canvas *c, const struct scene *s)
{
    struct on_image *o = of(c);
    const struct pixel_box *b = &o->clip->box;
    struct painter paper = {&o->pixels, o->clip, {255, 255, 255, 255}};
    for (int y = b->y0; y < b->y1; y++) {
        paper.color = (struct rgba){255, 255, 255, 255};
        if (s->background.a < 255)
            painter_put(&paper, y, b->x0, b->x1, 255);
        paper.color = s->background;
        painter_put(&paper, y, b->x0, b->x1, 255);
    }
}

static void tag(struct canvas *c, struct str name)
{
    (void)c; /* an image has no place for names */
    (void)name;
}

/* ---- text */

/* Whether the text may reach into what is drawn: however it is turned, ink and halo stay within a
 * circle. */
static bool text_shows(const struct canvas *c, const struct text_block *b, struct pagexy at)
{
    double x = fmax(b->width_pt, fmax(-b->ink_pt.x0, b->ink_pt.x1));
    double y = fmax(b->height_pt, fmax(-b->ink_pt.y0, b->ink_pt.y1));
    double reach = hypot(x, y) + 2 * b->style.halo_width_pt + 2;
    struct box around = box_grow((struct box){at.x_pt, at.y_pt, at.x_pt, at.y_pt}, reach);
    return box_meets(around, c->visible_pt);
}

/* Makes the outlines of all letters the path, by way of cairo; on a surface without bounds, since
 * Pango leaves out what lies outside. */
static void letters_path(struct on_image *o, const struct text_block *block, struct pagexy at,
                         double rotate_rad)
{
    cairo_surface_t *none = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
    cairo_t *cr = cairo_create(none);
    cairo_translate(cr, at.x_pt * o->x_scale, at.y_pt * o->y_scale);
    cairo_rotate(cr, rotate_rad);
    cairo_scale(cr, o->scale, o->scale);
    cairo_translate(cr, block->layout_x_pt, block->layout_y_pt);
    pango_cairo_layout_path(cr, block->layout);
    cairo_identity_matrix(cr);

    cairo_path_t *path = cairo_copy_path(cr);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *d = &path->data[i];
        if (d->header.type == CAIRO_PATH_MOVE_TO)
            begin_subpath(o, d[1].point.x, d[1].point.y);
        else if (d->header.type == CAIRO_PATH_LINE_TO)
            line_px(o, d[1].point.x, d[1].point.y);
        else if (d->header.type == CAIRO_PATH_CURVE_TO)
            curve_px(o, (double[]){d[1].point.x, d[1].point.y, d[2].point.x, d[2].point.y,
                                   d[3].point.x, d[3].point.y});
        else
            close_px(o);
    }

    cairo_path_destroy(path);
    cairo_destroy(cr);
    cairo_surface_destroy(none);
}

/* Text from outlines: turned, large, or transparent. */
static void draw_outlined(struct on_image *o, const struct text_block *block, struct pagexy at,
                          double rotate_rad)
{
    const struct text_style *style = &block->style;
    letters_path(o, block, at, rotate_rad);
    if (style->halo_width_pt > 0 && style->halo_color.a) {
        cover_stroke(o, &(struct stroke){.width_pt = 2 * style->halo_width_pt,
                                         .join = JOIN_ROUND,
                                         .cap = CAP_ROUND});
        paint_area(o, FILL_NONZERO, style->halo_color);
    }
    cover_inside(o);
    paint_area(o, FILL_NONZERO, style->color);
    new_path(o);
}

static void draw_text(struct on_image *o, const struct text_block *block, struct pagexy at,
                      double rotate_rad)
{
    struct painter painter = {&o->pixels, o->clip, block->style.color};
    double x = (at.x_pt + block->layout_x_pt) * o->x_scale;
    double y = (at.y_pt + block->layout_y_pt) * o->y_scale;
    if (rotate_rad != 0 || !glyph_masks_draw(o->masks, &painter, block, x, y))
        draw_outlined(o, block, at, rotate_rad);
}

static void text(struct canvas *c, const struct text_block *block, struct pagexy at,
                 double rotate_rad)
{
    struct on_image *o = of(c);
    if (!text_shows(c, block, at))
        return;

    pthread_mutex_lock(o->texts);
    draw_text(o, block, at, rotate_rad);
    pthread_mutex_unlock(o->texts);
}

static const struct canvas_impl on_image_impl = {
    .begin = begin,
    .move = move,
    .line = line,
    .curve = curve,
    .close = close_path,
    .paint = paint,
    .clip = clip,
    .group = group,
    .tag = tag,
    .end = end,
    .text = text,
};

bool draw_part_on_image(const struct scene *s, const struct draw_image *image,
                        const struct image_part *part, struct lode_err *err)
{
    struct pixel_box box = {0, part->from, image->width, part->end};
    double y_pt = s->height_pt / image->height;
    struct on_image o = {
        .base = {.impl = &on_image_impl,
                 .is_part = part->from > 0 || part->end < image->height,
                 .visible_pt = {0, part->from * y_pt, s->width_pt, part->end * y_pt}},
        .x_scale = image->width / s->width_pt,
        .y_scale = image->height / s->height_pt,
        .scale = image->scale,
        .pixels = {part->pixels, (size_t)image->width, box},
        .whole = {.box = box},
        .masks = part->letters,
        .texts = part->texts};
    o.clip = &o.whole;

    bool ok = draw_scene(s, &o.base, err);
    coverage_finish(&o.coverage);
    free(o.xy);
    free(o.subs);
    return ok;
}
