#include "draw/stroker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Pixels: how far an arc may lie from the polygon that is drawn for it, and what is no length. */
static const double arc_tol = 0.02, nothing = 1e-6;

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

static double turn(struct vec a, struct vec b)
{
    return a.x * b.y - a.y * b.x;
}

static void edge(const struct walk *w, struct vec a, struct vec b)
{
    coverage_edge(w->to, (double[]){a.x, a.y}, (double[]){b.x, b.y});
}

/* About `o`, from o + a to o + b. */
static void arc(const struct walk *w, struct vec o, struct vec a, struct vec b, double angle)
{
    int n = (int)ceil(fabs(angle) / w->arc_step);
    double c = n > 1 ? cos(angle / n) : 1, s = n > 1 ? sin(angle / n) : 0;
    for (int i = 1; i < n; i++) {
        struct vec next = {c * a.x - s * a.y, s * a.x + c * a.y};
        edge(w, plus(o, a, 1), plus(o, next, 1));
        a = next;
    }
    edge(w, plus(o, a, 1), plus(o, b, 1));
}

/* From o + a, round the end of a line at `o`, to o - a. */
static void cap(const struct walk *w, struct vec o, struct vec a)
{
    struct vec ahead = {a.y, -a.x}, from = plus(o, a, 1), to = plus(o, a, -1);
    if (w->pen->cap == CAP_ROUND) {
        arc(w, o, a, (struct vec){-a.x, -a.y}, -M_PI);
    } else if (w->pen->cap == CAP_SQUARE) {
        edge(w, from, plus(from, ahead, 1));
        edge(w, plus(from, ahead, 1), plus(to, ahead, 1));
        edge(w, plus(to, ahead, 1), to);
    } else {
        edge(w, from, to);
    }
}

/* From o + a to o + b, round the outer side of a corner. */
static void outer(const struct walk *w, struct vec o, struct vec a, struct vec b)
{
    double cosine = dot(a, b) / (w->pen->half * w->pen->half), limit = w->pen->miter_limit;
    struct vec from = plus(o, a, 1), to = plus(o, b, 1);
    if (w->pen->join == JOIN_ROUND && cosine < w->arc_cosine) {
        arc(w, o, a, b, -fabs(atan2(turn(a, b), dot(a, b))));
    } else if (w->pen->join == JOIN_MITER && limit * limit * (1 + cosine) >= 2) {
        struct vec tip = plus(o, plus(a, b, 1), 1 / (1 + cosine));
        edge(w, from, tip);
        edge(w, tip, to);
    } else {
        edge(w, from, to);
    }
}

/* Is there room for the inner sides to meet? They do half the width times tan(turn / 2) before the
 * corner; half a segment is left to each of its ends. */
static bool sides_meet(const struct walk *w, double length, double cosine)
{
    double half = w->pen->half, shorter = fmin(w->length, length);
    return 4 * half * half * (1 - cosine) < shorter * shorter * (1 + cosine);
}

/* Draws the corner at `o`; gives the end of the segment before it and begins that behind it. */
static struct sides corner(struct walk *w, struct vec o, struct vec normal, double length)
{
    struct vec a = w->normal, b = normal, inner_a = a, inner_b = b;
    double cosine = dot(a, b) / (w->pen->half * w->pen->half);
    bool rightwards = turn(a, b) > 0, meet = sides_meet(w, length, cosine);

    if (meet)
        inner_a = inner_b = plus((struct vec){0, 0}, plus(a, b, 1), 1 / (1 + cosine));
    struct sides end = {plus(o, rightwards ? inner_a : a, 1),
                        plus(o, rightwards ? a : inner_a, -1)};
    struct sides begin = {plus(o, rightwards ? inner_b : b, 1),
                          plus(o, rightwards ? b : inner_b, -1)};
    if (rightwards)
        outer(w, o, (struct vec){-b.x, -b.y}, (struct vec){-a.x, -a.y});
    else
        outer(w, o, a, b);
    if (!meet && rightwards) {
        edge(w, end.right, o);
        edge(w, o, begin.right);
    } else if (!meet) {
        edge(w, begin.left, o);
        edge(w, o, end.left);
    }

    w->normal = normal;
    w->length = length;
    w->begin = begin;
    return end;
}

static void draw_sides(const struct walk *w, struct sides begin, struct sides end)
{
    edge(w, begin.right, end.right);
    edge(w, end.left, begin.left);
}

/* false: from a to b is no length. */
static bool measure(const struct walk *w, struct vec a, struct vec b, struct vec *ret_normal,
                    double *ret_length)
{
    double dx = b.x - a.x, dy = b.y - a.y, length = sqrt(dx * dx + dy * dy);
    if (!(length > nothing))
        return false;
    *ret_normal = (struct vec){-dy * w->pen->half / length, dx * w->pen->half / length};
    *ret_length = length;
    return true;
}

