/* Numbers to and from text, never dependent on the locale. */
#ifndef LODE_BASE_NUM_H
#define LODE_BASE_NUM_H

#include <stdint.h>

#include "base/str.h"

/* The whole of `s` as a number: JSON's grammar, and a leading '+' or '.'. False for anything else,
 * for values beyond double, and for hexadecimal, "inf" and "nan". */
bool num_parse(struct str s, double *ret);

/* The whole of `s` as digits with an optional sign. False beyond 64 bits. */
bool num_parse_int(struct str s, int64_t *ret);

/* The number at the start of `s`; `ret_rest` is what follows it. */
bool num_parse_prefix(struct str s, double *ret, struct str *ret_rest);

/* Shortest text that reads back as the same double: 0.1, 25, 1e+300. -0 prints as 0. */
struct str num_text(struct arena *a, double v);

/* Fixed decimals, rounded half away from zero on the decimal value printed; -0 prints as 0. */
struct str num_fixed(struct arena *a, double v, int decimals);

#endif
