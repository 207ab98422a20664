/* How much of each pixel an area covers: collects the edges of its outline, sorts them by pixel,
 * and sums them up row by row. */
#include "draw/coverage.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    ONE = 256,            /* positions a pixel */
    FAR = 1 << 16,        /* pixels: what lies beyond is moved there */
    FULL = 2 * ONE * ONE, /* twice the area of a pixel */
    CELL_MAX = 1 << 30,   /* an edge adds at most FULL */
};

struct cell {
    int16_t x, y;
    int32_t cover; /* ONE: an edge down through all of the pixel */
    int32_t area;  /* twice what lies between the edge and the pixel's left side */
};

static int64_t floor_div(int64_t a, int64_t b) /* b > 0 */
{
    int64_t q = a / b;
    return q * b > a ? q - 1 : q;
}

/* What an edge does in one pixel: `cover` and `area` as in struct cell. */
static void add_cell(struct coverage *c, int x, int y, int cover, int area)
{
    if (!cover || x >= c->within.x1)
        return;
    if (x < c->within.x0) {
        x = c->within.x0 - 1; /* it counts for all pixels to the right */
        area = 0;
    }

    struct cell *last = c->n ? c->cells + c->n - 1 : NULL;
    if (last && last->x == x && last->y == y && abs(last->area) < CELL_MAX &&
        abs(last->cover) < CELL_MAX) {
        last->cover += cover;
        last->area += area;
        return;
    }

    if (c->n == c->cap) {
        c->cap = c->cap ? 2 * c->cap : 4096;
        c->cells = memory_grow(c->cells, sizeof *c->cells, c->cap);
    }
    c->cells[c->n++] = (struct cell){(int16_t)x, (int16_t)y, cover, area};
}

/* The part of an edge in one row: from (xa, ya) to (xb, yb), where 0 <= ya < yb <= ONE. */
static void add_in_row(struct coverage *c, int row, int64_t xa, int ya, int64_t xb, int yb,
                       int sign)
{
    int from = (int)(xa >> 8), to = (int)(xb >> 8), dy = yb - ya;
    if (from >= c->within.x1 && to >= c->within.x1)
        return;

    if (from == to || (from < c->within.x0 && to < c->within.x0)) {
        int in = (int)(xa & 255) + (int)(xb & 255);
        add_cell(c, from, row, sign * dy, sign * dy * in);
        return;
    }

    /* From one side of a pixel to the other, in `step`; where it leaves the first one is `ahead`
     * from xa. All heights are floors of the true ones, whatever the direction of x. */
    int step = from < to ? 1 : -1;
    int64_t dx = from < to ? xb - xa : xa - xb, ahead = from < to ? ONE - (xa & 255) : (xa & 255);
    int64_t lift = (int64_t)ONE * dy / dx, rest = (int64_t)ONE * dy % dx;
    int64_t y = ahead * dy / dx, left = ahead * dy % dx;
    int far_side = from < to ? ONE : 0;

    add_cell(c, from, row, sign * (int)y, sign * (int)y * ((int)(xa & 255) + far_side));
    for (int x = from + step; x != to; x += step) {
        int64_t before = y;
        y += lift;
        left += rest;
        if (left >= dx) {
            left -= dx;
            y++;
        }
        add_cell(c, x, row, sign * (int)(y - before), sign * (int)(y - before) * ONE);
    }

    int last = dy - (int)y;
    add_cell(c, to, row, sign * last, sign * last * ((ONE - far_side) + (int)(xb & 255)));
}

