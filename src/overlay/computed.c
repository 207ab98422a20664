/* The step `columns`: new columns from expressions, each of which may use the columns before it. */
#include <string.h>

#include "base/arena.h"
#include "doc/schema_kinds.h"
#include "overlay/step.h"

/* Put `c` in place of the column of its name, or after all others. `columns`, which are those of
 * `t`, have room for one more (with_room). */
static void set_column(struct table *t, struct column *columns, const struct column *c)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (str_eq(columns[i].name, c->name)) {
            columns[i] = *c;
            return;
        }
    }
    columns[t->n_columns++] = *c;
}

/* The columns of `t` as a copy that has room for one more from each key of the step. */
static struct column *with_room(struct step *s, struct table *t)
{
    size_t n = t->n_columns + s->doc->args->n_pairs;
    struct column *columns = arena_array(s->arena, struct column, n);
    if (t->n_columns)
        memcpy(columns, t->columns, t->n_columns * sizeof *columns);
    t->columns = columns;
    return columns;
}

static bool is_own_key(const struct node_pair *pair)
{
    return str_is(pair->key, "columns");
}

static void check_columns(struct step *s, struct features *ret, struct diags *diags)
{
    const struct node *args = s->doc->args;
    struct column *columns = with_room(s, &ret->table);
    struct table seen = ret->table;

    seen.name = s->in->table.name;
    seen.geometry_name = s->in->table.geometry_name;

    if (args->n_pairs == 1) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, s->doc->op_at, "'columns' does not say what to compute");
        lode_hint(&err,
                  "add the name of a column and its expression: {columns: %.*s, tonnes_kt: "
                  "tonnes / 1000}",
                  STR_FMT(s->doc->input.s));
        diags_put(diags, &err);
    }

    for (size_t i = 0; i < args->n_pairs; i++) {
        const struct node_pair *pair = &args->pairs[i];
        struct lode_err err = {0};
        struct expr *e;
        struct column c = {.name = pair->key};
        if (is_own_key(pair))
            continue;

        if (expr_parse(s->arena, pair->value->text, pair->value->at, &e, &err) &&
            expr_check(s->arena, e, &seen, s->env, &c.type, &err))
            set_column(&seen, columns, &c);
        else
            diags_put(diags, &err);
    }

    ret->table.n_columns = seen.n_columns;
}

static void list_columns_used(struct arena *a, const struct doc_step *s, struct expr_name **ret,
                              size_t *ret_n)
{
    struct name_list list = {0};

    for (size_t i = 0; i < s->args->n_pairs; i++) {
        const struct node_pair *pair = &s->args->pairs[i];
        struct lode_err ignored = {0};
        struct expr *e;
        struct expr_name *used;
        size_t n;
        if (is_own_key(pair) || !expr_parse(a, pair->value->text, pair->value->at, &e, &ignored))
            continue;

        expr_names(a, e, &used, &n);
        for (size_t k = 0; k < n; k++)
            *array_add(a, &list) = used[k];
    }

    *ret = list.v;
    *ret_n = list.n;
}

static bool run_columns(struct step *s, struct features *ret, struct lode_err *err)
{
    const struct node *args = s->doc->args;
    struct table t = s->as_read->table;
    struct column *columns = with_room(s, &t);

    for (size_t i = 0; i < args->n_pairs; i++) {
        const struct node_pair *pair = &args->pairs[i];
        struct column c;
        if (is_own_key(pair))
            continue;

        if (!expr_value(s->arena, pair->value->text, pair->value->at, &t, s->env, &c, err))
            return false;
        c.name = pair->key;
        c.n = t.n;
        set_column(&t, columns, &c);
    }

    *ret = *s->in;
    ret->origin = s->doc->name;
    ret->table.name = s->doc->name;
    ret->table.geometry_name = (struct str){0};
    ret->table.columns = columns;
    ret->table.n_columns = t.n_columns;
    return true;
}

static const struct key columns_keys[] = {
    {"columns", &kind_layer, KEY_REQUIRED,
     "the layer that gets more columns; all other keys are names of columns with their "
     "expressions"},
};

const struct step_kind step_columns = {
    .section = {.what = "a step 'columns'",
                .keys = columns_keys,
                .n_keys = N_OF(columns_keys),
                .rest = &kind_expression},
    .check = check_columns,
    .run = run_columns,
    .names = list_columns_used,
    .as_it_is = true,
};
