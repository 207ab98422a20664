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
    bool planar;   /* all steps are read as they are written */
    bool geodesic; /* all steps of more than 180 degrees are the short way */
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

static struct habit read_habit(const struct unwrapper *u, struct ring r, bool closed)
{
    struct habit h = {0};
    if (u->planar)
        return h;

    h = habit_of(r, closed);
    if (u->geodesic && h.from != h.to)
        h.as_written = false;
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
    struct range rings = geometry_rings_of(u->g, row);
    for (size_t k = rings.from; k < rings.end; k++) {
        struct habit h = read_habit(u, geometry_ring(u->g, k), u->g->kind[row] == GEOM_POLYGON);
        if (changes(&h))
            count(&u->shortened, row, &h);
        else if (h.as_written && h.from != h.to)
            count(&u->kept, row, &h);
        ret |= changes(&h);
    }
    return ret;
}

/* ---- rings and lines that run past 180 */

/* WGS 84. */
#define FLATTENING (1 / 298.257223563)

/* How far apart the vertices of a short way are. At 60 degrees of latitude a line straight in
 * longitude and latitude leaves the shortest way by 1 cm on that. At most so many are added. */
#define ADDED_DEG 0.01
enum { ADDED_MAX = 1000 };

/* A geodesic as a great circle on the sphere of reduced latitudes, on which longitudes differ a
 * little. Source: Vincenty 1975, "Direct and inverse solutions of geodesics on the ellipsoid";
 * within a millimetre. */
struct way {
    double from_lon;     /* degrees */
    double tan_a, tan_b; /* of the reduced latitudes */
    double turn;         /* longitude on the sphere from a to b, radians; positive to the east */
};

static double tan_reduced(double lat_deg)
{
    return (1 - FLATTENING) * tan(radians(fmax(-89.9999999, fmin(89.9999999, lat_deg))));
}

/* How much more longitude the sphere has than the ellipsoid between two of its places. */
static double more_on_sphere(double tan_a, double tan_b, double turn)
{
    double f = FLATTENING, ca = 1 / hypot(1, tan_a), cb = 1 / hypot(1, tan_b);
    double sa = tan_a * ca, sb = tan_b * cb;
    double sin_arc = hypot(cb * sin(turn), ca * sb - sa * cb * cos(turn));
    double cos_arc = sa * sb + ca * cb * cos(turn), arc = atan2(sin_arc, cos_arc);
    if (sin_arc == 0)
        return 0;

    double sin_az = ca * cb * sin(turn) / sin_arc, cos2_az = 1 - sin_az * sin_az;
    double mid = cos2_az > 1e-12 ? cos_arc - 2 * sa * sb / cos2_az : 0;
    double c = f / 16 * cos2_az * (4 + f * (4 - 3 * cos2_az));
    return (1 - c) * f * sin_az * (arc + c * sin_arc * (mid + c * cos_arc * (2 * mid * mid - 1)));
}

static struct way way_between(const double *a, const double *b)
{
    double turn = radians(remainder(b[0] - a[0], 360));
    struct way w = {a[0], tan_reduced(a[1]), tan_reduced(b[1]), turn};
    for (int i = 0; i < 20; i++)
        w.turn = turn + more_on_sphere(w.tan_a, w.tan_b, w.turn);
    return w;
}

/* The place `turn` of the sphere's longitude along the way. */
static struct xy way_at(const struct way *w, double turn)
{
    double t = (w->tan_b * sin(turn) + w->tan_a * sin(w->turn - turn)) / sin(w->turn);
    double more = more_on_sphere(w->tan_a, t, turn);
    return (struct xy){w->from_lon + degrees(turn - more), degrees(atan(t / (1 - FLATTENING)))};
}

/* Add the places between two vertices on the short way, which begins at the last vertex. A step along
 * a parallel stays on the parallel. */
