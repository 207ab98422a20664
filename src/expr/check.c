/* Turns a syntax tree into a plan: finds columns and words, checks types, and explains what is
 * wrong. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/check.h"

enum { SNIPPET_MAX = 40 };

static const uint8_t is_null[1] = {1};

struct lode_span check_span(const struct checker *c, const struct ast *n)
{
    return source_span(&c->e->source, n->at, n->len);
}

struct str check_snippet(const struct checker *c, const struct ast *n)
{
    struct str s = str_head(str_from(c->e->source.text, n->at), n->len);
    if (s.len <= SNIPPET_MAX)
        return s;
    const char *end = g_utf8_find_prev_char(s.p, s.p + SNIPPET_MAX + 1);
    return str_format(c->a, "%.*s...", (int)(end ? end - s.p : SNIPPET_MAX), s.p);
}

struct str check_quoted(const struct checker *c, const struct ast *n)
{
    struct str s = check_snippet(c, n);
    return n->op == OP_TEXT ? s : str_format(c->a, "'%.*s'", STR_FMT(s));
}

const char *value_type_name(enum value_type type)
{
    switch (type) {
    case V_INTERVAL:
        return "interval";
    case V_SHAPE:
        return "geometry";
    case V_ARRAY:
        return "array";
    case V_NULL:
        return "NULL";
    default:
        return col_type_name((enum col_type)type);
    }
}

struct plan *check_new(struct checker *c, enum op op, enum value_type type, const struct ast *ast,
                       size_t n_args)
{
    struct plan *p = arena_new(c->a, struct plan);
    p->op = op;
    p->type = type;
    p->ast = ast;
    p->n_args = n_args;
    p->args = n_args ? arena_array(c->a, struct plan *, n_args) : NULL;
    return p;
}

struct plan *check_finish(struct checker *c, struct plan *p)
{
    for (size_t i = 0; i < p->n_args; i++) {
        const struct plan *arg = p->args[i];
        if (!arg->constant)
            return p;
    }

    if (p->type == V_INTERVAL || p->type == V_SHAPE || p->type == V_ARRAY)
        p->constant = true; /* it has no vector; the predicate round it is folded */
    else
        plan_fold(c->a, c->t, c->env, p);
    return p;
}

struct plan *check_cast(struct checker *c, struct plan *p, enum value_type type)
{
    if (p->type == type)
        return p;

    struct plan *cast = check_new(c, OP_CAST, type, p->ast, 1);
    cast->args[0] = p;
    return check_finish(c, cast);
}

static struct plan *check_literal(struct checker *c, const struct ast *n)
{
    static const enum value_type types[] = {
        [OP_NULL] = V_NULL, [OP_INT] = V_INT,   [OP_REAL] = V_REAL,           [OP_TEXT] = V_TEXT,
        [OP_BOOL] = V_BOOL, [OP_DATE] = V_DATE, [OP_TIMESTAMP] = V_TIMESTAMP,
    };

    struct plan *p = check_new(c, n->op, types[n->op], n, 0);
    p->constant = true;
    p->value = (struct vec){.type = p->type, .constant = true};
    if (n->op == OP_NULL)
        p->value.null = is_null;

    if (n->op == OP_TEXT) {
        p->value.v.s = &n->text;
    } else if (n->op == OP_REAL) {
        p->value.v.d = &n->d;
    } else if (n->op == OP_BOOL) {
        uint8_t *b = arena_new(c->a, uint8_t);
        *b = n->i != 0;
        p->value.v.b = b;
    } else {
        p->value.v.i = &n->i; /* for NULL too: a value that can be read */
    }

    return p;
}

static struct plan *check_shape_literal(struct checker *c, const struct ast *n)
{
    struct plan *p = check_new(c, OP_SHAPE, V_SHAPE, n, 0);
    p->constant = true;
    p->shape = n->shape;
    if (!c->env->place)
        return p;

    struct geometry *placed = arena_new(c->a, struct geometry);
    if (!c->env->place(c->env->relate_ctx, c->a, n->shape, check_span(c, n), placed, c->err))
        return NULL;
    p->shape = placed;
    return p;
}

