/* The table of the functions of expressions, and the check of a call: how many arguments, of which
 * types. */
#include "expr/functions.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "expr/check.h"
#include "expr/foreign.h"

/* Sorted by name. */
static const struct function functions[] = {
    {"a_containedby", "rr", 'b', fn_array, A_CONTAINEDBY, "A_CONTAINEDBY(array, array)"},
    {"a_contains", "rr", 'b', fn_array, A_CONTAINS, "A_CONTAINS(array, array)"},
    {"a_equals", "rr", 'b', fn_array, A_EQUALS, "A_EQUALS(array, array)"},
    {"a_overlaps", "rr", 'b', fn_array, A_OVERLAPS, "A_OVERLAPS(array, array)"},
    {"abs", "n", 'n', fn_abs, 0, "abs(number)"},
    {"accenti", "t", 't', fn_text_map, MAP_ACCENTI, "ACCENTI(text)"},
    {"area", "[g", 'r', fn_measure, 'a', "area(geom)"},
    {"casei", "t", 't', fn_text_map, MAP_CASEI, "CASEI(text)"},
    {"case", "bs", 's', fn_case, 0, "case(when, then, ..., else)"},
    {"ceil", "n", 'i', fn_whole, WHOLE_CEIL, "ceil(number)"},
    {"coalesce", "s+", 's', fn_coalesce, 0, "coalesce(value, value, ...)"},
    {"concat", "a+", 't', fn_concat, 0, "concat(value, value, ...)"},
    {"date", "t", 'd', fn_date, 0, "DATE('2024-02-29')"},
    {"floor", "n", 'i', fn_whole, WHOLE_FLOOR, "floor(number)"},
    {"format", "n[n", 't', fn_format, 0, "format(number, decimals)"},
    {"lat", "[g", 'r', fn_lonlat, 1, "lat(geom)"},
    {"left", "tn", 't', fn_part, PART_LEFT, "left(text, count)"},
    {"length", "[x", 'x', fn_measure, 'l', "length(text) or length(geom)"},
    {"log10", "n", 'r', fn_real, REAL_LOG10, "log10(number)"},
    {"lon", "[g", 'r', fn_lonlat, 0, "lon(geom)"},
    {"lower", "t", 't', fn_text_map, MAP_LOWER, "lower(text)"},
    {"max", "s+", 's', fn_extreme, 1, "max(value, value, ...)"},
    {"min", "s+", 's', fn_extreme, -1, "min(value, value, ...)"},
    {"number", "a", 'r', fn_number, 0, "number(text)"},
    {"perimeter", "[g", 'r', fn_measure, 'p', "perimeter(geom)"},
    {"replace", "ttt", 't', fn_replace, 0, "replace(text, old, new)"},
    {"right", "tn", 't', fn_part, PART_RIGHT, "right(text, count)"},
    {"round", "n[n", 'o', fn_round, 0, "round(number, decimals)"},
    {"s_contains", "gg", 'b', fn_relate, EXPR_CONTAINS, "S_CONTAINS(geom, geom)"},
    {"s_crosses", "gg", 'b', fn_relate, EXPR_CROSSES, "S_CROSSES(geom, geom)"},
    {"s_disjoint", "gg", 'b', fn_relate, EXPR_DISJOINT, "S_DISJOINT(geom, geom)"},
    {"s_equals", "gg", 'b', fn_relate, EXPR_EQUALS, "S_EQUALS(geom, geom)"},
    {"s_intersects", "gg", 'b', fn_relate, EXPR_INTERSECTS, "S_INTERSECTS(geom, geom)"},
    {"s_overlaps", "gg", 'b', fn_relate, EXPR_OVERLAPS, "S_OVERLAPS(geom, geom)"},
    {"s_touches", "gg", 'b', fn_relate, EXPR_TOUCHES, "S_TOUCHES(geom, geom)"},
    {"s_within", "gg", 'b', fn_relate, EXPR_WITHIN, "S_WITHIN(geom, geom)"},
    {"sqrt", "n", 'r', fn_real, REAL_SQRT, "sqrt(number)"},
    {"t_after", "mm", 'b', fn_temporal, T_AFTER, "T_AFTER(time, time)"},
    {"t_before", "mm", 'b', fn_temporal, T_BEFORE, "T_BEFORE(time, time)"},
    {"t_contains", "vv", 'b', fn_temporal, T_CONTAINS, "T_CONTAINS(interval, interval)"},
    {"t_disjoint", "mm", 'b', fn_temporal, T_DISJOINT, "T_DISJOINT(time, time)"},
    {"t_during", "vv", 'b', fn_temporal, T_DURING, "T_DURING(interval, interval)"},
    {"t_equals", "mm", 'b', fn_temporal, T_EQUALS, "T_EQUALS(time, time)"},
    {"t_finishedby", "vv", 'b', fn_temporal, T_FINISHEDBY, "T_FINISHEDBY(interval, interval)"},
    {"t_finishes", "vv", 'b', fn_temporal, T_FINISHES, "T_FINISHES(interval, interval)"},
    {"t_intersects", "mm", 'b', fn_temporal, T_INTERSECTS, "T_INTERSECTS(time, time)"},
    {"t_meets", "vv", 'b', fn_temporal, T_MEETS, "T_MEETS(interval, interval)"},
    {"t_metby", "vv", 'b', fn_temporal, T_METBY, "T_METBY(interval, interval)"},
    {"t_overlappedby", "vv", 'b', fn_temporal, T_OVERLAPPEDBY,
     "T_OVERLAPPEDBY(interval, interval)"},
    {"t_overlaps", "vv", 'b', fn_temporal, T_OVERLAPS, "T_OVERLAPS(interval, interval)"},
    {"t_startedby", "vv", 'b', fn_temporal, T_STARTEDBY, "T_STARTEDBY(interval, interval)"},
    {"t_starts", "vv", 'b', fn_temporal, T_STARTS, "T_STARTS(interval, interval)"},
    {"text", "a", 't', fn_text, 0, "text(value)"},
    {"timestamp", "t", 'u', fn_timestamp, 0, "TIMESTAMP('2024-02-29T12:30:00Z')"},
    {"title", "t", 't', fn_text_map, MAP_TITLE, "title(text)"},
    {"trim", "t", 't', fn_text_map, MAP_TRIM, "trim(text)"},
    {"upper", "t", 't', fn_text_map, MAP_UPPER, "upper(text)"},
};
enum { N_FUNCTIONS = sizeof functions / sizeof *functions };

