/* How a shapefile is read without GDAL: its files, its encoding, its columns and its rows. */
#include "load/shapefile.h"

#include <glib.h>
#include <math.h>

#include "base/file.h"
#include "base/log.h"
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

/* Whether the reading goes on although a file is damaged. */
static bool goes_on(struct reading *r, struct lode_err *err)
{
    if (!r->source->skip_damaged || r->lenient || err->code != LODE_DATA)
        return reading_forgives(r, err);

    reading_warn(r, "damaged-skipped", "%s; what is left of it was read", err->message);
    *err = (struct lode_err){0};
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
    if (!goes_on(r, err))
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
    bool wanted = r->lenient || r->source->skip_damaged;
    return wanted && shp_open_cut(r->arena, &file, at, &s->shp) && goes_on(r, err);
}

/* Where the three files count differently, two of them outvote the third. */
static void settle_counts(struct reading *r, struct shapefile *s)
{
    if (!s->has_dbf || s->shp.n == s->dbf.n || r->source->skip_damaged)
        return;

    s->counted_rows = s->dbf.record && s->dbf.n_there == s->shp.n;
    if (s->counted_rows)
        s->dbf.n = s->dbf.n_there;
    else if (!s->shp.walked)
        s->walked_for_rows = shp_walk_to(r->arena, &s->shp, s->dbf.n);
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

    settle_counts(r, &s);
    if (!r->params->schema_only)
        shp_check_index(r->arena, &s.shp);
    *ret = s;
    return true;
}

void shapefile_close(struct shapefile *s)
{
    shp_close(&s->shp);
}

/* What the header of the .dbf says of itself and is not so. */
static void report_table(struct reading *r, const struct shapefile *s)
{
    const struct dbf *d = &s->dbf;
    struct str file = r->source->file.s;
    if (d->header != d->stated_header)
        reading_warn(
            r, "damaged-table",
            "the .dbf of '%.*s' says that its header has %zu bytes; by its columns and rows "
            "it has %zu, and was read so",
            STR_FMT(file), d->stated_header, d->header);
    if (d->record != d->stated_record)
        reading_warn(
            r, "damaged-table",
            "the .dbf of '%.*s' says that its rows have %zu bytes; by its columns they have "
            "%zu, and were read so",
            STR_FMT(file), d->stated_record, d->record);
    if (d->n_fields && d->width != d->record)
        reading_warn(r, "damaged-table",
                     "the columns of the .dbf of '%.*s' have %zu bytes together, but its rows have "
                     "%zu; values may stand in the wrong columns: look at them",
                     STR_FMT(file), d->width, d->record);

    for (size_t i = 0; i < d->n_fields; i++) {
        char type[] = {d->fields[i].type, '\0'};
        if (!dbf_is_read(&d->fields[i]))
            reading_warn(r, "damaged-table",
                         "column '%.*s' of '%.*s' is of the type '%s', whose values are not texts; "
                         "they were read as they stand in the .dbf",
                         STR_FMT(d->fields[i].name), STR_FMT(file),
                         g_ascii_isprint(type[0]) ? type : "?");
    }
}

