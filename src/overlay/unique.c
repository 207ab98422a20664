/* The step `unique`: of features that are the same place, one is kept, with how many it stands for.
 *
 * They are looked at in order. One is left out when a feature that is kept already has the same values
 * of `same` and lies within the distance; so what is kept lies further apart than that, and no chain of
 * places, each near the next, becomes one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "doc/schema_kinds.h"
#include "expr/order.h"
#include "overlay/groups.h"
#include "overlay/near.h"
#include "overlay/near_accuracy.h"
#include "overlay/near_limits.h"
#include "overlay/step.h"

/* Without `within`, the same place is one to a millimetre. HITS_AT_FIRST: taste. */
#define SAME_PLACE_M 0.001
enum { HITS_AT_FIRST = 64 };

struct unique {
    struct step *step;
    struct near_limits limits;
    bool anywhere;     /* equal values are enough */
    uint32_t *rank;    /* row -> its place in the order */
    uint32_t *keeper;  /* row -> the row that stands for it: itself, or NO_ROW while undecided */
    double *to_keeper; /* row -> how far that is */
    size_t borderline;
};

static bool is_missing(const struct unique *u, const struct node *same, uint32_t row)
{
    const struct node *const *words, *one;
    struct lode_err ignored = {0};
    const struct column *c;
    for (size_t i = 0, n = step_words(same, &words, &one); i < n; i++) {
        if (step_column(u->step, &u->step->in->table, words[i], false, &c, &ignored) &&
            column_is_null(c, row))
            return true;
    }
    return false;
}

/* ---- the order */

static uint32_t *rank_rows(struct step *s)
{
    const struct node *const *words, *one;
    size_t n = s->in->table.n,
           n_keys = step_words(node_lookup(s->doc->args, "order"), &words, &one);
    uint32_t *rank = arena_array(s->arena, uint32_t, n + 1);
    struct str *keys = arena_array(s->arena, struct str, n_keys + 1);
    for (size_t k = 0; k < n_keys; k++)
        keys[k] = words[k]->text;

    const uint32_t *rows = order_rows(s->arena, &s->in->table, keys, n_keys);
    for (uint32_t i = 0; i < n; i++)
        rank[rows[i]] = i;
    return rank;
}

struct ranked {
    uint32_t rank, row, at; /* at: the row's place in its group */
};

static int by_rank(const void *pa, const void *pb)
{
    const struct ranked *a = pa, *b = pb;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static struct ranked *ranked_rows(struct arena *a, const struct unique *u, const uint32_t *rows,
                                  size_t n)
{
    struct ranked *ret = arena_array(a, struct ranked, n);
    for (uint32_t i = 0; i < n; i++)
        ret[i] = (struct ranked){u->rank[rows[i]], rows[i], i};
    qsort(ret, n, sizeof *ret, by_rank);
    return ret;
}

/* ---- a group of equal values */

static void keep_row(struct unique *u, uint32_t row)
{
    u->keeper[row] = row;
    u->to_keeper[row] = 0;
}

/* All features within the distance, and as far beyond it as is borderline. Memory is malloc's. */
static size_t find_all(struct near_finder *f, size_t at, size_t n, double within_m,
                       struct near_hit **hits, size_t *cap)
{
    for (;;) {
        struct near_want want = {.k = *cap, .within_m = within_m, .skip_row = (uint32_t)at};
        size_t found = near_find(f, at, &want, *hits);
        if (found < *cap || *cap >= n)
            return found;

        *cap *= 4;
        *hits = memory_grow(*hits, sizeof **hits, *cap);
    }
}

/* Row `row` is kept: it stands for those near it that come later, unless a nearer one does. */
static void take_near(struct unique *u, const uint32_t *rows, uint32_t row,
                      const struct near_hit *hits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t other = rows[hits[i].row];
        if (u->rank[other] < u->rank[row])
            continue;

        bool in = hits[i].m <= u->limits.within_m;
        u->borderline += near_limits_borderline(&u->limits, hits[i].m);
        if (in && (u->keeper[other] == NO_ROW || hits[i].m < u->to_keeper[other])) {
            u->keeper[other] = row;
            u->to_keeper[other] = hits[i].m;
        }
    }
}

