/* Translates a filter into OGR's SQL, so that the data source reads fewer rows.
 *
 * OGR's SQL differs from CQL2 in what we must not rely on: its '=' and IN on text ignore case, NOT
 * and NULL have changed between versions, and a real NaN is not NULL. So a term is translated only
 * where it selects at least the same rows; terms of an AND that cannot be translated are left out.
 */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/ast.h"
#include "expr/expr.h"

/* Longer lists are not pushed down: the clause would cost more than it saves (taste). */
enum { TERMS_MAX = 200 };

/* The column that a name means, where OGR understands the name and the type; otherwise NULL. */
static const struct column *plain_column(const struct ast *n, const struct table *t)
{
    const struct column *c = n->op == OP_NAME ? table_lookup(t, n->text) : NULL;
    bool named_geometry =
        n->op == OP_NAME && (str_is(n->text, "geom") || str_is(n->text, "geometry"));
    if (!c || named_geometry || memchr(n->text.p, '"', n->text.len) ||
        memchr(n->text.p, '\\', n->text.len))
        return NULL;
    return c->type == COL_INT || c->type == COL_REAL || c->type == COL_TEXT ? c : NULL;
}

static struct str column_sql(struct arena *a, const struct column *c)
{
    return str_format(a, "\"%.*s\"", STR_FMT(c->name));
}

/* Text that only itself is equal to in composed form: ASCII without K, ; and `, which U+212A,
 * U+037E and U+1FEF are equal to. */
static bool is_safe_text(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] < ' ' || s.p[i] > '~' || strchr("K;`\\", s.p[i]))
            return false;
    }
    return s.len > 0; /* an empty text is NULL to some drivers */
}

/* A literal to compare column `c` with; false: it is left out. */
static bool literal_sql(struct arena *a, const struct ast *n, const struct column *c,
                        struct str *ret)
{
    bool exact = n->op == OP_INT ? n->i >= -(1LL << 53) && n->i <= 1LL << 53 : n->op == OP_REAL;
    if (c->type == COL_TEXT) {
        if (n->op != OP_TEXT || !is_safe_text(n->text))
            return false;
        struct str s = n->text, part, out = {0};
        for (bool first = true; str_cut(&s, '\'', &part); first = false)
            out = str_format(a, "%.*s%s%.*s", STR_FMT(out), first ? "" : "''", STR_FMT(part));
        *ret = str_format(a, "'%.*s'", STR_FMT(out));
        return true;
    }

    if (!exact)
        return false;
    *ret = n->op == OP_INT ? str_format(a, "%" PRId64, n->i) : num_text(a, n->d);
    return true;
}

static struct str compare_sql(struct arena *a, enum op op, const struct ast *left,
                              const struct ast *right, const struct table *t)
{
    static const char *const signs[] = {[OP_EQ] = "=",  [OP_NE] = "<>", [OP_LT] = "<",
                                        [OP_LE] = "<=", [OP_GT] = ">",  [OP_GE] = ">="};
    const struct column *c = plain_column(left, t);
    struct str literal;

    if (!c || (c->type == COL_TEXT && op != OP_EQ) || !literal_sql(a, right, c, &literal))
        return (struct str){0};
    struct str name = column_sql(a, c);
    return str_format(a, "%.*s %s %.*s", STR_FMT(name), signs[op], STR_FMT(literal));
}

static enum op mirrored(enum op op)
{
    return op == OP_LT   ? OP_GT
           : op == OP_LE ? OP_GE
           : op == OP_GT ? OP_LT
           : op == OP_GE ? OP_LE
                         : op;
}

static struct str in_sql(struct arena *a, const struct ast *n, const struct table *t)
{
    const struct column *c = plain_column(n->args[0], t);
    struct str out = {0}, literal;
    for (size_t i = 1; i < n->n_args; i++) {
        if (!c || i > TERMS_MAX || !literal_sql(a, n->args[i], c, &literal))
            return (struct str){0};
        out = str_format(a, "%.*s%s%.*s", STR_FMT(out), i > 1 ? ", " : "", STR_FMT(literal));
    }
    struct str name = column_sql(a, c);
    return str_format(a, "%.*s IN (%.*s)", STR_FMT(name), STR_FMT(out));
}

/* The SQL of a condition; empty where it cannot be translated. */
static struct str condition_sql(struct arena *a, const struct ast *n, const struct table *t);

static struct str terms_sql(struct arena *a, const struct ast *n, const struct table *t)
{
    struct str out = {0};
    for (size_t i = 0; i < n->n_args; i++) {
        struct str term = condition_sql(a, n->args[i], t);
        if (!term.len && n->op == OP_OR)
            return (struct str){0};
        if (term.len)
            out = str_format(a, "%.*s%s(%.*s)", STR_FMT(out),
                             !out.len         ? ""
                             : n->op == OP_OR ? " OR "
                                              : " AND ",
                             STR_FMT(term));
    }
    return out;
}

static struct str null_sql(struct arena *a, const struct ast *n, const struct table *t,
                           bool negated)
{
    const struct column *c = plain_column(n->args[0], t);
    if (!c || (!negated && c->type == COL_REAL))
        return (struct str){0};
    struct str name = column_sql(a, c);
    return str_format(a, "%.*s IS %sNULL", STR_FMT(name), negated ? "NOT " : "");
}

static struct str between_sql(struct arena *a, const struct ast *n, const struct table *t)
{
    struct str low = compare_sql(a, OP_GE, n->args[0], n->args[1], t);
    struct str high = compare_sql(a, OP_LE, n->args[0], n->args[2], t);
    return low.len && high.len ? str_format(a, "%.*s AND %.*s", STR_FMT(low), STR_FMT(high))
           : low.len           ? low
                               : high;
}

static struct str condition_sql(struct arena *a, const struct ast *n, const struct table *t)
{
    switch (n->op) {
    case OP_AND:
    case OP_OR:
        return n->n_args <= TERMS_MAX ? terms_sql(a, n, t) : (struct str){0};
    case OP_NOT:
        return n->args[0]->op == OP_IS_NULL ? null_sql(a, n->args[0], t, true) : (struct str){0};
    case OP_IS_NULL:
        return null_sql(a, n, t, false);
    case OP_BETWEEN:
        return between_sql(a, n, t);
    case OP_IN:
        return in_sql(a, n, t);

    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE: {
        struct str sql = compare_sql(a, n->op, n->args[0], n->args[1], t);
        return sql.len ? sql : compare_sql(a, mirrored(n->op), n->args[1], n->args[0], t);
    }

    default:
        return (struct str){0};
    }
}

struct str expr_ogr_where(struct arena *a, const struct expr *e, const struct table *t)
{
    return condition_sql(a, e->root, t);
}
