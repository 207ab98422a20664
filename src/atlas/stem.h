/* Keys as file names. */
#ifndef LODE_ATLAS_STEM_H
#define LODE_ATLAS_STEM_H

#include "base/str.h"

/* `key` as a file name without its ending; `struct atlas_page` says what it may hold. */
struct str atlas_stem(struct arena *a, struct str key);

#endif
