/* Tokens of CQL2 Text, one at a time. */
#ifndef LODE_EXPR_LEX_H
#define LODE_EXPR_LEX_H

#include "expr/ast.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,   /* also keywords: the parser knows them */
    TOKEN_QUOTED, /* a name in double quotes */
    TOKEN_TEXT,   /* a character literal; `text` is its value */
    TOKEN_NUMBER,
    TOKEN_SIGN, /* punctuation; `sign` says which */
};

enum { SIGN_NE = 1, SIGN_LE, SIGN_GE }; /* others are their own character */

struct token {
    enum token_kind kind;
    uint32_t at, len;
    struct str text;
    int sign;
    bool is_int; /* TOKEN_NUMBER: without fraction and exponent, and it fits */
    int64_t i;
    double d;
};

struct lexer {
    struct arena *a;
    const struct source *source;
    size_t at;
};

/* The next token, taken; TOKEN_END at the end. Fails: LODE_SYNTAX. */
bool lex_next(struct lexer *l, struct token *ret, struct lode_err *err);

/* The next character that is no white space, without taking it; 0 at the end. */
char lex_peek(const struct lexer *l);

#endif