/* Positions in 1/256 pixel, y0 < y1. */
static void add_edge(struct coverage *c, int64_t x0, int64_t y0, int64_t x1, int64_t y1, int sign)
{
    int64_t top = (int64_t)c->within.y0 * ONE, bottom = (int64_t)c->within.y1 * ONE;
    int64_t dx = x1 - x0, dy = y1 - y0, y = y0 > top ? y0 : top, end = y1 < bottom ? y1 : bottom;
    if (y >= end)
        return;

    int64_t x = y == y0 ? x0 : x0 + floor_div((y - y0) * dx, dy);

    /* Where the edge crosses the next rows: always the floor, kept up to date by its remainder. */
    int64_t below = (y / ONE + 1) * ONE, lift = floor_div(ONE * dx, dy);
    int64_t rest = ONE * dx - lift * dy, next = 0, left = 0;
    if (below < end) {
        next = floor_div((below - y0) * dx, dy);
        left = (below - y0) * dx - next * dy;
    }

    for (int row = (int)(y / ONE); y < end; row++) {
        int64_t yb = below < end ? below : end;
        int64_t xb = yb == y1 ? x1 : yb == end ? x0 + floor_div((yb - y0) * dx, dy) : x0 + next;
        add_in_row(c, row, x, (int)(y - (int64_t)row * ONE), xb, (int)(yb - (int64_t)row * ONE),
                   sign);
        x = xb;
        y = yb;
        below += ONE;
        next += lift;
        left += rest;
        if (left >= dy) {
            left -= dy;
            next++;
        }
    }
}

static bool is_near(const double p[2])
{
    return fabs(p[0]) < FAR && fabs(p[1]) < FAR;
}

/* An edge whose ends are both near. */
static void add_near(struct coverage *c, const double a[2], const double b[2])
{
    int64_t x0 = (int64_t)floor(a[0] * ONE + 0.5), y0 = (int64_t)floor(a[1] * ONE + 0.5);
    int64_t x1 = (int64_t)floor(b[0] * ONE + 0.5), y1 = (int64_t)floor(b[1] * ONE + 0.5);
    if (y0 < y1)
        add_edge(c, x0, y0, x1, y1, 1);
    else if (y1 < y0)
        add_edge(c, x1, y1, x0, y0, -1);
}

/* The point of the line a-b whose coordinate on axis `k` is `at`. */
static void cross_axis(const double a[2], const double b[2], int k, double at, double ret[2])
{
    double t = (at - a[k]) / (b[k] - a[k]);
    ret[k] = at;
    ret[1 - k] = a[1 - k] + t * (b[1 - k] - a[1 - k]);
}

/* An edge whose ends are moved left or right, to where x is near. */
static void add_moved(struct coverage *c, const double a[2], const double b[2])
{
    double limit = FAR - 1;
    add_near(c, (double[]){fmin(fmax(a[0], -limit), limit), a[1]},
             (double[]){fmin(fmax(b[0], -limit), limit), b[1]});
}

/* An edge with an end that is far: cut where it is too far up or down, and where it becomes too far
 * left or right; the pieces there are moved to the limit. */
static void add_far(struct coverage *c, const double a[2], const double b[2])
{
    double limit = FAR - 1, p[2][2], at[2];
    memcpy(p[0], a, sizeof p[0]);
    memcpy(p[1], b, sizeof p[1]);

    for (int end = 0; end < 2; end++) {
        if (fabs(p[end][1]) > limit)
            cross_axis(a, b, 1, copysign(limit, p[end][1]), p[end]);
    }

    double first = p[0][0] < p[1][0] ? -limit : limit;
    for (int k = 0; k < 2; k++) {
        double x = k ? -first : first;
        if ((p[0][0] < x) == (p[1][0] < x))
            continue;
        cross_axis(p[0], p[1], 0, x, at);
        add_moved(c, p[0], at);
        memcpy(p[0], at, sizeof at);
    }

    add_moved(c, p[0], p[1]);
}

void coverage_begin(struct coverage *c, struct pixel_box within)
{
    c->within = within;
    c->n = 0;
}

void coverage_edge(struct coverage *c, const double a[2], const double b[2])
{
    if ((a[1] <= c->within.y0 && b[1] <= c->within.y0) ||
        (a[1] >= c->within.y1 && b[1] >= c->within.y1) ||
        (a[0] >= c->within.x1 && b[0] >= c->within.x1))
        return;
    (is_near(a) && is_near(b) ? add_near : add_far)(c, a, b);
}

static int by_x(const void *p, const void *q)
{
    return ((const struct cell *)p)->x - ((const struct cell *)q)->x;
}

