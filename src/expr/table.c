/* Finds columns by name, and names their types in messages. */
#include "expr/table.h"

#include "base/composed.h"

const struct column *table_lookup(const struct table *t, struct str name)
{
    for (size_t i = 0; i < t->n_columns; i++) {
        if (str_eq(t->columns[i].name, name))
            return &t->columns[i];
    }

    /* Two columns may differ in how their letters are composed: the exact one comes first. */
    for (size_t i = 0; i < t->n_columns && !text_is_ascii(name); i++) {
        if (text_same(t->columns[i].name, name))
            return &t->columns[i];
    }
    return NULL;
}

const char *col_type_name(enum col_type type)
{
    switch (type) {
    case COL_INT:
        return "integer";
    case COL_REAL:
        return "number";
    case COL_TEXT:
        return "text";
    case COL_BOOL:
        return "boolean";
    case COL_DATE:
        return "date";
    case COL_TIMESTAMP:
        return "timestamp";
    }
    return "unknown";
}

bool column_has_years(const struct column *c)
{
    bool any = false;
    for (size_t i = 0; c->type == COL_INT && i < c->n; i++) {
        if (column_is_null(c, i))
            continue;
        if (c->v.i[i] < 1000 || c->v.i[i] > 9999)
            return false;
        any = true;
    }
    return any;
}
