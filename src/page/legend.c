/* The legend, from what the layers' looks and scales say of themselves: a title for each group, a
 * sample for each entry, drawn with the very symbol of the map. Topmost layers come first, as a
 * reader looks for points before lines and for lines before areas, unless groups have an `order`
 * (legend_groups.c). */
#include "base/log.h"
#include "base/units.h"
#include "page/legend_parts.h"

/* In parts of the text's size; taste, after the proportions of printed atlases. */
static const double PATCH_WIDTH = 2.8, PATCH_HEIGHT = 1.2, HIGHEST = 2.2, LINE_WIDTH = 2.8,
                    ENTRY_GAP = 0.3, GROUP_GAP = 1.0, TITLE_GAP = 0.35, WIDEST_TEXT = 20,
                    NARROWEST_TEXT = 5;
/* How many columns are tried when the document leaves it open. */
enum { COLUMNS_FREE = 8 };
/* How much smaller text and spacing may become when the room is short. */
static const double SHRINK[] = {1, 0.92, 0.85, 0.78};
enum { N_SHRINK = sizeof SHRINK / sizeof *SHRINK };

/* One way to set the legend. */
struct attempt {
    const struct listed_group *groups;
    size_t n_groups;
    size_t columns;  /* asked for; 0: free */
    bool flat;       /* as low as can be: a strip above or below the map */
    double text_pt;  /* size of the entries before they are made smaller */
    double title_pt; /* of the groups' titles */
    double factor;
    struct page_size room;
};

struct page_size legend_sample_size(const struct legend_entry *e, double text_pt)
{
    const struct symbol *s = &e->symbol;
    double tile = s->hatch.kind == HATCH_SVG ? s->hatch.spacing_pt : 0;

    /* A pattern is shown with one whole tile, if that is not too large. */
    if (e->sample == SAMPLE_PATCH)
        return (struct page_size){PATCH_WIDTH * text_pt,
                                  fmax(PATCH_HEIGHT * text_pt, fmin(tile, HIGHEST * text_pt))};
    if (e->sample == SAMPLE_LINE)
        return (struct page_size){LINE_WIDTH * text_pt, 2 * symbol_half_line_pt(s)};

    double side = 2 * (symbol_half_pt(s) + hypot(s->offset.x_pt, s->offset.y_pt));
    return (struct page_size){side, side};
}

/* Make the row's block anew. */
static bool shape_block(struct arena *a, const struct page_layout *l, struct row *row,
                        struct row_height *h, double text_pt, double width_pt, struct lode_err *err)
{
    struct block_params params = {&row->group->of, text_pt, width_pt};
    row->block = arena_new(a, struct legend_block); /* a copied legend may keep the one before */
    if (!legend_block_make(a, l, &params, row->block, err))
        return false;
    h->height_pt = row->block->size.height_pt;
    return true;
}

static bool shape_row(struct arena *a, const struct page_layout *l, struct row *row,
                      struct text_params params, double width_pt, struct lode_err *err)
{
    if (!row->plain && !page_text(a, l, &params, &row->plain, err))
        return false;
    params.width_pt = width_pt;
    row->text = row->plain;
    return row->plain->width_pt <= width_pt || page_text(a, l, &params, &row->text, err);
}

/* The sample is level with the middle of the text's first line. */
static void place_in_row(struct row *row, struct row_height *h, double text_pt)
{
    double line = row->text->height_pt / (row->text->n_lines ? (double)row->text->n_lines : 1);
    double sample = row->entry ? legend_sample_size(row->entry, text_pt).height_pt : 0;
    row->top_pt = fmax(0, (sample - line) / 2);
    row->sample_y_pt = row->top_pt + line / 2;
    h->height_pt = row->top_pt + fmax(row->text->height_pt, (line + sample) / 2);
}

/* List all rows, without their texts. Neighbouring groups without a title, single entries for their
 * layers, follow each other as the entries of one group do. */
static void list_rows(struct arena *a, const struct listed_group *groups, size_t n_groups,
                      struct legend *lg)
{
    size_t n = 0;
    for (size_t g = 0; g < n_groups; g++)
        n += groups[g].of.n + 2;
    lg->rows = arena_array(a, struct row, n);
    lg->heights = arena_array(a, struct row_height, n);

