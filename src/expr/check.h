/* From syntax tree to plan: names, types, numbers of arguments. Only used inside expr/. */
#ifndef LODE_EXPR_CHECK_H
#define LODE_EXPR_CHECK_H

#include "expr/plan.h"

struct checker {
    struct arena *a;
    const struct expr *e;
    const struct table *t;
    const struct expr_env *env;
    struct lode_err *err;
};

struct lode_span check_span(const struct checker *c, const struct ast *n);

/* The text of `n` for a message, cut when it is long; and the same in quotes. */
struct str check_snippet(const struct checker *c, const struct ast *n);
struct str check_quoted(const struct checker *c, const struct ast *n);

struct plan *check_new(struct checker *c, enum op op, enum value_type type, const struct ast *ast,
                       size_t n_args);

/* To be called when the arguments of `p` are there: computes it when all of them are constant. */
struct plan *check_finish(struct checker *c, struct plan *p);

/* `p` inside as many arrays as there are round brackets around it. */
struct plan *check_wrapped(struct checker *c, struct plan *p);
struct plan *check_cast(struct checker *c, struct plan *p, enum value_type type);

/* The plan of a node of the syntax tree; NULL: failed. */
struct plan *check_node(struct checker *c, const struct ast *n);
struct plan *check_compare(struct checker *c, const struct ast *n);
struct plan *check_between(struct checker *c, const struct ast *n);
struct plan *check_in(struct checker *c, const struct ast *n);
struct plan *check_like(struct checker *c, const struct ast *n);
struct plan *check_call(struct checker *c, const struct ast *n);

/* The type that values of both types can be turned into; V_ARRAY: there is none. */
enum value_type check_common(enum value_type a, enum value_type b);

#endif
