/* What the files of the SVG reader share: its state, and the drawing of one element. */
#ifndef LODE_STYLE_SVG_READER_H
#define LODE_STYLE_SVG_READER_H

#include <glib.h>

#include "style/svg_css.h"
#include "style/svg_document.h"
#include "style/svg_marker.h"
#include "style/svg_path.h"

/* One paint: none, a colour, the symbol's colour, or that of its outline. */
struct svg_paint {
    bool none, symbol, outline;
    bool unsaid; /* an outline's colour that neither the layer nor the file gives */
    struct rgba color;
};

/* What elements inherit. */
struct svg_state {
    struct affine matrix;
    double view_width, view_height; /* of the nearest svg or symbol, for lengths in % */
    struct svg_paint fill, stroke;
    struct rgba current; /* `color` */
    bool has_current;
    double fill_opacity, stroke_opacity, opacity;
    struct svg_stroke line; /* in units of the drawing */
    bool evenodd, invisible;
    bool gone;             /* display: none */
    struct svg_paint stop; /* of a gradient's stop alone */
    double stop_opacity;
};

struct svg_reader {
    struct arena *arena;
    struct str file;
    struct lode_span at;
    const struct svg_stated *stated;
    struct lode_err *err;
    const xmlNode *node; /* the element that is read, for messages */
    const xmlNode *open[SVG_DEPTH_MAX];
    int depth;
    size_t elements;   /* drawn so far, those of `use` each time */
    GHashTable *by_id; /* NULL until an id is looked up */
    GHashTable *means; /* of gradients, by their first stop */
    struct css_sheet sheet;
    size_t compared; /* rules of the sheet, with elements */
    bool has_box;
    double box[4]; /* x, y, width, height of the drawing */
    ARRAY(struct svg_path) paths;
    size_t commands; /* in all paths */
};

/* Fail with LODE_DATA: file, line, what is wrong, and the value that is. Returns false. */
bool svg_fail(struct svg_reader *r, const char *what, struct str value);
int svg_line_number(const struct svg_reader *r);

/* An attribute of the element that is read; empty when there is none. */
struct str svg_attribute(const struct svg_reader *r, const char *name);

/* The element that "#name" or "url(#name)" refers to; NULL when there is none. */
const xmlNode *svg_referred(struct svg_reader *r, struct str reference);

/* A length with its unit, in those of the drawing. `whole` is what 100% is. */
bool svg_length(struct str s, double whole, double *ret);

/* Put what the element says into `s`, which holds what it inherits: attributes, style sheets, and
 * its `style`, each over those before. */
bool svg_style_read(struct svg_reader *r, struct svg_state *s);

/* Draw the tree below the file's first element. */
bool svg_walk(struct svg_reader *r, const xmlNode *root);

/* Add the path of a shape; elements that draw nothing of their own (svg, g) add none. */
bool svg_draw_element(struct svg_reader *r, const char *name, const struct svg_state *s);

#endif