/* By insertion where there are few cells: many are in order already. */
static void sort_row(struct cell *cells, size_t n)
{
    if (n > 64) {
        qsort(cells, n, sizeof *cells, by_x);
        return;
    }

    for (size_t i = 1; i < n; i++) {
        struct cell moving = cells[i];
        size_t k = i;
        for (; k > 0 && cells[k - 1].x > moving.x; k--)
            cells[k] = cells[k - 1];
        cells[k] = moving;
    }
}

/* Sorts the cells into rows, by counting: c->rows[k] is where row y0 + k begins in c->sorted. */
static void sort_rows(struct coverage *c, int y0, int y1)
{
    size_t n_rows = (size_t)(y1 - y0) + 1;
    if (c->cap_rows < n_rows + 1) {
        c->cap_rows = 2 * n_rows + 1;
        c->rows = memory_grow(c->rows, sizeof *c->rows, c->cap_rows);
    }
    if (c->cap_sorted < c->n) {
        c->cap_sorted = c->cap;
        c->sorted = memory_grow(c->sorted, sizeof *c->sorted, c->cap_sorted);
    }

    memset(c->rows, 0, (n_rows + 1) * sizeof *c->rows);
    for (size_t i = 0; i < c->n; i++)
        c->rows[c->cells[i].y - y0 + 1]++;
    for (size_t k = 1; k <= n_rows; k++)
        c->rows[k] += c->rows[k - 1];

    for (size_t i = 0; i < c->n; i++)
        c->sorted[c->rows[c->cells[i].y - y0]++] = c->cells[i];
    memmove(c->rows + 1, c->rows, n_rows * sizeof *c->rows); /* each was moved to its end */
    c->rows[0] = 0;
}

/* The cover of a pixel, 0 to 255, from twice the area inside of it. */
static unsigned cover_of(int64_t area, enum fill_rule rule)
{
    int64_t a = area < 0 ? -area : area;
    if (rule == FILL_EVENODD) {
        a %= 2 * FULL;
        if (a > FULL)
            a = 2 * FULL - a;
    } else if (a > FULL) {
        a = FULL;
    }
    return (unsigned)((a * 255 + FULL / 2) / FULL);
}

/* Sums cells up from left to right: runs of one pixel where there are edges, longer ones between.
 */
static void sweep_row(const struct coverage *c, int y, const struct cell *cells, size_t n,
                      enum fill_rule rule, coverage_put *put, void *to)
{
    int64_t cover = 0;

    for (size_t i = 0; i < n;) {
        int x = cells[i].x;
        int64_t area = 0;
        for (; i < n && cells[i].x == x; i++) {
            area += cells[i].area;
            cover += cells[i].cover;
        }

        unsigned here = cover_of(2 * ONE * cover - area, rule);
        if (here && x >= c->within.x0)
            put(to, y, x, x + 1, here);

        int next = i < n ? cells[i].x : c->within.x1;
        unsigned between = cover && x + 1 < next ? cover_of(2 * ONE * cover, rule) : 0;
        if (between)
            put(to, y, x + 1, next, between);
    }
}

void coverage_sweep(struct coverage *c, enum fill_rule rule, coverage_put *put, void *to)
{
    if (!c->n)
        return;

    int y0 = c->cells[0].y, y1 = y0;
    for (size_t i = 1; i < c->n; i++) {
        y0 = c->cells[i].y < y0 ? c->cells[i].y : y0;
        y1 = c->cells[i].y > y1 ? c->cells[i].y : y1;
    }

    sort_rows(c, y0, y1);
    for (int y = y0; y <= y1; y++) {
        uint32_t from = c->rows[y - y0], end = c->rows[y - y0 + 1];
        sort_row(c->sorted + from, end - from);
        sweep_row(c, y, c->sorted + from, end - from, rule, put, to);
    }
    c->n = 0;
}

void coverage_finish(struct coverage *c)
{
    free(c->cells);
    free(c->sorted);
    free(c->rows);
    *c = (struct coverage){0};
}
