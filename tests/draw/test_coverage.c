#include "draw/coverage.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "draw/stroker.h"

enum { SIDE = 64 };

/* The covers of an image, and that no run comes out of turn. */
struct picture {
    int cover[SIDE][SIDE];
    int y, x;
};

static void put(void *to, int y, int x0, int x1, unsigned cover)
{
    struct picture *p = to;
    g_assert_cmpint(y, >=, p->y);
    g_assert_cmpint(x0, >=, y > p->y ? 0 : p->x);
    g_assert_cmpint(x0, <, x1);
    g_assert_cmpint(x1, <=, SIDE);
    g_assert_cmpuint(cover, >, 0);
    g_assert_cmpuint(cover, <=, 255);
    p->y = y;
    p->x = x1;
    for (int x = x0; x < x1; x++)
        p->cover[y][x] = (int)cover;
}

static double ink(const struct picture *p)
{
    double sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        sum += p->cover[i / SIDE][i % SIDE] / 255.0;
    return sum;
}

static void polygon(struct coverage *c, const double *xy, size_t n)
{
    for (size_t i = 0; i < n; i++)
        coverage_edge(c, xy + 2 * i, xy + 2 * ((i + 1) % n));
}

static struct picture fill(const double *xy, size_t n, enum fill_rule rule)
{
    struct coverage c = {0};
    struct picture p = {0};
    coverage_begin(&c, (struct pixel_box){0, 0, SIDE, SIDE});
    polygon(&c, xy, n);
    coverage_sweep(&c, rule, put, &p);
    coverage_finish(&c);
    return p;
}

static double shoelace(const double *xy, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        const double *a = xy + 2 * i, *b = xy + 2 * ((i + 1) % n);
        sum += a[0] * b[1] - b[0] * a[1];
    }
    return fabs(sum) / 2;
}

/* To the rounding of positions, 1/512 pixel along the outline, and of covers, 1/510 of a pixel. */
static void triangles_cover_their_area(void)
{
    GRand *dice = g_rand_new_with_seed(7);
    for (int k = 0; k < 2000; k++) {
        double xy[6], around = 0;
        for (int i = 0; i < 6; i++)
            xy[i] = g_rand_double_range(dice, 0, SIDE);
        for (int i = 0; i < 3; i++)
            around += hypot(xy[2 * i] - xy[(2 * i + 2) % 6], xy[2 * i + 1] - xy[(2 * i + 3) % 6]);
        struct picture p = fill(xy, 3, k % 2 ? FILL_EVENODD : FILL_NONZERO);
        g_assert_cmpfloat(fabs(ink(&p) - shoelace(xy, 3)), <, 0.01 * around + 0.05);
    }
    g_rand_free(dice);
}

/* Each pixel of a rectangle between pixels is the product of its shares. */
static void pixels_are_exact(void)
{
    static const double xy[] = {10.25, 20.5, 13.75, 20.5, 13.75, 22.125, 10.25, 22.125};
    static const double share_x[] = {0.75, 1, 1, 0.75}, share_y[] = {0.5, 1, 0.125};
    struct picture p = fill(xy, 4, FILL_NONZERO);
    for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++)
            g_assert_cmpint(p.cover[20 + y][10 + x], ==,
                            (int)floor(255 * share_x[x] * share_y[y] + 0.5));
    }
    g_assert_cmpint(p.cover[20][9] + p.cover[20][14] + p.cover[19][11] + p.cover[23][11], ==, 0);
}

/* The same square twice: once inside, or not at all. */
static void rules_count_windings(void)
{
    static const double twice[] = {8, 8, 40, 8, 40, 40, 8, 40, 8, 8, 40, 8, 40, 40, 8, 40};
    struct picture odd = fill(twice, 8, FILL_EVENODD), any = fill(twice, 8, FILL_NONZERO);
    g_assert_cmpfloat(ink(&odd), ==, 0);
    g_assert_cmpfloat(ink(&any), ==, 32 * 32);
}

/* What lies outside counts for what is inside, however far it is. */
static void far_corners_keep_the_inside(void)
{
    static const double xy[] = {-1e9, -1e9, 1e9, -1e9, 1e9, 32, -1e9, 32};
    struct picture p = fill(xy, 4, FILL_NONZERO);
    g_assert_cmpfloat(ink(&p), ==, SIDE * 32);
    static const double slope[] = {-1e8, -1e8, 1e8, 1e8, -1e8, 1e8};
    p = fill(slope, 3, FILL_NONZERO);
    g_assert_cmpfloat(fabs(ink(&p) - SIDE * SIDE / 2.0), <, 1);
}

