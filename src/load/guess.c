/* How the encoding of texts is guessed: each encoding gets the logarithm of how likely the texts are
 * in it, by how often letters stand in its languages; what libuchardet says counts beside. */
#include "load/guess.h"

#include <glib.h>
#include <math.h>
#include <string.h>
#include <uchardet.h>

#include "load/encoding.h"
#include "load/letters.h"

/* Taste: so many texts are enough, and so many bytes of them, however large the table is. */
enum { TEXTS_MAX = 512, BYTES_MAX = 4096 };

/* How much the place of a language counts, in nats. Taste. */
#define PLACE 4.0

/* How likely a byte is that is no letter of the language. Taste, in one order: a sign of punctuation
 * that names have, a letter of another language, any other sign, a byte that means nothing. */
#define P_SIGN    4e-3
#define P_FOREIGN 5e-4
#define P_OTHER   1e-4
#define P_NOTHING 1e-6

/* Below this mean of all bytes nothing speaks for an encoding. */
#define LAST_RESORT -6.0

struct sense {
    gunichar c; /* 0: nothing */
    bool letter, upper, lower;
};

struct scores {
    double v[CANDIDATES];
    size_t n_bytes;
};

static bool is_high(struct str s, size_t i)
{
    return i < s.len && (s.p[i] & 0x80);
}

void guess_add(struct guess *g, struct arena *a, struct str text)
{
    if (encoding_is_ascii(text))
        return;

    g->n_texts++;
    bool whole = str_is_utf8(text), cut = !whole && encoding_is_utf8(text);
    g->n_utf8 += whole;
    g->n_cut += cut;
    if (whole || g->n_other++ % (g->stride + 1))
        return;

    if (g->v.n == TEXTS_MAX) {
        for (size_t i = 0; i < TEXTS_MAX / 2; i++)
            g->v.v[i] = g->v.v[2 * i];
        g->v.n = TEXTS_MAX / 2;
        g->stride = 2 * g->stride + 1;
    }
    *array_add(a, &g->v) = text;
}

static struct sense sense_of(const struct encoding *e, uint8_t byte)
{
    char in = (char)byte;
    gsize wrote = 0;
    char *text = g_convert_with_iconv(&in, 1, e->iconv, NULL, &wrote, NULL);
    gunichar c = text && wrote ? g_utf8_get_char(text) : 0;
    g_free(text);

    if (c < 0xa0)
        return (struct sense){0};
    bool mark = g_unichar_type(c) == G_UNICODE_NON_SPACING_MARK;
    return (struct sense){c, g_unichar_isalpha(c) || mark, g_unichar_isupper(c),
                          g_unichar_islower(c)};
}

static double weight_of(const struct language *l, gunichar c)
{
    glong n = g_utf8_strlen(l->letters, -1), i = 0;
    for (const char *p = l->letters; *p; p = g_utf8_next_char(p), i++) {
        gunichar letter = g_utf8_get_char(p);
        if (letter == c || letter == g_unichar_tolower(c))
            return (double)(2 * (n - i)) / (double)(n * (n + 1));
    }
    return 0;
}

/* How likely a byte is in a text of the language, wherever it stands. */
static double likelihood(const struct language *l, struct sense s)
{
    static const char signs[] = "°–’‘“”«»„№´§ ";
    double weight = s.c ? weight_of(l, s.c) : 0;
    if (weight > 0)
        return weight;
    if (!s.c)
        return P_NOTHING;
    if (g_utf8_strchr(signs, -1, s.c))
        return P_SIGN;
    return s.letter ? P_FOREIGN : P_OTHER;
}

static bool is_ascii_letter(struct str s, size_t i)
{
    return i < s.len && g_ascii_isalpha(s.p[i]);
}

/* By what the letters beside it make a letter less likely: two alphabets in a word, a letter with a
 * mark beside another one, a letter of its own, a capital one behind a small one, a sign within a word. */
static double beside(const struct sense *senses, enum alphabet alphabet, struct str s, size_t i)
{
    struct sense none = {0}, at = senses[(uint8_t)s.p[i] - 128];
    struct sense before = is_high(s, i - 1) ? senses[(uint8_t)s.p[i - 1] - 128] : none;
    bool high = is_high(s, i - 1) || is_high(s, i + 1);
    bool ascii = is_ascii_letter(s, i - 1) || is_ascii_letter(s, i + 1);
    bool latin = letters_is_latin(alphabet);
    double ret = 1;
    if (!at.letter)
        return high || ascii ? 0.1 : 1;

    if (latin && high && alphabet != VIETNAMESE)
        ret *= alphabet == WESTERN ? 0.05 : 0.2;
    if (!latin && ascii)
        ret *= 0.02;
    if (!latin && !high)
        ret *= 0.05;

    bool small_before = before.lower || (is_ascii_letter(s, i - 1) && g_ascii_islower(s.p[i - 1]));
    if (at.upper)
        ret *= small_before ? 0.02 : before.upper ? 1 : 0.5;
    return ret;
}

