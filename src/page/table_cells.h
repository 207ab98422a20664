/* The texts of a table on the page, in the language of the page: headings, rows in order, sums. */
#ifndef LODE_PAGE_TABLE_CELLS_H
#define LODE_PAGE_TABLE_CELLS_H

#include "page/layout.h"

struct table_cells {
    size_t n_columns;
    size_t n_rows; /* that are written out: those asked for, at most TABLE_ROWS_MAX */
    size_t n_all;  /* rows of the layer */
    struct str *heads;
    bool *numbers;     /* columns that are set at their decimal sign */
    struct str *texts; /* n_rows * n_columns, row by row */
    struct str *sums;  /* n_columns, of all rows of the layer; NULL: not asked for */
};

/* More lines than stand on any page that is read: A0, with letters of 6 pt. */
enum { TABLE_ROWS_MAX = 500 };

/* Write out the rows of `of` that the table shows. Numbers without a `format` have the decimals
 * that the document says for their column; else as many as give the column's largest number four
 * digits and its smallest number one digit (by three decimals at most), and no more than the
 * numbers have. Whole numbers that all have four digits are years: written without a separator, and
 * added up only when they are named. Sums are made from the numbers as they are, not as they are
 * written.
 *
 * Fails: LODE_SCHEMA, for what a text of the table may not say. */
bool table_cells_make(struct arena *a, const struct page_layout *l,
                      const struct doc_page_table *doc, const struct page_table *of,
                      struct table_cells *ret, struct lode_err *err);

#endif
