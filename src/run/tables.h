/* Layers as tables, from the same run as the figure: files beside it (`tables:`), and what stands
 * on the page (`page.table`). */
#ifndef LODE_TABLES_H
#define LODE_TABLES_H

#include "run/run.h"

/* Report columns that the layers do not have, texts with mistakes, and totals of columns that are
 * no numbers. */
void tables_check(struct run *r);
/* Report the columns of an `order:` that `t` does not have. */
void tables_check_order(struct run *r, const struct table *t, const struct doc_text *order,
                        size_t n);
/* All rows of `table` sorted by the columns of `order`, falling by "-name". Missing values come
 * last, equal rows keep their order. */
uint32_t *tables_order(struct arena *a, const struct table *table, const struct doc_text *order,
                       size_t n_order);
/* What the tables of the page show: doc->page.n_tables of them. */
bool tables_of_page(struct run *r, const struct page_table **ret, struct lode_err *err);
/* Write the files of the document's `tables:`. */
bool tables_write(struct run *r, struct lode_err *err);

#endif
