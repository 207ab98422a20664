/* Inside of `lint/`: a layer with its looks read, and what is said of it. */
#ifndef LODE_LINT_PARTS_H
#define LODE_LINT_PARTS_H

#include "lint/lint.h"
#include "style/look.h"
#include "style/scale.h"

struct linted {
    struct arena *arena;
    const struct lint_input *in;
    const struct doc_layer *layer;
    const struct features *features;
    const struct expr_env *env;
    struct look_spec spec;
    /* CHANNEL_N, of the rows drawn; NULL while only the schema is known */
    const struct scaled *scales;
    struct diags *diags;
};

struct style_params lint_params(const struct linted *l);

/* What labels stand on, or lines: the colour of the paper under all layers. */
struct rgba lint_background(const struct map_doc *doc);

void lint_sizes(const struct linted *l);
void lint_classes(const struct linted *l);
void lint_contrast(const struct linted *l);

/* `hint` may be NULL. */
void lint_put(struct diags *diags, enum lode_severity severity, const char *rule,
              struct lode_span at, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

#endif
