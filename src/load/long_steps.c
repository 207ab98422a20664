/* How steps of more than 180 degrees of longitude are read: as the short way, cut at the 180th
 * meridian; and longitudes beyond 180: cut there too, and moved by a turn. */
#include "load/long_steps.h"

#include <math.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/units.h"
#include "geom/cut.h"
#include "load/reading.h"

/* World data is cut and closed not always exactly: as in project/origin.c. */
#define CUT_EPS_DEG  1e-4
#define POLE_EPS_DEG 1e-2
/* Coordinates are degrees up to these, see crs_check_range. */
#define MOST_LON_DEG 360.001
#define MOST_LAT_DEG 90.001

/* Features that are listed by number. */
enum { LISTED = 5 };

struct tally {
    size_t n;
    size_t row[LISTED];
    double from, to; /* the first step's longitudes */
};

struct unwrapper {
    const struct geometry *g;
    struct cutter *cutter;
    struct paths turned; /* rings or lines with longitudes that run past 180 */
    struct paths window; /* one turn of them */
    struct paths cut;    /* all turns, moved back to [-180, 180] */
    struct geom_builder out;
    struct tally shortened, kept, beyond;
    bool planar; /* all steps are read as they are written */
};

/* ---- which steps are the short way */

static bool is_at_pole(const double *a, const double *b)
{
    return a[1] * b[1] > 0 && fmin(fabs(a[1]), fabs(b[1])) > 90 - POLE_EPS_DEG;
}

static bool is_long(const double *a, const double *b)
{
    return fabs(b[0] - a[0]) > 180 && !is_at_pole(a, b);
}

/* Once round the world: with both ends on the cut. */
static bool is_whole_turn(const double *a, const double *b)
{
    return fabs(fabs(b[0] - a[0]) - 360) < 2 * CUT_EPS_DEG;
}

/* How the steps of one line or ring are read. */
struct habit {
    bool any;         /* it has long steps */
    bool as_written;  /* all of them are the long way */
    bool turns_count; /* those of a whole turn are the long way */
    double from, to;  /* the first long step that is not a whole turn; equal: there is none */
};

static bool is_box(struct ring r)
{
    for (size_t k = 0; k + 1 < r.n; k++) {
        const double *a = r.xy + 2 * k, *b = a + 2;
        if (a[0] != b[0] && a[1] != b[1])
            return false;
    }
    return ring_is_closed(r);
}

/* A box that is taken as it is written: long_steps.h says when. */
static bool is_round_the_world(struct ring r)
{
    struct box b = box_around(r.xy, r.n);
    double high = box_height(b), short_way = 360 - box_width(b);
    return is_long(r.xy, r.xy + 2) ? r.xy[2] > r.xy[0] || (high > 90 && high > 2 * short_way)
                                   : high > 90 && high > 2 * short_way;
}

static struct habit habit_of(struct ring r, bool closed)
{
    struct habit h = {0};
    int turns = 0, n_turns = 0;
    for (size_t k = 0; k + 1 < r.n; k++) {
        const double *a = r.xy + 2 * k, *b = a + 2;
        if (!is_long(a, b))
            continue;
        h.any = true;
        if (is_whole_turn(a, b)) {
            turns += b[0] > a[0] ? 1 : -1;
            n_turns++;
        } else if (h.from == h.to) {
            h.from = a[0];
            h.to = b[0];
        }
    }

    if (!h.any)
        return h;
    if (closed) {
        bool box = is_box(r);
        h.as_written = box && (h.from == h.to || is_round_the_world(r));
        /* Two vertices on the meridian, 180 and -180, where a ring crosses it and comes back. */
        h.turns_count = turns != 0 || !n_turns || box;
    } else {
        h.as_written = r.n == 2 && r.xy[1] == r.xy[3] && (h.from == h.to || h.to > h.from);
        h.turns_count = r.n == 2;
    }
    return h;
}

/* By how many turns what follows the step a-b moves. */
static double turn_of(const struct habit *h, const double *a, const double *b)
{
    if (!h->any || h->as_written || !is_long(a, b) || (h->turns_count && is_whole_turn(a, b)))
        return 0;
    return -round((b[0] - a[0]) / 360);
}

static bool changes(const struct habit *h)
{
    return h->any && !h->as_written && (h->from != h->to || !h->turns_count);
}

static void count(struct tally *t, size_t row, const struct habit *h)
{
    if (t->n && t->row[(t->n < LISTED ? t->n : LISTED) - 1] == row)
        return;
    if (!t->n) {
        t->from = h->from;
        t->to = h->to;
    }
    if (t->n < LISTED)
        t->row[t->n] = row;
    t->n++;
}

