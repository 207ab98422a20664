/* A channel: one property of a symbol as it is written, a constant or a scale of an expression. */
#ifndef LODE_STYLE_CHANNEL_H
#define LODE_STYLE_CHANNEL_H

#include "scale/kinds.h"
#include "style/palette.h"
#include "style/style.h"

enum look_kind { LOOK_COLOR, LOOK_LENGTH, LOOK_SHARE, LOOK_ANGLE, LOOK_SHAPE };

union look {
    struct rgba color;
    double number; /* points, a share, degrees */
    size_t shape;  /* of marker_shapes */
};

/* The order of categories, which decides the look that each gets. */
enum category_order {
    ORDER_USUAL, /* that of `map` or of a palette by name; by count with `top`; else by value */
    ORDER_VALUE,
    ORDER_COUNT, /* the commonest first */
    ORDER_GIVEN, /* as in `order_values`, then as the data give them */
};

struct channel {
    const char *name; /* as written: "color", "stroke.width" */
    enum look_kind kind;
    bool set; /* written at all; otherwise `constant` is the default */
    union look constant;
    const struct node *by; /* the expression; for a pair the list of two; NULL: constant */
    struct channel *pair;  /* with scale_of_two: two channels, to the right and up in the legend */
    const struct node *node;
    struct expr *expr;
    enum col_type type; /* of the expression */
    const struct scale_kind *scale;
    bool scale_given; /* `scale` is written; otherwise it is the usual one */
    bool has_palette, has_other, has_missing, has_domain, reverse;
    struct palette palette; /* for colours: as given, else the theme's or the usual one */
    struct lode_span palette_at;
    const union look *range;
    size_t n_range;
    const struct str *map_values; /* n_map categories with a look of their own */
    const union look *map_looks;
    size_t n_map;
    union look other, missing;
    enum category_order order;
    const struct str *order_values;
    size_t n_order_values;
    size_t top; /* 0: all categories */
    size_t classes;
    const double *breaks;
    size_t n_breaks;
    double domain[2];
    bool has_midpoint; /* for colours: the value that the middle of the palette stands for */
    double midpoint;
    const struct node *labels, *format, *title; /* for the legend; NULL: not given */
};

/* Each value has its own look: there are no classes. */
static inline bool channel_is_continuous(const struct channel *c)
{
    return c->by && (c->scale->form == SCALE_GROWING || c->scale->form == SCALE_AS_IT_IS);
}

/* Read `n` (NULL: not written), with `otherwise` as the default. Only the schema of the features is
 * used. All faults go to `diags`; false when there was one. */
bool channel_read(struct arena *a, const struct style_params *params, const struct node *n,
                  const char *name, enum look_kind kind, union look otherwise, struct channel *ret,
                  struct diags *diags);

/* Read what is special of `by: [a, b]`, once the keys that both kinds have are read. */
void channel_read_pair(struct arena *a, const struct style_params *params, struct channel *c,
                       struct diags *diags);

/* Add the fault in `err`, if there is one, to `diags` (NULL: it is dropped), and clear `err`. True
 * when there was none. */
bool channel_report(struct diags *diags, struct lode_err *err);

#endif
