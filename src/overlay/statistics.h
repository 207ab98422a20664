/* Columns that tell of groups of rows: sum, mean, min, max, first of their values, and how many. */
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
    struct str name;         /* sum_x, mean_x, min_x, max_x; first keeps the column's own */
    struct lode_span at;     /* the word that asks for it */
};
struct statistics {
    struct statistic_column *v;
    size_t n, cap;
};

/* What the keys sum, mean, min, max, first of the step ask of the columns of `s->in`; faults in
 * `diags`. They are added to what is in `ret`. */
void statistics_list(struct step *s, struct statistics *ret, struct diags *diags);

/* The columns that these keys name, added to `ret`. */
void statistics_names(struct arena *a, const struct doc_step *s, struct name_list *ret);

/* `divided`: the values of a row are only taken by shares, so sums are no whole numbers. */
enum col_type statistic_type(const struct statistic_column *c, bool divided);

/* The column over groups of rows of `s->in`; a row may be in several. `share`: of each of
 * `g->rows`, what part of it counts in sums and means; NULL: all of it.
 *
 * Missing values are left out. A group without rows has the sum 0; one that has only missing
 * values, or no rows for the others, has NULL. Sums that do not fit into 64 bits are NULL, and told
 * (log_warn 'sum-too-large'). */
struct column statistic_of(struct step *s, const struct statistic_column *c, const struct groups *g,
                           const double *share);

#endif
