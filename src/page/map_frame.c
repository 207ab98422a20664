/* Draws the map itself: background, layers, graticule and labels within the frame, then the frame's
 * line. */
#include "page/layout.h"
#include "page/sheet.h"

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

/* What items of the page draw in the map itself, such as the lines of a graticule. */
static void draw_items_under(struct scene_builder *b, const struct page_layout *l)
{
    for (size_t i = 0; i < l->n_items; i++) {
        if (l->items[i].kind->draw_under)
            l->items[i].kind->draw_under(b, l, &l->items[i]);
    }
}

/* A graticule lies on the areas and under everything else, labels included. */
static void draw_layers(struct scene_builder *b, const struct page_scene_input *in)
{
    bool net_drawn = false;
    for (size_t i = 0; i < in->n_layers; i++) {
        if (!net_drawn && in->layers[i].doc->kind != LAYER_FILL) {
            draw_items_under(b, in->layout);
            net_drawn = true;
        }
        draw_layer(b, &in->layers[i], &in->shapes[i]);
    }
    if (!net_drawn)
        draw_items_under(b, in->layout);
}

/* The `n`-th of the layers with labels. */
static size_t find_labelled(const struct page_scene_input *in, size_t n)
{
    size_t i = 0;
    for (; i < in->n_layers; i++) {
        if (in->layers[i].label && n-- == 0)
            break;
    }
    return i;
}

/* What the label names: its point, or where there is none the place where it stands. */
static struct pagexy anchor_of(const struct page_scene_input *in, const struct placed_label *p)
{
    size_t i = find_labelled(in, p->layer);
    const struct geometry *g = i < in->n_layers ? &in->shapes[i] : NULL;
    if (g && p->item < g->n && g->kind[p->item] == GEOM_POINT)
        return (struct pagexy){g->box[p->item].x0, g->box[p->item].y0};

    double w = p->block->width_pt / 2, h = p->block->height_pt / 2;
    double c = cos(p->rotate_rad), s = sin(p->rotate_rad);
    return (struct pagexy){p->at.x_pt + w * c - h * s, p->at.y_pt + w * s + h * c};
}

/* Draw the labels, in two parts where the page is masked: first those `outside` the page's feature,
 * which the mask then covers. */
static void draw_labels(struct scene_builder *b, const struct page_scene_input *in, bool outside)
{
    const struct label_result *labels = in->labels;
    bool masked = in->sheet && in->sheet->masked;
    if (!labels || !labels->n || (outside && !masked))
        return;

    scene_tag(b, outside ? STR("labels-outside") : STR("labels"));
    for (size_t i = 0; i < labels->n; i++) {
        const struct placed_label *p = &labels->v[i];
        if (!masked || sheet_holds(in->sheet, anchor_of(in, p)) != outside)
            scene_text(b, p->block, p->at, p->rotate_rad);
    }
    scene_end(b);
}

/* A map of the world has the world's own edge, and the rectangle round it only when that is asked
 * for. */
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
    if (in->sheet && in->sheet->masked) {
        draw_labels(b, in, true);
        sheet_draw_mask(b, l, in->sheet);
    }

    scene_end(b);
    /* A name at the edge of the world may reach over it. */
    scene_clip_box(b, l->frame_pt);
    draw_labels(b, in, false);
    if (in->sheet)
        sheet_draw_edges(b, in->sheet);
    scene_end(b);
    draw_frame(b, l);
    scene_end(b);
}
