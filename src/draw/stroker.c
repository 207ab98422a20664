/* Turns a line with a width into the edges of an area: sides, joins, caps, and dashes. */
#include "draw/stroker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Pixels between an arc and the polygon that is drawn for it, at most: too little to be seen. */
static const double arc_tol = 0.02;

/* Pixels: a segment that is not longer counts as none. */
static const double nothing = 1e-6;

struct vec {
    double x, y;
};

/* The two sides of a segment at one of its ends. */
struct sides {
    struct vec right, left;
};

/* A segment of the line, while its end is not known. The outline runs along its right side and back
 * along its left one, so that all pieces turn the same way round and may overlap. */
struct walk {
    struct coverage *to;
    const struct pen *pen;
    double arc_step, arc_cosine; /* radians: what one edge may stand for */
    struct vec normal;           /* to the right (y down), as long as half the width */
    double length;
    struct sides begin;
};

static struct vec plus(struct vec a, struct vec b, double times)
{
    return (struct vec){a.x + times * b.x, a.y + times * b.y};
}

static double dot(struct vec a, struct vec b)
{
    return a.x * b.x + a.y * b.y;
}

static double cross_product(struct vec a, struct vec b)
{
    return a.x * b.y - a.y * b.x;
}

static void add_edge(const struct walk *w, struct vec a, struct vec b)
{
    coverage_edge(w->to, (double[]){a.x, a.y}, (double[]){b.x, b.y});
}

/* An arc about `o`, from o + a to o + b. */
static void add_arc(const struct walk *w, struct vec o, struct vec a, struct vec b, double angle)
{
    int n = (int)ceil(fabs(angle) / w->arc_step);
    double c = n > 1 ? cos(angle / n) : 1, s = n > 1 ? sin(angle / n) : 0;
    for (int i = 1; i < n; i++) {
        struct vec next = {c * a.x - s * a.y, s * a.x + c * a.y};
        add_edge(w, plus(o, a, 1), plus(o, next, 1));
        a = next;
    }
    add_edge(w, plus(o, a, 1), plus(o, b, 1));
}

/* The cap of a line that ends at `o`: from o + a to o - a. */
static void add_cap(const struct walk *w, struct vec o, struct vec a)
{
    struct vec ahead = {a.y, -a.x}, from = plus(o, a, 1), to = plus(o, a, -1);
    if (w->pen->cap == CAP_ROUND) {
        add_arc(w, o, a, (struct vec){-a.x, -a.y}, -M_PI);
    } else if (w->pen->cap == CAP_SQUARE) {
        add_edge(w, from, plus(from, ahead, 1));
        add_edge(w, plus(from, ahead, 1), plus(to, ahead, 1));
        add_edge(w, plus(to, ahead, 1), to);
    } else {
        add_edge(w, from, to);
    }
}

/* The join on the outer side of a corner: from o + a to o + b. */
static void add_join(const struct walk *w, struct vec o, struct vec a, struct vec b)
{
    double cosine = dot(a, b) / (w->pen->half * w->pen->half), limit = w->pen->miter_limit;
    struct vec from = plus(o, a, 1), to = plus(o, b, 1);
    if (w->pen->join == JOIN_ROUND && cosine < w->arc_cosine) {
        add_arc(w, o, a, b, -fabs(atan2(cross_product(a, b), dot(a, b))));
    } else if (w->pen->join == JOIN_MITER && limit * limit * (1 + cosine) >= 2) {
        struct vec tip = plus(o, plus(a, b, 1), 1 / (1 + cosine));
        add_edge(w, from, tip);
        add_edge(w, tip, to);
    } else {
        add_edge(w, from, to);
    }
}

/* Whether there is room for the inner sides to meet: they do so half the width times tan(turn / 2)
 * before the corner, and each end of a segment may use half of it. */
static bool sides_meet(const struct walk *w, double length, double cosine)
{
    double half = w->pen->half, shorter = fmin(w->length, length);
    return 4 * half * half * (1 - cosine) < shorter * shorter * (1 + cosine);
}

/* Adds the corner at `o`, and begins the segment behind it. Returns the end of the one before it.
 */
static struct sides add_corner(struct walk *w, struct vec o, struct vec normal, double length)
{
    struct vec a = w->normal, b = normal, inner_a = a, inner_b = b;
    double cosine = dot(a, b) / (w->pen->half * w->pen->half);
    bool rightwards = cross_product(a, b) > 0, meet = sides_meet(w, length, cosine);

