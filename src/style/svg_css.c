/* How the rules of a style sheet in an SVG file are read, ordered and matched. */
#include "style/svg_css.h"

#include <glib.h>
#include <string.h>

#include "style/svg_document.h"

static bool is_space(char c)
{
    return c && strchr(" \t\r\n\f", c);
}

/* Without comments, and without the <!-- and --> that hide a sheet from old browsers. */
static struct str strip_comments(struct arena *a, struct str text)
{
    char *out = arena_alloc(a, 1, text.len + 1);
    size_t n = 0, end;

    while (text.len) {
        if (str_starts(text, STR("/*"))) {
            text = str_find(text, STR("*/"), &end) ? str_from(text, end + 2) : (struct str){0};
            out[n++] = ' ';
        } else if (str_starts(text, STR("<!--"))) {
            text = str_from(text, 4);
        } else if (str_starts(text, STR("-->"))) {
            text = str_from(text, 3);
        } else {
            out[n++] = text.p[0];
            text = str_from(text, 1);
        }
    }
    return (struct str){out, n};
}

/* "@media ... { ... { } }" or "@import ...;" */
static struct str skip_at_rule(struct str s)
{
    int depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.p[i] == '{')
            depth++;
        bool ends = s.p[i] == '}' ? --depth <= 0 : s.p[i] == ';' && !depth;
        if (ends)
            return str_from(s, i + 1);
    }
    return (struct str){0};
}

static bool is_read(struct str selector)
{
    for (size_t i = 0; i < selector.len; i++) {
        if (strchr(">+~[]:\"'()", selector.p[i]))
            return false;
    }
    return selector.len > 0;
}

/* An id counts a hundred, a class ten, a name one: CSS 2.1, section 6.4.3. */
static unsigned specificity_of(struct str selector)
{
    unsigned sum = 0;
    for (size_t i = 0; i < selector.len; i++) {
        char c = selector.p[i];
        bool starts = !i || is_space(selector.p[i - 1]);
        sum += c == '#' ? 100 : c == '.' ? 10 : starts && c != '*' && !is_space(c);
    }
    return sum;
}

static void add_rule(struct arena *a, struct css_sheet *sheet, struct str selector,
                     struct str declarations)
{
    if (!is_read(selector)) {
        if (!sheet->ignored.len)
            sheet->ignored = selector;
    } else if (sheet->rules.n < CSS_RULES_MAX) {
        sheet->important |= declarations.len && memchr(declarations.p, '!', declarations.len);
        *array_add(a, &sheet->rules) =
            (struct css_rule){selector, declarations, specificity_of(selector)};
    }
}

void css_add(struct arena *a, struct css_sheet *sheet, struct str text)
{
    struct str s = str_trim(strip_comments(a, text));
    struct str selectors, declarations, one;
    while (s.len) {
        if (s.p[0] == '@') {
            struct str rest = skip_at_rule(s);
            if (!sheet->ignored.len)
                sheet->ignored = str_trim(str_head(s, strcspn(s.p, " {;\r\n")));
            s = str_trim(rest);
            continue;
        }

        if (!str_cut(&s, '{', &selectors) || !str_cut(&s, '}', &declarations))
            return;
        while (str_cut(&selectors, ',', &one))
            add_rule(a, sheet, str_trim(one), declarations);
        s = str_trim(s);
    }
}

/* A stable order: of equal rules the later stays the later. */
void css_sort(struct css_sheet *sheet)
{
    for (size_t i = 1; i < sheet->rules.n; i++) {
        struct css_rule keep = sheet->rules.v[i];
        size_t j = i;
        for (; j && sheet->rules.v[j - 1].specificity > keep.specificity; j--)
            sheet->rules.v[j] = sheet->rules.v[j - 1];
        sheet->rules.v[j] = keep;
    }
}

static bool has_class(struct arena *a, const xmlNode *node, struct str name)
{
    struct str classes = svg_node_attribute(a, node, "class");
    for (size_t i = 0; i < classes.len;) {
        size_t from = i;
        while (i < classes.len && !is_space(classes.p[i]))
            i++;
        if (str_eq((struct str){classes.p + from, i - from}, name))
            return true;
        while (i < classes.len && is_space(classes.p[i]))
            i++;
    }
    return false;
}

/* "path.a.b#c": name, classes and id of one element. */
static bool matches_element(struct arena *a, struct str s, const xmlNode *node)
{
    const char *name = svg_element_name(node);
    size_t n = 0;
    while (n < s.len && s.p[n] != '.' && s.p[n] != '#')
        n++;
    if (!name || (n && !str_is(str_head(s, n), "*") && !str_is(str_head(s, n), name)))
        return false;

    for (s = str_from(s, n); s.len; s = str_from(s, n)) {
        for (n = 1; n < s.len && s.p[n] != '.' && s.p[n] != '#';)
            n++;
        struct str word = {s.p + 1, n - 1};
        bool same = s.p[0] == '.' ? has_class(a, node, word)
                                  : str_eq(svg_node_attribute(a, node, "id"), word);
        if (!same)
            return false;
    }
    return true;
}

/* The last word of `selector`, which becomes what stands before it. */
static struct str cut_last(struct str *selector)
{
    size_t from = selector->len;
    while (from && !is_space(selector->p[from - 1]))
        from--;
    struct str last = str_from(*selector, from);
    *selector = str_trim(str_head(*selector, from));
    return last;
}

/* The nearest ancestor that fits is taken: where only "within" is asked for, no other does better. */
bool css_matches(struct arena *a, const struct css_rule *rule, const xmlNode *node)
{
    struct arena scratch = *a;
    struct str rest = rule->selector;
    if (!matches_element(&scratch, cut_last(&rest), node))
        return false;

    for (node = node->parent; rest.len && node; node = node->parent) {
        struct str before = rest, word = cut_last(&before);
        if (matches_element(&scratch, word, node))
            rest = before;
    }
    return !rest.len;
}

bool css_declaration(struct str *declarations, struct str *ret_name, struct str *ret_value,
                     bool *ret_important)
{
    struct str one;
    while (str_cut(declarations, ';', &one)) {
        if (!str_cut(&one, ':', ret_name) || !str_trim(one).len)
            continue;

        size_t mark;
        *ret_name = str_trim(*ret_name);
        *ret_important = str_find(one, STR("!"), &mark);
        *ret_value = str_trim(*ret_important ? str_head(one, mark) : one);
        return true;
    }
    return false;
}
