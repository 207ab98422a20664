/* How far a point lies inside a polygon, and which point lies farthest inside: the place for a
 * name. */
#include "label/inside.h"

#include <math.h>

#include "base/arena.h"
#include "label/seam.h"

/* Edges of a run. Measured: of 4, 8 and 16, 8 took the fewest instructions on the districts of
 * bench/atlas.yaml. */
enum { RUN_EDGES = 8 };

struct inside_run {
    struct box box;
    const double *xy; /* n + 1 vertices */
    size_t n;
};

/* Squared distance to the segment from `a` to `b`. */
static double segment_distance2(double x, double y, const double *a, const double *b)
{
    double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    double ex = a[0] + t * dx - x, ey = a[1] + t * dy - y;
    return ex * ex + ey * ey;
}

static double box_distance2(struct box b, double x, double y)
{
    double dx = x < b.x0 ? b.x0 - x : x > b.x1 ? x - b.x1 : 0;
    double dy = y < b.y0 ? b.y0 - y : y > b.y1 ? y - b.y1 : 0;
    return dx * dx + dy * dy;
}

static bool crosses_right_of(const double *a, const double *b, double x, double y)
{
    return (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0];
}

/* Whether an odd number of the run's edges crosses the ray to the right. For a run that lies wholly
 * to the right its two ends are enough. */
static bool odd_right_of(const struct inside_run *run, double x, double y)
{
    if (x > run->box.x1 || y < run->box.y0 || y > run->box.y1)
        return false;
    if (x < run->box.x0)
        return (run->xy[1] > y) != (run->xy[2 * run->n + 1] > y);

    bool odd = false;
    for (size_t k = 0; k < run->n; k++)
        odd ^= crosses_right_of(run->xy + 2 * k, run->xy + 2 * k + 2, x, y);
    return odd;
}

bool inside_holds(const struct inside *in, double x, double y)
{
    bool inside = false;
    for (size_t i = 0; i < in->n_runs; i++)
        inside ^= odd_right_of(&in->runs[i], x, y);
    return inside;
}

static double run_distance2(const struct inside_run *run, double x, double y)
{
    double nearest2 = INFINITY;
    for (size_t k = 0; k < run->n; k++) {
        double d2 = segment_distance2(x, y, run->xy + 2 * k, run->xy + 2 * k + 2);
        nearest2 = d2 < nearest2 ? d2 : nearest2;
    }
    return nearest2;
}

/* The distance to the edges, negative outside; or, as soon as it is known to be no more than
 * `enough` (> 0), some number that is not more than `enough` either. `near` is the run to begin
 * with, and becomes the nearest one of those seen: a good start for the next place, which mostly
 * lies beside. */
static double distance_beyond(const struct inside *in, double x, double y, double enough,
                              size_t *near)
{
    double enough2 = enough > 0 ? enough * enough : -1;

    double nearest2 = in->n_runs ? run_distance2(&in->runs[*near], x, y) : INFINITY;
    for (size_t i = 0; i < in->n_runs && nearest2 > enough2; i++) {
        if (box_distance2(in->runs[i].box, x, y) >= nearest2)
            continue;
        double d2 = run_distance2(&in->runs[i], x, y);
        if (d2 < nearest2) {
            nearest2 = d2;
            *near = i;
        }
    }

    if (nearest2 <= enough2)
        return sqrt(nearest2);
    return (inside_holds(in, x, y) ? 1 : -1) * sqrt(nearest2);
}

double inside_distance(const struct inside *in, double x, double y)
{
    size_t near = 0;
    return distance_beyond(in, x, y, 0, &near);
}

bool inside_init(struct arena *a, const struct geometry *g, size_t feature, struct inside *ret)
{
    struct body body;
    if (!body_largest(a, g, feature, RUN_EDGES, &body))
        return false;

    struct inside_run *runs = arena_array(a, struct inside_run, body.n + 1);
    for (size_t i = 0; i < body.n; i++) {
        const struct stretch *s = &body.border[i];
        runs[i] = (struct inside_run){box_around(s->xy, s->n + 1), s->xy, s->n};
    }

    *ret = (struct inside){.runs = runs,
                           .n_runs = body.n,
                           .box = body.box,
                           .joined = body.joined,
                           .middle = body.middle};
    return true;
}

/* A square of the search for the pole. */
struct cell {
    double x, y, half; /* its middle, and half of its side */
    double distance;   /* of the middle from the edges */
    double bound;      /* no place in it is farther from the edges */
};

/* `enough`: a cell whose middle is no farther inside is of no use, and its distance need not be
 * exact. */
static struct cell cell_at(const struct inside *in, double x, double y, double half, double enough,
                           size_t *near)
{
    double d = distance_beyond(in, x, y, enough, near);
    return (struct cell){x, y, half, d, d + half * sqrt(2)};
}

double inside_pole(struct arena *a, const struct inside *in, double tol, double *ret_x,
                   double *ret_y)
{
    struct arena scratch = *a;
    struct box b = in->box;
    size_t near = 0;

    double step = fmax(fmin(box_width(b), box_height(b)), tol);
    if (step <= 0)
        return 0;

    struct cell best = cell_at(in, (b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2, 0, 0, &near);
    ARRAY(struct cell) open = {0};

    for (double x = b.x0; x < b.x1; x += step) {
        for (double y = b.y0; y < b.y1; y += step)
            *array_add(&scratch, &open) =
                cell_at(in, x + step / 2, y + step / 2, step / 2, 0, &near);
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
            /* farther inside than this, or the cell cannot beat the best by more than `tol` */
            double enough = best.distance + fmin(tol - h * sqrt(2), 0);
            struct cell q = cell_at(in, x, y, h, enough, &near);
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

/* As much room as this share of the pole's is enough for the middle. Taste. */
static const double MIDDLE_SHARE = 0.85;

double inside_place(struct arena *a, const struct inside *in, double tol, double *ret_x,
                    double *ret_y)
{
    double most = inside_pole(a, in, tol, ret_x, ret_y);
    double room = in->joined ? inside_distance(in, in->middle.x, in->middle.y) : 0;
    if (room <= 0 || room < MIDDLE_SHARE * most)
        return most;

    *ret_x = in->middle.x;
    *ret_y = in->middle.y;
    return room;
}
