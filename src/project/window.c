/* How the window of longitudes and latitudes that may show is found, and the distortion in it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "project/domain.h"
#include "project/fit.h"

/* The frame, and a little around it, is sampled in a grid whose places are taken back to the globe.
 * Of a small frame, far from where the projection ends, only the rim is sampled all along, since
 * extremes lie there, and the inside every EVERY rows and columns. */
enum { GRID = 33, GRID_N = GRID * GRID, EVERY = 8 };

/* A frame of no more than this is small: a scale that is least between two samples then differs
 * from theirs by 0.03 % at most (half a step is 0.6 degrees: squared, halved, and twice for two
 * sides). */
#define SMALL_DEG 10

struct sample {
    double deg[2];
    bool valid, inside; /* it can be shown; it lies in the frame proper */
};

struct samples {
    struct sample at[GRID_N];
    bool small;
    bool coarse[GRID]; /* rows and columns that are sampled all along */
};

static struct box grown_frame(const struct view *v)
{
    struct box f = v->frame_pt;
    return box_grow(f, 24 + 0.02 * fmax(box_width(f), box_height(f)));
}

static struct pagexy sample_place(struct box grown, int i)
{
    return (struct pagexy){grown.x0 + box_width(grown) * (i % GRID) / (GRID - 1),
                           grown.y0 + box_height(grown) * (i / GRID) / (GRID - 1)};
}

static bool lies_in(struct box b, struct pagexy p)
{
    return p.x_pt >= b.x0 && p.x_pt <= b.x1 && p.y_pt >= b.y0 && p.y_pt <= b.y1;
}

static bool is_coarse(const struct samples *s, int i)
{
    return s->coarse[i % GRID] && s->coarse[i / GRID];
}

static bool is_rim(int i)
{
    int column = i % GRID, row = i / GRID;
    return column == 0 || column == GRID - 1 || row == 0 || row == GRID - 1;
}

/* Take all samples, or those of a small frame. */
static void take_samples(const struct view *v, bool small, struct samples *ret)
{
    struct box grown = grown_frame(v);
    double xy[2 * GRID_N];
    size_t n = 0;

    for (int i = 0; i < GRID_N; i++) {
        struct pagexy at = sample_place(grown, i);
        ret->at[i] = (struct sample){.inside = lies_in(v->frame_pt, at)};
        if (small && !is_rim(i) && !is_coarse(ret, i))
            continue;
        xy_set(xy, n++, at.x_pt, at.y_pt);
    }

    view_lonlats(v, xy, n);
    n = 0;
    for (int i = 0; i < GRID_N; i++) {
        if (small && !is_rim(i) && !is_coarse(ret, i))
            continue;
        memcpy(ret->at[i].deg, xy + 2 * n++, sizeof ret->at[i].deg);
        ret->at[i].valid = isfinite(ret->at[i].deg[0]);
    }
    ret->small = small;
}

/* Choose every EVERY row and column, and the first and last ones inside the frame, where
 * distortions are largest. */
static void choose_coarse(const struct view *v, struct samples *ret)
{
    struct box grown = grown_frame(v);
    for (int k = 0; k < GRID; k++)
        ret->coarse[k] = k % EVERY == 0;

    for (int side = 0; side < 2; side++) {
        int first = 0;
        while (first < GRID / 2) {
            struct pagexy at = sample_place(grown, first * (side ? GRID : 1));
            if (side ? at.y_pt >= v->frame_pt.y0 : at.x_pt >= v->frame_pt.x0)
                break;
            first++;
        }

        ret->coarse[first] = ret->coarse[GRID - 1 - first] = true;
    }
}

/* Are the few samples enough? All must be valid, lie together, and be as far again from the end of
 * what can be shown. A pole in the frame has all longitudes around it. */
static bool is_small(const struct view *v, const struct samples *s)
{
    const double *middle = s->at[GRID_N / 2].deg;
    struct box b = BOX_EMPTY;
    for (int i = 0; i < GRID_N; i++) {
        if (!is_rim(i) && !is_coarse(s, i))
            continue;
        if (!s->at[i].valid)
            return false;

        double lon = middle[0] + remainder(s->at[i].deg[0] - middle[0], 360);
        b = box_add(b, lon, s->at[i].deg[1]);
    }

    double ignored;
    return box_width(b) < SMALL_DEG && box_height(b) < SMALL_DEG && !v->domain->probed &&
           domain_holds_box(v->domain, box_grow(b, SMALL_DEG), &ignored);
}

