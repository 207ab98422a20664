/* `lode near`: lists which features of one file are near those of another, without a document. A
 * document is written for the two files and run as any other; the list on standard output and the
 * summary are made here. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "api/near_document.h"
#include "api/render.h"
#include "base/composed.h"
#include "base/length.h"
#include "base/num.h"
#include "expr/date.h"
#include "load/export.h"
#include "load/load.h"

static const char document_name[] = "(near)";

/* A group of the features of the first file. */
struct group {
    struct str value;
    size_t n, n_listed;
    double nearest_m, sum_m;
};

struct near_run {
    struct lode *session;
    struct arena *arena;
    const struct lode_near_params *params;
    struct near_names names;
    ARRAY(struct group) groups;
};

/* ---- before the run */

static bool check_length(struct near_run *n, const char *option, const char *text,
                         struct lode_err *err)
{
    struct length ignored;
    if (!text)
        return true;

    struct str s = str_of(text);
    session_name_text(n->session, option, s);
    struct lode_span at = {.file = option, .line = 1, .col = 1, .len = (int)str_chars(s)};
    return length_parse(s, LENGTH_GROUND, at, &ignored, err);
}

static bool read_schema(struct near_run *n, struct str file, bool is_to, struct features *ret,
                        struct lode_err *err)
{
    const struct lode_near_file *f = is_to ? &n->params->to : &n->params->from;
    struct doc_source source = {.name = file,
                                .file = {file, {0}},
                                .layer.at.file = is_to ? "--to-layer" : "--layer",
                                .crs.at.file = is_to ? "--to-crs" : "--crs"};
    struct load_params load = {.all_columns = true,
                               .schema_only = true,
                               .allow_network = n->session->options.allow_network};
    if (f->layer)
        source.layer.s = str_of(f->layer);
    if (f->crs)
        source.crs.s = str_of(f->crs);
    return load_source(n->arena, &source, &load, ret, err);
}

static bool check_by(struct near_run *n, const struct features *from, struct lode_err *err)
{
    const struct table *t = &from->table;
    if (!n->params->by || table_lookup(t, str_of(n->params->by)))
        return true;

    struct str by = str_of(n->params->by), *names = arena_array(n->arena, struct str, t->n_columns);
    for (size_t i = 0; i < t->n_columns; i++)
        names[i] = t->columns[i].name;

    struct str near = str_nearest(by, names, t->n_columns);
    lode_fail(err, LODE_USAGE, (struct lode_span){0}, "no column '%s' in '%.*s' for '--by'",
              n->params->by, STR_FMT(n->names.from));
    return near.len && lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
}

/* ---- the summary */

static struct str value_text(struct arena *a, const struct column *c, size_t i)
{
    if (!c)
        return STR("all");
    if (column_is_null(c, i))
        return STR("(missing)");

    switch (c->type) {
    case COL_TEXT:
        return c->v.s[i];
    case COL_REAL:
        return num_text(a, c->v.d[i]);
    case COL_BOOL:
        return c->v.b[i] ? STR("true") : STR("false");
    case COL_DATE:
        return date_text(a, c->v.i[i]);
    case COL_TIMESTAMP:
        return timestamp_text(a, c->v.i[i]);
    default:
        return str_format(a, "%" PRId64, c->v.i[i]);
    }
}

static struct group *group_of(struct near_run *n, struct str value)
{
    for (size_t i = 0; i < n->groups.n; i++) {
        if (text_same(n->groups.v[i].value, value))
            return &n->groups.v[i];
    }
    struct group *g = array_add(n->arena, &n->groups);
    *g = (struct group){.value = value, .nearest_m = INFINITY};
    return g;
}

/* With several neighbours a feature has several rows: only the first one counts. */
static bool is_first(const struct table *list, size_t row)
{
    const struct column *last = &list->columns[list->n_columns - 1];
    return !str_starts(last->name, STR("near_rank")) || column_is_null(last, row) ||
           last->v.i[row] == 1;
}

static void count_groups(struct near_run *n, const struct table *from, const struct table *list)
{
    struct str by = n->params->by ? str_of(n->params->by) : (struct str){0};
    const struct column *of_from = by.len ? table_lookup(from, by) : NULL;
    const struct column *of_list = by.len ? table_lookup(list, by) : NULL;
    const struct column *metres =
        &list->columns[from->n_columns + 2]; /* near_id, near_name, near_m */

    for (size_t i = 0; i < from->n; i++)
        group_of(n, value_text(n->arena, of_from, i))->n++;
    for (size_t i = 0; i < list->n; i++) {
        if (!is_first(list, i) || column_is_null(metres, i))
            continue;

        struct group *g = group_of(n, value_text(n->arena, of_list, i));
        g->n_listed++;
        g->sum_m += metres->v.d[i];
        g->nearest_m = fmin(g->nearest_m, metres->v.d[i]);
    }
}

