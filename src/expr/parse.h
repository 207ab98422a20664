/* From CQL2 Text to a syntax tree, by recursive descent. `parse.c` has the operators,
 * `parse_literal.c` the literals of time and space. Only used inside expr/. */
#ifndef LODE_EXPR_PARSE_H
#define LODE_EXPR_PARSE_H

#include "expr/lex.h"

struct parser {
    struct arena *a;
    struct lexer lexer;
    struct token token; /* the next one, not taken yet */
    uint32_t end;       /* where the last taken token ended */
    int nesting;        /* of brackets, at most EXPR_NESTING_MAX */
    int pattern;        /* > 0: to the right of LIKE, where a backslash means something */
    struct lode_err *err;
};

bool parse_advance(struct parser *p);
bool parse_sign(const struct parser *p, int sign);            /* the next token is this sign */
bool parse_word(const struct parser *p, const char *word);    /* ... this keyword, in any case */
bool parse_expect(struct parser *p, int sign);                /* take it, or fail */
bool parse_fail_expected(struct parser *p, const char *what); /* "expected WHAT, found 'x'" */

/* A leaf whose text reaches from `at` to the last taken token. */
struct ast *parse_node(struct parser *p, enum op op, uint32_t at);

/* A whole expression, up to what cannot belong to it. */
bool parse_or(struct parser *p, struct ast **ret);

/* DATE('...'), TIMESTAMP('...'), INTERVAL(..., ...) or a geometry. `ret` is NULL when the next
 * token, which is a name, begins none of these. */
bool parse_literal(struct parser *p, struct ast **ret);

#endif
