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

/* Twice the area inside a ring; its sign is that of its direction. */
static double ring_area2(const double *xy, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < n; i++)
        sum += xy[2 * i] * xy[2 * i + 3] - xy[2 * i + 2] * xy[2 * i + 1];
    return sum;
}

/* Whether the projection fills the frame. A world that is as high as the frame and narrower has all
 * its vertices on the frame's edges too, so areas are compared; a thousandth is no visible corner.
 */
static bool fills_frame(const struct geometry *outline, struct box f)
{
    double area2 = 0;
    for (size_t r = 0; r < geometry_rings(outline); r++) {
        size_t from = outline->at[r];
        area2 += fabs(ring_area2(outline->xy + 2 * from, outline->at[r + 1] - from));
    }
    return geometry_rings(outline) == 1 && area2 > 2 * 0.999 * box_width(f) * box_height(f);
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
        !view_outline(a, v, &l->outline, err))
        return false;
    l->outline.hidden = NULL; /* where the frame cuts the world its line is drawn as well */
    l->outline_is_frame = fills_frame(&l->outline, l->frame_pt);
    if (!settle_items(a, l, v, err) || !graticule_settle(a, l, v, err))
        return false;
    list_taken(a, l);
    return true;
}

void page_taken(const struct page_layout *l, const struct box **ret, size_t *ret_n)
{
    *ret = l->taken_pt;
    *ret_n = l->n_taken;
}
