#include "visible.h"

#include "base/arena.h"

/* The window's right side may lie beyond 180 degrees, so may the box of a feature that crosses it.
 */
static bool meets_window(struct box b, struct box window)
{
    if (b.y1 < window.y0 || b.y0 > window.y1)
        return false;
    for (int turn = -360; turn <= 360; turn += 360) {
        if (b.x0 + turn <= window.x1 && window.x0 <= b.x1 + turn)
            return true;
    }
    return false;
}

uint8_t *visible_in_window(struct arena *a, const struct features *f, struct box window_deg)
{
    const struct geometry *g = &f->table.geom;
    if (!str_is(f->crs, "EPSG:4326") || box_is_empty(window_deg) || g->n != f->table.n)
        return NULL;
    uint8_t *ret = arena_array(a, uint8_t, g->n);
    for (size_t i = 0; i < g->n; i++)
        ret[i] = g->kind[i] != GEOM_NONE && meets_window(g->box[i], window_deg);
    return ret;
}

uint8_t *visible_on_page(struct arena *a, const struct styled_layer *layer,
                         const struct geometry *shapes, struct box frame_pt)
{
    uint8_t *ret = arena_array(a, uint8_t, layer->n);
    for (size_t i = 0; i < layer->n && i < shapes->n; i++) {
        if (shapes->kind[i] == GEOM_NONE)
            continue;
        /* shapes are cut a little beyond the frame; what lies in that margin alone is not seen, but
         * for markers, which reach in from there */
        double reach = shapes->kind[i] == GEOM_POINT ? layer->reach_pt : 0;
        ret[i] = box_meets(box_grow(shapes->box[i], reach), frame_pt);
    }
    return ret;
}

bool legends_same(const struct styled_layer *a, const struct styled_layer *b)
{
    if (a->n_legend != b->n_legend)
        return false;
    for (size_t g = 0; g < a->n_legend; g++) {
        const struct legend_group *x = &a->legend[g], *y = &b->legend[g];
        if (x->n != y->n || x->kind != y->kind || !str_eq(x->title, y->title))
            return false;
        for (size_t i = 0; i < x->n; i++) {
            if (!str_eq(x->entries[i].text, y->entries[i].text) ||
                !symbol_same(&x->entries[i].symbol, &y->entries[i].symbol))
                return false;
        }
    }
    return true;
}
