/* Keys as file names: no key leads out of its folder, or is a name that a file system or a shell
 * takes for something else. */
#include "atlas/stem.h"

#include <string.h>

#include "base/arena.h"
#include "base/fnv.h"

/* Bytes; so the names of files have room for more words, and for an ending. Taste. */
enum { STEM_MAX = 120 };

static bool is_barred(unsigned char c)
{
    return c < 0x20 || c == 0x7f || strchr("/\\:*?\"<>|", c) != NULL;
}

/* How many bytes at `p` are a character that cannot be seen, ends a line, or turns the direction of
 * what follows; 0: none. Joiners (U+200C, U+200D) are kept, since they belong to the spelling of
 * words. */
static size_t unseen_bytes(const char *p, size_t len)
{
    static const char *const unseen[] = {"\u200b", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a",
                                         "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066",
                                         "\u2067", "\u2068", "\u2069", "\u061c", "\ufeff"};
    if (len >= 2 && p[0] == '\xc2' && ((unsigned char)p[1] & 0xe0) == 0x80)
        return 2;

    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        size_t n = strlen(unseen[i]);
        if (n <= len && memcmp(p, unseen[i], n) == 0)
            return n;
    }
    return 0;
}

/* A number for the whole key, so that keys that are cut to the same start still differ. */
static unsigned key_number(struct str s)
{
    uint64_t h = fnv_bytes(FNV_START, s.p, s.len);
    return (unsigned)(h ^ (h >> 32));
}

struct str atlas_stem(struct arena *a, struct str key)
{
    bool cut = key.len > STEM_MAX;
    size_t len = cut ? STEM_MAX - 9 : key.len; /* "-%08x" follows */

    while (cut && len && ((unsigned char)key.p[len] & 0xc0) == 0x80)
        len--;

    char *p = arena_array(a, char, len);
    bool valid = str_is_utf8(key);
    size_t end = len, skip;

    len = 0;
    for (size_t i = 0; i < end; i += skip ? skip : 1) {
        unsigned char c = (unsigned char)key.p[i];
        skip = c >= 0x80 ? unseen_bytes(key.p + i, end - i) : 0;
        p[len++] = skip || is_barred(c) || (c >= 0x80 && !valid) ? '_' : (char)c;
    }

    /* Not ".", "..", a hidden file or an option, nor a dot or a blank at the end, which some
     * systems drop. */
    if (len && (p[0] == '.' || p[0] == ' ' || p[0] == '-'))
        p[0] = '_';
    if (len && (p[len - 1] == '.' || p[len - 1] == ' '))
        p[len - 1] = '_';

    struct str stem = {p, len};
    return cut ? str_format(a, "%.*s-%08x", STR_FMT(stem), key_number(key)) : stem;
}
