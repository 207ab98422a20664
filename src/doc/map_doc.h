/* A checked map document. Unknown keys, wrong kinds of values and names that nothing has are found
 * while it is read (doc_read), all of them together; later stages read on from the typed sections and,
 * for the many properties of looks, from the nodes. Every value keeps its place. */
#ifndef LODE_DOC_MAP_DOC_H
#define LODE_DOC_MAP_DOC_H

#include "doc/node.h"

struct schema;
struct schema_rows;
struct section;

/* A text with its place; s.p NULL: not given. */
struct doc_text {
    struct str s;
    struct lode_span at;
};

/* In a source that a command makes of its arguments, `layer.at.file` and `crs.at.file` name the
 * options that state them, where the command has such. */
struct doc_source {
    struct str name;
    struct lode_span at;  /* of the name */
    struct doc_text file; /* resolved against the document's folder */
    struct doc_text layer, where, crs, encoding, x, y, credit;
    double accuracy_m;                 /* how far its places may be off; 0: not stated */
    const struct node *types;          /* column -> the name of its type; NULL: none is stated */
    bool geodesic_edges, planar_edges; /* as `edges:` states; neither: it says nothing */
    bool skip_damaged;                 /* leave out what cannot be read, and say so */
};

struct doc_step {
    struct str name;
    struct lode_span at;        /* of the name */
    const struct section *kind; /* one of schema_rows.steps */
    struct lode_span op_at;     /* of the word `buffer` */
    struct doc_text input;      /* the layer it works on: a source or an earlier step */
    struct doc_text with;       /* the other layer (with, in, intersects, ...); s.p NULL: none */
    bool rejects_wanted;        /* a later step asks for what this one leaves out */
    const struct node *args;    /* the whole step as a map: `by`, `filter`, ... */
};

enum layer_kind { LAYER_FILL, LAYER_LINE, LAYER_MARKER, LAYER_LABEL, LAYER_N };

struct doc_layer {
    enum layer_kind kind;
    struct lode_span at;
    struct doc_text of; /* the source or step it draws */
    /* The looks named by `use`, overridden by the keys of the layer itself. The parts stroke, casing,
     * ticks, hatch, halo, label and legend are merged key by key; a scale replaces what was there. */
    const struct node *props;
};

/* From `styles:` files and the document's own `looks:`/`palettes:`/`theme:` */
struct doc_styles {
    const struct node *looks;    /* map: name -> properties */
    const struct node *palettes; /* map: name -> list of colours, or map with colours and kind */
    /* map: font, text sizes, colours of the page furniture; may be NULL */
    const struct node *theme;
};

enum extent_kind { EXTENT_ALL, EXTENT_LAYER, EXTENT_BOX, EXTENT_CENTRE };

struct doc_extent {
    enum extent_kind kind;
    struct lode_span at;
    struct doc_text of;     /* EXTENT_LAYER */
    struct doc_text filter; /* EXTENT_LAYER: only these features of it */
    /* share of the extent, or ground length, or degrees; 2% when not given */
    struct length pad;
    double west, south, east, north; /* EXTENT_BOX, degrees; west > east crosses the antimeridian */
    double lon, lat, scale_denominator; /* EXTENT_CENTRE */
};

struct doc_map {
    /* "auto", "auto equal-area", "EPSG:n", PROJ string, WKT, or a file of it */
    struct doc_text crs;
    struct doc_extent extent;
    bool has_background;
    struct rgba background;
    const struct node *node; /* the whole section; NULL when absent */
};

/* A column of a table on the page: one of the layer, or a text made for each row, or both. */
struct doc_table_column {
    struct lode_span at;
    struct doc_text column;    /* s.p NULL: none, then `format` is there */
    struct doc_text label;     /* the heading; s.p NULL: from the column's name */
    const struct node *format; /* a template; NULL: the value as it is */
    int decimals;              /* -1: as many as its numbers ask for */
    const struct node *node;
};

/* A table on the page. */
struct doc_page_table {
    const struct node *node; /* its section, also with title, at, size, width */
    struct doc_text of;      /* a source or a step */
    const struct doc_table_column *columns;
    size_t n_columns;
    const struct doc_text *order; /* as in doc_table */
    size_t n_order;
    size_t rows;                   /* at most; 0: all that there is room for */
    bool total;                    /* sums of all columns of numbers */
    const struct doc_text *totals; /* or of these */
    size_t n_totals;
};

struct doc_page {
    double width_pt, height_pt; /* default A4 landscape */
    double margin_pt;           /* default 8 mm */
    const struct node *node;    /* the whole section, see doc_page_part; NULL when absent */
    const struct doc_page_table *tables;
    size_t n_tables;
};

