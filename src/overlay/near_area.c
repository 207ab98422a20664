/* How it is decided which areas hold a place: by the parity of the edges that its meridian crosses
 * on the way to the north pole. */
#include "overlay/near_area.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/units.h"

/* Edges of a strip, and edges up to which an area has no strips and all are looked at. Taste. */
enum { STRIP_EDGES = 8, SCAN_MOST = 64 };

/* More than a geodesic edge leaves the box of its ends: 16 m (edge.h), also in longitude up to 80
 * degrees of latitude. */
#define MARGIN_DEG 0.001

static bool is_planar(const struct near_area *a)
{
    return a->edges->of->edges == EDGES_PLANAR;
}

/* ---- making one */

/* How often a geodesic ring runs round the earth, by the longitudes of its vertices; *ret_lat is
 * the sum of their latitudes, whose sign says round which pole. */
static int turns_of(const struct near_edges *e, const struct run_of_edges *r, double *ret_lat)
{
    double sum = 0;
    *ret_lat = 0;
    for (size_t i = r->first; i + 1 < r->first + r->n; i++) {
        sum += remainder(e->v[i + 1].place.lon_deg - e->v[i].place.lon_deg, 360);
        *ret_lat += e->v[i].place.lat_deg;
    }
    return (int)lrint(sum / 360);
}

/* Widen the area's box by a ring; round a pole the ring reaches up to it. */
static void measure_ring(struct near_area *a, const struct run_of_edges *r)
{
    double lat_sum;
    const struct vertex *v = a->edges->v;

    for (size_t i = r->first; i < r->first + r->n; i++) {
        struct lonlat p = v[i].place;
        a->west = fmin(a->west, p.lon_deg);
        a->east = fmax(a->east, p.lon_deg);
        a->south = fmin(a->south, p.lat_deg);
        a->north = fmax(a->north, p.lat_deg);
        if (!is_planar(a) && i > r->first && fabs(p.lon_deg - v[i - 1].place.lon_deg) > 180)
            a->wraps = true;
    }

    if (is_planar(a) || turns_of(a->edges, r, &lat_sum) % 2 == 0)
        return;

    a->wraps = true;
    if (lat_sum > 0) {
        a->holds_north_pole = !a->holds_north_pole;
        a->north = 90;
    } else {
        a->south = -90;
    }
}

static size_t strip_of(const struct near_area *a, double lon_deg)
{
    double at = (lon_deg - a->west) / (a->east - a->west) * (double)a->n_strips;
    return at <= 0 ? 0 : at >= (double)a->n_strips ? a->n_strips - 1 : (size_t)at;
}

static void strips_of_edge(const struct near_area *a, size_t i, size_t *ret_first, size_t *ret_last)
{
    double margin = is_planar(a) ? 0 : MARGIN_DEG;
    double p = a->edges->v[i].place.lon_deg, q = a->edges->v[i + 1].place.lon_deg;
    *ret_first = strip_of(a, fmin(p, q) - margin);
    *ret_last = strip_of(a, fmax(p, q) + margin);
}

/* Put each edge into its strips; returns how many entries that makes. With `item` NULL the entries
 * of each strip are only counted, into start[strip + 1]; with `start` NULL too, only in all. */
static size_t deal_edges(const struct near_area *a, uint32_t *start, uint32_t *item)
{
    size_t n = 0, first, last;
    for (size_t r = a->first_run; r < a->first_run + a->n_runs; r++) {
        const struct run_of_edges *run = &a->edges->runs[r];
        for (size_t i = run->first; i + 1 < run->first + run->n; i++) {
            strips_of_edge(a, i, &first, &last);
            n += last - first + 1;
            for (size_t k = first; start && k <= last; k++) {
                if (item)
                    item[start[k]++] = (uint32_t)i;
                else
                    start[k + 1]++;
            }
        }
    }
    return n;
}

/* Strips for an area of many edges, fewer where most edges cross many strips. */
static void make_strips(struct near_area *a, size_t n_edges)
{
    if (n_edges <= SCAN_MOST || a->wraps || !(a->east > a->west))
        return;

    a->n_strips = n_edges / STRIP_EDGES;
    size_t n;
    while ((n = deal_edges(a, NULL, NULL)) > 4 * n_edges) {
        a->n_strips /= 2;
        if (a->n_strips < 2) {
            a->n_strips = 0;
            return;
        }
    }

    a->start = memory_grow(NULL, sizeof *a->start, a->n_strips + 2);
    a->item = memory_grow(NULL, sizeof *a->item, n);
    memset(a->start, 0, (a->n_strips + 2) * sizeof *a->start);
    deal_edges(a, a->start, NULL);
    for (size_t k = 0; k < a->n_strips; k++)
        a->start[k + 1] += a->start[k];
    deal_edges(a, a->start, a->item); /* moves each start to the end of its strip */
    memmove(a->start + 1, a->start, a->n_strips * sizeof *a->start);
    a->start[0] = 0;
}

