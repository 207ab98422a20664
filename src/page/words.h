/* What the page itself says, in the language of the page: numbers, units, degrees. The document's
 * own texts are never touched. Languages that are not listed get those of English
 * (km, N, E). */
#ifndef LODE_PAGE_WORDS_H
#define LODE_PAGE_WORDS_H

#include "base/str.h"

struct arena;

/* 1500 -> "1,500" (en), "1 500" (ru), "۱٬۵۰۰" (fa). At most 12 significant digits. */
struct str words_number(struct arena *a, struct str language, double v);

/* `unit` is a unit of documents (km m mi nmi ft): "km" -> "км" (ru). */
struct str words_unit(struct str language, const char *unit);

/* 60 -> "60°E"; 30.5 -> "30°30′N"; 0 and 180 have no letter. */
struct str words_degrees(struct arena *a, struct str language, double deg, bool meridian);

/* "1:2,500,000", rounded to three digits. */
struct str words_scale(struct arena *a, struct str language, double denominator);

/* The letter over the north arrow. */
struct str words_north(struct str language);

/* Below the rows of a table: "and 22 more"; before its sums: "Total". */
struct str words_more(struct arena *a, struct str language, size_t n);
struct str words_total(struct str language);

#endif
