/* Class breaks as mapclassify defines them (pysal/mapclassify, `classifiers.py`), and round numbers
 * for legends. A classification is `n` upper bounds in order: class i holds bound[i-1] < x <=
 * bound[i], and class 0 everything from the least value up. */
#ifndef LODE_STYLE_BREAKS_H
#define LODE_STYLE_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Values in rising order; NaN at their place is not allowed. */
void breaks_sort(double *v, size_t n);

/* Upper bounds of at most `k` classes of `sorted` (n >= 1), fewer where bounds coincide. Gives
 * their number. */
size_t breaks_quantile(const double *sorted, size_t n, size_t k, double *ret);
size_t breaks_equal(double least, double greatest, size_t k, double *ret);

/* The class of `x` among `n` upper bounds; n when x is above the last. */
size_t breaks_class(const double *bounds, size_t n, double x);

/* Decimals with which all of `v` read as different numbers, two digits of the smallest gap; 0 when
 * all are whole. */
int breaks_decimals(const double *v, size_t n);

/* The greatest of 1, 2, 5 times a power of ten that is not above `x` (x > 0). */
double breaks_round_down(double x);

/* Round numbers from `least` to `greatest`, about `k` (2 .. 16) of them, at most k + 2 written. */
size_t breaks_ticks(double least, double greatest, size_t k, double *ret);

#endif
