/* The places that a label may take, in order of preference, for one item. */
#ifndef LODE_LABEL_CANDIDATE_H
#define LODE_LABEL_CANDIDATE_H

#include "label/label.h"

/* A label along a line is covered by small boxes, since it is not upright. */
enum { CANDIDATE_BOXES = 12 };

struct candidate {
    const struct text_block *block;
    struct pagexy at; /* of the block's 0,0 */
    double rotate_rad;
    struct box boxes[CANDIDATE_BOXES];
    int n_boxes;
    double cost; /* 0: the best place; 1: the worst that is still good */
};

struct candidate_list {
    struct candidate *v;
    size_t n, cap;
};

/* An item to be labelled, with its texts shaped. */
struct label_item {
    const struct label_style *style;
    const struct text_block *block;
    const struct text_block *wrapped; /* NULL: the text cannot be broken */
    const struct geometry *shape;
    size_t feature;
    enum label_place place; /* not PLACE_BY_KIND */
    struct box symbol_pt;   /* of its marker; its point for others */
    double half_line_pt;    /* of its line, across; 0 for others */
};

/* Each adds places to `ret`, which lives in `a`. For a point: Imhof's eight positions round a
 * symbol, then four on its sides. */
void candidates_point(struct arena *a, const struct label_item *item, struct candidate_list *ret);

/* For an area: the widest place of the largest part, and places near it; wrapped where that fits
 * better. None when the area is much smaller than its name. */
void candidates_area(struct arena *a, const struct label_item *item, struct candidate_list *ret);

/* For a line: straight stretches of its longest part, above it, near its middle first. None when
 * the text has several lines or is longer than the line. */
void candidates_line(struct arena *a, const struct label_item *item, struct candidate_list *ret);

#endif
