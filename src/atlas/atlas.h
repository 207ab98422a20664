/* An atlas: many pages from one document with a section `atlas:`. Above the stages, below `batch/`.
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

/* A file that a page is written to: an entry of `atlas.output` with its words filled in. */
struct atlas_file {
    struct str path; /* seen from the document's folder */
    struct lode_span at;
};

struct atlas_page {
    enum atlas_page_kind kind;
    struct str key;   /* unique in the atlas; front pages have "index" and "contents" */
    struct str title; /* in bookmarks and contents */
    struct str group; /* empty: there are none */
    /* the key as a file name: no '/', no control characters, at most 120 bytes, neither "." nor
     * ".."; unique without regard to case */
    struct str stem;
    size_t number;    /* among the maps of its book, from 1; front pages are counted apart */
    struct str label; /* the number as text: "12", or "ii" of a front page */
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
    const struct atlas_page *pages; /* books one after the other; in each the front pages first */
    size_t n;
    const struct atlas_book *books;
    size_t n_books;
    struct lode_span at; /* of the section */
    struct atlas_shared *shared;
};

/* Plan all pages, and make what they share, in `r->a`. Needs run_check, and nothing after it. Fails
 * before any page is drawn, at the place in the document: LODE_SCHEMA when there is no `atlas:`;
 * LODE_DATA for keys that are empty, stand twice or differ only in case as file names, and for an
 * atlas without a page; LODE_LIMIT above a million pages. */
bool atlas_plan(struct run *r, struct atlas *ret, struct lode_err *err);

/* The page that has `key`; false when there is none. */
bool atlas_page_lookup(const struct atlas *a, struct str key, size_t *ret);

/* Draw one page into files (`outputs`: its own `files`, or others such as the leaf of a book).
 * Fails with a reason that a report may show; the place of an error is in the document. */
bool atlas_draw(struct run *r, const struct atlas *atlas, size_t page,
                const struct write_params *outputs, size_t n, struct lode_err *err);

/* What a page depends on, part by part, so that it can be said which of them has changed. The same
 * in every process and on every machine with the same versions, documents, fonts and data. */
struct atlas_digest {
    struct atlas_part {
        /* "version", "document", "looks", "fonts", "page", "data: railways", "classes: railways" */
        struct str name;
        uint64_t hash;
        bool follows; /* changes as a rule because another part has changed */
    } * parts;
    size_t n;
    uint64_t all; /* of all parts */
};

/* The digest of one page, in `a`, which may be `&r->a` or another. Cheap: no page is laid out;
 * features were hashed when the atlas was planned. */
bool atlas_digest(struct run *r, const struct atlas *atlas, size_t page, struct arena *a,
                  struct atlas_digest *ret, struct lode_err *err);

#endif
