/* How a pair of scales is read: {by: [a, b], scale: [quantile, jenks], classes: 3, palette:
 * bluered}. Each half is read as a scale of its own, from a map with its half of each key. */
#include <math.h>

#include "base/arena.h"
#include "scale/kinds.h"
#include "style/channel.h"

/* Of each scale when `classes` is not written: more than 9 colours in all are hard to tell apart;
 * taste, after Stevens 2015. */
#define CLASSES_EACH STR("3")

/* What a key says for half `i`: its item of a list, or the value that both share. */
static const struct node *half_of(const struct node *n, size_t i)
{
    return n->kind == NODE_LIST && i < n->n_items ? n->items[i] : n;
}

/* Plain `breaks: [1, 2]` are for both halves, and so is `labels: [low, high]`. */
static const struct node *list_half_of(const struct node *n, size_t i)
{
    bool nested = n->kind == NODE_LIST && n->n_items && n->items[0]->kind == NODE_LIST;
    return nested ? half_of(n, i) : n;
}

/* The map of half `i`, as if the document had written that scale alone. */
static const struct node *half_map(struct arena *a, const struct node *map, size_t i)
{
    static const char *const halved[] = {"by", "scale", "classes", "title"};
    static const char *const lists[] = {"breaks", "labels"};
    struct node *half = arena_new(a, struct node), *each = arena_new(a, struct node);
    struct node_pair *pairs = arena_array(a, struct node_pair, 10);
    size_t n = 0;

    for (size_t k = 0; k < 4; k++) {
        const struct node_pair *p = node_pair_lookup(map, halved[k]);
        /* One title for both is the heading of the whole. */
        if (p && (k != 3 || p->value->kind == NODE_LIST))
            pairs[n++] = (struct node_pair){p->key, p->at, half_of(p->value, i)};
    }

    for (size_t k = 0; k < 2; k++) {
        const struct node_pair *p = node_pair_lookup(map, lists[k]);
        if (p)
            pairs[n++] = (struct node_pair){p->key, p->at, list_half_of(p->value, i)};
    }

    for (size_t k = 0; k < 2; k++) {
        const struct node_pair *p = node_pair_lookup(map, k ? "missing" : "format");
        if (p)
            pairs[n++] = *p;
    }

    *each = (struct node){.kind = NODE_SCALAR, .text = CLASSES_EACH, .at = map->at};
    if (!node_lookup(map, "classes"))
        pairs[n++] = (struct node_pair){STR("classes"), map->at, each};

    *half = (struct node){.kind = NODE_MAP, .at = map->at, .pairs = pairs, .n_pairs = n};
    return half;
}

static bool check_half(const struct channel *half, struct lode_err *err)
{
    if (half->scale->form == SCALE_IN_CLASSES)
        return true;
    const struct node *scale = node_lookup(half->node, "scale");
    lode_fail(err, LODE_SCHEMA, scale ? scale->at : half->by->at,
              "with 'by: [a, b]' both scales must be of numbers in classes");
    char kinds[160];
    scale_list_kinds(NULL, " or ", kinds, sizeof kinds);
    return lode_hint(err, "use %s for both", kinds);
}

/* The names of the built-in palettes that are for two expressions. */
static struct str list_square_palettes(struct arena *a)
{
    struct str names = STR("");
    struct palette p;
    for (size_t i = 0; palette_builtin(a, i, &p); i++) {
        if (p.kind == PALETTE_BIVARIATE)
            names =
                str_format(a, "%.*s%s%.*s", STR_FMT(names), names.len ? ", " : "", STR_FMT(p.name));
    }
    return names;
}

/* The palette must be a square: its colours row by row, as many rows as columns. */
static bool check_palette(struct arena *a, const struct channel *c, struct lode_err *err)
{
    const struct palette *p = &c->palette;
    size_t side = (size_t)lround(sqrt((double)p->n));
    if (p->kind == PALETTE_BIVARIATE || (p->kind == PALETTE_ANY && p->n > 1 && side * side == p->n))
        return true;

    lode_fail(err, LODE_SCHEMA, c->palette_at,
              "with 'by: [a, b]' the palette must have 4, 9 or 16 colours, listed row by row");
    return lode_hint(err, "such palettes are %.*s", STR_FMT(list_square_palettes(a)));
}

void channel_read_pair(struct arena *a, const struct style_params *params, struct channel *c,
                       struct diags *diags)
{
    struct lode_err err = {0};
    if (c->kind != LOOK_COLOR) {
        lode_fail(&err, LODE_SCHEMA, c->by->at, "'%s' can show only one expression", c->name);
        lode_hint(&err, "only colours can show two: 'color: {by: [a, b]}'");
    }

    if (!channel_report(diags, &err) || c->by->n_items != 2)
        return;

    c->pair = arena_array(a, struct channel, 2);
    for (size_t i = 0; i < 2; i++) {
        if (channel_read(a, params, half_map(a, c->node, i), c->name, LOOK_COLOR, c->constant,
                         &c->pair[i], diags))
            check_half(&c->pair[i], &err);
        /* Bounds, and not values, stand along the legend's matrix. */
        c->pair[i].scale_given = true;
        channel_report(diags, &err);
    }

    if (c->palette.n)
        check_palette(a, c, &err);
    channel_report(diags, &err);
    c->type = COL_REAL;
}
