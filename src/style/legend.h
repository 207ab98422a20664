/* The legend's entries, as they fall out of a layer's scales. */
#ifndef LODE_STYLE_LEGEND_H
#define LODE_STYLE_LEGEND_H

#include "style/look.h"
#include "style/scale.h"

struct legend_input {
    const struct style_params *params;
    const struct look_spec *spec;
    const struct scaled *scales; /* CHANNEL_N; channel NULL: constant */
    const uint32_t *first; /* n_symbols: an item that has the symbol, of those that are seen */
    size_t n_symbols;
};

/* A layer with scales gets a group for each expression that its scales show; one without gets an
 * entry when it states a text. Classes that no feature has are left out. */
bool legend_derive(struct arena *a, const struct legend_input *in, struct legend_group **ret,
                   size_t *ret_n, struct lode_err *err);

/* The faults of titles, formats and texts. */
void legend_check(struct arena *a, const struct style_params *params, const struct look_spec *spec,
                  struct diags *diags);

/* The group of a pair of scales; `neutral` is a symbol without its colours. `title` is filled in.
 */
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

/* A text of the legend with words in braces, but without a feature. */
bool legend_plain_text(struct arena *a, const struct style_params *params, const struct node *n,
                       struct str *ret, struct lode_err *err);

/* 'comm_group' -> "Comm group": for people, when nothing better is said. */
struct str legend_name(struct arena *a, struct str column);

#endif
