/* The values that a legend shows of a scale without classes: round numbers inside its domain, rising.
 * All give their number, at most SCALE_SAMPLES; 0 when the domain has none. `whole`: the values are
 * whole numbers. */
#ifndef LODE_SCALE_SAMPLES_H
#define LODE_SCALE_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

size_t samples_even(const double domain[2], bool whole, double *ret);
size_t samples_log(const double domain[2], bool whole, double *ret);

/* Sizes fall by about a third from sample to sample, values by a half, since areas show them; the
 * least one by more, to reach the small ones. */
size_t samples_of_areas(const double domain[2], bool whole, double *ret);

#endif
