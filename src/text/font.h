/* The fonts of this process: what is installed, and which families stand in for which.
 *
 * The choice of a font depends on the installed files, the family, the script and the language of
 * the text, and on nothing else: the rules of the system's fontconfig and the locale are not
 * consulted. So the same document gives the same page for every user of a machine. Bitmap and
 * colour fonts are left out, since they would bring raster images into vector files. */
#ifndef LODE_TEXT_FONT_H
#define LODE_TEXT_FONT_H

#include <pango/pangocairo.h>

#include "text/text.h"

struct text_context {
    PangoFontMap *map;
    PangoContext *ltr, *rtl; /* by the direction of texts without a letter */
    struct _FcConfig *config;
    char checked[128]; /* the family that text_shape found installed last */
};

/* The families to try, first the one asked for, as Pango takes them: "Noto Serif,Noto Naskh
 * Arabic". */
const char *font_families(struct arena *a, struct str family, struct str language);

/* The language to shape `script` in, for text that is said to be in `language`: that language if it
 * is written in this script, otherwise a usual one of the script. */
PangoLanguage *font_language(PangoLanguage *language, PangoScript script);

#endif
