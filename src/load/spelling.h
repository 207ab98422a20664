/* Whether a text of a table may be read as a number, a date or a boolean without losing what it is:
 * an identifier such as 007 is no number, although it has only digits.
 *
 * A number is written as programs write numbers: 7, -7, 1.50, .5, 1e-07, 1.5E9. A code is
 *   - with zeros before its digits (007, -099, 01.11);
 *   - with a plus before it (+7, +992...), unless others of its column have a minus;
 *   - a whole number that 64 bits do not hold, or, among numbers with decimals, one that a double
 *     would round;
 *   - too large for a double (1e400);
 *   - digits, an E and digits (12E4): programs write a sign or a decimal point, 1e+05, 1.0E5. A single
 *     digit before the E may be a number (1e6), because people and some programs write so;
 *   - whatever else is no number in JSON's grammar, though GDAL takes it for one (12D4).
 * Zeros behind a decimal point say how exact a number is: 1.50 is a price. */
#ifndef LODE_LOAD_SPELLING_H
#define LODE_LOAD_SPELLING_H

#include "base/str.h"
#include "expr/table.h"

/* Whether a value of a column that looks like a number, date or boolean would come back as it stands. */
enum spelling {
    SPELLING_PLAIN,
    SPELLING_PLUS,  /* +7: a number in a column of changes */
    SPELLING_POWER, /* 1e6: a number, if all are */
    SPELLING_WORD,  /* Y: a boolean, if all are Y or N */
    SPELLING_CODE,
};

/* `comma`: a decimal comma is one. */
enum spelling spelling_of(struct str s, enum col_type type, bool comma);

/* The same of a value that spelling_read has read. */
enum spelling spelling_as_read(struct str s, enum col_type type);

/* The words that stand for true and false, as bits: a word of a pair is at an even place, the other
 * behind it. 0: `s` is none. */
uint32_t spelling_word(struct str s);

/* Whether `words`, all that a column has, are those of one boolean: both of a pair, or one that means
 * nothing else. `capitals`: they are in capital letters, as NO (Norway) and ON (Ontario) are. */
bool spelling_words_are_boolean(uint32_t words, bool capitals);

/* The value of `s` as `type`, which is not text, into `ret`: an int64_t, a double or a uint8_t. White
 * space around it does not count. False: it is no such value. */
bool spelling_read(struct str s, enum col_type type, bool comma, void *ret);

#endif
