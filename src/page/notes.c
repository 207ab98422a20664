/* Notes: `page.text: [{at, text, size, align}]`. A note may speak of the view (`{scale()}`), which
 * is known only after the room for the note was kept: the note is shaped again then, smaller if
 * need be. */
#include "page/items.h"

struct notes {
    const struct text_block *block;
    enum text_align align;
};

/* A note is a section with a `text`, or the text itself. */
static const struct node *text_of(const struct item *it)
{
    const struct node *text = node_lookup(it->node, "text");
    return text ? text : it->node;
}

static bool measure_note(struct arena *a, const struct page_layout *l, struct item *it,
                         struct page_size room, struct lode_err *err)
{
    struct notes *n = arena_new(a, struct notes);
    struct text_params params = {"note", {0}, 0, room.width_pt, ALIGN_START};

    it->own = n;
    if (!align_read(it->node, ALIGN_START, &n->align, err) ||
        !page_read_pt(it->node, "size", &params.size_pt, err) ||
        !page_template(a, l, text_of(it), NULL, &params.text, err) ||
        !page_text(a, l, &params, &n->block, err))
        return false;

    it->left_out = !n->block->text.len;
    it->size = (struct page_size){n->block->width_pt, n->block->height_pt};
    return true;
}

static bool furnish_note(struct arena *a, const struct page_layout *l, struct item *it,
                         const struct view *v, struct lode_err *err)
{
    struct notes *n = it->own;
    if (!page_text_refresh(a, l, it, "note", text_of(it), v, &n->block, err))
        return lode_hint(err, "make it shorter, or place it `at: bottom`, as wide as the page");

    it->size.height_pt = n->block->height_pt;
    it->size.width_pt = fmin(it->size.width_pt, n->block->width_pt);
    return true;
}

static void draw_note(struct scene_builder *b, const struct page_layout *l, const struct item *it)
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
                                     .measure = measure_note,
                                     .furnish = furnish_note,
                                     .draw = draw_note};
