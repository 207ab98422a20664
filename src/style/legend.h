/* The legend's entries and their texts, derived from a layer's scales. */
#ifndef LODE_STYLE_LEGEND_H
#define LODE_STYLE_LEGEND_H

#include "style/look.h"
#include "style/scale.h"

struct legend_input {
    const struct style_params *params;
    const struct look_spec *spec;
    const struct scaled *scales; /* CHANNEL_N; channel NULL: constant */
    const uint32_t *first;       /* n_symbols: of each symbol that is seen, an item that has it */
    size_t n_symbols;
};

/* A layer with scales gets a group for each expression that its scales show; one without gets an
 * entry when it states a text. Classes that no feature has are left out. */
bool legend_derive(struct arena *a, const struct legend_input *in, struct legend_group **ret,
                   size_t *ret_n, struct lode_err *err);

/* Report the faults of the legend's titles, formats and texts. */
void legend_check(struct arena *a, const struct style_params *params, const struct look_spec *spec,
                  struct diags *diags);

/* The group of a pair of scales. `neutral` is a symbol without its colours; the caller has set the
 * title of `ret`. */
bool legend_matrix(struct arena *a, const struct legend_input *in, enum channel_id id,
                   const struct symbol *neutral, struct legend_group *ret, struct lode_err *err);

/* The text of a class: `labels`, else `format`, else its value or range. `legend` (may be NULL) is
 * the layer's `legend:`, where both may stand too. */
bool legend_class_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                       size_t i, const struct node *legend, struct str *ret, struct lode_err *err);

/* The text of one number of a continuous scale. */
bool legend_value_text(struct arena *a, const struct style_params *params, const struct scaled *s,
                       double v, int decimals, const struct node *legend, struct str *ret,
                       struct lode_err *err);

/* Check `format` against what it may use: the column of `by`, value, from, to. */
bool legend_check_format(struct arena *a, const struct style_params *params,
                         const struct channel *c, const struct node *format, struct lode_err *err);

/* A text of the legend with expressions in braces, which may not read a column. */
bool legend_plain_text(struct arena *a, const struct style_params *params, const struct node *n,
                       struct str *ret, struct lode_err *err);

/* 'comm_group' -> "Comm group": the title that a column gives when the document has none. */
struct str legend_name(struct arena *a, struct str column);

#endif
