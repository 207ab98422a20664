/* How the nearest features are found: the tree of edges gives what may be near enough, distances on
 * the ellipsoid decide, and each hit that is kept lowers the bound for the rest. */
#include "overlay/near.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/units.h"
#include "overlay/near_area.h"
#include "overlay/near_tree.h"
#include "project/geodesic.h"

/* Places nearer than this are the same place: doubles hold places to nanometres, and
 * computed distances to some more. */
#define SAME_PLACE_M 1e-6

/* Added to bounds, so that no rounding of a distance can leave out the nearest. Taste. */
#define SLACK_M 1e-3

/* Halvings of an edge: more than the 53 bits of a double. */
enum { ROUNDS_MOST = 60 };

/* The sag of the edge of a first guess: twice what any edge has (edge.h: 16 m at most). */
#define GUESS_SAG_M 32

struct near_index {
    struct near_edges edges;
    struct near_tree *tree;
    struct near_areas *areas;
};

struct near_finder {
    const struct near_index *index;
    const struct near_want *want;
    struct near_hit *best; /* the list, nearest first; at most one hit for each row of the index */
    size_t k, n;           /* how many hits are wanted, and how many there are */
    double chord_most_m;   /* nothing with a longer chord can get into the list */
    uint32_t last_vertex;  /* of the best hit of the feature before: a good first guess */

    /* The feature asked about, and what of it is looked at. */
    struct near_edges own;
    struct vertex at; /* a point, or the first vertex of a run */
    struct edge edge; /* of a line or area */
    bool last_edge;   /* of its run */
    struct space middle;
    double radius_m, sag_m; /* of `edge`: of the ball round it, and from its chord */
    const struct near_area *own_area;
};

/* ---- the list of the best */

/* The order of the list: by distance, then by row. */
static bool is_before(const struct near_hit *a, const struct near_hit *b)
{
    return a->m != b->m ? a->m < b->m : a->row < b->row;
}

static void set_bound(struct near_finder *f)
{
    double most = f->want->within_m > 0 ? f->want->within_m : INFINITY;
    if (f->n == f->k)
        most = fmin(most, f->best[f->n - 1].m);
    f->chord_most_m = chord_at_most_m(most + SLACK_M);
}

/* Put `hit` into the list if it belongs there. Of two hits of one row the nearer is kept, and of
 * two equally near ones the first along the row. */
static void keep_hit(struct near_finder *f, const struct near_hit *hit)
{
    size_t i = 0;
    if (hit->row == f->want->skip_row || (f->want->within_m > 0 && hit->m > f->want->within_m))
        return;

    while (i < f->n && f->best[i].row != hit->row)
        i++;
    if (i < f->n) {
        const struct near_hit *old = &f->best[i];
        if (old->m < hit->m ||
            (old->m == hit->m &&
             (old->vertex < hit->vertex || (old->vertex == hit->vertex && old->t <= hit->t))))
            return;
    } else if (f->n < f->k) {
        f->n++;
    } else if (!is_before(hit, &f->best[f->n - 1])) {
        return;
    } else {
        i = f->n - 1;
    }

    for (; i > 0 && is_before(hit, &f->best[i - 1]); i--)
        f->best[i] = f->best[i - 1];
    f->best[i] = *hit;
    set_bound(f);
}

static void keep_pair(struct near_finder *f, double m, size_t vertex, uint32_t row, double t,
                      struct lonlat from, struct lonlat to)
{
    keep_hit(f, &(struct near_hit){m < SAME_PLACE_M ? 0 : m, row, (uint32_t)vertex, t, from, to});
}

/* Whether a hit of this row could still get into the list, were it at distance 0. */
static bool may_take(const struct near_finder *f, uint32_t row)
{
    return f->n < f->k || f->best[f->n - 1].m > 0 || row < f->best[f->n - 1].row;
}

/* ---- from a point */

static const struct geod_geodesic *geod(const struct near_finder *f)
{
    return f->index->edges.geod;
}

/* The square of the distance in space from a point to the straight line a-b. */
static double chord_distance2(struct space p, struct space a, struct space b)
{
    struct space along = space_minus(b, a), way = space_minus(p, a);
    double length2 = space_dot(along, along);
    double t = length2 > 0 ? space_dot(way, along) / length2 : 0;
    return space_distance2(way, space_plus((struct space){0, 0, 0}, fmin(fmax(t, 0), 1), along));
}

