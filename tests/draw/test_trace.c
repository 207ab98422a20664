#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "draw/draw.h"
#include "geom/marker.h"

static struct arena arena;

static const struct rgba black = {0, 0, 0, 255}, land = {0xf0, 0xe0, 0xd0, 255};

static const struct geometry *square(bool with_hidden)
{
    static const double xy[] = {10, 10, 20, 10, 20, 20, 10, 20, 10, 10};
    struct geometry *g = arena_new(&arena, struct geometry);
    struct geom_builder b = {0};
    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    geom_ring(&b);
    for (int k = 0; k < 5; k++)
        geom_xy_hidden(&b, xy[2 * k], xy[2 * k + 1], with_hidden && k == 1);
    geom_finish(&arena, &b, g);
    return g;
}

static const struct geometry *line(double x0, double y0, double x1, double y1, double x2, double y2)
{
    struct geometry *g = arena_new(&arena, struct geometry);
    struct geom_builder b = {0};
    geom_feature(&b, GEOM_LINE);
    geom_part(&b);
    geom_ring(&b);
    geom_xy(&b, x0, y0);
    geom_xy(&b, x1, y1);
    geom_xy(&b, x2, y2);
    geom_finish(&arena, &b, g);
    return g;
}

static const struct geometry *point(double x, double y)
{
    struct geometry *g = arena_new(&arena, struct geometry);
    struct geom_builder b = {0};
    geom_feature(&b, GEOM_POINT);
    geom_part(&b);
    geom_ring(&b);
    geom_xy(&b, x, y);
    geom_finish(&arena, &b, g);
    return g;
}

static struct scene_op shapes(const struct geometry *g, const struct symbol *s, unsigned passes)
{
    struct scene_op op = {.kind = SCENE_SHAPES};
    op.shapes.geom = g;
    op.shapes.symbols = s;
    op.shapes.passes = passes;
    return op;
}

static const char *trace(const struct scene_op *ops, size_t n)
{
    struct scene scene = {.width_pt = 100,
                          .height_pt = 50,
                          .background = {255, 255, 255, 255},
                          .ops = ops,
                          .n_ops = n};
    const char *text = str_c(&arena, draw_trace(&arena, &scene));
    static const char head[] = "page 100.00 50.00 background #ffffffff\n";
    g_assert_true(g_str_has_prefix(text, head));
    return text + strlen(head);
}

static const char *trace_shapes(const struct geometry *g, struct symbol s, unsigned passes)
{
    struct scene_op op = shapes(g, &s, passes);
    return trace(&op, 1);
}

static void fills_and_strokes(void)
{
    struct symbol s = {.fill = land, .stroke = {.color = black, .width_pt = 0.5}};
    g_assert_cmpstr(trace_shapes(square(false), s, PASS_FILL | PASS_STROKE), ==,
                    "fill #f0e0d0ff stroke #000000ff width 0.50 M 10.00 10.00 L 20.00 10.00 "
                    "L 20.00 20.00 L 10.00 20.00 Z\n");
    g_assert_cmpstr(trace_shapes(square(false), s, PASS_STROKE), ==,
                    "stroke #000000ff width 0.50 M 10.00 10.00 L 20.00 10.00 L 20.00 20.00 "
                    "L 10.00 20.00 Z\n");
}

/* The edge from (20,10) to (20,20) lies on the frame: filled to, not stroked; and the line is not
 * cut where the ring begins. */
static void skips_hidden_edges(void)
{
    struct symbol s = {.fill = land, .stroke = {.color = black, .width_pt = 0.5}};
    g_assert_cmpstr(trace_shapes(square(true), s, PASS_FILL | PASS_STROKE), ==,
                    "fill #f0e0d0ff M 10.00 10.00 L 20.00 10.00 L 20.00 20.00 L 10.00 20.00 Z\n"
                    "stroke #000000ff width 0.50 M 20.00 20.00 L 10.00 20.00 L 10.00 10.00 "
                    "L 20.00 10.00\n");
}

static void draws_casing_and_dashes(void)
{
    struct symbol s = {
        .casing = {.color = black, .width_pt = 3, .join = JOIN_ROUND},
        .stroke = {.color = land, .width_pt = 2, .dash_pt = {4, 2}, .n_dash = 2, .cap = CAP_ROUND}};
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_CASING | PASS_STROKE), ==,
                    "stroke #000000ff width 3.00 join round M 0.00 0.00 L 10.00 0.00 L 10.00 5.00\n"
                    "stroke #f0e0d0ff width 2.00 dash 4.00 2.00 cap round M 0.00 0.00 L 10.00 0.00 "
                    "L 10.00 5.00\n");
}

