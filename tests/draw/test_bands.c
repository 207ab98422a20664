#include <cairo.h>
#include <glib.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "../write/specimen.h"
#include "base/arena.h"
#include "draw/draw.h"

static struct arena arena;
static struct scene sheet;

enum { DPI = 200, WIDTH = 1654, HEIGHT = 1417, STRIDE = 4 * WIDTH };

/* In bands, as files are made. */
static unsigned char *drawn(void)
{
    struct lode_err err = {0};
    unsigned char *pixels = g_malloc0((gsize)STRIDE * HEIGHT);
    struct draw_image image = {
        .pixels = pixels, .width = WIDTH, .height = HEIGHT, .stride = STRIDE, .scale = DPI / 72.0};
    g_assert_true(draw_on_image(&sheet, &image, &err));
    return pixels;
}

/* As one piece. */
static unsigned char *drawn_whole(void)
{
    struct lode_err err = {0};
    unsigned char *pixels = g_malloc0((gsize)STRIDE * HEIGHT);
    cairo_surface_t *surface =
        cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, WIDTH, HEIGHT, STRIDE);
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, WIDTH / sheet.width_pt, HEIGHT / sheet.height_pt);
    g_assert_true(draw_on_cairo(&sheet, cr, DPI / 72.0, &err));
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    return pixels;
}

static int largest_difference(const unsigned char *a, const unsigned char *b)
{
    int most = 0;
    for (int i = 0; i < STRIDE * HEIGHT; i++)
        most = i % 4 == 3 ? most : MAX(most, abs(a[i] - b[i]));
    return most;
}

/* Nothing is lost or doubled where bands meet: cairo counts the coverage of an edge in another way
 * in the first row of a band, by little. */
static void bands_show_what_the_whole_shows(void)
{
    unsigned char *bands = drawn(), *whole = drawn_whole();
    g_assert_cmpint(largest_difference(bands, whole), <=, 4);
    g_free(bands);
    g_free(whole);
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
    unsigned char *many = drawn();
    g_assert_cmpint(sched_setaffinity(0, sizeof one, &one), ==, 0);
    unsigned char *alone = drawn();
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
    g_test_add_func("/draw/bands/show-what-the-whole-shows", bands_show_what_the_whole_shows);
    g_test_add_func("/draw/bands/do-not-depend-on-the-processors",
                    the_picture_does_not_depend_on_the_processors);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
