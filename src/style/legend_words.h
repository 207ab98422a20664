/* What legends say by themselves, in the language of the page: numbers, ranges, "other", "no
 * data". */
#ifndef LODE_STYLE_LEGEND_WORDS_H
#define LODE_STYLE_LEGEND_WORDS_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

enum legend_word { WORD_OTHER, WORD_NO_DATA, WORD_YES, WORD_NO };

/* Languages without a translation get English. */
struct str legend_word(struct str language, enum legend_word word);

/* 1234.5 -> "1,234.5" (en), "1 234,5" (ru), "۱٬۲۳۴٫۵" (fa). `grouping` off for years and codes.
 * `decimals` < 0: as many as the number has. */
struct str legend_number(struct arena *a, struct str language, double v, int decimals,
                         bool grouping);

/* "up to 10", "10 – 25"; `lo` -inf: no lower end. Equal ends: one number. */
struct str legend_range(struct arena *a, struct str language, double lo, double hi, int decimals,
                        bool grouping);

#endif