/* How likely the texts are in one language, in an encoding of single bytes. */
static double score_language(const struct guess *g, const struct sense *senses,
                             const struct language *l)
{
    double logs[128], ret = 0;
    size_t n = 0;
    for (int i = 0; i < 128; i++)
        logs[i] = log(likelihood(l, senses[i]));

    for (size_t k = 0; k < g->v.n && n < BYTES_MAX; k++) {
        struct str s = g->v.v[k];
        for (size_t i = 0; i < s.len; i++) {
            if (is_high(s, i)) {
                ret += logs[(uint8_t)s.p[i] - 128] + log(beside(senses, l->alphabet, s, i));
                n++;
            }
        }
    }

    bool known = g->place.x1 > g->place.x0 || g->place.y1 > g->place.y0;
    double x = (g->place.x0 + g->place.x1) / 2, y = (g->place.y0 + g->place.y1) / 2;
    bool there = known && x >= l->where.x0 && x <= l->where.x1 && y >= l->where.y0 &&
                 y <= l->where.y1 && l->where.x1 - l->where.x0 < 360;
    return ret + (there ? PLACE : 0);
}

static double score_single(const struct guess *g, const struct encoding *e, enum alphabet alphabet)
{
    struct sense senses[128];
    double best = -INFINITY;
    for (int i = 0; i < 128; i++)
        senses[i] = sense_of(e, (uint8_t)(128 + i));

    for (size_t k = 0; k < letters_n_languages; k++) {
        if (letters_languages[k].alphabet == alphabet)
            best = fmax(best, score_language(g, senses, &letters_languages[k]));
    }
    return best;
}

static bool is_between(uint8_t byte, const uint8_t *range)
{
    return byte >= range[0] && byte <= range[1];
}

/* How likely the character at `i` is, which has two bytes. A common one stands for three times its
 * share, because names use few of them. */
static double likelihood_of_two(const struct two_bytes *t, struct str s, size_t i)
{
    uint8_t first = (uint8_t)s.p[i], second = i + 1 < s.len ? (uint8_t)s.p[i + 1] : 0xff;
    if (is_between(first, t->kana))
        return 1.0 / 150;
    if (is_between(first, t->common) && second >= t->second)
        return 3.0 / t->n_common;
    return 1.0 / 60000;
}

static double score_two_bytes(const struct guess *g, struct arena *a, struct encoding *e)
{
    const struct two_bytes *t = letters_two_bytes;
    while (strcmp(t->name, e->name) != 0)
        t++;

    double ret = 0;
    size_t n = 0;
    for (size_t k = 0; k < g->v.n && n < BYTES_MAX; k++) {
        struct str s = g->v.v[k], text;
        if (!encoding_reads(a, e, s, &text))
            ret += log(P_NOTHING) * 4;
        for (size_t i = 0; i < s.len; i++) {
            if (is_high(s, i)) {
                ret += log(likelihood_of_two(t, s, i));
                i++;
                n += 2;
            }
        }
    }

    return ret;
}

/* The word of libuchardet for all texts together; NULL: it has none. */
static const char *ask_detector(const struct guess *g, struct arena *a)
{
    uchardet_t detector = uchardet_new();
    for (size_t i = 0; i < g->v.n; i++) {
        uchardet_handle_data(detector, g->v.v[i].p, g->v.v[i].len);
        uchardet_handle_data(detector, "\n", 1);
    }

    uchardet_data_end(detector);
    const char *ret = str_copy(a, str_of(uchardet_get_charset(detector))).p;
    uchardet_delete(detector);
    return ret;
}

static bool is_called(const struct candidate *c, const char *name)
{
    if (g_ascii_strcasecmp(c->name, name) == 0)
        return true;

    struct str rest = str_of(c->called), word;
    while (str_cut(&rest, ' ', &word)) {
        if (str_is(word, name))
            return true;
    }
    return false;
}

/* How much the word of libuchardet counts, in nats. Measured with tests/against/encodings.py: for
 * single names 3 was better, for ten of them 8. */
static double detector_weight(size_t n_bytes)
{
    return fmin(3 + (double)n_bytes / 10, 8);
}

static void score_all(const struct guess *g, struct arena *a, struct scores *ret)
{
    const char *said = ask_detector(g, a);
    *ret = (struct scores){0};
    for (size_t k = 0; k < g->v.n && ret->n_bytes < BYTES_MAX; k++) {
        for (size_t i = 0; i < g->v.v[k].len; i++)
            ret->n_bytes += is_high(g->v.v[k], i);
    }

    for (int k = 0; k < CANDIDATES; k++) {
        const struct candidate *c = &letters_candidates[k];
        struct encoding e;
        ret->v[k] = -INFINITY;
        if (!encoding_named(a, str_of(c->name), &e))
            continue; /* iconv lacks it */

        double score = c->alphabet == EAST_ASIAN ? score_two_bytes(g, a, &e)
                                                 : score_single(g, &e, c->alphabet);
        ret->v[k] = score + c->prior + (is_called(c, said) ? detector_weight(ret->n_bytes) : 0);
    }
}

