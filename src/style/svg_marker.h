/* An SVG file as a marker: shapes and paths with flat colours, in a unit box.
 *
 * What is read: svg, symbol, g, a, use, switch, path, rect, circle, ellipse, line, polyline, polygon;
 * transform; viewBox (or width and height, or what is drawn) and preserveAspectRatio; fill, stroke
 * with its width, dashes, caps and joins, fill-rule, opacities, display, visibility and color, as
 * attributes, in `style` and in style sheets. Shapes without `fill`, or with `currentColor`, take the
 * colour of the symbol. QGIS's parameters are the layer's: `param(fill) #f80` is the symbol's colour
 * where the document states one, else the default behind it; `param(outline)` and
 * `param(outline-width)` are the symbol's outline likewise.
 * Text, images, clips, masks and filters are left out, and a gradient is one colour: reported by the
 * warning 'svg-ignored'. */
#ifndef LODE_STYLE_SVG_MARKER_H
#define LODE_STYLE_SVG_MARKER_H

#include "base/err.h"
#include "style/symbol.h"

struct arena;

/* Far beyond any icon: taste. */
enum { SVG_BYTES_MAX = 1 << 20, SVG_DEPTH_MAX = 64 };

/* What the document says of the symbol, which QGIS's parameters ask for; NULL: nothing. */
struct svg_stated {
    bool fill, outline, outline_width;
};

/* `at` is the place in the document that names the file. Fails: LODE_IO, LODE_LIMIT, and LODE_DATA
 * with the line of the SVG file. */
bool svg_marker_read(struct arena *a, struct str file, const struct svg_stated *stated,
                     struct lode_span at, struct svg_marker **ret, struct lode_err *err);

/* As svg_marker_read, for a text that `file` names in messages. */
bool svg_marker_parse(struct arena *a, struct str text, struct str file,
                      const struct svg_stated *stated, struct lode_span at, struct svg_marker **ret,
                      struct lode_err *err);

#endif
