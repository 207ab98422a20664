/* A layer's look as it is written: a base symbol of constants, channels over it, the filter, and
 * what it says of the legend and of labels. */
#ifndef LODE_STYLE_LOOK_H
#define LODE_STYLE_LOOK_H

#include "expr/template.h"
#include "style/channel.h"

/* The properties of a symbol that may vary from feature to feature. */
enum channel_id {
    CHANNEL_COLOR,
    CHANNEL_SHAPE,
    CHANNEL_SIZE,
    CHANNEL_WIDTH,
    CHANNEL_STROKE_COLOR,
    CHANNEL_STROKE_WIDTH,
    CHANNEL_OPACITY,
    CHANNEL_ROTATE,
    CHANNEL_N
};

struct label_look {
    const struct node *node; /* NULL: no labels */
    struct template_text *content;
    struct channel size;
    struct text_style text;
    enum label_place place;
    const struct node *priority, *required;
    double distance_pt;
    bool overlap;
};

struct look_spec {
    enum layer_kind kind;
    struct symbol base; /* all constants */
    struct channel channels[CHANNEL_N];
    bool ticks_follow_color; /* ticks have no colour of their own */
    int dash_word;           /* dashes by name: the number of the name from 1 on; 0: none */
    double casing_beyond_pt; /* on each side; the casing's width follows the line's */
    const struct node *filter;
    const struct node *legend;
    struct label_look label;
};

/* Read a layer's look and check it against the schema of its features. False when there was a
 * fault. */
bool look_read(struct arena *a, const struct style_params *params, struct look_spec *ret,
               struct diags *diags);

/* Put one channel's look into a symbol. */
void look_set(const struct look_spec *l, enum channel_id id, union look v, struct symbol *s);

/* Set what follows from other properties, once all channels are set: dashes by name, casing,
 * ticks. */
void look_settle(const struct look_spec *l, struct symbol *s);

/* Read labels from `n`: a label layer's own properties, or `label:` of another layer. */
bool label_look_read(struct arena *a, const struct style_params *params, const struct node *n,
                     struct label_look *ret, struct diags *diags);

/* Properties of texts: font, size (unless by a scale), weight, style, color, halo, letter-spacing,
 * line-height, max-width. Those that are written replace those of `ret`. `diags` may be NULL. */
bool text_look_read(const struct node *n, struct text_style *ret, struct diags *diags);

#endif