/* The best but for `not`; -1 for all. */
static int best_of(const struct scores *s, int not )
{
    int best = not == 0;
    for (int k = 0; k < CANDIDATES; k++) {
        if (k != not &&s->v[k] > s->v[best])
            best = k;
    }
    return best;
}

/* The start of a text, for a message: "'Москва'". */
static struct str quoted(struct arena *a, struct str text)
{
    const char *end = text.p, *stop = text.p + text.len;
    for (int n = 0; n < 24 && end < stop; n++)
        end = g_utf8_next_char(end);
    return str_format(a, "'%.*s%s'", (int)(end - text.p), text.p, end < stop ? "..." : "");
}

/* The first three texts that two encodings read in different ways, in each of them. */
static void take_samples(const struct guess *g, struct arena *a, struct verdict *v)
{
    struct encoding e, f;
    if (!encoding_named(a, str_of(v->name), &e) || !encoding_named(a, str_of(v->next), &f))
        return;

    for (size_t i = 0, n = 0; i < g->v.n && n < 3; i++) {
        struct str x = encoding_text(a, &e, g->v.v[i]), y = encoding_text(a, &f, g->v.v[i]);
        if (str_eq(x, y))
            continue;

        const char *comma = n++ ? ", " : "";
        v->sample = str_format(a, "%.*s%s%.*s", STR_FMT(v->sample), comma, STR_FMT(quoted(a, x)));
        v->next_sample =
            str_format(a, "%.*s%s%.*s", STR_FMT(v->next_sample), comma, STR_FMT(quoted(a, y)));
    }
}

/* Whether two encodings read the sample in the same way, so that naming both would help nobody. */
static bool read_alike(const struct guess *g, struct arena *a, int x, int y)
{
    struct encoding e, f;
    if (!encoding_named(a, str_of(letters_candidates[x].name), &e) ||
        !encoding_named(a, str_of(letters_candidates[y].name), &f))
        return false;

    for (size_t i = 0; i < g->v.n; i++) {
        if (!str_eq(encoding_text(a, &e, g->v.v[i]), encoding_text(a, &f, g->v.v[i])))
            return false;
    }
    return true;
}

/* The commonest of the encodings that read the sample as `best` does. */
static int commonest_alike(const struct guess *g, struct arena *a, int best)
{
    int ret = best;
    for (int k = 0; k < CANDIDATES; k++) {
        if (letters_candidates[k].prior > letters_candidates[ret].prior &&
            read_alike(g, a, best, k))
            ret = k;
    }
    return ret;
}

struct verdict guess_verdict(const struct guess *g, struct arena *a, bool may_be_utf8)
{
    struct verdict ret = {.name = "UTF-8", .none = !g->n_texts};
    size_t n_utf8 = g->n_utf8 + g->n_cut;
    bool mostly_utf8 = n_utf8 && 2 * n_utf8 >= g->n_texts;
    if (!g->n_texts || (may_be_utf8 && mostly_utf8))
        return ret;

    struct scores s;
    score_all(g, a, &s);
    int best = best_of(&s, -1);
    ret.last_resort = s.v[best] < LAST_RESORT * (double)s.n_bytes;
    best = ret.last_resort ? 0 : commonest_alike(g, a, best);

    int next = best_of(&s, best);
    for (int tries = 0; tries < CANDIDATES && read_alike(g, a, best, next); tries++) {
        s.v[next] = -INFINITY;
        next = best_of(&s, best);
    }

    ret.name = letters_candidates[best].name;
    ret.next = letters_candidates[next].name;
    take_samples(g, a, &ret);
    ret.mixed = g->n_utf8 && strcmp(ret.name, "GB18030") != 0; /* which has all characters */
    return ret;
}

void guess_other(const struct guess *g, struct arena *a, struct encoding *e, struct encoding *ret)
{
    *ret = (struct encoding){.name = "Windows-1252"};
    e->cuts = g->n_utf8 + g->n_cut == g->n_texts;
    if (e->cuts)
        return;

    struct verdict v = guess_verdict(g, a, false);
    e->next = v.next;
    if (!v.last_resort && !encoding_named(a, str_of(v.name), ret))
        *ret = (struct encoding){.name = "Windows-1252"};
}

double guess_against(const struct guess *g, struct arena *a, struct str name)
{
    struct scores s;
    score_all(g, a, &s);
    for (int k = 0; k < CANDIDATES; k++) {
        if (is_called(&letters_candidates[k], str_c(a, name)))
            return s.v[best_of(&s, -1)] - s.v[k];
    }
    return 0;
}
