/* Decides which labels stand and where: the most important first, each at the best place that is
 * left. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"
#include "base/log.h"
#include "base/units.h"
#include "label/candidate.h"
#include "label/grid.h"
#include "label/label.h"

/* Two labels of one text and layer, such as a river in pieces, keep this far apart. Taste. */
#define REPEAT_PT (60 * PT_PER_MM)

/* A label covers symbols only this much unless it is important. Measured on a map of 2,500
 * deposits: a touched rim goes unnoticed, more looks like a mistake. */
#define COVER_MAX 0.04

/* A name this near to a symbol seems to belong to it. Taste: the width of a thin letter. */
#define BESIDE_PT 1.5

/* A feature that wants its label. */
struct wish {
    size_t layer, item;
    double priority;
    bool required;
};

static int by_importance(const void *pa, const void *pb)
{
    const struct wish *a = pa, *b = pb;
    if (a->required != b->required)
        return a->required ? -1 : 1;
    if (a->priority != b->priority)
        return a->priority > b->priority ? -1 : 1;
    if (a->layer != b->layer)
        return a->layer > b->layer ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* What the symbol of an item takes when it stands at `at`; without extent for all but markers. */
static struct box symbol_box(const struct label_layer *l, size_t item, struct pagexy at)
{
    const struct symbol *s = &l->layer->symbols[l->layer->symbol_of[item]];
    double half = l->layer->doc->kind == LAYER_MARKER ? symbol_half_pt(s) : 0;
    double x = at.x_pt + s->offset.x_pt, y = at.y_pt + s->offset.y_pt;
    return (struct box){x - half, y - half, x + half, y + half};
}

static struct pagexy first_point(const struct geometry *g, size_t i)
{
    return pagexy_at(geometry_first(g, i), 0);
}

/* Whether a line ends inside a word. */
static bool breaks_a_word(const struct text_block *b)
{
    for (size_t i = 0; i + 1 < b->n_lines; i++) {
        struct str line = b->lines[i].text;
        const char *end = line.p + line.len, *next = b->lines[i + 1].text.p;
        if (line.len && end[-1] != ' ' && end[-1] != '-' && end == next)
            return true;
    }
    return false;
}

/* The narrowest form of two or three lines that keeps words whole, into item->wrapped; it stays
 * NULL when there is none. */
static bool wrap_text(struct text_context *context, struct arena *a, const struct text_style *style,
                      struct label_item *item, struct lode_err *err)
{
    struct text_style text = *style;
    size_t space;
    if (!str_find(item->block->text, STR(" "), &space))
        return true;

    text.align = ALIGN_CENTRE;
    for (double share = 0.5; share < 0.95; share += 0.1) {
        const struct text_block *wrapped;
        text.max_width_pt = item->block->width_pt * share;
        if (!text_shape(context, a, item->block->text, &text, &wrapped, err))
            return false;
        if (wrapped->n_lines > 1 && wrapped->n_lines <= 3 && !breaks_a_word(wrapped)) {
            item->wrapped = wrapped;
            return true;
        }
    }
    return true;
}

/* Where the label of an item stands: a point's always round it. */
static enum label_place place_of(const struct label_layer *l, size_t item)
{
    enum geom_kind kind = (enum geom_kind)l->shape->kind[item];
    if (kind == GEOM_POINT)
        return PLACE_POINT;
    if (l->layer->label->place != PLACE_BY_KIND)
        return l->layer->label->place;
    return kind == GEOM_POLYGON ? PLACE_AREA : PLACE_LINE;
}

static bool shape_item(struct arena *a, const struct label_input *in, const struct wish *wish,
                       struct label_item *ret, struct lode_err *err)
{
    const struct label_layer *l = &in->layers[wish->layer];
    const struct label_style *style = l->layer->label;
    struct text_style text = style->text;
    struct str content = style->content[wish->item];

    if (style->size_pt)
        text.size_pt = style->size_pt[wish->item];
    *ret = (struct label_item){
        .style = style, .shape = l->shape, .feature = wish->item, .place = place_of(l, wish->item)};
    if (!text_shape(in->text, a, content, &text, &ret->block, err))
        return false;

    if (ret->place == PLACE_AREA && !wrap_text(in->text, a, &text, ret, err))
        return false;
    if (l->layer->doc->kind == LAYER_LINE)
        ret->half_line_pt =
            symbol_half_line_pt(&l->layer->symbols[l->layer->symbol_of[wish->item]]);
    if (ret->place == PLACE_POINT)
        ret->symbol_pt = symbol_box(l, wish->item, first_point(l->shape, wish->item));
    return true;
}

static bool candidate_fits(const struct candidate *c, const struct grid *grid, struct box frame,
                           bool overlap)
{
    for (int k = 0; k < c->n_boxes; k++) {
        if (!box_holds(frame, c->boxes[k]))
            return false;
        if (!overlap && grid_blocked(grid, c->boxes[k]))
            return false;
    }
    return true;
}

static double share_covered(const struct candidate *c, const struct grid *grid, struct box own)
{
    double sum = 0;
    for (int k = 0; k < c->n_boxes; k++)
        sum += grid_covered(grid, c->boxes[k], own);
    return sum / c->n_boxes;
}

/* Whether the name would be read as that of another symbol. */
static bool candidate_misleads(const struct candidate *c, const struct grid *grid, struct box own)
{
    for (int k = 0; k < c->n_boxes; k++) {
        if (grid_meets_named(grid, box_grow(c->boxes[k], BESIDE_PT), own))
            return true;
    }
    return false;
}

/* The cheapest place: preference, and symbols that it would cover. A name that would mislead is
 * left out, but for one that is required. */
static const struct candidate *choose_candidate(const struct candidate_list *list,
                                                const struct grid *grid, struct box frame,
                                                const struct label_item *item,
                                                const struct wish *wish)
{
    bool important = wish->required || wish->priority > 0;
    const struct candidate *best = NULL;
    double least = INFINITY;

    for (size_t i = 0; i < list->n; i++) {
        const struct candidate *c = &list->v[i];
        if (!candidate_fits(c, grid, frame, item->style->optional_collide) ||
            (!wish->required && candidate_misleads(c, grid, item->symbol_pt)))
            continue;

        double cover = share_covered(c, grid, item->symbol_pt);
        double cost = c->cost + 10 * cover;
        if (cost < least && (important || cover <= COVER_MAX || item->style->optional_collide)) {
            least = cost;
            best = c;
        }
    }

    return best;
}

static void add_obstacles(struct grid *grid, const struct label_input *in)
{
    for (size_t i = 0; i < in->n_taken; i++)
        grid_add(grid, in->taken_pt[i], TAKEN_LABEL);
    for (size_t o = 0; o < in->n_obstacles; o++) {
        const struct label_layer *l = &in->obstacles[o];
        for (size_t i = 0; i < l->shape->n; i++) {
            bool named = l->layer->label && l->layer->label->content[i].len;
            struct range parts = geometry_parts_of(l->shape, i);
            for (size_t p = parts.from; p < parts.end; p++) {
                struct pagexy at = pagexy_at(geometry_outer(l->shape, p).xy, 0);
                grid_add(grid, symbol_box(l, i, at), named ? TAKEN_NAMED : TAKEN_SYMBOL);
            }
        }
    }
}

/* Whether a point lies outside the frame; its symbol may reach into it. */
static bool lies_outside(const struct geometry *g, size_t i, struct box frame)
{
    if (g->kind[i] != GEOM_POINT)
        return false;
    struct pagexy p = first_point(g, i);
    return p.x_pt < frame.x0 || p.x_pt > frame.x1 || p.y_pt < frame.y0 || p.y_pt > frame.y1;
}

/* What is to be labelled, the most important first. */
static struct wish *list_wishes(struct arena *a, const struct label_input *in, size_t *ret_n,
                                struct label_count *count)
{
    size_t n = 0;
    for (size_t l = 0; l < in->n_layers; l++)
        n += in->layers[l].shape->n;
    struct wish *wishes = arena_array(a, struct wish, n);

    n = 0;
    for (size_t l = 0; l < in->n_layers; l++) {
        const struct label_style *style = in->layers[l].layer->label;
        for (size_t i = 0; i < in->layers[l].shape->n; i++) {
            const struct geometry *g = in->layers[l].shape;
            if (g->kind[i] == GEOM_NONE || !style->content[i].len ||
                lies_outside(g, i, in->frame_pt))
                continue;

            wishes[n++] = (struct wish){l, i, style->priority ? style->priority[i] : 0,
                                        style->required && style->required[i]};
            count[l].wanted++;
        }
    }

    qsort(wishes, n, sizeof *wishes, by_importance);
    *ret_n = n;
    return wishes;
}

static void list_candidates(struct arena *a, const struct label_item *item,
                            struct candidate_list *ret)
{
    if (item->place == PLACE_POINT)
        candidates_point(a, item, ret);
    else if (item->place == PLACE_LINE)
        candidates_line(a, item, ret);
    else
        candidates_area(a, item, ret);
}

struct standing {
    struct placed_label *v;
    size_t n, cap;
};

/* Whether the same words of the same layer stand near: the name of a river that comes in pieces. */
static bool stands_near_already(const struct standing *standing, const struct wish *wish,
                                const struct candidate *c)
{
    for (size_t i = 0; i < standing->n; i++) {
        const struct placed_label *p = &standing->v[i];
        if (p->layer == wish->layer && text_same(p->block->text, c->block->text) &&
            hypot(p->at.x_pt - c->at.x_pt, p->at.y_pt - c->at.y_pt) < REPEAT_PT)
            return true;
    }
    return false;
}

static int by_layer(const void *pa, const void *pb)
{
    const struct placed_label *a = pa, *b = pb;
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

static bool place_wish(struct arena *a, const struct label_input *in, const struct wish *wish,
                       struct grid *grid, struct standing *standing, struct label_count *count,
                       struct lode_err *err)
{
    struct label_item item;
    struct candidate_list list = {0};
    const struct label_style *style = in->layers[wish->layer].layer->label;

    if (!shape_item(a, in, wish, &item, err))
        return false;

    list_candidates(a, &item, &list);
    const struct candidate *c = choose_candidate(&list, grid, in->frame_pt, &item, wish);
    if (c && item.place == PLACE_LINE && stands_near_already(standing, wish, c)) {
        count[wish->layer].wanted--; /* the name is on the map already */
        return true;
    }

    if (!c && wish->required) {
        lode_fail(err, LODE_GEOM, style->at, "no place for the required label '%.*s'",
                  STR_FMT(style->content[wish->item]));
        return lode_hint(err,
                         "make it smaller, the map larger, or raise its priority above others");
    }
    if (!c)
        return true;

    for (int k = 0; k < c->n_boxes; k++)
        grid_add(grid, c->boxes[k], TAKEN_LABEL);
    *array_add(a, standing) =
        (struct placed_label){c->block, c->at, c->rotate_rad, wish->layer, wish->item};
    count[wish->layer].placed++;
    return true;
}

static void report_unplaced(const struct label_input *in, const struct label_count *count)
{
    for (size_t l = 0; l < in->n_layers; l++) {
        if (count[l].placed == count[l].wanted)
            continue;
        log_note(in->layers[l].layer->label->at, "unplaced-labels",
                 "%zu of %zu labels of '%.*s' found no place", count[l].wanted - count[l].placed,
                 count[l].wanted, STR_FMT(in->layers[l].layer->doc->of.s));
    }
}

bool label_place(struct arena *a, const struct label_input *in, struct label_result *ret,
                 struct lode_err *err)
{
    size_t n;
    struct standing standing = {0};
    struct label_count *count = arena_array(a, struct label_count, in->n_layers);
    struct wish *wishes = list_wishes(a, in, &n, count);
    struct grid *grid = grid_create(a, in->frame_pt);

    add_obstacles(grid, in);
    for (size_t i = 0; i < n; i++) {
        if (!place_wish(a, in, &wishes[i], grid, &standing, count, err))
            return false;
    }

    if (standing.n)
        qsort(standing.v, standing.n, sizeof *standing.v, by_layer);
    report_unplaced(in, count);
    *ret = (struct label_result){standing.v, standing.n, count};
    return true;
}
