/* Dates and moments, as CQL2 writes them: 2024-02-29 and 2024-02-29T12:30:00.5Z. */
#ifndef LODE_EXPR_DATE_H
#define LODE_EXPR_DATE_H

#include <stdint.h>

#include "base/str.h"

#define US_PER_DAY 86400000000LL

/* Days since 1970-01-01. False for a day that the calendar does not have. */
bool date_parse(struct str s, int64_t *ret_days);

/* Microseconds since 1970-01-01T00:00:00Z; finer digits are cut. An offset (+05:00) is accepted in
 * place of Z. */
bool timestamp_parse(struct str s, int64_t *ret_us);

struct str date_text(struct arena *a, int64_t days);
struct str timestamp_text(struct arena *a, int64_t us);

#endif