static bool thin_group(struct unique *u, const uint32_t *rows, size_t n, struct lode_err *err)
{
    struct arena scratch = {0};
    struct features f;
    struct near_index *index;
    size_t cap = HITS_AT_FIRST;
    arena_init(&scratch, 0);
    features_take(&scratch, u->step->in, rows, n, &f);
    if (!near_index_make(&scratch, &f, u->step->doc->op_at, &index, err)) {
        arena_finish(&scratch);
        return false;
    }

    struct ranked *order = ranked_rows(&scratch, u, rows, n);
    struct near_finder *finder = near_finder_create(index, &f);
    struct near_hit *hits = memory_grow(NULL, sizeof *hits, cap);
    double reach_m = u->limits.within_m + u->limits.tolerance_m;

    for (size_t i = 0; i < n; i++) {
        uint32_t row = order[i].row;
        if (u->keeper[row] != NO_ROW)
            continue;
        keep_row(u, row);
        take_near(u, rows, row, hits, find_all(finder, order[i].at, n, reach_m, &hits, &cap));
    }

    free(hits);
    near_finder_destroy(finder);
    arena_finish(&scratch);
    return true;
}

/* The first stands for all of them. */
static void merge_group(struct unique *u, const uint32_t *rows, size_t n)
{
    uint32_t first = rows[0];
    for (size_t i = 1; i < n; i++)
        first = u->rank[rows[i]] < u->rank[first] ? rows[i] : first;
    for (size_t i = 0; i < n; i++)
        u->keeper[rows[i]] = first;
}

/* A missing value is not known to be the same as another: these features are kept. */
static bool decide(struct unique *u, const struct node *same, struct lode_err *err)
{
    struct groups g = groups_make(u->step, same);

    for (size_t k = 0; k < g.n; k++) {
        const uint32_t *rows = g.rows + g.start[k];
        size_t n = g.start[k + 1] - g.start[k];
        bool nowhere = !u->anywhere && !u->step->in->table.geom.n;
        if (n == 1 || nowhere || is_missing(u, same, rows[0])) {
            for (size_t i = 0; i < n; i++)
                keep_row(u, rows[i]);
        } else if (u->anywhere) {
            merge_group(u, rows, n);
        } else if (!thin_group(u, rows, n, err)) {
            return false;
        }
    }
    return true;
}

/* ---- the result */

static struct str count_name(const struct doc_step *s)
{
    struct lode_span at;
    return node_lookup(s->args, "count") ? step_named_column(s, "count", STR("count"), &at)
                                         : STR("count");
}

static void add_count(struct step *s, const int64_t *counts, size_t n, struct table *t)
{
    struct str name = count_name(s->doc);
    if (!name.len)
        return;

    struct column *last, *columns = columns_with(s->arena, t->columns, t->n_columns, &last);
    *last = (struct column){
        .name = columns_free_name(s->arena, t, name), .type = COL_INT, .n = n, .v.i = counts};
    t->columns = columns;
    t->n_columns++;
}

static void make_result(struct unique *u, struct features *ret)
{
    struct step *s = u->step;
    size_t n_in = s->in->table.n, n = 0;
    struct geom_builder b = {0};
    uint32_t *rows = arena_array(s->arena, uint32_t, n_in + 1);
    int64_t *stands_for = arena_array(s->arena, int64_t, n_in + 1);
    int64_t *counts = arena_array(s->arena, int64_t, n_in + 1);

    for (size_t i = 0; i < n_in; i++)
        stands_for[u->keeper[i]]++;
    for (uint32_t i = 0; i < n_in; i++) {
        if (u->keeper[i] != i)
            continue;
        geom_copy(&b, &s->in->table.geom, i);
        counts[n] = stands_for[i];
        rows[n++] = i;
    }

    if (n < n_in)
        log_note(s->doc->op_at, "not-unique",
                 "%zu of %zu features of '%.*s' are left out as the same as one that is kept",
                 n_in - n, n_in, STR_FMT(s->doc->input.s));
    step_result(s, rows, n, &b, ret);
    add_count(s, counts, n, &ret->table);
}