void near_area_make(const struct near_edges *edges, size_t first_run, size_t n_runs,
                    struct near_area *ret)
{
    size_t n_edges = 0;
    *ret = (struct near_area){.edges = edges,
                              .first_run = first_run,
                              .n_runs = n_runs,
                              .west = INFINITY,
                              .south = INFINITY,
                              .east = -INFINITY,
                              .north = -INFINITY};

    for (size_t r = first_run; r < first_run + n_runs; r++) {
        measure_ring(ret, &edges->runs[r]);
        n_edges += edges->runs[r].n - 1;
    }
    make_strips(ret, n_edges);
}

void near_area_finish(struct near_area *a)
{
    free(a->start);
    free(a->item);
    *a = (struct near_area){0};
}

/* ---- asking one */

/* Whether the edge after vertex i crosses the meridian `lon_deg` between `lat_deg` and the north
 * pole. */
static bool crosses_planar(const struct near_edges *e, size_t i, double lon_deg, double lat_deg)
{
    struct lonlat a = e->v[i].place, b = e->v[i + 1].place;
    if ((a.lon_deg > lon_deg) == (b.lon_deg > lon_deg))
        return false;

    double t = (lon_deg - a.lon_deg) / (b.lon_deg - a.lon_deg);
    return a.lat_deg + t * (b.lat_deg - a.lat_deg) > lat_deg;
}

/* The same for a geodesic edge, whose meridian is that of p, by its sine and cosine. */
static bool crosses_geodesic(const struct near_edges *e, size_t i, const struct vertex *p,
                             double sin_lon, double cos_lon)
{
    struct space a = e->v[i].at, b = e->v[i + 1].at;
    double east_a = a.y * cos_lon - a.x * sin_lon, east_b = b.y * cos_lon - b.x * sin_lon;
    if ((east_a > 0) == (east_b > 0))
        return false;

    struct space at = space_plus(a, east_a / (east_a - east_b), space_minus(b, a));
    if (at.x * cos_lon + at.y * sin_lon < 0) /* on the other side of the earth */
        return false;
    return space_to_ground(at, NULL).z > p->at.z;
}

/* From a place along its meridian to the north pole. */
struct ray {
    const struct vertex *from;
    double lon_deg, sin_lon, cos_lon;
};

static bool crosses_ray(const struct near_area *a, size_t i, const struct ray *r)
{
    return is_planar(a) ? crosses_planar(a->edges, i, r->lon_deg, r->from->place.lat_deg)
                        : crosses_geodesic(a->edges, i, r->from, r->sin_lon, r->cos_lon);
}

static bool odd_crossings(const struct near_area *a, const struct ray *ray)
{
    bool odd = false;

    if (a->n_strips) {
        size_t k = strip_of(a, ray->lon_deg);
        for (uint32_t i = a->start[k]; i < a->start[k + 1]; i++)
            odd ^= crosses_ray(a, a->item[i], ray);
        return odd;
    }

    for (size_t r = a->first_run; r < a->first_run + a->n_runs; r++) {
        const struct run_of_edges *run = &a->edges->runs[r];
        for (size_t i = run->first; i + 1 < run->first + run->n; i++)
            odd ^= crosses_ray(a, i, ray);
    }
    return odd;
}

bool near_area_holds(const struct near_area *a, const struct vertex *p)
{
    double lat = p->place.lat_deg, lon = remainder(p->place.lon_deg, 360);
    double margin = is_planar(a) ? 0 : MARGIN_DEG;
    if (lat < a->south - margin || lat > a->north + margin)
        return false;

    for (int turn = -1; turn <= 1; turn++) {
        double at = lon + 360 * turn;
        struct ray ray = {p, at, sin(radians(at)), cos(radians(at))};
        if (a->wraps && turn)
            continue;
        if (!a->wraps && (at < a->west - margin || at > a->east + margin))
            continue;
        if (odd_crossings(a, &ray) != a->holds_north_pole)
            return true;
    }
    return false;
}

/* ---- all areas of a layer */

