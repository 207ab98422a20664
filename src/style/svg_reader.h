/* What the files of the SVG reader share: its state, and the drawing of one element. */
#ifndef LODE_STYLE_SVG_READER_H
#define LODE_STYLE_SVG_READER_H

#include <glib.h>

#include "style/svg_marker.h"
#include "style/svg_path.h"

/* One paint: none, a colour, or the symbol's colour. */
struct svg_paint {
    bool none, symbol;
    struct rgba color;
};

/* What elements inherit. */
struct svg_state {
    struct affine matrix;
    struct svg_paint fill, stroke;
    struct rgba current; /* `color` */
    bool has_current;
    double stroke_width, fill_opacity, stroke_opacity, opacity;
    bool evenodd, hidden;
};

struct svg_reader {
    struct arena *arena;
    struct str file;
    struct lode_span at;
    struct lode_err *err;
    GMarkupParseContext *xml;
    struct svg_state stack[SVG_DEPTH_MAX];
    int depth;
    int skipping; /* how deep the reader is in an element that is not drawn; 0: not */
    bool seen_svg, has_box;
    double box[4]; /* x, y, width, height of the drawing */
    ARRAY(struct svg_path) paths;
    size_t commands; /* in all paths */
};

/* Fail with LODE_DATA: file, line, what is wrong, and the value that is. Returns false. */
bool svg_fail(struct svg_reader *r, const char *what, struct str value);
int svg_line_number(const struct svg_reader *r);

/* The value of an attribute; empty when there is none. */
struct str svg_attribute(const char **names, const char **values, const char *name);

/* The number at the start of `s`, whatever unit follows. */
bool svg_leading_number(struct str s, double *ret);

/* Add the path of a shape; elements that draw nothing of their own (svg, g) add none. */
bool svg_draw_element(struct svg_reader *r, const char *name, const struct svg_state *s,
                      const char **names, const char **values);

#endif
