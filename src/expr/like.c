/* LIKE: patterns with % and _, read once and matched in each row. */
#include <string.h>

#include "base/arena.h"
#include "expr/plan.h"
#include "expr/unicode.h"

/* A pattern, taken apart once: '%' any characters, '_' one character, '\' takes the meaning from
 * the next one. What stands between wild cards is kept without its escapes. */
struct pattern {
    enum pattern_kind { EXACT, STARTS, ENDS, HOLDS, GENERAL } kind;
    struct str text; /* all kinds but GENERAL: what stands beside the '%' */
    struct str literals;
    uint8_t *wild; /* GENERAL: for each byte of `literals`: 0, '%' or '_' */
};

static struct pattern pattern_read(struct arena *a, struct str s)
{
    char *text = arena_array(a, char, s.len + 1);
    uint8_t *wild = arena_array(a, uint8_t, s.len + 1);
    size_t n = 0, wilds = 0, ones = 0;

    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.p[i] == '\\' && i + 1 < s.len;
        i += escape;

        bool is_wild = !escape && (s.p[i] == '%' || s.p[i] == '_');
        if (is_wild && s.p[i] == '%' && n && wild[n - 1] == '%')
            continue;
        wild[n] = is_wild ? (uint8_t)s.p[i] : 0;
        wilds += is_wild;
        ones += is_wild && s.p[i] == '_';
        text[n++] = s.p[i];
    }

    struct pattern p = {.kind = GENERAL, .literals = {text, n}, .wild = wild};
    bool first = n && wild[0] == '%', last = n && wild[n - 1] == '%';
    if (ones || wilds > (size_t)first + (n > 1 && last))
        return p;

    p.kind = !wilds ? EXACT : first && last && n > 1 ? HOLDS : first ? ENDS : STARTS;
    p.text = (struct str){text + first, n - wilds};
    return p;
}

/* One walk through the text with one place to come back to, behind the last '%': no recursion, and
 * at worst as many steps as the product of the lengths. */
static bool general_match(const struct pattern *p, struct str s)
{
    size_t at = 0, i = 0, back_pattern = 0, back_text = 0;
    bool can_go_back = false;

    while (at < s.len) {
        size_t len = utf8_next(s, at);
        if (i < p->literals.len && p->wild[i] == '%') {
            can_go_back = true;
            back_pattern = ++i;
            back_text = at;
        } else if (i < p->literals.len && p->wild[i] == '_') {
            i++;
            at += len;
        } else if (i < p->literals.len && p->literals.p[i] == s.p[at]) {
            i++;
            at++;
        } else if (can_go_back) {
            back_text += utf8_next(s, back_text);
            at = back_text;
            i = back_pattern;
        } else {
            return false;
        }
    }

    while (i < p->literals.len && p->wild[i] == '%')
        i++;
    return i == p->literals.len;
}

static bool text_matches(const struct pattern *p, struct str s)
{
    if (p->literals.len > EXPR_PATTERN_MAX) /* only from data: the check has seen the others */
        return false;

    switch (p->kind) {
    case EXACT:
        return str_eq(s, p->text);
    case STARTS:
        return str_starts(s, p->text);
    case ENDS:
        return str_ends(s, p->text);
    case HOLDS:
        return !p->text.len || (s.len && memmem(s.p, s.len, p->text.p, p->text.len));
    default:
        return general_match(p, s);
    }
}

void prepare_like(struct arena *a, struct plan *p)
{
    const struct plan *arg = p->args[1];
    if (!arg->constant || vec_null(&arg->value, 0))
        return;

    struct pattern *pattern = arena_new(a, struct pattern);
    *pattern = pattern_read(a, text_composed(a, arg->value.v.s[0]));
    p->extra = pattern;
}

struct vec eval_like(struct eval *e, const struct plan *p)
{
    struct vec text = plan_eval(e, p->args[0]), pattern = plan_eval(e, p->args[1]);
    const uint8_t *null = vec_nulls(e, p, &text, &pattern);
    const struct pattern *ready = p->extra;
    size_t st = vec_step(&text), sp = vec_step(&pattern);

    text = vec_composed(e, &text);
    pattern = vec_composed(e, &pattern);
    for (size_t k = 0; k < e->n; k++) {
        if (null && null[k]) {
            p->out.b[k] = 0;
            continue;
        }

        struct pattern own;
        if (!p->extra)
            own = pattern_read(e->a, pattern.v.s[k * sp]);
        p->out.b[k] = text_matches(ready ? ready : &own, text.v.s[k * st]);
    }

    return vec_of(p, V_BOOL, null);
}
