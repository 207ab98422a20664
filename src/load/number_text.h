/* Numbers and positions as people type them into tables: 34,6667, 1 234,5 and 34°31'12"N. */
#ifndef LODE_LOAD_NUMBER_TEXT_H
#define LODE_LOAD_NUMBER_TEXT_H

#include <stdbool.h>

#include "base/str.h"

/* The whole of `s` as a number, with a decimal point or comma, and thousands between points, commas,
 * spaces of any width or apostrophes: 1.234,5 and 1,234.5 and 1 234,5. One comma alone is decimal.
 * Digits may be Arabic or Persian. */
bool number_text_parse(struct str s, double *ret);

enum coordinate_form {
    COORDINATE_BAD,
    COORDINATE_PLAIN,   /* 34.5, as a program writes it */
    COORDINATE_NUMBER,  /* 34,5: as a person writes a number */
    COORDINATE_DEGREES, /* 34°31'12"N, 34 31 12 N, N34.5, 34.5°: `ret` is in degrees */
};

enum coordinate_axis { AXIS_LON, AXIS_LAT };

/* One coordinate. A letter must fit the axis: E and W, or N and S; also the Russian ones. O is Ost in
 * German and Oeste in Spanish, and is not read. `degrees` false: the system is not in degrees, and
 * only numbers are read. */
enum coordinate_form coordinate_parse(struct str s, enum coordinate_axis axis, bool degrees,
                                      double *ret);

#endif
