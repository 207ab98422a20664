#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "../write/specimen.h"
#include "base/arena.h"
#include "draw/draw.h"

static struct arena arena;
static struct scene sheet;

enum { DPI = 200, WIDTH = 1654, HEIGHT = 1417, STRIDE = 4 * WIDTH };

static void take(void *to, const struct drawn_rows *rows)
{
    memcpy((unsigned char *)to + (size_t)STRIDE * (size_t)rows->from, rows->pixels,
           rows->stride * (size_t)(rows->end - rows->from));
}

/* In bands, as files are made. */
static unsigned char *drawn(int threads)
{
    struct lode_err err = {0};
    unsigned char *pixels = g_malloc0((gsize)STRIDE * HEIGHT);
    struct draw_image image = {
        .width = WIDTH, .height = HEIGHT, .scale = DPI / 72.0, .threads = threads};
    g_assert_true(draw_on_image(&sheet, &image, take, pixels, &err));
    return pixels;
}

/* The same scene by cairo, on an image of its own. */
static unsigned char *drawn_by_cairo(void)
{
    struct lode_err err = {0};
    unsigned char *pixels = g_malloc0((gsize)STRIDE * HEIGHT);
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, WIDTH, HEIGHT, STRIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, WIDTH / sheet.width_pt, HEIGHT / sheet.height_pt);
    g_assert_true(draw_on_cairo(&sheet, cr, &err));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return pixels;
}

/* The largest difference of the means of squares of `side` pixels, and how many differ by more than
 * 36. */
static double largest_difference(const unsigned char *a, const unsigned char *b, int side,
                                 int *ret_large)
{
    double most = 0;
    *ret_large = 0;
    for (int y = 0; y + side <= HEIGHT; y += side) {
        for (int x = 0; x + side <= WIDTH; x += side) {
            int sum[3] = {0};
            for (int i = 0; i < side * side; i++) {
                size_t at = (size_t)STRIDE * (size_t)(y + i / side) + 4 * (size_t)(x + i % side);
                for (int k = 0; k < 3; k++)
                    sum[k] += a[at + k] - b[at + k];
            }
            double here = 0;
            for (int k = 0; k < 3; k++)
                here = fmax(here, abs(sum[k]) / (double)(side * side));
            most = fmax(most, here);
            *ret_large += here > 36;
        }
    }
    return most;
}

/* Pixel by pixel where there is no text. Cairo counts coverage in fifteenths of a row, adds lines
 * that cross in another way, and softens what is on the edge of a clipped group twice. */
static void cairo_draws_the_same(void)
{
    struct scene all = sheet;
    struct scene_op *ops = g_memdup2(sheet.ops, sheet.n_ops * sizeof *ops);
    size_t n = 0;
    int large;
    for (size_t i = 0; i < sheet.n_ops; i++) {
        if (ops[i].kind != SCENE_TEXT)
            ops[n++] = ops[i];
    }
    sheet.ops = ops;
    sheet.n_ops = n;
    unsigned char *ours = drawn(0), *cairos = drawn_by_cairo();
    g_assert_cmpfloat(largest_difference(ours, cairos, 1, &large), <, 72);
    g_assert_cmpfloat(largest_difference(ours, cairos, 8, &large), <, 8);
    g_free(ours);
    g_free(cairos);
    g_free(ops);
    sheet = all;
}

static void walk(GRand *dice, struct geom_builder *b, enum geom_kind kind)
{
    double x = g_rand_double_range(dice, 50, 550), y = g_rand_double_range(dice, 50, 460);
    double first_x = x, first_y = y, step = g_rand_double_range(dice, 0.3, 60);
    geom_feature(b, kind);
    geom_part(b);
    geom_ring(b);
    for (int n = g_rand_int_range(dice, 3, 30); n > 0; n--) {
        geom_xy(b, x, y);
        x += g_rand_double_range(dice, -step, step);
        y += g_rand_double_range(dice, -step, step);
    }
    if (kind == GEOM_POLYGON)
        geom_xy(b, first_x, first_y);
}

/* Lines of all kinds: widths, caps, joins, dashes, also shorter than they are wide. Where pieces of
 * one line overlap, ours adds up the covers of both at their edges, to a full one at most; and a
 * dash that ends at a corner may by a rounding go round it in one of the two. */
