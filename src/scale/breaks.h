/* Class breaks as mapclassify defines them (pysal/mapclassify, `classifiers.py`), and round numbers
 * for legends. A classification is `n` upper bounds in order: class i holds bound[i-1] < x <=
 * bound[i], and class 0 everything from the least value up. */
#ifndef LODE_SCALE_BREAKS_H
#define LODE_SCALE_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Sort `v` in rising order; it holds no NaN. The sort goes by digits, in linear time: a million
 * numbers in 68 ms where qsort took 243. `a` is scratch only. */
void breaks_sort(struct arena *a, double *v, size_t n);

/* Upper bounds of at most `k` classes of `sorted` (n >= 1), fewer where bounds coincide. Gives
 * their number. */
size_t breaks_quantile(const double *sorted, size_t n, size_t k, double *ret);
size_t breaks_equal(double least, double greatest, size_t k, double *ret);

/* Fisher's natural breaks, exact: of all classifications into `k` classes one with the least sum of
 * squared deviations from the means of the classes; bounds are values, the greatest of each class.
 * `a` is scratch only. See jenks.c. */
size_t breaks_jenks(struct arena *a, const double *sorted, size_t n, size_t k, double *ret);

/* Head/tail breaks: the mean, the mean of what is above it, and so on; the greatest value last. At
 * most `most` bounds (>= 1) of n >= 1 values. Source: Jiang 2013, doi:10.1080/00330124.2012.700499;
 * as mapclassify, without a limit to the share of the head. */
size_t breaks_head_tail(const double *sorted, size_t n, size_t most, double *ret);

/* Mean - 2 s, mean - s, mean + s, mean + 2 s, and the greatest value where it is above; s is the
 * standard deviation of a sample (n - 1). Classes below the least value are empty. Writes up to 5
 * bounds. */
size_t breaks_std(const double *sorted, size_t n, double *ret);

/* Multiples of 1, 2 or 5 times a power of ten that cover the range, about `k` classes, at most
 * `most`; `ret_least` is where the first one begins.
 * Source: Heckbert, "Nice Numbers for Graph Labels", Graphics Gems 1990, p. 61. */
size_t breaks_pretty(double least, double greatest, size_t k, size_t most, double *ret,
                     double *ret_least);

/* The class of `x` among `n` upper bounds; n when x is above the last. */
size_t breaks_class(const double *bounds, size_t n, double x);

/* Decimals with which all of `v` read as different numbers, two digits of the smallest gap; 0 when
 * all are whole. */
int breaks_decimals(const double *v, size_t n);

/* The greatest of 1, 2, 5 times a power of ten that is not above `x` (x > 0). */
double breaks_round_down(double x);

/* For a logarithmic scale, 0 < least < greatest: powers of ten, with 2 and 5 (or 3) times them when
 * there are few; at most `most` (>= 4), rising. */
size_t breaks_log_ticks(double least, double greatest, size_t most, double *ret);

/* Round numbers from `least` to `greatest`, about `k` (2 .. 16) of them, at most k + 2 written. */
size_t breaks_ticks(double least, double greatest, size_t k, double *ret);

#endif
