/* Looks and scales: from a document's layer and its features to a symbol for each feature drawn,
 * and to the legend's entries, which are derived from the scales. */
#ifndef LODE_STYLE_STYLE_H
#define LODE_STYLE_STYLE_H

#include "doc/map_doc.h"
#include "expr/expr.h"
#include "load/features.h"
#include "style/symbol.h"
#include "text/text.h"

/* PLACE_BY_KIND: each label as its feature is, point, line or area. */
enum label_place { PLACE_POINT, PLACE_LINE, PLACE_AREA, PLACE_BY_KIND };

struct label_style {
    enum label_place place;
    struct text_style text;    /* of all labels of the layer */
    const struct str *content; /* n, one for each feature drawn; empty: no label */
    const double *priority;    /* n; higher is placed first; NULL: all 0 */
    const uint8_t *required;   /* n; NULL: none */
    const double *size_pt;     /* n; NULL: text.size_pt */
    double distance_pt;        /* from the symbol's edge to the text */
    bool optional_collide;     /* `overlap: true`: drawn even over others */
    struct lode_span at;
};

enum legend_sample { SAMPLE_PATCH, SAMPLE_LINE, SAMPLE_MARKER };

struct legend_entry {
    struct str text;
    enum legend_sample sample;
    struct symbol symbol;
    double rank; /* its place in the scale: the number that it stands for, or that of its class */
};

enum legend_kind {
    LEGEND_LIST,
    LEGEND_NESTED, /* markers of growing size, the smallest first: one inside the other */
    LEGEND_MATRIX, /* a patch for each pair of classes: entry i + n j is column i of n, line j up */
};

/* One side of a matrix: a text for each class, or for each end of the classes. */
struct legend_axis {
    struct str title;
    size_t n; /* classes */
    const struct str *texts;
    bool at_ends; /* n + 1 texts, some of which may be empty */
};

struct legend_group {
    struct str title; /* empty: none (a single entry stands for the layer) */
    const struct legend_entry *entries;
    size_t n;
    int order; /* `legend: {order: n}`, lower first; 0 by default */
    enum legend_kind kind;
    size_t n_block; /* nested, matrix: so many entries are in it; that of no value follows */
    /* The expression that it shows: groups of layers that show the same may be one; empty: none. */
    struct str by;
    struct legend_axis axis[2]; /* of a matrix: to the right, and up */
};

struct styled_layer {
    const struct doc_layer *doc;
    const struct features *features;
    size_t n;                  /* features drawn */
    const uint32_t *row;       /* n: their rows, in drawing order */
    const uint32_t *symbol_of; /* n: index into symbols */
    const struct symbol *symbols;
    size_t n_symbols;
    double opacity;                  /* of the layer as a whole */
    double reach_pt;                 /* of the widest symbol */
    const struct label_style *label; /* NULL: no labels */
    const struct legend_group *legend;
    size_t n_legend;
    struct style_made *made; /* for style_legend */
};

/* A layer of the map: scales that several layers state in the same words are one. */
struct style_peer {
    const struct doc_layer *layer;
    const struct features *features; /* NULL: not known */
    const struct expr_env *env;
};

struct style_params {
    const struct map_doc *doc;
    const struct doc_layer *layer;
    const struct features *features; /* whole layer, or a schema when only checking */
    const struct expr_env *env;
    /* For each row 1 where it may be seen on the page; NULL: all are. Scales look at the whole
     * layer, so that they are the same on every page; the legend has only the classes that are
     * seen. */
    const uint8_t *visible;
    const struct style_peer *peers; /* all layers of the map, this one too; may be none */
    size_t n_peers;
    bool quiet; /* scales were applied before, and have reported what there is to report */
};

/* The kinds of geometry that a layer draws: a bit for each enum geom_kind. */
unsigned style_draws(enum layer_kind kind);

/* Report to `diags` all faults of a layer that can be known from the schema of its features:
 * properties of the wrong kind, unknown palettes, fonts and columns, bad expressions. False when
 * there was one. */
bool style_check(struct arena *a, const struct style_params *params, struct diags *diags);

/* Style a layer: symbols, labels and legend, in `a`. */
bool style_layer(struct arena *a, const struct style_params *params, struct styled_layer *ret,
                 struct lode_err *err);

/* Make the layer's legend again, for other items that are seen (`layer->n` of them; NULL: all).
 * `layer` may be a part of the one that was made, with fewer items: this takes no second look at
 * the data. */
bool style_legend(struct arena *a, struct styled_layer *layer, const uint8_t *items,
                  struct lode_err *err);

/* Columns that the layer's looks, scales, labels and filter read. */
void style_names(struct arena *a, const struct doc_layer *layer, struct expr_name **ret,
                 size_t *ret_n);

/* The text style of page furniture: `title`, `legend`, `note`, ... from the theme, with
 * defaults. */
struct text_style style_theme_text(const struct map_doc *doc, const char *role);
struct rgba style_theme_color(const struct map_doc *doc, const char *role, struct rgba otherwise);

#endif
