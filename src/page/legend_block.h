/* Parts of the legend that are no list: markers one inside the other, with a line from each to its
 * text; and the colours of two scales as a square. */
#ifndef LODE_PAGE_LEGEND_BLOCK_H
#define LODE_PAGE_LEGEND_BLOCK_H

#include "page/layout.h"

struct legend_block {
    const struct legend_group *of;
    struct page_size size;
    /* The texts, placed from the block's top left. Nested: one for each entry. */
    struct block_text {
        const struct text_block *block;
        struct pagexy at;
        double rotate_rad;
    } * texts;
    size_t n_texts;
    /* nested: where markers stand, half the width of the largest, from it to the texts */
    double bottom_pt, half_pt, gap_pt;
    struct box grid_pt; /* matrix: the square of colours */
};

struct block_params {
    const struct legend_group *of; /* not a list */
    double text_pt;
    double room_pt; /* texts are wrapped so that it is no wider, where that can be */
};
bool legend_block_make(struct arena *a, const struct page_layout *l,
                       const struct block_params *params, struct legend_block *ret,
                       struct lode_err *err);

/* Draw the block with its top left at `at`; samples have the opacity of their layer. */
void legend_block_draw(struct scene_builder *b, const struct page_layout *l,
                       const struct legend_block *block, struct pagexy at, double opacity);

#endif
