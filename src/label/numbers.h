/* Short texts that every shape of a map has to get: the numbers of sheets on an index. Inside the
 * shape where there is room, in smaller letters if need be; beside a point; otherwise outside, with
 * a leader line to the middle of the shape; shapes that lie closely together may share one. No two
 * meet, no leader crosses a number or another leader. */
#ifndef LODE_LABEL_NUMBERS_H
#define LODE_LABEL_NUMBERS_H

#include "geom/geometry.h"
#include "label/label.h"

struct numbers_input {
    struct text_context *text;
    const struct geometry *shapes; /* page points */
    const struct str *texts;       /* shapes->n */
    struct text_style style;       /* its size is the largest */
    double least_pt;               /* the smallest size of its letters */
    double marker_pt;              /* how wide a point is drawn */
    struct box frame_pt;           /* numbers stay inside */
    const struct box *taken_pt;    /* and clear of these */
    size_t n_taken;
};

struct numbers {
    struct placed_label *v; /* `item` is the shape; in the order of shapes */
    size_t n;
    struct geometry leaders;      /* a GEOM_LINE feature for each number that has one */
    const struct pagexy *anchors; /* shapes->n: the middle of each; NAN for GEOM_NONE */
    /* shapes->n: the shape whose text names this one: mostly itself; the first one of a group that
     * shares a text and a leader; SIZE_MAX: the shape has no number */
    const size_t *with;
};

/* Deterministic: in the order of the shapes. The result lives in `a`. Fails as text_shape does. */
bool numbers_place(struct arena *a, const struct numbers_input *in, struct numbers *ret,
                   struct lode_err *err);

#endif
