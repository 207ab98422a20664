/* Parses expressions: operators by their precedence, names, calls and lists. */
#include "expr/parse.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/expr.h"
#include "expr/foreign.h"

static const char *const keywords[] = {"AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "DIV"};

static bool is_keyword(struct str word)
{
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (word.len == strlen(keywords[i]) &&
            g_ascii_strncasecmp(word.p, keywords[i], word.len) == 0)
            return true;
    }
    return false;
}

bool parse_word(const struct parser *p, const char *word)
{
    return p->token.kind == TOKEN_NAME && p->token.len == strlen(word) &&
           g_ascii_strncasecmp(p->token.text.p, word, p->token.len) == 0;
}

bool parse_sign(const struct parser *p, int sign)
{
    return p->token.kind == TOKEN_SIGN && p->token.sign == sign;
}

bool parse_advance(struct parser *p)
{
    p->end = p->token.at + p->token.len;
    return lex_next(&p->lexer, &p->token, p->err);
}

static struct lode_span token_span(const struct parser *p)
{
    return source_span(p->lexer.source, p->token.at, p->token.len);
}

/* `ILIKE`, `CASE WHEN`: a word of another language where none may stand. */
static void hint_foreign(struct parser *p, struct str word)
{
    const char *here = foreign_here(word);
    if (here && !p->err->code)
        lode_hint(p->err, "write %s", here);
}

bool parse_fail_expected(struct parser *p, const char *what)
{
    if (p->token.kind == TOKEN_END)
        return lode_fail(p->err, LODE_SYNTAX, token_span(p), "expected %s, found the end", what);

    struct str raw = str_head(str_from(p->lexer.source->text, p->token.at), p->token.len);
    bool quoted = p->token.kind == TOKEN_TEXT;
    hint_foreign(p, p->token.kind == TOKEN_NAME ? raw : (struct str){0});
    return lode_fail(p->err, LODE_SYNTAX, token_span(p), "expected %s, found %s%.*s%s", what,
                     quoted ? "" : "'", STR_FMT(raw), quoted ? "" : "'");
}

bool parse_expect(struct parser *p, int sign)
{
    const char what[] = {'\'', (char)sign, '\'', '\0'};
    return parse_sign(p, sign) ? parse_advance(p) : parse_fail_expected(p, what);
}

struct ast *parse_node(struct parser *p, enum op op, uint32_t at)
{
    struct ast *n = arena_new(p->a, struct ast);
    *n = (struct ast){.op = op, .at = at, .len = p->end > at ? p->end - at : 0, .depth = 1};
    return n;
}

static bool enter_brackets(struct parser *p)
{
    if (++p->nesting <= EXPR_NESTING_MAX)
        return true;
    return lode_fail(p->err, LODE_LIMIT, token_span(p), "more than %d brackets inside each other",
                     EXPR_NESTING_MAX);
}

/* A node over `args`; its text reaches from the first of them, or `at`, to the last taken token. */
static bool make_node(struct parser *p, enum op op, uint32_t at, struct ast **args, size_t n_args,
                      struct ast **ret)
{
    struct ast *n = parse_node(p, op, at);
    n->args = arena_array(p->a, struct ast *, n_args ? n_args : 1);
    n->n_args = n_args;

    for (size_t i = 0; i < n_args; i++) {
        n->args[i] = args[i];
        n->depth = args[i]->depth + 1 > n->depth ? args[i]->depth + 1 : n->depth;
    }

    *ret = n;
    if (n->depth <= EXPR_DEPTH_MAX)
        return true;
    return lode_fail(p->err, LODE_LIMIT, token_span(p), "more than %d operators in a chain",
                     EXPR_DEPTH_MAX);
}

/* item, item ... up to `close`, which is taken. `first` is put before them; with it, as in `x IN
 * (...)`, the list must not be empty. */
static bool parse_items(struct parser *p, enum op op, uint32_t at, struct ast *first, int close,
                        struct ast **ret)
{
    ARRAY(struct ast *) items = {0};
    if (first)
        *array_add(p->a, &items) = first;
    bool more = first || !parse_sign(p, close);
    if (!enter_brackets(p))
        return false;

    while (more) {
        struct ast *item;
        if (!parse_or(p, &item))
            return false;
        *array_add(p->a, &items) = item;

        more = !parse_sign(p, close);
        if (more && !parse_sign(p, ','))
            return parse_fail_expected(p, close == ']' ? "',' or ']'" : "',' or ')'");
        if (more && !parse_advance(p))
            return false;
    }

