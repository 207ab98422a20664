/* A sheet of palettes: each with its name, its facts, its colours, and below these what readers
 * with colour blindness and a copy in grey make of them. */
#ifndef LODE_PAGE_PALETTE_SHEET_H
#define LODE_PAGE_PALETTE_SHEET_H

#include "page/scene.h"
#include "style/palette.h"

/* The colours that stand for a palette: all of a short one, nine of a long one. At most
 * PALETTE_SHOWN. Gives their number. */
enum { PALETTE_SHOWN = 12 };
size_t palette_shown(const struct palette *p, struct rgba ret[PALETTE_SHOWN]);

/* "sequential", "diverging", ... */
const char *palette_kind_name(enum palette_kind kind);

/* Who made it, with the licence: "ColorBrewer, Apache-2.0". */
const char *palette_source(const struct palette *p);

/* How many classes readers with colour blindness can tell apart: "safe", "safe up to 3", "not
 * safe". */
struct str palette_safety(struct arena *a, const struct palette *p);

/* Draw the sheet of `n` palettes; the scene lives in `a`. Fails as text_shape does. */
bool palette_sheet(struct arena *a, struct text_context *text, const struct palette *palettes,
                   size_t n, struct scene *ret, struct lode_err *err);

#endif
