/* How rings and lines are cut at a boundary: into pieces, whose ends are then joined along it. */
#include "geom/cut.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A piece of a ring between two places on the boundary has two ends: 2 * piece is where it comes
 * in, 2 * piece + 1 where it goes out. */
struct end {
    double along;
    size_t id;
};

struct cutter {
    struct paths pieces, other;
    double *depth;
    size_t cap_depth;
    struct end *ends;
    size_t *mate; /* of each end: the other end of its stretch of boundary */
    double *way;  /* of each end: signed length of that stretch */
    bool *done;   /* of each piece */
    size_t cap_pieces;
};

struct cutter *cutter_create(void)
{
    struct cutter *c = memory_grow(NULL, sizeof *c, 1);
    *c = (struct cutter){0};
    return c;
}

void cutter_destroy(struct cutter *c)
{
    if (!c)
        return;
    paths_finish(&c->pieces);
    paths_finish(&c->other);
    free(c->depth);
    free(c->ends);
    free(c->mate);
    free(c->way);
    free(c->done);
    free(c);
}

static void crossing_curve(const struct cut_curve *curve, const double *in, const double *out,
                           double *ret)
{
    /* Bisection, with the inside end always inside: 52 halvings of an edge leave nothing. */
    double a[2] = {in[0], in[1]}, b[2] = {out[0], out[1]};
    for (int i = 0; i < 52; i++) {
        double mid[2] = {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2};
        memcpy(curve->depth(curve->ctx, mid) >= 0 ? a : b, mid, sizeof mid);
    }
    memcpy(ret, a, sizeof a);
}

/* The boundary x = at or y = at; what is kept lies above (sign 1) or below (sign -1). */
struct straight {
    int axis; /* 0: x, 1: y */
    double at, sign;
};

static void crossing_straight(const struct straight *s, const double *in, const double *out,
                              double *ret)
{
    int axis = s->axis, other = 1 - axis;
    double t = (s->at - in[axis]) / (out[axis] - in[axis]);
    ret[axis] = s->at;
    ret[other] = in[other] + t * (out[other] - in[other]);
}

struct job {
    struct cutter *c;
    const struct paths *in;
    /* One of these two is the boundary, the other one NULL. */
    const struct cut_curve *curve;
    const struct straight *straight;
    struct paths *ret;
};

static void find_crossing(const struct job *job, size_t inside, size_t outside, double *ret)
{
    const double *a = job->in->xy + 2 * inside, *b = job->in->xy + 2 * outside;
    if (job->straight)
        crossing_straight(job->straight, a, b, ret);
    else
        crossing_curve(job->curve, a, b, ret);
}

static void measure_depths(const struct job *job)
{
    struct cutter *c = job->c;
    const struct paths *in = job->in;
    if (c->cap_depth < in->n) {
        c->cap_depth = in->n;
        c->depth = memory_grow(c->depth, sizeof *c->depth, in->n);
    }

    if (job->straight) {
        const struct straight *s = job->straight;
        for (size_t i = 0; i < in->n; i++)
            c->depth[i] = s->sign * (in->xy[2 * i + s->axis] - s->at);
    } else {
        for (size_t i = 0; i < in->n; i++)
            c->depth[i] = job->curve->depth(job->curve->ctx, in->xy + 2 * i);
    }
}

static void copy_path(const struct paths *in, size_t from, size_t end, struct paths *ret)
{
    paths_open(ret);
    size_t at = ret->n;
    memcpy(paths_room(ret, end - from), in->xy + 2 * from, (end - from) * 2 * sizeof(double));
    memcpy(ret->flag + at, in->flag + from, end - from);
}

/* Cut path [from, end) into pieces that lie inside, each with its ends on the boundary (a line's
 * first and last vertex need not be). Rings start at a vertex outside. */
