/* Checks comparisons, BETWEEN, IN and LIKE: which types can be compared, and what to write where
 * they cannot. */
#include "base/arena.h"
#include "base/str.h"
#include "expr/check.h"

enum value_type check_common(enum value_type a, enum value_type b)
{
    if (a == b)
        return a;
    if (a == V_NULL)
        return b;
    if (b == V_NULL)
        return a;
    if (is_number(a) && is_number(b))
        return V_REAL;
    if ((a == V_DATE && b == V_TIMESTAMP) || (a == V_TIMESTAMP && b == V_DATE))
        return V_TIMESTAMP;
    return V_ARRAY;
}

/* How `a` and `b` can be made comparable; false: nothing to say. */
static bool hint_types(struct checker *c, const struct plan *a, const struct plan *b)
{
    struct str sa = check_snippet(c, a->ast), sb = check_snippet(c, b->ast);

    if (a->type == V_TEXT && is_number(b->type) && a->op == OP_NAME)
        return b->constant && b->ast->op <= OP_REAL
                   ? lode_hint(c->err, "'%.*s' holds text: write '%.*s' in quotes, or number(%.*s)",
                               STR_FMT(sa), STR_FMT(sb), STR_FMT(sa))
                   : lode_hint(c->err, "number(%.*s) reads a number from text", STR_FMT(sa));
    if (is_number(a->type) && b->ast->op == OP_TEXT)
        return lode_hint(c->err, "'%.*s' holds numbers: write the number without quotes",
                         STR_FMT(sa));
    if (a->type == V_DATE && b->ast->op == OP_TEXT)
        return lode_hint(c->err, "write DATE(%.*s)", STR_FMT(sb));
    if (a->type == V_TIMESTAMP && b->ast->op == OP_TEXT)
        return lode_hint(c->err, "write TIMESTAMP(%.*s)", STR_FMT(sb));
    if (a->type == V_BOOL)
        return lode_hint(c->err, "'%.*s' is true or false: write TRUE or FALSE", STR_FMT(sa));
    return false;
}

static struct plan *fail_types(struct checker *c, const struct plan *a, const struct plan *b)
{
    struct str sa = check_quoted(c, a->ast), sb = check_snippet(c, b->ast);
    lode_fail(c->err, LODE_SCHEMA, check_span(c, b->ast), "cannot compare %.*s (%s) with %.*s (%s)",
              STR_FMT(sa), value_type_name(a->type), STR_FMT(sb), value_type_name(b->type));
    if (!hint_types(c, a, b))
        hint_types(c, b, a);
    return NULL;
}

static struct plan *fail_null(struct checker *c, const struct plan *value, const struct plan *null)
{
    lode_fail(c->err, LODE_SCHEMA, check_span(c, null->ast), "nothing can be compared with NULL");
    lode_hint(c->err, "write %.*s IS NULL", STR_FMT(check_snippet(c, value->ast)));
    return NULL;
}

/* `a op b`; numbers of both kinds are compared as they are, without a cast that could round. */
static struct plan *plan_comparison(struct checker *c, enum op op, const struct ast *n,
                                    struct plan *a, struct plan *b)
{
    enum value_type common = check_common(a->type, b->type);
    if (a->ast->op == OP_NULL || b->ast->op == OP_NULL)
        return b->ast->op == OP_NULL ? fail_null(c, a, b) : fail_null(c, b, a);
    if (common > V_NULL)
        return fail_types(c, a, b);

    struct plan *p = check_new(c, op, V_BOOL, n, 2);
    bool numbers = is_number(a->type) && is_number(b->type);
    p->args[0] = numbers ? a : check_cast(c, a, common);
    p->args[1] = numbers ? b : check_cast(c, b, common);
    return check_finish(c, p);
}

struct plan *check_compare(struct checker *c, const struct ast *n)
{
    struct plan *a = check_node(c, n->args[0]);
    struct plan *b = a ? check_node(c, n->args[1]) : NULL;
    return b ? plan_comparison(c, n->op, n, a, b) : NULL;
}

