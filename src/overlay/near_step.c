/* The step `near`: for each feature the nearest ones of another layer, which they are, how far and
 * where. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"
#include "doc/schema_kinds.h"
#include "overlay/near.h"
#include "overlay/near_accuracy.h"
#include "overlay/near_limits.h"
#include "overlay/step.h"

/* ---- what is asked for */

/* The columns that give near_name when the step names none. */
static const char *const usual_names[] = {"name", "NAME", "Name"};
enum { N_USUAL = sizeof usual_names / sizeof *usual_names };

static void list_near_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                              size_t *ret_n)
{
    static const char *const keys[] = {"id", "name"};
    struct expr_name *v = arena_array(a, struct expr_name, 2 + N_USUAL);
    size_t n = 0;

    for (int i = 0; i < 2; i++) {
        const struct node *word = node_lookup(s->args, keys[i]);
        if (word)
            v[n++] = (struct expr_name){.name = word->text, .at = word->at};
    }

    for (int i = 0; i < N_USUAL; i++)
        v[n++] = (struct expr_name){.name = str_of(usual_names[i]), .at = s->op_at};
    *ret = v;
    *ret_n = n;
}

/* The column of the other layer that `key` names; *ret is NULL when the key is not there. */
static bool read_named(struct step *s, const char *key, const struct column **ret,
                       struct lode_err *err)
{
    const struct node *word = node_lookup(s->doc->args, key);
    *ret = NULL;
    return !word || word->kind != NODE_SCALAR ||
           step_column(s, &s->with->table, word, false, ret, err);
}

/* The same after the check, so that it cannot fail. */
static const struct column *named_column(struct step *s, const char *key)
{
    struct lode_err ignored = {0};
    const struct column *c;
    return read_named(s, key, &c, &ignored) ? c : NULL;
}

static const struct column *name_column(struct step *s)
{
    const struct column *c = named_column(s, "name");
    for (int i = 0; !c && i < N_USUAL; i++)
        c = table_lookup(&s->with->table, str_of(usual_names[i]));
    return c;
}

/* ---- columns */

/* A row of the result. */
struct pair {
    uint32_t row;               /* of the input */
    int rank;                   /* of the hit among those of the row, from 1 */
    const struct near_hit *hit; /* NULL: none */
    double along_m;
    bool borderline;
};

struct pairs {
    struct pair *v;
    size_t n;
};

/* The values of a column of the other layer at the hits; NULL where there is no hit. */
static struct column taken_column(struct step *s, const struct column *from, const struct pairs *p)
{
    uint32_t *rows = arena_array(s->arena, uint32_t, p->n);
    uint8_t *null = arena_array(s->arena, uint8_t, p->n);

    if (!from || !s->with->table.n) { /* nothing to take from */
        struct column none = {.type = from ? from->type : COL_TEXT, .n = p->n, .null = null};
        none.v.s = arena_array(s->arena, struct str, p->n); /* the widest of all types */
        for (size_t i = 0; i < p->n; i++)
            null[i] = 1;
        return none;
    }

    for (size_t i = 0; i < p->n; i++)
        rows[i] = p->v[i].hit ? p->v[i].hit->row : 0;

    struct table one = {.columns = from, .n_columns = 1};
    struct column c = *columns_take(s->arena, &one, rows, p->n);
    for (size_t i = 0; i < p->n; i++)
        null[i] = !p->v[i].hit || (c.null && c.null[i]);
    c.null = null;
    return c;
}

/* near_id: the column that `id` names, or the number that the source gives a feature. */
static struct column id_column(struct step *s, const struct pairs *p)
{
    const struct column *c = named_column(s, "id");
    struct column fid = {.type = COL_INT, .n = s->with->table.n, .v.i = s->with->fid};
    return taken_column(s, c ? c : &fid, p);
}

enum { METRES, LON, LAT, AZIMUTH, ALONG };