static void sample_frame(const struct view *v, struct samples *ret)
{
    choose_coarse(v, ret);
    take_samples(v, true, ret);
    if (!is_small(v, ret))
        take_samples(v, false, ret);
}

/* The largest steps between neighbours: so far the window may reach beyond the samples. */
static void largest_steps(const struct sample *s, double *ret_lon, double *ret_lat)
{
    *ret_lon = *ret_lat = 0;
    for (int i = 0; i < GRID_N; i++) {
        int next[2] = {i % GRID + 1 < GRID ? i + 1 : i, i + GRID < GRID_N ? i + GRID : i};
        for (int k = 0; k < 2; k++) {
            const struct sample *a = &s[i], *b = &s[next[k]];
            if (!a->valid || !b->valid)
                continue;
            *ret_lon = fmax(*ret_lon, fabs(remainder(a->deg[0] - b->deg[0], 360)));
            *ret_lat = fmax(*ret_lat, fabs(a->deg[1] - b->deg[1]));
        }
    }
}

static int by_value(const void *p, const void *q)
{
    double a = *(const double *)p, b = *(const double *)q;
    return (a > b) - (a < b);
}

/* Add places of the edge of the world that lie in the frame: longitudes to `ret_lon`, latitudes to
 * the window. */
static size_t add_world_edge(const struct view *v, double *ret_lon, size_t n, size_t max,
                             struct box *window)
{
    struct paths edge = {0};
    struct box grown = grown_frame(v);
    domain_outline(v->domain, &edge);

    for (size_t i = 0; i < edge.n; i++) {
        const double *a = edge.xy + 2 * i, *b = edge.xy + 2 * ((i + 1) % edge.n);
        int steps = edge.n > 100 ? 1 : 90;
        for (int k = 0; k < steps && n < max; k++) {
            double xy[2] = {a[0] + (b[0] - a[0]) * k / steps, a[1] + (b[1] - a[1]) * k / steps};
            double lon = remainder(xy[0], 360), lat = xy[1];
            domain_project(v->domain, xy, 1);
            double x = v->to_page.xx * xy[0] + v->to_page.x0,
                   y = v->to_page.yy * xy[1] + v->to_page.y0;
            if (!lies_in(grown, (struct pagexy){x, y}))
                continue;

            ret_lon[n++] = lon;
            *window = box_add(*window, 0, lat);
        }
    }

    paths_finish(&edge);
    return n;
}

/* Gather the places that may show: the valid samples, and the edge of the world. */
static size_t gather_places(const struct view *v, const struct samples *s, double *ret_lon,
                            size_t max, struct box *window)
{
    size_t n = 0;
    for (int i = 0; i < GRID_N; i++) {
        if (!s->at[i].valid)
            continue;
        ret_lon[n++] = s->at[i].deg[0];
        *window = box_add(*window, 0, s->at[i].deg[1]);
    }

    return s->small ? n : add_world_edge(v, ret_lon, n, max, window);
}

/* Set the window's sides to the shortest arc of longitudes that holds all: what the largest gap
 * leaves. */
static void set_longitudes(double *lon, size_t n, double margin, struct box *ret)
{
    for (size_t i = 0; i < n; i++)
        lon[i] = lon[i] < 180 ? lon[i] : lon[i] - 360;
    qsort(lon, n, sizeof *lon, by_value);

    double gap = lon[0] + 360 - lon[n - 1];
    size_t after = 0; /* the first longitude behind the gap */
    for (size_t i = 1; i < n; i++) {
        if (lon[i] - lon[i - 1] > gap) {
            gap = lon[i] - lon[i - 1];
            after = i;
        }
    }

    double from = lon[after] - margin, width = 360 - gap + 2 * margin;
    if (width >= 355 || margin > 60)
        from = -180, width = 360;
    from -= 360 * floor((from + 180) / 360);
    ret->x0 = from;
    ret->x1 = from + width;
}

