/* Inside of `page/`: what a page of an atlas has beside its map. */
#ifndef LODE_PAGE_SHEET_H
#define LODE_PAGE_SHEET_H

#include "page/layout.h"

/* Whether a page point lies in the page's feature. */
bool sheet_holds(const struct page_sheet *s, struct pagexy at);

/* The mask: the frame less the page's feature. */
void sheet_draw_mask(struct scene_builder *b, const struct page_layout *l,
                     const struct page_sheet *s);

/* Names of neighbours at the frame's edges. */
void sheet_draw_edges(struct scene_builder *b, const struct page_sheet *s);

#endif