static bool is_geometry_name(const struct checker *c, const struct ast *n)
{
    return str_is(n->text, "geom") || str_is(n->text, "geometry") ||
           (c->t->geometry_name.len && str_eq(n->text, c->t->geometry_name));
}

/* A word of the environment, which has one value for all rows. NULL: there is none of that name. */
static struct plan *check_word(struct checker *c, const struct ast *n, struct str name)
{
    for (size_t i = 0; i < c->env->n_words; i++) {
        if (!str_eq(c->env->words[i].name, name))
            continue;

        const struct column *value = &c->env->words[i].value;
        struct plan *p = check_new(c, OP_NAME, (enum value_type)value->type, n, 0);
        p->constant = true;
        p->value = (struct vec){.type = p->type, .constant = true, .null = value->null};
        p->value.v.any = value->v.i;
        if (!value->n) { /* so far only its type is known */
            p->value.null = is_null;
            p->value.v.any = arena_new(c->a, struct str);
        }
        return p;
    }
    return NULL;
}

/* "dep_id, name, altname, country, ...": the first eight, or as many as fit. */
static void list_columns(const struct table *t, char *out, size_t size)
{
    size_t used = 0;
    for (size_t i = 0; i < t->n_columns; i++) {
        struct str name = t->columns[i].name;
        bool last = i == 8 || used + name.len + 8 > size;
        used += (size_t)g_snprintf(out + used, size - used, "%s%.*s", i ? ", " : "",
                                   last ? 3 : (int)name.len, last ? "..." : name.p);
        if (last)
            break;
    }
}

static struct str nearest_name(struct checker *c, struct str word)
{
    struct str *names = arena_array(c->a, struct str, c->t->n_columns + c->env->n_words + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->t->n_columns; i++)
        names[n++] = c->t->columns[i].name;
    for (size_t i = 0; i < c->env->n_words; i++)
        names[n++] = c->env->words[i].name;
    return str_nearest(word, names, n);
}

/* What may have been meant by a name that is no column. */
static void hint_columns(struct checker *c, const struct ast *n)
{
    char has[300] = "";
    struct str layer = c->t->name.len ? c->t->name : STR("the layer");
    const char *q = c->t->name.len ? "'" : "";
    struct str near = nearest_name(c, n->text);
    size_t at;

    if (str_find(n->text, STR("::"), &at))
        lode_hint(c->err, "write number(%.*s) or text(%.*s)", STR_FMT(str_head(n->text, at)),
                  STR_FMT(str_head(n->text, at)));
    list_columns(c->t, has, sizeof has);

    if (near.len && !c->t->n_columns)
        lode_hint(c->err, "did you mean '%.*s'?", STR_FMT(near));
    else if (near.len)
        lode_hint(c->err, "did you mean '%.*s'? %s%.*s%s has: %s", STR_FMT(near), q, STR_FMT(layer),
                  q, has);
    else if (n->quoted)
        lode_hint(c->err, "double quotes hold names; text is written in single quotes: '%.*s'",
                  STR_FMT(n->text));
    else if (c->t->n_columns)
        lode_hint(c->err, "%s%.*s%s has: %s; text is written in single quotes: '%.*s'", q,
                  STR_FMT(layer), q, has, STR_FMT(str_head(n->text, 60)));
    else
        lode_hint(c->err, "there are no columns here; text is written in single quotes: '%.*s'",
                  STR_FMT(n->text));
}

static struct plan *fail_unknown_column(struct checker *c, const struct ast *n)
{
    bool named = c->t->name.len > 0;
    bool first = !c->err->code;
    lode_rule(c->err, "unknown-column");
    lode_fail(c->err, LODE_SCHEMA, check_span(c, n), "no column '%.*s' in %s%.*s%s",
              STR_FMT(n->text), named ? "'" : "", STR_FMT(named ? c->t->name : STR("this layer")),
              named ? "'" : "");
    if (first)
        c->err->rule = "unknown-column";
    hint_columns(c, n);
    return NULL;
}

static struct plan *check_name(struct checker *c, const struct ast *n)
{
    if (is_geometry_name(c, n))
        return check_new(c, OP_NAME, V_SHAPE, n, 0);

    const struct column *column = table_lookup(c->t, n->text);
    if (column) {
        struct plan *p = check_new(c, OP_NAME, (enum value_type)column->type, n, 0);
        p->column = column;
        return p;
    }