    p->nesting--;
    return parse_advance(p) && make_node(p, op, at, items.v, items.n, ret);
}

/* A column, a word, or the call of a function. */
static bool parse_name(struct parser *p, struct ast **ret)
{
    struct token name = p->token;
    if (name.kind == TOKEN_NAME && is_keyword(name.text)) {
        parse_fail_expected(p, "a value");
        return lode_hint(p->err, "a column of that name is written in double quotes: \"%.*s\"",
                         STR_FMT(name.text));
    }

    if (!parse_advance(p))
        return false;
    bool call = name.kind == TOKEN_NAME && parse_sign(p, '(');
    if (call) {
        if (!parse_advance(p) || !parse_items(p, OP_CALL, name.at, NULL, ')', ret))
            return false;
    } else {
        *ret = parse_node(p, OP_NAME, name.at);
    }

    (*ret)->text = name.text;
    (*ret)->quoted = name.kind == TOKEN_QUOTED;
    return true;
}

/* "\\\\" is a backslash; it was kept as a pair for LIKE. */
static struct str unescaped(struct arena *a, struct str s)
{
    size_t at, n = 0;
    if (!str_find(s, STR("\\\\"), &at))
        return s;

    char *out = arena_array(a, char, s.len);
    for (size_t i = 0; i < s.len; i++) {
        out[n++] = s.p[i];
        i += s.p[i] == '\\' && i + 1 < s.len && s.p[i + 1] == '\\';
    }
    return (struct str){out, n};
}

static bool parse_constant(struct parser *p, struct ast **ret)
{
    struct token t = p->token;
    if (!parse_advance(p))
        return false;

    enum op op = t.kind == TOKEN_TEXT ? OP_TEXT : t.is_int ? OP_INT : OP_REAL;
    struct ast *n = *ret = parse_node(p, op, t.at);
    n->text = op == OP_TEXT && !p->pattern ? unescaped(p->a, t.text) : t.text;
    n->i = t.i;
    n->d = t.d;
    return true;
}

/* TRUE, FALSE and NULL. */
static bool parse_reserved(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    bool is_true = parse_word(p, "TRUE"), is_false = parse_word(p, "FALSE");
    *ret = NULL;
    if (!is_true && !is_false && !parse_word(p, "NULL"))
        return true;
    if (!parse_advance(p))
        return false;

    *ret = parse_node(p, is_true || is_false ? OP_BOOL : OP_NULL, at);
    (*ret)->i = is_true;
    return true;
}

/* (a): `a` in brackets, which is an array of one where an array is meant. () and (a, b ...) are
 * arrays anywhere. */
static bool parse_brackets(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    if (!enter_brackets(p) || !parse_advance(p))
        return false;

    p->nesting--;
    if (parse_sign(p, ')'))
        return parse_items(p, OP_ARRAY, at, NULL, ')', ret);

    p->nesting++;
    if (!parse_or(p, ret))
        return false;
    p->nesting--;

    if (parse_sign(p, ','))
        return parse_advance(p) && parse_items(p, OP_ARRAY, at, *ret, ')', ret);
    (*ret)->brackets++;
    return parse_expect(p, ')');
}

static bool parse_primary(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    if (p->token.kind == TOKEN_TEXT || p->token.kind == TOKEN_NUMBER)
        return parse_constant(p, ret);
    if (parse_sign(p, '('))
        return parse_brackets(p, ret);
    if (parse_sign(p, '['))
        return parse_advance(p) && parse_items(p, OP_ARRAY, at, NULL, ']', ret);

    if (p->token.kind == TOKEN_NAME) {
        if (!parse_reserved(p, ret) || (!*ret && !parse_literal(p, ret)))
            return false;
        if (*ret)
            return true;
    }

    if (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_QUOTED)
        return parse_name(p, ret);
    return parse_fail_expected(p, "a value");
}

/* A sign belongs to the number, so that the least integer can be written. */
static void negate_literal(struct ast *n, uint32_t at)
{
    if (n->op == OP_REAL && str_is(n->text, "9223372036854775808")) {
        n->op = OP_INT;
        n->i = INT64_MIN;
    } else if (n->op == OP_INT) {
        n->i = -n->i;
    }
    n->d = -n->d;
    n->len += n->at - at;
    n->at = at;
}

