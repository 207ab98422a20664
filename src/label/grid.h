/* What is taken on the page: boxes in a grid of cells, so that asking whether a label fits looks
 * only at its neighbourhood. */
#ifndef LODE_LABEL_GRID_H
#define LODE_LABEL_GRID_H

#include "geom/box.h"

struct arena;

enum taken_by {
    TAKEN_LABEL,
    TAKEN_SYMBOL,
    /* a symbol that has a name of its own: another name beside it would be taken for that one */
    TAKEN_NAMED,
};

struct grid;

/* Empty; boxes and grid live in `a`. What lies outside `area_pt` is not filed. */
struct grid *grid_create(struct arena *a, struct box area_pt);
void grid_add(struct grid *g, struct box b, enum taken_by by);

/* Whether a label, or an item of the page such as the legend, takes a part of `b`. */
bool grid_blocked(const struct grid *g, struct box b);

/* The share of `b` that symbols cover, 0 to 1 and more where they overlap each other; `except` (the
 * label's own symbol, drawn at that box) is not counted. */
double grid_covered(const struct grid *g, struct box b, struct box except);

/* Whether `b` meets a symbol that has a name of its own, other than one that overlaps `except`, the
 * label's own symbol: these two cannot be told apart anyway. */
bool grid_meets_named(const struct grid *g, struct box b, struct box except);

#endif
