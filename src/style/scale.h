/* A scale at work: the values of a layer's features to classes, and a look for each class. */
#ifndef LODE_STYLE_SCALE_H
#define LODE_STYLE_SCALE_H

#include "style/channel.h"

#define NO_CLASS UINT32_MAX /* not drawn */

enum class_kind { CLASS_VALUE, CLASS_OTHER, CLASS_MISSING };

struct scale_class {
    enum class_kind kind;
    union look look;
    struct str value; /* for a category, as text */
    /* For numbers lo < x <= hi, the first class with lo; for a category, both are its number. */
    double lo, hi;
    size_t count; /* features in it */
};

/* Classes in the order of the legend: rising numbers, names in the order of the alphabet (code
 * points), or as the document gives them in `map` or in a palette by name; `other` and `missing`
 * last. */
struct scaled {
    const struct channel *channel;
    uint32_t *class_of; /* of each feature drawn: its class, or NO_CLASS */
    struct scale_class *classes;
    size_t n;
    double domain[2]; /* continuous scales */
    /* For a pair two scales: class i + n j is class i of the first, which has n, and j of the
     * second. */
    struct scaled *half;
    struct palette palette; /* continuous scales of colour */
    bool years;             /* its numbers are years or codes: see column_has_years */
    bool reported;          /* an earlier layer has the same scale, and reports its warnings */
    bool shared;            /* other layers have it too */
};

/* Apply the scale of `c` to `rows`, the features drawn. Features without a value or a class are
 * counted in warnings: 'missing-value', 'no-class', 'palette-too-short', 'outside-domain'. */
bool scale_apply(struct arena *a, const struct channel *c, const struct style_params *params,
                 const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err);

/* Apply the scales of all `channels` (`n_channels` of them, of which those without `by` have none) to
 * the features `rows`. Those for which some scale has no class are not drawn: they leave `rows`, and
 * the scales are made of those that stay. A scale that other layers share keeps what it was made
 * of. */
bool scale_apply_all(struct arena *a, const struct channel *channels, size_t n_channels,
                     const struct style_params *params, uint32_t *rows, size_t *n,
                     struct scaled *ret, struct lode_err *err);

/* The look that a continuous scale gives to `v`. */
union look scale_look(const struct scaled *s, double v);

/* Is there no value in this row: NULL, or a number that is not finite? */
bool scale_is_missing(const struct column *values, size_t row);

/* Where `missing:` is stated, blank texts of a scale of categories have no value either: the legend would
 * say "No data" twice. */
void scale_miss_blanks(struct arena *a, const struct channel *c, struct column *values);

/* The rows that a layer draws: those that pass its filter and have a geometry of a kind that it
 * draws. */
bool scale_rows(struct arena *a, const struct style_peer *p, uint32_t **ret, size_t *ret_n,
                struct lode_err *err);

/* ---- between the files of the scales */

/* What decides the classes of a scale that several layers have: their values, in the order of the
 * layers. */
struct scale_pool {
    struct column values; /* n */
    const uint32_t *rows; /* 0, 1, ..., n - 1 */
    size_t n, offset;     /* where this layer's own values begin */
    bool first;           /* of the layers that share it */
};

/* False when no other layer has this scale. `own`, `rows`: the layer's own values. */
bool scale_share(struct arena *a, const struct channel *c, const struct style_params *params,
                 const struct column *own, const uint32_t *rows, size_t n, struct scale_pool *ret);

bool scale_category(struct arena *a, const struct channel *c, const struct column *values,
                    const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err);
bool scale_classes(struct arena *a, const struct channel *c, const double *values, size_t n,
                   struct scaled *ret);
bool scale_continuous(struct arena *a, const struct channel *c, const double *values, size_t n,
                      struct scaled *ret);

bool scale_pair(struct arena *a, const struct channel *c, const struct style_params *params,
                const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err);

/* Are two classes of a pair beside or above each other? That without a value touches all. */
bool scale_cells_touch(const struct scaled *s, size_t a, size_t b);
/* How many classes of one half hold values; `missing` would be one more. */
size_t scale_values(const struct scaled *s);

/* Looks for `n` classes in order, by palette or range. False when there are not so many. */
bool scale_looks(struct arena *a, const struct channel *c, size_t n, union look *ret);

/* The palette of a colour's scale: as given, its range, or the usual one. */
void scale_palette(struct arena *a, const struct channel *c, struct palette *ret);

/* The look of all other categories: as the document says, else the usual one. */
union look scale_other(const struct channel *c);

/* The ends of `range`, or the usual ones of the property; swapped by `reverse`. */
void scale_range(const struct channel *c, double *ret_lo, double *ret_hi);

/* A value as text that is the same in every language: `map` and `labels` are looked up by it. */
struct str scale_value_text(struct arena *a, const struct column *values, size_t row);

#endif
