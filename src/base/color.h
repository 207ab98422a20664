/* Colours: CSS Color 4 names, #rgb #rgba #rrggbb #rrggbbaa, rgb(), hsl(), `none` and `transparent`.
 */
#ifndef LODE_BASE_COLOR_H
#define LODE_BASE_COLOR_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct rgba {
    uint8_t r, g, b, a; /* sRGB, not premultiplied; a 255 is opaque */
};

bool color_parse(struct str s, struct lode_span at, struct rgba *ret, struct lode_err *err);

/* Between two colours at `t` in [0, 1], in CIELAB (D65), as cartographic ramps are read. */
struct rgba color_mix(struct rgba from, struct rgba to, double t);

/* CIELAB (D65). Alpha is ignored. */
void color_lab(struct rgba c, double lab[3]);

/* WCAG 2.1 contrast ratio, 1 to 21. Alpha is ignored. */
double color_contrast(struct rgba a, struct rgba b);

#endif