/* Rows drawn by themselves are those of the whole, to the bit. */
static void bands_are_parts_of_the_whole(void)
{
    GRand *dice = g_rand_new_with_seed(11);
    for (int k = 0; k < 300; k++) {
        double xy[24];
        for (int i = 0; i < 24; i++)
            xy[i] = g_rand_double_range(dice, -SIDE, 2 * SIDE);
        struct pen pen = {g_rand_double_range(dice, 0.2, 6), (enum line_cap)(k % 3),
                          (enum line_join)(k / 3 % 3), 4};
        struct dashes dashes = {{5, 3, 1}, 3, 2.5};
        struct picture whole = {0}, parts = {0};
        struct coverage c = {0};
        int cut = g_rand_int_range(dice, 1, SIDE);
        struct pixel_box boxes[] = {{0, 0, SIDE, SIDE}, {0, 0, SIDE, cut}, {0, cut, SIDE, SIDE}};
        for (int i = 0; i < 3; i++) {
            coverage_begin(&c, boxes[i]);
            if (k % 5)
                stroke_line(&c, &pen, xy, 12, k % 2);
            else
                stroke_dashed(&c, &pen, &dashes, xy, 12, k % 2);
            coverage_sweep(&c, FILL_NONZERO, put, i ? &parts : &whole);
        }
        coverage_finish(&c);
        g_assert_cmpmem(whole.cover, sizeof whole.cover, parts.cover, sizeof parts.cover);
    }
    g_rand_free(dice);
}

/* As often through one pixel as 32 bits do not hold, and back: nothing is left. */
static void many_edges_in_one_pixel(void)
{
    static const double right = 1 - 1 / 256.0, side[] = {0, 1, 0, 2};
    struct coverage c = {0};
    struct picture p = {0};
    coverage_begin(&c, (struct pixel_box){0, 0, 1, 2});
    for (int k = 0; k < 33000; k++) {
        double down[] = {right, k < 16500 ? 0 : 1, right, k < 16500 ? 1 : 0};
        coverage_edge(&c, down, down + 2);
        if (k == 16500 || k == 25000)
            polygon(&c, side, 2);
    }
    coverage_sweep(&c, FILL_NONZERO, put, &p);
    coverage_finish(&c);
    g_assert_cmpfloat(ink(&p), ==, 0);
}

static double stroked(const struct pen *pen, const double *xy, size_t n, bool closed,
                      const struct dashes *dashes)
{
    struct coverage c = {0};
    struct picture p = {0};
    coverage_begin(&c, (struct pixel_box){0, 0, SIDE, SIDE});
    if (dashes)
        stroke_dashed(&c, pen, dashes, xy, n, closed);
    else
        stroke_line(&c, pen, xy, n, closed);
    coverage_sweep(&c, FILL_NONZERO, put, &p);
    coverage_finish(&c);
    return ink(&p);
}

static void assert_near(double a, double b, double by)
{
    if (!(fabs(a - b) < by))
        g_error("%.4f, not %.4f", a, b);
}

static void caps_add_their_area(void)
{
    static const double xy[] = {12, 20, 42, 30}, dot[] = {30, 30, 30, 30};
    double length = hypot(30, 10);
    struct pen pen = {3, CAP_BUTT, JOIN_MITER, 4};
    assert_near(stroked(&pen, xy, 2, false, NULL), 6 * length, 0.3);
    assert_near(stroked(&pen, dot, 2, false, NULL), 0, 1e-9);
    pen.cap = CAP_SQUARE;
    assert_near(stroked(&pen, xy, 2, false, NULL), 6 * (length + 6), 0.3);
    assert_near(stroked(&pen, dot, 2, false, NULL), 36, 0.3);
    pen.cap = CAP_ROUND;
    assert_near(stroked(&pen, xy, 2, false, NULL), 6 * length + G_PI * 9, 0.8);
    assert_near(stroked(&pen, dot, 2, false, NULL), G_PI * 9, 0.8);
}

