/* The second half of the layout, with the view known: true lengths and directions, final places. */
#include "page/layout.h"

/* An item in a strip that became smaller keeps its upper corner at the side where reading begins.
 */
static void shrink_in_strip(const struct page_layout *l, struct item *it)
{
    if (place_is_corner(it->at) || it->kind->wide)
        return;
    if (l->rtl)
        it->box_pt.x0 = it->box_pt.x1 - it->size.width_pt;
    else
        it->box_pt.x1 = it->box_pt.x0 + it->size.width_pt;
    it->box_pt.y1 = it->box_pt.y0 + it->size.height_pt;
}

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
                     "no room for the %s in its corner of the map", clash->kind->tag);
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

/* Whether the projection fills the frame: every vertex of the outline lies on the frame's edge. */
static bool fills_frame(const struct geometry *outline, struct box f)
{
    enum { NEAR_MILLIPT = 50 };
    double near = NEAR_MILLIPT / 1000.0;
    for (size_t i = 0; i < geometry_coords(outline); i++) {
        double x = outline->xy[2 * i], y = outline->xy[2 * i + 1];
        bool on_edge = fabs(x - f.x0) < near || fabs(x - f.x1) < near || fabs(y - f.y0) < near ||
                       fabs(y - f.y1) < near;
        if (!on_edge)
            return false;
    }
    return true;
}

static void list_taken(struct arena *a, struct page_layout *l)
{
    l->taken_pt = arena_array(a, struct box, l->n_items);
    l->n_taken = 0;
    for (size_t i = 0; i < l->n_items; i++) {
        if (place_is_corner(l->items[i].at) && !l->items[i].left_out)
            l->taken_pt[l->n_taken++] = l->items[i].box_pt;
    }
}

bool page_furnish(struct arena *a, struct page_layout *l, const struct view *v,
                  struct lode_err *err)
{
    /* Twice, since the length of a scale bar depends on its place and its place on its length. */
    if (!furnish_items(a, l, v, err) || !furnish_items(a, l, v, err) ||
        !settle_items(a, l, v, err) || !view_outline(a, v, &l->outline, err))
        return false;
    l->outline_is_frame = fills_frame(&l->outline, l->frame_pt);
    if (!graticule_settle(a, l, v, err))
        return false;
    list_taken(a, l);
    return true;
}

void page_taken(const struct page_layout *l, const struct box **ret, size_t *ret_n)
{
    *ret = l->taken_pt;
    *ret_n = l->n_taken;
}
