/* Numbers as the readers of a language write them. */
#ifndef LODE_EXPR_FORMAT_H
#define LODE_EXPR_FORMAT_H

#include "base/str.h"

/* `number`: plain digits as base/num.h makes them ("-1234.5"). `language`: BCP 47; an unknown or
 * empty one is written as in English. A number with an exponent stays as it is. */
struct str format_digits(struct arena *a, struct str number, struct str language);

/* The same without groups. */
struct str format_ungrouped(struct arena *a, struct str number, struct str language);

/* In the digits of a language that has its own, without groups: "1234.5" -> "۱۲۳۴٫۵" (fa); in other
 * languages `number` as it is. */
struct str format_own_digits(struct arena *a, struct str number, struct str language);

#endif
