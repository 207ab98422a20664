/* Reads arrays that a column holds as text: JSON, or the form in which GDAL writes lists. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "base/num.h"
#include "expr/set.h"
#include "expr/unicode.h"

struct reader {
    struct arena *a;
    struct str rest;
    size_t n; /* elements so far, of all levels */
};

static void skip_space(struct reader *r)
{
    while (r->rest.len && strchr(" \t\r\n", r->rest.p[0]) && r->rest.p[0])
        r->rest = str_from(r->rest, 1);
}

/* Takes `what` if it comes next, behind white space. */
static bool take_token(struct reader *r, const char *what)
{
    skip_space(r);
    if (!str_starts(r->rest, str_of(what)))
        return false;
    r->rest = str_from(r->rest, strlen(what));
    return true;
}

/* Four hexadecimal digits. */
static bool hex4(struct str s, gunichar *ret)
{
    *ret = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = i < s.len ? g_ascii_xdigit_value(s.p[i]) : -1;
        if (digit < 0)
            return false;
        *ret = *ret * 16 + (gunichar)digit;
    }
    return true;
}

/* What follows "\u", as UTF-8 at `out`; a surrogate without its other half becomes U+FFFD. */
static size_t read_code(struct str *s, char *out)
{
    gunichar c, low;
    if (!hex4(*s, &c))
        return 0;
    *s = str_from(*s, 4);

    if (c >= 0xd800 && c < 0xdc00 && str_starts(*s, STR("\\u")) && hex4(str_from(*s, 2), &low) &&
        low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        *s = str_from(*s, 6);
    }

    if (c >= 0xd800 && c < 0xe000)
        c = 0xfffd;
    return (size_t)g_unichar_to_utf8(c, out);
}

/* Bytes before the quote that ends a text; escapes make a text shorter, never longer. */
static size_t text_length(struct str s)
{
    size_t i = 0;
    while (i < s.len && s.p[i] != '"')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.len ? i : s.len;
}

static bool read_text(struct reader *r, struct str *ret)
{
    static const char letters[] = "bfnrt\"\\/", meant[] = "\b\f\n\r\t\"\\/";
    struct str s = str_from(r->rest, 1);
    char *out = arena_array(r->a, char, text_length(s) + 8);
    size_t n = 0;

    while (s.len && s.p[0] != '"') {
        if (s.p[0] != '\\') {
            out[n++] = s.p[0];
            s = str_from(s, 1);
            continue;
        }

        const char *letter = s.len > 1 && s.p[1] ? strchr(letters, s.p[1]) : NULL;
        bool code = s.len > 1 && s.p[1] == 'u';
        s = str_from(s, 2);
        size_t len = code ? read_code(&s, out + n) : 1;
        if ((!letter && !code) || !len)
            return false;

        if (letter)
            out[n] = meant[letter - letters];
        n += len;
    }

    if (!s.len)
        return false;
    r->rest = str_from(s, 1);
    *ret = (struct str){out, n};
    return true;
}

static void set_number(struct str text, double d, struct element *ret)
{
    int64_t i;
    bool whole = num_parse_int(text, &i);
    ret->type = whole ? V_INT : V_REAL;
    if (whole)
        ret->as.i = i;
    else
        ret->as.d = d;
}

static bool read_number(struct reader *r, struct element *ret)
{
    struct str rest;
    double d;
    if (!num_parse_prefix(r->rest, &d, &rest))
        return false;
    set_number(str_head(r->rest, r->rest.len - rest.len), d, ret);
    r->rest = rest;
    return true;
}

static bool read_array(struct reader *r, int depth, struct set *ret);

static bool read_element(struct reader *r, int depth, struct element *ret, bool *ret_missing)
{
    skip_space(r);
    char c = r->rest.len ? r->rest.p[0] : '\0';
    if (c == '"') {
        ret->type = V_TEXT;
        return read_text(r, &ret->as.s) && (ret->as.s = text_composed(r->a, ret->as.s), true);
    }

    if (c == '[') {
        ret->type = V_ARRAY;
        bool ok = read_array(r, depth + 1, &ret->as.set);
        *ret_missing = *ret_missing || ret->as.set.missing;
        return ok;
    }

    bool is_true = take_token(r, "true");
    if (is_true || take_token(r, "false")) {
        ret->type = V_BOOL;
        ret->as.i = is_true;
        return true;
    }

    if (take_token(r, "null")) {
        ret->type = V_NULL;
        return *ret_missing = true;
    }
    return read_number(r, ret);
}

static bool read_array(struct reader *r, int depth, struct set *ret)
{
    ARRAY(struct element) items = {0};
    *ret = (struct set){0};
    if (depth > SET_DEPTH_MAX || !take_token(r, "["))
        return false;

    bool more = !take_token(r, "]");
    while (more) {
        struct element item = {0};
        if (r->n++ >= SET_ELEMENTS_MAX || !read_element(r, depth, &item, &ret->missing))
            return false;
        *array_add(r->a, &items) = item;
        more = take_token(r, ",");
        if (!more && !take_token(r, "]"))
            return false;
    }

    ret->v = items.v;
    ret->n = items.n;
    return true;
}

/* (2:a,b); a list whose elements hold commas has more parts than it says: it cannot be read. */
static bool read_gdal(struct arena *a, struct str text, struct set *ret)
{
    struct str count, part, rest = str_from(text, 1);
    int64_t n;
    if (!str_starts(text, STR("(")) || !str_ends(text, STR(")")) || !str_cut(&rest, ':', &count) ||
        !num_parse_int(count, &n) || n < 0 || n > SET_ELEMENTS_MAX || !rest.len)
        return false;

    rest.len--; /* the bracket at the end */
    *ret = (struct set){.v = arena_array(a, struct element, (size_t)n + 1)};
    while (n && str_cut(&rest, ',', &part)) {
        double d;
        if (ret->n == (size_t)n)
            return false;

        struct element *item = &ret->v[ret->n++];
        item->type = V_TEXT;
        if (num_parse(part, &d))
            set_number(part, d, item);
        else
            item->as.s = text_composed(a, part);
    }
    return ret->n == (size_t)n;
}

bool set_read(struct arena *a, struct str text, struct set *ret)
{
    struct reader r = {.a = a, .rest = text};
    if (!read_array(&r, 1, ret))
        return read_gdal(a, str_trim(text), ret);
    skip_space(&r);
    return !r.rest.len;
}
