/* The layers of one page of an atlas. */
#ifndef LODE_ATLAS_PAGE_STYLE_H
#define LODE_ATLAS_PAGE_STYLE_H

#include "atlas/shared.h"

/* The part of each layer that the page's window shows, into p->styled. After atlas_fit. */
bool atlas_page_style(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

#endif
