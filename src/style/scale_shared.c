/* How a scale that several layers state in the same words becomes one: their features together
 * decide its classes, so that a look means the same in all of them. */
#include <string.h>

#include "base/arena.h"
#include "style/scale.h"

/* One layer's share of the values. */
struct part {
    struct column values;
    const uint32_t *rows;
    size_t n;
};

/* The node at a path such as "stroke.width". */
static const struct node *find_property(const struct node *props, const char *path)
{
    const char *dot = strchr(path, '.');
    if (!dot)
        return node_lookup(props, path);

    char part[32];
    size_t len = (size_t)(dot - path);
    if (len >= sizeof part)
        return NULL;
    memcpy(part, path, len);
    part[len] = '\0';
    return find_property(node_lookup(props, part), dot + 1);
}

bool scale_rows(struct arena *a, const struct style_peer *p, uint32_t **ret, size_t *ret_n,
                struct lode_err *err)
{
    const struct table *t = &p->features->table;
    const struct node *filter = node_lookup(p->layer->props, "filter");
    uint32_t *rows;
    size_t n = t->n, kept = 0;

    if (filter) {
        if (!expr_select(a, filter->text, filter->at, t, p->env, &rows, &n, err))
            return false;
    } else {
        rows = arena_array(a, uint32_t, n);
        for (size_t i = 0; i < n; i++)
            rows[i] = (uint32_t)i;
    }

    unsigned draws = style_draws(p->layer->kind);
    for (size_t i = 0; i < n; i++) {
        if (!t->geom.n || (draws & 1U << t->geom.kind[rows[i]]))
            rows[kept++] = rows[i];
    }

    *ret = rows;
    *ret_n = kept;
    return true;
}

/* False when the layer has no such scale, or its values cannot be had; why is reported when that
 * layer's turn comes. */
static bool read_part(struct arena *a, const struct channel *c, const struct style_peer *p,
                      struct part *ret)
{
    struct lode_err ignored = {0};
    uint32_t *rows;
    const struct node *n = p->features ? find_property(p->layer->props, c->name) : NULL;
    if (!n || !node_same(n, c->node) ||
        !expr_value(a, c->by->text, c->by->at, &p->features->table, p->env, &ret->values,
                    &ignored) ||
        ret->values.type != c->type || !scale_rows(a, p, &rows, &ret->n, &ignored))
        return false;

    scale_miss_blanks(a, c, &ret->values);
    ret->rows = rows;
    return true;
}

static size_t width_of(enum col_type type)
{
    return type == COL_TEXT   ? sizeof(struct str)
           : type == COL_BOOL ? sizeof(uint8_t)
                              : sizeof(int64_t); /* as wide as a double */
}

/* The values of all parts, one after the other. */
static struct column join_values(struct arena *a, const struct part *parts, size_t n_parts,
                                 size_t n)
{
    enum col_type type = parts[0].values.type;
    size_t width = width_of(type), at = 0;
    char *values = arena_alloc(a, width, n);
    uint8_t *null = arena_array(a, uint8_t, n);
    for (size_t k = 0; k < n_parts; k++) {
        const char *from = (const char *)parts[k].values.v.i;
        for (size_t i = 0; i < parts[k].n; i++, at++) {
            memcpy(values + at * width, from + parts[k].rows[i] * width, width);
            null[at] = column_is_null(&parts[k].values, parts[k].rows[i]);
        }
    }

    struct column ret = {.type = type, .n = n, .null = null};
    ret.v.i = (const int64_t *)(void *)values;
    return ret;
}

bool scale_share(struct arena *a, const struct channel *c, const struct style_params *params,
                 const struct column *own, const uint32_t *rows, size_t n, struct scale_pool *ret)
{
    struct part *parts = arena_array(a, struct part, params->n_peers);
    size_t n_parts = 0, total = 0;
    for (size_t i = 0; i < params->n_peers; i++) {
        const struct style_peer *p = &params->peers[i];
        struct part *part = &parts[n_parts];
        if (p->layer == params->layer) {
            *part = (struct part){*own, rows, n};
            ret->first = n_parts == 0;
            ret->offset = total;
        } else if (!read_part(a, c, p, part)) {
            continue;
        }
        total += part->n;
        n_parts++;
    }

    if (n_parts < 2)
        return false;

    ret->values = join_values(a, parts, n_parts, total);
    ret->n = total;
    uint32_t *all = arena_array(a, uint32_t, total);
    for (size_t i = 0; i < total; i++)
        all[i] = (uint32_t)i;
    ret->rows = all;
    return true;
}
