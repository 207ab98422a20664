/* An atlas: many pages from one document, `atlas:` in it. Above the stages, below `batch/`.
 *
 *   run_document(&r, map, ...);
 *   run_check(&r);                            faults of the section come with those of the rest
 *   atlas_plan(&r, &atlas, &err);             once: reads, steps and styles what all pages share
 *   atlas_digest(&r, &atlas, i, &a, &d, &err);  has page i changed?
 *   atlas_draw(&r, &atlas, i, outputs, n, &err);
 *                                             in any process forked after atlas_plan, in any order
 *
 * atlas_plan makes no thread, leaves no data source open and does not touch fonts, so that the
 * process may fork after it. atlas_draw reads what is shared and never writes to it but through
 * `r->session`; its own memory is given back before it returns. What it draws depends on the page
 * alone, never on which pages were drawn before it.
 */
#ifndef LODE_ATLAS_H
#define LODE_ATLAS_H

#include "run/run.h"
#include "write/write.h"

enum atlas_page_kind {
    ATLAS_MAP,
    ATLAS_INDEX,    /* a map of all sheets, numbered */
    ATLAS_CONTENTS, /* the list of the pages */
};

/* A file to make of a page: a row of `atlas.output` with its words filled in. */
struct atlas_file {
    struct str path; /* seen from the document's folder */
    struct lode_span at;
};

struct atlas_page {
    enum atlas_page_kind kind;
    struct str key;   /* unique in the atlas; "index" and "contents" for pages in front */
    struct str title; /* in bookmarks and contents */
    struct str group; /* empty: there are none */
    struct str stem;  /* the key as a file name: no '/', no control characters, at most 120 bytes,
                         neither "." nor ".."; unique without regard to case */
    size_t number; /* of the maps of its book, from 1; pages in front are counted for themselves */
    struct str label; /* that as text: "12", or "ii" in front */
    size_t book;      /* index into books; SIZE_MAX: none */
    const struct atlas_file *files;
    size_t n_files;
};

/* All pages of a group (or of the atlas) in one PDF, in the order of the pages. */
struct atlas_book {
    struct str path, title;
    struct lode_span at;
    size_t first, n; /* pages */
};

struct atlas_shared;

struct atlas {
    const struct atlas_page *pages; /* books one after the other; pages in front first */
    size_t n;
    const struct atlas_book *books;
    size_t n_books;
    struct lode_span at; /* of the section */
    struct atlas_shared *shared;
};

/* Needs run_check, and nothing after it. In `r->a`.
 * Fails: LODE_SCHEMA when the document has no `atlas:`; LODE_DATA for keys that are empty, stand
 * twice or differ in case only as file names, a feature without geometry, an atlas without a page;
 * LODE_LIMIT above a million pages. All of it with the place of the row at fault, before any page
 * is drawn. */
bool atlas_plan(struct run *r, struct atlas *ret, struct lode_err *err);

/* The page of that key; false when there is none. */
bool atlas_page_lookup(const struct atlas *a, struct str key, size_t *ret);

/* Make one page's files (`outputs`: its own `files`, or others such as a part of a book).
 * Fails with the reason that a report may show; an error's place is that of the document. */
bool atlas_draw(struct run *r, const struct atlas *atlas, size_t page,
                const struct write_params *outputs, size_t n, struct lode_err *err);

/* What a page depends on, part by part, so that it can be said which of them has changed. The same
 * in every process and on every machine with the same versions, documents, fonts and data. */
struct atlas_digest {
    struct atlas_part {
        /* "version", "document", "looks", "fonts", "page", "data: railways", "classes: railways" */
        struct str name;
        uint64_t hash;
        bool follows; /* from changes of other parts, as a rule */
    } * parts;
    size_t n;
    uint64_t all; /* of all parts */
};

/* Cheap: no page is laid out; features were hashed when the atlas was planned. In `a`, which may be
 * `&r->a` or another. */
bool atlas_digest(struct run *r, const struct atlas *atlas, size_t page, struct arena *a,
                  struct atlas_digest *ret, struct lode_err *err);

#endif
