/* A small layer, and one-line questions to it. */
#ifndef TEST_EXPR_FIXTURE_H
#define TEST_EXPR_FIXTURE_H

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/expr.h"

extern const struct table cities; /* 5 rows; see fixture.c */

/* The values of `text`, one a row, separated by '|'; "NULL" where missing. "error: ..." when it
 * fails. */
char *values_of(const char *text, const struct table *t, const struct expr_env *env);
/* The rows that a filter selects: "0 2 4", or "error: ...". */
char *rows_of(const char *text, const struct table *t, const struct expr_env *env);
/* The value of an expression without columns. */
char *value_of(const char *text);
/* "2:11+3 message; hint" of parsing and checking against `cities`. The text starts at 1:1. */
char *error_of(const char *text);

#define check_text(got, want)                                                                      \
    do {                                                                                           \
        char *got_ = (got);                                                                        \
        g_assert_cmpstr(got_, ==, want);                                                           \
        g_free(got_);                                                                              \
    } while (0)

#endif
