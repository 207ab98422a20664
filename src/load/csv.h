/* Rows of CSV as they are written, good or not: RFC 4180, and what people make of it. Every row keeps
 * the number of its line, and nothing is left out but blank lines. */
#ifndef LODE_LOAD_CSV_H
#define LODE_LOAD_CSV_H

#include <stdint.h>

#include "base/str.h"

struct csv_field {
    struct str s; /* without its quotes, but doubled ones are still double; may not be UTF-8 */
    bool quoted;
};

struct csv_row {
    struct csv_field *v; /* malloc's; csv_row_finish */
    size_t n, cap;
    uint32_t line; /* on which it begins, from 1 */
    bool stray;    /* a quote mark that is not doubled, or has no partner */
};

/* Where the reading is. `expected` 0: how many fields a row should have is not known. */
struct csv_scan {
    const char *p, *end;
    char delimiter; /* '\0': each line is one field */
    uint32_t line;
    size_t expected;
    bool lone_cr; /* a line ended in CR alone */
    bool spaces;  /* a line of nothing but spaces was left out */
};

/* False: there is no other row. */
bool csv_next(struct csv_scan *scan, struct csv_row *row);

void csv_row_finish(struct csv_row *row);

#endif