static void cairo_draws_any_line(void)
{
    GRand *dice = g_rand_new_with_seed(3);
    struct scene all = sheet;
    for (int k = 0; k < 60; k++) {
        struct geometry g;
        struct geom_builder b = {0};
        struct scene_op op = {.kind = SCENE_SHAPES};
        struct symbol look = {.fill = {200, 220, 240, (guint8)(k % 4 ? 255 : 120)}};
        look.stroke = (struct stroke){.color = {40, 20, 90, (guint8)(k % 5 ? 255 : 140)},
                                      .width_pt = g_rand_double_range(dice, 0.05, 9),
                                      .cap = (enum line_cap)(k % 3),
                                      .join = (enum line_join)(k / 3 % 3)};
        for (look.stroke.n_dash = k % 7 % 4; op.shapes.passes < (unsigned)look.stroke.n_dash;)
            look.stroke.dash_pt[op.shapes.passes++] = g_rand_double_range(dice, 0.5, 12);
        look.stroke.dash_offset_pt = g_rand_double_range(dice, -20, 20);
        for (int i = 0; i < 12; i++)
            walk(dice, &b, i % 2 ? GEOM_LINE : GEOM_POLYGON);
        geom_finish(&arena, &b, &g);
        op.shapes.geom = &g;
        op.shapes.symbols = &look;
        op.shapes.passes = PASS_FILL | PASS_STROKE;
        sheet.ops = &op;
        sheet.n_ops = 1;
        unsigned char *ours = drawn(0), *cairos = drawn_by_cairo();
        int large;
        largest_difference(ours, cairos, 6, &large);
        g_assert_cmpint(large, <=, 20); /* of 64,900 */
        g_free(ours);
        g_free(cairos);
    }
    sheet = all;
    g_rand_free(dice);
}

/* Cairo sets letters on whole pixels: compared are the shades of words, not their strokes. */
static void cairo_writes_the_same(void)
{
    int large;
    unsigned char *ours = drawn(0), *cairos = drawn_by_cairo();
    g_assert_cmpfloat(largest_difference(ours, cairos, 20, &large), <, 16);
    g_free(ours);
    g_free(cairos);
}

/* A halo that no mask can hold, and a text that is nowhere near the page. */
static void texts_without_bounds(void)
{
    static const unsigned char yellow[] = {0, 255, 255};
    struct scene all = sheet;
    struct scene_op ops[2];
    size_t n = 0;
    while (sheet.ops[n].kind != SCENE_TEXT)
        n++;
    struct text_block wide = *sheet.ops[n].text.block;
    wide.style.halo_width_pt = 14000;
    wide.style.halo_color = (struct rgba){255, 255, 0, 255};
    ops[0] = ops[1] = sheet.ops[n];
    ops[0].text.block = &wide;
    ops[1].text.at.x_pt = 1e300;
    sheet.ops = ops;
    sheet.n_ops = 2;
    unsigned char *pixels = drawn(0);
    g_assert_cmpmem(pixels, 3, yellow, 3);
    g_assert_cmpmem(pixels + (size_t)STRIDE * HEIGHT - 4, 3, yellow, 3);
    g_free(pixels);
    sheet = all;
}

static void the_picture_does_not_depend_on_the_processors(void)
{
    cpu_set_t all, one;
    CPU_ZERO(&one);
    g_assert_cmpint(sched_getaffinity(0, sizeof all, &all), ==, 0);
    for (int i = 0; i < CPU_SETSIZE && !CPU_COUNT(&one); i++) {
        if (CPU_ISSET(i, &all))
            CPU_SET(i, &one);
    }
    unsigned char *many = drawn(0);
    g_assert_cmpint(sched_setaffinity(0, sizeof one, &one), ==, 0);
    unsigned char *alone = drawn(0);
    g_assert_cmpint(sched_setaffinity(0, sizeof all, &all), ==, 0);
    g_assert_cmpint(memcmp(many, alone, (size_t)STRIDE * HEIGHT), ==, 0);
    g_free(many);
    g_free(alone);
}

int main(int argc, char **argv)
{
    struct text_context *ctx;
    struct lode_err err = {0};
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_assert_true(text_context_create(&arena, &ctx, &err));
    specimen_scene(&arena, ctx, &sheet);
    g_test_add_func("/draw/bands/cairo-draws-the-same", cairo_draws_the_same);
    g_test_add_func("/draw/bands/cairo-draws-any-line", cairo_draws_any_line);
    g_test_add_func("/draw/bands/cairo-writes-the-same", cairo_writes_the_same);
    g_test_add_func("/draw/bands/texts-without-bounds", texts_without_bounds);
    g_test_add_func("/draw/bands/do-not-depend-on-the-processors",
                    the_picture_does_not_depend_on_the_processors);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
