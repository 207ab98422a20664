/* Layers as tables, from the same run as the figure: files beside it (`tables:`), and what stands on
 * the page (`page.table`). */
#ifndef LODE_TABLES_H
#define LODE_TABLES_H

#include "run/run.h"

/* Columns that the layers do not have, texts with mistakes, totals of what is no number. */
void tables_check(struct run *r);
/* The columns of an `order:` that `t` does not have. */
void tables_check_order(struct run *r, const struct table *t, const struct doc_text *order,
                        size_t n);
/* All rows of `table` in the order of some columns, "-name" for falling: missing values last, equal rows as
 * they were. */
uint32_t *tables_order(struct arena *a, const struct table *table, const struct doc_text *order,
                       size_t n_order);
/* What the tables of the page show: as many as doc->page.n_tables. */
bool tables_of_page(struct run *r, const struct page_table **ret, struct lode_err *err);
bool tables_write(struct run *r, struct lode_err *err);

#endif
