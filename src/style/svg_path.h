/* Path data of SVG (SVG 2, section 9.3): all commands, relative ones and arcs, as M L C Z. */
#ifndef LODE_STYLE_SVG_PATH_H
#define LODE_STYLE_SVG_PATH_H

#include "base/arena.h"
#include "base/str.h"
#include "geom/box.h"

enum { SVG_COMMANDS_MAX = 50000 }; /* in one marker; taste: a map has thousands of markers */

/* A path while it is built: commands with their points, each transformed when it is added. */
struct svg_builder {
    struct arena *arena;
    ARRAY(double) xy;
    ARRAY(char) commands;
    struct affine matrix;
    double x, y; /* current point, before the matrix */
    double start_x, start_y;
    bool overflow; /* more than SVG_COMMANDS_MAX, or a point that is not finite */
};

void svg_move(struct svg_builder *b, double x, double y);
void svg_line(struct svg_builder *b, double x, double y);
void svg_curve(struct svg_builder *b, double x1, double y1, double x2, double y2, double x,
               double y);
void svg_close(struct svg_builder *b);
/* Elliptical arc as cubic curves, section B.2.4; radii too small are scaled up (B.2.5). */
void svg_arc(struct svg_builder *b, double rx, double ry, double rotation_deg, bool large,
             bool sweep, double x, double y);

/* Add the path data `d` to `b`. False where it cannot be read, at byte `ret_at`. */
bool svg_path_parse(struct svg_builder *b, struct str d, size_t *ret_at);

/* The matrix of "translate(3 4) rotate(45)"; false for a text that is no list of transforms. */
bool svg_transform_parse(struct str s, struct affine *ret);

/* The matrix that applies `inner` first, then `outer`. */
struct affine affine_join(struct affine outer, struct affine inner);

/* The number at the start of `s`, after white space and one comma; `s` becomes the rest. */
bool svg_number(struct str *s, double *ret);

#endif
