/* Texts that were read in the wrong encoding once, and written like that: 'Ã‰vian' for 'Évian'.
 *
 * A text whose characters, taken as bytes of a single-byte encoding, are valid UTF-8 beyond ASCII
 * was UTF-8: the chance that real text of two or more such characters is that is small, since each
 * lead byte (an accented capital) would have to be followed by a symbol. */
#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "lint/parts.h"

/* Longer texts are left out: no name is so long (taste). */
enum { TEXT_BYTES_MAX = 2000 };

struct misreading {
    const char *name; /* the encoding that it was not in */
    gunichar upper[128];
};

/* The 128 upper characters of a single-byte encoding; those that it does not define are the control
 * characters of the same number, as most readers have it. */
static void fill_upper(struct misreading *m, const char *name)
{
    m->name = name;
    for (int i = 0; i < 128; i++) {
        char byte = (char)(128 + i);
        char *utf8 = g_convert(&byte, 1, "UTF-8", name, NULL, NULL, NULL);
        m->upper[i] = utf8 ? g_utf8_get_char(utf8) : (gunichar)(128 + i);
        g_free(utf8);
    }
}

static int byte_of(const struct misreading *m, gunichar c)
{
    if (c < 128)
        return (int)c;
    for (int i = 0; i < 128; i++) {
        if (m->upper[i] == c)
            return 128 + i;
    }
    return -1;
}

/* What `s` was meant to be, if it was misread in this way. */
static bool is_misread(struct arena *a, const struct misreading *m, struct str s, struct str *ret)
{
    char bytes[TEXT_BYTES_MAX];
    size_t n = 0, beyond = 0;
    if (s.len > TEXT_BYTES_MAX)
        return false;

    for (const char *p = s.p; p < s.p + s.len; p = g_utf8_next_char(p)) {
        int byte = byte_of(m, g_utf8_get_char(p));
        if (byte < 0)
            return false;
        beyond += byte > 127;
        bytes[n++] = (char)byte;
    }

    if (beyond < 2 || !g_utf8_validate(bytes, (gssize)n, NULL))
        return false;
    *ret = str_copy(a, (struct str){bytes, n});
    return true;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.p[i] > 127)
            return false;
    }
    return true;
}

/* U+FFFD, or what becomes of it when it is misread in turn. */
static bool is_lost(struct str s)
{
    size_t at;
    return str_find(s, STR("\xef\xbf\xbd"), &at) ||
           str_find(s, STR("\xc3\xaf\xc2\xbf\xc2\xbd"), &at);
}

struct suspects {
    size_t misread, lost;
    struct str first, meant, first_lost;
    const char *encoding;
};

static void count_suspect(struct arena *a, const struct misreading *ways, size_t n_ways,
                          struct str s, struct suspects *ret)
{
    struct str meant;
    if (is_ascii(s) || !g_utf8_validate(s.p, (gssize)s.len, NULL))
        return;

    if (is_lost(s)) {
        ret->first_lost = ret->lost++ ? ret->first_lost : s;
        return;
    }

    for (size_t i = 0; i < n_ways; i++) {
        if (!is_misread(a, &ways[i], s, &meant))
            continue;
        if (!ret->misread++)
            ret->first = s, ret->meant = meant, ret->encoding = ways[i].name;
        return;
    }
}

static void check_column(struct arena *a, const struct misreading *ways, size_t n_ways,
                         const struct doc_source *s, const struct column *c, struct diags *diags)
{
    struct suspects found = {0};
    for (size_t i = 0; i < c->n; i++) {
        if (!column_is_null(c, i))
            count_suspect(a, ways, n_ways, c->v.s[i], &found);
    }

    if (found.misread)
        lint_put(diags, LODE_WARNING, "encoding-suspect", s->file.at,
                 s->encoding.s.p ? "they are UTF-8: write 'encoding: UTF-8'"
                                 : "the file has them so: mend it, or ask for it again",
                 "%zu text%s of '%.*s' in '%.*s' look%s like UTF-8 read as %s: '%.*s' for '%.*s'",
                 found.misread, found.misread > 1 ? "s" : "", STR_FMT(c->name), STR_FMT(s->name),
                 found.misread > 1 ? "" : "s", found.encoding, STR_FMT(str_head(found.first, 60)),
                 STR_FMT(str_head(found.meant, 60)));
    if (found.lost)
        lint_put(diags, LODE_WARNING, "encoding-suspect", s->file.at,
                 "ask for the data in UTF-8: what stood there is lost in this file",
                 "%zu text%s of '%.*s' in '%.*s' ha%s lost characters: '%.*s'", found.lost,
                 found.lost > 1 ? "s" : "", STR_FMT(c->name), STR_FMT(s->name),
                 found.lost > 1 ? "ve" : "s", STR_FMT(str_head(found.first_lost, 60)));
}

void lint_source(struct arena *a, const struct doc_source *s, const struct features *f,
                 struct diags *diags)
{
    static const char *const names[] = {"CP1252", "ISO-8859-1", "CP1251"};
    struct misreading ways[3];

    for (int i = 0; i < 3; i++)
        fill_upper(&ways[i], names[i]);

    for (size_t i = 0; i < f->table.n_columns; i++) {
        if (f->table.columns[i].type == COL_TEXT)
            check_column(a, ways, 3, s, &f->table.columns[i], diags);
    }
}
