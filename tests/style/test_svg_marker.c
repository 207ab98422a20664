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
    return svg_marker_parse(a, str_of(svg), STR("pick.svg"), NULL, somewhere, ret, err);
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

static void test_shapes_beside_the_box_are_left_out(void)
{
    static const struct {
        const char *svg;
        size_t want;
    } cases[] = {
        {"<svg viewBox='0 0 9 9'><path d='M1 1h5v5z'/><path d='M20 1h5v5z'/></svg>", 1},
        {"<svg viewBox='0 0 9 9'><path d='M1 1h5v5z'/><path d='M8 1h5v5z'/></svg>", 2},
        {"<svg viewBox='0 0 9 9'><path d='M1 1h5v5z'/>"
         "<path d='M10 1h5' fill='none' stroke='red' stroke-width='4'/></svg>",
         2},
        {"<svg viewBox='-5 -5 9 9'><path d='M-4 -4h1v1z'/><g transform='translate(-40 0)'>"
         "<path d='M1 1h2v2z'/></g></svg>",
         1},
        {"<svg width='9' height='9'><path d='M1 1h5v5z'/><path d='M1 -9h5v5z'/></svg>", 1},
        {"<svg><path d='M1 1h5v5z'/><path d='M20 1h5v5z'/></svg>", 2},
        {"<svg viewBox='0 0 9 9'><path d='M20 1h5v5z'/></svg>", 1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct arena a = {0};
        struct lode_err err;
        struct svg_marker *m;
        g_test_message("%s", cases[i].svg);
        arena_init(&a, 1 << 20);
        g_assert_true(parse(&a, cases[i].svg, &m, &err));
        g_assert_cmpuint(m->n_paths, ==, cases[i].want);
        arena_finish(&a);
    }
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
    g_assert_cmpfloat_with_epsilon(m->paths[1].line.width, 0.1, 1e-12);
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
    g_assert_cmpfloat_with_epsilon(m->paths[1].line.width, 0.2, 1e-12);
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

static void print_color(GString *s, const char *what, struct rgba c, bool symbol, bool outline)
{
    if (symbol || outline)
        g_string_append_printf(s, " %s %s %d", what, symbol ? "symbol" : "outline", c.a);
    else
        g_string_append_printf(s, " %s %02x%02x%02x %d", what, c.r, c.g, c.b, c.a);
}

/* All that is drawn of a marker, as text. */
static char *print_marker(const struct svg_marker *m)
{
    GString *s = g_string_new(NULL);
    for (size_t i = 0; i < m->n_paths; i++) {
        const struct svg_path *p = &m->paths[i];
        const double *xy = p->xy;
        for (size_t c = 0; c < p->n_commands; c++) {
            g_string_append_c(s, p->commands[c]);
            for (int j = p->commands[c] == 'C' ? 3 : p->commands[c] != 'Z'; j; j--, xy += 2)
                g_string_append_printf(s, " %.3f %.3f", xy[0] + 2, xy[1] + 2); /* no -0.000 */
        }
        if (p->has_fill)
            print_color(s, "fill", p->fill, p->fill_is_symbol, p->fill_is_outline);
        if (p->has_stroke) {
            print_color(s, "stroke", p->stroke, p->stroke_is_symbol, p->stroke_is_outline);
            g_string_append_printf(s, " width %.3f/%.2f/%d dashes", p->line.width, p->line.width_pt,
                                   p->line.is_outline);
            for (int k = 0; k < p->line.n_dash; k++)
                g_string_append_printf(s, " %.3f", p->line.dash[k]);
            g_string_append_printf(s, " cap %d join %d", p->line.cap, p->line.join);
        }
        g_string_append(s, p->evenodd ? " evenodd\n" : "\n");
    }
    return g_string_free(s, FALSE);
}

#define BOX "<svg viewBox='0 0 24 24'>"
#define RED BOX "<path d='M2 2h8v8h-8z' fill='#f00'/></svg>"

/* One drawing written in two ways: as others write it, and plainly. */
static void test_the_ways_of_others(void)
{
    static const struct {
        const char *svg, *plain;
    } cases[] = {
        {BOX
         "<style>.a{fill:#f00}</style><rect class='b a' x='2' y='2' width='8' height='8'/></svg>",
         BOX "<rect fill='red' x='2' y='2' width='8' height='8'/></svg>"},
        {BOX "<style type='text/css'><![CDATA[ /* .a{fill:blue} */ rect, path { fill : red ; } "
             "#x{fill:blue} ]]></style><path d='M2 2h8v8h-8z'/></svg>",
         RED},
        {BOX "<style>@import 'x'; @media print{path{fill:blue}} path{fill:red}</style>"
             "<path d='M2 2h8v8h-8z' fill='blue'/></svg>",
         RED},
        {BOX "<style>#p{fill:red} .a{fill:blue} path{fill:green}</style>"
             "<path id='p' class='a' d='M2 2h8v8h-8z'/></svg>",
         RED},
        {BOX "<style>g .a{fill:red} .a{fill:blue}</style>"
             "<g><path class='a' d='M2 2h8v8h-8z'/></g></svg>",
         RED},
        {BOX "<style>path{fill:red !important}</style>"
             "<path style='fill:blue' d='M2 2h8v8h-8z'/></svg>",
         RED},
        {BOX "<style>path{fill:blue}</style><path style='fill:red' d='M2 2h8v8h-8z'/></svg>", RED},
        {"<!DOCTYPE svg [<!ENTITY c '#f00'><!ENTITY st 'fill:&c;'>]>" BOX
         "<path style='&st;' d='M2 2h8v8h-8z'/></svg>",
         RED},
        {BOX "<defs><path id='k' d='M0 0h8v8h-8z' fill='red'/></defs><use href='#k' x='2' "
             "y='2'/></svg>",
         RED},
        {"<svg viewBox='0 0 24 24' xmlns:xlink='http://www.w3.org/1999/xlink'>"
         "<use xlink:href='#k' transform='translate(2 2)' fill='red'/>"
         "<defs><g id='k'><path d='M0 0h8v8h-8z'/></g></defs></svg>",
         RED},
        {BOX "<symbol id='s' viewBox='0 0 4 4'><path d='M0 0h4v4h-4z' fill='red'/></symbol>"
             "<use href='#s' x='2' y='2' width='8' height='8'/></svg>",
         RED},
        {BOX "<svg x='2' y='2' width='8' height='4' viewBox='0 0 1 1' preserveAspectRatio='none'>"
             "<path d='M0 0h1v2h-1z' fill='red'/></svg></svg>",
         RED},
        {BOX
         "<svg x='2' y='2' width='16' height='8' viewBox='0 0 1 1' preserveAspectRatio='xMinYMin'>"
         "<path d='M0 0h1v1h-1z' fill='red'/></svg></svg>",
         RED},
        {BOX "<switch><foreignObject requiredExtensions='x'/><g><path d='M2 2h8v8h-8z' fill='red'/>"
             "</g><path d='M0 0h1v1z'/></switch></svg>",
         RED},
        {BOX "<g color='red'><path d='M2 2h8v8h-8z' fill='currentColor'/></g></svg>", RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='hsl(0,100%,50%)'/></svg>", RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='rgb(100%,0%,0%)'/></svg>", RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='#f00 icc-color(x, 1, 2)'/></svg>", RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='param(fill) #f00' "
             "fill-opacity='param(fill-opacity)'/></svg>",
         RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='#f00' stroke='none' "
             "stroke-width='param(outline-width) 0'/></svg>",
         RED},
        {BOX "<path d='M2 2h8v8h-8z' fill='#f00' fill-opacity='param(fill-opacity) 0.5'/></svg>",
         BOX "<path d='M2 2h8v8h-8z' fill='#f00' fill-opacity='50%'/></svg>"},
        {BOX "<path d='M2 2h8v8h-8z' fill='param(fill)'/></svg>",
         BOX "<path d='M2 2h8v8h-8z'/></svg>"},
        {BOX "<path d='M2 2h8' fill='none' stroke='param(outline)' "
             "stroke-width='param(outline-width) 2'"
             " stroke-dasharray='1,2,3' stroke-linecap='round'/></svg>",
         BOX "<path d='M2 2h8' fill='none' stroke='currentColor' stroke-width='2'"
             " stroke-dasharray='1 2 3 1 2 3' style='stroke-linecap:round'/></svg>"},
        {BOX "<linearGradient id='g'><stop stop-color='#f00'/><stop style='stop-color:#0000ff'/>"
             "</linearGradient><path d='M2 2h8v8h-8z' fill='url(#g)'/></svg>",
         BOX "<path d='M2 2h8v8h-8z' fill='#800080'/></svg>"},
        {"<svg width='1in' height='72pt'><rect width='50%' height='25.4mm'/></svg>",
         "<svg viewBox='0 0 96 96'><rect width='48' height='96'/></svg>"},
        {"<s:svg xmlns:s='http://www.w3.org/2000/svg' xmlns:i='urn:i' viewBox='0 0 24 24'><i:path "
         "d='nonsense'/><s:path d='M2 2h8v8h-8z' fill='red' i:fill='blue'/></s:svg>",
         RED},
        {"<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' "
         "'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd'"
         " [<!ENTITY ns 'http://www.w3.org/2000/svg'><!ENTITY ai 'urn:ai'>]>"
         "<svg xmlns='&ns;' xmlns:i='&ai;' viewBox='0 0 24 24'><switch><foreignObject "
         "requiredExtensions='&ai;'><i:pgfRef/></foreignObject><g i:extraneous='self'>"
         "<path style='fill-rule:nonzero;clip-rule:evenodd;fill:#F00;' d='M2 "
         "2h8v8h-8z'/></g></switch></svg>",
         RED},
        {"\xef\xbb\xbf" RED, RED},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct arena a;
        struct svg_marker *m;
        struct lode_err err;
        arena_init(&a, 1 << 24);
        g_assert_true(parse(&a, cases[i].plain, &m, &err));
        char *want = print_marker(m);
        if (!parse(&a, cases[i].svg, &m, &err))
            g_error("%s: %s", cases[i].svg, err.message);
        char *got = print_marker(m);
        if (strcmp(got, want) != 0)
            g_test_message("%s", cases[i].svg);
        g_assert_cmpstr(got, ==, want);
        g_free(got);
        g_free(want);
        arena_finish(&a);
    }
}

static void test_parameters_are_the_layers(void)
{
    static const char svg[] =
        BOX "<path d='M2 2h8v8z' fill='param(fill) #fff' fill-opacity='param(fill-opacity) 0.2' "
            "stroke='param(outline) #000' stroke-width='param(outline-width) 3' "
            "stroke-opacity='param(outline-opacity) 0.2'/></svg>";
    const struct svg_stated all = {true, true, true};
    struct arena a;
    struct svg_marker *m;
    struct lode_err err = {0};
    arena_init(&a, 1 << 24);

    g_assert_true(svg_marker_parse(&a, STR(svg), STR("m.svg"), &all, somewhere, &m, &err));
    g_assert_true(m->paths[0].fill_is_symbol && m->paths[0].stroke_is_outline &&
                  m->paths[0].line.is_outline);
    g_assert_cmpint(m->paths[0].fill.a, ==, 255); /* the layer's own opacity counts */
    g_assert_cmpint(m->paths[0].stroke.a, ==, 255);

    g_assert_true(svg_marker_parse(&a, STR(svg), STR("m.svg"), NULL, somewhere, &m, &err));
    g_assert_true(!m->paths[0].fill_is_symbol && !m->paths[0].stroke_is_outline);
    g_assert_cmpint(m->paths[0].fill.a, ==, 51);
    g_assert_cmpfloat_with_epsilon(m->paths[0].line.width, 3 / 24.0, 1e-12);
    arena_finish(&a);
}

/* Ten entities of ten of the one before: a billion letters, if all were replaced. */
static void test_entities_and_uses_are_bounded(void)
{
    GString *laughs = g_string_new("<!DOCTYPE svg [<!ENTITY a0 'ha'>");
    GString *uses = g_string_new("<svg><path id='u0' d='M0 0h1v1z'/>");
    for (int i = 1; i < 10; i++) {
        g_string_append_printf(laughs, "<!ENTITY a%d '", i);
        g_string_append_printf(uses, "<g id='u%d'>", i);
        for (int k = 0; k < 10; k++) {
            g_string_append_printf(laughs, "&a%d;", i - 1);
            g_string_append_printf(uses, "<use href='#u%d'/>", i - 1);
        }
        g_string_append(laughs, "'>");
        g_string_append(uses, "</g>");
    }
    g_string_append(laughs, "]><svg><title>&a9;</title><path d='M0 0h1v1z'/></svg>");
    g_string_append(uses, "</svg>");

    struct arena a;
    struct svg_marker *m;
    struct lode_err err;
    arena_init(&a, 1 << 30);
    g_assert_false(parse(&a, laughs->str, &m, &err));
    g_assert_false(parse(&a, uses->str, &m, &err));
    g_assert_cmpint(err.code, ==, LODE_LIMIT);
    g_assert_true(parse(&a, "<svg><g id='g'><use href='#g'/><path d='M0 0h1v1z'/></g></svg>", &m,
                        &err)); /* a use of itself is left out */
    g_assert_false(parse(&a,
                         "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                         "<svg><path d='M0 0h1v1z' fill='&x;'/></svg>",
                         &m, &err));
    g_string_free(laughs, TRUE);
    g_string_free(uses, TRUE);
    arena_finish(&a);
}

static void test_bad_files_say_where(void)
{
    static const struct {
        const char *svg, *message;
    } cases[] = {
        {"", "cannot read 'pick.svg' as SVG: line 1: Document is empty"},
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
    g_test_add_func("/svg/beside-the-box", test_shapes_beside_the_box_are_left_out);
    g_test_add_func("/svg/arcs", test_arcs_lie_on_their_ellipse);
    g_test_add_func("/svg/unit-box", test_shapes_fill_the_unit_box);
    g_test_add_func("/svg/groups", test_groups_hand_down_matrix_and_paint);
    g_test_add_func("/svg/measured", test_a_drawing_without_a_box_is_measured);
    g_test_add_func("/svg/others", test_the_ways_of_others);
    g_test_add_func("/svg/parameters", test_parameters_are_the_layers);
    g_test_add_func("/svg/amplified", test_entities_and_uses_are_bounded);
    g_test_add_func("/svg/bad", test_bad_files_say_where);
    g_test_add_func("/svg/bounds", test_nesting_and_size_are_bounded);
    return g_test_run();
}
