/* What a page shows of its feature: the feature itself, its mask, the neighbours' names. */
#ifndef LODE_ATLAS_SHEET_H
#define LODE_ATLAS_SHEET_H

#include "atlas/shared.h"

/* The page's feature as a layer of one. */
const struct features *atlas_feature(struct run *p, const struct atlas *atlas, size_t page);

/* The area that the page's mask leaves clear, into p->page->clear. After atlas_fit. */
bool atlas_clear(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

/* The page's mask and neighbours, into p->page->sheet. After run_layout. */
bool atlas_sheet(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

#endif
