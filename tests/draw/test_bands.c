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

/* The largest difference of the means of squares of `side` pixels. */
static double largest_difference(const unsigned char *a, const unsigned char *b, int side)
{
    double most = 0;
    for (int y = 0; y + side <= HEIGHT; y += side) {
        for (int x = 0; x + side <= WIDTH; x += side) {
            int sum[3] = {0};
            for (int i = 0; i < side * side; i++) {
                size_t at = (size_t)STRIDE * (size_t)(y + i / side) + 4 * (size_t)(x + i % side);
                for (int k = 0; k < 3; k++)
                    sum[k] += a[at + k] - b[at + k];
            }
            for (int k = 0; k < 3; k++)
                most = fmax(most, abs(sum[k]) / (double)(side * side));
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
    for (size_t i = 0; i < sheet.n_ops; i++) {
        if (ops[i].kind != SCENE_TEXT)
            ops[n++] = ops[i];
    }
    sheet.ops = ops;
    sheet.n_ops = n;
    unsigned char *ours = drawn(0), *cairos = drawn_by_cairo();
    g_assert_cmpfloat(largest_difference(ours, cairos, 1), <, 72);
    g_assert_cmpfloat(largest_difference(ours, cairos, 8), <, 8);
    g_free(ours);
    g_free(cairos);
    g_free(ops);
    sheet = all;
}

/* Cairo sets letters on whole pixels: compared are the shades of words, not their strokes. */
static void cairo_writes_the_same(void)
{
    unsigned char *ours = drawn(0), *cairos = drawn_by_cairo();
    g_assert_cmpfloat(largest_difference(ours, cairos, 20), <, 16);
    g_free(ours);
    g_free(cairos);
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
    g_test_add_func("/draw/bands/cairo-writes-the-same", cairo_writes_the_same);
    g_test_add_func("/draw/bands/do-not-depend-on-the-processors",
                    the_picture_does_not_depend_on_the_processors);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
