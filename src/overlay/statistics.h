/* Statistics of groups of rows as columns: sum, mean, min, max and first of their values, and how
 * many rows there are. */
#ifndef LODE_OVERLAY_STATISTICS_H
#define LODE_OVERLAY_STATISTICS_H

#include "overlay/groups.h"

enum statistic {
    STATISTIC_SUM,
    STATISTIC_MEAN,
    STATISTIC_MIN,
    STATISTIC_MAX,
    STATISTIC_FIRST,
    STATISTIC_COUNT,
};

struct statistic_column {
    enum statistic what;
    const struct column *of; /* NULL for the count */
    struct str name;         /* sum_x, mean_x, min_x, max_x; `first` keeps the column's own name */
    struct lode_span at;     /* the word in the document that asks for it */
};
struct statistics {
    struct statistic_column *v;
    size_t n, cap;
};

/* Add to `ret` what the keys sum, mean, min, max and first of the step ask of the columns of
 * `s->in`; faults go to `diags`. */
void statistics_list(struct step *s, struct statistics *ret, struct diags *diags);

/* Add to `ret` the columns that these keys name. */
void statistics_names(struct arena *a, const struct doc_step *s, struct name_list *ret);

/* The type of the column. `divided`: values of a row are divided by shares, so sums are real
 * numbers. */
enum col_type statistic_type(const struct statistic_column *c, bool divided);

/* The column over groups of rows of `s->in`; a row may be in several groups. `share`: for each of
 * `g->rows`, what part of it counts in sums and means; NULL: all of it.
 *
 * Missing values are left out, but `first` is the value of the first row, missing or not. A group
 * of only missing values has NULL. A group without rows has the sum 0, the count 0, and NULL for
 * all other statistics. Integer sums that do not fit into 64 bits are NULL, with a log_warn
 * 'sum-too-large'. */
struct column statistic_of(struct step *s, const struct statistic_column *c, const struct groups *g,
                           const double *share);

#endif
