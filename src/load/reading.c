/* How what was read of a layer is put together, filtered, checked and reported. */
#include "load/reading.h"

#include <glib.h>
#include <math.h>
#include <stdarg.h>

#include "base/composed.h"
#include "base/log.h"
#include "load/filter.h"
#include "load/gdal_words.h"
#include "load/long_steps.h"
#include "load/open.h"
#include "load/outlier.h"
#include "load/place.h"

/* A lenient reading keeps what there is to say. */
static void say(struct reading *r, enum lode_severity severity, const char *rule, const char *fmt,
                va_list args)
{
    struct str text = str_vformat(r->arena, fmt, args);
    if (r->lenient)
        *array_add(r->arena, &r->findings) = text;
    else if (severity == LODE_WARNING)
        log_warn(r->source->file.at, rule, "%s", text.p);
    else
        log_note(r->source->file.at, rule, "%s", text.p);
}

void reading_warn(struct reading *r, const char *rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(r, LODE_WARNING, rule, fmt, args);
    va_end(args);
}

void reading_note(struct reading *r, const char *rule, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    say(r, LODE_NOTE, rule, fmt, args);
    va_end(args);
}

void reading_warn_gdal(struct reading *r, const struct gdal_words *words)
{
    const char *file = str_c(r->arena, r->source->file.s);
    for (size_t i = 0; i < words->n_said; i++) {
        const struct gdal_warning *w = &words->said[i];
        struct str more =
            w->n == 1 ? STR("") : str_format(r->arena, " (and %zu more like this)", w->n - 1);
        reading_warn(r, "gdal-warning", "'%s': GDAL says%s%.*s", file, w->text, STR_FMT(more));
    }
    if (words->n_more)
        reading_warn(r, "gdal-warning", "'%s': GDAL says %zu other things", file, words->n_more);
}

struct str reading_row(struct reading *r, int64_t fid)
{
    if (fid < 1 || (uint64_t)fid > r->csv.n_lines)
        return str_format(r->arena, "feature %lld", (long long)fid);
    return str_format(r->arena, "feature %lld, line %u", (long long)fid, r->csv.lines[fid - 1]);
}

bool reading_forgives(struct reading *r, struct lode_err *err)
{
    if (!r->lenient || !err->code)
        return false;

    *array_add(r->arena, &r->findings) = str_copy(r->arena, str_of(err->message));
    *err = (struct lode_err){0};
    return true;
}

static bool fail_unknown_column(struct reading *r, struct str name, struct lode_span at,
                                struct lode_err *err)
{
    struct str *names = arena_array(r->arena, struct str, r->n_columns + 1);
    for (size_t c = 0; c < r->n_columns; c++)
        names[c] = r->columns[c].name;

    lode_rule(err, "unknown-column");
    lode_fail(err, LODE_SCHEMA, at, "no column '%.*s' in '%.*s'", STR_FMT(name),
              STR_FMT(r->source->name));
    open_hint_names(r->arena, name, names, r->n_columns, "it", err);
    return false;
}

bool reading_choose(struct reading *r, struct lode_err *err)
{
    const struct load_params *p = r->params;
    bool all = p->all_columns || (p->schema_only && !p->columns);
    for (size_t i = 0; i < r->n_columns; i++)
        r->columns[i].wanted = all;

    for (size_t k = 0; !all && k < p->n_columns; k++) {
        size_t i = 0;
        while (i < r->n_columns && !text_same(r->columns[i].name, p->columns[k]))
            i++;
        if (i == r->n_columns)
            return fail_unknown_column(r, p->columns[k], r->source->at, err);
        r->columns[i].wanted = true;
    }

    return true;
}

static enum col_type type_named(const struct node *word)
{
    enum col_type t = COL_INT;
    while (t < COL_TIMESTAMP && !node_is(word, col_type_name(t)))
        t++;
    return t;
}

/* Whether a column that is to be numbers has places as people write them: 34,5 or 34°30'N. */
static bool has_typed_places(const struct reading *r, const struct column_builder *c)
{
    const struct doc_source *s = r->source;
    if (s->x.s.p)
        return text_same(c->name, s->x.s) || text_same(c->name, s->y.s);
    return r->csv.typed_places && str_is_utf8(c->name) &&
           (place_is_usual(c->name, AXIS_LON) || place_is_usual(c->name, AXIS_LAT));
}

