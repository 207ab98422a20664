/* Files what is taken on the page in cells, so that a label is compared with few boxes only. */
#include "label/grid.h"

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Taste: about the height of two lines of text; a label covers a handful of cells. */
#define CELL_PT 18.0

struct taken {
    struct box box;
    enum taken_by by;
    uint32_t next; /* 1 + index of the next in the cell; 0: none */
};

struct grid {
    struct arena *arena;
    struct box area;
    int cols, rows;
    uint32_t *first; /* of each cell: 1 + index */
    ARRAY(struct taken) taken;
};

struct cells {
    int col0, row0, col1, row1; /* both ends included; empty when col0 > col1 */
};

struct grid *grid_create(struct arena *a, struct box area_pt)
{
    struct grid *g = arena_new(a, struct grid);
    g->arena = a;
    g->area = area_pt;
    g->cols = (int)ceil(fmax(box_width(area_pt), 1) / CELL_PT);
    g->rows = (int)ceil(fmax(box_height(area_pt), 1) / CELL_PT);
    g->first = arena_array(a, uint32_t, (size_t)g->cols * (size_t)g->rows);
    return g;
}

/* The column or row of a coordinate; what lies outside the grid belongs to its outermost cells. */
static int cell_of(double v, double from, int n)
{
    double c = floor((v - from) / CELL_PT);
    return c < 0 ? 0 : c >= n ? n - 1 : (int)c;
}

static struct cells cells_of(const struct grid *g, struct box b)
{
    if (!box_meets(b, g->area))
        return (struct cells){0, 0, -1, -1};
    return (struct cells){cell_of(b.x0, g->area.x0, g->cols), cell_of(b.y0, g->area.y0, g->rows),
                          cell_of(b.x1, g->area.x0, g->cols), cell_of(b.y1, g->area.y0, g->rows)};
}

void grid_add(struct grid *g, struct box b, enum taken_by by)
{
    struct cells c = cells_of(g, b);
    for (int row = c.row0; row <= c.row1; row++) {
        for (int col = c.col0; col <= c.col1; col++) {
            uint32_t *first = &g->first[(size_t)row * (size_t)g->cols + (size_t)col];
            *array_add(g->arena, &g->taken) = (struct taken){b, by, *first};
            *first = (uint32_t)g->taken.n;
        }
    }
}

static double overlap_length(double a0, double a1, double b0, double b1)
{
    return fmax(0, fmin(a1, b1) - fmax(a0, b0));
}

static bool same_box(struct box a, struct box b)
{
    return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1;
}

/* Whether `b` meets a box that is taken `by` this kind, other than those that meet `except`. */
static bool meets_taken(const struct grid *g, struct box b, enum taken_by by, struct box except)
{
    struct cells c = cells_of(g, b);
    for (int row = c.row0; row <= c.row1; row++) {
        for (int col = c.col0; col <= c.col1; col++) {
            uint32_t i = g->first[(size_t)row * (size_t)g->cols + (size_t)col];
            for (; i; i = g->taken.v[i - 1].next) {
                const struct taken *t = &g->taken.v[i - 1];
                if (t->by == by && box_meets(t->box, b) && !box_meets(t->box, except))
                    return true;
            }
        }
    }
    return false;
}

bool grid_blocked(const struct grid *g, struct box b)
{
    return meets_taken(g, b, TAKEN_LABEL, BOX_EMPTY);
}

bool grid_meets_named(const struct grid *g, struct box b, struct box except)
{
    return meets_taken(g, b, TAKEN_NAMED, except);
}

double grid_covered(const struct grid *g, struct box b, struct box except)
{
    struct cells c = cells_of(g, b);
    double area = 0;
    for (int row = c.row0; row <= c.row1; row++) {
        for (int col = c.col0; col <= c.col1; col++) {
            uint32_t i = g->first[(size_t)row * (size_t)g->cols + (size_t)col];
            for (; i; i = g->taken.v[i - 1].next) {
                const struct taken *t = &g->taken.v[i - 1];
                if (t->by == TAKEN_LABEL || same_box(t->box, except))
                    continue;

                /* A box is filed in every cell that it meets: count it in the first shared one. */
                struct cells own = cells_of(g, t->box);
                int first_col = own.col0 > c.col0 ? own.col0 : c.col0;
                int first_row = own.row0 > c.row0 ? own.row0 : c.row0;
                if (col != first_col || row != first_row)
                    continue;

                area += overlap_length(b.x0, b.x1, t->box.x0, t->box.x1) *
                        overlap_length(b.y0, b.y1, t->box.y0, t->box.y1);
            }
        }
    }

    return area / fmax(box_width(b) * box_height(b), 1e-9);
}
