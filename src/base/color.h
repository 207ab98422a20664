/* Colours: read as CSS writes them, mixed and compared. */
#ifndef LODE_BASE_COLOR_H
#define LODE_BASE_COLOR_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct rgba {
    uint8_t r, g, b, a; /* sRGB, not premultiplied; a 255 is opaque */
};

/* A name of CSS Color 4, #rgb, #rgba, #rrggbb, #rrggbbaa, rgb(), hsl(), `none` or `transparent`. Names
 * and digits in either case of letters. Fails: LODE_SCHEMA, with the nearest name as a hint. */
bool color_parse(struct str s, struct lode_span at, struct rgba *ret, struct lode_err *err);

/* The colour at `t` in [0, 1] between two others, straight through CIELAB (D65), where equal steps
 * look equal. */
struct rgba color_mix(struct rgba from, struct rgba to, double t);

/* One channel between sRGB and linear light, in [0, 1] (IEC 61966-2-1). What lies beyond has the
 * level at that end. */
double color_linear(uint8_t level);
uint8_t color_level(double linear);

/* L*, a*, b* of CIELAB (D65). Alpha is ignored. */
void color_lab(struct rgba c, double lab[3]);

/* WCAG 2.1 contrast ratio, 1 to 21. Alpha is ignored. */
double color_contrast(struct rgba a, struct rgba b);

#endif
