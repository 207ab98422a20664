/* Scale bar, north arrow and graticule against the ellipsoid, not against the view's own words for
 * them. */
#include "page_fixture.h"

#include "base/num.h"
#include "project/geodesic.h"

static char *document(const char *crs, const char *extent, const char *page)
{
    return g_strdup_printf("lode: 1\ndata: {x: x.shp}\nlayers: [{fill: x, color: red}]\n"
                           "map: {crs: '%s', extent: %s}\npage: {size: [200 mm, 150 mm], %s}\n",
                           crs, extent, page);
}

static void make(struct fixture *f, const char *crs, const char *extent, const char *page)
{
    char *doc = document(crs, extent, page);
    fixture_init(f, doc, NULL, 0);
    if (!fixture_make(f))
        g_error("%s: %s", crs, f->err.message);
    g_free(doc);
}

/* The ops of the part tagged `name`: [from, to). */
static void part_of(const struct scene *s, const char *name, size_t *from, size_t *to)
{
    int depth = 0;
    for (size_t i = 0; i < s->n_ops; i++) {
        const struct scene_op *op = &s->ops[i];
        if (op->kind == SCENE_TAG && str_is(op->tag, name)) {
            *from = i + 1;
            depth = 1;
            for (i++; depth; i++) {
                depth += s->ops[i].kind == SCENE_TAG || s->ops[i].kind == SCENE_CLIP ||
                         s->ops[i].kind == SCENE_GROUP;
                depth -= s->ops[i].kind == SCENE_END;
            }
            *to = i - 1;
            return;
        }
    }
    g_error("no part '%s'", name);
}

/* The number that the last label of the first bar begins with. */
static double last_number(const struct scene *s, size_t from, size_t to)
{
    double v = 0;
    struct str rest;
    for (size_t i = from; i < to; i++) {
        if (s->ops[i].kind != SCENE_TEXT)
            continue;
        struct str text = s->ops[i].text.block->text;
        /* Thousands are grouped by a comma in English. */
        GString *plain = g_string_new(NULL);
        for (size_t k = 0; k < text.len; k++) {
            if (text.p[k] != ',')
                g_string_append_c(plain, text.p[k]);
        }
        num_parse_prefix((struct str){plain->str, plain->len}, &v, &rest);
        bool last = str_ends(text, STR("km")) || str_ends(text, STR("\u00a0m"));
        if (str_ends(text, STR("\u00a0m")))
            v /= 1000;
        g_string_free(plain, TRUE);
        if (last)
            return v;
    }
    g_error("no label in km");
}

static void check_bar(const char *crs, const char *extent, double tolerance)
{
    struct fixture f;
    size_t from, to;
    make(&f, crs, extent, "scale-bar: {at: bottom right}");
    part_of(&f.scene, "scale-bar", &from, &to);
    struct box bar = BOX_EMPTY;
    for (size_t i = from + 1; i < to; i++) { /* the first op is the panel */
        if (f.scene.ops[i].kind == SCENE_SHAPES)
            bar = box_join(bar, f.scene.ops[i].shapes.geom->box[0]);
    }
    struct lonlat a, b;
    double y = (bar.y0 + bar.y1) / 2;
    g_assert_true(view_lonlat(&f.view, (struct pagexy){bar.x0, y}, &a));
    g_assert_true(view_lonlat(&f.view, (struct pagexy){bar.x1, y}, &b));
    double km = geodesic_distance_m(&WGS84, a, b) / 1000, said = last_number(&f.scene, from, to);
    g_test_message("%s: says %g km, is %.3f km", crs, said, km);
    g_assert_cmpfloat_with_epsilon(said / km, 1, tolerance);
    fixture_finish(&f);
}

static void test_a_scale_bar_is_as_long_as_it_says(void)
{
    static const char region[] = "[60, 29, 75, 39]";
    check_bar("EPSG:32642", region, 0.002);
    check_bar("EPSG:3857", region, 0.005);
    check_bar("+proj=lcc +lat_1=32 +lat_2=46 +lat_0=39 +lon_0=70 +datum=WGS84", region, 0.002);
    check_bar("+proj=laea +lat_0=39 +lon_0=70 +datum=WGS84", region, 0.002);
    check_bar("EPSG:4326", region, 0.005);
    check_bar("EPSG:32642", "[69.1, 34.4, 69.3, 34.6]", 0.002);
    check_bar("EPSG:3995", "[-180, 62, 180, 90]", 0.02);
}

