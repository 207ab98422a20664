/* Notes: `page.text: [{at, text, size, align}]`. A note may speak of the view (`{scale()}`), which
 * is known only after the room for the note was kept: it is shaped again then, smaller if it must
 * be. */
#include "page/items.h"

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

/* ---- the row ---- */

static const struct key note_keys[] = {
    {"text", &kind_template, KEY_REQUIRED, "what is written, with {expressions}"},
    AT_KEY,
    {"size", &kind_letters, 0, "the size of the letters"},
    {"align", &kind_align, 0, "start, centre or end"},
};
static const struct section note_section = SECTION("a note of the page", note_keys);
static const struct value note_map = A_MAP(note_section);
static const struct value one_note = {.kind = VALUE_ONE_OF,
                                      .any = ONE_OF(&kind_template, &note_map)};
static const struct value note_list = {.kind = VALUE_LIST, .of = &one_note};
static const struct value note_value = {.kind = VALUE_ONE_OF,
                                        .any = ONE_OF(&kind_template, &note_map, &note_list)};

const struct item_kind notes_item = {.key = {"text", &note_value, 0, "notes: sources, projection"},
                                     .tag = "notes",
                                     .wide = true,
                                     .at = AT_BOTTOM,
                                     .measure = measure,
                                     .furnish = furnish,
                                     .draw = draw};
