/* The part of the hashes that all pages share. */
#ifndef LODE_ATLAS_DIGEST_H
#define LODE_ATLAS_DIGEST_H

#include "atlas/shared.h"

/* Hash versions, document, tables and fonts, into `s`. Features are hashed by atlas_layers. */
bool atlas_digest_shared(struct run *r, struct atlas_shared *s, struct lode_err *err);

#endif
