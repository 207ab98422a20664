/* Text by Unicode's rules, whatever the locale of the process. */
#ifndef LODE_EXPR_UNICODE_H
#define LODE_EXPR_UNICODE_H

#include "base/composed.h"
#include "expr/plan.h"

/* Texts in the form in which they are compared. */
struct vec vec_composed(struct eval *e, const struct vec *v);

struct str text_casei(struct arena *a, struct str s); /* full case folding */

/* Without combining marks: 'Ç' -> 'C', 'й' -> 'и'. */
struct str text_accenti(struct arena *a, struct str s);

/* `turkic`: i and İ are a pair, ı and I the other (Turkish, Azerbaijani). */
struct str text_upper(struct arena *a, struct str s, bool turkic);
struct str text_lower(struct arena *a, struct str s, bool turkic);
struct str text_title(struct arena *a, struct str s, bool turkic); /* first letter of each word */

struct str text_trim(struct str s); /* white space of any script at both ends */

/* Bytes of the character at `at`; a broken byte is one character. */
size_t utf8_next(struct str s, size_t at);

#endif