/* Try vertex `i` of the index, which has no edge. */
static void point_to_point(struct near_finder *f, const struct vertex *p, size_t i, uint32_t row)
{
    const struct vertex *v = &f->index->edges.v[i];
    keep_pair(f, vertex_distance_m(geod(f), p, v), i, row, 0, p->place, v->place);
}

/* Try the edge after vertex `i` of the index. */
static void point_to_edge(struct near_finder *f, const struct vertex *p, size_t i, uint32_t row,
                          double sag_m)
{
    struct edge e = near_edge(&f->index->edges, i);
    double most = f->chord_most_m + sag_m + SLACK_M;
    if (chord_distance2(p->at, e.a.at, e.b.at) > most * most)
        return;

    struct foot foot = edge_nearest(geod(f), &e, p);
    if (f->n == f->k && foot.m > f->best[f->n - 1].m)
        return;
    keep_pair(f, foot.m, i, row, foot.t, p->place, (struct lonlat){NAN, NAN});
}

static void point_to_leaf(void *ctx, const struct near_leaf *leaf)
{
    struct near_finder *f = ctx;
    uint32_t row = f->index->edges.runs[leaf->run].row;
    if (row == f->want->skip_row)
        return;
    if (!leaf->n_edges)
        point_to_point(f, &f->at, leaf->first, row);
    for (uint32_t i = 0; i < leaf->n_edges; i++)
        point_to_edge(f, &f->at, leaf->first + i, row, leaf->sag_m);
}

/* The point lies in an area of the index: at distance 0, and on no edge. */
static void point_in_row(void *ctx, uint32_t row)
{
    struct near_finder *f = ctx;
    if (may_take(f, row))
        keep_pair(f, 0, NEAR_NO_ROW, row, 0, f->at.place, f->at.place);
}

static void find_from_point(struct near_finder *f)
{
    near_areas_at(f->index->areas, &f->at, point_in_row, f);
    near_tree_visit(f->index->tree, f->at.at, 0, &f->chord_most_m, point_to_leaf, f);
}

/* ---- from an edge */

static double determinant(struct space a, struct space b, struct space c)
{
    return a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) +
           a.z * (b.x * c.y - b.y * c.x);
}

/* The square of the distance between two straight lines in space: from an end of one to the other,
 * or where the two pass each other. Source: Ericson, Real-Time Collision Detection, 2005, section
 * 5.1.9. */
static double lines_distance2(struct edge p, struct edge q)
{
    struct space u = space_minus(p.b.at, p.a.at), v = space_minus(q.b.at, q.a.at);
    struct space w = space_minus(p.a.at, q.a.at);
    double uu = space_dot(u, u), uv = space_dot(u, v), vv = space_dot(v, v);
    double uw = space_dot(u, w), vw = space_dot(v, w), area2 = uu * vv - uv * uv;
    double ends = fmin(
        fmin(chord_distance2(p.a.at, q.a.at, q.b.at), chord_distance2(p.b.at, q.a.at, q.b.at)),
        fmin(chord_distance2(q.a.at, p.a.at, p.b.at), chord_distance2(q.b.at, p.a.at, p.b.at)));

    if (!(area2 > 1e-12 * uu * vv)) /* parallel */
        return ends;

    double s = (uv * vw - vv * uw) / area2, t = (uu * vw - uv * uw) / area2;
    if (s < 0 || s > 1 || t < 0 || t > 1)
        return ends;

    struct space apart = space_plus(space_plus(w, s, u), -t, v);
    return fmin(ends, space_dot(apart, apart));
}

/* Try vertex `i` of the index with its foot on our edge. `edge`: the edge of the index that it
 * ends. */
static struct foot edge_to_vertex(struct near_finder *f, size_t i, uint32_t row, size_t edge)
{
    const struct vertex *v = &f->index->edges.v[i];
    struct foot foot = edge_nearest(geod(f), &f->edge, v);
    if (f->n < f->k || foot.m <= f->best[f->n - 1].m)
        keep_pair(f, foot.m, edge, row, edge == i ? 0 : 1, edge_at(&f->edge, foot.t, NULL).place,
                  v->place);
    return foot;
}

/* The distance from a place on our edge to an edge of the index: below 0 where the place lies to
 * the left of that edge. */
struct gap {
    double m, slope; /* slope: of |m| along our edge */
    struct vertex at;
    struct foot foot;
};

/* The gap to edge `e` at the place `s` of our edge, from 0 to 1. */
static struct gap gap_at(const struct near_finder *f, const struct edge *e, double s)
{
    double our_deg, its_deg, way_deg;
    struct gap ret;