/* A line of the summary: on standard output, or as a note when the list is there. */
static void say_line(struct near_run *n, struct str line)
{
    struct lode_err note = {.severity = LODE_NOTE, .rule = "near-summary"};
    if (n->params->n_outputs) {
        session_write(n->session, str_format(n->arena, "%.*s\n", STR_FMT(line)));
        return;
    }

    snprintf(note.message, sizeof note.message, "%.*s", STR_FMT(line));
    session_tell(n->session, &note);
}

static struct str padded(struct arena *a, struct str text, size_t width)
{
    size_t n = str_chars(text);
    return str_format(a, "%.*s%*s", STR_FMT(text), n < width ? (int)(width - n) : 0, "");
}

static void say_group(struct near_run *n, const struct group *g, size_t width)
{
    struct str line = str_format(n->arena, "%.*s  %7zu of %7zu",
                                 STR_FMT(padded(n->arena, g->value, width)), g->n_listed, g->n);
    if (g->n_listed)
        line = str_format(n->arena, "%.*s  %10.1f  %10.1f", STR_FMT(line), g->nearest_m / 1000,
                          g->sum_m / 1000 / (double)g->n_listed);
    say_line(n, line);
}

static void say_summary(struct near_run *n, const struct table *from, const struct table *list)
{
    struct group all = {.value = STR("all"), .nearest_m = INFINITY};
    const char *by = n->params->by ? n->params->by : "";
    size_t width = str_chars(str_of(by)) > 3 ? str_chars(str_of(by)) : 3;

    count_groups(n, from, list);
    for (size_t i = 0; i < n->groups.n; i++) {
        struct group *g = &n->groups.v[i];
        size_t chars = str_chars(g->value);
        width = chars > width ? chars : width;
        all.n += g->n;
        all.n_listed += g->n_listed;
        all.sum_m += g->sum_m;
        all.nearest_m = fmin(all.nearest_m, g->nearest_m);
    }

    say_line(n, str_format(n->arena, "%.*s  %7s    %7s  %10s  %10s",
                           STR_FMT(padded(n->arena, str_of(by), width)), "near", "all",
                           "nearest km", "mean km"));
    for (size_t i = 0; n->params->by && i < n->groups.n; i++)
        say_group(n, &n->groups.v[i], width);
    say_group(n, &all, width);
}

/* ---- the run */

static void write_list(struct near_run *n, const struct run *r)
{
    const struct features *from = layer_lookup(&r->layers, n->names.from);
    const struct features *list = layer_lookup(&r->layers, n->names.list);
    if (!n->params->n_outputs && !session_write(n->session, export_text(n->arena, list, TABLE_CSV)))
        return; /* its reader went away */
    say_summary(n, &from->table, &list->table);
}

/* Run the document that was written, then write list and summary. */
static int run_written(struct near_run *n, struct str document)
{
    struct run r;
    struct lode_err err = {0};
    int status;

    session_name_text(n->session, document_name, document);
    run_init(&r, n->session);
    run_document(&r, document_name, str_c(n->arena, document), NULL, 0);
    r.all_columns = true;

    if (n->params->map || n->params->n_outputs) {
        status = render_run(&r, &(struct lode_render_params){0});
    } else {
        bool good = !r.diags.n_errors && run_check(&r);
        status = session_report(n->session, &r.diags);
        if (good && !(run_load_all(&r, &err) && run_steps(&r, &err)))
            status = session_fail(n->session, &err);
        status = !good && !status ? 2 : status;
    }

    if (!status)
        write_list(n, &r);

    run_finish(&r);
    session_forget_text(n->session, document_name);
    return status;
}

static int list_near(struct near_run *n, const char *from_path, const char *to_path)
{
    struct lode_err err = {0};
    struct features from, to;
    const struct lode_near_params *p = n->params;
    struct str from_file = str_of(from_path), to_file = str_of(to_path);

    n->names = near_document_names(n->arena, from_file, to_file, p);
    bool itself = str_eq(n->names.from, n->names.to);

    if (!check_length(n, "--within", p->within, &err) ||
        !check_length(n, "--beyond", p->beyond, &err) ||
        !check_length(n, "--tolerance", p->tolerance, &err) ||
        !read_schema(n, from_file, false, &from, &err) ||
        !read_schema(n, to_file, !itself, &to, &err) || !check_by(n, &from, &err))
        return session_fail(n->session, &err);

    struct str document = near_document(n->arena, &n->names, &from, from_file, &to, to_file, p);
    if (p->print_document)
        return session_write(n->session, document) ? 0 : 1;
    return run_written(n, document);
}

int lode_near(struct lode *l, const char *from, const char *to,
              const struct lode_near_params *params)
{
    struct arena a = {0};
    arena_init(&a, 0);
    struct near_run n = {.session = l, .arena = &a, .params = params};
    int status = list_near(&n, from, to);
    arena_finish(&a);
    return status;
}
