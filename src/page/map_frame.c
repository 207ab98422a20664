/* The map itself: background, layers, graticule, labels, all within the frame; then the frame's
 * line. */
#include "page/layout.h"

static void draw_layer(struct scene_builder *b, const struct styled_layer *layer,
                       const struct geometry *shape)
{
    if (layer->doc->kind == LAYER_LABEL || !geometry_coords(shape))
        return;
    scene_tag(b, str_format(b->arena, "layer: %.*s", STR_FMT(layer->doc->of.s)));
    if (layer->opacity < 1)
        scene_group(b, layer->opacity);
    const uint32_t *of = layer->symbol_of;
    if (layer->doc->kind == LAYER_FILL) {
        scene_shapes(b, shape, of, layer->symbols,
                     PASS_FILL | PASS_HATCH | PASS_CASING | PASS_STROKE);
    } else if (layer->doc->kind == LAYER_LINE) {
        /* All casings first, so that lines join at a junction and no casing cuts another line. */
        bool cased = false;
        for (size_t i = 0; i < layer->n_symbols; i++)
            cased |= layer->symbols[i].casing.width_pt > 0;
        if (cased)
            scene_shapes(b, shape, of, layer->symbols, PASS_CASING);
        scene_shapes(b, shape, of, layer->symbols, PASS_STROKE);
    } else {
        scene_shapes(b, shape, of, layer->symbols, PASS_MARKER);
    }
    if (layer->opacity < 1)
        scene_end(b);
    scene_end(b);
}

static void draw_background(struct scene_builder *b, const struct page_layout *l)
{
    const struct doc_map *map = &l->in.doc->map;
    struct rgba color = style_theme_color(l->in.doc, "map", (struct rgba){0});
    if (map->has_background)
        color = map->background;
    if (!color.a)
        return;
    struct symbol *look = arena_new(b->arena, struct symbol);
    *look = scene_look(color, (struct rgba){0}, 0);
    scene_tag(b, STR("background"));
    scene_shapes(b, &l->outline, NULL, look, PASS_FILL);
    scene_end(b);
}

/* The graticule lies on the areas and under everything else, labels included. */
static void draw_layers(struct scene_builder *b, const struct page_scene_input *in)
{
    bool net_drawn = false;
    for (size_t i = 0; i < in->n_layers; i++) {
        if (!net_drawn && in->layers[i].doc->kind != LAYER_FILL) {
            graticule_draw_lines(b, in->layout);
            net_drawn = true;
        }
        draw_layer(b, &in->layers[i], &in->shapes[i]);
    }
    if (!net_drawn)
        graticule_draw_lines(b, in->layout);
}

static void draw_labels(struct scene_builder *b, const struct label_result *labels)
{
    if (!labels || !labels->n)
        return;
    scene_tag(b, STR("labels"));
    for (size_t i = 0; i < labels->n; i++)
        scene_text(b, labels->v[i].block, labels->v[i].at, labels->v[i].rotate_rad);
    scene_end(b);
}

/* A map of the world has the world's own edge; the rectangle round it only when it is asked for. */
static void draw_frame(struct scene_builder *b, const struct page_layout *l)
{
    if (l->frame_line_pt <= 0)
        return;
    scene_tag(b, STR("frame"));
    if (!l->outline_is_frame) {
        scene_clip_box(b, box_grow(l->frame_pt, l->frame_line_pt / 2));
        scene_shapes(b, &l->outline, NULL, &l->frame_look, PASS_STROKE);
        scene_end(b);
    }
    if (l->outline_is_frame || l->frame_asked)
        scene_box(b, l->frame_pt, &l->frame_look);
    scene_end(b);
}

void map_frame_draw(struct scene_builder *b, const struct page_scene_input *in)
{
    const struct page_layout *l = in->layout;
    scene_tag(b, STR("map"));
    if (l->outline_is_frame || !geometry_coords(&l->outline))
        scene_clip_box(b, l->frame_pt);
    else
        scene_clip(b, &l->outline);
    draw_background(b, l);
    draw_layers(b, in);
    scene_end(b);
    /* A name at the edge of the world may reach over it. */
    scene_clip_box(b, l->frame_pt);
    draw_labels(b, in->labels);
    scene_end(b);
    draw_frame(b, l);
    scene_end(b);
}
