/* `tables:`: layers written as data beside the figure, from the same run. */
#ifndef LODE_TABLES_H
#define LODE_TABLES_H

#include "stages.h"

/* Columns that the layers do not have, and files whose ending names no format. */
void tables_check(struct run *r);
bool tables_write(struct run *r, struct lode_err *err);

#endif
