/* `steps`: each makes a new layer from earlier ones, with GEOS. Results never depend on the page.
 * All results are in WGS 84 lon/lat with valid geometry; attributes come along. */
#ifndef LODE_OVERLAY_OVERLAY_H
#define LODE_OVERLAY_OVERLAY_H

#include "doc/map_doc.h"
#include "expr/expr.h"
#include "load/features.h"

/* The keys of each kind of step, up to a NULL, for reading documents (doc/schema.h: schema_rows). */
extern const struct section *const step_kinds[];

/* The one with this word, which is there. */
const struct section *step_kind_named(const char *word);

/* How the step is computed, a sentence; NULL: nothing to tell. */
const char *step_method(const struct doc_step *s);

/* Named layers, sources first, then steps as they are made. */
struct layer_set {
    const struct features **v;
    struct str *name;
    size_t n;
};
const struct features *layer_lookup(const struct layer_set *set, struct str name); /* NULL: none */

/* The columns of step `s` without doing it, from the schemas of its inputs (lode check). Reports
 * all faults that can be known: unknown columns, wrong types, bad expressions. */
bool step_check(struct arena *a, const struct doc_step *s, const struct layer_set *schemas,
                const struct expr_env *env, struct features *ret_schema, struct diags *diags);

/* The columns of its input layers that step `s` reads itself (filter, by, statistics). */
void step_names(struct arena *a, const struct doc_step *s, struct expr_name **ret, size_t *ret_n);

/* Invalid input is repaired and counted (log_warn 'repaired-geometry'). */
bool step_run(struct arena *a, const struct doc_step *s, const struct layer_set *layers,
              const struct expr_env *env, struct features *ret, struct lode_err *err);

const char *geos_library_version(void);

#endif
