/* The backend for PDF: draws a scene on a vector surface of cairo. */
#include <cairo.h>
#include <pango/pangocairo.h>

#include "draw/canvas_impl.h"
#include "draw/draw.h"
#include "draw/glyph_text.h"

enum {
    DEPTH = 66,     /* replay.c nests 64 deep, and a hatch adds a clip */
    RECTANGLE = 14, /* data of a path of five points and a close, as cairo counts them */
};

struct on_cairo {
    struct canvas base;
    cairo_t *cr;
    double opacity[DEPTH]; /* of the open groups; 1: none was pushed */
    int depth;
    cairo_path_t *clips[DEPTH]; /* of the open clips; NULL: cairo has it */
    int n_clips;
};

/* Map outlines have sharp spikes; cairo's own limit of 10 would draw them ten half widths out. The
 * same limit stands in symbol_reach_pt and in SVG. */
static const double miter_limit = 4;

static struct on_cairo *of(struct canvas *c)
{
    return (struct on_cairo *)c;
}

static void set_color(cairo_t *cr, struct rgba c)
{
    cairo_set_source_rgba(cr, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
}

static void begin(struct canvas *c, const struct scene *s)
{
    cairo_t *cr = of(c)->cr;
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_set_miter_limit(cr, miter_limit);
    if (!s->background.a)
        return;
    set_color(cr, s->background);
    cairo_rectangle(cr, 0, 0, s->width_pt, s->height_pt);
    cairo_fill(cr);
}

static void move(struct canvas *c, double x, double y)
{
    cairo_move_to(of(c)->cr, x, y);
}

static void line(struct canvas *c, double x, double y)
{
    cairo_line_to(of(c)->cr, x, y);
}

static void curve(struct canvas *c, const double p[6])
{
    cairo_curve_to(of(c)->cr, p[0], p[1], p[2], p[3], p[4], p[5]);
}

static void close_path(struct canvas *c)
{
    cairo_close_path(of(c)->cr);
}

static void set_stroke(cairo_t *cr, const struct stroke *s)
{
    static const cairo_line_cap_t caps[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
                                            CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t joins[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    set_color(cr, s->color);
    cairo_set_line_width(cr, s->width_pt);
    cairo_set_line_cap(cr, caps[s->cap]);
    cairo_set_line_join(cr, joins[s->join]);
    cairo_set_miter_limit(cr, s->miter_limit > 0 ? s->miter_limit : miter_limit);
    cairo_set_dash(cr, s->dash_pt, s->n_dash, s->dash_offset_pt);
}

static void paint(struct canvas *c, const struct paint *p)
{
    cairo_t *cr = of(c)->cr;
    if (p->fill.a) {
        cairo_set_fill_rule(cr, p->rule == FILL_NONZERO ? CAIRO_FILL_RULE_WINDING
                                                        : CAIRO_FILL_RULE_EVEN_ODD);
        set_color(cr, p->fill);
        (p->stroke ? cairo_fill_preserve : cairo_fill)(cr);
    }
    if (p->stroke) {
        set_stroke(cr, p->stroke);
        cairo_stroke(cr);
    }
    cairo_new_path(cr);
}

/* Cairo writes the path of a clip again before each shape that is drawn in it, unless it is a
 * rectangle: a page with 7 000 markers in a curved frame took 7 s and 158 MB before compression.
 * Where much is drawn it is drawn as a group, which is clipped once. */
static void clip(struct canvas *c)
{
    struct on_cairo *o = of(c);
    cairo_path_t *path = NULL;

    cairo_save(o->cr); /* the path is not part of what is saved */
    cairo_set_fill_rule(o->cr, CAIRO_FILL_RULE_EVEN_ODD);
    if (c->clips_much) {
        path = cairo_copy_path(o->cr);
        if (path->num_data <= RECTANGLE) {
            cairo_path_destroy(path);
            path = NULL;
        }
    }

    o->clips[o->n_clips++] = path;
    if (path) {
        cairo_new_path(o->cr);
        cairo_push_group(o->cr);
    } else {
        cairo_clip(o->cr);
    }
}

static void end_clip(struct on_cairo *o)
{
    cairo_path_t *path = o->clips[--o->n_clips];
    if (path) {
        cairo_pop_group_to_source(o->cr);
        cairo_append_path(o->cr, path);
        cairo_clip(o->cr);
        cairo_paint(o->cr);
        cairo_path_destroy(path);
    }
    cairo_restore(o->cr);
}

static void group(struct canvas *c, double opacity)
{
    struct on_cairo *o = of(c);
    o->opacity[o->depth++] = opacity;
    if (opacity < 1)
        cairo_push_group(o->cr);
}

static void end(struct canvas *c, enum scene_kind kind)
{
    struct on_cairo *o = of(c);
    if (kind == SCENE_CLIP)
        end_clip(o);
    if (kind != SCENE_GROUP)
        return;

    double opacity = o->opacity[--o->depth];
    if (opacity >= 1)
        return;
    cairo_pop_group_to_source(o->cr);
    cairo_paint_with_alpha(o->cr, opacity);
}

static void tag(struct canvas *c, struct str name)
{
    /* Cairo 1.16 drops alt text and breaks marked content inside groups: better none than wrong. */
    (void)c;
    (void)name;
}

static void text(struct canvas *c, const struct text_block *block, struct pagexy at,
                 double rotate_rad)
{
    cairo_t *cr = of(c)->cr;
    const struct text_style *style = &block->style;

    cairo_save(cr);
    cairo_translate(cr, at.x_pt, at.y_pt);
    if (rotate_rad != 0)
        cairo_rotate(cr, rotate_rad);
    cairo_translate(cr, block->layout_x_pt, block->layout_y_pt);
    cairo_new_path(cr);

    if (style->halo_width_pt > 0 && style->halo_color.a) {
        struct stroke halo = {.color = style->halo_color,
                              .width_pt = 2 * style->halo_width_pt,
                              .join = JOIN_ROUND,
                              .cap = CAP_ROUND};
        pango_cairo_layout_path(cr, block->layout);
        set_stroke(cr, &halo);
        cairo_stroke(cr);
    }

    set_color(cr, style->color);
    cairo_move_to(cr, 0, 0);
    if (glyph_text_needed(block->layout))
        glyph_text_show(cr, block->layout);
    else
        pango_cairo_show_layout(cr, block->layout);
    cairo_restore(cr);
    cairo_new_path(cr);
}

static const struct canvas_impl on_cairo_impl = {
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

bool draw_on_cairo(const struct scene *s, void *cr, struct lode_err *err)
{
    struct on_cairo o = {.base = {.impl = &on_cairo_impl}, .cr = cr};
    if (!draw_scene(s, &o.base, err))
        return false;

    cairo_status_t status = cairo_status(o.cr);
    if (status)
        return lode_fail(err, status == CAIRO_STATUS_WRITE_ERROR ? LODE_IO : LODE_BUG,
                         (struct lode_span){0}, "cannot draw the page: %s",
                         cairo_status_to_string(status));
    return true;
}
