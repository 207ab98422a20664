/* A book: the PDFs of single pages put together in one document, with bookmarks, page labels and
 * links.
 *
 * A page is drawn without knowing the others. A link to another page of the book is written as a
 * link to the address "#page=N", N from 1 in the order of the book; here it becomes a link to that
 * page, and one beyond the last page is taken away. Each page is a named destination too:
 * atlas.pdf#AF-KAB.
 */
#ifndef LODE_WRITE_BOOK_H
#define LODE_WRITE_BOOK_H

#include "base/err.h"
#include "base/str.h"

struct arena;

struct book_page {
    struct str file; /* a PDF; all of its pages are taken, and links lead to its first page */
    struct str key, title, label;
};

struct book_params {
    struct str path, title;
    const struct book_page *pages;
    size_t n;
};

/* Whole or not at all, by rename; the same bytes for the same pages.
 * Fails: LODE_IO; LODE_DATA when a page is no PDF. */
bool book_write(struct arena *a, const struct book_params *params, struct lode_err *err);

const char *qpdf_library_version(void);

#endif
