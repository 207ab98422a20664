/* The words of a page of an atlas: `page.key` and its kin, and `page.NAME` for each column of what
 * has a page each. */
#ifndef LODE_RUN_PAGE_WORDS_H
#define LODE_RUN_PAGE_WORDS_H

#include "doc/map_doc.h"
#include "expr/expr.h"

/* Words that every page has, the first of a run's page_words; a column of the same name gives way. */
enum { PAGE_OWN_WORDS = 5 };
extern const struct page_own_word {
    const char *name;
    enum col_type type;
} page_own_words[PAGE_OWN_WORDS];

/* The columns of a grid's sheets and a strip's; false for what else has pages. */
bool page_words_columns(enum atlas_over kind, const struct column **ret, size_t *ret_n);

/* Words with the values of row `row` of `t`, whose columns have their names; SIZE_MAX: without any
 * value. */
const struct expr_word *page_words_of(struct arena *a, const struct table *t, size_t row);

#endif
