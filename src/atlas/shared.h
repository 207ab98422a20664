/* Inside of the atlas: what all pages share. */
#ifndef LODE_ATLAS_SHARED_H
#define LODE_ATLAS_SHARED_H

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

#endif
