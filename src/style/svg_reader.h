/* Between the parts of the SVG reader: its state, and the drawing of one element. */
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
    int skipping; /* depth of elements inside one that is not drawn */
    bool seen_svg, has_box;
    double box[4]; /* x, y, width, height of the drawing */
    ARRAY(struct svg_path) paths;
    size_t commands;
};

/* LODE_DATA with the line of the file; false. */
bool svg_fail(struct svg_reader *r, const char *what, struct str value);
int svg_line_number(const struct svg_reader *r);

struct str svg_attribute(const char **names, const char **values, const char *name);

/* The number at the start, whatever unit follows. */
bool svg_leading_number(struct str s, double *ret);

/* Draw a shape; elements that draw nothing of their own (svg, g) are true as well. */
bool svg_draw_element(struct svg_reader *r, const char *name, const struct svg_state *s,
                      const char **names, const char **values);

#endif
