/* The second half of the layout, when the view is known: true lengths and directions, final
 * places. */
#include "page/layout.h"

/* Round a name at the frame's edge, in points; taste: a label that touched it would be read with
 * it. */
static const double EDGE_GAP = 2.5;

/* An item of a strip that became smaller keeps its upper corner where reading begins. */
static void shrink_in_strip(const struct page_layout *l, struct item *it)
{
    if (!place_is_strip(it->at) || it->kind->wide)
        return;
    if (l->rtl)
        it->box_pt.x0 = it->box_pt.x1 - it->size.width_pt;
    else
        it->box_pt.x1 = it->box_pt.x0 + it->size.width_pt;
    it->box_pt.y1 = it->box_pt.y0 + it->size.height_pt;
}

/* Furnish all items and stack the corners anew. */
static bool furnish_items(struct arena *a, struct page_layout *l, const struct view *v,
                          struct lode_err *err)
{
    const struct item *clash;
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (it->left_out || !it->kind->furnish)
            continue;

        if (!it->kind->furnish(a, l, it, v, err))
            return false;
        shrink_in_strip(l, it);
    }

    if (corners_stack(l, &clash))
        return true;
    return lode_fail(err, LODE_LIMIT, section_span(clash->node),
                     "no room for the %s in its corner of the map", item_tag(clash));
}

static bool settle_items(struct arena *a, struct page_layout *l, const struct view *v,
                         struct lode_err *err)
{
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (!it->left_out && it->kind->settle && !it->kind->settle(a, l, it, v, err))
            return false;
    }
    return true;
}

/* Whether the projection fills the frame. A world that is as high as the frame and narrower has all
 * its vertices on the frame's edges too, so areas are compared; a thousandth is no visible corner.
 */
static bool fills_frame(const struct geometry *outline, struct box f)
{
    double area2 = 0;
    for (size_t r = 0; r < geometry_rings(outline); r++)
        area2 += fabs(ring_twice_area(geometry_ring(outline, r)));
    return geometry_rings(outline) == 1 && area2 > 2 * 0.999 * box_width(f) * box_height(f);
}

/* The boxes in the corners, which labels keep clear of. */
static void list_taken(struct arena *a, struct page_layout *l)
{
    l->taken_pt = arena_array(a, struct box, l->n_items);
    l->n_taken = 0;
    for (size_t i = 0; i < l->n_items; i++) {
        if (place_is_corner(l->items[i].at) && !l->items[i].left_out)
            l->taken_pt[l->n_taken++] = l->items[i].box_pt;
    }
}

/* The world may be smaller than its frame: what stands beside the frame moves to it. Columns begin
 * where it does, as far as they have room below. */
static void move_strips(struct page_layout *l)
{
    struct box f = l->frame_pt, o = geometry_box(&l->outline);
    if (box_is_empty(o))
        return;

    double low[AT_RIGHT + 1] = {0}; /* of each strip */
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item *it = &l->items[i];
        if (place_is_strip(it->at) && !it->left_out)
            low[it->at] = fmax(low[it->at], it->box_pt.y1);
    }

    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        double dx = 0, dy = 0;
        if (!place_is_strip(it->at) || it->kind->wide || it->left_out)
            continue;

        if (it->at == AT_LEFT || it->at == AT_RIGHT) {
            dx = it->at == AT_LEFT ? o.x0 - f.x0 : o.x1 - f.x1;
            dy = fmax(fmin(o.y0 - f.y0, f.y1 - low[it->at]), 0);
        } else {
            dy = it->at == AT_TOP ? o.y0 - f.y0 : o.y1 - f.y1;
        }

        it->box_pt = (struct box){it->box_pt.x0 + dx, it->box_pt.y0 + dy, it->box_pt.x1 + dx,
                                  it->box_pt.y1 + dy};
    }
}

bool page_furnish(struct arena *a, struct page_layout *l, const struct view *v,
                  const struct page_shown *shown, struct lode_err *err)
{
    corners_choose(l, shown);

    /* Twice, since the length of a scale bar depends on its place and its place on its length. */
    if (!furnish_items(a, l, v, err) || !furnish_items(a, l, v, err) ||
        !view_outline(a, v, &l->outline, err))
        return false;

    l->outline.hidden = NULL; /* where the frame cuts the world its line is drawn as well */
    l->outline_is_frame = fills_frame(&l->outline, l->frame_pt);
    if (!l->outline_is_frame && !l->frame_asked)
        move_strips(l);

    if (!settle_items(a, l, v, err))
        return false;
    list_taken(a, l);
    return true;
}

void page_taken(const struct page_layout *l, const struct page_sheet *sheet, struct arena *a,
                const struct box **ret, size_t *ret_n)
{
    *ret = l->taken_pt;
    *ret_n = l->n_taken;
    if (!sheet || !sheet->n_edges)
        return;

    struct box *all = arena_array(a, struct box, l->n_taken + sheet->n_edges);
    for (size_t i = 0; i < l->n_taken; i++)
        all[i] = l->taken_pt[i];
    for (size_t i = 0; i < sheet->n_edges; i++)
        all[l->n_taken + i] = box_grow(sheet->edges[i].box_pt, EDGE_GAP);

    *ret = all;
    *ret_n = l->n_taken + sheet->n_edges;
}