static double value_of(const struct pair *p, int what, const struct near_index *index)
{
    if (!p->hit)
        return NAN;

    switch (what) {
    case METRES:
        return p->hit->m;
    case LON:
        return remainder(p->hit->to.lon_deg, 360);
    case LAT:
        return p->hit->to.lat_deg;
    case AZIMUTH:
        return near_azimuth_deg(index, p->hit);
    default:
        return p->along_m;
    }
}

/* A column of numbers, rounded to 0.1 mm, or as many degrees. NAN is NULL. */
static struct column real_column(struct step *s, const struct pairs *p, int what,
                                 const struct near_index *index)
{
    static const double steps[] = {
        [METRES] = 1e4, [LON] = 1e9, [LAT] = 1e9, [AZIMUTH] = 1e6, [ALONG] = 1e4};
    double *v = arena_array(s->arena, double, p->n);
    uint8_t *null = arena_array(s->arena, uint8_t, p->n);

    for (size_t i = 0; i < p->n; i++) {
        double value = value_of(&p->v[i], what, index);
        null[i] = isnan(value);
        v[i] = null[i] ? 0 : round(value * steps[what]) / steps[what];
        if (what == AZIMUTH && v[i] >= 360)
            v[i] = 0;
    }

    return (struct column){.type = COL_REAL, .n = p->n, .null = null, .v.d = v};
}

static struct column borderline_column(struct step *s, const struct pairs *p)
{
    uint8_t *v = arena_array(s->arena, uint8_t, p->n);
    for (size_t i = 0; i < p->n; i++)
        v[i] = p->v[i].borderline;
    return (struct column){.type = COL_BOOL, .n = p->n, .v.b = v};
}

static struct column rank_column(struct step *s, const struct pairs *p)
{
    int64_t *v = arena_array(s->arena, int64_t, p->n);
    uint8_t *null = arena_array(s->arena, uint8_t, p->n);
    for (size_t i = 0; i < p->n; i++) {
        v[i] = p->v[i].rank;
        null[i] = !p->v[i].hit;
    }
    return (struct column){.type = COL_INT, .n = p->n, .null = null, .v.i = v};
}

/* Add the columns near_id, near_name ... to those of `t`. `ranked`: near_rank too. */
static void add_columns(struct step *s, const struct pairs *p, const struct near_index *index,
                        bool ranked, struct table *t)
{
    static const char *const words[] = {"near_id",      "near_name",       "near_m",
                                        "near_lon",     "near_lat",        "near_azimuth_deg",
                                        "near_along_m", "near_borderline", "near_rank"};
    struct column made[] = {id_column(s, p),
                            taken_column(s, name_column(s), p),
                            real_column(s, p, METRES, index),
                            real_column(s, p, LON, index),
                            real_column(s, p, LAT, index),
                            real_column(s, p, AZIMUTH, index),
                            real_column(s, p, ALONG, index),
                            borderline_column(s, p),
                            rank_column(s, p)};
    struct table all = *t;

    for (int i = 0; i < 8 + ranked; i++) {
        struct column *last, *columns = columns_with(s->arena, all.columns, all.n_columns, &last);
        *last = made[i];
        last->name = columns_free_name(s->arena, &all, str_of(words[i]));
        all.columns = columns;
        all.n_columns++;
    }

    t->columns = all.columns;
    t->n_columns = all.n_columns;
}

static void check_near(struct step *s, struct features *ret, struct diags *diags)
{
    struct lode_err faults[3] = {0};
    struct near_limits limits;
    const struct column *c;
    struct pairs none = {0};

    near_limits_read(s->doc, &limits, &faults[0]);
    read_named(s, "id", &c, &faults[1]);
    read_named(s, "name", &c, &faults[2]);
    for (int i = 0; i < 3; i++) {
        if (faults[i].code)
            diags_put(diags, &faults[i]);
    }

    add_columns(s, &none, NULL, node_lookup(s->doc->args, "k") && limits.k > 1, &ret->table);
}