static void note_borderline(struct unique *u)
{
    if (u->borderline)
        log_note(u->step->doc->op_at, "near-borderline",
                 "%zu distance%s between features of '%.*s' %s within %g m of the limit",
                 u->borderline, u->borderline == 1 ? "" : "s", STR_FMT(u->step->doc->input.s),
                 u->borderline == 1 ? "is" : "are", u->limits.tolerance_m);
}

static bool read_limits(struct unique *u, struct lode_err *err)
{
    const struct node *args = u->step->doc->args;
    if (!near_limits_read(u->step->doc, &u->limits, err))
        return false;

    bool within = node_lookup(args, "within");
    u->anywhere = !within && node_lookup(args, "same");
    if (within)
        near_limits_widen(&u->limits, near_accuracy_between_m(u->step->arena, u->step->as_read,
                                                              u->step->as_read));
    else
        u->limits = (struct near_limits){.within_m = SAME_PLACE_M};
    return true;
}

static bool run_unique(struct step *s, struct features *ret, struct lode_err *err)
{
    size_t n = s->in->table.n;
    struct unique u = {.step = s,
                       .rank = rank_rows(s),
                       .keeper = arena_array(s->arena, uint32_t, n + 1),
                       .to_keeper = arena_array(s->arena, double, n + 1)};

    memset(u.keeper, 0xff, n * sizeof *u.keeper); /* NO_ROW */
    if (!read_limits(&u, err) || !decide(&u, node_lookup(s->doc->args, "same"), err))
        return false;

    note_borderline(&u);
    make_result(&u, ret);
    return true;
}

/* ---- before the run */

static void check_columns(struct step *s, const char *key, struct diags *diags)
{
    const struct node *const *words, *one;
    for (size_t i = 0, n = step_words(node_lookup(s->doc->args, key), &words, &one); i < n; i++) {
        struct lode_err err = {0};
        const struct column *c;
        bool falling;
        struct node word = *words[i];
        word.text = strcmp(key, "order") == 0 ? order_name(word.text, &falling) : word.text;
        if (!step_column(s, &s->in->table, &word, false, &c, &err))
            diags_put(diags, &err);
    }
}

static void check_unique(struct step *s, struct features *ret, struct diags *diags)
{
    struct lode_err err = {0};
    struct near_limits limits;
    if (!near_limits_read(s->doc, &limits, &err))
        diags_put(diags, &err);

    check_columns(s, "same", diags);
    check_columns(s, "order", diags);
    add_count(s, NULL, 0, &ret->table);
}

static void list_unique_columns(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                                size_t *ret_n)
{
    struct name_list list = {0};
    bool falling;
    step_word_names(a, node_lookup(s->args, "same"), &list);
    size_t n_same = list.n;
    step_word_names(a, node_lookup(s->args, "order"), &list);
    for (size_t i = n_same; i < list.n; i++)
        list.v[i].name = order_name(list.v[i].name, &falling);

    *ret = list.v;
    *ret_n = list.n;
}

static const struct key unique_keys[] = {
    {"unique", &kind_layer, KEY_REQUIRED, "the layer of whose same features one is kept"},
    {"within", &kind_ground, 0, "the distance up to which they are the same, '1 km'"},
    {"same", &kind_text_or_texts, 0, "the columns whose values must be equal"},
    {"order", &kind_text_or_texts, 0,
     "columns that say which is kept, the first; -name for falling"},
    {"tolerance", &kind_ground, 0, "a distance this near to the limit is borderline, '1 m'"},
    {"count", &kind_flag_or_name, 0, "the column for how many a feature stands for; false: none"},
};

const struct step_kind step_unique = {
    .section = SECTION("a step 'unique'", unique_keys),
    .check = check_unique,
    .run = run_unique,
    .names = list_unique_columns,
    .left_out = "is the same as a feature that is kept",
    .method =
        "one after the other; one is left out when a kept one lies within the distance on the "
        "ellipsoid of WGS 84",
    .edge_tol_m = 0.0005,
};
