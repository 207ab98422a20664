/* How features are found that lie far from all others of their layer, and what may have moved them. */
#include "load/outlier.h"

#include <math.h>
#include <stddef.h>

#include "load/reading.h"

/* Fewer features have no crowd from which one could stand apart. Taste. */
enum { LEAST_FEATURES = 6, LEAST_FOR_FAR = 12, LISTED_MAX = 8 };
/* Enough for quantiles; bins for ratios up to 2^60. */
enum { SAMPLE = 4096, BINS = 480 };

/* Distances are counted in half-widths of the inner part of the layer, CROWD of its features, in x and
 * y apart. Those beyond a gap stand apart: GAP times as far out as the last one before it. Measured on
 * the layers of countries, provinces, railways, cities and deposits that came with this program, and on
 * Natural Earth: none of them has such a gap. */
static const double CROWD = 0.7, GAP = 1.8;
/* A feature that is only far away is told of when it lies this far outside the box of all others, in
 * their larger side. Taste. */
static const double FAR = 0.5;

enum mistake { AT_ZERO, SWAPPED, SIGN_LOST, POINT_LOST, FAR_AWAY, MISTAKES };

struct found {
    size_t n, first[LISTED_MAX]; /* rows */
};

/* The layer, each feature as the middle of its box. */
struct crowd {
    struct reading *r;
    const struct geometry *g;
    double middle[2], half[2];
    double edge;     /* of the last feature before the gap, in half-widths */
    struct box rest; /* of the features before the gap */
    size_t n;        /* features that have a shape */
    struct found found[MISTAKES];
};

