/* How a shapefile is read without GDAL: its files, its encoding, its columns and its rows. */
#include "load/shapefile.h"

#include <glib.h>

#include "base/file.h"
#include "load/dbf_encoding.h"
#include "load/filter.h"

/* Taste: a .prj or .cpg has less than 2 kB. */
enum { SIDE_FILE_MAX = 64 << 10 };

bool shapefile_is(const struct reading *r)
{
    struct str s = r->path, layer = r->source->layer.s;
    if (s.len < 4 || g_ascii_strncasecmp(s.p + s.len - 4, ".shp", 4) != 0)
        return false;

    bool chosen = !str_eq(s, r->source->file.s); /* by its name in a zip */
    return !layer.p || chosen || str_eq(layer, path_stem(s));
}

/* The text of a small file beside the .shp; empty when there is none. */
static bool read_side_file(struct arena *a, const char *path, const char *ending,
                           struct lode_span at, struct str *ret, struct lode_err *err)
{
    const char *side = bytes_beside(a, path, ending);
    if (!side)
        return true;

    struct bytes b;
    if (!bytes_open(a, side, BYTES_COPY, at, &b, err))
        return false;
    if (b.n > SIDE_FILE_MAX)
        return lode_fail(err, LODE_DATA, at, "'%s' is too large for a .%s: %zu bytes", side, ending,
                         b.n);

    *ret = file_plain_text(a, (struct str){(const char *)b.p, b.n});
    return true;
}

/* The .dbf, when there is one. A lenient reading takes the rows that are left of a damaged one. */
static bool open_table(struct reading *r, const char *path, enum bytes_use use, struct shapefile *s,
                       struct lode_err *err)
{
    struct lode_span at = r->source->file.at;
    const char *dbf_path = bytes_beside(r->arena, path, "dbf");
    if (!dbf_path)
        return true;

    struct bytes file;
    s->has_dbf = true;
    if (!bytes_open(r->arena, dbf_path, use, at, &file, err))
        return false;
    if (dbf_open(r->arena, &file, at, &s->dbf, err))
        return true;
    if (!reading_forgives(r, err))
        return false;

    dbf_open_cut(r->arena, &file, &s->dbf);
    return true;
}

/* The .shp, by its index (.shx) when that is good. */
static bool open_shapes(struct reading *r, const char *path, enum bytes_use use,
                        struct shapefile *s, struct lode_err *err)
{
    struct bytes file, index = {0};
    struct lode_span at = r->source->file.at;
    const char *shx_path = bytes_beside(r->arena, path, "shx");
    s->has_shx = shx_path;
    if (!bytes_open(r->arena, path, use, at, &file, err) ||
        (shx_path && !bytes_open(r->arena, shx_path, use, at, &index, err)))
        return false;

    if (shp_open(r->arena, &file, &index, at, &s->shp, err))
        return true;
    return r->lenient && shp_open_cut(r->arena, &file, at, &s->shp) && reading_forgives(r, err);
}

bool shapefile_open(struct reading *r, struct shapefile *ret, struct lode_err *err)
{
    struct shapefile s = {0};
    struct lode_span at = r->source->file.at;
    const char *path = str_c(r->arena, r->path);
    enum bytes_use use = r->params->schema_only ? BYTES_PEEK : BYTES_COPY;

    if (!open_shapes(r, path, use, &s, err) || !open_table(r, path, use, &s, err) ||
        !read_side_file(r->arena, path, "prj", at, &s.prj, err) ||
        (!s.prj.len && !read_side_file(r->arena, path, "qpj", at, &s.prj, err)) ||
        !read_side_file(r->arena, path, "cpg", at, &s.cpg, err) || !dbf_encoding_decide(r, &s, err))
        return false;

    *ret = s;
    return true;
}

void shapefile_close(struct shapefile *s)
{
    shp_close(&s->shp);
}

static void report_files(struct reading *r, const struct shapefile *s)
{
    struct str file = r->source->file.s;
    if (!s->has_shx)
        reading_warn(r, "missing-shx",
                     "'%.*s' has no .shx beside it; its shapes were found without it",
                     STR_FMT(file));
    else if (s->shp.walked)
        reading_warn(r, "broken-shx",
                     "the .shx of '%.*s' is broken; its shapes were found without it",
                     STR_FMT(file));

    if (!s->has_dbf)
        reading_warn(r, "missing-dbf", "'%.*s' has no .dbf beside it, so it has no columns",
                     STR_FMT(file));
    else if (s->dbf.n != s->shp.n)
        reading_warn(r, "row-count", "'%.*s' has %zu shapes, but %zu rows in its .dbf",
                     STR_FMT(file), s->shp.n, s->dbf.n);
}

void shapefile_report(struct reading *r, const struct shapefile *s)
{
    if (!r->params->seen)
        report_files(r, s);
    dbf_encoding_report(r, s);
}

/* Each name stands for one column: a second 'name' becomes 'name_2'. */
static struct str unique_name(struct reading *r, size_t n, struct str name)
{
    struct str ret = name;
    for (int k = 2, i = 0; i < (int)n; i++) {
        if (str_eq(r->columns[i].name, ret)) {
            ret = str_format(r->arena, "%.*s_%d", STR_FMT(name), k++);
            i = -1;
        }
    }

    return ret;
}