struct doc_output {
    struct doc_text file; /* resolved against the document's folder */
};

/* A file of data written beside the map, from the same run. */
struct doc_table {
    struct doc_text file;           /* resolved against the document's folder */
    struct doc_text of;             /* a source or a step */
    const struct doc_text *columns; /* in this order; none: all */
    size_t n_columns;
    const struct doc_text *order; /* columns to sort by, "-name" for falling; none: as they are */
    size_t n_order;
    bool bom; /* a CSV file begins with a byte order mark */
};

enum atlas_over { OVER_LAYER, OVER_GRID, OVER_STRIP, OVER_EXTENTS };

/* How large a page of an atlas is drawn, once its feature is fitted into the frame. */
struct doc_scales {
    double fixed;       /* denominators; 0: not given */
    double min, max;    /* of the smallest scale and the largest one: min >= max */
    bool round;         /* the next smaller round scale */
    const double *list; /* rising; the first in which the feature fits */
    size_t n_list;
    double common; /* of all sheets of an atlas that states none; set while it is drawn */
};

/* The section `atlas`: many pages from one document. */
struct doc_atlas {
    const struct node *node; /* NULL: there is none */
    enum atlas_over kind;
    struct doc_text over;  /* features, ground of a grid (s.p NULL: box), lines, or table */
    struct doc_extent box; /* OVER_GRID without a layer */
    /* OVER_GRID: on the ground or in degrees, unless n_cols; OVER_STRIP: m */
    struct length cell;
    size_t n_cols, n_rows;
    double overlap; /* share of a sheet */
    double join_m;  /* OVER_STRIP */
    bool rotate, empty;
    struct doc_text filter, key, title, group, book; /* title, book: templates */
    const struct doc_text *order, *only, *output;
    size_t n_order, n_only, n_output;
    struct length pad;
    struct doc_scales scales;
    /* `true` as an empty map; NULL: none */
    const struct node *mask, *neighbours, *index, *contents;
    const struct node *pages; /* what differs, by key */
};

struct map_doc {
    const char *file; /* as named by the caller, for messages */
    struct str text;  /* its bytes, for carets */
    const struct node *root;
    const struct schema *schema; /* the language it was read in */
    struct doc_text title, description, language;
    const struct doc_source *sources;
    size_t n_sources;
    const struct doc_step *steps;
    size_t n_steps;
    const struct doc_layer *layers;
    size_t n_layers;
    struct doc_styles styles;
    struct doc_map map;
    struct doc_page page;
    const struct doc_output *outputs;
    size_t n_outputs;
    const struct doc_table *tables;
    size_t n_tables;
    double dpi; /* default 300 */
    struct doc_atlas atlas;
};

/* One `--set key=value`: "page.size=A5", "layers.0.color=red", "map.extent=[60, 29, 75, 39]"; the value is
 * YAML. Places in it have the file "--set KEY", line 1; paths in it start at the working folder. */
struct doc_set {
    struct str key, value;
};

struct doc_params {
    const struct schema_rows *rows; /* what other stages add to the language: doc/schema.h */
    const struct doc_set *sets;
    size_t n_sets;
};

/* Read and check `file`. Errors go to `diags`, which counts them (n_errors); `*ret` is set when the tree
 * could be made at all, so that a caller may look for more faults. */
bool doc_read(struct arena *a, const char *file, const struct doc_params *params,
              struct map_doc **ret, struct diags *diags);

/* A document made in memory (by `lode quick`); `name` stands for its file in messages. */
bool doc_read_text(struct arena *a, struct str text, const char *name,
                   const struct doc_params *params, struct map_doc **ret, struct diags *diags);

/* `doc` with the keys of `atlas.pages.KEY` in place: its section `page` and its rules of the extent, in
 * `*ret` and `*ret_atlas` whose other fields are those of `doc`. `ret_box` is of kind EXTENT_BOX when the
 * page states one. Its faults were reported when the document was read. */
void doc_page_own(struct arena *a, const struct map_doc *doc, const struct node *own,
                  struct map_doc *ret, struct doc_extent *ret_box);

/* The checked node of an item of the page, or of its frame; NULL: absent. `true` comes as an empty map;
 * `false` and `none`, scalars, switch the part off. */
const struct node *doc_page_part(const struct doc_page *page, const char *key);

/* All names of sources and steps that items of the page have. */
size_t doc_page_layers(struct arena *a, const struct map_doc *doc, const struct node *const **ret);

const struct doc_source *doc_source_lookup(const struct map_doc *doc, struct str name);
const struct doc_step *doc_step_lookup(const struct map_doc *doc, struct str name);

/* Whether `word` is what the step does: "near". */
bool doc_step_is(const struct doc_step *s, const char *word);

#endif