static void refuses_dashes_of_nothing(void)
{
    struct symbol s = {.stroke = {.color = black, .width_pt = 1, .n_dash = 2}};
    const char *solid = "stroke #000000ff width 1.00 M 0.00 0.00 L 10.00 0.00 L 10.00 5.00\n";
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_STROKE), ==, solid);
    s.stroke.dash_pt[0] = -1;
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_STROKE), ==, solid);
}

/* At 2, 6, ... from the start, round the corner too: 10 along, then 2 down. */
static void sets_ticks_along_the_line(void)
{
    struct symbol s = {.ticks = {.color = black, .width_pt = 1, .length_pt = 2, .every_pt = 4}};
    g_assert_cmpstr(trace_shapes(line(0, 0, 11, 0, 11, 4), s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00\n"
                    "  M 2.00 1.00 L 2.00 -1.00\n"
                    "  M 6.00 1.00 L 6.00 -1.00\n"
                    "  M 10.00 1.00 L 10.00 -1.00\n"
                    "  M 10.00 3.00 L 12.00 3.00\n");
}

static void sets_ticks_on_one_side(void)
{
    struct symbol s = {.ticks = {.color = black, .width_pt = 1, .length_pt = 2, .every_pt = 4}};
    s.ticks.side = TICKS_LEFT;
    g_assert_cmpstr(trace_shapes(line(0, 0, 7, 0, 7, 1), s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00\n"
                    "  M 2.00 0.00 L 2.00 -1.00\n"
                    "  M 6.00 0.00 L 6.00 -1.00\n");
    s.ticks.side = TICKS_ALTERNATE;
    g_assert_cmpstr(trace_shapes(line(0, 0, 7, 0, 7, 1), s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00\n"
                    "  M 2.00 0.00 L 2.00 -1.00\n"
                    "  M 6.00 1.00 L 6.00 0.00\n");
}

static void fills_the_gaps_of_dashes(void)
{
    struct symbol s = {
        .stroke = {.color = black, .gap = land, .width_pt = 2, .dash_pt = {4, 2}, .n_dash = 2}};
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_STROKE), ==,
                    "stroke #f0e0d0ff width 2.00 M 0.00 0.00 L 10.00 0.00 L 10.00 5.00\n"
                    "stroke #000000ff width 2.00 dash 4.00 2.00 M 0.00 0.00 L 10.00 0.00 "
                    "L 10.00 5.00\n");
    s.stroke.n_dash = 0; /* nothing to fill */
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_STROKE), ==,
                    "stroke #000000ff width 2.00 M 0.00 0.00 L 10.00 0.00 L 10.00 5.00\n");
}

/* A wedge: 2 wide where it begins, a point where it ends 8 further on; then 2 of nothing. The
 * second one ends with the line, half as long as the pattern has it. */
static void narrows_dashes(void)
{
    struct symbol s = {
        .stroke = {
            .color = black, .width_pt = 2, .dash_pt = {8, 2}, .n_dash = 2, .taper = TAPER_END}};
    const char *got = trace_shapes(line(0, 0, 5, 0, 14, 0), s, PASS_STROKE);
    g_test_message("%s", got);
    g_assert_true(g_str_has_prefix(got, "fill #000000ff nonzero\n"
                                        "  M 0.00 1.00 L 1.00 0.88 L 2.00 0.75 L 3.00 0.63 "
                                        "L 4.00 0.50 L 5.00 0.38 L 6.00 0.25 L 7.00 0.13\n"
                                        "    L 8.00 0.00"));
    g_assert_nonnull(strstr(got, "Z\n  M 10.00 1.00"));
    g_assert_nonnull(strstr(got, "L 14.00 0.50 L 14.00 -0.50"));
    s.stroke.taper = TAPER_BOTH;
    got = trace_shapes(line(0, 0, 8, 0, 8, 0), s, PASS_STROKE);
    g_assert_true(g_str_has_prefix(
        got, "fill #000000ff nonzero\n"
             "  M 0.00 0.00 L 1.00 0.44 L 2.00 0.75 L 3.00 0.94 L 4.00 1.00 L 5.00 0.94"));
}