bool shapefile_schema(struct reading *r, struct shapefile *s, struct lode_err *err)
{
    r->kind = s->shp.kind;
    s->encoding.find_other = dbf_encoding_of_broken;
    s->encoding.find_ctx = s;
    r->encoding = &s->encoding;
    r->pool = text_pool_create(r->arena, &s->encoding);

    r->columns = arena_array(r->arena, struct column_builder, s->dbf.n_fields + 1);
    for (size_t i = 0; i < s->dbf.n_fields; i++) {
        struct str name = text_pool_keep(r->pool, s->dbf.fields[i].name);
        r->columns[i] = (struct column_builder){
            .name = unique_name(r, i, name),
            .type = dbf_type(&s->dbf.fields[i]),
            .field = (int)i,
        };
        r->n_columns++;
    }

    r->driver = STR("ESRI Shapefile");
    r->encoding_shown = str_format(r->arena, "%s, by %s", s->encoding.name, s->encoding_by);
    return crs_decide_prj(r, s->prj, err);
}

/* The rows that are not deleted and lie in the window. */
static bool find_candidates(struct reading *r, struct shapefile *s, uint32_t **ret, size_t *ret_n,
                            struct lode_err *err)
{
    const struct load_params *p = r->params;
    bool windowed = p->has_window && !box_is_empty(p->window);
    uint32_t *rows = arena_array(r->arena, uint32_t, s->shp.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->shp.n; i++) {
        struct box box;
        if (i < s->dbf.n && dbf_is_deleted(&s->dbf, i))
            continue;
        if (windowed && !shp_box(&s->shp, i, &box, err))
            return false;
        if (!windowed || box_meets(box, p->window))
            rows[n++] = (uint32_t)i;
    }

    *ret = rows;
    *ret_n = n;
    return true;
}

static void read_column(struct reading *r, struct shapefile *s, struct column_builder *c,
                        const uint32_t *rows, size_t n)
{
    size_t bad = 0, first = 0;
    for (size_t i = 0; i < n; i++) {
        if (rows[i] >= s->dbf.n)
            column_put(c, NULL);
        else if (!dbf_read(&s->dbf, c, rows[i], r->pool) && !bad++)
            first = rows[i];
    }

    if (bad)
        reading_warn(
            r, "bad-value",
            "'%.*s': %zu values in column '%.*s' are not of type %s and were read as NULL (first: "
            "feature %zu)",
            STR_FMT(r->source->name), bad, STR_FMT(c->name), col_type_name(c->type), first);
}

/* Keep those of `rows` for which the filter is true. Only what it asks for is read: its columns, and
 * shapes. */
static bool filter_candidates(struct reading *r, struct shapefile *s, const struct filter *f,
                              uint32_t *rows, size_t *n, struct lode_err *err)
{
    struct column *columns = arena_array(r->arena, struct column, r->n_columns + 1);
    struct table t = {.name = r->source->name, .n = *n, .columns = columns, .kind = r->kind};

    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].filtering) {
            struct column_builder read = r->columns[i];
            read_column(r, s, &read, rows, *n);
            columns[t.n_columns++] = column_finish(r->arena, &read);
        }
    }

    struct geom_builder shapes = {0};
    struct shape_tally uncounted = {0};
    for (size_t i = 0; f->needs_shapes && i < *n; i++) {
        if (!shp_add(&s->shp, rows[i], &shapes, &uncounted, err)) {
            geom_abandon(&shapes);
            return false;
        }
    }

    geom_finish(r->arena, &shapes, &t.geom);

    uint32_t *kept;
    size_t n_kept;
    if (!filter_rows(r, f, &t, &kept, &n_kept, err))
        return false;

    for (size_t i = 0; i < n_kept; i++)
        rows[i] = rows[kept[i]];
    *n = n_kept;
    return true;
}

static bool is_finite_box(struct box b)
{
    double v[] = {b.x0, b.y0, b.x1, b.y1};
    return shape_is_finite(v, 4) && b.x0 <= b.x1 && b.y0 <= b.y1;
}

/* Put the feature on the list of damaged ones, with its box, by which a page can know that the
 * feature is missing on it. */
static bool keep_damaged(struct reading *r, struct shapefile *s, size_t i, struct shape_mark before,
                         struct lode_err *err)
{
    if (!r->params->keep_damaged || err->code != LODE_DATA)
        return false;

    struct damage d = {.fid = (int64_t)i, .box = BOX_EMPTY};
    struct lode_err ignored = {0}; /* the record is known to be damaged */
    struct box box;
    d.why = str_copy(r->arena, str_of(err->message));
    if (shp_box(&s->shp, i, &box, &ignored) && is_finite_box(box))
        d.box = box;
    *array_add(r->arena, &r->damaged) = d;

    *err = (struct lode_err){0};
    shape_take_back(&r->shapes, before);
    return true;
}

/* A lenient reading puts an empty feature in the place of a damaged one. */
static bool add_shape(struct reading *r, struct shapefile *s, size_t i, struct lode_err *err)
{
    size_t n = r->shapes.n;
    struct shape_mark before = shape_mark(&r->shapes);
    if (shp_add(&s->shp, i, &r->shapes, &r->shape_tally, err))
        return true;

    if (r->shapes.n == n)
        geom_feature(&r->shapes, GEOM_NONE);
    return keep_damaged(r, s, i, before, err) || reading_forgives(r, err);
}

bool shapefile_rows(struct reading *r, struct shapefile *s, const struct filter *f,
                    struct lode_err *err)
{
    uint32_t *rows;
    size_t n;
    if (!find_candidates(r, s, &rows, &n, err) ||
        (f->expr && !filter_candidates(r, s, f, rows, &n, err)))
        return false;

    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].wanted)
            read_column(r, s, &r->columns[i], rows, n);
    }

    for (size_t i = 0; i < n; i++) {
        reading_add_fid(r, rows[i]);
        if (!add_shape(r, s, rows[i], err))
            return false;
    }
    return true;
}
