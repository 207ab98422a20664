/* What is no fault, and likely not meant: the findings of `lode check` beyond those that stages
 * report while they work. All are warnings or notes with a rule, explained in docs/diagnostics.md.
 *
 *   from the document  unused-data unused-step unused-look unused-palette duplicate-id
 *   from the looks     small-text thin-line low-contrast
 *   from the data      class-without-feature alike-classes alike-in-grey encoding-suspect
 */
#ifndef LODE_LINT_LINT_H
#define LODE_LINT_LINT_H

#include "style/style.h"

struct arena;

/* Names that nothing uses, ids that two layers have. */
void lint_names(const struct map_doc *doc, struct diags *diags);

/* Texts and lines of the page's furniture. */
void lint_page(struct arena *a, const struct map_doc *doc, struct diags *diags);

/* `all` are the document's layers in order, `index` the one looked at; layers without features
 * (NULL: their source failed) are left out. Features may be a schema only. */
struct lint_input {
    const struct map_doc *doc;
    const struct style_peer *all; /* doc->n_layers; without features: not known */
    size_t index;
    bool has_rows;
};
void lint_layer(struct arena *a, const struct lint_input *in, struct diags *diags);

/* A source as it was read: texts in the wrong encoding. */
void lint_source(struct arena *a, const struct doc_source *s, const struct features *f,
                 struct diags *diags);

#endif
