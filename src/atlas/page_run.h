/* The run of one page of an atlas. */
#ifndef LODE_ATLAS_PAGE_RUN_H
#define LODE_ATLAS_PAGE_RUN_H

#include "atlas/shared.h"

/* Give a run the document, words and extent of one page. `ret` was made by run_init. */
bool atlas_page_run(struct run *r, const struct atlas *atlas, size_t page, struct run *ret,
                    struct lode_err *err);

/* Fit the view of a page's run to the whole page. */
bool atlas_fit(struct run *p, struct lode_err *err);

#endif
