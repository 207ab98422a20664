/* The words of a page of an atlas: `page.key`, `page.title` and others that every page has;
 * `page.NAME` for each column of the layer whose features have a page each, where no such word
 * hides it; and `page.feature.NAME` for every one of its columns. */
#ifndef LODE_RUN_PAGE_WORDS_H
#define LODE_RUN_PAGE_WORDS_H

#include "doc/map_doc.h"
#include "expr/expr.h"

/* The words that every page has, which come first in a run's page_words. A column of such a name
 * is reached by `page.feature.NAME` alone. */
enum { PAGE_OWN_WORDS = 5 };
extern const struct page_own_word {
    const char *name;
    enum col_type type;
    const char *what; /* "the key of the page" */
} page_own_words[PAGE_OWN_WORDS];

#define PAGE_FEATURE "page.feature."

/* The column that a word other than those stands for; NULL: `t` has it no more. */
const struct column *page_word_column(const struct table *t, struct str word);

/* The columns that the sheets of a grid or a strip have; false for other kinds of atlas. */
bool page_words_columns(enum atlas_over kind, const struct column **ret, size_t *ret_n);

/* The words with the values of row `row` of `t`, named as its columns; SIZE_MAX: all values are
 * missing. */
const struct expr_word *page_words_of(struct arena *a, const struct table *t, size_t row);

#endif
