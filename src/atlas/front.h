/* The front pages of an atlas: its contents, and the index of its sheets. */
#ifndef LODE_ATLAS_FRONT_H
#define LODE_ATLAS_FRONT_H

#include "atlas/atlas.h"

/* How many pages of contents `n` rows need. Sizes alone decide, so that pages can be numbered
 * before any font is touched. */
size_t atlas_front_contents_pages(const struct map_doc *doc, size_t n);

/* The first page of the same group. */
size_t atlas_front_first(const struct atlas *atlas, size_t page);

/* The number of a page in the digits of the document's language; Roman numerals stay. */
struct str atlas_front_label(struct run *p, const struct atlas_page *page);

/* The scene of page `page` of the contents or of the index. `p` is a run of that page. */
bool atlas_front_contents(struct run *p, const struct atlas *atlas, size_t page,
                          struct lode_err *err);
bool atlas_front_index(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

#endif
