/* Layers made of WKT, and steps done with them, see fixture.h. */
#include "fixture.h"

#include "run/run.h"

void bench_init(struct bench *b)
{
    *b = (struct bench){0};
    arena_init(&b->a, 0);
    b->geos = geos_create(&b->a);
    bench_layer(b, 0, NULL, 0);
    bench_layer(b, 1, NULL, 0);
}

void bench_finish(struct bench *b)
{
    struct arena a = b->a;
    arena_finish(&a);
}

static enum geom_kind kind_of(const char *wkt)
{
    if (strstr(wkt, "POLYGON"))
        return GEOM_POLYGON;
    return strstr(wkt, "LINE") ? GEOM_LINE : GEOM_POINT;
}

static void append_wkt(struct bench *b, const char *wkt, struct geom_builder *to)
{
    GEOSWKTReader *reader = GEOSWKTReader_create_r(b->geos->handle);
    GEOSGeometry *one = GEOSWKTReader_read_r(b->geos->handle, reader, wkt);
    GEOSWKTReader_destroy_r(b->geos->handle, reader);
    if (!one)
        g_error("no WKT: %s", wkt);
    geos_append(b->geos, one, kind_of(wkt), to);
    GEOSGeom_destroy_r(b->geos->handle, one);
}

void bench_layer(struct bench *b, int layer, const char *const *wkt, size_t n)
{
    struct geom_builder builder = {0};
    struct features *f = &b->layer[layer];
    int64_t *fid = arena_array(&b->a, int64_t, n + 1);

    *f = (struct features){.crs = STR("EPSG:4326"), .edges = EDGES_PLANAR};
    f->origin = f->table.name = layer ? STR("b") : STR("a");
    for (size_t i = 0; i < n; i++) {
        bool empty = strcmp(wkt[i], "EMPTY") == 0;
        geom_feature(&builder, empty ? GEOM_NONE : kind_of(wkt[i]));
        if (!empty) {
            append_wkt(b, wkt[i], &builder);
            f->table.kind = kind_of(wkt[i]);
        }
        fid[i] = (int64_t)i + 1;
    }
    geom_finish(&b->a, &builder, &f->table.geom);
    f->table.n = n;
    f->table.columns = b->columns[layer];
    f->fid = fid;
}

void bench_one(struct bench *b, int layer, const char *wkt)
{
    bench_layer(b, layer, &wkt, 1);
}

static struct column *new_column(struct bench *b, int layer, const char *name, enum col_type type)
{
    struct table *t = &b->layer[layer].table;
    struct column *c = &b->columns[layer][t->n_columns++];
    g_assert_cmpuint(t->n_columns, <=, COLUMNS_MAX);
    *c = (struct column){.name = str_of(name), .type = type, .n = t->n};
    return c;
}

void bench_numbers(struct bench *b, int layer, const char *name, const double *values)
{
    struct column *c = new_column(b, layer, name, COL_REAL);
    uint8_t *null = arena_array(&b->a, uint8_t, c->n + 1);
    double *v = arena_array(&b->a, double, c->n + 1);
    for (size_t i = 0; i < c->n; i++) {
        null[i] = isnan(values[i]);
        v[i] = null[i] ? 0 : values[i];
    }
    c->null = null;
    c->v.d = v;
}

void bench_texts(struct bench *b, int layer, const char *name, const char *const *values)
{
    struct column *c = new_column(b, layer, name, COL_TEXT);
    struct str *v = arena_array(&b->a, struct str, c->n + 1);
    for (size_t i = 0; i < c->n; i++)
        v[i] = str_of(values[i]);
    c->v.s = v;
}

