/* What of the document's sources is needed: which of them, whole or by window, and which
 * columns. */
#ifndef LODE_SOURCES_H
#define LODE_SOURCES_H

#include "doc/map_doc.h"
#include "overlay/overlay.h"

/* Whether a source is needed whole: steps, tables or an atlas read it, or the extent is taken from
 * it. */
bool sources_needed_whole(const struct map_doc *doc, struct str name);
/* Whether a layer draws it. */
bool sources_drawn(const struct map_doc *doc, struct str name);
/* Whether each of its features matters only where it is seen: no step, no table, no sheets and no
 * scale by a measure of shapes is made from it. */
bool sources_only_shown(const struct map_doc *doc, struct str name);
/* Whether a layer that draws it has a scale, whose classes come from all features and not only from
 * those that are seen. */
bool sources_scaled(const struct map_doc *doc, struct str name);
/* Whether the locator shows it, a map that reaches beyond the window of the main map. */
bool sources_located(const struct map_doc *doc, struct str name);

/* The columns of `schema` that anything in the document names. */
struct str *sources_columns(struct arena *a, const struct map_doc *doc, const struct table *schema,
                            size_t *ret_n);

/* The credits of the sources, each once, in the document's order; the names of their files when no
 * source has a credit. Only of the sources in `layers`, those that were read; of all when it is
 * empty. */
struct str sources_text(struct arena *a, const struct map_doc *doc, const struct layer_set *layers);

#endif
