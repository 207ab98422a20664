/* The rows of an atlas, each of which gets a page: features of a layer, extents of a table, or
 * sheets. */
#include "atlas/coverage.h"

#include "project/shape.h"
#include "run/geometry_env.h"
#include "run/tables.h"

/* The rows of `f` that pass the filter, in the order of the pages. */
static bool choose_rows(struct run *r, const struct features *f, uint32_t **ret, size_t *ret_n,
                        struct lode_err *err)
{
    const struct doc_atlas *at = &r->doc->atlas;
    struct expr_env env;
    uint32_t *rows = NULL;
    size_t n = f->table.n, kept = 0;

    if (!geometry_env(&r->a, &r->env, f, &env, err) ||
        (at->filter.s.p &&
         !expr_select(&r->a, at->filter.s, at->filter.at, &f->table, &env, &rows, &n, err)))
        return false;

    uint32_t *order = tables_order(&r->a, &f->table, at->order, at->n_order);
    uint8_t *in = arena_array(&r->a, uint8_t, f->table.n);
    for (size_t i = 0; i < n; i++)
        in[rows ? rows[i] : i] = 1;

    for (size_t i = 0; i < f->table.n; i++) {
        if (in[order[i]])
            order[kept++] = order[i];
    }

    *ret = order;
    *ret_n = kept;
    return true;
}

static double number_at(const struct column *c, size_t i)
{
    if (column_is_null(c, i))
        return NAN;
    return c->type == COL_REAL ? c->v.d[i] : (double)c->v.i[i];
}

static bool fail_row(const struct run *r, const struct features *f, size_t i, struct lode_err *err)
{
    lode_fail(err, LODE_DATA, r->doc->atlas.over.at, "feature %lld of '%.*s' has no valid extent",
              (long long)f->fid[i], STR_FMT(r->doc->atlas.over.s));
    return lode_hint(err,
                     "west, south, east and north are degrees, south less than north; or leave "
                     "the row out with 'filter:'");
}

/* The rows of a table of extents as boxes. */
static bool read_extents(struct run *r, struct features *f, struct lode_err *err)
{
    const struct column *side[4];
    static const char *const names[] = {"west", "south", "east", "north"};
    struct geom_builder b = {0};

    for (size_t i = 0; i < 4; i++)
        side[i] = table_lookup(&f->table, str_of(names[i]));
    for (size_t i = 0; i < f->table.n; i++) {
        double w = number_at(side[0], i), s = number_at(side[1], i);
        double e = number_at(side[2], i), n = number_at(side[3], i);

        e += w > e ? 360 : 0; /* over the antimeridian */
        if (!(w >= -180 && w <= 180 && e > w && e <= 540 && s >= -90 && n > s && n <= 90)) {
            geom_abandon(&b);
            return fail_row(r, f, i, err);
        }

        double xy[] = {w, s, e, s, e, n, w, n, w, s};
        geom_feature(&b, GEOM_POLYGON);
        geom_part(&b);
        geom_ring(&b);
        geom_add(&b, (struct ring){xy, 5});
    }

    geom_finish(&r->a, &b, &f->table.geom);
    f->table.kind = GEOM_POLYGON;
    return true;
}

/* All rows, before the filter. */
static bool cover_whole(struct run *r, struct atlas_coverage *ret, struct lode_err *err)
{
    const struct doc_atlas *at = &r->doc->atlas;
    if (at->kind == OVER_GRID)
        return atlas_grid(r, ret, err);
    if (at->kind == OVER_STRIP)
        return atlas_strip(r, ret, err);

    ret->features = *layer_lookup(&r->layers, at->over.s);
    if (at->kind == OVER_EXTENTS)
        ret->features.crs = STR("EPSG:4326");
    return at->kind != OVER_EXTENTS || read_extents(r, &ret->features, err);
}

/* Whether `rows` are all rows of `f` in its own order, so that nothing needs to be copied. */
static bool is_all(const struct features *f, const uint32_t *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (rows[i] != i)
            return false;
    }
    return n == f->table.n;
}

bool atlas_cover(struct run *r, struct atlas_coverage *ret, struct lode_err *err)
{
    struct atlas_coverage all = {0};
    struct features some;
    uint32_t *rows;
    size_t n;

    if (!cover_whole(r, &all, err) || !choose_rows(r, &all.features, &rows, &n, err))
        return false;

    *ret = all;
    if (is_all(&all.features, rows, n))
        some = all.features;
    else
        features_take(&r->a, &all.features, rows, n, &some);

    if (!features_lonlat(&r->a, &some, r->doc->atlas.over.at, &ret->features, err))
        return false;

    struct str *crs = all.page_crs ? arena_array(&r->a, struct str, n) : NULL;
    for (size_t i = 0; crs && i < n; i++)
        crs[i] = all.page_crs[rows[i]];
    ret->page_crs = crs;
    return true;
}
