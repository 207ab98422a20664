/* Sets the rows of a legend in columns of about the same height, with groups kept whole if
 * possible. */
#include "page/legend_columns.h"

#include <math.h>

/* How much higher a legend may be to keep its groups whole; taste. */
static const double WHOLE_GROUPS_WORTH = 1.35;

/* The height of rows [from, to) as one column. */
static double column_height(const struct row_height *rows, size_t from, size_t to)
{
    double h = from ? rows[from].lead_pt : 0;
    for (size_t i = from; i < to; i++)
        h += rows[i].height_pt + (i > from ? rows[i].gap_pt : 0);
    return h;
}

/* Where the rows end that stay together with row `from` when columns break `at` groups or
 * entries. */
static size_t chunk_end(const struct row_height *rows, size_t n, size_t from, enum row_break at)
{
    size_t i = from + 1;
    while (i < n && rows[i].before < at)
        i++;
    return i;
}

/* Fill columns no higher than `height_pt` one after the other. Gives how many are used; 0 when they
 * do not suffice. */
static size_t fill_columns(const struct row_height *rows, size_t n, size_t n_columns,
                           enum row_break at, double height_pt, size_t *first)
{
    size_t used = 0, from = 0;
    while (from < n) {
        if (used == n_columns)
            return 0;

        size_t to = from;
        while (to < n) {
            size_t next = chunk_end(rows, n, to, at);
            if (column_height(rows, from, next) > height_pt + 1e-6)
                break;
            to = next;
        }
        if (to == from)
            return 0;

        first[used++] = from;
        from = to;
    }
    first[used] = n;
    return used;
}

/* The lowest height with which the columns suffice, to a hundredth of a point. */
static double lowest_height(const struct row_height *rows, size_t n, size_t n_columns,
                            enum row_break at)
{
    size_t first[LEGEND_COLUMNS_MAX + 1];
    double low = 0, high = column_height(rows, 0, n);

    while (high - low > 0.01) {
        double middle = (low + high) / 2;
        if (fill_columns(rows, n, n_columns, at, middle, first))
            high = middle;
        else
            low = middle;
    }
    return high;
}

size_t columns_balance(const struct row_height *rows, size_t n, size_t n_columns, double room_pt,
                       size_t ret_first[LEGEND_COLUMNS_MAX + 1], double *ret_height_pt)
{
    double whole = lowest_height(rows, n, n_columns, BREAK_GROUP);
    double broken = lowest_height(rows, n, n_columns, BREAK_ENTRY);

    bool keep = whole <= broken * WHOLE_GROUPS_WORTH && (whole <= room_pt || broken > room_pt);
    enum row_break at = keep ? BREAK_GROUP : BREAK_ENTRY;
    size_t used = fill_columns(rows, n, n_columns, at, keep ? whole : broken, ret_first);

    *ret_height_pt = 0;
    for (size_t c = 0; c < used; c++)
        *ret_height_pt = fmax(*ret_height_pt, column_height(rows, ret_first[c], ret_first[c + 1]));
    return used;
}
