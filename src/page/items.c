/* The table of the page's items, and what others may ask of it. */
#include "page/items.h"

#ifdef LODE_SCRATCH
#include "page_item_row.inc"
#else
#define SCRATCH_ITEMS(ROW)
#endif

#define ADDRESS(name) &name##_item,
#define KEY_OF(name)  &name##_item.key,

static const struct item_kind *const items[] = {PAGE_ITEMS(ADDRESS) SCRATCH_ITEMS(ADDRESS)};
const struct key *const page_item_keys[] = {PAGE_ITEMS(KEY_OF) SCRATCH_ITEMS(KEY_OF) NULL};
enum { N_ITEMS = sizeof items / sizeof *items };

const struct item_kind *page_item(size_t i)
{
    return i < N_ITEMS ? items[i] : NULL;
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