static void add_short_way(struct paths *to, const double *a, const double *b)
{
    double last = to->xy[2 * to->n - 2];
    double n = fmin(ceil(fabs(remainder(b[0] - a[0], 360)) / ADDED_DEG), ADDED_MAX);
    struct way w = way_between(a, b);
    if (a[1] == b[1])
        return;

    for (double i = 1; i < n; i++) {
        struct xy deg = way_at(&w, w.turn * i / n);
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

/* The latitude at which the geodesic from a to b crosses the 180th meridian. */
static double geodesic_crossing_lat(const double *a, const double *b)
{
    struct way w = way_between(a, b);
    double to_cut = radians(remainder(180 - a[0], 360)), turn = to_cut;
    struct xy deg = {0, a[1]};
    if (to_cut == 0 || sin(w.turn) == 0)
        return a[1];

    for (int i = 0; i < 10; i++) {
        deg = way_at(&w, turn);
        turn += to_cut - radians(deg.x - a[0]);
    }
    return deg.y;
}

/* The latitude at which the short way from a to b crosses the 180th meridian. */
static double crossing_lat(const struct unwrapper *u, const double *a, const double *b)
{
    double to_cut = 180 - fabs(remainder(a[0], 360)), span = 360 - fabs(b[0] - a[0]);
    return u->geodesic ? geodesic_crossing_lat(a, b)
                       : a[1] + (b[1] - a[1]) * (span > 0 ? fmin(to_cut / span, 1) : 0);
}

/* Between edges that are geodesics a vertex where one crosses the 180th meridian, if `b`, `turns`
 * turns on, lies beyond it. The meridian is one itself. */
static void add_crossing(struct unwrapper *u, const double *a, const double *b, double turns)
{
    double from = u->turned.xy[2 * u->turned.n - 2], to = b[0] + 360 * turns;
    double cut = -180 + 360 * floor((fmax(from, to) + 180) / 360);
    if (fmin(from, to) < cut && fmax(from, to) > cut)
        paths_add(&u->turned, cut, geodesic_crossing_lat(a, b), 0);
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
    double lat = crossing_lat(u, a, b), west = -180 * way;
    /* The first vertex follows the crossing, on that side of the meridian. */
    double shift = west + remainder(b[0] - west, 360) - b[0];

    paths_add(&u->turned, west, lat, 0);
    for (size_t i = 0; i < n; i++) {
        const double *p = r.xy + 2 * ((first + i) % n), *q = r.xy + 2 * ((first + i + 1) % n);
        paths_add(&u->turned, p[0] + shift + 360 * turns, p[1], 0);
        if (i + 1 < n && !u->geodesic && turn_of(h, p, q) != 0)
            add_short_way(&u->turned, p, q);
        turns += turn_of(h, p, q);
    }

    paths_add(&u->turned, -west, lat, 0);
    paths_add(&u->turned, -west, pole, 0);
    paths_add(&u->turned, west, pole, 0);
}

static void add_turned(struct unwrapper *u, struct ring r, bool closed)
{
    struct habit h = read_habit(u, r, closed);
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
        if (turn != 0 && !u->geodesic)
            add_short_way(&u->turned, p - 2, p);
        turns += turn;
        if (k && u->geodesic)
            add_crossing(u, p - 2, p, turns);
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

/* Without vertices that stand twice: where one lay on the cut, cutting adds another. */
static void add_path(struct unwrapper *u, size_t i)
{
    struct paths *p = &u->cut;
    size_t from = p->start[i], end = paths_end(p, i);
    geom_ring(&u->out);
    for (size_t k = from; k < end; k++) {
        const double *v = p->xy + 2 * k;
        if (k == from || v[0] != v[-2] || v[1] != v[-1])
            geom_xy(&u->out, v[0], v[1]);
    }
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
    if (t->n && !u->geodesic) /* of geodesics it is what the document says */
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
static uint8_t *choose(struct reading *r, struct unwrapper *u)
{
    uint8_t *wanted = NULL;
    for (size_t row = 0; row < u->g->n; row++) {
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
    struct unwrapper u = {.g = &f->table.geom,
                          .planar = r->source->planar_edges,
                          .geodesic = f->edges == EDGES_GEODESIC};
    if (!r->crs.degrees || r->lenient)
        return;

    uint8_t *wanted = choose(r, &u);
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
