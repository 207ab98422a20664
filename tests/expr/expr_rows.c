/* Filter a small table on standard input, for sqlite_agreement.py.
 *
 * Lines: the number of rows; the rows, as `integer TAB integer TAB real TAB text` with \N for NULL,
 * in the columns i, j, r, t; then expressions, one a line. For each: the numbers of its rows, or
 * "error: ...". */
#include <stdio.h>

#include "base/num.h"
#include "fixture.h"

enum { COLUMNS = 4, LINE_BYTES = 65536 };

static void read_cell(struct arena *a, struct column *c, size_t i, struct str cell)
{
    if (str_is(cell, "\\N"))
        ((uint8_t *)(uintptr_t)c->null)[i] = 1;
    else if (c->type == COL_INT)
        num_parse_int(cell, (int64_t *)(uintptr_t)&c->v.i[i]);
    else if (c->type == COL_REAL)
        num_parse(cell, (double *)(uintptr_t)&c->v.d[i]);
    else
        ((struct str *)(uintptr_t)c->v.s)[i] = str_copy(a, cell);
}

static bool read_line(char *line, struct str *ret)
{
    if (!fgets(line, LINE_BYTES, stdin))
        return false;
    *ret = str_of(line);
    ret->len -= ret->len && ret->p[ret->len - 1] == '\n';
    return true;
}

int main(void)
{
    static char line[LINE_BYTES];
    static const char *const names[COLUMNS] = {"i", "j", "r", "t"};
    static const enum col_type types[COLUMNS] = {COL_INT, COL_INT, COL_REAL, COL_TEXT};
    struct arena a = {0};
    struct column columns[COLUMNS];
    struct str text, cell;
    int64_t n;
    arena_init(&a, 0);
    if (!read_line(line, &text) || !num_parse_int(text, &n))
        return 1;
    for (size_t c = 0; c < COLUMNS; c++) {
        columns[c] = (struct column){.name = str_of(names[c]), .type = types[c], .n = (size_t)n};
        columns[c].null = arena_array(&a, uint8_t, (size_t)n);
        columns[c].v.s = arena_array(&a, struct str, (size_t)n);
    }
    for (size_t i = 0; i < (size_t)n && read_line(line, &text); i++) {
        for (size_t c = 0; c < COLUMNS && str_cut(&text, '\t', &cell); c++)
            read_cell(&a, &columns[c], i, cell);
    }
    const struct table t = {.n = (size_t)n, .columns = columns, .n_columns = COLUMNS};
    while (read_line(line, &text)) {
        char *rows = rows_of(str_c(&a, text), &t, NULL);
        puts(rows);
        g_free(rows);
    }
    arena_finish(&a);
    return 0;
}
