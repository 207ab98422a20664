/* How names are sorted so that a reader finds them: the weight of each letter, without regard to
 * case and accents. */
#include "expr/collate.h"

#include <glib.h>

#include "base/arena.h"
#include "base/composed.h"

/* Letters that stand between others of their script. Cyrillic: Bulgarian, Kazakh, Kyrgyz,
 * Mongolian, Russian, Serbian, Tajik, Turkmen, Ukrainian and Uzbek use parts of this; Arabic:
 * Arabic, Kurdish, Pashto, Persian, Urdu and Uyghur. Forms
 * of a letter that do not count are listed in `written` below. */
static const char *const alphabets[] = {
    "аәбвгґғдђеєжҗзиіїйјкқлљмнңњоөпрстћуұүфхҳһцчҷџшщъыьэюя",
    "ءآابپتټٹثجچځحخڅدډڈذرړڑزژږسشښصضطظعغفڤقکگلڵمنڼںوۆۇۈۋهەیېۍے",
};

/* Letters that Unicode does not decompose, and letters that are written in two ways. */
static const struct {
    gunichar letter;
    const char *as;
} written[] = {
    {0xe6, "ae"}, {0x153, "oe"}, {0xf8, "o"},  {0x142, "l"}, {0x111, "d"}, {0xf0, "d"},
    {0xfe, "th"}, {0x131, "i"},  {0x127, "h"}, {0x259, "e"}, {0x643, "ک"}, {0x64a, "ی"},
    {0x649, "ی"}, {0x629, "ه"},  {0x6be, "ه"}, {0x6c1, "ه"}, {0x6d5, "ه"},
};

/* Weights between two code points: letters of an alphabet have the first of it and their place. */
enum { PLACES = 256 };

static bool in_alphabet(gunichar c, uint32_t *ret)
{
    for (size_t k = 0; k < sizeof alphabets / sizeof *alphabets; k++) {
        gunichar first = g_utf8_get_char(alphabets[k]);
        uint32_t place = 0;
        for (const char *p = alphabets[k]; *p; p = g_utf8_next_char(p), place++) {
            if (g_utf8_get_char(p) != c)
                continue;
            *ret = first * PLACES + place;
            return true;
        }
    }
    return false;
}

static const char *written_as(gunichar c)
{
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        if (written[i].letter == c)
            return written[i].as;
    }
    return NULL;
}

/* Accents, vowel signs, joiners and marks of direction. */
static bool is_unseen(gunichar c)
{
    GUnicodeType type = g_unichar_type(c);
    return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
           type == G_UNICODE_FORMAT || c == 0x640; /* tatweel */
}

/* The weights of one character, at most two; their number. */
static size_t put_weights(gunichar c, uint32_t *to)
{
    gunichar apart[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    size_t n = 0;
    const char *as;

    if (is_unseen(c))
        return 0;
    if (c < 0x80 || in_alphabet(c, to)) {
        *to = c < 0x80 ? c * PLACES : *to;
        return 1;
    }

    as = written_as(c);
    for (; as && *as; as = g_utf8_next_char(as))
        n += put_weights(g_utf8_get_char(as), to + n);
    if (n)
        return n;

    gsize parts = g_unichar_fully_decompose(c, FALSE, apart, G_UNICHAR_MAX_DECOMPOSITION_LENGTH);
    if (parts > 1 || apart[0] != c)
        return put_weights(apart[0], to);
    *to = c * PLACES;
    return 1;
}

static size_t put_ascii(struct str s, uint32_t *to)
{
    for (size_t i = 0; i < s.len; i++)
        to[i] = (uint32_t)g_ascii_tolower(s.p[i]) * PLACES;
    return s.len;
}

struct collation collate_key(struct arena *a, struct str s)
{
    /* One weight for each byte is enough: a letter beyond ASCII has two bytes or more, and two
     * weights at most. */
    uint32_t *weight;
    struct collation ret = {0};

    if (text_is_ascii(s) || !str_is_utf8(s)) {
        ret.weight = weight = arena_array(a, uint32_t, s.len);
        ret.n = put_ascii(s, weight);
        return ret;
    }

    char *whole = g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_NFC);
    char *folded = g_utf8_casefold(whole, -1);
    /* Folding may take letters apart. */
    char *composed = g_utf8_normalize(folded, -1, G_NORMALIZE_NFC);
    ret.weight = weight = arena_array(a, uint32_t, str_of(composed).len);
    for (const char *p = composed; *p; p = g_utf8_next_char(p))
        ret.n += put_weights(g_utf8_get_char(p), weight + ret.n);

    g_free(whole);
    g_free(folded);
    g_free(composed);
    return ret;
}

int collate_compare(struct collation x, struct collation y)
{
    for (size_t i = 0; i < x.n && i < y.n; i++) {
        if (x.weight[i] != y.weight[i])
            return x.weight[i] < y.weight[i] ? -1 : 1;
    }
    return (x.n > y.n) - (x.n < y.n);
}
