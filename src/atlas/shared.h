/* Inside of the atlas: what its files have in common. */
#ifndef LODE_ATLAS_PARTS_H
#define LODE_ATLAS_PARTS_H

#include "atlas/atlas.h"
#include "geom/box_tree.h"

/* What has a page each: a row of `features` a page, in lon/lat. */
struct atlas_coverage {
    struct features features;
    struct str crs;             /* in which all pages are drawn; empty: the document's word */
    const struct str *page_crs; /* of each row, where they differ; NULL: they do not */
    const struct box *ground_m; /* with page_crs: the row's rectangle in its own system */
};

/* A layer of the map, styled for all pages. */
struct atlas_layer {
    struct styled_layer styled; /* by_page: all rows, without symbols */
    bool by_page; /* its looks, filter or labels speak of the page: it is styled anew for each */
    struct box_tree tree;        /* of the items, by their boxes in lon/lat */
    const uint64_t *hash;        /* of each item: shape and label, or attributes */
    const uint64_t *symbol_hash; /* of each symbol */
};

/* What sheets of a grid or along a line have in common. */
struct atlas_common {
    bool made, known;           /* known: the rest has values */
    double width_pt, height_pt; /* of the frame that the longest legend and title leave */
    double scale; /* denominator: the one stated, or at which each sheet fits into it; 0: there is
                     none */
    const struct geometry *frames; /* of turned sheets, for the index: what each page shows, in
                                      lon/lat; NULL: the coverage's own shapes */
};

struct atlas_shared {
    struct atlas_coverage coverage;
    struct table words;         /* a row a page (`atlas.pages`), columns "page.key", ... */
    const uint32_t *row_of;     /* of each page in the coverage; UINT32_MAX: none */
    struct atlas_layer *layers; /* doc->n_layers */
    struct style_peer *peers;
    struct box_tree tree;
    const uint32_t *page_of; /* of each row of the coverage; UINT32_MAX: none */
    struct page_kept *kept;  /* of this process, as are the letters */
    struct glyph_masks *letters;
    struct atlas_common common; /* made by each process when it draws, since it takes fonts */
    struct view system; /* in which all pages are drawn, about the whole coverage; or empty */
    const struct atlas_damage *damages;
    size_t n_damages;
    uint64_t document_hash, theme_hash, tables_hash, fonts_hash, version_hash;
};

/* ---- checks, while only schemas are known */

/* The faults of the section that columns show, to r->diags; page.* become words of r->env. */
void atlas_check(struct run *r);

/* page.key, page.title, page.group, page.number, page.count: the first of r->page_words. */
enum { ATLAS_OWN_WORDS = 5 };

/* The columns of a grid's sheets and a strip's. */
bool atlas_own_columns(enum atlas_over kind, const struct column **ret, size_t *ret_n);

/* Words with the values of row `row` of `t`; SIZE_MAX: without any. */
const struct expr_word *atlas_words(struct arena *a, const struct table *t, size_t row);

/* ---- planning */

bool atlas_cover(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
bool atlas_grid(struct run *r, struct atlas_coverage *ret, struct lode_err *err);
bool atlas_strip(struct run *r, struct atlas_coverage *ret, struct lode_err *err);

/* Room that a sheet has beyond its line, as a share of its length; taste. */
#define STRIP_MARGIN 0.03

/* What a turned sheet's page of this size on the ground shows, in lon/lat. */
bool atlas_strip_frame(struct arena *a, const struct atlas_coverage *c, uint32_t row,
                       double width_m, double height_m, const struct geometry **ret,
                       struct lode_err *err);

/* Keys, titles, numbers, books and file names: `ret->pages` and `ret->books`. */
bool atlas_pages(struct run *r, struct atlas_shared *s, struct atlas *ret, struct lode_err *err);

/* `key` as the stem of a file's name; see atlas.h. */
struct str atlas_stem(struct arena *a, struct str key);

/* The hashes that all pages have in common. */
bool digest_shared(struct run *r, struct atlas_shared *s, struct lode_err *err);

/* All layers, styled, with their trees. */
bool atlas_layers(struct run *r, struct atlas_shared *s, struct lode_err *err);

/* ---- pages */

/* The next smaller round scale: its denominator. */
double atlas_round_scale(double denominator);

/* The rules of the scale, on a view into which the page's feature was fitted. */
bool atlas_scale(const struct doc_scales *s, struct view *v, struct lode_err *err);

/* s->common, once a process. Nothing is known of it for other pages than sheets, and when not even
 * the legend of all sheets finds room. */
void atlas_common_make(struct run *r, const struct atlas *atlas);
bool atlas_common_frames(struct run *r, const struct atlas *atlas, struct lode_err *err);

/* That scale, where a page that `fits` at its own has room at it; otherwise its own. */
double atlas_common_scale(double common, double fits);

/* Warn where a stated scale cuts off part of the page's feature; after run_page. */
void atlas_tell_cut(struct run *p, const struct atlas *atlas, size_t page);

/* A run for one page: its document, words and extent. `ret` was made by run_init. */
bool atlas_page_run(struct run *r, const struct atlas *atlas, size_t page, struct run *ret,
                    struct lode_err *err);

/* Whether a text of the node, or below it, has `word`. */
bool atlas_says(const struct node *n, struct str word);

/* The page's feature as a layer of one. */
const struct features *atlas_feature(struct run *p, const struct atlas *atlas, size_t page);

/* What its mask leaves clear, into p->page->clear; after atlas_fit. */
bool atlas_clear(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

/* Its mask and its neighbours, into p->page->sheet; after run_page. */
bool atlas_sheet(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err);

/* Its view, fitted to the whole page. */
bool atlas_fit(struct run *p, struct lode_err *err);

/* What meets a window of lon/lat, rising; x1 may exceed 180. */
size_t atlas_find(const struct box_tree *t, struct arena *a, struct box window_deg, uint32_t **ret);

/* The part of `from` that has the items `item` only. */
void atlas_part_of(struct arena *a, const struct styled_layer *from, const uint32_t *item, size_t n,
                   struct styled_layer *ret);

#endif