    bool plain_before = false;
    for (size_t g = 0; g < n_groups; g++) {
        const struct legend_group *of = &groups[g].of;
        bool plain = !of->title.len, block = of->kind != LEGEND_LIST;
        enum row_break before = plain && plain_before && !block ? BREAK_ENTRY : BREAK_GROUP;

        if (!plain) {
            lg->rows[lg->n++] = (struct row){.group = &groups[g], .opacity = 1, .before = before};
            before = BREAK_NEVER;
        }

        struct legend_block *made = block ? arena_new(a, struct legend_block) : NULL;
        if (block)
            lg->rows[lg->n++] = (struct row){.group = &groups[g],
                                             .block = made,
                                             .opacity = groups[g].opacity,
                                             .before = before,
                                             .titled = !plain};
        for (size_t i = block ? of->n_block : 0; i < of->n; i++) {
            before = block ? BREAK_NEVER : before;
            lg->rows[lg->n++] = (struct row){.entry = &of->entries[i],
                                             .group = &groups[g],
                                             .opacity = groups[g].opacity,
                                             .before = before,
                                             .titled = !plain};
            before = BREAK_ENTRY;
        }

        plain_before = plain;
    }
}

/* The width of the widest sample of rows [from, to). */
static double widest_sample(const struct legend *lg, size_t from, size_t to)
{
    double w = 0;
    for (size_t i = from; i < to; i++) {
        if (lg->rows[i].entry)
            w = fmax(w, legend_sample_size(lg->rows[i].entry, lg->text_pt).width_pt);
    }
    return w;
}

/* The texts of all rows, none wider than `text_width_pt`. */
static bool shape_rows(struct arena *a, const struct page_layout *l, const struct attempt *t,
                       struct legend *lg, double text_width_pt, struct lode_err *err)
{
    double small = lg->text_pt, indent = lg->sample_pt + LEGEND_SAMPLE_GAP * small;
    double large = t->factor * t->title_pt, lead = 0;
    for (size_t i = 0; i < lg->n; i++) {
        struct row *row = &lg->rows[i];
        double width = text_width_pt + (row->entry ? 0 : indent);
        struct text_params params = {"legend", {0}, small, 0};

        if (row->entry)
            params.text = row->entry->text;
        else
            params = (struct text_params){"legend-title", row->group->of.title, large, 0};

        if (row->block) {
            if (!shape_block(a, l, row, &lg->heights[i], small, width, err))
                return false;
        } else {
            if (!shape_row(a, l, row, params, width, err))
                return false;
            place_in_row(row, &lg->heights[i], small);
        }

        double gap = row->before == BREAK_GROUP   ? GROUP_GAP
                     : row->before == BREAK_NEVER ? TITLE_GAP
                                                  : ENTRY_GAP;
        lg->heights[i].gap_pt = gap * small;
        lg->heights[i].lead_pt = row->before == BREAK_ENTRY && row->titled ? lead : 0;
        /* Entries that go on in the next column begin beside the first entry of their group. */
        if (!row->entry && !row->block)
            lead = lg->heights[i].height_pt + TITLE_GAP * small;
        lg->heights[i].before = row->before;
    }

    return true;
}

double legend_title_height(const struct legend *lg)
{
    return lg->title ? lg->title->height_pt + 0.5 * lg->text_pt : 0;
}

/* Break the shaped rows into columns and take the measures. */
static struct page_size set_columns(struct legend *lg, size_t n_columns, double room_pt)
{
    double total = 0;
    lg->n_columns = columns_balance(lg->heights, lg->n, n_columns,
                                    room_pt - legend_title_height(lg), lg->first, &lg->height_pt);

    for (size_t c = 0; c < lg->n_columns; c++) {
        lg->width_pt[c] = 0;
        lg->column_sample_pt[c] = widest_sample(lg, lg->first[c], lg->first[c + 1]);
        double indent = lg->column_sample_pt[c] + LEGEND_SAMPLE_GAP * lg->text_pt;
        for (size_t i = lg->first[c]; i < lg->first[c + 1]; i++) {
            const struct row *row = &lg->rows[i];
            double w = row->block ? row->block->size.width_pt
                                  : row->text->width_pt + (row->entry ? indent : 0);
            lg->width_pt[c] = fmax(lg->width_pt[c], w);
        }

        total += lg->width_pt[c] + (c ? LEGEND_COLUMN_GAP * lg->text_pt : 0);
    }

    if (lg->title)
        total = fmax(total, lg->title->width_pt);
    return (struct page_size){total, legend_title_height(lg) + lg->height_pt};
}

