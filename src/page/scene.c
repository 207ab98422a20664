/* Records a scene: each call appends one op to the list. */
#include "page/scene_build.h"

/* A geometry of one feature with one ring; a polygon's is closed. */
static const struct geometry *single_feature(struct arena *a, enum geom_kind kind, const double *xy,
                                             size_t n)
{
    struct geom_builder b = {0};
    struct geometry *g = arena_new(a, struct geometry);

    geom_feature(&b, kind);
    geom_part(&b);
    geom_ring(&b);
    geom_add(&b, (struct ring){xy, n});
    if (kind == GEOM_POLYGON && !ring_is_closed((struct ring){xy, n}))
        geom_xy(&b, xy[0], xy[1]);

    geom_finish(a, &b, g);
    return g;
}

/* Record a feature with a copy of its look. */
static void add_single(struct scene_builder *b, const struct geometry *g, const struct symbol *look,
                       unsigned passes)
{
    struct symbol *kept = arena_new(b->arena, struct symbol);
    *kept = *look;
    scene_shapes(b, g, NULL, kept, passes);
}

void scene_tag(struct scene_builder *b, struct str tag)
{
    *array_add(b->arena, &b->ops) = (struct scene_op){.kind = SCENE_TAG, .tag = tag};
}

void scene_group(struct scene_builder *b, double opacity)
{
    *array_add(b->arena, &b->ops) = (struct scene_op){.kind = SCENE_GROUP, .opacity = opacity};
}

void scene_clip(struct scene_builder *b, const struct geometry *polygon)
{
    *array_add(b->arena, &b->ops) = (struct scene_op){.kind = SCENE_CLIP, .clip = polygon};
}

void scene_clip_box(struct scene_builder *b, struct box box)
{
    scene_clip(b, scene_box_geometry(b->arena, box));
}

void scene_end(struct scene_builder *b)
{
    *array_add(b->arena, &b->ops) = (struct scene_op){.kind = SCENE_END};
}

void scene_text(struct scene_builder *b, const struct text_block *block, struct pagexy at,
                double rotate_rad)
{
    *array_add(b->arena, &b->ops) =
        (struct scene_op){.kind = SCENE_TEXT, .text = {block, at, rotate_rad}};
}

void scene_shapes(struct scene_builder *b, const struct geometry *geom, const uint32_t *symbol_of,
                  const struct symbol *symbols, unsigned passes)
{
    if (!geometry_coords(geom))
        return;
    *array_add(b->arena, &b->ops) =
        (struct scene_op){.kind = SCENE_SHAPES, .shapes = {geom, symbol_of, symbols, passes}};
}

void scene_polygon(struct scene_builder *b, const double *xy, size_t n, const struct symbol *look)
{
    add_single(b, single_feature(b->arena, GEOM_POLYGON, xy, n), look,
               PASS_FILL | PASS_HATCH | PASS_CASING | PASS_STROKE);
}

void scene_line(struct scene_builder *b, const double *xy, size_t n, const struct symbol *look)
{
    add_single(b, single_feature(b->arena, GEOM_LINE, xy, n), look, PASS_CASING | PASS_STROKE);
}

void scene_marker(struct scene_builder *b, struct pagexy at, const struct symbol *look)
{
    double xy[] = {at.x_pt, at.y_pt};
    add_single(b, single_feature(b->arena, GEOM_POINT, xy, 1), look, PASS_MARKER);
}

void scene_box(struct scene_builder *b, struct box box, const struct symbol *look)
{
    add_single(b, scene_box_geometry(b->arena, box), look,
               PASS_FILL | PASS_HATCH | PASS_CASING | PASS_STROKE);
}

struct symbol scene_look(struct rgba fill, struct rgba stroke, double width_pt)
{
    return (struct symbol){.fill = fill, .stroke = {.color = stroke, .width_pt = width_pt}};
}

const struct geometry *scene_box_geometry(struct arena *a, struct box box)
{
    double xy[] = {box.x0, box.y0, box.x1, box.y0, box.x1, box.y1, box.x0, box.y1, box.x0, box.y0};
    return single_feature(a, GEOM_POLYGON, xy, 5);
}
