#include <glib.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "style/svg_marker.h"
#include "style/svg_path.h"

static const struct lode_span somewhere = {"map.yaml", 7, 12, 8};

static bool parse(struct arena *a, const char *svg, struct svg_marker **ret, struct lode_err *err)
{
    *err = (struct lode_err){0};
    return svg_marker_parse(a, str_of(svg), STR("pick.svg"), somewhere, ret, err);
}

static struct box box_of(const struct svg_marker *m)
{
    struct box b = BOX_EMPTY;
    for (size_t i = 0; i < m->n_paths; i++) {
        const double *xy = m->paths[i].xy;
        for (size_t c = 0; c < m->paths[i].n_commands; c++) {
            char k = m->paths[i].commands[c];
            for (int j = k == 'C' ? 3 : k != 'Z'; j; j--, xy += 2)
                b = box_add(b, xy[0], xy[1]);
        }
    }
    return b;
}

static double tidy(double v)
{
    return fabs(v) < 1e-12 ? 0 : v;
}

/* Path data to absolute commands, as text: "M0,0 L10,0 Z". */
static char *redraw(struct arena *a, const char *d)
{
    struct svg_builder b = {.arena = a, .matrix = {1, 0, 0, 1, 0, 0}};
    size_t at;
    if (!svg_path_parse(&b, str_of(d), &at))
        return g_strdup_printf("stops at %zu", at);
    GString *s = g_string_new(NULL);
    const double *xy = b.xy.v;
    for (size_t i = 0; i < b.commands.n; i++) {
        char k = b.commands.v[i];
        g_string_append_printf(s, "%s%c", i ? " " : "", k);
        for (int j = k == 'C' ? 3 : k != 'Z', n = j; j; j--, xy += 2)
            g_string_append_printf(s, "%s%.4g,%.4g", j == n ? "" : " ", tidy(xy[0]), tidy(xy[1]));
    }
    return g_string_free(s, FALSE);
}

