/* What all pages of an atlas share. For the sources of atlas/ only. */
#ifndef LODE_ATLAS_SHARED_H
#define LODE_ATLAS_SHARED_H

#include "atlas/atlas.h"
#include "geom/box_tree.h"

/* The rows that have a page each, in lon/lat. */
struct atlas_coverage {
    struct features features;
    struct str crs;             /* the system of all pages; empty: what the document says */
    const struct str *page_crs; /* the system of each row's page; NULL: they do not differ */
    const struct box *ground_m; /* with page_crs: each row's rectangle in its own system */
};

/* A layer of the map, styled for all pages. */
struct atlas_layer {
    struct styled_layer styled;  /* by_page: all rows, without symbols */
    bool by_page;                /* has words of the page, and is styled anew for each */
    struct box_tree tree;        /* of the items, by their boxes in lon/lat */
    const uint64_t *hash;        /* of each item: shape and label, or attributes */
    const uint64_t *symbol_hash; /* of each symbol */
};

/* What the sheets of a grid or along a line share. */
struct atlas_common {
    bool made, known;           /* known: the rest has values */
    double width_pt, height_pt; /* of the frame that the longest legend and title leave */
    double scale; /* the denominator that is stated, or at which every sheet fits; 0: none */
    /* what the page of each turned sheet shows, in lon/lat, for the index; NULL: the coverage's
     * shapes */
    const struct geometry *frames;
};

struct atlas_shared {
    struct atlas_coverage coverage;
    struct table words;         /* a row for each page, columns "page.key", ... */
    const uint32_t *row_of;     /* the coverage's row of each page; UINT32_MAX: none */
    struct atlas_layer *layers; /* doc->n_layers */
    struct style_peer *peers;
    struct box_tree tree;    /* of the coverage's rows */
    const uint32_t *page_of; /* the page of each row of the coverage; UINT32_MAX: none */
    struct page_kept *kept;  /* what this process keeps from page to page, as the letters */
    struct glyph_masks *letters;
    struct atlas_common common; /* made by each process when it draws, since that needs fonts */
    struct view system;         /* of all pages, about the whole coverage; or empty */
    const struct atlas_damage *damages;
    size_t n_damages;
    uint64_t document_hash, theme_hash, tables_hash, fonts_hash, version_hash;
};

#endif
