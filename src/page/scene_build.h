/* Record a scene: append ops to a list in the page's arena. Symbols and coordinates that are handed
 * in are copied, geometries and text blocks are borrowed. */
#ifndef LODE_PAGE_SCENE_BUILD_H
#define LODE_PAGE_SCENE_BUILD_H

#include "base/arena.h"
#include "page/scene.h"

struct scene_builder {
    struct arena *arena;
    ARRAY(struct scene_op) ops;
};

/* What is appended until the matching scene_end is a named part, drawn together with an opacity, or
 * clipped to a polygon. */
void scene_tag(struct scene_builder *b, struct str tag);
void scene_group(struct scene_builder *b, double opacity);
void scene_clip(struct scene_builder *b, const struct geometry *polygon);
void scene_clip_box(struct scene_builder *b, struct box box);
void scene_end(struct scene_builder *b);

/* The block's 0,0 at `at`, turned clockwise about it. */
void scene_text(struct scene_builder *b, const struct text_block *block, struct pagexy at,
                double rotate_rad);

/* `symbol_of` and `symbols` are borrowed. Nothing is recorded for a geometry without features. */
void scene_shapes(struct scene_builder *b, const struct geometry *geom, const uint32_t *symbol_of,
                  const struct symbol *symbols, unsigned passes);

/* Single shapes; `xy` has x and y of `n` vertices in turn. A polygon need not repeat its first
 * one. */
void scene_polygon(struct scene_builder *b, const double *xy, size_t n, const struct symbol *look);
void scene_line(struct scene_builder *b, const double *xy, size_t n, const struct symbol *look);
void scene_marker(struct scene_builder *b, struct pagexy at, const struct symbol *look);
void scene_box(struct scene_builder *b, struct box box, const struct symbol *look);

/* A symbol of a fill and a plain outline; width 0: no outline. */
struct symbol scene_look(struct rgba fill, struct rgba stroke, double width_pt);

/* A polygon of one feature and one ring. */
const struct geometry *scene_box_geometry(struct arena *a, struct box box);

#endif
