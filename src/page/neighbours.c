/* Names of neighbours at the edges of the frame: every place along the edges where another area
 * goes on is tried, and the cheapest one is taken. */
#include <stdlib.h>

#include "base/arena.h"
#include "geom/inside.h"
#include "page/ink.h"
#include "page/layout.h"

/* Points, taste: from sample to sample along an edge, how far outside of the frame they lie (a
 * sheet that fills its frame has its neighbours there only), and round a name. */
static const double STEP = 3, OUTSET = 1.5, GAP = 2.5;
/* A text may begin and end beyond its area by this share of its length. */
static const double OVERHANG = 0.17;
/* What counts against a place, in lengths of its text or so; taste. */
static const double TURNED = 0.5, ACROSS = 2.5, OFF_MIDDLE = 0.6, SHORT_EDGE = 1, INK = 30,
                    BEYOND_AREA = 3, AWAY = 0.05;

enum side { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT, SIDE_N };

/* A run of samples of one side, all in one area. */
struct stretch {
    enum side side;
    double from_pt, to_pt; /* along the side */
    size_t area;
};

struct spot {
    enum side side;
    bool across; /* the text runs into the map */
    struct box box_pt;
    double cost;
};

struct edges {
    struct arena *a;
    const struct page_layout *l;
    const struct page_neighbours *in;
    ARRAY(struct stretch) stretches;
    struct page_sheet *sheet;
};

static bool is_level(enum side side)
{
    return side == SIDE_TOP || side == SIDE_BOTTOM;
}

/* The sample of a side, `along` it from its upper or left end. */
static struct pagexy on_side(struct box f, enum side side, double along)
{
    switch (side) {
    case SIDE_TOP:
        return (struct pagexy){f.x0 + along, f.y0 - OUTSET};
    case SIDE_BOTTOM:
        return (struct pagexy){f.x0 + along, f.y1 + OUTSET};
    case SIDE_LEFT:
        return (struct pagexy){f.x0 - OUTSET, f.y0 + along};
    default:
        return (struct pagexy){f.x1 + OUTSET, f.y0 + along};
    }
}

/* The area that holds the point; SIZE_MAX when none does. */
static size_t area_at(const struct geometry *g, struct pagexy at)
{
    for (size_t i = 0; i < g->n; i++) {
        if (geometry_holds(g, i, at.x_pt, at.y_pt))
            return i;
    }
    return SIZE_MAX;
}

/* List the stretches of a side, each beside one area. */
static void walk_side(struct edges *e, enum side side)
{
    struct box f = e->l->frame_pt;
    double length = is_level(side) ? box_width(f) : box_height(f);
    struct stretch s = {side, 0, 0, SIZE_MAX};

    for (double at = STEP; at < length + STEP / 2; at += STEP) {
        bool ends = at >= length - STEP / 2;
        size_t area = ends ? SIZE_MAX : area_at(e->in->shapes, on_side(f, side, at));
        if (area != s.area) {
            if (s.area != SIZE_MAX)
                *array_add(e->a, &e->stretches) = s;
            s = (struct stretch){side, at, at, area};
        }
        s.to_pt = at;
    }
}