static void test_all_commands_of_path_data(void)
{
    static const struct {
        const char *d, *want;
    } cases[] = {
        {"M10 20L30,40z", "M10,20 L30,40 Z"},
        {"m10 20 5 5 1-1h2v-3H0V0", "M10,20 L15,25 L16,24 L18,24 L18,21 L0,21 L0,0"},
        {"M.5.5-1-1e1", "M0.5,0.5 L-1,-10"},
        {"M0 0c1 1 2 2 3 3s1 1 2 2", "M0,0 C1,1 2,2 3,3 C4,4 4,4 5,5"},
        {"M0 0S1 1 2 2", "M0,0 C0,0 1,1 2,2"},
        {"M0 0Q3 0 3 3T3 9", "M0,0 C2,0 3,1 3,3 C3,5 3,7 3,9"},
        {"M0 0t3 3", "M0,0 C0,0 1,1 3,3"},
        {"m1 1l1 0zl2 2", "M1,1 L2,1 Z L3,3"},
        {"M0 0A0 5 0 0 1 4 4", "M0,0 L4,4"},
        /* a quarter of the unit circle: handles of 0.5523 */
        {"M1 0A1 1 0 0 1 0 1", "M1,0 C1,0.5523 0.5523,1 0,1"},
        {"M1 0a1 1 0 01-1 1", "M1,0 C1,0.5523 0.5523,1 0,1"},
        /* a radius too small is scaled up to a half circle */
        {"M-2 0A1 1 0 0 1 2 0", "M-2,0 C-2,-1.105 -1.105,-2 0,-2 C1.105,-2 2,-1.105 2,0"},
        {"", ""},
        {"L1 1", "stops at 0"},
        {"M0 0 L1", "stops at 5"},
        {"M0 0 K1 1", "stops at 5"},
        {"M0 0 Z 1 1", "stops at 7"},
        {"M0 0 A1 1 0 2 0 1 1", "stops at 5"},
        {"M0,,0", "stops at 0"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct arena a;
        arena_init(&a, 1 << 24);
        char *got = redraw(&a, cases[i].d);
        g_assert_cmpstr(got, ==, cases[i].want);
        g_free(got);
        arena_finish(&a);
    }
}

static void test_arcs_lie_on_their_ellipse(void)
{
    struct arena a;
    arena_init(&a, 1 << 24);
    struct svg_builder b = {.arena = &a, .matrix = {1, 0, 0, 1, 0, 0}};
    size_t at;
    /* SVG 2, figure of section 9.3.8: a pie piece of radius 150 about 300,200 */
    g_assert_true(svg_path_parse(&b, STR("M300,200 h-150 a150,150 0 1,0 150,-150 z"), &at));
    const double *xy = b.xy.v + 4;
    for (size_t i = 2; i < b.commands.n; i++) {
        if (b.commands.v[i] != 'C')
            continue;
        g_assert_cmpfloat_with_epsilon(hypot(xy[4] - 300, xy[5] - 200), 150, 1e-9);
        xy += 6;
    }
    g_assert_cmpfloat_with_epsilon(xy[-2], 300, 1e-9);
    g_assert_cmpfloat_with_epsilon(xy[-1], 50, 1e-9);
    arena_finish(&a);
}

static void test_shapes_fill_the_unit_box(void)
{
    struct arena a;
    arena_init(&a, 1 << 24);
    struct svg_marker *m;
    struct lode_err err;
    g_assert_true(
        parse(&a,
              "<?xml version='1.0'?><!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg' "
              "viewBox='0 0 20 10'><defs><path d='nonsense'/></defs><rect width='20' "
              "height='10' fill='#f00'/><circle cx='10' cy='5' r='5' "
              "style='fill:none;stroke:black;stroke-width:2'/></svg>",
              &m, &err));
    g_assert_cmpuint(m->n_paths, ==, 2);
    struct box b = box_of(m);
    g_assert_cmpfloat_with_epsilon(b.x0, -0.5, 1e-12);
    g_assert_cmpfloat_with_epsilon(b.x1, 0.5, 1e-12);
    g_assert_cmpfloat_with_epsilon(b.y0, -0.25, 1e-12);
    g_assert_cmpfloat_with_epsilon(b.y1, 0.25, 1e-12);
    g_assert_true(m->paths[0].has_fill && !m->paths[0].fill_is_symbol && !m->paths[0].has_stroke);
    g_assert_cmpint(m->paths[0].fill.r, ==, 255);
    g_assert_true(!m->paths[1].has_fill && m->paths[1].has_stroke);
    g_assert_cmpfloat_with_epsilon(m->paths[1].stroke_width, 0.1, 1e-12);
    arena_finish(&a);
}

static void test_groups_hand_down_matrix_and_paint(void)
{
    struct arena a;
    arena_init(&a, 1 << 24);
    struct svg_marker *m;
    struct lode_err err;
    g_assert_true(parse(&a,
                        "<svg width='10px' height='10px'><g fill='blue' opacity='0.5' "
                        "transform='translate(5 5) scale(2)'><polygon points='0,0 1,0 1,1' "
                        "fill='currentColor' fill-opacity='50%' transform='rotate(90)'/>"
                        "<line x2='1' stroke='currentColor'/></g><path d='M0 0h1v1z'/></svg>",
                        &m, &err));
    g_assert_cmpuint(m->n_paths, ==, 3);
    const struct svg_path *p = &m->paths[0];
    g_assert_true(p->fill_is_symbol);
    g_assert_cmpint(p->fill.a, ==, 64);
    g_assert_cmpfloat_with_epsilon(p->xy[2], 0, 1e-12);
    g_assert_cmpfloat_with_epsilon(p->xy[3], 0.2, 1e-12);
    g_assert_true(!m->paths[1].has_fill && m->paths[1].stroke_is_symbol);
    g_assert_cmpfloat_with_epsilon(m->paths[1].stroke_width, 0.2, 1e-12);
    g_assert_true(m->paths[2].fill_is_symbol); /* no fill stated */
    g_assert_cmpint(m->paths[2].fill.a, ==, 255);
    arena_finish(&a);
}

static void test_a_drawing_without_a_box_is_measured(void)
{
    struct arena a;
    arena_init(&a, 1 << 24);
    struct svg_marker *m;
    struct lode_err err;
    g_assert_true(parse(&a, "<svg><path d='M100 100h40v20h-40z'/></svg>", &m, &err));
    struct box b = box_of(m);
    g_assert_cmpfloat_with_epsilon(b.x0, -0.5, 1e-12);
    g_assert_cmpfloat_with_epsilon(b.y1, 0.25, 1e-12);
    arena_finish(&a);
}

static void test_bad_files_say_where(void)
{
    static const struct {
        const char *svg, *message;
    } cases[] = {
        {"", "cannot read 'pick.svg' as SVG: Error on line 1 char 1: Document was empty or "
             "contained only whitespace"},
        {"<html/>", "'pick.svg', line 1: not an SVG file, its first element is 'html'"},
        {"<svg>\n<path d='M0 0 Q 1'/></svg>",
         "'pick.svg', line 2: cannot read the path data at 'Q 1'"},
        {"<svg><g fill='blau'/></svg>", "'pick.svg', line 1: not a colour: 'blau'"},
        {"<svg><g transform='turn(3)'/></svg>", "'pick.svg', line 1: not a transform: 'turn(3)'"},
        {"<svg viewBox='0 0 0 4'/>", "'pick.svg', line 1: an empty viewBox: '0 0 0 4'"},
        {"<svg viewBox='0 0'/>", "'pick.svg', line 1: not a viewBox: '0 0'"},
        {"<svg><rect width='x'/></svg>", "'pick.svg', line 1: not a number: 'x'"},
        {"<svg><polygon points='1 2 3'/></svg>",
         "'pick.svg', line 1: an odd number of coordinates: '1 2 3'"},
        {"<svg/>", "there is nothing to draw in 'pick.svg'"},
        {"<svg><g display='none'><path d='M0 0h1v1z'/></g></svg>",
         "there is nothing to draw in 'pick.svg'"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct arena a;
        struct svg_marker *m;
        struct lode_err err;
        arena_init(&a, 1 << 24);
        g_assert_false(parse(&a, cases[i].svg, &m, &err));
        g_assert_cmpstr(err.message, ==, cases[i].message);
        g_assert_cmpint(err.code, ==, LODE_DATA);
        g_assert_cmpint(err.at.line, ==, 7);
        arena_finish(&a);
    }
}

static void test_nesting_and_size_are_bounded(void)
{
    struct arena a;
    struct svg_marker *m;
    struct lode_err err;
    arena_init(&a, 1 << 28);
    GString *deep = g_string_new("<svg>");
    for (int i = 0; i < 1000; i++)
        g_string_append(deep, "<g>");
    g_assert_false(parse(&a, deep->str, &m, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_string_assign(deep, "<svg><path d='M0 0");
    for (int i = 0; i < 100000; i++)
        g_string_append(deep, " 1 1");
    g_string_append(deep, "'/></svg>");
    g_assert_false(parse(&a, deep->str, &m, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_assert_false(
        parse(&a, "<svg><path d='M1e300 0h1e308' transform='scale(1e300)'/></svg>", &m, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_string_free(deep, TRUE);
    arena_finish(&a);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/svg/path-data", test_all_commands_of_path_data);
    g_test_add_func("/svg/arcs", test_arcs_lie_on_their_ellipse);
    g_test_add_func("/svg/unit-box", test_shapes_fill_the_unit_box);
    g_test_add_func("/svg/groups", test_groups_hand_down_matrix_and_paint);
    g_test_add_func("/svg/measured", test_a_drawing_without_a_box_is_measured);
    g_test_add_func("/svg/bad", test_bad_files_say_where);
    g_test_add_func("/svg/bounds", test_nesting_and_size_are_bounded);
    return g_test_run();
}