/* The rows of an attempt, and its title. */
static bool start_legend(struct arena *a, const struct page_layout *l, const struct item *it,
                         const struct attempt *t, struct legend **ret, struct lode_err *err)
{
    struct legend *lg = arena_new(a, struct legend);
    const struct node *title = node_lookup(it->node, "title");
    lg->text_pt = t->factor * t->text_pt;
    list_rows(a, t->groups, t->n_groups, lg);
    lg->sample_pt = widest_sample(lg, 0, lg->n);
    *ret = lg;
    if (!title)
        return true;

    struct text_params params = {"legend-title", {0}, 0, t->room.width_pt};
    params.size_pt = t->factor * 1.1 * t->title_pt;
    return page_template(a, l, title, NULL, &params.text, err) &&
           (!params.text.len || page_text(a, l, &params, &lg->title, err));
}

/* What a legend costs: its height, and more where a group is broken or a text is wrapped; taste. */
static double cost_of(const struct legend *lg, struct page_size size)
{
    static const double BROKEN = 0.4, WRAPPED = 0.08;
    double worse = 1;
    for (size_t c = 1; c < lg->n_columns; c++) {
        const struct row *first = &lg->rows[lg->first[c]];
        if (first->titled && first->before == BREAK_ENTRY)
            worse += BROKEN;
    }

    for (size_t i = 0; i < lg->n; i++)
        worse += lg->rows[i].text ? WRAPPED * (double)(lg->rows[i].text->n_lines - 1) : 0;
    return worse * size.height_pt;
}

static bool fits_into(struct page_size size, struct page_size room)
{
    return size.width_pt <= room.width_pt + 1e-6 && size.height_pt <= room.height_pt + 1e-6;
}

/* Set so many columns as wide as their texts are; or else, where that is too wide, in an equal
 * share of the room. */
static bool try_columns(struct arena *a, const struct page_layout *l, const struct attempt *t,
                        struct legend *lg, size_t n_columns, struct page_size *ret_size,
                        bool *ret_fits, struct lode_err *err)
{
    double s = lg->text_pt, gaps = (double)(n_columns - 1) * LEGEND_COLUMN_GAP * s;
    double share =
        (t->room.width_pt - gaps) / (double)n_columns - lg->sample_pt - LEGEND_SAMPLE_GAP * s;
    double widths[] = {WIDEST_TEXT * s, fmin(share, WIDEST_TEXT * s)};

    *ret_fits = false;
    for (int i = 0; i < 2 && !*ret_fits && widths[i] >= NARROWEST_TEXT * s; i++) {
        if (!shape_rows(a, l, t, lg, widths[i], err))
            return false;
        *ret_size = set_columns(lg, n_columns, t->room.height_pt);
        *ret_fits = fits_into(*ret_size, t->room);
    }
    return true;
}

static struct legend *copy_legend(struct arena *a, const struct legend *lg)
{
    struct legend *copy = arena_new(a, struct legend);
    *copy = *lg;
    copy->rows = arena_array(a, struct row, lg->n);
    copy->heights = arena_array(a, struct row_height, lg->n);
    for (size_t i = 0; i < lg->n; i++) {
        copy->rows[i] = lg->rows[i];
        copy->heights[i] = lg->heights[i];
    }
    return copy;
}

/* The first number of columns that fits, or in a flat strip the best. */
static bool try_factor(struct arena *a, const struct page_layout *l, struct item *it,
                       const struct attempt *t, bool *ret_fits, struct lode_err *err)
{
    struct legend *lg;
    double least = INFINITY;
    *ret_fits = false;
    if (!start_legend(a, l, it, t, &lg, err))
        return false;

    size_t most = t->columns ? t->columns : COLUMNS_FREE;
    if (most > lg->n)
        most = lg->n;
    for (size_t c = t->columns ? most : 1; c <= most; c++) {
        struct page_size size;
        bool possible;
        if (!try_columns(a, l, t, lg, c, &size, &possible, err))
            return false;
        if (!possible || cost_of(lg, size) > least - 0.1)
            continue;

        *ret_fits = true;
        least = cost_of(lg, size);
        it->size = size;
        it->own = copy_legend(a, lg);
        if (!t->flat)
            break;
    }

    return true;
}

/* A legend on the map first tries to leave most of it free, then takes what room there is: it is
 * rather large and readable than small. */
static bool try_sizes(struct arena *a, const struct page_layout *l, struct item *it,
                      struct attempt *t, struct page_size room, bool *ret_fits,
                      struct lode_err *err)
{
    static const double MODEST = 0.6; /* of the room; taste */
    t->factor = 1;
    t->room = (struct page_size){MODEST * room.width_pt, MODEST * room.height_pt};
    *ret_fits = false;
    if (place_is_corner(it->at) && !try_factor(a, l, it, t, ret_fits, err))
        return false;

    t->room = room;
    for (int i = 0; i < N_SHRINK && !*ret_fits; i++) {
        t->factor = SHRINK[i];
        if (!try_factor(a, l, it, t, ret_fits, err))
            return false;
    }
    return true;
}

