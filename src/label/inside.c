#include "label/inside.h"

#include "base/arena.h"

static double ring_area(const struct geometry *g, size_t ring)
{
    double twice = 0;
    for (size_t k = g->at[ring]; k + 1 < g->at[ring + 1]; k++)
        twice += g->xy[2 * k] * g->xy[2 * k + 3] - g->xy[2 * k + 2] * g->xy[2 * k + 1];
    return fabs(twice / 2);
}

bool inside_largest_part(const struct geometry *g, size_t i, size_t *ret_part)
{
    double largest = 0;
    for (size_t p = g->part[i]; p < g->part[i + 1]; p++) {
        double area = ring_area(g, g->ring[p]);
        if (area > largest) {
            largest = area;
            *ret_part = p;
        }
    }
    return largest > 0;
}

static double segment_distance2(double x, double y, const double *a, const double *b)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double ex = a[0] + t * dx - x, ey = a[1] + t * dy - y;
    return ex * ex + ey * ey;
}

/* The distance; or, as soon as it is known to be no more than `enough` (> 0), some number that is
 * neither. */
static double distance_beyond(const struct geometry *g, size_t part, double x, double y,
                              double enough)
{
    double enough2 = enough > 0 ? enough * enough : -1;
    bool inside = false;
    double nearest2 = INFINITY;
    for (size_t r = g->ring[part]; r < g->ring[part + 1]; r++) {
        for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
            const double *a = g->xy + 2 * k, *b = a + 2;
            if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
                inside = !inside;
            double d2 = segment_distance2(x, y, a, b);
            nearest2 = d2 < nearest2 ? d2 : nearest2;
            if (d2 <= enough2)
                return sqrt(d2);
        }
    }
    return (inside ? 1 : -1) * sqrt(nearest2);
}

double inside_distance(const struct geometry *g, size_t part, double x, double y)
{
    return distance_beyond(g, part, x, y, 0);
}

bool inside_holds(const struct geometry *g, size_t part, double x, double y)
{
    bool inside = false;
    for (size_t r = g->ring[part]; r < g->ring[part + 1]; r++) {
        for (size_t k = g->at[r]; k + 1 < g->at[r + 1]; k++) {
            const double *a = g->xy + 2 * k, *b = a + 2;
            if ((a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0])
                inside = !inside;
        }
    }
    return inside;
}

struct cell {
    double x, y, half, distance, bound;
};

/* `enough`: one that is no farther inside is of no use. */
static struct cell cell_at(const struct geometry *g, size_t part, double x, double y, double half,
                           double enough)
{
    double d = distance_beyond(g, part, x, y, enough);
    return (struct cell){x, y, half, d, d + half * sqrt(2)};
}

static struct box part_box(const struct geometry *g, size_t part)
{
    struct box b = BOX_EMPTY;
    size_t outer = g->ring[part];
    for (size_t k = g->at[outer]; k < g->at[outer + 1]; k++)
        b = box_add(b, g->xy[2 * k], g->xy[2 * k + 1]);
    return b;
}

double inside_pole(struct arena *a, const struct geometry *g, size_t part, double tol,
                   double *ret_x, double *ret_y)
{
    struct arena scratch = *a;
    struct box b = part_box(g, part);
    double step = fmax(fmin(box_width(b), box_height(b)), tol);
    if (step <= 0)
        return 0;
    struct cell best = cell_at(g, part, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, 0, 0);
    ARRAY(struct cell) open = {0};
    for (double x = b.x0; x < b.x1; x += step) {
        for (double y = b.y0; y < b.y1; y += step)
            *array_add(&scratch, &open) = cell_at(g, part, x + step / 2, y + step / 2, step / 2, 0);
    }
    /* Cells that cannot beat the best one by more than `tol` are dropped; the others are quartered.
     * The list is a stack: the order only decides how soon a good best is found. */
    while (open.n) {
        struct cell c = open.v[--open.n];
        if (c.distance > best.distance)
            best = c;
        if (c.bound - best.distance <= tol)
            continue;
        double h = c.half / 2;
        for (int quarter = 0; quarter < 4; quarter++) {
            double x = c.x + (quarter & 1 ? h : -h), y = c.y + (quarter & 2 ? h : -h);
            /* no farther inside than the best, nor is any place in its cell by more than `tol` */
            double enough = best.distance + fmin(tol - h * sqrt(2), 0);
            struct cell q = cell_at(g, part, x, y, h, enough);
            if (q.distance > best.distance)
                best = q;
            if (q.bound - best.distance > tol)
                *array_add(&scratch, &open) = q;
        }
    }
    *ret_x = best.x;
    *ret_y = best.y;
    return best.distance;
}
