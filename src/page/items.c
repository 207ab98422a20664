/* The table of the page's items, and what others may ask of it. */
#include "page/items.h"

#ifdef LODE_SCRATCH
#include "page_item_row.inc"
#endif

static const struct item_kind *const items[] = {
#define ADDRESS(name) &name##_item,
    PAGE_ITEMS(ADDRESS)
#ifdef LODE_SCRATCH
        PAGE_ITEM_SCRATCH
#endif
};
enum { N_ITEMS = sizeof items / sizeof *items };

const struct item_kind *page_item(size_t i)
{
    return i < N_ITEMS ? items[i] : NULL;
}

const struct key *page_item_key(size_t i)
{
    return i < N_ITEMS ? &items[i]->key : NULL;
}

const struct node *page_without_layers(struct arena *a, const struct node *page)
{
    static const struct node off = {.kind = NODE_SCALAR, .text = {"false", 5}};
    struct node_pair *pairs = arena_array(a, struct node_pair, N_ITEMS);
    struct node *others = arena_new(a, struct node);
    *others = (struct node){.kind = NODE_MAP, .at = section_span(page), .pairs = pairs};

    for (size_t i = 0; i < N_ITEMS; i++) {
        if (items[i]->shows_layers)
            pairs[others->n_pairs++] =
                (struct node_pair){.key = str_of(items[i]->key.name), .value = &off};
    }
    return node_merge(a, page, others);
}
