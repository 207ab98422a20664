/* Whether a text of a table may be read as a number, a date or a boolean without losing what it is:
 * an identifier such as 007 is no number, although it has only digits.
 *
 * A number is written as programs write numbers: 7, -7, 1.50, .5, 1e-07, 1.5E9. A code is
 *   - with zeros before its digits (007, -099, 01.11);
 *   - with a plus before it (+7, +992...);
 *   - a whole number that 64 bits do not hold, or, among numbers with decimals, one that a double
 *     would round;
 *   - too large for a double (1e400);
 *   - digits, an E and digits (12E4, 1e5): programs write a sign or a decimal point, 1e+05, 1.0E5;
 *   - whatever else is no number in JSON's grammar, though GDAL takes it for one (12D4).
 * Zeros behind a decimal point say how exact a number is: 1.50 is a price. */
#ifndef LODE_LOAD_SPELLING_H
#define LODE_LOAD_SPELLING_H

#include "base/str.h"
#include "expr/table.h"

/* Whether `s`, one of the values of a column that looks like `type`, would not come back as it
 * stands. `comma`: a decimal comma is one. */
bool spelling_is_code(struct str s, enum col_type type, bool comma);

/* The same of a value that spelling_read has read. */
bool spelling_was_code(struct str s, enum col_type type);

/* The value of `s` as `type`, which is not text, into `ret`: an int64_t, a double or a uint8_t. White
 * space around it does not count. False: it is no such value. */
bool spelling_read(struct str s, enum col_type type, bool comma, void *ret);

#endif