    ret.at = edge_at(&f->edge, s, &our_deg);
    ret.foot = edge_nearest(geod(f), e, &ret.at);
    struct vertex to = edge_at(e, ret.foot.t, &its_deg);
    ret.m = geodesic_inverse_by(geod(f), ret.at.place, to.place, &way_deg, NULL);
    ret.slope = -cos(radians(way_deg - our_deg));
    if (sin(radians(way_deg - its_deg)) > 0) /* the edge is seen from its left */
        ret.m = -ret.m;
    return ret;
}

/* Halve our edge until only the place is left where a sign changes: that of the gap where the edges
 * cross, or that of its slope where curved edges are nearest between their ends. */
static struct gap narrow_gap(const struct near_finder *f, const struct edge *e, bool crossing)
{
    double lo = 0, hi = 1;
    struct gap first = gap_at(f, e, 0), now = first;

    for (int i = 0; i < ROUNDS_MOST; i++) {
        double s = (lo + hi) / 2;
        if (s == lo || s == hi)
            break;
        now = gap_at(f, e, s);
        bool as_first = crossing ? (now.m > 0) == (first.m > 0) : now.slope < 0;
        if (fabs(now.m) < SAME_PLACE_M)
            break;
        if (as_first)
            lo = s;
        else
            hi = s;
    }

    return now;
}

static void keep_gap(struct near_finder *f, const struct edge *e, const struct gap *g, size_t i,
                     uint32_t row)
{
    keep_pair(f, fabs(g->m), i, row, g->foot.t, g->at.place, edge_at(e, g->foot.t, NULL).place);
}

/* Whether the edges cross as seen from the earth's centre: a geodesic of 28 km, the longest edge
 * there is, leaves the plane through its ends and the centre by micrometres only. */
static bool planes_cross(struct edge a, struct edge b)
{
    double a0 = determinant(b.a.at, b.b.at, a.a.at), a1 = determinant(b.a.at, b.b.at, a.b.at);
    double b0 = determinant(a.a.at, a.b.at, b.a.at), b1 = determinant(a.a.at, a.b.at, b.b.at);
    return (a0 > 0) != (a1 > 0) && (b0 > 0) != (b1 > 0);
}

/* Try the edge after vertex `i` of the index: its ends, ours, and where the two cross or bend
 * towards each other. */
static void edge_to_edge(struct near_finder *f, size_t i, uint32_t row, double sag_m)
{
    struct edge e = near_edge(&f->index->edges, i);
    double most = f->chord_most_m + f->radius_m + sag_m + SLACK_M;
    if (!may_take(f, row) || chord_distance2(f->middle, e.a.at, e.b.at) > most * most)
        return;

    sag_m += f->sag_m + SLACK_M;
    double apart_m = sqrt(lines_distance2(f->edge, e));
    if (apart_m > f->chord_most_m + sag_m)
        return;

    point_to_edge(f, &f->edge.a, i, row, sag_m);
    if (f->last_edge)
        point_to_edge(f, &f->edge.b, i, row, sag_m);
    edge_to_vertex(f, i, row, i);
    edge_to_vertex(f, i + 1, row, i);
    if (apart_m > f->chord_most_m + sag_m || !may_take(f, row))
        return;

    bool curved = e.planar || f->edge.planar, may_cross = apart_m <= sag_m;
    if (!curved && !(may_cross && planes_cross(f->edge, e)))
        return;

    struct gap from = gap_at(f, &e, 0), to = gap_at(f, &e, 1), g;
    if (may_cross && (from.m > 0) != (to.m > 0)) {
        g = narrow_gap(f, &e, true);
        keep_gap(f, &e, &g, i, row);
    }

    if (curved && from.slope < 0 && to.slope > 0) {
        g = narrow_gap(f, &e, false);
        keep_gap(f, &e, &g, i, row);
    }
}

static void edge_to_leaf(void *ctx, const struct near_leaf *leaf)
{
    struct near_finder *f = ctx;
    uint32_t row = f->index->edges.runs[leaf->run].row;
    if (row == f->want->skip_row)
        return;
    if (!leaf->n_edges)
        edge_to_vertex(f, leaf->first, row, leaf->first);
    for (uint32_t i = 0; i < leaf->n_edges; i++)
        edge_to_edge(f, leaf->first + i, row, leaf->sag_m);
}

