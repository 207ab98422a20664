/* The items of the page: a row and a file for each. This table is the only list of them: the schema (and
 * with it checks, hints and `lode schema`), the layout and the drawing read the rows.
 *
 * A new item is a file that defines its row `NAME_item` (see struct item_kind in page/layout.h), and a
 * line here, where it stands in the order in which items stack: from a corner inward, or from the top
 * of a strip. */
#ifndef LODE_PAGE_ITEMS_H
#define LODE_PAGE_ITEMS_H

#include "page/layout.h"

/* clang-format off */
#define PAGE_ITEMS(ROW) \
    ROW(title) \
    ROW(legend) \
    ROW(table) \
    ROW(scale_bar) \
    ROW(north_arrow) \
    ROW(graticule) \
    ROW(locator) \
    ROW(notes)
/* clang-format on */

#define DECLARE_ITEM(name) extern const struct item_kind name##_item;
PAGE_ITEMS(DECLARE_ITEM)
#undef DECLARE_ITEM

/* Row `i` of the table; NULL past the last. */
const struct item_kind *page_item(size_t i);

#endif
