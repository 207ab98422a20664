#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "overlay/agree.h"
#include "run/run.h"

/* Two lines and places beside them; the area that a document draws is put in the hands of the check
 * as it is, or wrong. */

static struct arena arena;

static const char document[] = "lode: 1\n"
                               "data: {lines: l.shp, places: p.shp}\n"
                               "steps:\n"
                               "  - band: {rings: lines, by: [5 km, 10 km]}\n"
                               "  - list: {near: places, to: lines, within: 10 km}\n"
                               "layers: []\n";

static struct features *made(const char *name, enum geom_kind kind, const double *const *xy,
                             const size_t *n, size_t rows)
{
    struct geom_builder b = {0};
    struct features *f = arena_new(&arena, struct features);
    int64_t *fid = arena_array(&arena, int64_t, rows);
    *f = (struct features){.crs = STR("EPSG:4326"), .fid = fid};
    for (size_t i = 0; i < rows; i++) {
        geom_feature(&b, kind);
        geom_part(&b);
        geom_ring(&b);
        for (size_t k = 0; k < n[i]; k++)
            geom_xy(&b, xy[i][2 * k], xy[i][2 * k + 1]);
        fid[i] = (int64_t)i;
    }
    geom_finish(&arena, &b, &f->table.geom);
    f->table.n = rows;
    f->table.kind = kind;
    f->table.name = f->origin = str_of(name);
    return f;
}

static void move(struct geometry *g, double north_deg)
{
    struct geom_builder b = {0};
    struct geometry moved;
    for (size_t i = 0; i < g->n; i++)
        geom_copy(&b, g, i);
    for (size_t k = 0; k < geometry_coords(g); k++)
        b.xy[2 * k + 1] += north_deg;
    geom_finish(&arena, &b, &moved);
    *g = moved;
}

/* The area is made `shift_deg` too far north, and the list loses its last `drop` rows. */
static bool check(double shift_deg, size_t drop, struct agreement **ret, size_t *ret_n,
                  struct lode_err *err)
{
    static const double line[] = {60, 35, 61, 35};
    /* 0.05 degrees are 5.5 km, 0.2 are 22 km; the last is 10 km off to within a metre */
    static const double near[] = {60.5, 35.05}, far[] = {60.5, 35.2}, edge[] = {60.5, 35.090130};
    const double *lines[] = {line}, *places[] = {near, far, edge};
    struct map_doc *doc = NULL;
    struct diags diags;
    diags_init(&diags, &arena);
    g_assert_true(doc_read_text(&arena, str_of(document), "t.yaml",
                                &(struct doc_params){.rows = &run_schema_rows}, &doc, &diags));
    struct str names[4] = {STR("lines"), STR("places")};
    const struct features *v[4] = {made("lines", GEOM_LINE, lines, (size_t[]){2}, 1),
                                   made("places", GEOM_POINT, places, (size_t[]){1, 1, 1}, 3)};
    struct layer_set layers = {v, names, 2};
    for (size_t i = 0; i < doc->n_steps; i++) {
        struct features *f = arena_new(&arena, struct features);
        struct expr_env env = {0};
        g_assert_true(step_run(&arena, &doc->steps[i], &layers, &env, f, err));
        names[layers.n] = doc->steps[i].name;
        v[layers.n++] = f;
    }
    struct features *band = arena_new(&arena, struct features);
    *band = *v[2];
    move(&band->table.geom, shift_deg);
    v[2] = band;
    ((struct features *)v[3])->table.n -= drop;
    return agree_check(&arena, doc->steps, 1, &layers, ret, ret_n, err);
}

static void test_what_agrees(void)
{
    struct agreement *a;
    size_t n;
    struct lode_err err = {0};
    g_assert_true(check(0, 0, &a, &n, &err));
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpfloat(a->distance_m, ==, 10000);
    g_assert_cmpuint(a->n_within, ==, 1);
    g_assert_cmpuint(a->n_beyond, ==, 1);
    g_assert_cmpuint(a->n_borderline, ==, 1);
}

static void test_a_wrong_area_is_found(void)
{
    struct agreement *a;
    size_t n;
    struct lode_err err = {0};
    g_assert_false(check(0.15, 0, &a, &n, &err));
    g_assert_cmpint(err.code, ==, LODE_GEOM);
    g_assert_cmpint(err.at.line, ==, 5);
    g_assert_nonnull(strstr(err.message, "'list' and 'band' do not agree: feature 0 of 'places'"));
}

static void test_a_list_that_lacks_a_row_is_found(void)
{
    struct agreement *a;
    size_t n;
    struct lode_err err = {0};
    g_assert_false(check(0, 1, &a, &n, &err));
    g_assert_nonnull(strstr(err.message, "'list' lists"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    arena_init(&arena, 0);
    g_test_add_func("/agree/agrees", test_what_agrees);
    g_test_add_func("/agree/wrong-area", test_a_wrong_area_is_found);
    g_test_add_func("/agree/missing-row", test_a_list_that_lacks_a_row_is_found);
    int ret = g_test_run();
    arena_finish(&arena);
    return ret;
}