    if (meet)
        inner_a = inner_b = plus((struct vec){0, 0}, plus(a, b, 1), 1 / (1 + cosine));

    struct sides end = {plus(o, rightwards ? inner_a : a, 1),
                        plus(o, rightwards ? a : inner_a, -1)};
    struct sides begin = {plus(o, rightwards ? inner_b : b, 1),
                          plus(o, rightwards ? b : inner_b, -1)};

    if (rightwards)
        add_join(w, o, (struct vec){-b.x, -b.y}, (struct vec){-a.x, -a.y});
    else
        add_join(w, o, a, b);
    if (!meet && rightwards) {
        add_edge(w, end.right, o);
        add_edge(w, o, begin.right);
    } else if (!meet) {
        add_edge(w, begin.left, o);
        add_edge(w, o, end.left);
    }

    w->normal = normal;
    w->length = length;
    w->begin = begin;
    return end;
}

static void add_sides(const struct walk *w, struct sides begin, struct sides end)
{
    add_edge(w, begin.right, end.right);
    add_edge(w, end.left, begin.left);
}

/* The normal and the length of a segment; false: it counts as none. */
static bool measure_segment(const struct walk *w, struct vec a, struct vec b,
                            struct vec *ret_normal, double *ret_length)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
    if (!(length > nothing))
        return false;
    *ret_normal = (struct vec){-dy * w->pen->half / length, dx * w->pen->half / length};
    *ret_length = length;
    return true;
}

/* A line of no length. */
static void add_dot(const struct walk *w, struct vec o)
{
    struct vec a = {0, w->pen->half};
    if (w->pen->cap == CAP_BUTT)
        return;
    add_cap(w, o, a);
    add_cap(w, o, (struct vec){-a.x, -a.y});
}

static struct vec point(const double *xy, size_t i)
{
    return (struct vec){xy[2 * i], xy[2 * i + 1]};
}

/* The angle that one edge of an arc stands for; bounded from below, for pens wider than any page.
 */
static double arc_step_of(const struct pen *pen)
{
    double step = pen->half > arc_tol ? 2 * acos(1 - arc_tol / pen->half) : M_PI;
    return fmin(fmax(step, 1e-3), M_PI / 3);
}

/* -1: a point at `y`, with all that may be drawn round it, lies above the rows that are drawn; 1:
 * below them; else 0. */
static int beyond_rows(const struct walk *w, double y)
{
    double reach = w->pen->half * fmax(w->pen->miter_limit, 2) + 1;
    return y < w->to->within.y0 - reach ? -1 : y > w->to->within.y1 + reach;
}

/* Whether point k and two to either side of it lie beyond the rows: without point k every pixel
 * stays as it is, to the bit. */
static bool is_unseen(const struct walk *w, const double *xy, size_t n, size_t k)
{
    if (k < 2 || k + 2 >= n)
        return false;
    int side = beyond_rows(w, xy[2 * k + 1]);
    return side && beyond_rows(w, xy[2 * k - 3]) == side && beyond_rows(w, xy[2 * k - 1]) == side &&
           beyond_rows(w, xy[2 * k + 3]) == side && beyond_rows(w, xy[2 * k + 5]) == side;
}

void stroke_line(struct coverage *c, const struct pen *pen, const double *xy, size_t n, bool closed)
{
    double step = arc_step_of(pen);
    struct walk w = {.to = c, .pen = pen, .arc_step = step, .arc_cosine = cos(step)};
    struct vec at = n ? point(xy, 0) : (struct vec){0, 0}, normal;
    struct sides last = {0};
    double length;
    bool begun = false;

    while (n > 1 && closed && !measure_segment(&w, point(xy, n - 1), at, &w.normal, &w.length))
        n--;

    for (size_t k = 1; k < n + closed; k++) {
        struct vec to = point(xy, k % n);
        if (is_unseen(&w, xy, n, k) || !measure_segment(&w, at, to, &normal, &length))
            continue;

        if (begun) {
            struct sides begin = w.begin, end = add_corner(&w, at, normal, length);
            add_sides(&w, begin, end);
        } else if (closed) {
            last = add_corner(&w, at, normal, length);
        } else {
            add_cap(&w, at, (struct vec){-normal.x, -normal.y});
            w.normal = normal;
            w.length = length;
            w.begin = (struct sides){plus(at, normal, 1), plus(at, normal, -1)};
        }
        begun = true;
        at = to;
    }

    if (!begun) {
        if (n)
            add_dot(&w, at);
        return;
    }

    if (!closed) {
        last = (struct sides){plus(at, w.normal, 1), plus(at, w.normal, -1)};
        add_cap(&w, at, w.normal);
    }
    add_sides(&w, w.begin, last);
}

