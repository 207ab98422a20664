/* What of the document's sources is needed: which of them, whole or by window, and which columns.
 */
#ifndef LODE_SOURCES_H
#define LODE_SOURCES_H

#include "doc/map_doc.h"
#include "overlay/overlay.h"

/* Steps read it, or the extent is taken from it: no window may be applied. */
bool sources_needed_whole(const struct map_doc *doc, struct str name);
/* A layer draws it. */
bool sources_drawn(const struct map_doc *doc, struct str name);
/* A layer that draws it has a scale, whose classes come from all of the data and not from what
 * shows. */
/* Whether each of its features matters only where it is seen: no step, no table, no sheets and no
 * scale by a measure of shapes is made from it. */
bool sources_only_shown(const struct map_doc *doc, struct str name);

bool sources_scaled(const struct map_doc *doc, struct str name);
/* Whether the locator shows it, which looks beyond the map's window. */
bool sources_located(const struct map_doc *doc, struct str name);

/* The columns of `schema` that anything in the document names. */
struct str *sources_columns(struct arena *a, const struct map_doc *doc, const struct table *schema,
                            size_t *ret_n);

/* The credits to carry, each once, in the document's order; the files' names where no source has
 * one. `layers` are those that were read. */
struct str sources_text(struct arena *a, const struct map_doc *doc, const struct layer_set *layers);

#endif
