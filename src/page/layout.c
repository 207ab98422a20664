/* The first half of the layout: which boxes stand where, in strips along the page's margin, then in
 * the corners of the frame that the strips leave. */
#include "base/units.h"
#include "page/items.h"
#include "page/words.h"

/* Points between strips; taste. */
static const double GAP = 7, COLUMN_GAP = 10;
/* The most that a strip may take of the page, and the least that must remain for the map; taste. */
static const double MOST_ABOVE = 0.4, MOST_BESIDE = 0.36, LEAST_FRAME = 20 * PT_PER_MM;
/* From the edge of a panel to what stands on it, in points; taste. */
static const double PANEL_PAD = 5, SMALL_PANEL_PAD = 3;

struct lode_span section_span(const struct node *section)
{
    return section ? section->at : (struct lode_span){0};
}

bool place_read(const struct node *section, enum place otherwise, enum place *ret,
                struct lode_err *err)
{
    const struct node *at = node_lookup(section, "at");
    size_t i = otherwise;
    if (at && !node_choice(at, kind_at.words, AT_BOTTOM_RIGHT + 1, &i, err))
        return false;
    *ret = (enum place)i;
    return true;
}

static bool switched_off(const struct node *n)
{
    return n && n->kind == NODE_SCALAR && (node_is(n, "none") || node_is(n, "false"));
}

/* ---- which items there are */

struct item_list {
    struct item *v;
    size_t n, cap;
};

static void add_item(struct arena *a, struct item_list *list, const struct item_kind *kind,
                     const struct node *node)
{
    struct item *it = array_add(a, list);
    *it = (struct item){.kind = kind, .node = node, .said_at = section_span(node)};
}

/* A section that is a list makes an item of each of its entries. */
static void add_sections(struct arena *a, struct item_list *list, const struct item_kind *kind,
                         const struct node *node)
{
    if (!node || node->kind != NODE_LIST) {
        add_item(a, list, kind, node);
        return;
    }
    for (size_t i = 0; i < node->n_items; i++)
        add_item(a, list, kind, node->items[i]);
}

static void collect_items(struct arena *a, const struct map_doc *doc, struct item_list *list)
{
    const struct item_kind *kind;
    for (size_t i = 0; (kind = page_item(i)); i++) {
        const struct node *node = doc_page_part(&doc->page, kind->key.name);
        bool wanted = node ? !switched_off(node) : kind->by_default;
        if (wanted && (!kind->has_content || kind->has_content(doc, node)))
            add_sections(a, list, kind, node);
    }
}

/* The first corner that nothing else has asked for. */
static enum place free_corner(const struct item_list *list)
{
    static const enum place order[] = {AT_BOTTOM_RIGHT, AT_BOTTOM_LEFT, AT_TOP_RIGHT, AT_TOP_LEFT};
    for (size_t c = 0; c < 4; c++) {
        bool used = false;
        for (size_t i = 0; i < list->n; i++)
            used |= list->v[i].node && list->v[i].at == order[c];
        if (!used)
            return order[c];
    }
    return AT_BOTTOM_RIGHT;
}

/* Where each item stands, as its section or its kind says. */
static bool place_items(const struct page_layout *l, struct item_list *list, struct lode_err *err)
{
    /* On a page that is not wide, legend and tables leave its width to the map. Taste. */
    bool wide = box_width(l->area_pt) > 1.15 * box_height(l->area_pt);
    for (size_t i = 0; i < list->n; i++) {
        struct item *it = &list->v[i];
        enum place otherwise = it->kind->at;
        if (otherwise == AT_FRAME) {
            it->at = otherwise;
            continue;
        }

        if (it->kind->rank != RANK_SMALL && !wide)
            otherwise = AT_BOTTOM;
        if (!place_read(it->node, otherwise, &it->at, err))
            return false;
    }

    for (size_t i = 0; i < list->n; i++) {
        struct item *it = &list->v[i];
        if (it->kind->asks_last && !node_lookup(it->node, "at"))
            it->at = free_corner(list);

        bool panel = place_is_corner(it->at) && !it->kind->bare;
        it->pad_pt = !panel ? 0 : it->kind->rank != RANK_SMALL ? PANEL_PAD : SMALL_PANEL_PAD;
    }

    return true;
}

/* ---- strips */

static bool in_strip(const struct item *it, enum place at, bool wide)
{
    return it->at == at && it->kind->wide == wide && !it->left_out;
}

