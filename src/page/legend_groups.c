/* Which groups the legend lists: those of all layers in order, and those that say the same only
 * once. */
#include "page/legend_groups.h"

#include <string.h>

#include "base/arena.h"
#include "base/composed.h"

struct list {
    struct arena *arena;
    ARRAY(struct listed_group) v;
};

static bool same_entry(const struct legend_entry *a, const struct legend_entry *b)
{
    return a->sample == b->sample && symbol_same(&a->symbol, &b->symbol);
}

/* The entry with this text; g->n when there is none. */
static size_t entry_at(const struct legend_group *g, struct str text)
{
    size_t i = 0;
    while (i < g->n && !text_same(g->entries[i].text, text))
        i++;
    return i;
}

/* Whether a text that both groups have has one look, and a look that both have one text. */
static bool texts_agree(const struct legend_group *a, const struct legend_group *b)
{
    for (size_t i = 0; i < b->n; i++) {
        for (size_t k = 0; k < a->n; k++) {
            bool text = text_same(a->entries[k].text, b->entries[i].text);
            if (text != same_entry(&a->entries[k], &b->entries[i]))
                return false;
        }
    }
    return true;
}

/* Whether the groups show one expression, or are single entries, under one title. */
static bool show_the_same(const struct listed_group *a, const struct listed_group *b)
{
    bool scale = a->of.by.len > 0, single = !a->of.title.len && a->of.n == 1 && b->of.n == 1;
    return a->of.kind == b->of.kind && a->of.kind != LEGEND_MATRIX && a->opacity == b->opacity &&
           str_eq(a->of.title, b->of.title) && str_eq(a->of.by, b->of.by) && (scale || single);
}

/* Whether the greatest value comes first. */
static bool is_falling(const struct legend_group *g)
{
    return g->n > 1 && g->entries[0].rank > g->entries[g->n - 1].rank;
}

/* Entries of `b` that `a` does not have go into `a`, each at its rank. */
static void join_entries(struct arena *arena, struct legend_group *a, const struct legend_group *b)
{
    struct legend_entry *v = arena_array(arena, struct legend_entry, a->n + b->n);
    bool down = is_falling(a) || (a->n == 1 && is_falling(b));

    memcpy(v, a->entries, a->n * sizeof *v);
    a->entries = v;
    for (size_t i = 0; i < b->n; i++) {
        size_t at = 0;
        if (entry_at(a, b->entries[i].text) < a->n)
            continue;

        while (at < a->n &&
               (down ? v[at].rank >= b->entries[i].rank : v[at].rank <= b->entries[i].rank))
            at++;
        memmove(v + at + 1, v + at, (a->n - at) * sizeof *v);
        v[at] = b->entries[i];
        a->n++;
    }
}

/* Add a group at its order, or join it to one that shows the same. */
static void add_group(struct list *l, struct listed_group g)
{
    for (size_t i = 0; i < l->v.n; i++) {
        if (show_the_same(&l->v.v[i], &g) && texts_agree(&l->v.v[i].of, &g.of)) {
            join_entries(l->arena, &l->v.v[i].of, &g.of);
            return;
        }
    }

    *array_add(l->arena, &l->v) = g;
    for (size_t k = l->v.n - 1; k > 0 && l->v.v[k].of.order < l->v.v[k - 1].of.order; k--) {
        struct listed_group moved = l->v.v[k];
        l->v.v[k] = l->v.v[k - 1];
        l->v.v[k - 1] = moved;
    }
}

size_t legend_groups_list(struct arena *a, const struct styled_layer *layers, size_t n_layers,
                          struct listed_group **ret)
{
    struct list l = {.arena = a};
    for (size_t i = n_layers; i-- > 0;) {
        for (size_t g = 0; g < layers[i].n_legend; g++) {
            if (layers[i].legend[g].n)
                add_group(&l, (struct listed_group){layers[i].legend[g], layers[i].opacity});
        }
    }

    *ret = l.v.v;
    return l.v.n;
}
