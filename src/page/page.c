/* The page as a scene: the map in its frame, then all items of the page over it and round it. */
#include "page/page.h"

#include "base/version.h"
#include "page/layout.h"

/* The panel behind an item that stands on the map. */
static void draw_panel(struct scene_builder *b, const struct page_layout *l, struct box box)
{
    struct rgba paper = style_theme_color(l->in.doc, "panel", (struct rgba){255, 255, 255, 255});
    struct rgba line =
        style_theme_color(l->in.doc, "panel-border", (struct rgba){0xa0, 0xa0, 0xa0, 255});

    /* Where the map has no line round it, a panel has none either. */
    struct symbol look = scene_look(paper, line, line.a && l->frame_line_pt > 0 ? 0.4 : 0);
    scene_box(b, box, &look);
}

static void draw_item(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    if (it->left_out)
        return;
    scene_tag(b, str_of(item_tag(it)));
    if (place_is_corner(it->at) && !it->kind->bare)
        draw_panel(b, l, it->box_pt);
    it->kind->draw(b, l, it);
    scene_end(b);
}

struct str page_creator(void)
{
    return STR("lode " LODE_VERSION);
}

bool page_scene(struct arena *a, const struct page_scene_input *in, struct scene *ret,
                struct lode_err *err)
{
    (void)err;
    const struct page_layout *l = in->layout;
    const struct map_doc *doc = l->in.doc;
    struct scene_builder b = {.arena = a};

    map_frame_draw(&b, in);
    for (size_t i = 0; i < l->n_items; i++) {
        if (l->items[i].at == AT_FRAME)
            l->items[i].kind->draw(&b, l, &l->items[i]);
    }

    for (size_t i = 0; i < l->n_items; i++) {
        if (l->items[i].at != AT_FRAME)
            draw_item(&b, l, &l->items[i]);
    }

    *ret = (struct scene){
        .width_pt = doc->page.width_pt,
        .height_pt = doc->page.height_pt,
        .background = style_theme_color(doc, "page", (struct rgba){255, 255, 255, 255}),
        .ops = b.ops.v,
        .n_ops = b.ops.n,
        .title = doc->title.s,
        .description = doc->description.s,
        .language = doc->language.s,
        .creator = page_creator(),
    };
    return true;
}
