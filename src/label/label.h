/* Which labels stand, and where. Deterministic: required labels first, then by priority, then order
 * of layers (later first), then order of features. Point labels try twelve positions round their
 * symbol (Imhof's preference: upper right first); area labels the widest place and places near it,
 * in one line or wrapped; line labels straight stretches, along them. Source: Imhof 1975,
 * doi:10.1559/152304075784313304. */
#ifndef LODE_LABEL_LABEL_H
#define LODE_LABEL_LABEL_H

#include "geom/geometry.h"
#include "style/style.h"
#include "text/text.h"

struct label_layer {
    const struct styled_layer *layer; /* with layer->label */
    const struct geometry *shape;     /* page points; feature i is item i of the styled layer */
};

struct label_input {
    struct text_context *text;
    const struct label_layer *layers; /* those with labels, in drawing order */
    size_t n_layers;
    /* Symbols that labels must not cover: all marker layers, labelled or not. */
    const struct label_layer *obstacles;
    size_t n_obstacles;
    struct box frame_pt;        /* labels stay inside */
    const struct box *taken_pt; /* where legend, scale bar, arrow, locator stand on the map */
    size_t n_taken;
};

struct placed_label {
    const struct text_block *block;
    struct pagexy at;  /* where the block's 0,0 goes */
    double rotate_rad; /* clockwise about `at` */
    size_t layer, item;
};

struct label_result {
    const struct placed_label *v; /* drawing order */
    size_t n;
    struct label_count {
        size_t wanted, placed;
    } * count; /* one for each layer of the input */
};

/* Fails: a `required` label that finds no place, with the place of its style (LODE_GEOM). Labels
 * that do not stand are counted (log_note 'unplaced-labels'). */
bool label_place(struct arena *a, const struct label_input *in, struct label_result *ret,
                 struct lode_err *err);

#endif
