/* Sorts rows by columns, as `order:` of a document asks for it. */
#include "expr/order.h"

#include <assert.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/composed.h"
#include "expr/collate.h"

/* A column to sort by. */
struct key {
    const struct column *column;
    const struct collation *texts; /* of each row; NULL: the column holds no text */
    bool falling;
};

/* A row with all that it is sorted by, since qsort's comparison has no context. */
struct keyed {
    const struct key *keys;
    size_t n_keys;
    uint32_t row;
};

static int compare_texts(const struct key *key, uint32_t i, uint32_t k)
{
    int order = collate_compare(key->texts[i], key->texts[k]);
    return order ? order : text_cmp(key->column->v.s[i], key->column->v.s[k]);
}

static int compare_values(const struct key *key, uint32_t i, uint32_t k)
{
    const struct column *c = key->column;
    switch (c->type) {
    case COL_TEXT:
        return compare_texts(key, i, k);
    case COL_REAL:
        return (c->v.d[i] > c->v.d[k]) - (c->v.d[i] < c->v.d[k]);
    case COL_BOOL:
        return (c->v.b[i] > c->v.b[k]) - (c->v.b[i] < c->v.b[k]);
    default:
        return (c->v.i[i] > c->v.i[k]) - (c->v.i[i] < c->v.i[k]);
    }
}

static int by_keys(const void *pa, const void *pb)
{
    const struct keyed *a = pa, *b = pb;
    for (size_t i = 0; i < a->n_keys; i++) {
        const struct column *c = a->keys[i].column;
        bool na = column_is_null(c, a->row), nb = column_is_null(c, b->row);
        int order = na || nb ? na - nb : compare_values(&a->keys[i], a->row, b->row);
        if (order)
            return a->keys[i].falling && !na && !nb ? -order : order;
    }
    return (a->row > b->row) - (a->row < b->row);
}

static const struct collation *texts_of(struct arena *a, const struct column *c, size_t n)
{
    if (c->type != COL_TEXT)
        return NULL;
    struct collation *texts = arena_array(a, struct collation, n);
    for (size_t i = 0; i < n; i++) {
        if (!column_is_null(c, i))
            texts[i] = collate_key(a, c->v.s[i]);
    }
    return texts;
}

struct str order_name(struct str key, bool *ret_falling)
{
    *ret_falling = str_starts(key, STR("-"));
    return *ret_falling ? str_from(key, 1) : key;
}

uint32_t *order_rows(struct arena *a, const struct table *t, const struct str *keys, size_t n_keys)
{
    struct key *columns = arena_array(a, struct key, n_keys);
    struct keyed *all = arena_array(a, struct keyed, t->n);
    uint32_t *rows = arena_array(a, uint32_t, t->n);

    for (size_t k = 0; k < n_keys; k++) {
        columns[k].column = table_lookup(t, order_name(keys[k], &columns[k].falling));
        assert(columns[k].column);
        columns[k].texts = texts_of(a, columns[k].column, t->n);
    }

    for (size_t i = 0; i < t->n; i++)
        all[i] = (struct keyed){columns, n_keys, (uint32_t)i};
    if (n_keys && t->n)
        qsort(all, t->n, sizeof *all, by_keys);

    for (size_t i = 0; i < t->n; i++)
        rows[i] = all[i].row;
    return rows;
}
