/* The built-in palettes as data: hexadecimal colours, six digits each, in one string. */
#ifndef LODE_STYLE_PALETTE_DATA_H
#define LODE_STYLE_PALETTE_DATA_H

#include "style/palette.h"

struct palette_entry {
    const char *name;
    enum palette_kind kind;
    enum palette_origin origin;
    int safe_classes;
    int first, last; /* the lists for `first` classes, `first` + 1, ... `last` follow each other */
    const char *hex;
};

extern const struct palette_entry palette_entries[];
extern const size_t n_palette_entries;

#endif