    struct plan *word = check_word(c, n, n->text);
    return word ? word : fail_unknown_column(c, n);
}

static struct plan *check_logic(struct checker *c, const struct ast *n)
{
    static const char *const names[] = {[OP_AND] = "AND", [OP_OR] = "OR", [OP_NOT] = "NOT"};
    struct plan *p = check_new(c, n->op, V_BOOL, n, n->n_args);
    for (size_t i = 0; i < n->n_args; i++) {
        struct plan *arg = p->args[i] = check_node(c, n->args[i]);
        if (!arg)
            return NULL;
        if (arg->type != V_BOOL && arg->type != V_NULL) {
            lode_fail(c->err, LODE_SCHEMA, check_span(c, arg->ast),
                      "%s needs a condition, not %s %.*s", names[n->op], value_type_name(arg->type),
                      STR_FMT(check_quoted(c, arg->ast)));
            if (arg->type == V_TEXT && n->op == OP_OR)
                lode_hint(c->err, "write name = 'a' OR name = 'b', or name IN ('a', 'b')");
            return NULL;
        }
        p->args[i] = check_cast(c, arg, V_BOOL);
    }

    return check_finish(c, p);
}

static struct plan *check_is_null(struct checker *c, const struct ast *n)
{
    struct plan *p = check_new(c, OP_IS_NULL, V_BOOL, n, 1);
    p->args[0] = check_node(c, n->args[0]);
    return p->args[0] ? check_finish(c, p) : NULL;
}

/* Whether all arguments are numbers; `what` names the operator in the message. */
static bool check_numbers(struct checker *c, struct plan *p, const char *what)
{
    for (size_t i = 0; i < p->n_args; i++) {
        struct plan *arg = p->args[i];
        if (is_number(arg->type) || arg->type == V_NULL)
            continue;

        lode_fail(c->err, LODE_SCHEMA, check_span(c, arg->ast), "%s needs numbers; %.*s is %s",
                  what, STR_FMT(check_quoted(c, arg->ast)), value_type_name(arg->type));
        if (arg->type == V_TEXT && p->op == OP_ADD)
            return lode_hint(c->err, "texts are joined with concat(a, b)");
        if (arg->type == V_TEXT)
            return lode_hint(c->err, "number(%.*s) reads a number from text",
                             STR_FMT(check_snippet(c, arg->ast)));
        return false;
    }
    return true;
}

static struct plan *check_arithmetic(struct checker *c, const struct ast *n)
{
    static const char *const names[] = {
        [OP_ADD] = "'+'",  [OP_SUB] = "'-'", [OP_MUL] = "'*'", [OP_DIV] = "'/'",
        [OP_IDIV] = "DIV", [OP_MOD] = "'%'", [OP_POW] = "'^'", [OP_NEG] = "'-'",
    };

    struct plan *p = check_new(c, n->op, V_REAL, n, n->n_args);
    bool ints = n->op != OP_DIV && n->op != OP_POW;
    for (size_t i = 0; i < n->n_args; i++) {
        if (!(p->args[i] = check_node(c, n->args[i])))
            return NULL;
        ints = ints && p->args[i]->type != V_REAL;
    }

    if (!check_numbers(c, p, names[n->op]))
        return NULL;
    for (size_t i = 0; i < n->n_args; i++) {
        if (p->args[i]->type == V_NULL)
            p->args[i] = check_cast(c, p->args[i], V_INT);
    }
    p->type = ints ? V_INT : V_REAL;
    return check_finish(c, p);
}

/* Elements of an array and of the arrays in it. */
static size_t count_leaves(const struct ast *n)
{
    size_t count = 1;
    for (size_t i = 0; n->op == OP_ARRAY && i < n->n_args; i++)
        count += count_leaves(n->args[i]);
    return count;
}

struct plan *check_wrapped(struct checker *c, struct plan *p)
{
    /* Numbers and conditions have brackets of their own, as in ((1 + 2)): one pair at most counts.
     */
    bool counts = is_number(p->type) || p->type == V_BOOL;
    for (size_t n = counts && p->ast->brackets ? 1 : p->ast->brackets; n; n--) {
        struct plan *array = check_new(c, OP_ARRAY, V_ARRAY, p->ast, 1);
        array->args[0] = p;
        p = check_finish(c, array);
    }
    return p;
}

