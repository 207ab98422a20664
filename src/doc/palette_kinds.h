/* The kinds of palettes, in the order of enum palette_kind after PALETTE_ANY: the one list of their
 * names, for the schema, the palettes themselves and `lode palettes`. */
#ifndef LODE_DOC_PALETTE_KINDS_H
#define LODE_DOC_PALETTE_KINDS_H

#define PALETTE_KINDS "sequential", "diverging", "qualitative", "bivariate"

#endif
