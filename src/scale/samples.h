/* The values that a legend shows of a scale without classes: round numbers inside its domain,
 * rising. All give their number, at most SCALE_SAMPLES; 0 when the domain has none. `whole`: the
 * values are whole numbers. */
#ifndef LODE_SCALE_SAMPLES_H
#define LODE_SCALE_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

size_t samples_even(const double domain[2], bool whole, double *ret);
size_t samples_log(const double domain[2], bool whole, double *ret);

/* Values fall by about a half from sample to sample, so sizes, whose areas show them, by about a
 * third; the last step down is longer, to reach the small values. At most four. */
size_t samples_of_areas(const double domain[2], bool whole, double *ret);

#endif
