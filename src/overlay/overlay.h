/* The steps of a document: each makes a new layer from earlier ones, with GEOS where shapes are
 * cut. A result never depends on the page. It is in WGS 84 lon/lat, with valid geometry, and has
 * the columns of its input unless the step says otherwise.
 *
 * Calls: step_check for each step in order, with schemas; then step_run for each, with data. */
#ifndef LODE_OVERLAY_OVERLAY_H
#define LODE_OVERLAY_OVERLAY_H

#include "doc/map_doc.h"
#include "expr/expr.h"
#include "load/features.h"

/* The keys of each kind of step, up to a NULL, for reading documents (doc/schema.h: schema_rows). */
extern const struct section *const step_kinds[];

/* The kind of step with this word, which must be one. */
const struct section *step_kind_named(const char *word);

/* How the step is computed, in a sentence for `lode explain`; NULL: not said. */
const char *step_method(const struct doc_step *s);

/* Named layers, sources first, then steps as they are made. */
struct layer_set {
    const struct features **v;
    struct str *name;
    size_t n;
};
const struct features *layer_lookup(const struct layer_set *set, struct str name); /* NULL: none */

/* The columns of step `s` from the schemas of its inputs, without doing it (lode check). All faults
 * that schemas show go to `diags`: unknown columns, wrong types, bad expressions. False when there
 * is one, or when an input failed before. */
bool step_check(struct arena *a, const struct doc_step *s, const struct layer_set *schemas,
                const struct expr_env *env, struct features *ret_schema, struct diags *diags);

/* The columns of its inputs that step `s` reads itself: those in filters, `by`, statistics. */
void step_names(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n);

/* Do the step. Invalid areas of the input are repaired first: log_warn 'repaired-geometry'. */
bool step_run(struct arena *a, const struct doc_step *s, const struct layer_set *layers,
              const struct expr_env *env, struct features *ret, struct lode_err *err);

const char *geos_library_version(void);

#endif
