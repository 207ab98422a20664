/* An SVG file as a marker: shapes and paths with flat colours, in a unit box.
 *
 * Read: svg, g, path, rect, circle, ellipse, line, polyline, polygon; transform; viewBox (or width
 * and height, or what is drawn); fill, stroke, stroke-width, fill-rule, opacity, fill-opacity,
 * stroke-opacity, display, visibility and color, as attributes or in `style`. What has no fill,
 * `currentColor` or QGIS's `param(fill)` takes the colour of the symbol. Text, images, `use` and
 * style sheets are not drawn and told through log_warn 'svg-ignored', a gradient is replaced by the
 * symbol's colour and told likewise. */
#ifndef LODE_STYLE_SVG_MARKER_H
#define LODE_STYLE_SVG_MARKER_H

#include "base/err.h"
#include "style/symbol.h"

struct arena;

enum { SVG_BYTES_MAX = 1 << 20, SVG_DEPTH_MAX = 64 };

/* `at` is the place in the document that names the file. Fails: LODE_IO, LODE_LIMIT, and LODE_DATA
 * with the line of the SVG file. */
bool svg_marker_read(struct arena *a, struct str file, struct lode_span at, struct svg_marker **ret,
                     struct lode_err *err);

bool svg_marker_parse(struct arena *a, struct str text, struct str file, struct lode_span at,
                      struct svg_marker **ret, struct lode_err *err);

#endif