const struct doc_step *bench_read(struct bench *b, const char *step)
{
    struct map_doc *doc = NULL;
    struct str text = str_format(&b->a,
                                 "lode: 1\ndata: {a: a.shp, b: b.shp}\n"
                                 "steps: [{out: {%s}}]\nlayers: [{fill: a}, {fill: b}]\n",
                                 step);
    diags_init(&b->diags, &b->a);
    doc_read_text(&b->a, text, "t.yaml", &(struct doc_params){.rows = &run_schema_rows}, &doc,
                  &b->diags);
    if (b->diags.n_errors)
        g_test_message("%s", b->diags.v[0].message);
    return doc && doc->n_steps && !b->diags.n_errors ? &doc->steps[0] : NULL;
}

static struct layer_set layers_of(struct bench *b)
{
    static struct str names[] = {STR("a"), STR("b")};
    const struct features **v = arena_array(&b->a, const struct features *, 2);
    v[0] = &b->layer[0];
    v[1] = &b->layer[1];
    return (struct layer_set){.v = v, .name = names, .n = 2};
}

bool bench_step(struct bench *b, const char *step, struct features *ret)
{
    static const struct expr_env env = {0};
    const struct doc_step *s = bench_read(b, step);
    struct layer_set layers = layers_of(b);
    struct features schema;

    b->err = (struct lode_err){0};
    return s && step_check(&b->a, s, &layers, &env, &schema, &b->diags) &&
           step_run(&b->a, s, &layers, &env, ret, &b->err);
}

struct features bench_do(struct bench *b, const char *step)
{
    struct features ret;
    if (!bench_step(b, step, &ret))
        g_error("%s: %s", step, b->diags.n_errors ? b->diags.v[0].message : b->err.message);
    return ret;
}

struct step bench_at_hand(struct bench *b, const char *step)
{
    static const struct expr_env env = {0};
    const struct doc_step *doc = bench_read(b, step);
    g_assert_nonnull(doc);
    return (struct step){.arena = &b->a,
                         .doc = doc,
                         .in = &b->layer[0],
                         .with = &b->layer[1],
                         .as_read = &b->layer[0],
                         .with_as_read = &b->layer[1],
                         .env = &env,
                         .geos = b->geos};
}

static double plane_measure(struct bench *b, const struct features *f, size_t row,
                            int (*measure)(GEOSContextHandle_t, const GEOSGeometry *, double *))
{
    double ret = 0;
    GEOSGeometry *one = geos_from(b->geos, &f->table.geom, row);
    if (one)
        g_assert_cmpint(measure(b->geos->handle, one, &ret), ==, 1);
    GEOSGeom_destroy_r(b->geos->handle, one);
    return ret;
}

double plane_area(struct bench *b, const struct features *f, size_t row)
{
    return plane_measure(b, f, row, GEOSArea_r);
}

double plane_length(struct bench *b, const struct features *f, size_t row)
{
    return plane_measure(b, f, row, GEOSLength_r);
}

double total_area(struct bench *b, const struct features *f)
{
    double sum = 0;
    for (size_t i = 0; i < f->table.n; i++)
        sum += plane_area(b, f, i);
    return sum;
}

const struct column *column_named(const struct features *f, const char *name)
{
    for (size_t i = 0; i < f->table.n_columns; i++) {
        if (str_is(f->table.columns[i].name, name))
            return &f->table.columns[i];
    }
    return NULL;
}

double number_at(const struct features *f, const char *name, size_t row)
{
    const struct column *c = column_named(f, name);
    if (!c)
        g_error("no column %s", name);
    g_assert_cmpuint(row, <, c->n);
    if (column_is_null(c, row))
        return NAN;
    g_assert_true(c->type == COL_REAL || c->type == COL_INT);
    return c->type == COL_INT ? (double)c->v.i[row] : c->v.d[row];
}

void assert_text_at(const struct features *f, const char *name, size_t row, const char *text)
{
    const struct column *c = column_named(f, name);
    if (!c)
        g_error("no column %s", name);
    g_assert_cmpint(c->type, ==, COL_TEXT);
    g_assert_cmpuint(row, <, c->n);
    char *got = g_strndup(c->v.s[row].p, c->v.s[row].len);
    g_assert_cmpstr(got, ==, text);
    g_free(got);
}
