/* A layer's looks as written: a base symbol of constants, channels over it, the filter, the
 * legend's and the labels' part. */
#ifndef LODE_STYLE_LOOK_H
#define LODE_STYLE_LOOK_H

#include "expr/template.h"
#include "style/channel.h"

/* What of a symbol may vary from feature to feature. */
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
    int dash_word; /* a pattern in widths of the line, one more than its number; 0: none */
    double casing_beyond_pt; /* on each side; the casing's width follows the line's */
    const struct node *filter;
    const struct node *legend;
    struct label_look label;
};

/* Read and check all of a layer against the schema of its features. False when there was a fault.
 */
bool look_read(struct arena *a, const struct style_params *params, struct look_spec *ret,
               struct diags *diags);

/* Put one channel's look into a symbol. */
void look_set(const struct look_spec *l, enum channel_id id, union look v, struct symbol *s);

/* What follows from others, once all channels are set: casing and ticks. */
void look_settle(const struct look_spec *l, struct symbol *s);

/* The labels' part: a label layer's own properties, or `label:` of another. */
bool label_look_read(struct arena *a, const struct style_params *params, const struct node *n,
                     struct label_look *ret, struct diags *diags);

/* Properties of texts: font, size (unless by a scale), weight, style, color, halo, letter-spacing,
 * line-height, max-width. Those that are written replace those of `ret`. `diags` may be NULL. */
bool text_look_read(const struct node *n, struct text_style *ret, struct diags *diags);

#endif
