/* Keys as names of files: nothing of a key may lead out of the folder, or be a name that a file
 * system or a shell has other ideas about. */
#include <string.h>

#include "atlas_parts.h"
#include "base/arena.h"
#include "base/fnv.h"

enum { STEM_MAX = 120 };

static bool is_barred(unsigned char c)
{
    return c < 0x20 || c == 0x7f || strchr("/\\:*?\"<>|", c) != NULL;
}

/* What is cut off still makes a difference. */
static unsigned fold(struct str s)
{
    uint64_t h = fnv_bytes(FNV_START, s.p, s.len);
    return (unsigned)(h ^ (h >> 32));
}

struct str atlas_stem(struct arena *a, struct str key)
{
    bool cut = key.len > STEM_MAX;
    size_t len = cut ? STEM_MAX - 9 : key.len;
    while (cut && len && ((unsigned char)key.p[len] & 0xc0) == 0x80)
        len--;
    char *p = arena_array(a, char, len);
    bool valid = str_is_utf8(key);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)key.p[i];
        p[i] = is_barred(c) || (c >= 0x80 && !valid) ? '_' : (char)c;
    }
    /* ".", "..", hidden files, and names that end in a dot or a blank, which some systems drop */
    if (len && (p[0] == '.' || p[0] == ' ' || p[0] == '-'))
        p[0] = '_';
    if (len && (p[len - 1] == '.' || p[len - 1] == ' '))
        p[len - 1] = '_';
    struct str stem = {p, len};
    return cut ? str_format(a, "%.*s-%08x", STR_FMT(stem), fold(key)) : stem;
}