/* Areas by cells of equal degrees, 0.5 to 8 (they divide 360); each cell has the areas whose box
 * meets it. */
struct near_areas {
    struct near_area *v;
    uint32_t *rows;
    size_t n;
    double cell_deg;
    size_t n_x, n_y;
    uint32_t *start, *item;
};

static void finish_areas(void *areas)
{
    struct near_areas *s = areas;
    for (size_t i = 0; i < s->n; i++)
        near_area_finish(&s->v[i]);
    free(s->v);
    free(s->rows);
    free(s->start);
    free(s->item);
}

static size_t column_of(const struct near_areas *s, double lon_deg)
{
    double at = floor((lon_deg + 180) / s->cell_deg);
    return (size_t)(fmod(at, (double)s->n_x) + (double)s->n_x) % s->n_x;
}

static size_t row_of(const struct near_areas *s, double lat_deg)
{
    double at = (lat_deg + 90) / s->cell_deg;
    return at <= 0 ? 0 : at >= (double)s->n_y ? s->n_y - 1 : (size_t)at;
}

/* As deal_edges: put each area into the cells that its box meets, or count. */
static size_t deal_areas(const struct near_areas *s, uint32_t *start, uint32_t *item)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct near_area *a = &s->v[i];
        bool all_round = a->wraps || a->east - a->west >= 360 - s->cell_deg;
        size_t x0 = all_round ? 0 : column_of(s, a->west - MARGIN_DEG);
        size_t width =
            all_round ? s->n_x : (column_of(s, a->east + MARGIN_DEG) + s->n_x - x0) % s->n_x + 1;
        size_t y0 = row_of(s, a->south - MARGIN_DEG), y1 = row_of(s, a->north + MARGIN_DEG);

        n += width * (y1 - y0 + 1);
        for (size_t y = y0; start && y <= y1; y++) {
            for (size_t k = 0; k < width; k++) {
                size_t cell = y * s->n_x + (x0 + k) % s->n_x;
                if (item)
                    item[start[cell]++] = (uint32_t)i;
                else
                    start[cell + 1]++;
            }
        }
    }

    return n;
}

/* The smallest cells that do not need too much memory. */
static void make_cells(struct near_areas *s)
{
    size_t n, most = 16 * s->n + 100000;
    s->cell_deg = 0.5;
    do {
        s->n_x = (size_t)(360 / s->cell_deg);
        s->n_y = (size_t)(180 / s->cell_deg);
        n = deal_areas(s, NULL, NULL);
    } while (n > most && s->cell_deg < 8 && (s->cell_deg *= 2));

    size_t cells = s->n_x * s->n_y;
    s->start = memory_grow(NULL, sizeof *s->start, cells + 2);
    s->item = memory_grow(NULL, sizeof *s->item, n + 1);
    memset(s->start, 0, (cells + 2) * sizeof *s->start);
    deal_areas(s, s->start, NULL);
    for (size_t k = 0; k < cells; k++)
        s->start[k + 1] += s->start[k];
    deal_areas(s, s->start, s->item);
    memmove(s->start + 1, s->start, cells * sizeof *s->start);
    s->start[0] = 0;
}

struct near_areas *near_areas_make(struct arena *a, const struct near_edges *edges)
{
    struct near_areas *s = arena_new(a, struct near_areas);
    const uint8_t *kind = edges->of->table.geom.kind;

    arena_defer(a, finish_areas, s);
    s->v = memory_grow(NULL, sizeof *s->v, edges->n_runs + 1);
    s->rows = memory_grow(NULL, sizeof *s->rows, edges->n_runs + 1);
    for (size_t r = 0, next; r < edges->n_runs; r = next) {
        uint32_t row = edges->runs[r].row;
        for (next = r + 1; next < edges->n_runs && edges->runs[next].row == row;)
            next++;
        if (kind[row] != GEOM_POLYGON)
            continue;

        near_area_make(edges, r, next - r, &s->v[s->n]);
        s->rows[s->n++] = row;
    }

    if (s->n)
        make_cells(s);
    return s;
}

void near_areas_at(const struct near_areas *s, const struct vertex *p,
                   void (*row)(void *ctx, uint32_t row), void *ctx)
{
    if (!s->n)
        return;

    size_t cell = row_of(s, p->place.lat_deg) * s->n_x + column_of(s, p->place.lon_deg);
    for (uint32_t i = s->start[cell]; i < s->start[cell + 1]; i++) {
        if (near_area_holds(&s->v[s->item[i]], p))
            row(ctx, s->rows[s->item[i]]);
    }
}
