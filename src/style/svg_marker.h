/* An SVG file as a marker: shapes and paths with flat colours, in a unit box.
 *
 * What is read: svg, g, path, rect, circle, ellipse, line, polyline, polygon; transform; viewBox
 * (or width and height, or what is drawn); fill, stroke, stroke-width, fill-rule, opacity,
 * fill-opacity, stroke-opacity, display, visibility and color, as attributes or in `style`. Shapes
 * without `fill`, with `currentColor` or with QGIS's `param(fill)` take the colour of the symbol.
 * Text, images, `use` and style sheets are not drawn, and a gradient is replaced by the symbol's
 * colour: both are reported by the warning 'svg-ignored'. */
#ifndef LODE_STYLE_SVG_MARKER_H
#define LODE_STYLE_SVG_MARKER_H

#include "base/err.h"
#include "style/symbol.h"

struct arena;

/* Far beyond any icon: taste. */
enum { SVG_BYTES_MAX = 1 << 20, SVG_DEPTH_MAX = 64 };

/* `at` is the place in the document that names the file. Fails: LODE_IO, LODE_LIMIT, and LODE_DATA
 * with the line of the SVG file. */
bool svg_marker_read(struct arena *a, struct str file, struct lode_span at, struct svg_marker **ret,
                     struct lode_err *err);

/* As svg_marker_read, for a text that `file` names in messages. */
bool svg_marker_parse(struct arena *a, struct str text, struct str file, struct lode_span at,
                      struct svg_marker **ret, struct lode_err *err);

#endif
