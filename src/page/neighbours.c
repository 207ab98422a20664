/* Names of neighbours at the edges of the frame. */
#include <stdlib.h>

#include "geom/inside.h"
#include "page/layout.h"

/* Points. Samples along an edge, and how far inside it they lie; taste. */
static const double STEP = 3, INSET = 1.5, GAP = 2.5;

enum side { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT, SIDE_N };

/* A run of samples of one side, all in one area. */
struct stretch {
    enum side side;
    double from_pt, to_pt; /* along the side */
};

struct edges {
    struct arena *a;
    const struct page_layout *l;
    const struct page_neighbours *in;
    struct stretch *longest; /* of each area */
    struct page_sheet *sheet;
};

static bool is_level(enum side side)
{
    return side == SIDE_TOP || side == SIDE_BOTTOM;
}

static struct pagexy on_side(struct box f, enum side side, double along)
{
    switch (side) {
    case SIDE_TOP:
        return (struct pagexy){f.x0 + along, f.y0 + INSET};
    case SIDE_BOTTOM:
        return (struct pagexy){f.x0 + along, f.y1 - INSET};
    case SIDE_LEFT:
        return (struct pagexy){f.x0 + INSET, f.y0 + along};
    default:
        return (struct pagexy){f.x1 - INSET, f.y0 + along};
    }
}

static size_t area_at(const struct geometry *g, struct pagexy at)
{
    for (size_t i = 0; i < g->n; i++) {
        if (geometry_holds(g, i, at.x_pt, at.y_pt))
            return i;
    }
    return SIZE_MAX;
}

static bool is_covered(const struct page_layout *l, struct pagexy at)
{
    for (size_t i = 0; i < l->n_taken; i++) {
        struct box b = l->taken_pt[i];
        if (at.x_pt >= b.x0 && at.x_pt <= b.x1 && at.y_pt >= b.y0 && at.y_pt <= b.y1)
            return true;
    }
    return false;
}

static void end_stretch(struct edges *e, size_t area, struct stretch s)
{
    if (area == SIZE_MAX)
        return;
    struct stretch *best = &e->longest[area];
    /* A text along a level edge is read without turning the page. */
    double favour = is_level(s.side) ? 1.5 : 1, kept = is_level(best->side) ? 1.5 : 1;
    if (favour * (s.to_pt - s.from_pt) > kept * (best->to_pt - best->from_pt))
        *best = s;
}

static void walk(struct edges *e, enum side side)
{
    struct box f = e->l->frame_pt;
    double length = is_level(side) ? box_width(f) : box_height(f);
    size_t current = SIZE_MAX;
    struct stretch s = {side, 0, 0};
    for (double at = STEP; at < length - STEP / 2; at += STEP) {
        struct pagexy p = on_side(f, side, at);
        size_t area = is_covered(e->l, p) ? SIZE_MAX : area_at(e->in->shapes, p);
        if (area != current) {
            end_stretch(e, current, s);
            s.from_pt = at;
            current = area;
        }
        s.to_pt = at;
    }
    end_stretch(e, current, s);
}

static struct box box_at(struct box f, enum side side, double middle, double along, double across)
{
    double a = middle - along / 2, b = middle + along / 2, far = GAP + across;
    switch (side) {
    case SIDE_TOP:
        return (struct box){f.x0 + a, f.y0 + GAP, f.x0 + b, f.y0 + far};
    case SIDE_BOTTOM:
        return (struct box){f.x0 + a, f.y1 - far, f.x0 + b, f.y1 - GAP};
    case SIDE_LEFT:
        return (struct box){f.x0 + GAP, f.y0 + a, f.x0 + far, f.y0 + b};
    default:
        return (struct box){f.x1 - far, f.y0 + a, f.x1 - GAP, f.y0 + b};
    }
}

static bool is_free(const struct edges *e, struct box b)
{
    for (size_t i = 0; i < e->l->n_taken; i++) {
        if (box_meets(e->l->taken_pt[i], b))
            return false;
    }
    for (size_t i = 0; i < e->sheet->n_edges; i++) {
        if (box_meets(box_grow(e->sheet->edges[i].box_pt, GAP), b))
            return false;
    }
    return true;
}

/* On the right it is read from top to bottom, on the left from bottom to top. */
static void put(struct edges *e, const struct text_block *block, enum side side, struct box b)
{
    struct page_edge_text *t = &e->sheet->edges[e->sheet->n_edges++];
    *t = (struct page_edge_text){.block = block, .at = {b.x0, b.y0}, .box_pt = b};
    if (side == SIDE_LEFT) {
        t->rotate_rad = -M_PI / 2;
        t->at = (struct pagexy){b.x0, b.y1};
    } else if (side == SIDE_RIGHT) {
        t->rotate_rad = M_PI / 2;
        t->at = (struct pagexy){b.x1, b.y0};
    }
}

static bool place(struct edges *e, size_t area, struct lode_err *err)
{
    struct stretch s = e->longest[area];
    struct text_style style = style_theme_text(e->l->in.doc, "note");
    const struct text_block *block;
    struct str text = e->in->texts[area];
    if (!text.len || s.to_pt <= s.from_pt)
        return true;
    if (e->in->text_pt > 0)
        style.size_pt = e->in->text_pt;
    style.halo_color = (struct rgba){255, 255, 255, 255};
    style.halo_width_pt = 0.9;
    style.max_width_pt = 0;
    if (e->l->in.doc->language.s.len)
        style.language = e->l->in.doc->language.s;
    if (!text_shape(e->l->in.text, e->a, text, &style, &block, err))
        return false;
    double length = s.to_pt - s.from_pt, room = length - block->width_pt;
    if (room < -block->width_pt / 3)
        return true; /* it would stand at its neighbour's neighbours */
    double middle = (s.from_pt + s.to_pt) / 2;
    /* The middle first, then to and fro. */
    for (int k = 0; k < 9; k++) {
        double shift = (k % 2 ? 1 : -1) * ((k + 1) / 2) * fmax(room, 0) / 10;
        struct box b =
            box_at(e->l->frame_pt, s.side, middle + shift, block->width_pt, block->height_pt);
        if (!box_holds(e->l->frame_pt, b) || !is_free(e, b))
            continue;
        put(e, block, s.side, b);
        break;
    }
    return true;
}

bool page_neighbours(struct arena *a, const struct page_layout *l, const struct page_neighbours *in,
                     struct page_sheet *sheet, struct lode_err *err)
{
    size_t n = in->shapes->n;
    struct edges e = {.a = a, .l = l, .in = in, .sheet = sheet};
    e.longest = arena_array(a, struct stretch, n);
    sheet->edges = arena_array(a, struct page_edge_text, n);
    sheet->n_edges = 0;
    for (enum side side = SIDE_TOP; side < SIDE_N; side++)
        walk(&e, side);
    for (size_t i = 0; i < n; i++) {
        if (!place(&e, i, err))
            return false;
    }
    return true;
}