/* ---- the work */

/* For the notes: features that are left out, and distances near a limit. */
struct tally {
    size_t out_of_reach, too_near, no_shape;
    size_t borderline, borderline_out;
};

/* Add the rows of the result for feature `row`, whose `n` hits begin at `v`. A feature that
 * has no hit gets a row too where no limit leaves it out. */
static void keep_row(const struct near_limits *l, bool has_shape, uint32_t row,
                     const struct near_hit *v, size_t n, struct pairs *p, struct tally *tally)
{
    size_t kept = 0;
    bool limited = l->within_m > 0 || l->beyond_m > 0;
    bool too_near = l->beyond_m > 0 && n && v[0].m <= l->beyond_m;

    for (size_t i = 0; i < n; i++) {
        bool borderline = near_limits_borderline(l, v[i].m);
        bool in = !too_near && (l->within_m <= 0 || v[i].m <= l->within_m);
        tally->borderline += borderline;
        tally->borderline_out += borderline && !in;
        if (in)
            p->v[p->n++] = (struct pair){row, (int)++kept, &v[i], NAN, borderline};
    }

    if (kept)
        return;

    if (!has_shape && limited)
        tally->no_shape++;
    else if (too_near)
        tally->too_near++;
    else if (l->within_m > 0)
        tally->out_of_reach++;
    else
        p->v[p->n++] = (struct pair){row, 0, NULL, NAN, false};
}

/* A limit in the document's own words, between two others: "are not within 50 km of". */
static const char *words_with(struct step *s, const char *before, const char *key,
                              const char *after)
{
    const struct node *n = node_lookup(s->doc->args, key);
    return str_format(s->arena, "%s %.*s %s", before, STR_FMT(n ? n->text : STR("")), after).p;
}

static void note_left_out(struct step *s, const struct near_limits *l, const struct tally *t)
{
    step_note_left_out(s, "out-of-reach", t->out_of_reach,
                       words_with(s, "are not within", "within", "of"));
    step_note_left_out(s, "too-near", t->too_near, words_with(s, "are within", "beyond", "of"));
    step_note_left_out(s, "no-geometry", t->no_shape, "have no geometry and no distance to");
    if (t->borderline)
        log_note(s->doc->op_at, "near-borderline",
                 "%zu distance%s within %g m of the limit: %zu kept, %zu left out", t->borderline,
                 t->borderline == 1 ? " is" : "s are", l->tolerance_m,
                 t->borderline - t->borderline_out, t->borderline_out);
}

/* near_along_m of all pairs at once, so that near_along measures each line only once. */
static void measure_along(struct step *s, const struct near_index *index, struct pairs *p)
{
    struct arena scratch = *s->arena;
    struct near_hit *hits = arena_array(&scratch, struct near_hit, p->n);
    double *along_m = arena_array(&scratch, double, p->n);
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (p->v[i].hit)
            hits[n++] = *p->v[i].hit;
    }

    near_along(index, hits, n, along_m);
    for (size_t i = p->n; i-- > 0;) {
        if (p->v[i].hit)
            p->v[i].along_m = along_m[--n];
    }
}

static void make_result(struct step *s, const struct near_limits *l, const struct near_index *index,
                        struct pairs *p, struct features *ret)
{
    uint32_t *rows = arena_array(s->arena, uint32_t, p->n);
    struct geom_builder b = {0};

    measure_along(s, index, p);
    for (size_t i = 0; i < p->n; i++) {
        rows[i] = p->v[i].row;
        geom_copy(&b, &s->in->table.geom, rows[i]);
    }

    step_result(s, rows, p->n, &b, ret);
    add_columns(s, p, index, l->k > 1, &ret->table);
}