static bool parse_unary(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    bool minus = parse_sign(p, '-');
    if (!minus && !parse_sign(p, '+'))
        return parse_primary(p, ret);
    if (!enter_brackets(p) || !parse_advance(p))
        return false;

    bool literal = p->token.kind == TOKEN_NUMBER;
    if (!parse_unary(p, ret))
        return false;
    p->nesting--;
    if (!minus)
        return true;

    if (literal) {
        negate_literal(*ret, at);
        return true;
    }
    return make_node(p, OP_NEG, at, ret, 1, ret);
}

/* CQL2's grammar: a sign binds tighter than '^', and '^' goes from right to left. */
static bool parse_power(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    struct ast *args[2];
    if (!parse_unary(p, &args[0]))
        return false;
    *ret = args[0];
    if (!parse_sign(p, '^'))
        return true;
    if (!enter_brackets(p) || !parse_advance(p) || !parse_power(p, &args[1]))
        return false;
    p->nesting--;
    return make_node(p, OP_POW, at, args, 2, ret);
}

static enum op product_op(const struct parser *p)
{
    return parse_sign(p, '*')     ? OP_MUL
           : parse_sign(p, '/')   ? OP_DIV
           : parse_sign(p, '%')   ? OP_MOD
           : parse_word(p, "DIV") ? OP_IDIV
                                  : OP_NULL;
}

static enum op sum_op(const struct parser *p)
{
    return parse_sign(p, '+') ? OP_ADD : parse_sign(p, '-') ? OP_SUB : OP_NULL;
}

static bool parse_product(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    struct ast *args[2];
    if (!parse_power(p, &args[0]))
        return false;
    for (enum op op = product_op(p); op != OP_NULL; op = product_op(p)) {
        if (!parse_advance(p) || !parse_power(p, &args[1]) ||
            !make_node(p, op, at, args, 2, &args[0]))
            return false;
    }
    *ret = args[0];
    return true;
}

static bool parse_sum(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    struct ast *args[2];
    if (!parse_product(p, &args[0]))
        return false;
    for (enum op op = sum_op(p); op != OP_NULL; op = sum_op(p)) {
        if (!parse_advance(p) || !parse_product(p, &args[1]) ||
            !make_node(p, op, at, args, 2, &args[0]))
            return false;
    }
    *ret = args[0];
    return true;
}

static enum op compare_op(const struct parser *p)
{
    if (p->token.kind != TOKEN_SIGN)
        return OP_NULL;

    switch (p->token.sign) {
    case '=':
        return OP_EQ;
    case '<':
        return OP_LT;
    case '>':
        return OP_GT;
    case SIGN_NE:
        return OP_NE;
    case SIGN_LE:
        return OP_LE;
    case SIGN_GE:
        return OP_GE;
    default:
        return OP_NULL;
    }
}

/* What may follow a value, each with the value in `value` and its result there; the next token is
 * the first word or sign of it. */
static bool parse_is_null(struct parser *p, uint32_t at, struct ast **value)
{
    if (!parse_advance(p))
        return false;
    bool negated = parse_word(p, "NOT");
    if (negated && !parse_advance(p))
        return false;

    if (!parse_word(p, "NULL")) {
        parse_fail_expected(p, negated ? "NULL" : "NULL or NOT NULL");
        return lode_hint(p->err,
                         "IS only asks whether a value is missing; compare with '=' or '<>'");
    }

    return parse_advance(p) && make_node(p, OP_IS_NULL, at, value, 1, value) &&
           (!negated || make_node(p, OP_NOT, at, value, 1, value));
}

static bool parse_between(struct parser *p, uint32_t at, struct ast **value)
{
    struct ast *args[3] = {*value};
    if (!parse_advance(p) || !parse_sum(p, &args[1]))
        return false;
    if (!parse_word(p, "AND"))
        return parse_fail_expected(p, "AND and the upper bound");
    return parse_advance(p) && parse_sum(p, &args[2]) &&
           make_node(p, OP_BETWEEN, at, args, 3, value);
}

static bool parse_in(struct parser *p, uint32_t at, struct ast **value)
{
    if (!parse_advance(p))
        return false;
    if (!parse_sign(p, '(')) {
        parse_fail_expected(p, "'('");
        return lode_hint(p->err, "write the list in round brackets: IN ('a', 'b')");
    }
    return parse_advance(p) && parse_items(p, OP_IN, at, *value, ')', value);
}

static bool parse_like(struct parser *p, uint32_t at, struct ast **value)
{
    struct ast *args[2] = {*value};
    p->pattern++;
    bool ok = parse_advance(p) && parse_sum(p, &args[1]);
    p->pattern--;
    return ok && make_node(p, OP_LIKE, at, args, 2, value);
}

