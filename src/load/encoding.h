/* Which encoding a text is in, and getting it into UTF-8. */
#ifndef LODE_LOAD_ENCODING_H
#define LODE_LOAD_ENCODING_H

#include "base/str.h"

/* A copy in UTF-8 of text that is none: read as Windows-1252, which gives a character for each byte
 * (the five bytes it leaves free become U+FFFD). The caller frees it with g_free. */
char *text_mend(struct str s);

#endif