/* Whether a step of the feature is to be read as the short way. */
static bool look_at(struct unwrapper *u, size_t row)
{
    bool ret = false;
    if (u->planar)
        return false;

    struct range rings = geometry_rings_of(u->g, row);
    for (size_t k = rings.from; k < rings.end; k++) {
        struct habit h = habit_of(geometry_ring(u->g, k), u->g->kind[row] == GEOM_POLYGON);
        if (changes(&h))
            count(&u->shortened, row, &h);
        else if (h.as_written && h.from != h.to)
            count(&u->kept, row, &h);
        ret |= changes(&h);
    }
    return ret;
}

/* ---- rings and lines that run past 180 */

/* The ellipsoid of WGS 84, and its eccentricity squared. */
#define SEMI_MAJOR_M 6378137.0
#define ECC2         0.0066943799901413165

/* How far apart the vertices of a short way are. At 60 degrees of latitude a line straight in
 * longitude and latitude leaves the shortest way by 1 cm on that. At most so many are added. */
#define ADDED_DEG 0.01
enum { ADDED_MAX = 1000 };

static void to_space(const double *deg, double *ret)
{
    double lon = radians(deg[0]), lat = radians(deg[1]), s = sin(lat);
    double n = SEMI_MAJOR_M / sqrt(1 - ECC2 * s * s);
    ret[0] = n * cos(lat) * cos(lon);
    ret[1] = n * cos(lat) * sin(lon);
    ret[2] = n * (1 - ECC2) * s;
}

/* The place above or below a place in space: tan lat = (z + e^2 N sin lat) / r, repeated; each round
 * is e^2 times as near. */
static struct xy below(const double *at)
{
    double r = hypot(at[0], at[1]), lat = atan2(at[2], r * (1 - ECC2));
    for (int i = 0; i < 6; i++) {
        double s = sin(lat);
        lat = atan2(at[2] + ECC2 * SEMI_MAJOR_M / sqrt(1 - ECC2 * s * s) * s, r);
    }
    return (struct xy){degrees(atan2(at[1], at[0])), degrees(lat)};
}

/* Add the places between two vertices on the short way, which begins at the last vertex: those above
 * the straight line through the earth, which follow the geodesic to 3 mm over 10 degrees of
 * longitude and to half a metre over 20. A step along a parallel stays on the parallel. */
static void add_short_way(struct paths *to, const double *a, const double *b)
{
    double p[3], q[3], last = to->xy[2 * to->n - 2];
    double n = fmin(ceil(fabs(remainder(b[0] - a[0], 360)) / ADDED_DEG), ADDED_MAX);
    if (a[1] == b[1])
        return;

    to_space(a, p);
    to_space(b, q);
    for (double i = 1; i < n; i++) {
        double t = i / n;
        double at[3] = {p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1]),
                        p[2] + t * (q[2] - p[2])};
        struct xy deg = below(at);
        last += remainder(deg.x - last, 360);
        paths_add(to, last, deg.y, 0);
    }
}

/* The vertex at which a ring that goes round a pole is opened: the end of the step over the meridian
 * that is nearest to the pole. */
static size_t first_of_polar(struct ring r, const struct habit *h, double pole)
{
    size_t best = 0;
    double least = INFINITY;
    for (size_t k = 0; k + 1 < r.n; k++) {
        const double *a = r.xy + 2 * k, *b = a + 2;
        if (turn_of(h, a, b) != 0 && fabs(pole - b[1]) < least) {
            least = fabs(pole - b[1]);
            best = k + 1;
        }
    }
    return best;
}

/* The latitude at which the short way from a to b crosses the 180th meridian. */
static double crossing_lat(const double *a, const double *b)
{
    double to_cut = 180 - fabs(remainder(a[0], 360)), span = 360 - fabs(b[0] - a[0]);
    return a[1] + (b[1] - a[1]) * (span > 0 ? fmin(to_cut / span, 1) : 0);
}

/* A ring that goes round a pole: from the meridian once round to the meridian, and back along the
 * pole. */
static void add_polar_ring(struct unwrapper *u, struct ring r, const struct habit *h, double way)
{
    double sum = 0, turns = 0;
    for (size_t k = 0; k + 1 < r.n; k++)
        sum += r.xy[2 * k + 1];

    double pole = sum >= 0 ? 90 : -90;
    size_t n = r.n - 1, first = first_of_polar(r, h, pole) % n;
    const double *a = r.xy + 2 * ((first + n - 1) % n), *b = r.xy + 2 * first;
    double lat = crossing_lat(a, b), west = -180 * way;
    /* The first vertex follows the crossing, on that side of the meridian. */
    double shift = west + remainder(b[0] - west, 360) - b[0];

    paths_add(&u->turned, west, lat, 0);
    for (size_t i = 0; i < n; i++) {
        const double *p = r.xy + 2 * ((first + i) % n), *q = r.xy + 2 * ((first + i + 1) % n);
        paths_add(&u->turned, p[0] + shift + 360 * turns, p[1], 0);
        if (i + 1 < n && turn_of(h, p, q) != 0)
            add_short_way(&u->turned, p, q);
        turns += turn_of(h, p, q);
    }

    paths_add(&u->turned, -west, lat, 0);
    paths_add(&u->turned, -west, pole, 0);
    paths_add(&u->turned, west, pole, 0);
}

