/* near: the nearest features of another layer, how far, where, which. */
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

static const char *const usual_names[] = {"name", "NAME", "Name"};
enum { N_USUAL = sizeof usual_names / sizeof *usual_names };

static void names(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n)
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

/* The column of the other layer that `key` names; NULL: not given. */
static bool read_named(struct step *s, const char *key, const struct column **ret,
                       struct lode_err *err)
{
    const struct node *word = node_lookup(s->doc->args, key);
    *ret = NULL;
    return !word || word->kind != NODE_SCALAR ||
           step_column(s, &s->with->table, word, false, ret, err);
}

/* The same once it has been checked. */
static const struct column *named(struct step *s, const char *key)
{
    struct lode_err ignored = {0};
    const struct column *c;
    return read_named(s, key, &c, &ignored) ? c : NULL;
}

static const struct column *name_column(struct step *s)
{
    const struct column *c = named(s, "name");
    for (int i = 0; !c && i < N_USUAL; i++)
        c = table_lookup(&s->with->table, str_of(usual_names[i]));
    return c;
}

/* ---- columns */

/* A row of the result: a row of the input, and its hit (NULL: none). */
struct pair {
    uint32_t row;
    int rank;
    const struct near_hit *hit;
    double along_m;
    bool borderline;
};

struct pairs {
    struct pair *v;
    size_t n;
};

static struct column taken(struct step *s, const struct column *from, const struct pairs *p)
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

static struct column id_of(struct step *s, const struct pairs *p)
{
    const struct column *c = named(s, "id");
    struct column fid = {.type = COL_INT, .n = s->with->table.n, .v.i = s->with->fid};
    return taken(s, c ? c : &fid, p);
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

/* Rounded to 0.1 mm, and what that is in degrees. NAN is NULL. */
static struct column real(struct step *s, const struct pairs *p, int what,
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

static struct column borderline(struct step *s, const struct pairs *p)
{
    uint8_t *v = arena_array(s->arena, uint8_t, p->n);
    for (size_t i = 0; i < p->n; i++)
        v[i] = p->v[i].borderline;
    return (struct column){.type = COL_BOOL, .n = p->n, .v.b = v};
}

static struct column rank(struct step *s, const struct pairs *p)
{
    int64_t *v = arena_array(s->arena, int64_t, p->n);
    uint8_t *null = arena_array(s->arena, uint8_t, p->n);
    for (size_t i = 0; i < p->n; i++) {
        v[i] = p->v[i].rank;
        null[i] = !p->v[i].hit;
    }
    return (struct column){.type = COL_INT, .n = p->n, .null = null, .v.i = v};
}

/* The columns of `t`, and those of the pairs. */
static void add_columns(struct step *s, const struct pairs *p, const struct near_index *index,
                        bool ranked, struct table *t)
{
    static const char *const words[] = {"near_id",      "near_name",       "near_m",
                                        "near_lon",     "near_lat",        "near_azimuth_deg",
                                        "near_along_m", "near_borderline", "near_rank"};
    struct column made[] = {id_of(s, p),
                            taken(s, name_column(s), p),
                            real(s, p, METRES, index),
                            real(s, p, LON, index),
                            real(s, p, LAT, index),
                            real(s, p, AZIMUTH, index),
                            real(s, p, ALONG, index),
                            borderline(s, p),
                            rank(s, p)};
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

static void check(struct step *s, struct features *ret, struct diags *diags)
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

struct tally {
    size_t out_of_reach, too_near, no_shape;
    size_t borderline, borderline_out;
};

/* The rows for feature `row`, whose hits are those from `v`. */
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

/* A limit as the document has it, between two words. */
static const char *words_with(struct step *s, const char *before, const char *key,
                              const char *after)
{
    const struct node *n = node_lookup(s->doc->args, key);
    return str_format(s->arena, "%s %.*s %s", before, STR_FMT(n ? n->text : STR("")), after).p;
}

static void tell(struct step *s, const struct near_limits *l, const struct tally *t)
{
    step_note_left_out(s, "out-of-reach", t->out_of_reach,
                       words_with(s, "have nothing within", "within", "of them in"));
    step_note_left_out(s, "too-near", t->too_near,
                       words_with(s, "have something within", "beyond", "of them in"));
    step_note_left_out(s, "no-geometry", t->no_shape, "have no geometry to be measured to");
    if (t->borderline)
        log_note(s->doc->op_at, "near-borderline",
                 "%zu distances are within %g m of the limit; %zu of them are left out",
                 t->borderline, l->tolerance_m, t->borderline_out);
}

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

/* Tells when places are known less well than the tolerance asks for. */
static void widen_tolerance(struct step *s, struct near_limits *l)
{
    double asked_m = l->tolerance_m;
    near_limits_widen(l, near_accuracy_between_m(s->arena, s->as_read, s->with_as_read));
    if (l->tolerance_m > asked_m)
        log_note(s->doc->op_at, "near-accuracy",
                 "PROJ states an accuracy of %g m on the way to WGS 84: that is the tolerance, and "
                 "not %g m",
                 l->tolerance_m, asked_m);
}

static bool tell_progress(void *ctx, size_t done, size_t total)
{
    (void)ctx;
    return log_progress("measuring distances", done, total);
}

static bool run(struct step *s, struct features *ret, struct lode_err *err)
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
                                 .progress = tell_progress,
                                 .at = s->doc->op_at};
    if (!near_all(&params, &hits, err))
        return false;

    struct pairs p = {.v = arena_array(s->arena, struct pair, hits.first[hits.n] + hits.n)};
    for (size_t i = 0; i < hits.n; i++)
        keep_row(&l, s->in->table.geom.n && s->in->table.geom.kind[i] != GEOM_NONE, (uint32_t)i,
                 hits.v + hits.first[i], hits.first[i + 1] - hits.first[i], &p, &tally);
    tell(s, &l, &tally);
    make_result(s, &l, index, &p, ret);
    near_table_finish(&hits);
    return true;
}

static const struct value neighbours = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 1000};

static const struct key near_keys[] = {
    {"near", &kind_layer, KEY_REQUIRED, "the layer whose features look for their nearest"},
    {"to", &kind_layer, KEY_REQUIRED, "the layer in which they look"},
    {"within", &kind_ground, 0, "the distance up to which features are kept, '50 km'"},
    {"beyond", &kind_ground, 0, "keeps features that have nothing up to this distance"},
    {"k", &neighbours, 0, "how many neighbours, with a row for each"},
    {"tolerance", &kind_ground, 0, "how near to a limit a distance is borderline"},
    {"id", &kind_text, 0, "the column of 'to' that becomes near_id"},
    {"name", &kind_text, 0, "the column of 'to' that becomes near_name"},
};

const struct step_kind step_near = {
    .section = SECTION("a step 'near'", near_keys),
    .check = check,
    .run = run,
    .names = names,
    .edge_tol_m = 0.0005,
    .left_out = "'%' is not within the limits",
};
