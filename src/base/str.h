/* Text as views: a `struct str` owns nothing and is not NUL-terminated. UTF-8 throughout.
 * Cut, trim and compare views; make a C string (str_c) only at a foreign border. */
#ifndef LODE_BASE_STR_H
#define LODE_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct str {
    const char *p;
    size_t len;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FMT(s)   (int)(s).len, (s).p ? (s).p : ""

struct str str_of(const char *c); /* NULL gives the empty view */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *c);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Without regard to ASCII case, as names of files end: ".SHP". False for `ending` alone. */
bool str_ends_as(struct str s, const char *ending);

/* Order by bytes, which for UTF-8 is the order of code points. */
int str_cmp(struct str a, struct str b);

/* Without the ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Whether nothing of `s` is seen: white space of Unicode, and what joins, directs or hides. */
bool str_is_blank(struct str s);

/* `s` without what is not seen: white space at both ends, other white space as one blank, no
 * invisible characters (zero-width, direction marks, soft hyphens, U+FEFF). */
struct str str_seen(struct arena *a, struct str s);

/* The rest from byte `at`, empty past the end; and the first `len` bytes, or all. */
struct str str_from(struct str s, size_t at);
struct str str_head(struct str s, size_t len);

/* Where `what` stands first in `s`, in bytes. */
bool str_find(struct str s, struct str what, size_t *ret_at);

/* Cut at the first `sep`: `ret_head` before it, `s` becomes what follows. False when `s` is used up. */
bool str_cut(struct str *s, char sep, struct str *ret_head);

char *str_c(struct arena *a, struct str s); /* NUL-terminated copy */
struct str str_copy(struct arena *a, struct str s);
struct str str_format(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str str_vformat(struct arena *a, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));

/* How many code points `s` has; a broken byte counts as one. */
size_t str_chars(struct str s);
bool str_is_utf8(struct str s);

/* Without regard to case (Unicode's full case folding) and to how letters are composed (NFC): what
 * differs no more is one name for file systems that do not tell these apart. */
struct str str_fold(struct arena *a, struct str s);

/* "a, b or c" into `buf`, cut to its size. */
void str_alternatives(char *buf, size_t size, const char *const *words, size_t n);

/* The nearest of `n` names to `word`, or the empty view when none is near enough to be meant.
 * Distance: Damerau-Levenshtein (restricted) without regard to ASCII case, at most a third of the
 * length of `word`, and 1 for words of up to 5 letters. */
struct str str_nearest(struct str word, const struct str *names, size_t n);

#endif