/* A pole that is one point inside the frame adds all longitudes to the window. */
static void add_poles(const struct view *v, struct box *window)
{
    struct box grown = box_grow(v->frame_pt, 24);
    for (int sign = -1; sign <= 1; sign += 2) {
        struct pagexy a, b;
        double lon0 = v->domain->centre.lon_deg;
        if (!view_point(v, (struct lonlat){lon0 - 90, 90.0 * sign}, &a) ||
            !view_point(v, (struct lonlat){lon0 + 90, 90.0 * sign}, &b))
            continue;

        bool point = hypot(a.x_pt - b.x_pt, a.y_pt - b.y_pt) < 0.1;
        if (!point || a.x_pt < grown.x0 || a.x_pt > grown.x1 || a.y_pt < grown.y0 ||
            a.y_pt > grown.y1)
            continue;

        window->x0 = -180;
        window->x1 = 180;
        if (sign > 0)
            window->y1 = 90;
        else
            window->y0 = -90;
    }
}

static void set_window(struct view *v, const struct samples *s)
{
    enum { MAX = GRID_N + 2000 };
    double step_lon, step_lat, lon[MAX];
    struct box window = BOX_EMPTY;

    largest_steps(s->at, &step_lon, &step_lat);
    size_t n = gather_places(v, s, lon, MAX, &window);
    v->window_deg = (struct box){-180, -90, 180, 90};
    if (n < 4)
        return; /* a world smaller than the grid: everything may show */
    set_longitudes(lon, n, step_lon, &v->window_deg);
    v->window_deg.y0 = fmax(-90, window.y0 - step_lat);
    v->window_deg.y1 = fmin(90, window.y1 + step_lat);
    if (!s->small)
        add_poles(v, &v->window_deg);
}

#define TISSOT_STEP_DEG 1e-3 /* about 100 m to each side */

/* Scale along the axes of the Tissot ellipse, from differences over about 100 m:
 *   A = J diag(1 / (N cos lat), 1 / M), singular values a >= b. Source: Snyder 1987, section 4.
 * `p`: the places west, east, south and north of `deg`, in the system's coordinates. */
static bool measure_distortion(const struct view *v, const double *deg, const double *p,
                               double *ret_a, double *ret_b)
{
    const double h = TISSOT_STEP_DEG, f = v->crs.flattening, e2 = f * (2 - f);
    double lat = radians(deg[1]), w = sqrt(1 - e2 * sin(lat) * sin(lat));
    double n_m = v->crs.semi_major_m / w, m_m = v->crs.semi_major_m * (1 - e2) / (w * w * w);
    double unit_m = v->crs.m_per_unit;

    double east = radians(2 * h) * n_m * cos(lat) / unit_m, north = radians(2 * h) * m_m / unit_m;
    double xx = (p[2] - p[0]) / east, yx = (p[3] - p[1]) / east;
    double xy = (p[6] - p[4]) / north, yy = (p[7] - p[5]) / north;
    double sum = hypot(xx + yy, yx - xy), difference = hypot(xx - yy, yx + xy);
    *ret_a = (sum + difference) / 2;
    *ret_b = fabs(sum - difference) / 2;

    /* Beside a seam the difference runs across it. */
    return isfinite(*ret_a) && *ret_a < 1e3;
}

/* The samples of a row of the grid at which distortion is measured; returns how many. */
static size_t row_samples(const struct samples *s, int row, bool inside, double lat_max,
                          const struct sample **ret)
{
    size_t n = 0;
    for (int i = row * GRID; i < (row + 1) * GRID; i++) {
        const struct sample *at = &s->at[i];
        if (at->valid && (at->inside || !inside) && fabs(at->deg[1]) <= lat_max &&
            (!s->small || is_coarse(s, i)))
            ret[n++] = at;
    }
    return n;
}

/* The `n_around` places around each sample, `step_deg` times `stencil` away. */
static void places_around(const struct sample *const *s, size_t n, const int (*stencil)[2],
                          size_t n_around, double step_deg, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < n_around; k++, ret += 2) {
            ret[0] = s[i]->deg[0] + step_deg * stencil[k][0];
            ret[1] = s[i]->deg[1] + step_deg * stencil[k][1];
        }
    }
}

