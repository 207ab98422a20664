/* How rows are put into groups of equal values: sorted by value, then numbered by first row. */
#include "overlay/groups.h"

#include <stdlib.h>

#include "base/arena.h"

struct grouping {
    const struct column **by;
    size_t n_by;
    uint32_t *of;    /* row -> group */
    uint32_t *first; /* group -> its first row */
    size_t n;
};

static int compare_keys(const struct grouping *g, uint32_t i, uint32_t k)
{
    for (size_t b = 0; b < g->n_by; b++) {
        int c = column_compare(g->by[b], i, k);
        if (c)
            return c;
    }
    return 0;
}

static int by_key_and_row(const void *pa, const void *pb, void *ctx)
{
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    int c = compare_keys(ctx, i, k);
    return c ? c : (i > k) - (i < k);
}

/* Number the groups in the order of their first rows. `sorted`: the rows by key, then by row. */
static void number_groups(struct arena *a, struct grouping *g, const uint32_t *sorted, size_t n)
{
    uint32_t *leader = arena_array(a, uint32_t, n); /* row -> the first row of its group */
    for (size_t k = 0; k < n; k++) {
        bool new_group = k == 0 || compare_keys(g, sorted[k - 1], sorted[k]) != 0;
        leader[sorted[k]] = new_group ? sorted[k] : leader[sorted[k - 1]];
    }

    for (uint32_t i = 0; i < n; i++) {
        if (leader[i] == i)
            g->first[g->n++] = i;
        g->of[i] = leader[i] == i ? (uint32_t)g->n - 1 : g->of[leader[i]];
    }
}

/* The rows group by group, by counting. */
static struct groups list_rows(struct arena *a, const struct grouping *g, size_t n)
{
    struct groups ret = {.n = g->n};
    ret.start = arena_array(a, uint32_t, g->n + 1);
    ret.rows = arena_array(a, uint32_t, n);
    uint32_t *next = arena_array(a, uint32_t, g->n);

    for (size_t i = 0; i < n; i++)
        ret.start[g->of[i] + 1]++;
    for (size_t k = 0; k < g->n; k++) {
        ret.start[k + 1] += ret.start[k];
        next[k] = ret.start[k];
    }

    for (uint32_t i = 0; i < n; i++)
        ret.rows[next[g->of[i]]++] = i;
    return ret;
}

struct groups groups_make(struct step *s, const struct node *by)
{
    const struct node *const *words, *one;
    struct lode_err ignored = {0};
    size_t n = s->in->table.n, n_words = step_words(by, &words, &one);
    struct grouping g = {0};

    g.by = arena_array(s->arena, const struct column *, n_words);
    for (size_t i = 0; i < n_words; i++) {
        const struct column *c;
        if (step_column(s, &s->in->table, words[i], false, &c, &ignored))
            g.by[g.n_by++] = c;
    }

    g.of = arena_array(s->arena, uint32_t, n);
    g.first = arena_array(s->arena, uint32_t, n);
    uint32_t *sorted = arena_array(s->arena, uint32_t, n);
    for (uint32_t i = 0; i < n; i++)
        sorted[i] = i;
    if (n)
        qsort_r(sorted, n, sizeof *sorted, by_key_and_row, &g);

    number_groups(s->arena, &g, sorted, n);
    return list_rows(s->arena, &g, n);
}

uint32_t *groups_first(struct arena *a, const struct groups *g)
{
    uint32_t *ret = arena_array(a, uint32_t, g->n);
    for (size_t k = 0; k < g->n; k++)
        ret[k] = g->rows[g->start[k]];
    return ret;
}