static void dot_at(const struct walk *w, struct vec o)
{
    struct vec a = {0, w->pen->half};
    if (w->pen->cap == CAP_BUTT)
        return;
    cap(w, o, a);
    cap(w, o, (struct vec){-a.x, -a.y});
}

static struct vec point(const double *xy, size_t i)
{
    return (struct vec){xy[2 * i], xy[2 * i + 1]};
}

/* A bound on the edges of an arc, where a pen is wider than any page. */
static double step_of(const struct pen *pen)
{
    double step = pen->half > arc_tol ? 2 * acos(1 - arc_tol / pen->half) : M_PI;
    return fmin(fmax(step, 1e-3), M_PI / 3);
}

/* Above or below what is looked at, with all that may be drawn at it: -1, 1; else 0. */
static int beyond(const struct walk *w, double y)
{
    double reach = w->pen->half * fmax(w->pen->miter_limit, 2) + 1;
    return y < w->to->within.y0 - reach ? -1 : y > w->to->within.y1 + reach;
}

/* Point k with two to either side of it: without it nothing that is seen becomes other, not by a
 * rounding. */
static bool is_unseen(const struct walk *w, const double *xy, size_t n, size_t k)
{
    if (k < 2 || k + 2 >= n)
        return false;
    int side = beyond(w, xy[2 * k + 1]);
    return side && beyond(w, xy[2 * k - 3]) == side && beyond(w, xy[2 * k - 1]) == side &&
           beyond(w, xy[2 * k + 3]) == side && beyond(w, xy[2 * k + 5]) == side;
}

void stroke_line(struct coverage *c, const struct pen *pen, const double *xy, size_t n, bool closed)
{
    double step = step_of(pen);
    struct walk w = {.to = c, .pen = pen, .arc_step = step, .arc_cosine = cos(step)};
    struct vec at = n ? point(xy, 0) : (struct vec){0, 0}, normal;
    struct sides last = {0};
    double length;
    bool begun = false;

    while (n > 1 && closed && !measure(&w, point(xy, n - 1), at, &w.normal, &w.length))
        n--;
    for (size_t k = 1; k < n + closed; k++) {
        struct vec to = point(xy, k % n);
        if (is_unseen(&w, xy, n, k) || !measure(&w, at, to, &normal, &length))
            continue;

        if (begun) {
            struct sides begin = w.begin, end = corner(&w, at, normal, length);
            draw_sides(&w, begin, end);
        } else if (closed) {
            last = corner(&w, at, normal, length);
        } else {
            cap(&w, at, (struct vec){-normal.x, -normal.y});
            w.normal = normal;
            w.length = length;
            w.begin = (struct sides){plus(at, normal, 1), plus(at, normal, -1)};
        }

        begun = true;
        at = to;
    }

    if (!begun) {
        if (n)
            dot_at(&w, at);
        return;
    }

    if (!closed) {
        last = (struct sides){plus(at, w.normal, 1), plus(at, w.normal, -1)};
        cap(&w, at, w.normal);
    }

    draw_sides(&w, w.begin, last);
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

static void add(struct points *p, struct vec v)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? 2 * p->cap : 64;
        p->xy = memory_grow(p->xy, 2 * sizeof *p->xy, p->cap);
    }
    p->xy[2 * p->n] = v.x;
    p->xy[2 * p->n++ + 1] = v.y;
}

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

/* A dash of no length is a dot, which looks in the line's direction. */
static void finish_dash(struct dasher *d, struct vec at, struct vec way)
{
    if (d->dash.n == 2 && !memcmp(d->dash.xy, d->dash.xy + 2, 2 * sizeof *d->dash.xy))
        d->dash.n--;
    if (d->dash.n == 1)
        add(&d->dash, plus(at, way, 2 * nothing));
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
        add(&d->dash, here); /* its end or its beginning */
        if (d->k % 2 == 0)
            finish_dash(d, here, way);
        next_piece(d);
    }
    d->left -= length - at;
    if (d->k % 2 == 0)
        add(&d->dash, to);
}

static void finish_line(struct dasher *d, const double *xy, size_t n, bool closed)
{
    bool on = d->k % 2 == 0;
    if (on && d->keep_first) { /* nothing but one dash, all the way round */
        stroke_line(d->to, d->pen, xy, n, closed);
        return;
    }
    for (size_t i = on ? 1 : 0; i < d->first.n; i++)
        add(&d->dash, point(d->first.xy, i));
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
        add(&d.dash, point(xy, 0));
    for (size_t k = 1; k < n + closed; k++)
        dash_segment(&d, point(xy, k - 1), point(xy, k % n));
    finish_line(&d, xy, n, closed);
    free(d.dash.xy);
    free(d.first.xy);
}