static void add_turned(struct unwrapper *u, struct ring r, bool closed)
{
    struct habit h = u->planar ? (struct habit){0} : habit_of(r, closed);
    double sum = 0, turns = 0;
    for (size_t k = 0; closed && k + 1 < r.n; k++)
        sum += turn_of(&h, r.xy + 2 * k, r.xy + 2 * k + 2);

    paths_open(&u->turned);
    if (sum != 0) {
        add_polar_ring(u, r, &h, sum > 0 ? 1 : -1);
        return;
    }

    for (size_t k = 0; k < r.n; k++) {
        const double *p = r.xy + 2 * k;
        double turn = k ? turn_of(&h, p - 2, p) : 0;
        if (turn != 0)
            add_short_way(&u->turned, p - 2, p);
        turns += turn;
        if (!closed || k + 1 < r.n)
            paths_add(&u->turned, p[0] + 360 * turns, p[1], 0);
    }
}

/* ---- cut, and moved back */

static void append(struct paths *to, const struct paths *from, double shift)
{
    for (size_t i = 0; i < from->n_paths; i++) {
        paths_open(to);
        for (size_t k = from->start[i]; k < paths_end(from, i); k++)
            paths_add(to, from->xy[2 * k] + shift, from->xy[2 * k + 1], 0);
    }
    paths_end_last(to);
}

/* What of `u->turned` lies in each turn of the world. */
static void cut_turns(struct unwrapper *u, bool closed)
{
    struct box all = BOX_EMPTY;
    for (size_t i = 0; i < u->turned.n_paths; i++)
        all = box_join(all, paths_box(&u->turned, i));

    paths_clear(&u->cut, closed);
    for (double turn = floor((all.x0 + 180) / 360); - 180 + 360 * turn < all.x1; turn++) {
        struct box window = {-180 + 360 * turn, -INFINITY, 180 + 360 * turn, INFINITY};
        paths_clear(&u->window, closed);
        append(&u->window, &u->turned, 0);
        cut_to_box(u->cutter, &u->window, window);
        append(&u->cut, &u->window, -360 * turn);
    }
}

static void add_path(struct unwrapper *u, size_t i)
{
    struct paths *p = &u->cut;
    size_t from = p->start[i], n = paths_end(p, i) - from;
    geom_ring(&u->out);
    geom_add(&u->out, (struct ring){p->xy + 2 * from, n});
    if (p->closed)
        geom_xy(&u->out, p->xy[2 * from], p->xy[2 * from + 1]);
}

/* Rings are sorted into outer ones and holes anew: by their old longitudes they may have been sorted
 * wrongly, and cutting splits them. */
static void add_cut(struct unwrapper *u)
{
    size_t n = u->cut.n_paths, *outer = memory_grow(NULL, sizeof *outer, n + 1);
    for (size_t i = 0; i < n; i++)
        outer[i] = i;
    if (u->cut.closed && n > 1)
        paths_nest(&u->cut, outer);

    for (size_t i = 0; i < n; i++) {
        if (outer[i] != i)
            continue;
        geom_part(&u->out);
        add_path(u, i);
        for (size_t k = 0; k < n; k++) {
            if (k != i && outer[k] == i)
                add_path(u, k);
        }
    }

    free(outer);
}

static void add_points(struct unwrapper *u, size_t row)
{
    struct range parts = geometry_parts_of(u->g, row);
    geom_feature(&u->out, GEOM_POINT);
    for (size_t p = parts.from; p < parts.end; p++) {
        const double *at = geometry_outer(u->g, p).xy;
        geom_part(&u->out);
        geom_ring(&u->out);
        geom_xy(&u->out, fabs(at[0]) > 180 ? remainder(at[0], 360) : at[0], at[1]);
    }
}

static void add_feature(struct unwrapper *u, size_t row)
{
    bool closed = u->g->kind[row] == GEOM_POLYGON;
    struct range rings = geometry_rings_of(u->g, row);
    if (u->g->kind[row] == GEOM_POINT) {
        add_points(u, row);
        return;
    }

    paths_clear(&u->turned, closed);
    for (size_t k = rings.from; k < rings.end; k++)
        add_turned(u, geometry_ring(u->g, k), closed);
    paths_end_last(&u->turned);

    cut_turns(u, closed);
    geom_feature(&u->out, u->g->kind[row]);
    add_cut(u);
}

/* ---- reports */