static void cut_path(const struct job *job, size_t from, size_t end, struct paths *pieces)
{
    const struct paths *in = job->in;
    const double *depth = job->c->depth;
    size_t n = end - from, first = from, steps = in->closed ? n : n - 1;
    double at[2];

    while (in->closed && depth[first] >= 0)
        first++;
    if (depth[first] >= 0) {
        /* An open line that starts inside: cut_paths() has opened its path. */
        paths_add(pieces, in->xy[2 * first], in->xy[2 * first + 1], in->flag[first]);
    }

    for (size_t k = 0; k < steps; k++) {
        size_t i = from + (first - from + k) % n, j = from + (first - from + k + 1) % n;
        bool was = depth[i] >= 0, is = depth[j] >= 0;
        if (!was && !is)
            continue;
        if (!was) {
            find_crossing(job, j, i, at);
            paths_open(pieces);
            paths_add(pieces, at[0], at[1], in->flag[i]);
        }
        if (!is)
            find_crossing(job, i, j, at);
        paths_add(pieces, is ? in->xy[2 * j] : at[0], is ? in->xy[2 * j + 1] : at[1],
                  is ? in->flag[j] : PATH_HIDDEN);
    }
}

static int by_along(const void *p, const void *q)
{
    const struct end *a = p, *b = q;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return a->id < b->id ? -1 : 1;
}

/* Is the boundary between ends[0] and ends[1] inside the polygon? Rounding may spoil the answer
 * near an edge, so all stretches vote, each with its length. */
static bool first_stretch_is_in(const struct cut_curve *curve, const struct end *ends, size_t n)
{
    double vote = 0;
    for (size_t i = 0; i < n; i++) {
        double next = i + 1 < n ? ends[i + 1].along : ends[0].along + curve->period;
        double length = next - ends[i].along;
        double middle = ends[i].along + length / 2;
        if (length <= 0)
            continue;
        if (middle >= curve->period)
            middle -= curve->period;
        bool in = curve->in_polygon(curve->ctx, middle);
        vote += (in == (i % 2 == 0)) ? length : -length;
    }
    return vote > 0;
}

static void make_room_for_pieces(struct cutter *c)
{
    size_t n = c->pieces.n_paths;
    if (n <= c->cap_pieces)
        return;
    c->cap_pieces = 2 * n;
    c->ends = memory_grow(c->ends, 2 * sizeof *c->ends, c->cap_pieces);
    c->mate = memory_grow(c->mate, 2 * sizeof *c->mate, c->cap_pieces);
    c->way = memory_grow(c->way, 2 * sizeof *c->way, c->cap_pieces);
    c->done = memory_grow(c->done, sizeof *c->done, c->cap_pieces);
}

/* Find the other end of the stretch of boundary that begins at each end of a piece. */
static void pair_ends(const struct job *job)
{
    struct cutter *c = job->c;
    size_t n = 2 * c->pieces.n_paths;
    make_room_for_pieces(c);

    for (size_t id = 0; id < n; id++) {
        size_t piece = id / 2;
        size_t v = id % 2 ? paths_end(&c->pieces, piece) - 1 : c->pieces.start[piece];
        const double *xy = c->pieces.xy + 2 * v;
        c->ends[id].id = id;
        c->ends[id].along =
            job->straight ? xy[1 - job->straight->axis] : job->curve->along(job->curve->ctx, xy);
    }

    qsort(c->ends, n, sizeof *c->ends, by_along);

    size_t first = job->straight || first_stretch_is_in(job->curve, c->ends, n) ? 0 : 1;
    for (size_t i = first; i < n + first; i += 2) {
        const struct end *lo = &c->ends[i], *hi = &c->ends[(i + 1) % n];
        double way = hi->along - lo->along;
        if (i + 1 >= n)
            way += job->curve ? job->curve->period : 0;
        c->mate[lo->id] = hi->id;
        c->mate[hi->id] = lo->id;
        c->way[lo->id] = way;
        c->way[hi->id] = -way;
    }
}

/* Add one piece, forwards or backwards. `after` is the flag of the edge that follows it, which is
 * the boundary's. */
static void add_piece(const struct paths *pieces, size_t piece, bool backwards, uint8_t after,
                      struct paths *ret)
{
    size_t from = pieces->start[piece], end = paths_end(pieces, piece);
    for (size_t k = 0; k < end - from; k++) {
        size_t v = backwards ? end - 1 - k : from + k;
        uint8_t flag = k + 1 == end - from ? after
                       : backwards         ? pieces->flag[v - 1]
                                           : pieces->flag[v];
        paths_add(ret, pieces->xy[2 * v], pieces->xy[2 * v + 1], flag);
    }
}

