/* Draws what a page of an atlas has beside its map: the mask round its feature, and its neighbours'
 * names. */
#include "page/sheet.h"

#include "geom/inside.h"

bool sheet_holds(const struct page_sheet *s, struct pagexy at)
{
    for (size_t i = 0; i < s->inside->n; i++) {
        if (geometry_holds(s->inside, i, at.x_pt, at.y_pt))
            return true;
    }
    return false;
}

/* One polygon whose outer ring is the frame, and whose holes are the feature's rings. It is filled
 * even-odd, so that the feature's own holes are covered again. */
static const struct geometry *frame_less_feature(struct arena *a, struct box frame,
                                                 const struct geometry *in)
{
    struct geom_builder b = {0};
    struct geometry *g = arena_new(a, struct geometry);
    struct box f = box_grow(frame, 1);
    double xy[] = {f.x0, f.y0, f.x1, f.y0, f.x1, f.y1, f.x0, f.y1, f.x0, f.y0};

    geom_feature(&b, GEOM_POLYGON);
    geom_part(&b);
    geom_ring(&b);
    geom_add(&b, (struct ring){xy, 5});

    for (size_t r = 0; r < geometry_rings(in); r++) {
        geom_ring(&b);
        geom_add(&b, geometry_ring(in, r));
    }

    geom_finish(a, &b, g);
    return g;
}

void sheet_draw_mask(struct scene_builder *b, const struct page_layout *l,
                     const struct page_sheet *s)
{
    struct symbol *look = arena_new(b->arena, struct symbol);
    *look = scene_look(s->mask, (struct rgba){0}, 0);

    scene_tag(b, STR("mask"));
    scene_shapes(b, frame_less_feature(b->arena, l->frame_pt, s->inside), NULL, look, PASS_FILL);
    scene_end(b);
}

void sheet_draw_edges(struct scene_builder *b, const struct page_sheet *s)
{
    if (!s->n_edges)
        return;

    scene_tag(b, STR("neighbours"));
    for (size_t i = 0; i < s->n_edges; i++)
        scene_text(b, s->edges[i].block, s->edges[i].at, s->edges[i].rotate_rad);
    scene_end(b);
}