static void report_files(struct reading *r, const struct shapefile *s)
{
    struct str file = r->source->file.s;
    if (s->has_dbf)
        report_table(r, s);

    if (!s->has_shx)
        reading_warn(r, "missing-shx",
                     "'%.*s' has no .shx beside it; its shapes were found without it",
                     STR_FMT(file));
    else if (s->walked_for_rows)
        reading_warn(r, "broken-shx",
                     "the .shx of '%.*s' has another number of records than its .shp and .dbf; its "
                     "shapes were found without it",
                     STR_FMT(file));
    else if (s->shp.walked)
        reading_warn(r, "broken-shx",
                     "the .shx of '%.*s' is broken; its shapes were found without it",
                     STR_FMT(file));

    if (s->shp.type_contradicted)
        reading_warn(r, "damaged-shape",
                     "the header of '%.*s' says another type of shape than its records; they were "
                     "read as they say",
                     STR_FMT(file));

    if (!s->has_dbf)
        reading_warn(r, "missing-dbf", "'%.*s' has no .dbf beside it, so it has no columns",
                     STR_FMT(file));
    else if (s->counted_rows)
        reading_warn(
            r, "row-count",
            "the header of the .dbf of '%.*s' says another number of rows than the %zu that "
            "it has; they were all read",
            STR_FMT(file), s->dbf.n);
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

bool shapefile_schema(struct reading *r, struct shapefile *s, struct lode_err *err)
{
    r->kind = s->shp.kind;
    s->encoding.find_other = dbf_encoding_of_broken;
    s->encoding.find_ctx = s;
    r->encoding = &s->encoding;
    r->pool = text_pool_create(r->arena, &s->encoding);

    /* Each name stands for one column: a second 'name' becomes 'name_2'. */
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
    r->columns = arena_array(r->arena, struct column_builder, s->dbf.n_fields + 1);
    for (size_t i = 0; i < s->dbf.n_fields; i++) {
        struct str name = text_pool_keep(r->pool, s->dbf.fields[i].name);
        r->columns[i] = (struct column_builder){
            .name = column_free_name(r->arena, taken, name),
            .type = dbf_type(&s->dbf, &s->dbf.fields[i]),
            .field = (int)i,
        };
        r->n_columns++;
    }
    g_hash_table_destroy(taken);

    r->driver = STR("ESRI Shapefile");
    r->encoding_shown = str_format(r->arena, "%s, by %s", s->encoding.name, s->encoding_by);
    return crs_decide_prj(r, s->prj, err);
}

/* What is wider than half the world may have steps over the 180th meridian, and reach places outside
 * its box. */
static bool may_cross_180(const struct reading *r, struct box box)
{
    return r->crs.degrees && box_width(box) > 180 && box.y0 <= r->params->window.y1 &&
           box.y1 >= r->params->window.y0;
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
        if (i < s->dbf.n && !dbf_is_marked(&s->dbf, i) && !s->n_unmarked++)
            s->first_unmarked = i;
        if (i < s->dbf.n && dbf_is_deleted(&s->dbf, i)) {
            s->n_deleted++;
            continue;
        }

        if (windowed && !shp_box(&s->shp, i, &box, err) && !r->source->skip_damaged)
            return false;
        if (!windowed || box_meets(box, p->window) || shp_box_lies(&s->shp, i) ||
            may_cross_180(r, box))
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

/* Leave out the rows whose shapes cannot be read, and list them. */
static void skip_damaged(struct reading *r, struct shapefile *s, uint32_t *rows, size_t *n)
{
    struct geom_builder scratch = {0};
    struct shape_tally uncounted = {0};
    struct shp_doubts before = s->shp.doubts;
    struct str list = {0};
    size_t kept = 0, skipped = 0;

    for (size_t i = 0; i < *n; i++) {
        struct lode_err err = {0};
        if (shp_add(&s->shp, rows[i], &scratch, &uncounted, &err))
            rows[kept++] = rows[i];
        else if (skipped++ < 10)
            list = str_format(r->arena, "%.*s%s%u", STR_FMT(list), list.len ? ", " : "", rows[i]);
    }

    geom_abandon(&scratch);
    s->shp.doubts = before;
    *n = kept;
    if (skipped)
        reading_warn(r, "damaged-skipped",
                     "'%.*s': %zu %s left out, because the shape cannot be read: feature %.*s%s",
                     STR_FMT(r->source->name), skipped,
                     skipped == 1 ? "feature was" : "features were", STR_FMT(list),
                     skipped > 10 ? ", ..." : "");
}

bool shapefile_rows(struct reading *r, struct shapefile *s, const struct filter *f,
                    struct lode_err *err)
{
    uint32_t *rows;
    size_t n;
    if (!find_candidates(r, s, &rows, &n, err))
        return false;
    if (r->source->skip_damaged)
        skip_damaged(r, s, rows, &n);
    if (f->expr && !filter_candidates(r, s, f, rows, &n, err))
        return false;

    s->shp.doubts.n[DOUBT_TYPE] = s->shp.doubts.n[DOUBT_LENGTH] = 0; /* by the filter */
    s->shp.doubts.n[DOUBT_PARTS] = s->shp.doubts.n[DOUBT_OPEN] = 0;

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

/* Whether a box is another one than was stated, by more than a millionth of its size. */
static bool is_other_box(struct box stated, struct box is, bool may_be_larger)
{
    double size = fmax(is.x1 - is.x0, is.y1 - is.y0);
    double away = fmax(fmax(fabs(is.x0), fabs(is.x1)), fmax(fabs(is.y0), fabs(is.y1)));
    double slack = fmax(1e-6 * size, 1e-9 * away);
    bool inside = is.x0 >= stated.x0 - slack && is.y0 >= stated.y0 - slack &&
                  is.x1 <= stated.x1 + slack && is.y1 <= stated.y1 + slack;
    bool filled = is.x0 <= stated.x0 + slack && is.y0 <= stated.y0 + slack &&
                  is.x1 >= stated.x1 - slack && is.y1 >= stated.y1 - slack;
    return !inside || (!filled && !may_be_larger);
}

static void check_boxes(struct shapefile *s, const struct features *f)
{
    struct box whole;
    bool has_whole = shp_whole_box(&s->shp, &whole);
    for (size_t i = 0; i < f->table.geom.n; i++) {
        struct lode_err ignored = {0};
        struct box stated, is = f->table.geom.box[i];
        size_t row = (size_t)f->fid[i];
        if (f->table.geom.kind[i] == GEOM_NONE || !shp_box(&s->shp, row, &stated, &ignored))
            continue;
        if (is_other_box(stated, is, false) || (has_whole && is_other_box(whole, is, true)))
            shp_doubt(&s->shp, DOUBT_BOX, row);
    }
}

void shapefile_report_shapes(struct reading *r, struct shapefile *s, const struct features *f)
{
    static const char *const said[DOUBT_KINDS] = {
        [DOUBT_TYPE] = "of another type than the layer; lines and areas were read as the layer's",
        [DOUBT_LENGTH] = "with more or fewer bytes than needed; what is needed was read",
        [DOUBT_PARTS] = "whose first part begins late; what stands before it was left out",
        [DOUBT_OPEN] = "with a ring that is not closed; it was closed",
        [DOUBT_BOX] = "with coordinates that do not fit the stated box; the coordinates were kept: "
                      "look at them",
        [DOUBT_INDEX] = "where the .shx points to the record of another feature; the numbers of "
                        "the records were followed",
        [DOUBT_TWICE] = "where the .shx points to a record that another feature has too; look at "
                        "them",
        [DOUBT_EXTENT] = "whose length is not the same in the .shx and the .shp; the longer one "
                         "was taken",
    };

    check_boxes(s, f);
    for (int k = 0; k < DOUBT_KINDS; k++) {
        size_t n = s->shp.doubts.n[k];
        if (n)
            reading_warn(r, "damaged-shape", "'%.*s' has %zu shape%s %s (first: feature %zu)",
                         STR_FMT(r->source->file.s), n, n == 1 ? "" : "s", said[k],
                         s->shp.doubts.first[k]);
    }

    if (s->n_unmarked)
        reading_warn(r, "damaged-table",
                     "'%.*s' has %zu rows in its .dbf that do not begin with a mark, so values may "
                     "stand in the wrong columns: look at them (first: feature %zu)",
                     STR_FMT(r->source->file.s), s->n_unmarked, s->first_unmarked);
    if (s->n_deleted && !r->lenient)
        log_note(r->source->file.at, "deleted-rows",
                 "'%.*s' has %zu %s marked as deleted, which %s left out",
                 STR_FMT(r->source->file.s), s->n_deleted, s->n_deleted == 1 ? "row" : "rows",
                 s->n_deleted == 1 ? "was" : "were");
}