static bool has_label_in(const struct fixture *f, const char *unit)
{
    size_t from, to;
    part_of(&f->scene, "scale-bar", &from, &to);
    for (size_t i = from; i < to; i++) {
        const struct scene_op *op = &f->scene.ops[i];
        if (op->kind == SCENE_TEXT && str_ends(op->text.block->text, str_of(unit)))
            return true;
    }
    return false;
}

static void test_a_scale_bar_that_is_asked_to_be_too_short(void)
{
    struct fixture f;
    char *doc = document("EPSG:32642", "[60, 29, 75, 39]", "scale-bar: {width: 5 mm}");
    fixture_init(&f, doc, NULL, 0);
    g_assert_false(fixture_make(&f));
    g_assert_cmpint(f.err.code, ==, LODE_SCHEMA);
    g_assert_cmpint(f.err.at.line, ==, 5);
    g_assert_cmpstr(f.err.message, ==, "a scale bar is at least 8.5 mm long");
    fixture_finish(&f);
    g_free(doc);

    make(&f, "EPSG:32642", "[60, 29, 75, 39]", "scale-bar: {width: 8.5 mm}");
    g_assert_nonnull(fixture_item(&f, &scale_bar_item));
    fixture_finish(&f);
}

/* A layout that is furnished again, for a view of another scale. */
static void test_a_scale_bar_returns_to_the_unit_asked_for(void)
{
    struct fixture f;
    make(&f, "EPSG:32642", "[69.1, 34.4, 69.11, 34.41]", "scale-bar: {at: bottom right}");
    g_assert_true(has_label_in(&f, "\u00a0m"));

    f.doc->map.extent.east += 1;
    f.doc->map.extent.north += 1;
    struct view_params params = {.map = &f.doc->map, .frame_pt = page_frame_pt(f.layout)};
    struct page_scene_input in = {.layout = f.layout, .view = &f.view, .shapes = f.shapes};
    struct page_shown shown = {NULL, f.shapes, 0};
    g_assert_true(view_fit(&f.a, &params, &f.view, &f.err));
    g_assert_true(page_furnish(&f.a, f.layout, &f.view, &shown, &f.err));
    g_assert_true(page_scene(&f.a, &in, &f.scene, &f.err));
    g_assert_true(has_label_in(&f, "km"));
    fixture_finish(&f);
}

/* Radians clockwise from up: from the notch of the needle to its tip, in the order in which it is
 * drawn. */