/* A value that two nodes read is computed once for each block. */
static void share_value(struct checker *c, struct plan *p)
{
    if (p->n_args && !p->constant)
        p->memo = arena_new(c->a, struct plan_memo);
}

/* x BETWEEN low AND high is x >= low AND x <= high, also where one of them is NULL. */
struct plan *check_between(struct checker *c, const struct ast *n)
{
    struct plan *args[3];
    for (size_t i = 0; i < 3; i++) {
        if (!(args[i] = check_node(c, n->args[i])))
            return NULL;
    }
    share_value(c, args[0]);

    struct plan *p = check_new(c, OP_AND, V_BOOL, n, 2);
    p->args[0] = plan_comparison(c, OP_GE, n, args[0], args[1]);
    p->args[1] = p->args[0] ? plan_comparison(c, OP_LE, n, args[0], args[2]) : NULL;
    return p->args[1] ? check_finish(c, p) : NULL;
}

/* IN as `value = a OR value = b ...`, for lists that are not constant. */
static struct plan *check_in_any(struct checker *c, const struct ast *n, struct plan **args)
{
    struct plan *p = check_new(c, OP_OR, V_BOOL, n, n->n_args - 1);
    share_value(c, args[0]);
    for (size_t i = 1; i < n->n_args; i++) {
        if (!(p->args[i - 1] = plan_comparison(c, OP_EQ, n, args[0], args[i])))
            return NULL;
    }
    if (p->n_args == 1)
        return p->args[0];
    return check_finish(c, p);
}

struct plan *check_in(struct checker *c, const struct ast *n)
{
    struct plan **args = arena_array(c->a, struct plan *, n->n_args);
    bool constant = true;
    for (size_t i = 0; i < n->n_args; i++) {
        if (!(args[i] = check_node(c, n->args[i])))
            return NULL;
        constant = constant && (i == 0 || args[i]->constant);
    }
    if (!constant || n->n_args == 2 || args[0]->type == V_BOOL || args[0]->type == V_NULL)
        return check_in_any(c, n, args);

    struct plan *p = check_new(c, OP_IN, V_BOOL, n, n->n_args);
    bool moments = args[0]->type == V_TIMESTAMP;
    for (size_t i = 0; i < n->n_args; i++) {
        enum value_type common = check_common(args[0]->type, args[i]->type);
        if (args[i]->ast->op == OP_NULL)
            return fail_null(c, args[0], args[i]);
        if (common > V_NULL)
            return fail_types(c, args[0], args[i]);
        moments = moments || args[i]->type == V_TIMESTAMP;
        p->args[i] = args[i];
    }

    for (size_t i = 0; i < n->n_args; i++) {
        if (moments || args[i]->type == V_NULL)
            p->args[i] = check_cast(c, args[i], moments ? V_TIMESTAMP : args[0]->type);
    }

    return check_finish(c, p);
}

struct plan *check_like(struct checker *c, const struct ast *n)
{
    struct plan *p = check_new(c, OP_LIKE, V_BOOL, n, 2);
    for (size_t i = 0; i < 2; i++) {
        struct plan *arg = p->args[i] = check_node(c, n->args[i]);
        if (!arg)
            return NULL;

        if (arg->type != V_TEXT && arg->type != V_NULL) {
            lode_fail(c->err, LODE_SCHEMA, check_span(c, arg->ast), "LIKE needs text; %.*s is %s",
                      STR_FMT(check_quoted(c, arg->ast)), value_type_name(arg->type));
            if (arg->type <= V_TIMESTAMP)
                lode_hint(c->err, "text(%.*s) turns it into text",
                          STR_FMT(check_snippet(c, arg->ast)));
            return NULL;
        }

        p->args[i] = check_cast(c, arg, V_TEXT);
    }

    if (p->args[1]->constant && p->args[1]->value.v.s[0].len > EXPR_PATTERN_MAX) {
        lode_fail(c->err, LODE_LIMIT, check_span(c, n->args[1]), "a pattern of more than %d bytes",
                  EXPR_PATTERN_MAX);
        return NULL;
    }

    return check_finish(c, p);
}
