/* How much of the map a box would hide, so that what may stand in any corner takes an empty one. */
#ifndef LODE_PAGE_INK_H
#define LODE_PAGE_INK_H

#include "page/page.h"

/* In square points, by and large: markers and lines as they are drawn, areas by a fraction, since
 * land under land is no loss. */
double ink_in(const struct page_shown *shown, struct box b);

#endif