static double drawn_direction(const struct fixture *f, struct lonlat *ret_place)
{
    size_t from, to;
    part_of(&f->scene, "north-arrow", &from, &to);
    for (size_t i = from + 1; i < to; i++) {
        if (f->scene.ops[i].kind != SCENE_SHAPES)
            continue;
        const double *xy = f->scene.ops[i].shapes.geom->xy;
        struct box box = fixture_item(f, &north_arrow_item)->box_pt;
        struct pagexy middle = {(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2};
        g_assert_true(view_lonlat(&f->view, middle, ret_place));
        return atan2(xy[0] - xy[4], xy[5] - xy[1]);
    }
    g_error("no needle");
}

/* Convergence of meridians: sin(lat0) (lon - lon0) for a cone touching at lat0, exact on the
 * ellipsoid; (lon - lon0) at the pole; atan(tan(lon - lon0) sin(lat)) for transverse Mercator,
 * exact on the sphere and within 0.01 degree here (Snyder 1987, Map Projections: A Working Manual,
 * chapter 8). */
static void test_the_arrow_points_to_true_north(void)
{
    static const double rad = M_PI / 180;
    struct fixture f;
    struct lonlat at;
    make(&f, "+proj=lcc +lat_1=39 +lat_0=39 +lon_0=70 +datum=WGS84", "[60, 29, 90, 45]",
         "north-arrow: {at: top right}");
    double drawn = drawn_direction(&f, &at);
    g_assert_cmpfloat(fabs(drawn), >, 5 * rad);
    g_assert_cmpfloat_with_epsilon(drawn, -sin(39 * rad) * (at.lon_deg - 70) * rad, 0.002);
    fixture_finish(&f);

    make(&f, "EPSG:32642", "[60, 29, 75, 39]", "north-arrow: {at: top left}");
    drawn = drawn_direction(&f, &at);
    g_assert_cmpfloat_with_epsilon(
        drawn, -atan(tan((at.lon_deg - 69) * rad) * sin(at.lat_deg * rad)), 0.002);
    fixture_finish(&f);

    make(&f, "EPSG:3995", "[30, 70, 60, 80]", "north-arrow: {at: top left}");
    drawn = drawn_direction(&f, &at);
    g_assert_cmpfloat_with_epsilon(drawn, -at.lon_deg * rad, 0.002);
    fixture_finish(&f);
}

static void test_false_leaves_out(void)
{
    struct fixture f;
    make(&f, "EPSG:4326", "[60, 29, 75, 39]", "graticule: false, scale-bar: none");
    g_assert_null(fixture_item(&f, &graticule_item));
    g_assert_null(fixture_item(&f, &scale_bar_item));
    fixture_finish(&f);

    make(&f, "EPSG:4326", "[60, 29, 75, 39]", "graticule: true");
    g_assert_nonnull(fixture_item(&f, &graticule_item));
    fixture_finish(&f);
}

static void test_degrees_stand_where_the_lines_end(void)
{
    struct fixture f;
    make(&f, "EPSG:4326", "[60, 29, 75, 39]", "graticule: {every: 2 deg, labels: frame}");
    struct box frame = page_frame_pt(f.layout);
    size_t from, to;
    int below = 0;
    part_of(&f.scene, "graticule-labels", &from, &to);
    for (size_t i = from; i < to; i++) {
        const struct scene_op *op = &f.scene.ops[i];
        const struct text_block *t = op->text.block;
        g_assert_cmpint(op->kind, ==, SCENE_TEXT);
        struct box at = {op->text.at.x_pt, op->text.at.y_pt, op->text.at.x_pt + t->width_pt,
                         op->text.at.y_pt + t->height_pt};
        g_assert_false(box_meets(box_grow(frame, -0.01), at));
        if (at.y0 < frame.y1)
            continue;
        double deg;
        struct str rest;
        struct pagexy line;
        g_assert_true(num_parse_prefix(t->text, &deg, &rest));
        g_assert_true(str_is(rest, "°E"));
        g_assert_true(view_point(&f.view, (struct lonlat){deg, f.view.window_deg.y0 + 0.1}, &line));
        g_assert_cmpfloat_with_epsilon(line.x_pt, (at.x0 + at.x1) / 2, 0.05);
        below++;
    }
    g_assert_cmpint(below, >=, 6);
    fixture_finish(&f);
}

static void test_a_bar_nobody_asked_for_is_left_out_of_a_world_map(void)
{
    struct fixture f;
    make(&f, "+proj=robin +datum=WGS84", "[-180, -90, 180, 90]", "margin: 5 mm");
    g_assert_null(fixture_item(&f, &scale_bar_item));
    fixture_finish(&f);
    make(&f, "+proj=robin +datum=WGS84", "[-180, -90, 180, 90]", "scale-bar: {at: bottom left}");
    g_assert_nonnull(fixture_item(&f, &scale_bar_item));
    fixture_finish(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/furniture/scale-bar", test_a_scale_bar_is_as_long_as_it_says);
    g_test_add_func("/furniture/scale-bar-short", test_a_scale_bar_that_is_asked_to_be_too_short);
    g_test_add_func("/furniture/scale-bar-unit", test_a_scale_bar_returns_to_the_unit_asked_for);
    g_test_add_func("/furniture/north-arrow", test_the_arrow_points_to_true_north);
    g_test_add_func("/furniture/false-leaves-out", test_false_leaves_out);
    g_test_add_func("/furniture/graticule-labels", test_degrees_stand_where_the_lines_end);
    g_test_add_func("/furniture/no-bar", test_a_bar_nobody_asked_for_is_left_out_of_a_world_map);
    return g_test_run();
}
