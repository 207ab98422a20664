/* The pages of an atlas while they are made: pages.c gives them keys, order, titles and
 * numbers, files.c the names of their files. */
#ifndef LODE_ATLAS_PAGES_H
#define LODE_ATLAS_PAGES_H

#include "atlas/shared.h"

struct page_maker {
    struct run *run;
    struct arena *a;
    const struct doc_atlas *doc;
    struct atlas_shared *shared;
    const struct str *key, *group; /* of each row of the coverage */
    struct atlas_page *pages;
    uint32_t *row_of;
    size_t n;
    struct atlas_book *books; /* one for each group */
    size_t n_books;
    struct lode_err *err;
};

/* Make `ret->pages` and `ret->books`, with keys, titles, numbers and file names. */
bool atlas_pages(struct run *r, struct atlas_shared *s, struct atlas *ret, struct lode_err *err);

/* The text of a template for each row of `t`. */
bool atlas_pages_evaluate(struct page_maker *m, struct str text, struct lode_span at,
                          const struct table *t, const struct expr_env *env, struct str **ret);

/* Set `files` of each page, and `path` of each book. `words` has a row for each page. Fails:
 * LODE_DATA for a name that two of them have, also without regard to case, or that is too long;
 * LODE_SCHEMA for one that leads out of its folder. */
bool atlas_pages_name_files(struct page_maker *m, const struct table *words);

#endif