static void find_from_edge(struct near_finder *f)
{
    struct space a = f->edge.a.at, b = f->edge.b.at;
    f->middle = (struct space){(a.x + b.x) / 2, (a.y + b.y) / 2, (a.z + b.z) / 2};
    f->sag_m = edge_sag_m(&f->edge);
    f->radius_m = sqrt(space_distance2(a, b)) / 2 + f->sag_m;
    near_tree_visit(f->index->tree, f->middle, f->radius_m, &f->chord_most_m, edge_to_leaf, f);
}

/* ---- from an area: what lies in it whole */

static void leaf_in_area(void *ctx, const struct near_leaf *leaf)
{
    struct near_finder *f = ctx;
    const struct run_of_edges *run = &f->index->edges.runs[leaf->run];
    const struct vertex *v = &f->index->edges.v[leaf->first];
    if (leaf->first != run->first || run->row == f->want->skip_row || !may_take(f, run->row) ||
        !near_area_holds(f->own_area, v))
        return;
    keep_pair(f, 0, leaf->first, run->row, 0, v->place, v->place);
}

/* What lies in the area without touching its edges: looked for in a ball round its vertices, wider
 * by what the ground may rise above their flat hull. */
static void find_in_area(struct near_finder *f)
{
    struct near_area area;
    struct space lo = f->own.v[0].at, hi = lo;
    double nothing_m = 0;

    for (size_t i = 0; i < f->own.n; i++) {
        struct space p = f->own.v[i].at;
        lo = (struct space){fmin(lo.x, p.x), fmin(lo.y, p.y), fmin(lo.z, p.z)};
        hi = (struct space){fmax(hi.x, p.x), fmax(hi.y, p.y), fmax(hi.z, p.z)};
    }

    struct space middle = {(lo.x + hi.x) / 2, (lo.y + hi.y) / 2, (lo.z + hi.z) / 2};
    double across = sqrt(space_distance2(lo, hi));
    double radius = across / 2 + across * across / (4 * RADIUS_MIN_M);

    near_area_make(&f->own, 0, f->own.n_runs, &area);
    f->own_area = &area;
    near_tree_visit(f->index->tree, middle, across > RADIUS_MIN_M ? INFINITY : radius, &nothing_m,
                    leaf_in_area, f);
    near_area_finish(&area);
}

/* ---- one feature */

static void find_from_run(struct near_finder *f, const struct run_of_edges *run)
{
    f->at = f->own.v[run->first];
    if (run->n == 1 || !f->n) /* for a line or area as a first guess */
        find_from_point(f);
    else
        near_areas_at(f->index->areas, &f->at, point_in_row, f);

    for (size_t i = run->first; i + 1 < run->first + run->n; i++) {
        f->edge = near_edge(&f->own, i);
        f->last_edge = i + 2 == run->first + run->n;
        find_from_edge(f);
    }
}

/* The run that holds the vertex. */
static size_t run_of_vertex(const struct near_edges *e, size_t vertex)
{
    size_t lo = 0, hi = e->n_runs;
    while (hi - lo > 1) {
        size_t half = (lo + hi) / 2;
        if (e->runs[half].first <= vertex)
            lo = half;
        else
            hi = half;
    }
    return lo;
}

/* Try where the feature before had its nearest: a bound that leaves out most of the index. */
static void guess_from_last(struct near_finder *f)
{
    const struct near_edges *e = &f->index->edges;
    if (f->last_vertex == NEAR_NO_ROW)
        return;

    const struct run_of_edges *run = &e->runs[run_of_vertex(e, f->last_vertex)];
    if (run->row == f->want->skip_row)
        return;
    if (run->n == 1)
        point_to_point(f, &f->own.v[0], f->last_vertex, run->row);
    else if (f->last_vertex + 1 < run->first + run->n)
        point_to_edge(f, &f->own.v[0], f->last_vertex, run->row, GUESS_SAG_M);
}

/* Compute what only the hits that stay need: the foot on an edge, and the distance to a nanometre
 * as PROJ has it. */
static void complete_hit(const struct near_finder *f, struct near_hit *hit)
{
    if (isnan(hit->to.lon_deg)) {
        struct edge e = near_edge(&f->index->edges, hit->vertex);
        hit->to = edge_at(&e, hit->t, NULL).place;
    }
    if (hit->m > 0)
        hit->m = geodesic_inverse_by(geod(f), hit->from, hit->to, NULL, NULL);
}

