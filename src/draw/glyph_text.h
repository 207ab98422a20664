/* The texts of glyphs in a PDF, so that what is copied, searched and read aloud is what was written. */
#ifndef LODE_DRAW_GLYPH_TEXT_H
#define LODE_DRAW_GLYPH_TEXT_H

#include <cairo.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

/* Whether the layout has characters whose place in the text Pango's own drawing would lose. */
bool glyph_text_needed(PangoLayout *layout);

/* Draw the layout as pango_cairo_show_layout does, with its 0,0 at 0,0, and with a text for each glyph. */
void glyph_text_show(cairo_t *cr, PangoLayout *layout);

#endif
