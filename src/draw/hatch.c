/* Fills polygons with lines, crossed lines, dots or tiles of an SVG drawing. */
#include <math.h>
#include <stdlib.h>

#include "base/units.h"
#include "draw/shapes.h"

/* Spacing as fine as print can show, and a bound on the number of lines of a page. */
static const double finest_pt = 0.3;

/* A direction and the one across it; lines stand at whole multiples of the spacing from the page's
 * origin, whatever the polygon. */
struct grid_axes {
    double ux, uy, nx, ny;
};

static struct grid_axes axes_of(double angle_deg)
{
    /* Counterclockwise from the x axis as drawn: 45 rises to the right although y points down. */
    double a = radians(angle_deg);
    return (struct grid_axes){cos(a), -sin(a), sin(a), cos(a)};
}

/* The least and the greatest position of the box's corners along the direction x, y. */
static void range_along(struct box b, double x, double y, double *ret_min, double *ret_max)
{
    double v[] = {b.x0 * x + b.y0 * y, b.x1 * x + b.y0 * y, b.x0 * x + b.y1 * y,
                  b.x1 * x + b.y1 * y};
    *ret_min = fmin(fmin(v[0], v[1]), fmin(v[2], v[3]));
    *ret_max = fmax(fmax(v[0], v[1]), fmax(v[2], v[3]));
}

/* Adds lines over the box to the path. */
static void lines_over(struct canvas *c, struct box b, double angle_deg, double spacing)
{
    struct grid_axes g = axes_of(angle_deg);
    double u0, u1, n0, n1;
    range_along(b, g.ux, g.uy, &u0, &u1);
    range_along(b, g.nx, g.ny, &n0, &n1);

    /* Starts on the grid, so that dots stand in rows across polygons too. */
    u0 = floor(u0 / spacing) * spacing;
    for (double k = ceil(n0 / spacing); k * spacing <= n1; k++) {
        double n = k * spacing;
        c->impl->move(c, u0 * g.ux + n * g.nx, u0 * g.uy + n * g.ny);
        c->impl->line(c, u1 * g.ux + n * g.nx, u1 * g.uy + n * g.ny);
    }
}

/* The box of a feature, grown: a line beside it still reaches into it with half its width. */
static struct box reach_of(const struct geometry *g, size_t i, double width_pt)
{
    struct range coords = geometry_coords_of(g, i);
    struct box b = box_around(g->xy + 2 * coords.from, range_length(coords));
    return box_grow(b, width_pt / 2);
}

/* Tiles whose middle is so near the feature that they may reach into it, on the page's grid. Gives
 * how many; `ret` NULL only counts. */
static size_t tiles_over(struct box b, const struct hatch *h, double spacing, double *ret)
{
    struct grid_axes g = axes_of(h->angle_deg);
    double u0, u1, n0, n1, reach = fmax(h->width_pt, spacing) * M_SQRT1_2;
    size_t count = 0;

    range_along(b, g.ux, g.uy, &u0, &u1);
    range_along(b, g.nx, g.ny, &n0, &n1);
    for (double k = floor((n0 - reach) / spacing); (k + 0.5) * spacing <= n1 + reach; k++) {
        for (double m = floor((u0 - reach) / spacing); (m + 0.5) * spacing <= u1 + reach; m++) {
            double u = (m + 0.5) * spacing, n = (k + 0.5) * spacing;
            double x = u * g.ux + n * g.nx, y = u * g.uy + n * g.ny;
            if (x < b.x0 - reach || x > b.x1 + reach || y < b.y0 - reach || y > b.y1 + reach)
                continue;

            if (ret)
                xy_set(ret, count, x, y);
            count++;
        }
    }
    return count;
}

void pattern_draw(struct canvas *c, const struct geometry *g, size_t i, const struct hatch *h)
{
    struct box b = reach_of(g, i, 0);
    if (!h->svg || !(h->width_pt > 0) || box_is_empty(b) ||
        !isfinite(box_width(b) + box_height(b)) || box_width(b) + box_height(b) > 1e5)
        return;

    double spacing = fmax(h->spacing_pt, 1); /* a bound on the number of tiles of a page */
    double *xy = malloc(2 * sizeof *xy * (tiles_over(b, h, spacing, NULL) + 1));
    if (!xy)
        return;

    size_t n = tiles_over(b, h, spacing, xy);
    shapes_path(c, g, i);
    c->impl->clip(c);
    svg_draw_at(c, h->svg, &(struct svg_placing){h->width_pt, -h->angle_deg, .fill = h->color}, xy,
                n);
    c->impl->end(c, SCENE_CLIP);
    free(xy);
}

void hatch_draw(struct canvas *c, const struct geometry *g, size_t i, const struct hatch *h)
{
    if (h->kind == HATCH_SVG) {
        pattern_draw(c, g, i, h);
        return;
    }
    if (!h->kind || !h->color.a || !(h->width_pt > 0) || !(h->spacing_pt > 0))
        return;

    double spacing = fmax(h->spacing_pt, finest_pt);
    struct box b = reach_of(g, i, h->width_pt);
    if (box_is_empty(b) || !isfinite(box_width(b) + box_height(b)) ||
        box_width(b) + box_height(b) > 1e5)
        return;

    struct stroke s = {.color = h->color, .width_pt = h->width_pt};
    if (h->kind == HATCH_DOTS) {
        /* Dashes of no length with round ends: one line of path data for a row of dots. */
        s.cap = CAP_ROUND;
        s.n_dash = 2;
        s.dash_pt[1] = spacing;
    }

    shapes_path(c, g, i);
    c->impl->clip(c);
    lines_over(c, b, h->angle_deg, spacing);
    if (h->kind == HATCH_CROSS) {
        if (h->color.a == 255) /* crossings do not add up */
            c->impl->paint(c, &(struct paint){.stroke = &s});
        lines_over(c, b, h->angle_deg + 90, spacing);
    }

    c->impl->paint(c, &(struct paint){.stroke = &s});
    c->impl->end(c, SCENE_CLIP);
}
