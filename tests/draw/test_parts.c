#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "draw/on_image.h"

enum { OPS_MAX = 60, NEST_MAX = 5 };

static struct arena arena;

/* Corners on the page, beside it, and now and then far from it. */
static double place(GRand *dice, double side)
{
    double far = g_rand_int_range(dice, 0, 20) ? 1 : 1e7;
    return far * g_rand_double_range(dice, -0.5, 1.5) * side;
}

static const struct geometry *some_geometry(GRand *dice, const struct scene *s)
{
    struct geom_builder b = {0};
    struct geometry *g = arena_new(&arena, struct geometry);
    for (int i = g_rand_int_range(dice, 1, 4); i > 0; i--) {
        enum geom_kind kind = g_rand_boolean(dice) ? GEOM_POLYGON : GEOM_LINE;
        double first[2] = {place(dice, s->width_pt), place(dice, s->height_pt)};
        geom_feature(&b, kind);
        geom_part(&b);
        geom_ring(&b);
        geom_xy(&b, first[0], first[1]);
        for (int n = g_rand_int_range(dice, 1, 9); n > 0; n--)
            geom_xy(&b, place(dice, s->width_pt), place(dice, s->height_pt));
        if (kind == GEOM_POLYGON)
            geom_xy(&b, first[0], first[1]);
    }
    geom_finish(&arena, &b, g);
    return g;
}

static struct rgba some_color(GRand *dice)
{
    uint32_t v = g_rand_int(dice);
    return (struct rgba){(uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16),
                         v >> 30 ? (uint8_t)(v >> 24) : 255};
}

static void add_shapes(GRand *dice, const struct scene *s, struct scene_op *ret)
{
    struct symbol *look = arena_new(&arena, struct symbol);
    *look = (struct symbol){.fill = some_color(dice)};
    look->stroke = (struct stroke){.color = some_color(dice),
                                   .width_pt = exp(g_rand_double_range(dice, -5, 4)),
                                   .cap = (enum line_cap)g_rand_int_range(dice, 0, 3),
                                   .join = (enum line_join)g_rand_int_range(dice, 0, 3)};
    /* Without far corners: so many dashes as would be on a line of a thousand pages are not drawn
     * in a test's time. */
    *ret = (struct scene_op){.kind = SCENE_SHAPES};
    ret->shapes.geom = some_geometry(dice, s);
    const struct geometry *g = ret->shapes.geom;
    double reach = 0;
    for (uint32_t k = 0; k < g->at[g->ring[g->part[g->n]]]; k++)
        reach = fmax(reach, fmax(fabs(g->xy[2 * k]), fabs(g->xy[2 * k + 1])));
    for (int n = reach < 1e5 ? g_rand_int_range(dice, 0, 4) : 0; look->stroke.n_dash < n;)
        look->stroke.dash_pt[look->stroke.n_dash++] =
            g_rand_int_range(dice, 0, 3) ? g_rand_double_range(dice, 0.1, 20) : 0;
    look->stroke.dash_offset_pt = g_rand_double_range(dice, -30, 30);
    ret->shapes.symbols = look;
    ret->shapes.passes = PASS_FILL | PASS_STROKE;
}

/* Clips and groups in one another, and shapes between them. */
static void some_scene(GRand *dice, struct scene *ret)
{
    struct scene_op *ops = arena_array(&arena, struct scene_op, OPS_MAX + NEST_MAX);
    size_t n = 0, depth = 0;
    *ret = (struct scene){.width_pt = ret->width_pt, .height_pt = ret->height_pt};
    ret->background = some_color(dice);
    while (n < OPS_MAX) {
        int what = g_rand_int_range(dice, 0, 8);
        if (what == 0 && depth < NEST_MAX) {
            ops[n] = (struct scene_op){.kind = SCENE_CLIP};
            ops[n++].clip = some_geometry(dice, ret);
            depth++;
        } else if (what == 1 && depth < NEST_MAX) {
            ops[n] = (struct scene_op){.kind = SCENE_GROUP};
            ops[n++].opacity = g_rand_int_range(dice, 0, 5) / 4.0;
            depth++;
        } else if (what == 2 && depth > 0) {
            ops[n++] = (struct scene_op){.kind = SCENE_END};
            depth--;
        } else {
            add_shapes(dice, ret, &ops[n++]);
        }
    }
    for (; depth > 0; depth--)
        ops[n++] = (struct scene_op){.kind = SCENE_END};
    ret->ops = ops;
    ret->n_ops = n;
}

static void draw(const struct scene *s, const struct draw_image *image, int rows, uint32_t *ret)
{
    struct lode_err err = {0};
    pthread_mutex_t texts = PTHREAD_MUTEX_INITIALIZER;
    for (int from = 0; from < image->height; from += rows) {
        struct image_part part = {.pixels = ret + (size_t)image->width * (size_t)from,
                                  .from = from,
                                  .end = MIN(from + rows, image->height),
                                  .texts = &texts};
        if (!draw_part_on_image(s, image, &part, &err))
            g_error("%s", err.message);
    }
}

/* Rows one by one, and a few at a time, are those of the whole image; no side is too short or too
 * long. */
static void parts_are_the_image(void)
{
    static const int sizes[][2] = {{1, 1},  {1, 40},   {40, 1},    {3, 5},    {64, 48},
                                   {90, 7}, {200, 90}, {32767, 2}, {1, 32767}};
    GRand *dice = g_rand_new_with_seed(17);
    for (size_t i = 0; i < 4 * G_N_ELEMENTS(sizes); i++) {
        const int *size = sizes[i % G_N_ELEMENTS(sizes)];
        struct draw_image image = {.width = size[0], .height = size[1], .scale = 1.5};
        struct scene s = {.width_pt = size[0] / 1.5, .height_pt = size[1] / 1.5};
        size_t n = (size_t)size[0] * (size_t)size[1];
        uint32_t *whole = g_new(uint32_t, n), *parts = g_new(uint32_t, n);
        some_scene(dice, &s);
        draw(&s, &image, size[1], whole);
        for (int rows = size[1] > 1000 ? 4999 : 1; rows < size[1]; rows += 6) {
            draw(&s, &image, rows, parts);
            g_assert_cmpmem(whole, n * sizeof *whole, parts, n * sizeof *parts);
            if (size[1] > 1000)
                break;
        }
        g_free(whole);
        g_free(parts);
    }
    g_rand_free(dice);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/draw/parts/are-the-image", parts_are_the_image);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
