#include <glib.h>

#include "page/scene_build.h"

static void test_a_box_becomes_one_closed_polygon(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct scene_builder b = {.arena = &a};
    struct symbol look = scene_look((struct rgba){1, 2, 3, 255}, (struct rgba){0}, 0.5);
    scene_tag(&b, STR("panel"));
    scene_box(&b, (struct box){1, 2, 11, 22}, &look);
    scene_end(&b);
    g_assert_cmpuint(b.ops.n, ==, 3);
    g_assert_cmpint(b.ops.v[0].kind, ==, SCENE_TAG);
    g_assert_cmpint(b.ops.v[1].kind, ==, SCENE_SHAPES);
    g_assert_cmpint(b.ops.v[2].kind, ==, SCENE_END);
    const struct geometry *g = b.ops.v[1].shapes.geom;
    g_assert_cmpuint(geometry_coords(g), ==, 5);
    g_assert_cmpfloat(g->xy[0], ==, g->xy[8]);
    g_assert_cmpfloat(g->box[0].y1, ==, 22);
    g_assert_cmpint(b.ops.v[1].shapes.symbols[0].fill.b, ==, 3);
    arena_finish(&a);
}

static void test_an_open_polygon_is_closed_and_a_line_is_not(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct scene_builder b = {.arena = &a};
    struct symbol look = {0};
    scene_polygon(&b, (double[]){0, 0, 1, 0, 1, 1}, 3, &look);
    scene_line(&b, (double[]){0, 0, 1, 0, 1, 1}, 3, &look);
    g_assert_cmpuint(geometry_coords(b.ops.v[0].shapes.geom), ==, 4);
    g_assert_cmpuint(geometry_coords(b.ops.v[1].shapes.geom), ==, 3);
    arena_finish(&a);
}

static void test_nothing_is_recorded_for_an_empty_geometry(void)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct scene_builder b = {.arena = &a};
    struct geometry none = {0};
    struct symbol look = {0};
    scene_shapes(&b, &none, NULL, &look, PASS_FILL);
    g_assert_cmpuint(b.ops.n, ==, 0);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/scene/box", test_a_box_becomes_one_closed_polygon);
    g_test_add_func("/scene/closing", test_an_open_polygon_is_closed_and_a_line_is_not);
    g_test_add_func("/scene/empty", test_nothing_is_recorded_for_an_empty_geometry);
    return g_test_run();
}
