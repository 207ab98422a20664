/* How statistics of groups are listed from a step's keys, and computed. */
#include "overlay/statistics.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/log.h"

static const char *const keys[] = {
    [STATISTIC_SUM] = "sum", [STATISTIC_MEAN] = "mean",   [STATISTIC_MIN] = "min",
    [STATISTIC_MAX] = "max", [STATISTIC_FIRST] = "first",
};
enum { N_KEYS = sizeof keys / sizeof *keys };

/* Add the statistic of the column that `word` names. */
static void list_column(struct step *s, enum statistic what, const struct node *word,
                        struct statistics *ret, struct diags *diags)
{
    struct lode_err err = {0};
    bool number = what == STATISTIC_SUM || what == STATISTIC_MEAN;
    const struct column *c;
    if (!step_column(s, &s->in->table, word, number, &c, &err)) {
        diags_put(diags, &err);
        return;
    }

    struct str name = what == STATISTIC_FIRST
                          ? c->name
                          : str_format(s->arena, "%s_%.*s", keys[what], STR_FMT(c->name));
    *array_add(s->arena, ret) = (struct statistic_column){what, c, name, word->at};
}

void statistics_list(struct step *s, struct statistics *ret, struct diags *diags)
{
    for (int k = 0; k < N_KEYS; k++) {
        const struct node *const *words, *one;
        size_t n = step_words(node_lookup(s->doc->args, keys[k]), &words, &one);
        for (size_t i = 0; i < n; i++)
            list_column(s, (enum statistic)k, words[i], ret, diags);
    }
}

void statistics_names(struct arena *a, const struct doc_step *s, struct name_list *ret)
{
    for (int k = 0; k < N_KEYS; k++)
        step_word_names(a, node_lookup(s->args, keys[k]), ret);
}

enum col_type statistic_type(const struct statistic_column *c, bool divided)
{
    switch (c->what) {
    case STATISTIC_COUNT:
        return COL_INT;
    case STATISTIC_MEAN:
        return COL_REAL;
    case STATISTIC_SUM:
        return divided ? COL_REAL : c->of->type;
    default:
        return c->of->type;
    }
}

static struct column count_rows(struct step *s, const struct groups *g)
{
    int64_t *n = arena_array(s->arena, int64_t, g->n);
    for (size_t k = 0; k < g->n; k++)
        n[k] = g->start[k + 1] - g->start[k];
    return (struct column){.type = COL_INT, .n = g->n, .v.i = n};
}

/* min, max and first: the value of one row of each group, or none. */
static struct column choose_values(struct step *s, const struct statistic_column *c,
                                   const struct groups *g)
{
    uint32_t *row = arena_array(s->arena, uint32_t, g->n);

    for (size_t k = 0; k < g->n; k++) {
        row[k] = g->start[k] < g->start[k + 1] ? g->rows[g->start[k]] : NO_ROW;
        for (size_t j = g->start[k]; j < g->start[k + 1] && c->what != STATISTIC_FIRST; j++) {
            uint32_t i = g->rows[j];
            if (column_is_null(c->of, i))
                continue;
            int order = column_compare(c->of, i, row[k]);
            if (column_is_null(c->of, row[k]) || (c->what == STATISTIC_MIN ? order < 0 : order > 0))
                row[k] = i;
        }
    }

    struct table one = {.columns = c->of, .n_columns = 1};
    return *columns_take(s->arena, &one, row, g->n);
}

static double number_at(const struct column *c, size_t i)
{
    return c->type == COL_REAL ? c->v.d[i] : (double)c->v.i[i];
}

/* sum and mean. Sums of integers are added as integers too, so that they are exact. */
static struct column sum_values(struct step *s, const struct statistic_column *c,
                                const struct groups *g, const double *share)
{
    double *sum = arena_array(s->arena, double, g->n);
    int64_t *whole = arena_array(s->arena, int64_t, g->n);
    uint8_t *null = arena_array(s->arena, uint8_t, g->n);
    struct column ret = {.type = statistic_type(c, share != NULL), .n = g->n, .null = null};
    size_t too_large = 0;

    for (size_t k = 0; k < g->n; k++) {
        double weight = 0;
        size_t n = 0;
        bool overflow = false;

        for (size_t j = g->start[k]; j < g->start[k + 1]; j++) {
            size_t i = g->rows[j];
            if (column_is_null(c->of, i))
                continue;
            n++;
            weight += share ? share[j] : 1;
            sum[k] += number_at(c->of, i) * (share ? share[j] : 1);
            if (c->of->type == COL_INT)
                overflow |= __builtin_add_overflow(whole[k], c->of->v.i[i], &whole[k]);
        }

        bool empty = g->start[k] == g->start[k + 1];
        overflow = overflow && ret.type == COL_INT;
        too_large += overflow;
        null[k] = overflow || (c->what == STATISTIC_MEAN ? !(weight > 0) : n == 0 && !empty);
        if (c->what == STATISTIC_MEAN && weight > 0)
            sum[k] /= weight;
    }

    if (too_large)
        log_warn(s->doc->op_at, "sum-too-large",
                 "%zu sums of '%.*s' do not fit into 64 bits and are NULL", too_large,
                 STR_FMT(c->of->name));

    if (ret.type == COL_INT)
        ret.v.i = whole;
    else
        ret.v.d = sum;
    return ret;
}

struct column statistic_of(struct step *s, const struct statistic_column *c, const struct groups *g,
                           const double *share)
{
    struct column ret = c->what == STATISTIC_COUNT ? count_rows(s, g)
                        : c->what == STATISTIC_SUM || c->what == STATISTIC_MEAN
                            ? sum_values(s, c, g, share)
                            : choose_values(s, c, g);
    ret.name = c->name;
    return ret;
}
