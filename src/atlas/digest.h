/* What the hashes of all pages have in common. */
#ifndef LODE_ATLAS_DIGEST_H
#define LODE_ATLAS_DIGEST_H

#include "atlas/shared.h"

/* Into `s`; features are hashed by atlas_layers. */
bool atlas_digest_shared(struct run *r, struct atlas_shared *s, struct lode_err *err);

#endif