/* Set titles and notes across the page. Those at the bottom are set from the last one up. */
static bool set_wide(struct arena *a, struct page_layout *l, enum place at, struct box *free,
                     struct lode_err *err)
{
    double most = MOST_ABOVE * box_height(l->area_pt);
    for (size_t k = 0; k < l->n_items; k++) {
        struct item *it = &l->items[at == AT_TOP ? k : l->n_items - 1 - k];
        if (!in_strip(it, at, true))
            continue;
        if (!it->kind->measure(a, l, it, (struct page_size){box_width(*free), most}, err))
            return false;
        if (it->left_out)
            continue;

        double h = it->size.height_pt;
        if (h > most)
            return lode_fail(err, LODE_LIMIT, it->said_at, "the %s is too long for the page",
                             item_tag(it));

        it->box_pt = *free;
        if (at == AT_TOP) {
            it->box_pt.y1 = free->y0 + h;
            free->y0 += h + GAP;
        } else {
            it->box_pt.y0 = free->y1 - h;
            free->y1 -= h + GAP;
        }
    }

    return true;
}

static bool has_legend(const struct page_layout *l, enum place at)
{
    for (size_t i = 0; i < l->n_items; i++) {
        if (l->items[i].kind->rank == RANK_LEGEND && in_strip(&l->items[i], at, false))
            return true;
    }
    return false;
}

/* Set items in a row above or below the map: the legend is measured last, into what the others
 * leave, and stands where reading begins; where there is no legend, tables do. The others stand
 * from the far end. */
static bool set_row(struct arena *a, struct page_layout *l, enum place at, struct box *free,
                    struct lode_err *err)
{
    static const enum item_rank order[] = {RANK_SMALL, RANK_TABLE, RANK_LEGEND};
    double used = 0, off[2] = {0}, height = 0, most = MOST_ABOVE * box_height(l->area_pt);
    enum item_rank first = has_legend(l, at) ? RANK_LEGEND : RANK_TABLE;

    for (int k = 0; k < 3; k++) {
        for (size_t i = 0; i < l->n_items; i++) {
            struct item *it = &l->items[i];
            if (!in_strip(it, at, false) || it->kind->rank != order[k])
                continue;

            struct page_size room = {box_width(*free) - used, most};
            if (!it->kind->measure(a, l, it, room, err))
                return false;
            if (it->left_out)
                continue;

            bool start = order[k] == first;
            double w = it->size.width_pt;
            double x = start == l->rtl ? free->x1 - off[start] - w : free->x0 + off[start];
            it->box_pt = (struct box){x, free->y0, x + w, free->y0 + it->size.height_pt};
            off[start] += w + COLUMN_GAP;
            used += w + COLUMN_GAP;
            height = fmax(height, it->size.height_pt);
        }
    }

    if (!used)
        return true;

    double shift = at == AT_TOP ? 0 : free->y1 - height - free->y0;
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (in_strip(it, at, false)) {
            it->box_pt.y0 += shift;
            it->box_pt.y1 += shift;
        }
    }

    if (at == AT_TOP)
        free->y0 += height + GAP;
    else
        free->y1 -= height + GAP;
    return true;
}

/* Set a column beside the map. Legend and tables are measured last, into the height that the others
 * leave. */
static bool set_column(struct arena *a, struct page_layout *l, enum place at, struct box *free,
                       struct lode_err *err)
{
    double width = 0, used = 0, y = free->y0;
    double most = fmin(MOST_BESIDE * box_width(l->area_pt), box_width(*free));

    for (unsigned rank = RANK_SMALL; rank <= RANK_TABLE; rank++) {
        for (size_t i = 0; i < l->n_items; i++) {
            struct item *it = &l->items[i];
            if (it->at != at || it->kind->rank != rank)
                continue;

            struct page_size room = {most, box_height(*free) - used};
            if (!it->kind->measure(a, l, it, room, err))
                return false;
            if (it->left_out)
                continue;
            if (it->size.height_pt > room.height_pt)
                return lode_fail(err, LODE_LIMIT, section_span(it->node),
                                 "no room for the %s beside the map", item_tag(it));

            width = fmax(width, it->size.width_pt);
            used += it->size.height_pt + COLUMN_GAP;
        }
    }

