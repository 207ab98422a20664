/* The title, and a subtitle below it: `page.title: {at, text, subtitle, size, align}`. */
#include "page/items.h"

struct title {
    const struct text_block *title, *subtitle; /* subtitle NULL: none */
    enum text_align align;
};

/* Between title and subtitle, in parts of the subtitle's height; taste. */
static const double GAP = 0.1;

/* The title that the section says in place of the document's; NULL: none. */
static const struct node *own_text(const struct node *section)
{
    if (section && section->kind == NODE_SCALAR)
        return section;
    return node_lookup(section, "text");
}

static bool has_content(const struct map_doc *doc, const struct node *section)
{
    return doc->title.s.len || own_text(section);
}

/* `text` NULL: what `params` has is shaped. */
static bool shape_line(struct arena *a, const struct page_layout *l, const struct node *text,
                       struct text_params *params, const struct text_block **ret,
                       struct lode_err *err)
{
    if (text && !page_template(a, l, text, NULL, &params->text, err))
        return false;
    return page_text(a, l, params, ret, err);
}

static double gap_pt(const struct title *t)
{
    return t->subtitle ? GAP * t->subtitle->height_pt : 0;
}

/* A title of the theme's size that would wrap is made smaller, by a quarter at most, if it then
 * stands in one line; so small figures need no size of their own. */
static bool shape_title(struct arena *a, const struct page_layout *l, const struct node *text,
                        struct text_params *params, const struct text_block **ret,
                        struct lode_err *err)
{
    static const double LEAST = 0.75;
    struct text_params line = *params;

    line.width_pt = 0;
    if (!shape_line(a, l, text, &line, ret, err))
        return false;

    double factor = 0.999 * params->width_pt / (*ret)->width_pt;
    if (factor >= 1)
        return true;

    if (!params->size_pt) {
        double usual = (*ret)->style.size_pt;
        params->size_pt = usual * fmax(factor, LEAST);
    }

    return shape_line(a, l, text, params, ret, err);
}

static bool measure_title(struct arena *a, const struct page_layout *l, struct item *it,
                          struct page_size room, struct lode_err *err)
{
    struct title *t = arena_new(a, struct title);
    const struct map_doc *doc = l->in.doc;
    const struct node *text = own_text(it->node), *sub = node_lookup(it->node, "subtitle");
    struct text_params params = {"title", doc->title.s, 0, room.width_pt};
    struct text_params below = {"subtitle", {0}, 0, room.width_pt};

    if (!node_lookup(it->node, "text") && doc->title.at.line)
        it->said_at = doc->title.at;

    if (!align_read(it->node, ALIGN_START, &t->align, err) ||
        !page_read_pt(it->node, "size", &params.size_pt, err) ||
        !shape_title(a, l, text, &params, &t->title, err) ||
        (sub && !shape_line(a, l, sub, &below, &t->subtitle, err)))
        return false;

    it->own = t;
    it->size.width_pt = fmax(t->title->width_pt, t->subtitle ? t->subtitle->width_pt : 0);
    it->size.height_pt =
        t->title->height_pt + gap_pt(t) + (t->subtitle ? t->subtitle->height_pt : 0);
    return true;
}

static bool furnish_title(struct arena *a, const struct page_layout *l, struct item *it,
                          const struct view *v, struct lode_err *err)
{
    struct title *t = it->own;
    return page_text_refresh(a, l, it, "title", own_text(it->node), v, &t->title, err) &&
           page_text_refresh(a, l, it, "subtitle", node_lookup(it->node, "subtitle"), v,
                             &t->subtitle, err);
}

static void draw_title(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    const struct title *t = it->own;
    struct box box = item_content(it);
    struct pagexy at = {page_align_x(l, t->align, box, t->title->width_pt), box.y0};
    scene_text(b, t->title, at, 0);
    if (!t->subtitle)
        return;

    at.x_pt = page_align_x(l, t->align, box, t->subtitle->width_pt);
    at.y_pt += t->title->height_pt + gap_pt(t);
    scene_text(b, t->subtitle, at, 0);
}

/* ---- the row ---- */

static const struct key title_keys[] = {
    AT_KEY,
    {"text", &kind_template, 0, "in place of the document's title"},
    {"subtitle", &kind_template, 0, "a line below it"},
    {"size", &kind_letters, 0, "the size of the letters"},
    {"align", &kind_align, 0, "start, centre or end"},
};
static const struct section title_section = SECTION("the page's title", title_keys);
static const struct value title_map = A_MAP(title_section);
static const struct value title_value = {.kind = VALUE_ONE_OF,
                                         .any = ONE_OF(&kind_template, &title_map)};

const struct item_kind title_item = {.key = {"title", &title_value, 0, "the title"},
                                     .by_default = true,
                                     .has_content = has_content,
                                     .wide = true,
                                     .at = AT_TOP,
                                     .measure = measure_title,
                                     .furnish = furnish_title,
                                     .draw = draw_title};