/* The box at a side that is `along` long, `deep` into the map, and round `middle`. */
static struct box box_on_side(struct box f, enum side side, double middle, double along,
                              double deep)
{
    double a = middle - along / 2, b = middle + along / 2, far = GAP + deep;
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
    if (!box_holds(e->l->frame_pt, b))
        return false;

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

/* Add a text to the sheet. At the right edge it is read from top to bottom, at the left one from
 * bottom to top; a text that runs into the map from there is level. */
static void add_edge_text(struct edges *e, const struct text_block *block, const struct spot *s)
{
    struct box b = s->box_pt;
    struct page_edge_text *t = &e->sheet->edges[e->sheet->n_edges++];
    *t = (struct page_edge_text){.block = block, .at = {b.x0, b.y0}, .box_pt = b};
    if (is_level(s->side) != s->across)
        return;

    if (s->side == SIDE_RIGHT) {
        t->rotate_rad = M_PI / 2;
        t->at = (struct pagexy){b.x1, b.y0};
    } else {
        t->rotate_rad = -M_PI / 2;
        t->at = (struct pagexy){b.x0, b.y1};
    }
}

/* How far a box lies from its text's best place, which is where a line that leaves the page goes on
 * in the neighbour. */
static double away_from(const struct edges *e, size_t area, struct box b)
{
    const struct pagexy *to = e->in->towards ? &e->in->towards[area] : NULL;
    if (!to || isnan(to->x_pt))
        return 0;
    return hypot((b.x0 + b.x1) / 2 - to->x_pt, (b.y0 + b.y1) / 2 - to->y_pt);
}

/* Try the places of one stretch, from its middle to both sides; `best` is the cheapest so far. */
static void seek_in_stretch(struct edges *e, const struct stretch *s,
                            const struct text_block *block, bool across, struct spot *best)
{
    struct box f = e->l->frame_pt;
    double along = across ? block->height_pt : block->width_pt;
    double deep = across ? block->width_pt : block->height_pt, length = s->to_pt - s->from_pt;
    double over = fmax(along * (1 - 2 * OVERHANG), 1), middle = (s->from_pt + s->to_pt) / 2;
    if (length + STEP < over)
        return;

    double room = fmax(length - along, 0) / 2;
    double fixed = ACROSS * across + TURNED * (is_level(s->side) == across) +
                   SHORT_EDGE * fmax(1 - length / (2 * block->width_pt), 0) +
                   BEYOND_AREA * fmax(along - length, 0) / along;

    for (double shift = 0; shift <= room + STEP; shift += STEP) {
        for (int sign = -1; sign <= (shift > 0 ? 1 : -1); sign += 2) {
            struct spot at = {.side = s->side, .across = across};
            at.box_pt = box_on_side(f, s->side, middle + sign * fmin(shift, room), along, deep);
            at.cost = fixed + AWAY * away_from(e, s->area, at.box_pt) +
                      OFF_MIDDLE * (room > 0 ? fmin(shift / room, 1) : 0);
            if (at.cost >= best->cost || !is_free(e, at.box_pt))
                continue;

            double area = box_width(at.box_pt) * box_height(at.box_pt);
            at.cost += INK * ink_in(&e->in->shown, box_grow(at.box_pt, GAP)) / area;
            if (at.cost < best->cost)
                *best = at;
        }
    }
}

static bool shape_text(struct edges *e, size_t area, const struct text_block **ret,
                       struct lode_err *err)
{
    struct text_style style = style_theme_text(e->l->in.doc, "note");
    if (e->in->text_pt > 0)
        style.size_pt = e->in->text_pt;

    style.halo_color = (struct rgba){255, 255, 255, 255};
    style.halo_width_pt = 0.9;
    style.max_width_pt = 0;
    if (e->l->in.doc->language.s.len)
        style.language = e->l->in.doc->language.s;
    return text_shape(e->l->in.text, e->a, e->in->texts[area], &style, ret, err);
}

static bool place_text(struct edges *e, size_t area, struct lode_err *err)
{
    const struct text_block *block;
    struct spot best = {.cost = INFINITY};
    if (!shape_text(e, area, &block, err))
        return false;

    for (int across = 0; across < 2; across++) {
        for (size_t i = 0; i < e->stretches.n; i++) {
            if (e->stretches.v[i].area == area)
                seek_in_stretch(e, &e->stretches.v[i], block, across, &best);
        }
    }

    if (best.cost < INFINITY)
        add_edge_text(e, block, &best);
    else
        e->sheet->unplaced[e->sheet->n_unplaced++] = e->in->texts[area];
    return true;
}

/* An area and its share of the page's edges: names of the areas with the shortest share are placed
 * first. */
struct turn {
    size_t area;
    double length_pt; /* of all its stretches */
};

static int by_length(const void *pa, const void *pb)
{
    const struct turn *a = pa, *b = pb;
    if (a->length_pt != b->length_pt)
        return a->length_pt < b->length_pt ? -1 : 1;
    return (a->area > b->area) - (a->area < b->area);
}

/* The areas, those with the fewest places first. */
static struct turn *list_turns(struct edges *e)
{
    size_t n = e->in->shapes->n;
    struct turn *turns = arena_array(e->a, struct turn, n + 1);
    for (size_t i = 0; i < n; i++)
        turns[i].area = i;

    for (size_t i = 0; i < e->stretches.n; i++) {
        const struct stretch *s = &e->stretches.v[i];
        turns[s->area].length_pt += s->to_pt - s->from_pt;
    }

    qsort(turns, n, sizeof *turns, by_length);
    return turns;
}

bool page_neighbours(struct arena *a, const struct page_layout *l, const struct page_neighbours *in,
                     struct page_sheet *sheet, struct lode_err *err)
{
    size_t n = in->shapes->n;
    struct edges e = {.a = a, .l = l, .in = in, .sheet = sheet};
    sheet->edges = arena_array(a, struct page_edge_text, n);
    sheet->n_edges = 0;
    sheet->unplaced = arena_array(a, struct str, n);
    sheet->n_unplaced = 0;

    for (enum side side = SIDE_TOP; side < SIDE_N; side++)
        walk_side(&e, side);

    const struct turn *turns = list_turns(&e);
    for (size_t i = 0; i < n; i++) {
        /* what meets the frame at a corner only is no neighbour */
        if (turns[i].length_pt > 0 && in->texts[turns[i].area].len &&
            !place_text(&e, turns[i].area, err))
            return false;
    }
    return true;
}
