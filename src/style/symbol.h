/* How one feature looks, with everything resolved: no expression, no scale, no unit left. Points
 * (1/72 in). */
#ifndef LODE_STYLE_SYMBOL_H
#define LODE_STYLE_SYMBOL_H

#include "base/color.h"
#include "base/str.h"

enum line_cap { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum line_join { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };

enum { DASH_MAX = 8 };

/* Where dashes become narrow: nowhere, towards their end, towards both ends. */
enum dash_taper { TAPER_NONE, TAPER_END, TAPER_BOTH };

struct stroke {
    struct rgba color;
    double width_pt; /* 0: no stroke */
    double dash_pt[DASH_MAX], dash_offset_pt;
    int n_dash;
    enum dash_taper taper;
    struct rgba gap; /* between dashes; a = 0: nothing */
    enum line_cap cap;
    enum line_join join;
    double offset_pt;   /* to the right of the line's direction */
    double miter_limit; /* in half widths; 0: the usual one */
};

enum hatch_kind { HATCH_NONE, HATCH_LINES, HATCH_CROSS, HATCH_DOTS, HATCH_SVG };

struct hatch {
    enum hatch_kind kind;
    struct rgba color;
    double angle_deg, spacing_pt,
        width_pt; /* SVG: the size of the tiles, and of the drawing in each */
    const struct svg_marker *svg;
};

/* Ticks across a line: the sleepers of a railway on old maps. */
enum tick_side { TICKS_BOTH, TICKS_LEFT, TICKS_RIGHT, TICKS_ALTERNATE };

struct ticks {
    struct rgba color;
    enum tick_side side;
    double width_pt, length_pt, every_pt; /* length: across the line in all; every 0: no ticks */
};

struct symbol {
    struct rgba fill; /* a = 0: none */
    struct hatch hatch;
    struct stroke casing; /* under the stroke, wider */
    struct stroke stroke;
    struct ticks ticks;
    size_t shape;                 /* its number in marker_shapes */
    const struct svg_marker *svg; /* of a shape from a file */
    double size_pt;               /* diameter of the marker's box */
    double rotate_deg;            /* clockwise */
    struct pagexy_offset {
        double x_pt, y_pt;
    } offset;
};

/* An SVG file as a marker: paths in a unit box centred on 0,0 (y down), each filled and/or
 * stroked. */
struct svg_marker {
    struct str file;
    struct svg_path {
        const double *xy;     /* the points of the commands, interleaved */
        const char *commands; /* M L C Z: 1, 1, 3, 0 points each */
        size_t n_commands;
        bool has_fill, has_stroke;
        bool fill_is_symbol, stroke_is_symbol;   /* currentColor takes the symbol's fill */
        bool fill_is_outline, stroke_is_outline; /* param(outline) that of its outline */
        bool evenodd;
        double opacity;           /* of fill and stroke as one, where there are both; 0: 1 */
        struct rgba fill, stroke; /* of a colour that the symbol gives only the opacity is here */
        struct svg_stroke {
            double width;    /* in unit boxes, as the dashes */
            double width_pt; /* more than 0: this width, in any size of the marker */
            bool is_outline; /* the width of the symbol's outline */
            double dash[DASH_MAX], dash_offset;
            int n_dash;
            enum line_cap cap;
            enum line_join join;
            double miter_limit; /* 0: the usual one */
        } line;
    } * paths;
    size_t n_paths;
};

/* Do two symbols look the same? What is not drawn may differ. */
bool symbol_same(const struct symbol *a, const struct symbol *b);

/* Half the side of the square that a marker covers, with its outline and without its offset. */
double symbol_half_pt(const struct symbol *s);

/* Half of what a line covers across it: stroke, casing and ticks. */
double symbol_half_line_pt(const struct symbol *s);

/* How far the symbol reaches beyond its geometry, at most. */
double symbol_reach_pt(const struct symbol *s);

#endif