/* ('a') in an array is an array, and so is (1) where another element is one. */
static void wrap_elements(struct checker *c, struct plan *p)
{
    bool arrays = false;
    for (size_t i = 0; i < p->n_args; i++)
        arrays = arrays || p->args[i]->type == V_ARRAY;
    for (size_t i = 0; i < p->n_args; i++) {
        enum value_type type = p->args[i]->type;
        if (arrays || (!is_number(type) && type != V_BOOL))
            p->args[i] = check_wrapped(c, p->args[i]);
    }
}

static struct plan *check_list(struct checker *c, const struct ast *n)
{
    struct plan *p = check_new(c, n->op, n->op == OP_INTERVAL ? V_INTERVAL : V_ARRAY, n, n->n_args);

    if (n->op == OP_ARRAY && count_leaves(n) > EXPR_ARRAY_MAX) {
        lode_fail(c->err, LODE_LIMIT, check_span(c, n), "an array of more than %d elements",
                  EXPR_ARRAY_MAX);
        return NULL;
    }

    for (size_t i = 0; i < n->n_args; i++) {
        const struct ast *item = n->args[i];
        if (item->op == OP_OPEN) {
            p->args[i] = check_new(c, OP_OPEN, V_NULL, item, 0);
            p->args[i]->constant = true;
            continue;
        }

        struct plan *arg = p->args[i] = check_node(c, item);
        if (!arg)
            return NULL;
        if (n->op == OP_INTERVAL && arg->type != V_DATE && arg->type != V_TIMESTAMP &&
            arg->type != V_NULL) {
            lode_fail(c->err, LODE_SCHEMA, check_span(c, item),
                      "an interval needs dates or timestamps; %.*s is %s",
                      STR_FMT(check_quoted(c, item)), value_type_name(arg->type));
            return NULL;
        }
        if (arg->type == V_SHAPE && !c->env->relate) {
            lode_fail(c->err, LODE_SCHEMA, check_span(c, item), "a geometry cannot be used here");
            return NULL;
        }
    }

    if (n->op == OP_ARRAY)
        wrap_elements(c, p);
    return check_finish(c, p);
}

struct plan *check_node(struct checker *c, const struct ast *n)
{
    switch (n->op) {
    case OP_NAME:
        return check_name(c, n);
    case OP_SHAPE:
        return check_shape_literal(c, n);
    case OP_ARRAY:
    case OP_INTERVAL:
        return check_list(c, n);
    case OP_CALL: {
        struct plan *word =
            n->n_args ? NULL : check_word(c, n, str_format(c->a, "%.*s()", STR_FMT(n->text)));
        return word ? word : check_call(c, n);
    }

    case OP_AND:
    case OP_OR:
    case OP_NOT:
        return check_logic(c, n);
    case OP_IS_NULL:
        return check_is_null(c, n);
    case OP_EQ:
    case OP_NE:
    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
        return check_compare(c, n);
    case OP_LIKE:
        return check_like(c, n);
    case OP_BETWEEN:
        return check_between(c, n);
    case OP_IN:
        return check_in(c, n);

    case OP_ADD:
    case OP_SUB:
    case OP_MUL:
    case OP_DIV:
    case OP_IDIV:
    case OP_MOD:
    case OP_POW:
    case OP_NEG:
        return check_arithmetic(c, n);
    default:
        return check_literal(c, n);
    }
}

bool plan_make(struct arena *a, const struct expr *e, const struct table *t,
               const struct expr_env *env, struct plan **ret, struct lode_err *err)
{
    struct checker c = {a, e, t, env, err};
    struct plan *p = check_node(&c, e->root);
    if (!p)
        return false;

    if (p->type > V_NULL) {
        lode_fail(err, LODE_SCHEMA, check_span(&c, p->ast), "%s %.*s is no value by itself",
                  value_type_name(p->type), STR_FMT(check_quoted(&c, p->ast)));
        return p->type == V_SHAPE &&
               lode_hint(err, "use it in a function: area(geom), S_INTERSECTS(geom, ...)");
    }

    *ret = p->type == V_NULL ? check_cast(&c, p, V_TEXT) : p;
    return true;
}