bool reading_state_types(struct reading *r, struct lode_err *err)
{
    const struct node *types = r->source->types;
    for (size_t k = 0; types && k < types->n_pairs; k++) {
        const struct node_pair *pair = &types->pairs[k];
        size_t i = 0;
        while (i < r->n_columns && !text_same(r->columns[i].name, pair->key))
            i++;
        if (i == r->n_columns)
            return fail_unknown_column(r, pair->key, pair->at, err);

        struct column_builder *c = &r->columns[i];
        enum col_type type = type_named(pair->value);
        if (type == COL_REAL && c->type == COL_TEXT && has_typed_places(r, c)) {
            r->places_are_numbers = true; /* when the points are made */
            continue;
        }
        c->converted |= type != c->type;
        c->type = type;
        c->guessed = c->doubted = false;
        c->codes.n = 0;
    }

    return true;
}

void reading_add_fid(struct reading *r, int64_t fid)
{
    if (r->n == r->cap) {
        r->cap = r->cap ? 2 * r->cap : 64;
        r->fid = g_realloc_n(r->fid, r->cap, sizeof *r->fid);
    }
    r->fid[r->n++] = fid;
}

static void report_shapes(struct reading *r)
{
    const struct shape_tally *t = &r->shape_tally;
    const struct {
        size_t n;
        int64_t first;
        const char *rule, *one, *many, *what;
    } rows[] = {
        {t->empty, t->first_empty, "empty-geometry", "has", "have", "no geometry"},
        {t->not_finite, t->first_not_finite, "not-finite", "has", "have",
         "a coordinate that is not a number, and so no geometry"},
        {t->collections, t->first_collection, "mixed-collection", "is", "are",
         "a collection of several kinds of geometry, of which one was kept: polygons, else lines"},
        {t->degenerate, t->first_degenerate, "degenerate-part", "has", "have",
         "a ring or a line with too few points, which was left out"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool single = rows[i].n == 1;
        const char *features = single ? "feature" : "features";
        if (rows[i].n)
            reading_warn(r, rows[i].rule, "'%.*s': %zu %s %s %s (first: %.*s)",
                         STR_FMT(r->source->name), rows[i].n, features,
                         single ? rows[i].one : rows[i].many, rows[i].what,
                         STR_FMT(reading_row(r, rows[i].first)));
    }
}

/* What became of texts that are not in the encoding. That of most of them is no remedy for a file
 * which holds two. */
static void report_broken(struct reading *r, const struct encoding *e)
{
    const char *name = e->name ? e->name : "UTF-8";
    const char *other = e->other && e->other->name ? e->other->name : "Windows-1252";
    bool single = e->n_broken == 1, resort = !e->other || !e->other->iconv;
    struct str next = {0}, remedy;
    if (e->next && !resort)
        next = str_format(r->arena, "; the next likely is %s", e->next);

    if (e->n_whole)
        remedy = STR("the file mixes encodings: ask for it in UTF-8");
    else if (resort)
        remedy = STR("state the right one with `encoding:`");
    else
        remedy = str_format(r->arena, "if that looks right, state it with `encoding: %s`", other);

    reading_warn(r, "encoding",
                 "'%.*s': %zu different %s not %s and %s read as %s%s (first: '%.*s'); %.*s%.*s",
                 STR_FMT(r->source->name), e->n_broken, single ? "text is" : "texts are", name,
                 single ? "was" : "were", other, resort ? ", as the last resort" : "",
                 STR_FMT(e->first_broken), STR_FMT(remedy), STR_FMT(next));
}

static void report_texts(struct reading *r)
{
    const struct encoding *e = r->encoding;
    if (e && e->n_broken)
        report_broken(r, e);
    if (e && e->n_cut)
        reading_warn(r, "cut-text",
                     "'%.*s': %zu different texts ended inside a character, which was left out",
                     STR_FMT(r->source->name), e->n_cut);
}

/* Whether all numbers of a column are whole, as identifiers are. */
static bool is_whole(const struct column_builder *c)
{
    const double *v = c->v;
    for (size_t i = 0; c->type == COL_REAL && i < c->n; i++) {
        if (v[i] != floor(v[i]))
            return false;
    }
    return true;
}

static void report_rounded(struct reading *r, const struct column_builder *c)
{
    size_t n = c->rounded.n;
    const char *numbers = n == 1 ? "number" : "numbers", *are = n == 1 ? "is" : "are";
    const char *limit =
        c->type == COL_INT ? "a number of 64 bits holds" : "a real number holds exactly (2^53)";
    if (!n || !is_whole(c))
        return;

    reading_warn(
        r, "rounded-number",
        "'%.*s': %zu whole %s in column '%.*s' %s larger than %s, and may have been changed when "
        "the file was read or made (first: feature %lld, now %.*s); identifiers stay as they are "
        "in a file that has them as text",
        STR_FMT(r->source->name), n, numbers, STR_FMT(c->name), are, limit,
        (long long)c->rounded.fid, STR_FMT(c->rounded.first));
}

/* What a guessed type may have got wrong. */
static void note_doubts(struct reading *r, const struct column_builder *c)
{
    struct str name = r->source->name;
    if (!c->wanted || r->lenient || r->params->schema_only)
        return;

    if (c->doubted && c->type == COL_TEXT)
        log_note(
            r->source->file.at, "read-as-text",
            "'%.*s': column '%.*s' was read as text, because '%.*s' (feature %lld) would not come "
            "back from a %s as it stands; if it is one, say `types: {%.*s: %s}`",
            STR_FMT(name), STR_FMT(c->name), STR_FMT(c->codes.first), (long long)c->codes.fid,
            col_type_name(c->looked_like), STR_FMT(c->name), col_type_name(c->looked_like));

    if (c->perhaps.n && c->guessed)
        log_note(r->source->file.at, "read-as-number",
                 "'%.*s': column '%.*s' was read as %s, because of how all of its values are "
                 "written (first: '%.*s', feature %lld); if they are codes, say `types: {%.*s: "
                 "text}`",
                 STR_FMT(name), STR_FMT(c->name),
                 c->type == COL_BOOL ? "true and false" : "numbers", STR_FMT(c->perhaps.first),
                 (long long)c->perhaps.fid, STR_FMT(c->name));

    if (c->padded.n && c->guessed && c->type == COL_REAL)
        log_note(
            r->source->file.at, "read-as-number",
            "'%.*s': column '%.*s' was read as numbers, though only some end with a zero, such as "
            "'%.*s' (feature %lld); if they are versions or codes, say `types: {%.*s: text}`",
            STR_FMT(name), STR_FMT(c->name), STR_FMT(c->padded.first), (long long)c->padded.fid,
            STR_FMT(c->name));
}

static void report_bad(struct reading *r, const struct column_builder *c)
{
    const struct misfits *m = &c->not_of_type;
    const char *values = m->n == 1 ? "value" : "values", *are = m->n == 1 ? "is" : "are";
    const char *were = m->n == 1 ? "was" : "were";
    if (m->n)
        reading_warn(
            r, "bad-value",
            "'%.*s': %zu %s in column '%.*s' %s not of type %s and %s read as NULL (first: "
            "'%.*s', feature %lld)",
            STR_FMT(r->source->name), m->n, values, STR_FMT(c->name), are, col_type_name(c->type),
            were, STR_FMT(m->first), (long long)m->fid);
}

static void report_codes(struct reading *r, const struct column_builder *c)
{
    const struct misfits *m = &c->codes;
    const char *values = m->n == 1 ? "value" : "values", *look = m->n == 1 ? "looks" : "look";
    const char *were = m->n == 1 ? "was" : "were";
    if (m->n && c->type != COL_TEXT)
        reading_warn(r, "code-as-number",
                     "'%.*s': %zu %s in column '%.*s' %s like a code but %s read as %s, as %s "
                     "(first: '%.*s', feature %lld); keep it as it stands with `types: {%.*s: "
                     "text}`",
                     STR_FMT(r->source->name), m->n, values, STR_FMT(c->name), look, were,
                     col_type_name(c->type),
                     r->csv.types_beside ? "the .csvt says" : "what stands before is",
                     STR_FMT(m->first), (long long)m->fid, STR_FMT(c->name));
}

static void note_typed(struct reading *r, const struct column_builder *c)
{
    const struct misfits *m = &c->typed;
    if (m->n && !r->lenient)
        log_note(r->source->file.at, "typed-numbers",
                 "'%.*s': %zu number%s in column '%.*s' written as people do %s read as such, a "
                 "single comma as a decimal one (first: '%.*s', feature %lld)",
                 STR_FMT(r->source->name), m->n, m->n == 1 ? "" : "s", STR_FMT(c->name),
                 m->n == 1 ? "was" : "were", STR_FMT(m->first), (long long)m->fid);
}

static void report_values(struct reading *r, const struct column_builder *c)
{
    note_typed(r, c);
    report_bad(r, c);
    report_codes(r, c);
    report_rounded(r, c);
    note_doubts(r, c);
}

/* The columns that are wanted, and those that the filter reads, if it still has to be applied. */
static void finish_columns(struct reading *r, bool filtering, struct table *t)
{
    size_t n = 0;
    struct column *columns = arena_array(r->arena, struct column, r->n_columns + 1);
    for (size_t i = 0; i < r->n_columns; i++) {
        if (r->columns[i].wanted || (filtering && r->columns[i].filtering))
            columns[n++] = column_finish(r->arena, &r->columns[i]);
    }

    t->columns = columns;
    t->n_columns = n;
    t->n = r->n;
}

/* Drop the columns that only the filter needed. */
static void drop_unwanted(const struct reading *r, struct table *t)
{
    struct column *columns = arena_array(r->arena, struct column, t->n_columns + 1);
    size_t n = 0;
    for (size_t i = 0, k = 0; i < r->n_columns; i++) {
        if (r->columns[i].wanted || r->columns[i].filtering) {
            if (r->columns[i].wanted)
                columns[n++] = t->columns[k];
            k++;
        }
    }

    t->columns = columns;
    t->n_columns = n;
}

static bool apply_filter(struct reading *r, const struct filter *filter, struct features *f,
                         struct lode_err *err)
{
    uint32_t *rows;
    size_t n;
    if (!filter_rows(r, filter, &f->table, &rows, &n, err))
        return false;

    if (n < f->table.n)
        features_take(r->arena, f, rows, n, f);
    drop_unwanted(r, &f->table);
    return true;
}

/* Keep what lies in the window, for sources that could not be asked for it. */
static void keep_in_window(struct reading *r, struct features *f)
{
    uint32_t *rows = arena_array(r->arena, uint32_t, f->table.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < f->table.n; i++) {
        if (box_meets(f->table.geom.box[i], r->params->window))
            rows[n++] = (uint32_t)i;
    }

    features_take(r->arena, f, rows, n, f);
}

bool reading_finish(struct reading *r, const struct filter *filter, struct features *ret,
                    struct lode_err *err)
{
    const struct doc_source *source = r->source;
    struct features f = {
        .crs = r->crs.text,
        .crs_at = r->crs.at,
        .x_name = r->x_name,
        .y_name = r->y_name,
        .edges = source->geodesic_edges ? EDGES_GEODESIC : EDGES_PLANAR,
        .origin = source->file.s,
        .credit = source->credit.s,
        .accuracy_m = source->accuracy_m,
        .damaged = r->damaged.v,
        .n_damaged = r->damaged.n,
    };
    f.table.name = source->name;
    f.table.kind = r->kind;
    f.table.geometry_name = r->geometry_name;

    if (r->shapes.overflow)
        return lode_fail(err, LODE_DATA, source->file.at,
                         "'%.*s' has more than 4294967294 coordinates", STR_FMT(source->file.s));

    for (size_t i = 0; i < r->n_columns; i++)
        report_values(r, &r->columns[i]);
    finish_columns(r, filter || r->placed, &f.table);
    geom_finish(r->arena, &r->shapes, &f.table.geom);
    for (size_t i = 0; !f.table.kind && i < f.table.geom.n; i++)
        f.table.kind = f.table.geom.kind[i];

    if (r->fid)
        arena_defer(r->arena, g_free, r->fid);
    f.fid = r->fid;
    r->fid = NULL;

    report_shapes(r);
    report_texts(r);
    if (r->placed)
        place_points(r, &f);
    long_steps_read(r, &f);

    if (filter && !apply_filter(r, filter, &f, err))
        return false;
    if (r->placed && !filter)
        drop_unwanted(r, &f.table);
    crs_put_on_poles(r, &f.table.geom, f.fid);
    if (!r->params->schema_only && (r->placed || !r->params->has_window))
        outlier_report(r, &f.table.geom, f.fid);
    if (r->placed && r->params->has_window)
        keep_in_window(r, &f);

    if (!crs_check_range(r, &f.table.geom, f.fid, err) && !reading_forgives(r, err))
        return false;
    f.crs_guessed = r->crs_guessed;
    *ret = f;
    return true;
}

void reading_abandon(struct reading *r)
{
    columns_abandon(r->columns, r->n_columns);
    geom_abandon(&r->shapes);
    g_free(r->fid);
    r->fid = NULL;
}
