#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "draw/draw.h"
#include "geom/marker.h"

static struct arena arena;

enum { SIDE = 400 }; /* pixels; the marker's box is 200 */

struct inked {
    double area;  /* in marker boxes */
    double reach; /* farthest pixel from the point, in boxes */
    double mean_x, mean_y;
    double at_crossing; /* ink at (0, 0.05), where the handles of the hammers cross */
};

static struct inked measure(cairo_surface_t *image)
{
    struct inked ret = {0};
    const unsigned char *data = cairo_image_surface_get_data(image);
    int stride = cairo_image_surface_get_stride(image);
    for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
            double ink = data[y * stride + 4 * x] / 255.0;
            double dx = (x + 0.5 - SIDE / 2.0) / 200, dy = (y + 0.5 - SIDE / 2.0) / 200;
            ret.area += ink / (200 * 200);
            ret.mean_x += ink * dx / (200 * 200);
            ret.mean_y += ink * dy / (200 * 200);
            if (ink > 0.5)
                ret.reach = fmax(ret.reach, hypot(dx, dy));
        }
    }
    ret.at_crossing = data[(SIDE / 2 + 10) * stride + 4 * (SIDE / 2)] / 255.0;
    ret.mean_x /= ret.area;
    ret.mean_y /= ret.area;
    return ret;
}

static struct inked draw(const struct symbol *s)
{
    struct lode_err err = {0};
    struct geometry g = {0};
    struct geom_builder b = {0};
    geom_feature(&b, GEOM_POINT);
    geom_part(&b);
    geom_ring(&b);
    geom_xy(&b, SIDE / 2.0, SIDE / 2.0);
    geom_finish(&arena, &b, &g);
    struct scene_op op = {.kind = SCENE_SHAPES};
    op.shapes.geom = &g;
    op.shapes.symbols = s;
    op.shapes.passes = PASS_MARKER;
    struct scene scene = {
        .width_pt = SIDE, .height_pt = SIDE, .background = {0, 0, 0, 255}, .ops = &op, .n_ops = 1};
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *cr = cairo_create(image);
    g_assert_true(draw_on_cairo(&scene, cr, &err));
    cairo_surface_flush(image);
    struct inked ret = measure(image);
    cairo_destroy(cr);
    cairo_surface_destroy(image);
    return ret;
}

static size_t shape_named(const char *name)
{
    size_t i = 0;
    while (strcmp(marker_shapes[i].name, name) != 0)
        i++;
    return i;
}

static struct inked draw_row(size_t shape)
{
    struct symbol s = {.shape = shape, .size_pt = 200, .fill = {255, 255, 255, 255}};
    return draw(&s);
}

static struct inked draw_shape(const char *name)
{
    return draw_row(shape_named(name));
}

/* None seems larger than another of the same size: solid shapes within a quarter of the circle. */
static void solid_shapes_have_like_areas(void)
{
    static const char *const solid[] = {"circle",        "square",   "diamond", "triangle",
                                        "triangle-down", "pentagon", "hexagon", "cross"};
    for (size_t i = 0; i < G_N_ELEMENTS(solid); i++) {
        double area = draw_shape(solid[i]).area;
        g_assert_cmpfloat(area, >, 0.75 * G_PI / 4);
        g_assert_cmpfloat(area, <, 1.05 * G_PI / 4);
    }
    g_assert_cmpfloat_with_epsilon(draw_shape("circle").area, G_PI / 4, 0.001);
}

/* Labels and legends count on it: see symbol_reach_pt. */
static void all_stay_within_half_the_diagonal(void)
{
    for (size_t m = 0; marker_shapes[m].commands; m++) {
        struct inked ink = draw_row(m);
        g_assert_cmpfloat(ink.area, >, 0.2);
        g_assert_cmpfloat(ink.reach, <, G_SQRT2 / 2 + 0.02);
        g_assert_cmpfloat(fabs(ink.mean_x), <, 0.01);
        g_assert_cmpfloat(fabs(ink.mean_y), <, 0.1);
    }
}

static void hammers_do_not_cut_each_other(void)
{
    g_assert_cmpfloat(draw_shape("pick").at_crossing, ==, 1);
    /* nor do their outlines, which are of the background's colour here */
    struct symbol s = {.shape = shape_named("pick"), .size_pt = 200, .fill = {255, 255, 255, 255}};
    s.stroke = (struct stroke){.color = {0, 0, 0, 255}, .width_pt = 4};
    g_assert_cmpfloat(draw(&s).at_crossing, ==, 1);
    g_assert_cmpfloat_with_epsilon(draw(&s).area, draw_shape("pick").area, 0.001);
}

static void turns_and_moves(void)
{
    struct symbol s = {.shape = shape_named("semicircle"),
                       .size_pt = 100,
                       .fill = {255, 255, 255, 255},
                       .rotate_deg = 90,
                       .offset = {40, -20}};
    struct inked upright = draw_shape("semicircle"), turned = draw(&s);
    /* 90 degrees clockwise: what was above is to the right. */
    g_assert_cmpfloat_with_epsilon(turned.mean_x, 40 / 200.0 - upright.mean_y / 2, 0.003);
    g_assert_cmpfloat_with_epsilon(turned.mean_y, -20 / 200.0 + upright.mean_x / 2, 0.003);
}

static void draws_svg_markers(void)
{
    static const double xy[] = {-.5, -.5, .5, -.5, .5, .5, -.5, .5};
    struct svg_path path = {.xy = xy,
                            .commands = "MLLLZ",
                            .n_commands = 5,
                            .has_fill = true,
                            .fill_is_symbol = true,
                            .fill.a = 255};
    struct svg_marker svg = {.paths = &path, .n_paths = 1};
    struct symbol s = {.shape = marker_shape_from_file(),
                       .svg = &svg,
                       .size_pt = 200,
                       .fill = {255, 255, 255, 255}};
    g_assert_cmpfloat_with_epsilon(draw(&s).area, 1, 0.001);
    s.svg = NULL;
    g_assert_cmpfloat(draw(&s).area, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/markers/solid-shapes-have-like-areas", solid_shapes_have_like_areas);
    g_test_add_func("/markers/all-stay-within-half-the-diagonal",
                    all_stay_within_half_the_diagonal);
    g_test_add_func("/markers/hammers-do-not-cut-each-other", hammers_do_not_cut_each_other);
    g_test_add_func("/markers/turns-and-moves", turns_and_moves);
    g_test_add_func("/markers/draws-svg-markers", draws_svg_markers);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
