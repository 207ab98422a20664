/* CQL2 Text to a syntax tree, by recursive descent. `parse.c` does operators, `parse_literal.c` the
 * literals of time and space. */
#ifndef LODE_EXPR_PARSE_H
#define LODE_EXPR_PARSE_H

#include "expr/lex.h"

struct parser {
    struct arena *a;
    struct lexer lexer;
    struct token token;   /* the next one, not taken yet */
    uint32_t end;         /* where the last taken token ended */
    int nesting, pattern; /* > 0: to the right of LIKE, where a backslash means something */
    struct lode_err *err;
};

bool parse_advance(struct parser *p);
bool parse_sign(const struct parser *p, int sign);            /* the next token is this sign */
bool parse_word(const struct parser *p, const char *word);    /* ... this keyword, in any case */
bool parse_expect(struct parser *p, int sign);                /* take it, or fail */
bool parse_fail_expected(struct parser *p, const char *what); /* "expected WHAT, found 'x'" */

struct ast *parse_node(struct parser *p, enum op op, uint32_t at);
bool parse_or(struct parser *p, struct ast **ret);

/* DATE('...'), TIMESTAMP('...'), INTERVAL(..., ...) and geometries: the next token is the word and
 * what follows it says that it is no name. `ret` is NULL when it is none of these. */
bool parse_literal(struct parser *p, struct ast **ret);

#endif
