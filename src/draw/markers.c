/* Draws markers: the outlines of their shapes, or an SVG file, at their points. */
#include <math.h>

#include "base/units.h"
#include "draw/shapes.h"
#include "geom/marker.h"

/* Where the unit box of a marker stands on the page, how large and how turned. */
struct placing {
    double x, y, cos_size, sin_size;
};

static struct placing place_marker(const struct symbol *s, struct pagexy at)
{
    double turn = radians(s->rotate_deg);
    return (struct placing){at.x_pt + s->offset.x_pt, at.y_pt + s->offset.y_pt,
                            s->rotate_deg != 0 ? cos(turn) * s->size_pt : s->size_pt,
                            s->rotate_deg != 0 ? sin(turn) * s->size_pt : 0};
}

static void put_on_page(const struct placing *p, const double *xy, double *ret)
{
    ret[0] = p->x + p->cos_size * xy[0] - p->sin_size * xy[1];
    ret[1] = p->y + p->sin_size * xy[0] + p->cos_size * xy[1];
}

static void marker_path(struct canvas *c, const struct placing *p, const char *commands,
                        size_t n_commands, const double *xy)
{
    for (size_t k = 0; k < n_commands; k++) {
        double v[6];

        switch (commands[k]) {
        case 'C':
            for (int i = 0; i < 3; i++)
                put_on_page(p, xy + 2 * i, v + 2 * i);
            c->impl->curve(c, v);
            xy += 6;
            break;
        case 'Z':
            c->impl->close(c);
            break;
        default:
            put_on_page(p, xy, v);
            (commands[k] == 'M' ? c->impl->move : c->impl->line)(c, v[0], v[1]);
            xy += 2;
        }
    }
}

/* The symbol's colour with the opacity that the file gives the part. */
static struct rgba fade(struct rgba c, uint8_t opacity)
{
    c.a = (uint8_t)((c.a * opacity + 127) / 255);
    return c;
}

static struct stroke svg_stroke(const struct svg_path *path, const struct svg_placing *how)
{
    const struct svg_stroke *line = &path->line;
    struct stroke s = {
        .color = path->stroke_is_symbol    ? fade(how->fill, path->stroke.a)
                 : path->stroke_is_outline ? fade(how->outline, path->stroke.a)
                                           : path->stroke,
        .width_pt = line->is_outline     ? how->outline_pt
                    : line->width_pt > 0 ? line->width_pt
                                         : line->width * how->size_pt,
        .n_dash = line->n_dash,
        .dash_offset_pt = line->dash_offset * how->size_pt,
        .cap = line->cap,
        .join = line->join,
        .miter_limit = line->miter_limit,
    };

    for (int i = 0; i < line->n_dash; i++)
        s.dash_pt[i] = line->dash[i] * how->size_pt;
    return s;
}

void svg_draw_at(struct canvas *c, const struct svg_marker *svg, const struct svg_placing *how,
                 const double *xy, size_t n)
{
    struct symbol placed = {.size_pt = how->size_pt, .rotate_deg = how->rotate_deg};
    for (size_t i = 0; svg && n && i < svg->n_paths; i++) {
        const struct svg_path *path = &svg->paths[i];
        struct stroke stroke = svg_stroke(path, how);
        struct paint paint = {.rule = path->evenodd ? FILL_EVENODD : FILL_NONZERO};

        if (path->has_fill)
            paint.fill = path->fill_is_symbol    ? fade(how->fill, path->fill.a)
                         : path->fill_is_outline ? fade(how->outline, path->fill.a)
                                                 : path->fill;
        if (path->has_stroke && stroke.width_pt > 0 && stroke.color.a)
            paint.stroke = &stroke;
        if (!paint.fill.a && !paint.stroke)
            continue;

        bool as_one = path->opacity > 0 && path->opacity < 1;
        if (as_one)
            c->impl->group(c, path->opacity);

        for (size_t k = 0; k < n; k++) {
            struct placing p = place_marker(&placed, pagexy_at(xy, k));
            marker_path(c, &p, path->commands, path->n_commands, path->xy);
        }

        c->impl->paint(c, &paint);
        if (as_one)
            c->impl->end(c, SCENE_GROUP);
    }
}

void marker_draw(struct canvas *c, const struct symbol *s, struct pagexy at)
{
    if (!(s->size_pt > 0) ||
        !isfinite(s->size_pt + s->rotate_deg + s->offset.x_pt + s->offset.y_pt))
        return;
    if (c->impl->marker && c->impl->marker(c, s, at))
        return;

    struct placing p = place_marker(s, at);
    const struct marker_shape *shape = &marker_shapes[s->shape];
    if (!shape->commands) {
        const struct svg_placing how = {s->size_pt, s->rotate_deg, s->fill, s->stroke.color,
                                        s->stroke.width_pt};
        svg_draw_at(c, s->svg, &how, (double[]){p.x, p.y}, 1);
        return;
    }

    bool overlaps = shape->flags & MARKER_OVERLAPS;
    bool outlined = s->stroke.color.a && s->stroke.width_pt > 0;
    struct paint paint = {.fill = s->fill, .rule = overlaps ? FILL_NONZERO : FILL_EVENODD};
    size_t n = 0;
    while (shape->commands[n])
        n++;

    if (outlined && overlaps) {
        struct stroke around = s->stroke;
        around.width_pt *= 2; /* its inner half is covered by the fill */
        marker_path(c, &p, shape->commands, n, shape->xy);
        c->impl->paint(c, &(struct paint){.stroke = &around});
    } else if (outlined) {
        paint.stroke = &s->stroke;
    }

    if (!paint.fill.a && !paint.stroke)
        return;
    marker_path(c, &p, shape->commands, n, shape->xy);
    c->impl->paint(c, &paint);
}
