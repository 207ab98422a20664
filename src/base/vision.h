/* How different two colours look, also to people who see colours otherwise and on a grey print. */
#ifndef LODE_BASE_VISION_H
#define LODE_BASE_VISION_H

#include "base/color.h"

enum vision {
    VISION_USUAL,
    VISION_DEUTERANOPIA,
    VISION_PROTANOPIA,
    VISION_TRITANOPIA,
    VISION_GREY, /* lightness only: a print in black and white */
    VISION_N
};
extern const char *const vision_names[VISION_N]; /* "deuteranopia", ..., "grey" */

/* What a colour looks like to `vision`. Dichromats after Machado, Oliveira & Fernandes 2009,
 * doi:10.1109/TVCG.2009.113, severity 1, in linear RGB. Alpha stays. */
struct rgba vision_see(struct rgba c, enum vision vision);

/* CIEDE2000 between two colours of CIELAB. Source: Sharma, Wu & Dalal 2005, doi:10.1002/col.20070. */
double lab_difference(const double a[3], const double b[3]);

/* CIEDE2000 between two colours as `vision` sees them. Alpha is ignored. */
double vision_difference(struct rgba a, struct rgba b, enum vision vision);

/* `c` as it looks on an opaque `under`, drawn with `opacity`. */
struct rgba color_over(struct rgba c, double opacity, struct rgba under);

#endif
