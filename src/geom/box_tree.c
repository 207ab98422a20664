/* How boxes are packed into a tree and found again: sorted into tiles, then joined level by
 * level. */
#include "geom/box_tree.h"

#include <stdlib.h>

#include "base/arena.h"

enum { FAN = 16 }; /* boxes below one node; taste: 16 boxes are 8 cache lines */

/* Twice the middle, which sorts as the middle does. */
static double middle_x(struct box b)
{
    return b.x0 + b.x1;
}

static double middle_y(struct box b)
{
    return b.y0 + b.y1;
}

static int by_x(const void *pa, const void *pb, void *ctx)
{
    const struct box *item = ctx;
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    double a = middle_x(item[i]), b = middle_x(item[k]);
    return a < b ? -1 : a > b ? 1 : (i > k) - (i < k);
}

static int by_y(const void *pa, const void *pb, void *ctx)
{
    const struct box *item = ctx;
    uint32_t i = *(const uint32_t *)pa, k = *(const uint32_t *)pb;
    double a = middle_y(item[i]), b = middle_y(item[k]);
    return a < b ? -1 : a > b ? 1 : (i > k) - (i < k);
}

/* Columns from west to east, each from south to north. */
static void sort_tiles(uint32_t *order, size_t n, const struct box *item)
{
    void *ctx = (void *)(uintptr_t)item;
    size_t leaves = (n + FAN - 1) / FAN, columns = (size_t)ceil(sqrt((double)leaves));
    size_t column = columns ? FAN * ((leaves + columns - 1) / columns) : 0;

    if (n)
        qsort_r(order, n, sizeof *order, by_x, ctx);
    for (size_t k = 0; k < n; k += column)
        qsort_r(order + k, n - k < column ? n - k : column, sizeof *order, by_y, ctx);
}

static struct box join_boxes(const struct box *v, size_t n)
{
    struct box ret = BOX_EMPTY;
    for (size_t k = 0; k < n; k++)
        ret = box_join(ret, v[k]);
    return ret;
}

void box_tree_make(struct arena *a, const struct box *item, size_t n, struct box_tree *ret)
{
    *ret = (struct box_tree){.item = item, .n = n};
    ret->order = arena_array(a, uint32_t, n);
    ret->node = arena_array(a, struct box, n / (FAN - 1) + 24);
    for (uint32_t i = 0; i < n; i++)
        ret->order[i] = i;
    sort_tiles(ret->order, n, item);

    size_t made = 0;
    for (size_t k = 0; k < n; k += FAN) {
        struct box b = BOX_EMPTY;
        for (size_t j = k; j < n && j < k + FAN; j++)
            b = box_join(b, item[ret->order[j]]);
        ret->node[made++] = b;
    }

    ret->n_levels = n ? 1 : 0;
    ret->level[1] = made;
    for (size_t from = 0; made - from > 1; ret->n_levels++) {
        size_t end = made;
        for (size_t k = from; k < end; k += FAN)
            ret->node[made++] = join_boxes(ret->node + k, end - k < FAN ? end - k : FAN);
        from = end;
        ret->level[ret->n_levels + 1] = made;
    }
}

/* Items under node `k` of `level` whose boxes meet `b`, added to the `n` of `ret`. */
static void find_in(const struct box_tree *t, size_t level, size_t k, struct box b, uint32_t *ret,
                    size_t *n)
{
    if (!box_meets(t->node[t->level[level] + k], b))
        return;
    if (level == 0) {
        for (size_t j = k * FAN; j < t->n && j < (k + 1) * FAN; j++) {
            if (box_meets(t->item[t->order[j]], b))
                ret[(*n)++] = t->order[j];
        }
        return;
    }

    size_t below = t->level[level] - t->level[level - 1];
    for (size_t j = k * FAN; j < below && j < (k + 1) * FAN; j++)
        find_in(t, level - 1, j, b, ret, n);
}

size_t box_tree_find(const struct box_tree *t, struct box b, uint32_t *ret)
{
    size_t n = 0;
    if (t->n_levels)
        find_in(t, t->n_levels - 1, 0, b, ret, &n);
    return n;
}