/* Wider than any page: no more edges than are of use, and all of the picture is painted. */
static void wide_pens_paint_all(void)
{
    static const double xy[] = {12, 20, 42, 30, 20, 40};
    struct pen pen = {.cap = CAP_ROUND, .join = JOIN_ROUND, .miter_limit = 4};
    for (pen.half = 1e2; pen.half < 1e12; pen.half *= 10)
        assert_near(stroked(&pen, xy, 3, false, NULL), SIDE * SIDE, 1e-9);
    for (pen.half = 1e-3; pen.half > 1e-200; pen.half *= 1e-10)
        assert_near(stroked(&pen, xy, 3, false, NULL), 0, 1);
}

/* A square corner: the miter fills it, the bevel cuts half of it off, the round one a circle's. */
static void joins_add_their_area(void)
{
    static const double corner[] = {10, 50, 10, 10, 50, 10},
                        ring[] = {12, 12, 44, 12, 44, 44, 12, 44};
    struct pen pen = {4, CAP_BUTT, JOIN_MITER, 4};
    double arms = 2 * 40 * 8 - 16; /* they share the inner quarter of the corner's square */
    assert_near(stroked(&pen, corner, 3, false, NULL), arms + 16, 0.1);
    pen.join = JOIN_BEVEL;
    assert_near(stroked(&pen, corner, 3, false, NULL), arms + 8, 0.2);
    pen.join = JOIN_ROUND;
    assert_near(stroked(&pen, corner, 3, false, NULL), arms + 4 * G_PI, 0.4);
    pen.join = JOIN_MITER;
    assert_near(stroked(&pen, ring, 4, true, NULL), 40 * 40 - 24 * 24, 0.1);
    /* there and back: as without the way back, but for the turn */
    static const double back[] = {10, 30, 50, 30, 10, 30};
    assert_near(stroked(&pen, back, 3, false, NULL), 40 * 8, 0.1);
    pen.join = JOIN_ROUND;
    assert_near(stroked(&pen, back, 3, false, NULL), 40 * 8 + 8 * G_PI, 0.8);
}

/* Half covers are 128 of 255. */
static void dashes_keep_their_lengths(void)
{
    static const double xy[] = {4, 20, 54, 20}, ring[] = {12, 12, 44, 12, 44, 44, 12, 44};
    struct pen pen = {1.5, CAP_BUTT, JOIN_MITER, 4};
    struct dashes d = {{10, 4}, 2, 0};
    assert_near(stroked(&pen, xy, 2, false, &d), 3 * 38, 0.3); /* 10 + 10 + 10 + 8 of 50 */
    d.offset = 5;
    assert_near(stroked(&pen, xy, 2, false, &d), 3 * 35, 0.3); /* 5 + 10 + 10 + 10 */
    d.offset = -2;
    assert_near(stroked(&pen, xy, 2, false, &d), 3 * 36, 0.3); /* behind 2: 10 + 10 + 10 + 6 */
    /* dots */
    d = (struct dashes){{0, 8}, 2, 0};
    pen.cap = CAP_ROUND;
    assert_near(stroked(&pen, xy, 2, false, &d), 7 * G_PI * 2.25, 1.2);
    pen.cap = CAP_BUTT;
    /* round a ring of 128: the last dash goes on into the first one, round the corner */
    d = (struct dashes){{16, 16}, 2, 8};
    assert_near(stroked(&pen, ring, 4, true, &d), 4 * 16 * 3, 0.8);
    d = (struct dashes){{200, 10}, 2, 0};
    assert_near(stroked(&pen, ring, 4, true, &d), 35 * 35 - 29 * 29, 0.8);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/draw/coverage/triangles-cover-their-area", triangles_cover_their_area);
    g_test_add_func("/draw/coverage/pixels-are-exact", pixels_are_exact);
    g_test_add_func("/draw/coverage/rules-count-windings", rules_count_windings);
    g_test_add_func("/draw/coverage/far-corners-keep-the-inside", far_corners_keep_the_inside);
    g_test_add_func("/draw/coverage/bands-are-parts-of-the-whole", bands_are_parts_of_the_whole);
    g_test_add_func("/draw/stroker/caps-add-their-area", caps_add_their_area);
    g_test_add_func("/draw/coverage/many-edges-in-one-pixel", many_edges_in_one_pixel);
    g_test_add_func("/draw/stroker/wide-pens-paint-all", wide_pens_paint_all);
    g_test_add_func("/draw/stroker/joins-add-their-area", joins_add_their_area);
    g_test_add_func("/draw/stroker/dashes-keep-their-lengths", dashes_keep_their_lengths);
    return g_test_run();
}
