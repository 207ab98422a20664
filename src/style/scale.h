/* A scale at work: the values of a layer's features to classes, and a look for each class. */
#ifndef LODE_STYLE_SCALE_H
#define LODE_STYLE_SCALE_H

#include "style/channel.h"

#define NO_CLASS UINT32_MAX /* not drawn */

enum class_kind { CLASS_VALUE, CLASS_OTHER, CLASS_MISSING };

struct scale_class {
    enum class_kind kind;
    union look look;
    struct str value; /* of a category, as text */
    double lo,
        hi; /* of numbers: lo < x <= hi, the first class with lo; of a category, both its number */
    size_t count; /* features in it */
};

/* Classes in the order of the legend: rising numbers, names in the order of the alphabet (code
 * points), or as the document gives them in `map` or in a palette by name; `other` and `missing`
 * last. */
struct scaled {
    const struct channel *channel;
    uint32_t *class_of; /* a feature */
    struct scale_class *classes;
    size_t n;
    double domain[2]; /* continuous scales */
    struct scaled
        *half; /* two, of a pair: class i + n j is of the i-th and the j-th, n of the first */
    struct palette palette; /* continuous scales of colour */
    bool told; /* an earlier layer has the same scale, and tells what there is to tell */
};

/* `rows` are the features drawn. What has no value or no class is counted: log_warn
 * 'missing-value', 'no-class', 'palette-too-short', 'outside-domain'. */
bool scale_apply(struct arena *a, const struct channel *c, const struct style_params *params,
                 const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err);

/* Continuous scales: the look of `v`. */
union look scale_look(const struct scaled *s, double v);

/* No value: NULL, or a number that is none. */
bool scale_is_missing(const struct column *values, size_t row);

/* The rows that a layer draws: those that pass its filter and have a geometry. */
bool scale_rows(struct arena *a, const struct style_peer *p, uint32_t **ret, size_t *ret_n,
                struct lode_err *err);

/* For the parts: */

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

/* Of a pair: are two of its classes beside or above each other? What has no value touches all. */
bool scale_cells_touch(const struct scaled *s, size_t a, size_t b);
/* Of a half: classes that hold values; `missing` would be one more. */
size_t scale_values(const struct scaled *s);

/* Looks for `n` classes in order, by palette or range. False when there are not so many. */
bool scale_looks(struct arena *a, const struct channel *c, size_t n, union look *ret);

/* The palette of a colour's scale: as given, its range, or the usual one. */
void scale_palette(struct arena *a, const struct channel *c, struct palette *ret);

/* What stands for all other categories when the document does not say. */
union look scale_other(const struct channel *c);

/* The ends of `range`, or the usual ones of the property. */
void scale_range(const struct channel *c, double *ret_lo, double *ret_hi);

/* A value as text, without regard to language: what `map` and `labels` are looked up with. */
struct str scale_value_text(struct arena *a, const struct column *values, size_t row);

#endif