/* Close rings: from the end of each piece along the boundary to the next piece. */
static void link_pieces(const struct job *job)
{
    struct cutter *c = job->c;
    uint8_t after = job->curve ? PATH_HIDDEN | PATH_EXACT : PATH_HIDDEN;
    pair_ends(job);
    memset(c->done, 0, c->pieces.n_paths * sizeof *c->done);

    for (size_t first = 0; first < c->pieces.n_paths; first++) {
        if (c->done[first])
            continue;

        paths_open(job->ret);
        for (size_t in = 2 * first; !c->done[in / 2];) {
            c->done[in / 2] = true;
            add_piece(&c->pieces, in / 2, in % 2, after, job->ret);
            size_t out = in ^ 1;
            if (job->curve) {
                const struct paths *p = &c->pieces;
                size_t v = out % 2 ? paths_end(p, out / 2) - 1 : p->start[out / 2];
                double along = job->curve->along(job->curve->ctx, p->xy + 2 * v);
                job->curve->arc(job->curve->ctx, along, along + c->way[out], job->ret);
            }
            in = c->mate[out];
        }
    }
}

/* No ring meets the boundary: all of it is inside the polygon, or nothing. */
static void add_whole_boundary(const struct job *job)
{
    const struct cut_curve *curve = job->curve;
    int vote = 0;
    for (int i = 0; i < 5; i++)
        vote += curve->in_polygon(curve->ctx, curve->period * (0.1 + 0.2 * i)) ? 1 : -1;
    if (vote <= 0)
        return;
    paths_open(job->ret);
    curve->arc(curve->ctx, 0, curve->period, job->ret);
}

static void cut_paths(const struct job *job)
{
    const struct paths *in = job->in;
    struct paths *pieces = &job->c->pieces;
    paths_clear(pieces, false);
    paths_clear(job->ret, in->closed);
    measure_depths(job);

    for (size_t i = 0; i < in->n_paths; i++) {
        size_t from = in->start[i], end = paths_end(in, i), inside = 0;
        for (size_t k = from; k < end; k++)
            inside += job->c->depth[k] >= 0;
        if (inside == end - from) {
            copy_path(in, from, end, job->ret);
        } else if (inside) {
            struct paths *to = in->closed ? pieces : job->ret;
            if (!in->closed)
                paths_open(to);
            cut_path(job, from, end, to);
        }
    }

    if (in->closed && pieces->n_paths)
        link_pieces(job);
    else if (in->closed && job->curve)
        add_whole_boundary(job);
    paths_end_last(job->ret);
}

void cut_at_curve(struct cutter *c, const struct paths *in, const struct cut_curve *curve,
                  struct paths *ret)
{
    cut_paths(&(struct job){.c = c, .in = in, .curve = curve, .ret = ret});
}

void cut_at_line(struct cutter *c, const struct paths *in, enum cut_side keep, double at,
                 struct paths *ret)
{
    struct straight s = {
        .axis = keep == CUT_Y_ABOVE || keep == CUT_Y_BELOW,
        .at = at,
        .sign = keep == CUT_X_ABOVE || keep == CUT_Y_ABOVE ? 1 : -1,
    };
    cut_paths(&(struct job){.c = c, .in = in, .straight = &s, .ret = ret});
}

void cut_to_box(struct cutter *c, struct paths *p, struct box box)
{
    struct box b = BOX_EMPTY;
    for (size_t i = 0; i < p->n_paths; i++)
        b = box_join(b, paths_box(p, i));
    if (box_is_empty(b) || box_holds(box, b))
        return;

    const struct {
        bool needed;
        enum cut_side keep;
        double at;
    } sides[] = {
        {b.x0 < box.x0, CUT_X_ABOVE, box.x0},
        {b.x1 > box.x1, CUT_X_BELOW, box.x1},
        {b.y0 < box.y0, CUT_Y_ABOVE, box.y0},
        {b.y1 > box.y1, CUT_Y_BELOW, box.y1},
    };

    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        if (!sides[i].needed)
            continue;
        cut_at_line(c, p, sides[i].keep, sides[i].at, &c->other);
        paths_swap(p, &c->other);
    }
}