static bool fail_no_room(const struct item *it, const struct attempt *t, struct lode_err *err)
{
    size_t n = 0;
    for (size_t g = 0; g < t->n_groups; g++)
        n += t->groups[g].of.n;

    lode_fail(err, LODE_LIMIT, section_span(it->node),
              "the legend does not fit: %zu entries need more room than %.0f mm by %.0f mm", n,
              t->room.width_pt / PT_PER_MM, t->room.height_pt / PT_PER_MM);
    if (place_is_corner(it->at))
        return lode_hint(err, "place it beside the map (`at: right` or `at: bottom`), or use fewer "
                              "classes");
    return lode_hint(
        err, "use fewer classes, leave layers out of it (`legend: none`), or make the page larger");
}

static bool read_columns(const struct item *it, size_t *ret, struct lode_err *err)
{
    const struct node *n = node_lookup(it->node, "columns");
    int64_t v = 0;
    if (n && !node_int(n, &v, err))
        return false;
    if (n && (v < 1 || v > LEGEND_COLUMNS_MAX))
        return lode_fail(err, LODE_SCHEMA, n->at, "a legend has 1 to %d columns",
                         LEGEND_COLUMNS_MAX);
    *ret = (size_t)v;
    return true;
}

static bool measure_legend(struct arena *a, const struct page_layout *l, struct item *it,
                           struct page_size room, struct lode_err *err)
{
    struct listed_group *groups;
    struct attempt t = {.flat = it->at == AT_TOP || it->at == AT_BOTTOM};
    t.n_groups = legend_groups_list(a, l->in.layers, l->in.n_layers, &groups);
    t.groups = groups;

    it->left_out = !t.n_groups;
    if (it->left_out)
        return true;

    double width = room.width_pt, usual = style_theme_text(l->in.doc, "legend").size_pt;
    t.text_pt = usual;
    if (!read_columns(it, &t.columns, err) || !page_read_pt(it->node, "width", &width, err) ||
        !page_read_pt(it->node, "size", &t.text_pt, err))
        return false;

    t.title_pt = style_theme_text(l->in.doc, "legend-title").size_pt * t.text_pt / usual;
    room.width_pt = fmin(room.width_pt, width);

    bool possible;
    if (!try_sizes(a, l, it, &t, room, &possible, err))
        return false;
    if (possible)
        return true;

    /* Not in the columns that were asked for: in as many as there is room for. */
    size_t asked = t.columns;
    t.columns = 0;
    if (asked && !try_sizes(a, l, it, &t, room, &possible, err))
        return false;
    if (!possible)
        return fail_no_room(it, &t, err);
    ((struct legend *)it->own)->asked_columns = asked;
    return true;
}

static bool furnish_legend(struct arena *a, const struct page_layout *l, struct item *it,
                           const struct view *v, struct lode_err *err)
{
    struct legend *lg = it->own;
    return page_text_refresh(a, l, it, "legend-title", node_lookup(it->node, "title"), v,
                             &lg->title, err);
}

static bool settle_legend(struct arena *a, const struct page_layout *l, struct item *it,
                          const struct view *v, struct lode_err *err)
{
    (void)a, (void)l, (void)v, (void)err;
    const struct legend *lg = it->own;
    if (lg->asked_columns)
        log_warn(section_span(node_lookup(it->node, "columns")), "legend-columns",
                 "the legend has no room for %zu columns, so it has %zu", lg->asked_columns,
                 lg->n_columns);
    return true;
}

/* ---- the row ---- */

static const struct value columns = {.kind = VALUE_WHOLE, .bound = BOUND_POSITIVE, .most = 12};
static const struct key legend_keys[] = {
    AT_KEY,
    {"columns", &columns, 0, "in how many columns"},
    {"title", &kind_template, 0, "a heading"},
    {"width", &kind_paper, 0, "how wide it may become"},
    {"size", &kind_letters, 0, "the size of the letters"},
};
static const struct section legend_section = SECTION("the page's legend", legend_keys);
static const struct value legend_map = A_MAP(legend_section);
static const struct value legend_value = SWITCHED(legend_map);

const struct item_kind legend_item = {.key = {"legend", &legend_value, 0, "what the looks mean"},
                                      .by_default = true,
                                      .shows_layers = true,
                                      .rank = RANK_LEGEND,
                                      .at = AT_RIGHT,
                                      .measure = measure_legend,
                                      .furnish = furnish_legend,
                                      .settle = settle_legend,
                                      .draw = legend_draw};