static bool parse_compare(struct parser *p, enum op op, uint32_t at, struct ast **value)
{
    struct ast *args[2] = {*value};
    return parse_advance(p) && parse_sum(p, &args[1]) && make_node(p, op, at, args, 2, value);
}

/* [NOT] LIKE, BETWEEN, IN, or nothing of the kind. */
static bool parse_advanced(struct parser *p, uint32_t at, struct ast **ret)
{
    bool negated = parse_word(p, "NOT");
    if (negated && !parse_advance(p))
        return false;

    if (parse_word(p, "LIKE")) {
        if (!parse_like(p, at, ret))
            return false;
    } else if (parse_word(p, "BETWEEN")) {
        if (!parse_between(p, at, ret))
            return false;
    } else if (parse_word(p, "IN")) {
        if (!parse_in(p, at, ret))
            return false;
    } else if (negated) {
        return parse_fail_expected(p, "LIKE, BETWEEN or IN after NOT");
    }

    return !negated || make_node(p, OP_NOT, at, ret, 1, ret);
}

/* value [compared with something] [IS NULL]. Of `a < b < c` the second comparison is left over, and
 * expr_parse reports it. */
static bool parse_predicate(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    if (!parse_sum(p, ret))
        return false;

    enum op op = compare_op(p);
    if (op != OP_NULL ? !parse_compare(p, op, at, ret) : !parse_advanced(p, at, ret))
        return false;
    return !parse_word(p, "IS") || parse_is_null(p, at, ret);
}

static bool parse_not(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    if (!parse_word(p, "NOT"))
        return parse_predicate(p, ret);
    if (!enter_brackets(p) || !parse_advance(p) || !parse_not(p, ret))
        return false;
    p->nesting--;
    return make_node(p, OP_NOT, at, ret, 1, ret);
}

static bool parse_and(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    ARRAY(struct ast *) terms = {0};
    if (!parse_not(p, ret))
        return false;
    if (!parse_word(p, "AND"))
        return true;

    *array_add(p->a, &terms) = *ret;
    while (parse_word(p, "AND")) {
        if (!parse_advance(p) || !parse_not(p, array_add(p->a, &terms)))
            return false;
    }
    return make_node(p, OP_AND, at, terms.v, terms.n, ret);
}

bool parse_or(struct parser *p, struct ast **ret)
{
    uint32_t at = p->token.at;
    ARRAY(struct ast *) terms = {0};
    if (!parse_and(p, ret))
        return false;
    if (!parse_word(p, "OR"))
        return true;

    *array_add(p->a, &terms) = *ret;
    while (parse_word(p, "OR")) {
        if (!parse_advance(p) || !parse_and(p, array_add(p->a, &terms)))
            return false;
    }
    return make_node(p, OP_OR, at, terms.v, terms.n, ret);
}

/* Something follows the whole expression `before`. */
static bool fail_rest(struct parser *p, const struct ast *before)
{
    bool again = compare_op(p) != OP_NULL;
    if (before->op == OP_NAME && !before->quoted) /* SELECT name */
        hint_foreign(p, before->text);
    parse_fail_expected(p, "AND, OR or the end");

    if (again)
        return lode_hint(p->err, "comparisons cannot be chained: write a < b AND b < c");
    if (p->token.kind == TOKEN_TEXT)
        return lode_hint(p->err, "write what a function takes in round brackets: "
                                 "DATE('2024-02-29')");
    if (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_NUMBER)
        return lode_hint(p->err, "text is written in single quotes: 'Iron Ore'");
    return false;
}

bool expr_parse(struct arena *a, struct str text, struct lode_span at, struct expr **ret,
                struct lode_err *err)
{
    struct expr *e = arena_new(a, struct expr);
    e->source = (struct source){text, at};

    if (text.len > EXPR_BYTES_MAX)
        return lode_fail(err, LODE_LIMIT, at, "an expression of more than %d bytes",
                         EXPR_BYTES_MAX);
    if (!str_trim(text).len) {
        lode_fail(err, LODE_SYNTAX, at, "an empty expression");
        return lode_hint(err, "write a column's name, or a condition such as: name = 'Kabul'");
    }

    struct parser p = {.a = a, .lexer = {a, &e->source, 0}, .err = err};
    if (!lex_next(&p.lexer, &p.token, err) || !parse_or(&p, &e->root))
        return false;
    if (p.token.kind != TOKEN_END)
        return fail_rest(&p, e->root);
    *ret = e;
    return true;
}