static const struct function *function_lookup(struct str name)
{
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        if (strlen(functions[i].name) == name.len &&
            g_ascii_strncasecmp(functions[i].name, name.p, name.len) == 0)
            return &functions[i];
    }
    return NULL;
}

static void hint_functions(struct checker *c)
{
    struct str list = {0};
    for (size_t i = 0; i < N_FUNCTIONS; i++) {
        if (functions[i].name[1] != '_') /* the predicates are listed in the reference */
            list = str_format(c->a, "%.*s%s%s", STR_FMT(list), list.len ? ", " : "",
                              functions[i].name);
    }
    lode_hint(c->err, "the functions are: %.*s", STR_FMT(list));
}

static struct plan *fail_unknown_function(struct checker *c, const struct ast *n)
{
    struct str names[N_FUNCTIONS];
    lode_rule(c->err, "unknown-function");
    lode_fail(c->err, LODE_SCHEMA, source_span(&c->e->source, n->at, n->text.len),
              "no function '%.*s'", STR_FMT(n->text));

    const char *here = foreign_here(n->text);
    if (here)
        lode_hint(c->err, "write %s", here);

    for (size_t i = 0; i < N_FUNCTIONS; i++)
        names[i] = str_of(functions[i].name);
    struct str near = str_nearest(n->text, names, N_FUNCTIONS);
    if (near.len)
        lode_hint(c->err, "did you mean '%.*s'?", STR_FMT(near));
    if (table_lookup(c->t, n->text))
        lode_hint(c->err, "'%.*s' is a column: write it without brackets", STR_FMT(n->text));
    hint_functions(c);
    return NULL;
}

