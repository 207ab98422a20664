/* Keys as names of files. */
#ifndef LODE_ATLAS_STEM_H
#define LODE_ATLAS_STEM_H

#include "base/str.h"

/* `key` as the stem of a file's name; see atlas.h. */
struct str atlas_stem(struct arena *a, struct str key);

#endif
