/* What stands in the corners of the map frame: measured into the room that the others leave, and
 * stacked from the corner inward. */
#include "page/ink.h"
#include "page/layout.h"

/* From the frame to what stands in its corners. Taste: 7 pt, and less on a small figure, where they
 * would be much. */
static double inset_pt(const struct page_layout *l)
{
    double small = fmin(box_width(l->frame_pt), box_height(l->frame_pt));
    return fmin(fmax(0.015 * small, 3), 7);
}

static double gap_pt(const struct page_layout *l)
{
    return 0.8 * inset_pt(l);
}

/* With the panel's padding. */
static struct page_size outer_size(const struct item *it)
{
    return (struct page_size){it->size.width_pt + 2 * it->pad_pt,
                              it->size.height_pt + 2 * it->pad_pt};
}

static bool stands_in_corner(const struct item *it)
{
    return place_is_corner(it->at) && !it->left_out;
}

/* The frame without its inset: where corner items may stand. */
static struct box room_box(const struct page_layout *l)
{
    return box_grow(l->frame_pt, -inset_pt(l) - l->frame_line_pt / 2);
}

/* Where an item of that size stands in a corner when others take `down_pt` of it already. */
static struct box box_in_corner(const struct box room, enum place at, struct page_size size,
                                double down_pt)
{
    double x = place_is_left(at) ? room.x0 : room.x1 - size.width_pt;
    double y = place_is_top(at) ? room.y0 + down_pt : room.y1 - down_pt - size.height_pt;
    return (struct box){x, y, x + size.width_pt, y + size.height_pt};
}

/* Whether it leaves the room or meets an item before it. */
static bool item_clashes(const struct page_layout *l, const struct item *it, const struct box room)
{
    if (!box_holds(box_grow(room, 0.01), it->box_pt))
        return true;

    for (const struct item *other = l->items; other < it; other++) {
        if (stands_in_corner(other) && box_meets(other->box_pt, it->box_pt))
            return true;
    }
    return false;
}

bool corners_stack(struct page_layout *l, const struct item **ret_clash)
{
    struct box room = room_box(l);
    double down[AT_BOTTOM_RIGHT + 1] = {0};
    const struct item *clash = NULL;

    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (!stands_in_corner(it))
            continue;
        it->box_pt = box_in_corner(room, it->at, outer_size(it), down[it->at]);
        down[it->at] += outer_size(it).height_pt + gap_pt(l);
        if (!clash && item_clashes(l, it, room))
            clash = it;
    }

    *ret_clash = clash;
    return !clash;
}

/* What the other corner items take of the room for one: heights on its own side; on the other side
 * the heights and widest of those at the other end and of those at the same end of the frame. */
struct neighbours {
    double own_pt, far_pt, far_width_pt, near_width_pt;
};

static struct neighbours neighbours_of(const struct page_layout *l, const struct item *it)
{
    struct neighbours n = {0};
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item *other = &l->items[i];
        if (other == it || !stands_in_corner(other))
            continue;

        double w = outer_size(other).width_pt + gap_pt(l);
        double h = outer_size(other).height_pt + gap_pt(l);
        if (place_is_left(other->at) == place_is_left(it->at)) {
            n.own_pt += h;
        } else if (place_is_top(other->at) == place_is_top(it->at)) {
            n.near_width_pt = fmax(n.near_width_pt, w);
        } else {
            n.far_pt += h;
            n.far_width_pt = fmax(n.far_width_pt, w);
        }
    }
    return n;
}

/* Measure the legend or a table into the room beside all that stands on the other side of the
 * frame; or else into that beside what is at the same end there, and below or above the rest of
 * it. */
static bool measure_large(struct arena *a, struct page_layout *l, struct item *it,
                          struct lode_err *err)
{
    struct neighbours n = neighbours_of(l, it);
    struct box room = room_box(l);
    double w = box_width(room) - 2 * it->pad_pt, h = box_height(room) - 2 * it->pad_pt;

    struct page_size beside = {w - fmax(n.near_width_pt, n.far_width_pt), h - n.own_pt};
    struct page_size across = {w - n.near_width_pt, h - fmax(n.own_pt, n.far_pt)};
    struct lode_err first = {0}, second = {0};
    it->cramped = false;
    bool fits = it->kind->measure(a, l, it, beside, &first);
    if (fits && !it->cramped)
        return true;

    if ((fits || first.code == LODE_LIMIT) && it->kind->measure(a, l, it, across, &second))
        return true;
    if (fits)
        return it->kind->measure(a, l, it, beside, err);
    *err = first;
    return false;
}

/* The room of a small item: half of the frame's height, and half of its width, or all of its width
 * where nothing stands at the same end of the other side. */
static struct page_size small_room(const struct page_layout *l, const struct item *it)
{
    struct box room = room_box(l);
    bool alone = true;
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item *other = &l->items[i];
        if (stands_in_corner(other) && place_is_left(other->at) != place_is_left(it->at) &&
            place_is_top(other->at) == place_is_top(it->at))
            alone = false;
    }

    double w = alone ? box_width(room) : (box_width(room) - gap_pt(l)) / 2;
    return (struct page_size){w - 2 * it->pad_pt,
                              (box_height(room) - gap_pt(l)) / 2 - 2 * it->pad_pt};
}

/* Whether another item than `but` stands in that corner. */
static bool corner_is_used(const struct page_layout *l, const struct item *but, enum place at)
{
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item *it = &l->items[i];
        if (it != but && stands_in_corner(it) && it->at == at)
            return true;
    }
    return false;
}

/* Move the item to the corner where it hides least of the map, in an order of preference. */
static void choose_corner(struct page_layout *l, struct item *it, const struct page_shown *shown)
{
    const enum place order[] = {it->at, AT_BOTTOM_RIGHT, AT_BOTTOM_LEFT, AT_TOP_RIGHT, AT_TOP_LEFT};
    /* What the next corner must hide less, as a share of the item's box. Taste. */
    static const double PATIENCE = 0.005;
    enum place best = it->at;
    double least = INFINITY;
    const struct item *clash;

    for (int k = 0; k < 5; k++) {
        it->at = order[k];
        if (corner_is_used(l, it, order[k]) || !corners_stack(l, &clash))
            continue;

        double area = box_width(it->box_pt) * box_height(it->box_pt);
        double cost = ink_in(shown, it->box_pt) + PATIENCE * k * area;
        if (cost < least) {
            least = cost;
            best = order[k];
        }
    }

    it->at = best;
}

void corners_choose(struct page_layout *l, const struct page_shown *shown)
{
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (it->kind->movable && stands_in_corner(it) && !node_lookup(it->node, "at"))
            choose_corner(l, it, shown);
    }
}

bool corners_measure(struct arena *a, struct page_layout *l, struct lode_err *err)
{
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (stands_in_corner(it) && it->kind->rank == RANK_SMALL &&
            !it->kind->measure(a, l, it, small_room(l, it), err))
            return false;
    }

    for (unsigned rank = RANK_LEGEND; rank <= RANK_TABLE; rank++) {
        for (size_t i = 0; i < l->n_items; i++) {
            struct item *it = &l->items[i];
            if (stands_in_corner(it) && it->kind->rank == rank && !measure_large(a, l, it, err))
                return false;
        }
    }

    const struct item *clash;
    if (corners_stack(l, &clash))
        return true;
    lode_fail(err, LODE_LIMIT, section_span(clash->node),
              "no room for the %s in its corner of the map", item_tag(clash));
    return lode_hint(err, "move it to another corner, or beside the map (`at: right`)");
}
