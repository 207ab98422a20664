/* Notes: `page.text: [{at, text, size, align}]`. A note may speak of the view (`{scale()}`), which
 * is known only after the room for the note was kept: it is shaped again then, smaller if it must
 * be. */
#include "page/layout.h"

struct notes {
    const struct text_block *block;
    enum text_align align;
};

static const struct node *text_node(const struct item *it)
{
    const struct node *text = node_lookup(it->node, "text");
    return text ? text : it->node;
}

static bool measure(struct arena *a, const struct page_layout *l, struct item *it,
                    struct page_size room, struct lode_err *err)
{
    struct notes *n = arena_new(a, struct notes);
    struct text_params params = {"note", {0}, 0, room.width_pt, ALIGN_START};
    it->own = n;
    if (!align_read(it->node, ALIGN_START, &n->align, err) ||
        !page_read_pt(it->node, "size", &params.size_pt, err) ||
        !page_template(a, l, text_node(it), NULL, &params.text, err) ||
        !page_text(a, l, &params, &n->block, err))
        return false;
    it->left_out = !n->block->text.len;
    it->size = (struct page_size){n->block->width_pt, n->block->height_pt};
    return true;
}

static bool furnish(struct arena *a, const struct page_layout *l, struct item *it,
                    const struct view *v, struct lode_err *err)
{
    struct notes *n = it->own;
    if (!page_text_refresh(a, l, it, "note", text_node(it), v, &n->block, err))
        return lode_hint(err, "make it shorter, or place it `at: bottom`, where it has the page's "
                              "width");
    it->size.height_pt = n->block->height_pt;
    it->size.width_pt = fmin(it->size.width_pt, n->block->width_pt);
    return true;
}

static void draw(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    const struct notes *n = it->own;
    struct box box = item_content(it);
    struct pagexy at = {page_align_x(l, n->align, box, n->block->width_pt), box.y0};
    scene_text(b, n->block, at, 0);
}

const struct item_kind notes_item = {.tag = "notes",
                                     .wide = true,
                                     .at = AT_BOTTOM,
                                     .measure = measure,
                                     .furnish = furnish,
                                     .draw = draw};
