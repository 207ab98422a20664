/* Plain text with expressions in braces: 'up to {band / 1000} km'. '{{' and '}}' are braces.
 * A NULL value gives an empty string for its part; a text whose every expression is NULL is empty.
 */
#ifndef LODE_EXPR_TEMPLATE_H
#define LODE_EXPR_TEMPLATE_H

#include "expr/expr.h"

struct template_text;

/* `text` must live as long as the template. Fails: as expr_parse. */
bool template_parse(struct arena *a, struct str text, struct lode_span at,
                    struct template_text **ret, struct lode_err *err);

/* Checks each expression, as expr_check. */
bool template_check(struct arena *a, struct template_text *t, const struct table *table,
                    const struct expr_env *env, struct lode_err *err);

/* Whether its only expression gives a number, as in '{near_m / 1000} km'. After template_check. */
bool template_is_number(const struct template_text *t);

/* One text for each row of `table`; a single one when it has neither rows nor columns. */
bool template_eval(struct arena *a, const struct template_text *t, const struct table *table,
                   const struct expr_env *env, struct str **ret, size_t *ret_n,
                   struct lode_err *err);

/* The columns that its expressions use, each once; see expr_names. */
void template_names(struct arena *a, const struct template_text *t, struct expr_name **ret,
                    size_t *ret_n);

#endif
