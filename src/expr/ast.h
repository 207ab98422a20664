/* The syntax tree of an expression: what the text says, before any column is known. Read-only after
 * parsing. Places are byte offsets into the text; a span is computed when a message needs it. */
#ifndef LODE_EXPR_AST_H
#define LODE_EXPR_AST_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct arena;
struct geometry;

enum {
    EXPR_BYTES_MAX = 256 * 1024, /* longer texts are an error: nobody writes them by hand */
    EXPR_NESTING_MAX = 100,      /* brackets inside brackets */
    EXPR_DEPTH_MAX = 1000,       /* of the tree; `a + b + c ...` is a deep tree without a bracket */
    /* What takes the product of two lengths. */
    EXPR_PATTERN_MAX = 1024, /* bytes of a pattern for LIKE */
    EXPR_ARRAY_MAX = 1000,   /* elements of an array */
    /* What can grow by itself, as replace() in replace() in replace() ... */
    EXPR_TEXT_MAX = 64 * 1024, /* bytes of a text that replace() makes */
};

enum op {
    /* leaves */
    OP_NULL,
    OP_INT,
    OP_REAL,
    OP_TEXT,
    OP_BOOL,
    OP_DATE,
    OP_TIMESTAMP,
    OP_SHAPE, /* a geometry literal */
    OP_OPEN,  /* '..' as an end of an interval */
    OP_NAME,
    /* with arguments */
    OP_CALL, /* functions and the standard's CASEI, ACCENTI, S_..., T_..., A_... */
    OP_ARRAY,
    OP_INTERVAL,
    OP_AND, /* two or more arguments */
    OP_OR,
    OP_NOT,
    OP_IS_NULL,
    OP_EQ,
    OP_NE,
    OP_LT,
    OP_LE,
    OP_GT,
    OP_GE,
    OP_LIKE,
    OP_BETWEEN, /* value, low, high */
    OP_IN,      /* value, item ... */
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,  /* always a real number */
    OP_IDIV, /* DIV: cut towards zero */
    OP_MOD,
    OP_POW,
    OP_NEG,
    OP_CAST, /* made by the check: to the type of its node */
};

struct ast {
    enum op op;
    uint32_t at, len;             /* bytes of the text */
    uint32_t depth;               /* 1 for a leaf */
    bool quoted;                  /* OP_NAME in double quotes */
    uint8_t brackets;             /* pairs round the node; at most EXPR_NESTING_MAX */
    struct str text;              /* OP_TEXT: its value; OP_NAME, OP_CALL: the name as meant */
    int64_t i;                    /* OP_INT, OP_BOOL, OP_DATE (days), OP_TIMESTAMP (microseconds) */
    double d;                     /* OP_REAL */
    const struct geometry *shape; /* OP_SHAPE: one feature, or the members of a collection */
    struct ast **args;
    size_t n_args;
};

/* A text and where it stands in a document. */
struct source {
    struct str text;
    struct lode_span at; /* of the first character */
};

struct expr {
    struct source source;
    struct ast *root;
};

/* The place of bytes [at, at + len). Behind a line feed in the text it is on the next line, at the
 * column in which the text starts: that is how a block scalar is indented. */
struct lode_span source_span(const struct source *s, size_t at, size_t len);

/* The same for many places, each at or behind the one before: the text is walked once. */
struct source_cursor {
    const struct source *source;
    size_t at;
    int lines, chars; /* before `at`: line feeds, and characters of its line */
    size_t all_chars; /* before `at` */
};
struct lode_span cursor_span(struct source_cursor *c, size_t at, size_t len);

#endif