/* "features 3, 7 and 12", "features 0, 1, 2, 3, 4 and 17 more". */
static struct str list_of(struct reading *r, const struct tally *t, const int64_t *fid)
{
    size_t n = t->n < LISTED ? t->n : LISTED;
    struct str s = str_format(r->arena, t->n == 1 ? "feature" : "features");
    for (size_t i = 0; i < n; i++) {
        const char *before = i == 0 ? " " : i + 1 == t->n ? " and " : ", ";
        s = str_format(r->arena, "%.*s%s%lld", STR_FMT(s), before, (long long)fid[t->row[i]]);
    }
    return t->n > n ? str_format(r->arena, "%.*s and %zu more", STR_FMT(s), t->n - n) : s;
}

static void report(struct reading *r, const struct unwrapper *u, const int64_t *fid)
{
    const struct tally *t = &u->shortened;
    if (t->n)
        reading_warn(r, "long-step",
                     "'%.*s': %zu %s a step of more than 180 degrees of longitude between two "
                     "vertices, from %g to %g, which was read as the short way over the 180th "
                     "meridian and cut there (%.*s); `edges: planar` keeps such steps as they are "
                     "written",
                     STR_FMT(r->source->name), t->n, t->n == 1 ? "feature has" : "features have",
                     t->from, t->to, STR_FMT(list_of(r, t, fid)));

    t = &u->kept;
    if (t->n)
        reading_warn(
            r, "long-step",
            "'%.*s': %zu %s from %g to %g degrees of longitude along a parallel, which was "
            "read as written, the long way round the world (%.*s); `edges: planar` says "
            "that this is meant; for the short way, cut at the 180th meridian",
            STR_FMT(r->source->name), t->n, t->n == 1 ? "feature goes" : "features go", t->from,
            t->to, STR_FMT(list_of(r, t, fid)));

    t = &u->beyond;
    if (t->n)
        reading_note(
            r, "beyond-180",
            "'%.*s': %zu %s longitudes beyond 180 degrees, from %g to %g, which were moved "
            "by 360 degrees; lines and areas were cut at the 180th meridian (%.*s)",
            STR_FMT(r->source->name), t->n, t->n == 1 ? "feature has" : "features have", t->from,
            t->to, STR_FMT(list_of(r, t, fid)));
}

/* ---- all together */

/* Only a feature that is wider than half the world can have such a step. */
static bool may_have(const struct geometry *g, size_t row)
{
    return box_width(g->box[row]) > 180 &&
           (g->kind[row] == GEOM_LINE || g->kind[row] == GEOM_POLYGON);
}

/* A hair beyond is left: world data is not cut exactly. */
static bool is_beyond(struct unwrapper *u, size_t row)
{
    struct box b = u->g->box[row];
    double west = u->g->kind[row] == GEOM_POINT ? -180 : -180 - CUT_EPS_DEG;
    if (u->g->kind[row] == GEOM_NONE || (b.x0 >= west && b.x1 <= -west) || b.x0 < -MOST_LON_DEG ||
        b.x1 > MOST_LON_DEG || b.y0 < -MOST_LAT_DEG || b.y1 > MOST_LAT_DEG)
        return false;

    struct habit h = {.from = b.x0, .to = b.x1};
    if (u->beyond.n) {
        u->beyond.from = fmin(u->beyond.from, b.x0);
        u->beyond.to = fmax(u->beyond.to, b.x1);
    }
    count(&u->beyond, row, &h);
    return true;
}

/* Which features are to be changed; NULL: none. */
static uint8_t *choose(struct reading *r, struct unwrapper *u, bool geodesic)
{
    uint8_t *wanted = NULL;
    for (size_t row = 0; row < u->g->n; row++) {
        /* How a geodesic runs is looked after where it is used. */
        if (geodesic && u->g->kind[row] != GEOM_POINT)
            continue;
        bool is_long = may_have(u->g, row) && look_at(u, row);
        if (!is_beyond(u, row) && !is_long)
            continue;
        if (!wanted)
            wanted = arena_array(r->arena, uint8_t, u->g->n);
        wanted[row] = true;
    }
    return wanted;
}

void long_steps_read(struct reading *r, struct features *f)
{
    struct unwrapper u = {.g = &f->table.geom, .planar = r->source->planar_edges};
    if (!r->crs.degrees || r->lenient)
        return;

    uint8_t *wanted = choose(r, &u, f->edges == EDGES_GEODESIC);
    report(r, &u, f->fid);
    if (!wanted)
        return;

    u.cutter = cutter_create();
    for (size_t row = 0; row < u.g->n; row++) {
        if (wanted[row])
            add_feature(&u, row);
        else
            geom_copy(&u.out, u.g, row);
    }

    geom_finish(r->arena, &u.out, &f->table.geom);
    cutter_destroy(u.cutter);
    paths_finish(&u.turned);
    paths_finish(&u.window);
    paths_finish(&u.cut);
}