static void set_distortion(struct view *v, const struct samples *s)
{
    static const int stencil[4][2] = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    /* Where the pole is a line, scale along it is infinite and says nothing about the map. */
    double lat_max = v->domain->kind == DOMAIN_STRIP ? 85 : 89.9;
    const struct sample *at[GRID];

    for (int row = 0; row < GRID; row++) {
        double p[8 * GRID], a, b;
        size_t n = row_samples(s, row, true, lat_max, at);
        places_around(at, n, stencil, 4, TISSOT_STEP_DEG, p);
        transform_points(v->base_from_lonlat, p, 4 * n);
        domain_project_places(v->domain, p, 4 * n);

        for (size_t i = 0; i < n; i++) {
            if (!measure_distortion(v, at[i]->deg, p + 8 * i, &a, &b))
                continue;

            v->max_scale_error = fmax(v->max_scale_error, fmax(fabs(a - 1), fabs(b - 1)));
            v->max_area_error = fmax(v->max_area_error, fabs(a * b - 1));
            v->max_angle_deg = fmax(v->max_angle_deg, degrees(2 * asin((a - b) / (a + b))));
        }
    }
}

#define BEND_STEP_DEG 0.05 /* taste: far below the grid's step, far above rounding */

/* The largest second derivative of the page by degrees at one sample, from differences; doubled for
 * what lies between samples. */
static double bend_at(const struct view *v, const double *p)
{
    double scale = v->to_page.xx / (BEND_STEP_DEG * BEND_STEP_DEG), most = 0;
    double bend[3] = {
        hypot(p[2] - 2 * p[0] + p[4], p[3] - 2 * p[1] + p[5]),
        hypot(p[6] - 2 * p[0] + p[8], p[7] - 2 * p[1] + p[9]),
        hypot(p[10] + p[12] - p[14] - p[16], p[11] + p[13] - p[15] - p[17]) / 4,
    };

    for (int k = 0; k < 3; k++) {
        /* Across a seam a difference is as wide as the map: not a bend. */
        if (isfinite(bend[k]) && bend[k] * v->to_page.xx < box_width(v->frame_pt) / 10)
            most = fmax(most, 2 * bend[k] * scale);
    }
    return most;
}

static void set_bend(struct view *v, const struct samples *s)
{
    static const int stencil[9][2] = {{0, 0}, {1, 0},   {-1, 0}, {0, 1}, {0, -1},
                                      {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    const struct sample *at[GRID];
    for (int row = 0; row < GRID; row++) {
        double p[18 * GRID];
        size_t n = row_samples(s, row, false, 90 - BEND_STEP_DEG, at);
        places_around(at, n, stencil, 9, BEND_STEP_DEG, p);
        domain_project_places(v->domain, p, 9 * n);

        for (size_t i = 0; i < n; i++)
            v->bend_pt = fmax(v->bend_pt, bend_at(v, p + 18 * i));
    }
}

/* Metres on the ground in one unit of the system, in the middle of the frame. */
static double middle_m_per_unit(const struct view *v)
{
    struct box f = v->frame_map;
    double x = (f.x0 + f.x1) / 2, y = (f.y0 + f.y1) / 2;
    struct lonlat ignored;
    struct pagexy middle = {(v->frame_pt.x0 + v->frame_pt.x1) / 2,
                            (v->frame_pt.y0 + v->frame_pt.y1) / 2};
    double m = view_lonlat(v, middle, &ignored) ? fit_m_per_unit(v, x, y) : 0;
    if (m > 0)
        return m;
    return v->crs.m_per_unit;
}

bool fit_describe(struct view *v, struct lode_err *err)
{
    struct samples samples;
    (void)err;
    v->scale_denominator = middle_m_per_unit(v) / metres_of_pt(v->to_page.xx);
    sample_frame(v, &samples);
    set_window(v, &samples);
    if (v->window_only)
        return true;

    set_distortion(v, &samples);
    set_bend(v, &samples);
    return true;
}