static bool fail_count(struct checker *c, const struct ast *n, const struct function *f)
{
    lode_fail(c->err, LODE_SCHEMA, check_span(c, n), "wrong number of arguments for '%.*s': %zu",
              STR_FMT(n->text), n->n_args);
    return lode_hint(c->err, "write %s", f->usage);
}

static bool check_count(struct checker *c, const struct ast *n, const struct function *f)
{
    const char *optional = strchr(f->args, '[');
    size_t min = optional ? (size_t)(optional - f->args) : strlen(f->args), max = strlen(f->args);
    bool repeat = f->args[max - 1] == '+';

    max -= optional != NULL;
    if (repeat)
        min = 1;
    if (f->eval == fn_case)
        min = 2;
    return (n->n_args >= min && (repeat || f->eval == fn_case || n->n_args <= max)) ||
           fail_count(c, n, f);
}

/* The letter of struct function's `args` for argument `i` of `n_args`. */
static char letter_at(const struct function *f, size_t i, size_t n_args)
{
    if (f->eval == fn_case)
        return i % 2 == 0 && i + 1 < n_args ? 'b' : 's';
    for (const char *p = f->args; *p; p++) {
        if (*p == '[')
            continue;
        if (i-- == 0 || p[1] == '+')
            return *p;
    }
    return 'a';
}

/* Whether an argument of this letter may have type `t`. */
static bool letter_takes(char letter, enum value_type t)
{
    if (t == V_NULL)
        return letter != 'g' && letter != 'r' && letter != 'x' && letter != 'v';

    switch (letter) {
    case 't':
        return t == V_TEXT;
    case 'n':
        return is_number(t);
    case 'b':
        return t == V_BOOL;
    case 'g':
        return t == V_SHAPE;
    case 'm':
        return t == V_DATE || t == V_TIMESTAMP || t == V_INTERVAL;
    case 'r':
        return t == V_ARRAY || t == V_TEXT;
    case 'v':
        return t == V_INTERVAL;
    case 'x':
        return t == V_TEXT || t == V_SHAPE;

    default:
        return t < V_NULL;
    }
}

static const char *letter_name(char letter)
{
    switch (letter) {
    case 't':
        return "text";
    case 'n':
        return "a number";
    case 'b':
        return "a condition";
    case 'g':
        return "a geometry";
    case 'm':
        return "a date, timestamp or interval";
    case 'r':
        return "an array: ('a', 'b')";
    case 'v':
        return "an interval";
    case 'x':
        return "text or a geometry";

    default:
        return "a single value";
    }
}

static bool fail_arg(struct checker *c, const struct ast *call, const struct function *f,
                     char letter, const struct plan *arg)
{
    struct str snippet = check_snippet(c, arg->ast);
    lode_fail(c->err, LODE_SCHEMA, check_span(c, arg->ast), "'%.*s' needs %s; %.*s is %s",
              STR_FMT(call->text), letter_name(letter), STR_FMT(check_quoted(c, arg->ast)),
              value_type_name(arg->type));

    if (letter == 't' && arg->type < V_NULL)
        return lode_hint(c->err, "text(%.*s) turns it into text", STR_FMT(snippet));
    if (letter == 'n' && arg->type == V_TEXT)
        return lode_hint(c->err, "number(%.*s) reads a number from text", STR_FMT(snippet));
    if (letter == 'v' && (arg->type == V_DATE || arg->type == V_TIMESTAMP))
        return lode_hint(c->err,
                         "T_INTERSECTS, T_BEFORE and T_AFTER take dates and timestamps too; as an "
                         "interval it is INTERVAL(%.*s, %.*s)",
                         STR_FMT(snippet), STR_FMT(snippet));
    return lode_hint(c->err, "write %s", f->usage);
}

static bool check_arg(struct checker *c, const struct ast *call, const struct function *f,
                      char letter, struct plan **arg)
{
    struct plan *p = *arg;
    bool loose = letter == 'r' && p->ast->op == OP_TEXT && p->type == V_TEXT;
    if (loose || !letter_takes(letter, p->type))
        return fail_arg(c, call, f, letter, p);

    static const enum value_type for_null[] = {
        ['t'] = V_TEXT, ['n'] = V_INT, ['b'] = V_BOOL, ['a'] = V_TEXT, ['m'] = V_DATE};
    if (p->type == V_NULL && letter != 's')
        *arg = check_cast(c, p, for_null[(unsigned char)letter]);
    return true;
}