size_t near_find(struct near_finder *f, size_t row, const struct near_want *want,
                 struct near_hit *ret)
{
    f->want = want;
    f->k = want->k ? want->k : 1;
    f->n = 0;
    f->best = ret;
    near_edges_clear(&f->own);
    near_edges_add(&f->own, row);
    set_bound(f);
    if (!f->own.n)
        return 0;

    guess_from_last(f);
    for (size_t r = 0; r < f->own.n_runs; r++)
        find_from_run(f, &f->own.runs[r]);
    if (f->own.of->table.geom.kind[row] == GEOM_POLYGON)
        find_in_area(f);
    if (f->n)
        f->last_vertex = f->best[0].vertex;
    for (size_t i = 0; i < f->n; i++)
        complete_hit(f, &f->best[i]);
    return f->n;
}

double near_distance_m(struct near_finder *f, size_t row)
{
    struct near_hit hit;
    struct near_want want = {.k = 1, .skip_row = NEAR_NO_ROW};
    return near_find(f, row, &want, &hit) ? hit.m : INFINITY;
}

struct near_finder *near_finder_create(const struct near_index *index, const struct features *from)
{
    struct near_finder *f = calloc(1, sizeof *f);
    if (!f)
        f = memory_grow(NULL, sizeof *f, 1); /* which ends the program with a message */
    f->index = index;
    f->last_vertex = NEAR_NO_ROW;
    near_edges_init(&f->own, from, index->edges.geod);
    return f;
}

void near_finder_destroy(struct near_finder *f)
{
    if (!f)
        return;
    near_edges_finish(&f->own);
    free(f);
}

/* ---- the index */

static void finish_edges(void *edges)
{
    near_edges_finish(edges);
}

bool near_index_make(struct arena *a, const struct features *of, struct lode_span at,
                     struct near_index **ret, struct lode_err *err)
{
    struct near_index *index = arena_new(a, struct near_index);
    near_edges_init(&index->edges, of, geodesic_prepare(a, &WGS84));
    arena_defer(a, finish_edges, &index->edges);
    for (size_t i = 0; i < of->table.geom.n; i++) {
        if (!near_edges_add(&index->edges, i))
            return lode_fail(err, LODE_GEOM, at,
                             "cannot measure distances to '%.*s': it has too many vertices",
                             STR_FMT(of->table.name));
    }

    index->tree = near_tree_make(a, &index->edges);
    index->areas = near_areas_make(a, &index->edges);
    *ret = index;
    return true;
}

/* ---- about hits */

/* The distance from the start of the row of `run` to each of the row's vertices. */
static void measure_row_along(const struct near_edges *e, size_t run, double *along_m)
{
    uint32_t row = e->runs[run].row;
    double sum = 0;
    while (run > 0 && e->runs[run - 1].row == row)
        run--;

    for (; run < e->n_runs && e->runs[run].row == row; run++) {
        size_t first = e->runs[run].first, end = first + e->runs[run].n;
        along_m[first] = sum;
        for (size_t i = first; i + 1 < end; i++) {
            struct edge edge = near_edge(e, i);
            along_m[i + 1] = sum += edge_length_m(&edge);
        }
    }
}

void near_along(const struct near_index *index, const struct near_hit *hits, size_t n,
                double *ret_along_m)
{
    const struct near_edges *e = &index->edges;
    double *along_m = memory_grow(NULL, sizeof *along_m, e->n + 1);
    for (size_t i = 0; i < e->n; i++)
        along_m[i] = NAN;

    for (size_t i = 0; i < n; i++) {
        ret_along_m[i] = NAN;
        if (hits[i].vertex == NEAR_NO_ROW || e->of->table.geom.kind[hits[i].row] != GEOM_LINE)
            continue;

        size_t vertex = hits[i].vertex, run = run_of_vertex(e, vertex);
        if (isnan(along_m[vertex]))
            measure_row_along(e, run, along_m);
        ret_along_m[i] = along_m[vertex];
        if (vertex + 1 < (size_t)e->runs[run].first + e->runs[run].n) {
            struct edge edge = near_edge(e, vertex);
            edge.b = edge_at(&edge, hits[i].t, NULL);
            ret_along_m[i] += edge_length_m(&edge);
        }
    }

    free(along_m);
}

double near_azimuth_deg(const struct near_index *index, const struct near_hit *hit)
{
    double deg;
    if (!(hit->m > 0))
        return NAN;

    geodesic_inverse_by(index->edges.geod, hit->from, hit->to, &deg, NULL);
    deg = deg < 0 ? deg + 360 : deg;
    return deg >= 360 ? 0 : deg;
}
