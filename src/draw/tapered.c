/* Draws dashes that become narrow, as polygons. */
#include <math.h>

#include "draw/shapes.h"

/* One dash while the line is walked: its middle line, to be given a width when it ends. */
enum { PIECES = 64 };

struct dash {
    struct canvas *canvas;
    const struct stroke *stroke;
    double x[PIECES], y[PIECES], at[PIECES]; /* and how far along the dash */
    int n;
    double length; /* as the pattern has it */
};

static double half_width(const struct dash *d, double at)
{
    double t = d->length > 0 ? at / d->length : 0;
    double share = d->stroke->taper == TAPER_END ? 1 - t : 1 - (2 * t - 1) * (2 * t - 1);
    return fmax(share, 0) * d->stroke->width_pt / 2;
}

/* A point of the middle line, `at` along the dash. */
static void add_point(struct dash *d, double x, double y, double at)
{
    if (d->n && at - d->at[d->n - 1] < 1e-6)
        return;
    if (d->n == PIECES) /* finer than can be seen: the last one is moved on */
        d->n--;
    d->x[d->n] = x;
    d->y[d->n] = y;
    d->at[d->n++] = at;
}

/* The point beside place `i`, to the right (`way` 1) or left (-1). The direction at a place is that
 * from its neighbour before to the one after. */
static void side_point(const struct dash *d, int i, double way, double *ret_x, double *ret_y)
{
    int a = i > 0 ? i - 1 : i, b = i + 1 < d->n ? i + 1 : i;
    double dx = d->x[b] - d->x[a], dy = d->y[b] - d->y[a], len = hypot(dx, dy);
    double w = len > 0 ? way * half_width(d, d->at[i]) / len : 0;
    *ret_x = d->x[i] - dy * w;
    *ret_y = d->y[i] + dx * w;
}

/* The outline of the dash, there and back. */
static void finish_dash(struct dash *d)
{
    double x, y;
    for (int i = 0; i < d->n && d->n > 1; i++) {
        side_point(d, i, 1, &x, &y);
        (i ? d->canvas->impl->line : d->canvas->impl->move)(d->canvas, x, y);
    }
    for (int i = d->n; i-- > 0 && d->n > 1;) {
        side_point(d, i, -1, &x, &y);
        d->canvas->impl->line(d->canvas, x, y);
    }
    if (d->n > 1)
        d->canvas->impl->close(d->canvas);
    d->n = 0;
}

/* The pattern's place: which piece, and how much of it is left. */
struct pattern {
    const struct stroke *stroke;
    int k;
    double left;
};

static bool is_dash(const struct pattern *p)
{
    return p->k % 2 == 0;
}

static void next_piece(struct pattern *p)
{
    /* An odd pattern is repeated with dashes and gaps exchanged, as in SVG and cairo. */
    int n = p->stroke->n_dash, all = n % 2 ? 2 * n : n;
    p->k = (p->k + 1) % all;
    p->left = p->stroke->dash_pt[p->k % n];
}

void tapered_path(struct canvas *c, const double *xy, size_t n, const struct stroke *s)
{
    /* Places of a dash, at least: an outline of so many corners looks smooth. */
    static const double step = 8;
    struct dash d = {.canvas = c, .stroke = s, .length = s->dash_pt[0]};
    struct pattern p = {s, 0, s->dash_pt[0]};

    for (size_t i = 0; i + 1 < n; i++) {
        const double *a = xy + 2 * i, *b = a + 2;
        double len = hypot(b[0] - a[0], b[1] - a[1]), at = 0;
        if (!isfinite(len) || len == 0)
            continue;
        while (at < len) {
            double go = fmin(p.left, len - at);
            double x = a[0] + (b[0] - a[0]) * at / len, y = a[1] + (b[1] - a[1]) * at / len;
            if (is_dash(&p)) {
                go = fmin(go, fmax(d.length / step, 0.05));
                add_point(&d, x, y, d.length - p.left);
            }

            at += go;
            p.left -= go;
            if (p.left > 1e-9)
                continue;

            if (is_dash(&p)) {
                add_point(&d, a[0] + (b[0] - a[0]) * at / len, a[1] + (b[1] - a[1]) * at / len,
                          d.length);
                finish_dash(&d);
            }
            do
                next_piece(&p);
            while (!(p.left > 0));
            d.length = p.left;
        }
    }

    if (is_dash(&p) && d.n)
        add_point(&d, xy[2 * n - 2], xy[2 * n - 1], d.length - p.left);
    finish_dash(&d);
}