/* ---- dashes */

struct points {
    double *xy;
    size_t n, cap;
};

/* Along the pattern, and the dash that has begun. */
struct dasher {
    struct coverage *to;
    const struct pen *pen;
    const struct dashes *dashes;
    int k; /* of the piece: even ones are dashes */
    double left;
    struct points dash, first; /* `first` begins where a closed line does: its end joins it */
    bool keep_first;
};

static void add_point(struct points *p, struct vec v)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 64;
        p->xy = memory_grow(p->xy, 2 * sizeof *p->xy, p->cap);
    }
    p->xy[2 * p->n] = v.x;
    p->xy[2 * p->n++ + 1] = v.y;
}

/* On to the next dash or gap. */
static void next_piece(struct dasher *d)
{
    int n = d->dashes->n, all = n % 2 ? 2 * n : n; /* an odd pattern is repeated, exchanged */
    d->k = (d->k + 1) % all;
    d->left = d->dashes->lengths[d->k % n];
}

static void begin_pattern(struct dasher *d)
{
    double all = 0, skip;
    for (int i = 0; i < d->dashes->n; i++)
        all += d->dashes->lengths[i];
    if (d->dashes->n % 2)
        all *= 2;

    skip = fmod(d->dashes->offset, all);
    if (skip < 0)
        skip += all;

    d->left = d->dashes->lengths[0];
    while (skip > 0 && skip >= d->left) {
        skip -= d->left;
        next_piece(d);
    }
    d->left -= skip;
}

/* Strokes the dash that has come to its end. One of no length is a dot, turned as the line is. */
static void finish_dash(struct dasher *d, struct vec at, struct vec way)
{
    if (d->dash.n == 2 && !memcmp(d->dash.xy, d->dash.xy + 2, 2 * sizeof *d->dash.xy))
        d->dash.n--;
    if (d->dash.n == 1)
        add_point(&d->dash, plus(at, way, 2 * nothing));

    if (d->keep_first) {
        struct points spare = d->first;
        d->first = d->dash;
        d->dash = spare;
        d->keep_first = false;
    } else {
        stroke_line(d->to, d->pen, d->dash.xy, d->dash.n, false);
    }
    d->dash.n = 0;
}

static void dash_segment(struct dasher *d, struct vec from, struct vec to)
{
    double dx = to.x - from.x, dy = to.y - from.y, length = sqrt(dx * dx + dy * dy), at = 0;
    if (!(length > nothing))
        return;

    struct vec way = {dx / length, dy / length};
    while (at + d->left <= length) {
        at += d->left;
        struct vec here = plus(from, way, at);
        add_point(&d->dash, here); /* its end or its beginning */
        if (d->k % 2 == 0)
            finish_dash(d, here, way);
        next_piece(d);
    }
    d->left -= length - at;
    if (d->k % 2 == 0)
        add_point(&d->dash, to);
}

static void finish_line(struct dasher *d, const double *xy, size_t n, bool closed)
{
    bool on = d->k % 2 == 0;
    if (on && d->keep_first) { /* nothing but one dash, all the way round */
        stroke_line(d->to, d->pen, xy, n, closed);
        return;
    }

    for (size_t i = on ? 1 : 0; i < d->first.n; i++)
        add_point(&d->dash, point(d->first.xy, i));
    if (d->dash.n)
        stroke_line(d->to, d->pen, d->dash.xy, d->dash.n, false);
}

void stroke_dashed(struct coverage *c, const struct pen *pen, const struct dashes *dashes,
                   const double *xy, size_t n, bool closed)
{
    struct dasher d = {.to = c, .pen = pen, .dashes = dashes};
    if (!n)
        return;

    begin_pattern(&d);
    d.keep_first = closed && d.k % 2 == 0;
    if (d.k % 2 == 0)
        add_point(&d.dash, point(xy, 0));
    for (size_t k = 1; k < n + closed; k++)
        dash_segment(&d, point(xy, k - 1), point(xy, k % n));
    finish_line(&d, xy, n, closed);
    free(d.dash.xy);
    free(d.first.xy);
}
