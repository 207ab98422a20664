/* Text written piece by piece: for traces and SVG. Numbers are in points, to 0.01, free of locale.
 */
#ifndef LODE_DRAW_TEXTBUF_H
#define LODE_DRAW_TEXTBUF_H

#include <glib.h>

#include "base/color.h"
#include "base/str.h"

/* Hundredths of a point, the grid that text outputs use: 3.5 micrometres. */
long hundredths(double pt);

void put_hundredths(GString *to, long v, bool trim); /* 1250: "12.50", or trimmed "12.5" */
void put_number(GString *to, double v);              /* "12.50" */
void put_color(GString *to, struct rgba c);          /* "#rrggbbaa" */

/* Escaped for XML 1.0; characters that it cannot hold are left out. */
void put_xml(GString *to, struct str s);

#endif
