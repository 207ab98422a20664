/* How the encoding of names is guessed: by how often each letter stands in texts of a language. */
#include "load/guess.h"

#include <glib.h>
#include <math.h>

#include "load/encoding.h"

/* The first one is taken when nothing speaks for another. */
static const char *const names[GUESS_N] = {"windows-1252", "windows-1251", "KOI8-R", "CP866",
                                           "windows-1256"};

/* Taste: so many bytes are enough, however large the table is. */
enum { BYTES_MAX = 1 << 16 };

/* How much likelier than Windows-1252 another encoding has to be, in nats. Taste: e^6 is 400 times. */
#define MARGIN 6.0

/* How many of a thousand letters of Russian text are this one, from U+0430 on.
 * Source: Lyashevskaya & Sharov, frequency dictionary of the Russian National Corpus, 2009. */
static const double cyrillic[32] = {80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 43, 32, 67, 110, 28,
                                    47, 55, 63, 26, 3,  10, 5, 15, 7,  4,  .4, 19, 17, 3,  6,   20};

/* The same, roughly, for the most frequent letters of Persian, Pashto and Arabic. */
static const struct {
    gunichar letter;
    double weight;
} arabic[] = {{0x627, 140}, {0x644, 60}, {0x64a, 90}, {0x6cc, 90}, {0x646, 65}, {0x645, 60},
              {0x631, 65},  {0x648, 65}, {0x647, 60}, {0x62f, 60}, {0x628, 40}, {0x62a, 50}};

/* How often a letter stands in such a place, of a thousand: a letter of another script in a word of
 * that script, a Latin letter with a mark between plain ones. What is not a letter hardly stands in
 * names at all. */
static double letter_weight(gunichar c, bool in_word_of_high, bool beside_ascii)
{
    const double foreign = 0.05; /* two scripts in one word */
    GUnicodeScript script = g_unichar_get_script(c);
    if (!g_unichar_isalpha(c))
        return 0.1;
    if (script == G_UNICODE_SCRIPT_LATIN)
        return in_word_of_high ? 1 : 20;
    if (beside_ascii)
        return foreign;

    gunichar low = g_unichar_tolower(c);
    if (script == G_UNICODE_SCRIPT_CYRILLIC)
        return low >= 0x430 && low < 0x450 ? cyrillic[low - 0x430] : 1;

    for (size_t i = 0; i < sizeof arabic / sizeof *arabic; i++) {
        if (arabic[i].letter == c)
            return arabic[i].weight;
    }

    return script == G_UNICODE_SCRIPT_ARABIC ? 5 : foreign;
}

static unsigned decode_byte(const struct encoding *e, uint8_t byte)
{
    char in = (char)byte;
    gsize wrote = 0;
    char *text = g_convert_with_iconv(&in, 1, e->iconv, NULL, &wrote, NULL);
    unsigned ret = text && wrote ? g_utf8_get_char(text) : 0;
    g_free(text);
    return ret;
}

static void make_letters(struct guess *g, struct arena *a)
{
    g->letters = arena_alloc(a, sizeof *g->letters, GUESS_N);
    for (int k = 0; k < GUESS_N; k++) {
        struct encoding e;
        if (!encoding_named(a, str_of(names[k]), &e))
            continue; /* iconv lacks it: all bytes stay 0, which is no letter */

        for (int i = 0; i < 128; i++)
            g->letters[k][i] = decode_byte(&e, (uint8_t)(128 + i));
    }
}

static bool is_high(struct str s, size_t i)
{
    return i < s.len && (s.p[i] & 0x80);
}

static bool is_ascii_letter(struct str s, size_t i)
{
    return i < s.len && g_ascii_isalpha(s.p[i]);
}

/* A small letter before a capital one, as in a text that is read in a wrong encoding of its script. */
static bool is_odd_case(const unsigned *letters, struct str s, size_t i)
{
    if (!i || !is_high(s, i - 1))
        return false;
    return g_unichar_islower(letters[(uint8_t)s.p[i - 1] - 128]) &&
           g_unichar_isupper(letters[(uint8_t)s.p[i] - 128]);
}

static void score_byte(struct guess *g, struct str s, size_t i)
{
    bool high = is_high(s, i - 1) || is_high(s, i + 1);
    bool ascii = is_ascii_letter(s, i - 1) || is_ascii_letter(s, i + 1);

    for (int k = 0; k < GUESS_N; k++) {
        double weight = letter_weight(g->letters[k][(uint8_t)s.p[i] - 128], high, ascii);
        if (is_odd_case(g->letters[k], s, i))
            weight *= 0.02;
        g->score[k] += log(weight / 1000);
    }
}

void guess_add(struct guess *g, struct arena *a, struct str text)
{
    if (encoding_is_ascii(text))
        return;

    g->n_texts++;
    g->not_utf8 |= !encoding_is_utf8(text);
    g->n_utf8 += str_is_utf8(text);
    if (!g->letters)
        make_letters(g, a);

    for (size_t i = 0; i < text.len && g->n_bytes < BYTES_MAX; i++) {
        if (is_high(text, i)) {
            score_byte(g, text, i);
            g->n_bytes++;
        }
    }
}

const char *guess_name(const struct guess *g)
{
    if (!g->n_texts || (!g->not_utf8 && g->n_utf8))
        return "UTF-8";

    int best = 0;
    for (int k = 1; k < GUESS_N; k++) {
        if (g->score[k] > g->score[best] && g->score[k] > g->score[0] + MARGIN)
            best = k;
    }

    return names[best];
}