/* The type that all arguments of letter 's' are turned into. */
static bool check_common_args(struct checker *c, const struct function *f, struct plan *p)
{
    enum value_type common = V_NULL;
    for (size_t i = 0; i < p->n_args; i++) {
        struct plan *arg = p->args[i];
        if (letter_at(f, i, p->n_args) != 's')
            continue;

        enum value_type both = check_common(common, arg->type);
        if (both > V_NULL) {
            lode_fail(c->err, LODE_SCHEMA, check_span(c, arg->ast),
                      "the values of '%s' differ in type: %.*s is %s, not %s", f->name,
                      STR_FMT(check_quoted(c, arg->ast)), value_type_name(arg->type),
                      value_type_name(common));
            return lode_hint(c->err, "text(...) turns any value into text");
        }
        common = both;
    }

    p->type = common == V_NULL ? V_TEXT : common;
    for (size_t i = 0; i < p->n_args; i++) {
        if (letter_at(f, i, p->n_args) == 's')
            p->args[i] = check_cast(c, p->args[i], p->type);
    }
    return true;
}

/* The type of the result, by the letter of the function's row. */
static bool check_result(struct checker *c, const struct function *f, struct plan *p)
{
    switch (f->result) {
    case 's':
        return check_common_args(c, f, p);
    case 't':
        p->type = V_TEXT;
        return true;
    case 'i':
        p->type = V_INT;
        return true;
    case 'r':
        p->type = V_REAL;
        return true;
    case 'd':
        p->type = V_DATE;
        return true;
    case 'u':
        p->type = V_TIMESTAMP;
        return true;

    case 'n':
        p->type = p->args[0]->type;
        return true;
    case 'o':
        p->type = p->n_args == 1 || p->args[0]->type == V_INT ? V_INT : V_REAL;
        return true;
    case 'x':
        p->type = p->args[0]->type == V_TEXT ? V_INT : V_REAL;
        return true;

    default:
        p->type = V_BOOL;
        return true;
    }
}

/* Whether the environment has what the function needs: measures, relations of geometries. */
static bool check_hooks(struct checker *c, const struct ast *n, const struct plan *p)
{
    bool measures = p->function->eval == fn_measure && p->args[0]->type == V_SHAPE;
    if ((measures && !c->env->measure) || (p->function->eval == fn_relate && !c->env->relate))
        return lode_fail(c->err, LODE_SCHEMA, source_span(&c->e->source, n->at, n->text.len),
                         "'%.*s' of a geometry cannot be used here", STR_FMT(n->text));
    return true;
}

bool function_implies_geometry(const struct ast *call)
{
    const struct function *f = function_lookup(call->text);
    return f && !call->n_args && (str_is(str_of(f->args), "[g") || str_is(str_of(f->args), "[x"));
}

struct plan *check_call(struct checker *c, const struct ast *n)
{
    const struct function *f = function_lookup(n->text);
    if (!f)
        return fail_unknown_function(c, n);
    if (!check_count(c, n, f))
        return NULL;

    bool implied = !n->n_args; /* area() is area(geom) */
    struct plan *p = check_new(c, OP_CALL, V_BOOL, n, implied ? 1 : n->n_args);
    p->function = f;
    if (implied)
        p->args[0] = check_new(c, OP_NAME, V_SHAPE, n, 0);

    for (size_t i = 0; i < n->n_args; i++) {
        char letter = letter_at(f, i, n->n_args);
        if (!(p->args[i] = check_node(c, n->args[i])))
            return NULL;
        if (letter == 'r' && (p->args[i]->type != V_SHAPE || c->env->relate))
            p->args[i] = check_wrapped(c, p->args[i]);
        if (!check_arg(c, n, f, letter, &p->args[i]))
            return NULL;
    }

    if (!check_result(c, f, p) || !check_hooks(c, n, p))
        return NULL;
    return check_finish(c, p);
}