/* To the right of the way: southward of an eastward line. */
static void offsets_to_the_right(void)
{
    struct symbol s = {.stroke = {.color = black, .width_pt = 1, .offset_pt = 2}};
    g_assert_cmpstr(trace_shapes(line(0, 0, 10, 0, 10, 5), s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00 M 0.00 2.00 L 8.00 2.00 L 8.00 5.00\n");
    g_assert_cmpstr(trace_shapes(square(false), s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00 M 12.00 12.00 L 18.00 12.00 L 18.00 18.00 "
                    "L 12.00 18.00 Z\n");
}

/* Lines stand at whole multiples of the spacing from the page's origin: y = 12, 15, 18. */
static void hatches_on_the_page_grid(void)
{
    struct symbol s = {.hatch = {HATCH_LINES, black, 0, 3, 0.5, NULL}};
    g_assert_cmpstr(trace_shapes(square(false), s, PASS_HATCH), ==,
                    "clip M 10.00 10.00 L 20.00 10.00 L 20.00 20.00 L 10.00 20.00 Z\n"
                    "  stroke #000000ff width 0.50\n"
                    "    M 9.00 12.00 L 20.25 12.00\n"
                    "    M 9.00 15.00 L 20.25 15.00\n"
                    "    M 9.00 18.00 L 20.25 18.00\n"
                    "end clip\n");
}

/* One path of the file is one path here, with all tiles in it: middles at 12.5 and 17.5, and those
 * around the square. */
static void tiles_an_svg_drawing(void)
{
    static const double dash[] = {-0.2, 0, 0.2, 0};
    static struct svg_path path = {
        .xy = dash, .commands = "ML", .n_commands = 2, .has_stroke = true, .line.width = 0.1};
    static const struct svg_marker svg = {.paths = &path, .n_paths = 1};
    path.stroke_is_symbol = true;
    path.stroke.a = 255;
    struct symbol s = {.hatch = {HATCH_SVG, black, 0, 5, 5, &svg}};
    const char *got = trace_shapes(square(false), s, PASS_HATCH);
    g_assert_true(g_str_has_prefix(got,
                                   "clip M 10.00 10.00 L 20.00 10.00 L 20.00 20.00 L 10.00 20.00 "
                                   "Z\n  stroke #000000ff width 0.50\n    M "));
    g_assert_nonnull(strstr(got, "\n    M 11.50 12.50 L 13.50 12.50\n"
                                 "    M 16.50 12.50 L 18.50 12.50\n"));
    g_assert_nonnull(strstr(got, "M 16.50 17.50 L 18.50 17.50"));
    g_assert_true(g_str_has_suffix(got, "\nend clip\n"));
    const char *first = strstr(got, "stroke");
    g_assert_null(strstr(first + 1, "stroke"));
}

/* Ten points: eight in the first line, two in the one that continues it. */
static void wraps_what_is_long(void)
{
    struct geometry *g = arena_new(&arena, struct geometry);
    struct geom_builder b = {0};
    struct symbol s = {.stroke = {.color = black, .width_pt = 1}};
    geom_feature(&b, GEOM_LINE);
    geom_part(&b);
    geom_ring(&b);
    for (int i = 0; i < 10; i++)
        geom_xy(&b, 10 * i, i % 2 * 5);
    geom_finish(&arena, &b, g);
    g_assert_cmpstr(trace_shapes(g, s, PASS_STROKE), ==,
                    "stroke #000000ff width 1.00\n"
                    "  M 0.00 0.00 L 10.00 5.00 L 20.00 0.00 L 30.00 5.00 L 40.00 0.00 "
                    "L 50.00 5.00 L 60.00 0.00 L 70.00 5.00\n"
                    "    L 80.00 0.00 L 90.00 5.00\n");
}

static void draws_markers(void)
{
    size_t triangle;
    g_assert_true(marker_shape_in_turn(3, &triangle));
    struct symbol s = {.fill = land,
                       .shape = triangle,
                       .size_pt = 4,
                       .rotate_deg = 30,
                       .offset = {1, 0},
                       .stroke = {.color = black, .width_pt = 0.25}};
    g_assert_cmpstr(trace_shapes(point(5, 6), s, PASS_MARKER), ==,
                    "marker triangle 6.00 6.00 size 4.00 rotate 30.00 fill #f0e0d0ff "
                    "stroke #000000ff width 0.25\n");
    g_assert_cmpstr(trace_shapes(point(5, 6), s, PASS_STROKE), ==, "");
}

static void nests(void)
{
    struct symbol s = {.fill = land};
    struct scene_op ops[] = {{.kind = SCENE_TAG, .tag = STR("layer: \"x\"")},
                             {.kind = SCENE_CLIP, .clip = square(false)},
                             {.kind = SCENE_GROUP, .opacity = 0.5},
                             shapes(point(1, 1), &s, PASS_FILL),
                             {.kind = SCENE_END},
                             {.kind = SCENE_END},
                             {.kind = SCENE_END}};
    g_assert_cmpstr(trace(ops, 7), ==,
                    "tag \"layer: \\\"x\\\"\"\n"
                    "  clip M 10.00 10.00 L 20.00 10.00 L 20.00 20.00 L 10.00 20.00 Z\n"
                    "    group opacity 0.50\n"
                    "    end group\n"
                    "  end clip\n"
                    "end tag\n");
}

static void places_text(void)
{
    struct text_context *ctx;
    struct lode_err err = {0};
    const struct text_block *block;
    struct text_style style = {.size_pt = 7,
                               .weight = 700,
                               .color = black,
                               .halo_color = {255, 255, 255, 255},
                               .halo_width_pt = 1};
    g_assert_true(text_context_create(&arena, &ctx, &err));
    g_assert_true(text_shape(ctx, &arena, STR("Kabul\nکابل"), &style, &block, &err));
    struct scene_op op = {.kind = SCENE_TEXT};
    op.text.block = block;
    op.text.at = (struct pagexy){3, 4};
    op.text.rotate_rad = G_PI / 2;
    g_assert_cmpstr(trace(&op, 1), ==,
                    "text \"Kabul\\nکابل\" 3.00 4.00 '' 7.00 weight 700 #000000ff "
                    "halo #ffffffff 1.00 rotate 90.00\n");
}

static void assert_refused(const struct scene_op *ops, size_t n, const char *message)
{
    struct scene scene = {.width_pt = 100, .height_pt = 50, .ops = ops, .n_ops = n};
    const char *text = str_c(&arena, draw_trace(&arena, &scene));
    g_assert_nonnull(strstr(text, message));
}

static void refuses_broken_scenes(void)
{
    struct scene_op end = {.kind = SCENE_END}, tag = {.kind = SCENE_TAG};
    struct scene_op group = {.kind = SCENE_GROUP, .opacity = 2};
    struct scene_op no_text = {.kind = SCENE_TEXT}, unknown = {.kind = 99};
    assert_refused(&end, 1, "an end without its begin");
    assert_refused(&tag, 1, "a begin without its end");
    assert_refused(&group, 1, "opacity out of range");
    assert_refused(&no_text, 1, "text without a place");
    assert_refused(&unknown, 1, "unknown kind");
    struct symbol s = {.stroke = {.color = black, .width_pt = 1}};
    struct scene_op nan = shapes(line(0, 0, NAN, 0, 1, 1), &s, PASS_STROKE);
    assert_refused(&nan, 1, "not a number");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/trace/fills-and-strokes", fills_and_strokes);
    g_test_add_func("/trace/skips-hidden-edges", skips_hidden_edges);
    g_test_add_func("/trace/draws-casing-and-dashes", draws_casing_and_dashes);
    g_test_add_func("/trace/refuses-dashes-of-nothing", refuses_dashes_of_nothing);
    g_test_add_func("/trace/sets-ticks-along-the-line", sets_ticks_along_the_line);
    g_test_add_func("/trace/sets-ticks-on-one-side", sets_ticks_on_one_side);
    g_test_add_func("/trace/fills-the-gaps-of-dashes", fills_the_gaps_of_dashes);
    g_test_add_func("/trace/narrows-dashes", narrows_dashes);
    g_test_add_func("/trace/tiles-an-svg-drawing", tiles_an_svg_drawing);
    g_test_add_func("/trace/offsets-to-the-right", offsets_to_the_right);
    g_test_add_func("/trace/hatches-on-the-page-grid", hatches_on_the_page_grid);
    g_test_add_func("/trace/wraps-what-is-long", wraps_what_is_long);
    g_test_add_func("/trace/draws-markers", draws_markers);
    g_test_add_func("/trace/nests", nests);
    g_test_add_func("/trace/places-text", places_text);
    g_test_add_func("/trace/refuses-broken-scenes", refuses_broken_scenes);
    int status = g_test_run();
    arena_finish(&arena);
    return status;
}
