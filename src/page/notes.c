/* Notes: `page.text: [{at, text, size, align}]`. A note may speak of the view (`{scale()}`), which
 * is known only after the room for the note was kept: it is shaped again then, smaller if it must
 * be. */
#include "page/layout.h"

struct notes {
    const struct text_block *block;
    enum text_align align;
    double room_width_pt;
};

/* A note is made smaller in steps of a tenth; below 60 percent nobody could read it, and the rest
 * of it is cut off by the error. Taste. */
static const double ROUNDING_PT = 0.05; /* so that a text wraps at its own width as it did before */
static const double SMALLER = 0.9, SMALLEST = 0.6;

static const struct node *text_node(const struct item *it)
{
    const struct node *text = node_lookup(it->node, "text");
    return text ? text : it->node;
}

static bool shape(struct arena *a, const struct page_layout *l, const struct item *it,
                  const struct view *v, double factor, const struct text_block **ret,
                  struct lode_err *err)
{
    const struct notes *n = it->own;
    struct text_params params = {
        "note", {0}, style_theme_text(l->in.doc, "note").size_pt, n->room_width_pt};
    if (!page_read_pt(it->node, "size", &params.size_pt, err) ||
        !page_template(a, l, text_node(it), v, &params.text, err))
        return false;
    params.size_pt *= factor;
    return page_text(a, l, &params, ret, err);
}

static bool measure(struct arena *a, const struct page_layout *l, struct item *it,
                    struct page_size room, struct lode_err *err)
{
    struct notes *n = arena_new(a, struct notes);
    it->own = n;
    n->room_width_pt = room.width_pt;
    if (!align_read(it->node, ALIGN_START, &n->align, err) ||
        !shape(a, l, it, NULL, 1, &n->block, err))
        return false;
    it->left_out = !n->block->text.len;
    it->size = (struct page_size){n->block->width_pt, n->block->height_pt};
    if (it->at != AT_TOP && it->at != AT_BOTTOM)
        n->room_width_pt = it->size.width_pt + ROUNDING_PT;
    return true;
}

static bool furnish(struct arena *a, const struct page_layout *l, struct item *it,
                    const struct view *v, struct lode_err *err)
{
    struct notes *n = it->own;
    double room_pt = it->size.height_pt + 0.01;
    for (double factor = 1; factor > SMALLEST; factor *= SMALLER) {
        if (!shape(a, l, it, v, factor, &n->block, err))
            return false;
        if (n->block->height_pt <= room_pt) {
            it->size.height_pt = n->block->height_pt;
            it->size.width_pt = fmin(it->size.width_pt, n->block->width_pt);
            return true;
        }
    }
    lode_fail(err, LODE_LIMIT, section_span(it->node), "the note is too long for its place");
    return lode_hint(err,
                     "make it shorter, or place it `at: bottom`, where it has the page's width");
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