    double x0 = at == AT_LEFT ? free->x0 : free->x1 - width;
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (it->at != at || it->left_out)
            continue;
        double x = l->rtl ? x0 + width - it->size.width_pt : x0;
        it->box_pt = (struct box){x, y, x + it->size.width_pt, y + it->size.height_pt};
        y += it->size.height_pt + COLUMN_GAP;
    }

    if (width && at == AT_LEFT)
        free->x0 += width + COLUMN_GAP;
    else if (width)
        free->x1 -= width + COLUMN_GAP;
    return true;
}

/* ---- the frame */

static bool read_frame(struct page_layout *l, struct lode_err *err)
{
    const struct node *frame = doc_page_part(&l->in.doc->page, "frame"),
                      *color = node_lookup(frame, "color");
    struct rgba ink = style_theme_color(l->in.doc, "frame", (struct rgba){0x40, 0x40, 0x40, 255});
    double width = switched_off(frame) ? 0 : 0.6;

    if (!page_read_pt(frame, "width", &width, err) || (color && !node_rgba(color, &ink, err)))
        return false;

    l->frame_asked = frame && !switched_off(frame);
    l->frame_line_pt = width;
    l->frame_look = scene_look((struct rgba){0}, ink, width);
    return true;
}

static bool set_frame(struct page_layout *l, struct box free, struct lode_err *err)
{
    l->frame_pt = box_grow(free, -l->frame_line_pt / 2);
    double w = box_width(l->frame_pt), h = box_height(l->frame_pt);
    if (w >= LEAST_FRAME && h >= LEAST_FRAME)
        return true;

    lode_fail(err, LODE_LIMIT, section_span(l->in.doc->page.node),
              "the page leaves %.0f mm by %.0f mm for the map, less than 20 mm",
              fmax(w, 0) / PT_PER_MM, fmax(h, 0) / PT_PER_MM);
    return lode_hint(err, "make the page larger, or leave out what stands beside the map");
}

/* How much items round the frame keep free on each side: `width_pt` left and right, `height_pt`
 * above and below. */
static bool measure_bands(struct arena *a, struct page_layout *l, struct page_size *ret,
                          struct lode_err *err)
{
    *ret = (struct page_size){0};
    for (size_t i = 0; i < l->n_items; i++) {
        struct item *it = &l->items[i];
        if (it->at != AT_FRAME)
            continue;
        if (!it->kind->measure(a, l, it, (struct page_size){0}, err))
            return false;

        ret->width_pt += it->size.width_pt;
        ret->height_pt += it->size.height_pt;
    }
    return true;
}

/* Set all strips, from the page's edge inward; `free` becomes what they leave to the frame. */
static bool set_strips(struct arena *a, struct page_layout *l, struct box *free,
                       struct lode_err *err)
{
    struct page_size band;
    if (!measure_bands(a, l, &band, err) || !set_wide(a, l, AT_TOP, free, err) ||
        !set_wide(a, l, AT_BOTTOM, free, err) || !set_row(a, l, AT_TOP, free, err) ||
        !set_row(a, l, AT_BOTTOM, free, err))
        return false;

    free->y0 += band.height_pt;
    free->y1 -= band.height_pt;

    if (!set_column(a, l, AT_LEFT, free, err) || !set_column(a, l, AT_RIGHT, free, err))
        return false;

    free->x0 += band.width_pt;
    free->x1 -= band.width_pt;
    return true;
}

bool page_layout_make(struct arena *a, const struct page_input *in, struct page_layout **ret,
                      struct lode_err *err)
{
    const struct doc_page *p = &in->doc->page;
    struct page_layout *l = arena_new(a, struct page_layout);
    struct item_list list = {0};
    l->in = *in;
    l->rtl = text_language_rtl(in->doc->language.s);
    l->area_pt = (struct box){p->margin_pt, p->margin_pt, p->width_pt - p->margin_pt,
                              p->height_pt - p->margin_pt};

    collect_items(a, in->doc, &list);
    if (!read_frame(l, err) || !place_items(l, &list, err))
        return false;
    l->items = list.v;
    l->n_items = list.n;

    struct box free = l->area_pt;
    if (!set_strips(a, l, &free, err) || !set_frame(l, free, err) || !corners_measure(a, l, err))
        return false;
    *ret = l;
    return true;
}

struct box page_frame_pt(const struct page_layout *l)
{
    return l->frame_pt;
}