/* What of the tolerance is stated by the document: ", with 1000 m of 'railways'". */
static struct str stated_accuracies(struct step *s)
{
    const struct features *layers[] = {s->as_read, s->with_as_read};
    const struct str names[] = {s->doc->input.s, s->doc->with.s};
    struct str ret = {0};
    for (int i = 0; i < 2; i++) {
        if (layers[i]->accuracy_m > 0)
            ret = str_format(s->arena, "%.*s%s%g m of '%.*s'", STR_FMT(ret), ret.len ? " and " : "",
                             layers[i]->accuracy_m, STR_FMT(names[i]));
    }
    return ret;
}

/* Where places are known less well than the tolerance asks for, their accuracy becomes the
 * tolerance, and a note says so. */
static void widen_tolerance(struct step *s, struct near_limits *l)
{
    double asked_m = l->tolerance_m;
    struct str stated = stated_accuracies(s);

    near_limits_widen(l, near_accuracy_between_m(s->arena, s->as_read, s->with_as_read));
    if (l->tolerance_m <= asked_m)
        return;

    if (stated.len)
        log_note(s->doc->op_at, "near-accuracy",
                 "distances may be off by %g m, with the stated accuracy of %.*s: this is the "
                 "tolerance now, in place of %g m",
                 l->tolerance_m, STR_FMT(stated), asked_m);
    else
        log_note(s->doc->op_at, "near-accuracy",
                 "PROJ states an accuracy of %g m for the transformation to WGS 84: this is the "
                 "tolerance now, in place of %g m",
                 l->tolerance_m, asked_m);
}

static bool report_progress(void *ctx, size_t done, size_t total)
{
    (void)ctx;
    return log_progress("measuring distances", done, total);
}

static bool run_near(struct step *s, struct features *ret, struct lode_err *err)
{
    struct near_limits l;
    struct near_index *index;
    struct near_table hits = {0};
    struct tally tally = {0};

    if (!near_limits_read(s->doc, &l, err) ||
        !near_index_make(s->arena, s->with, s->doc->with.at, &index, err))
        return false;

    widen_tolerance(s, &l);
    struct near_params params = {.from = s->in,
                                 .index = index,
                                 .k = l.k,
                                 .within_m = l.within_m > 0 ? l.within_m + l.tolerance_m : 0,
                                 .same = str_eq(s->doc->input.s, s->doc->with.s),
                                 .progress = report_progress,
                                 .at = s->doc->op_at};
    if (!near_all(&params, &hits, err))
        return false;

    struct pairs p = {.v = arena_array(s->arena, struct pair, hits.first[hits.n] + hits.n)};
    for (size_t i = 0; i < hits.n; i++)
        keep_row(&l, s->in->table.geom.n && s->in->table.geom.kind[i] != GEOM_NONE, (uint32_t)i,
                 hits.v + hits.first[i], hits.first[i + 1] - hits.first[i], &p, &tally);

    note_left_out(s, &l, &tally);
    make_result(s, &l, index, &p, ret);
    near_table_finish(&hits);
    return true;
}

static const struct value neighbours = {
    .kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = NEAR_K_MAX};

static const struct key near_keys[] = {
    {"near", &kind_layer, KEY_REQUIRED, "the layer whose features look for their nearest"},
    {"to", &kind_layer, KEY_REQUIRED, "the layer in which they look"},
    {"within", &kind_ground, 0, "the distance up to which features are kept, '50 km'"},
    {"beyond", &kind_ground, 0, "the distance up to which features are left out"},
    {"k", &neighbours, 0, "how many neighbours, with a row for each"},
    {"tolerance", &kind_ground, 0, "a distance this near to a limit is borderline, '1 m'"},
    {"id", &kind_text, 0, "the column of 'to' that becomes near_id"},
    {"name", &kind_text, 0, "the column of 'to' that becomes near_name"},
};

const struct step_kind step_near = {
    .section = SECTION("a step 'near'", near_keys),
    .check = check_near,
    .run = run_near,
    .names = list_near_columns,
    .edge_tol_m = 0.0005, /* so that distances are right to a millimetre */
    .left_out = "its distance to '%' is not within the limits",
};