static struct xy middle_of(struct box b)
{
    return (struct xy){(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2};
}

/* The value that stands at `at` when `v` is in order, by Hoare's FIND: a few passes where sorting takes a
 * dozen. */
static double nth_value(double *v, size_t n, size_t at)
{
    ptrdiff_t from = 0, to = (ptrdiff_t)n - 1, k = (ptrdiff_t)at;
    while (from < to) {
        double pivot = v[from + (to - from) / 2];
        ptrdiff_t i = from, j = to;
        while (i <= j) {
            while (v[i] < pivot)
                i++;
            while (v[j] > pivot)
                j--;
            if (i <= j) {
                double keep = v[i];
                v[i++] = v[j];
                v[j--] = keep;
            }
        }

        if (k > j && k < i)
            break;
        if (k <= j)
            to = j;
        else
            from = i;
    }
    return v[k];
}

static double out_by(const struct crowd *c, struct xy v)
{
    return fmax(fabs(v.x - c->middle[0]) / c->half[0], fabs(v.y - c->middle[1]) / c->half[1]);
}

/* Set the middle and half-width in x (axis 0) or y, by at most SAMPLE features at even steps. */
static void measure_axis(struct crowd *c, int axis)
{
    double v[SAMPLE];
    size_t n = 0, step = (c->g->n + SAMPLE - 1) / SAMPLE;
    for (size_t i = 0; i < c->g->n; i += step) {
        struct xy m = middle_of(c->g->box[i]);
        if (c->g->kind[i] != GEOM_NONE)
            v[n++] = axis ? m.y : m.x;
    }

    if (!n)
        return;
    c->middle[axis] = nth_value(v, n, n / 2);
    for (size_t i = 0; i < n; i++)
        v[i] = fabs(v[i] - c->middle[axis]);
    c->half[axis] = nth_value(v, n, (size_t)(CROWD * (double)n));
}

/* Features by how far out they are: bins of equal ratio, much narrower than a gap. */
struct bin {
    size_t n;
    double least, most;
};

static void fill_bins(struct crowd *c, struct bin *bins)
{
    for (size_t i = 0; i < c->g->n; i++) {
        if (c->g->kind[i] == GEOM_NONE)
            continue;

        double out = out_by(c, middle_of(c->g->box[i]));
        int at = out > 1 ? (int)fmin(1 + 8 * log2(out), BINS - 1) : 0;
        struct bin *b = &bins[at];
        b->least = b->n ? fmin(b->least, out) : out;
        b->most = b->n ? fmax(b->most, out) : out;
        b->n++;
        c->n++;
    }
}

/* Find the first gap: false when there is none, or no crowd. */
static bool find_gap(struct crowd *c)
{
    struct bin bins[BINS] = {0};
    double wide = fmax(c->half[0], c->half[1]);
    if (!(wide > 0))
        return false;

    /* A layer along a line has one narrow side, whose small steps are no gaps. */
    c->half[0] = fmax(c->half[0], wide / 4);
    c->half[1] = fmax(c->half[1], wide / 4);
    fill_bins(c, bins);

    c->edge = 1;
    size_t inside = 0;
    for (int k = 0; k < BINS; k++) {
        if (bins[k].n && bins[k].least >= GAP * c->edge)
            break;
        c->edge = bins[k].n ? fmax(c->edge, bins[k].most) : c->edge;
        inside += bins[k].n;
    }
    return c->n >= LEAST_FEATURES && inside < c->n;
}

static bool is_among(const struct crowd *c, double x, double y)
{
    return out_by(c, (struct xy){x, y}) <= c->edge;
}

/* Whether all others have the same sign in x (axis 0) or y, and keep clear of zero, so that another
 * sign is remarkable. */
static bool has_one_sign(const struct crowd *c, int axis)
{
    double from = axis ? c->rest.y0 : c->rest.x0, to = axis ? c->rest.y1 : c->rest.x1;
    return from * to > 0 && fmin(fabs(from), fabs(to)) > (to - from) / 4;
}

/* Whether all others have about as many digits before the point. */
static bool has_one_size(const struct crowd *c, int axis)
{
    double lo = fabs(axis ? c->rest.y0 : c->rest.x0), hi = fabs(axis ? c->rest.y1 : c->rest.x1);
    return has_one_sign(c, axis) && fmax(lo, hi) < 10 * fmin(lo, hi);
}

static bool by_sign(const struct crowd *c, struct xy v)
{
    bool x = has_one_sign(c, 0), y = has_one_sign(c, 1);
    return (x && is_among(c, -v.x, v.y)) || (y && is_among(c, v.x, -v.y)) ||
           (x && y && is_among(c, -v.x, -v.y));
}

static bool by_point(const struct crowd *c, struct xy v)
{
    bool x = has_one_size(c, 0), y = has_one_size(c, 1);
    for (double f = 1e-4; f < 2e4; f *= 10) {
        if ((x && is_among(c, v.x * f, v.y)) || (y && is_among(c, v.x, v.y * f)) ||
            (x && y && is_among(c, v.x * f, v.y * f)))
            return true;
    }
    return false;
}

static enum mistake guess_mistake(const struct crowd *c, struct xy v)
{
    if (v.x == 0 && v.y == 0)
        return AT_ZERO;
    if (is_among(c, v.y, v.x))
        return SWAPPED;
    if (by_sign(c, v))
        return SIGN_LOST;
    return by_point(c, v) ? POINT_LOST : FAR_AWAY;
}

static bool is_far(const struct crowd *c, struct xy v)
{
    double dx = fmax(fmax(c->rest.x0 - v.x, v.x - c->rest.x1), 0);
    double dy = fmax(fmax(c->rest.y0 - v.y, v.y - c->rest.y1), 0);
    return hypot(dx, dy) > FAR * fmax(box_width(c->rest), box_height(c->rest));
}

static void add_found(struct found *f, size_t row)
{
    if (f->n < LISTED_MAX)
        f->first[f->n] = row;
    f->n++;
}

/* Sort the features beyond the gap by what may have moved them. */
static void look_beyond(struct crowd *c)
{
    c->rest = BOX_EMPTY;
    for (size_t i = 0; i < c->g->n; i++) {
        if (c->g->kind[i] != GEOM_NONE && out_by(c, middle_of(c->g->box[i])) <= c->edge)
            c->rest = box_join(c->rest, c->g->box[i]);
    }

    for (size_t i = 0; i < c->g->n; i++) {
        struct xy v = middle_of(c->g->box[i]);
        if (c->g->kind[i] == GEOM_NONE || out_by(c, v) <= c->edge || !is_far(c, v))
            continue;
        add_found(&c->found[guess_mistake(c, v)], i);
    }

    /* Islands far from a mainland are many, or none; and a handful of places has no far end. */
    if (c->found[FAR_AWAY].n > 1 + c->n / 100 || c->n < LEAST_FOR_FAR)
        c->found[FAR_AWAY].n = 0;
    if (c->found[POINT_LOST].n > 1 + c->n / 20)
        c->found[POINT_LOST].n = 0;
}

static bool is_whole(double v)
{
    return v == floor(v);
}

/* Points at exactly 0, 0 among others of a layer that goes round there: the world's. A grid has other
 * points on the axes, or at whole numbers. */
static void look_at_zero(struct crowd *c)
{
    struct found zero = {0};
    size_t on_axis = 0, whole = 0;
    for (size_t i = 0; i < c->g->n; i++) {
        struct xy v = middle_of(c->g->box[i]);
        if (c->g->kind[i] != GEOM_POINT)
            continue;
        if (v.x == 0 && v.y == 0)
            add_found(&zero, i);
        else
            on_axis += v.x == 0 || v.y == 0;
        whole += is_whole(v.x) && is_whole(v.y);
    }

    if (!c->found[AT_ZERO].n && on_axis < 2 && 2 * whole < c->n)
        c->found[AT_ZERO] = zero;
}

/* "3, 17, 92", with the numbers that the source gives its features. */
static struct str list_rows(struct arena *a, const struct found *f, const int64_t *fid)
{
    struct str ret = {0};
    for (size_t i = 0; i < f->n && i < LISTED_MAX; i++)
        ret = str_format(a, "%.*s%s%lld", STR_FMT(ret), i ? ", " : "",
                         fid ? (long long)fid[f->first[i]] : (long long)f->first[i]);
    return f->n > LISTED_MAX ? str_format(a, "%.*s, ...", STR_FMT(ret)) : ret;
}

static void report_found(struct crowd *c, enum mistake what, const int64_t *fid)
{
    static const char *const why[MISTAKES] = {
        [AT_ZERO] = "at (0, 0), which often stands for a place that is not known",
        [SWAPPED] = "far from all others, and would be among them with x and y swapped",
        [SIGN_LOST] =
            "far from all others, and would be among them with the other sign (west, south)",
        [POINT_LOST] =
            "far from all others, and would be among them with the decimal point elsewhere",
        [FAR_AWAY] = "far from all others",
    };
    const struct found *f = &c->found[what];
    struct arena *a = c->r->arena;
    if (!f->n)
        return;

    bool one = f->n == 1;
    struct str rows = list_rows(a, f, fid);
    struct str text =
        str_format(a,
                   "%zu of %zu features of '%.*s' lie%s %s (feature%s %.*s); mend %s, or leave %s "
                   "out with `where:`",
                   f->n, c->n, STR_FMT(c->r->source->name), one ? "s" : "", why[what],
                   one ? "" : "s", STR_FMT(rows), one ? "it" : "them", one ? "it" : "them");
    if (what == FAR_AWAY)
        reading_note(c->r, "outlier", "%zu of %zu features of '%.*s' lie%s %s (feature%s %.*s)",
                     f->n, c->n, STR_FMT(c->r->source->name), one ? "s" : "", why[what],
                     one ? "" : "s", STR_FMT(rows));
    else
        reading_warn(c->r, "misplaced", "%.*s", STR_FMT(text));
}

void outlier_report(struct reading *r, const struct geometry *g, const int64_t *fid)
{
    struct crowd c = {.r = r, .g = g};
    if (g->n < LEAST_FEATURES)
        return;

    measure_axis(&c, 0);
    measure_axis(&c, 1);
    if (find_gap(&c))
        look_beyond(&c);
    if (c.n >= LEAST_FEATURES)
        look_at_zero(&c);

    for (enum mistake what = 0; what < MISTAKES; what++)
        report_found(&c, what, fid);
}
