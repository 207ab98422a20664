/* Rows of a legend set in columns of about the same height. */
#ifndef LODE_PAGE_LEGEND_COLUMNS_H
#define LODE_PAGE_LEGEND_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

enum { LEGEND_COLUMNS_MAX = 12 };

/* Whether a column may begin with this row. */
enum row_break { BREAK_NEVER, BREAK_ENTRY, BREAK_GROUP };

struct row_height {
    double height_pt;
    double gap_pt; /* above it, unless it begins a column */
    enum row_break before;
    double lead_pt; /* above it where it begins a column other than the first */
};

/* The lowest arrangement in at most `n_columns`. `ret_first` gets the first row of each column and
 * `n` after the last used one; returns how many are used. Groups stay whole where that costs little
 * height and fits into `room_pt`. n > 0, 0 < n_columns <= LEGEND_COLUMNS_MAX. */
size_t columns_balance(const struct row_height *rows, size_t n, size_t n_columns, double room_pt,
                       size_t ret_first[LEGEND_COLUMNS_MAX + 1], double *ret_height_pt);

#endif
