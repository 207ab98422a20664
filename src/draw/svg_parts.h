/* The parts of the SVG backend: the writer itself (svg.c), text (svg_text.c), fonts (svg_fonts.c).
 */
#ifndef LODE_DRAW_SVG_PARTS_H
#define LODE_DRAW_SVG_PARTS_H

#include <glib.h>
#include <pango/pango.h>

#include "draw/canvas_impl.h"

struct svg_fonts;

/* Fonts met in the text, in the order they are met, and the characters used of each. */
struct svg_fonts *svg_fonts_create(void);
void svg_fonts_destroy(struct svg_fonts *f);

/* The number of a font, for its class `f1`, with the characters of `text` kept for it. */
int svg_fonts_use(struct svg_fonts *f, PangoFont *font, struct str text);

/* Style rules: an @font-face with the subset, and a class, for each. */
bool svg_fonts_write(const struct svg_fonts *f, GString *to, struct lode_err *err);

/* A text block as <text> elements, one a line, with a <tspan> for each run of one font and
 * direction. */
void svg_text_write(GString *to, struct svg_fonts *fonts, const struct text_block *block,
                    struct pagexy at, double rotate_rad);

/* name="12.5", without a leading or trailing zero */
void put_attr(GString *to, const char *name, double v);
/* fill="#rrggbb" and, where it is not opaque, fill-opacity */
void put_paint(GString *to, const char *name, struct rgba c);

#endif
