/* A table of a layer's rows: `page.table: {of, columns, order, rows, total, title, at, ...}`. It
 * has a line below the headings and one above the sums, and no others; numbers stand at their
 * decimal sign. Rows that find no room are counted in a line of their own, and reported. */
#include "base/log.h"
#include "base/units.h"
#include "page/table_set.h"

/* The width of the two lines; taste. */
static const double HEAD_RULE_PT = 0.6, TOTAL_RULE_PT = 0.4;
/* How much smaller letters may become when the room is short, as in the legend. */
static const double SHRINK[] = {1, 0.92, 0.85, 0.78};
enum { N_SHRINK = sizeof SHRINK / sizeof *SHRINK };

static size_t index_of_table(const struct page_layout *l, const struct item *it)
{
    size_t i = 0;
    while (l->in.doc->page.tables[i].node != it->node)
        i++;
    return i;
}

/* Read the section, and write out the texts of all cells. */
static bool start_table(struct arena *a, const struct page_layout *l, struct item *it,
                        struct table_set **ret, struct lode_err *err)
{
    size_t i = index_of_table(l, it);
    struct table_set *t = arena_new(a, struct table_set);
    double usual = style_theme_text(l->in.doc, "table").size_pt;
    t->doc = &l->in.doc->page.tables[i];
    t->usual_pt = usual;

    if (!page_read_pt(it->node, "size", &t->usual_pt, err) ||
        !page_read_pt(it->node, "width", &t->width_pt, err) ||
        !table_cells_make(a, l, t->doc, &l->in.tables[i], &t->of, err))
        return false;

    t->title_pt = style_theme_text(l->in.doc, "table-title").size_pt * t->usual_pt / usual;
    t->header_pt = style_theme_text(l->in.doc, "table-header").size_pt * t->usual_pt / usual;
    *ret = t;
    return true;
}

static bool fail_no_room(const struct item *it, const struct table_set *t, struct page_size room,
                         struct lode_err *err)
{
    if (t->size.width_pt > room.width_pt)
        lode_fail(err, LODE_LIMIT, section_span(it->node),
                  "the table is %.0f mm wide, and there is room for %.0f mm",
                  t->size.width_pt / PT_PER_MM, room.width_pt / PT_PER_MM);
    else
        lode_fail(err, LODE_LIMIT, section_span(it->node),
                  "no room for the table: no row of it fits into a height of %.0f mm",
                  fmax(room.height_pt, 0) / PT_PER_MM);

    return lode_hint(err,
                     "give it fewer columns, or place it elsewhere: `at: bottom` is as wide as "
                     "the page");
}

/* Letters become smaller only where all rows fit then; else fewer rows stand in letters of the
 * usual size. */
static bool measure_table(struct arena *a, const struct page_layout *l, struct item *it,
                          struct page_size room, struct lode_err *err)
{
    struct table_set *t;
    double first = 0; /* the largest letters with which it is not too wide */
    if (!start_table(a, l, it, &t, err))
        return false;

    if (t->width_pt > 0)
        room.width_pt = fmin(room.width_pt, t->width_pt);

    for (int i = 0; i < N_SHRINK; i++) {
        if (!table_set(a, l, t, SHRINK[i], room, err))
            return false;
        bool fits = t->size.width_pt <= room.width_pt + 1e-6;
        first = fits && first == 0 ? SHRINK[i] : first;
        if (fits && !t->cut)
            break;
    }

    if (t->cut && first > 0 && !table_set(a, l, t, first, room, err))
        return false;
    if (first == 0 || (t->of.n_rows && !t->n_shown))
        return fail_no_room(it, t, room, err);

    it->own = t;
    it->size = t->size;
    it->cramped = t->cut;
    return true;
}

static bool furnish_table(struct arena *a, const struct page_layout *l, struct item *it,
                          const struct view *v, struct lode_err *err)
{
    struct table_set *t = it->own;
    return page_text_refresh(a, l, it, "table-title", node_lookup(it->node, "title"), v, &t->title,
                             err);
}

static bool settle_table(struct arena *a, const struct page_layout *l, struct item *it,
                         const struct view *v, struct lode_err *err)
{
    (void)a, (void)l, (void)v, (void)err;
    const struct table_set *t = it->own;
    size_t asked = t->doc->rows && t->doc->rows < t->of.n_all ? t->doc->rows : t->of.n_all;
    if (t->n_shown < asked)
        log_warn(section_span(it->node), "table-rows",
                 "the table has room for %zu of %zu rows; the last line counts the others",
                 t->n_shown, asked);
    return true;
}

/* ---- drawing ---- */

static void draw_rule(struct scene_builder *b, const struct page_layout *l, struct box box,
                      double y, double width_pt)
{
    struct rgba ink = style_theme_text(l->in.doc, "table").color;
    struct symbol look = scene_look((struct rgba){0}, ink, width_pt);
    scene_line(b, (double[]){box.x0, y, box.x1, y}, 2, &look);
}

/* Numbers stand as a block at the right of their column, in all languages; headings of numbers
 * (`number` false) end where the column does. */
static double cell_x(const struct page_layout *l, const struct table_column *c,
                     const struct table_cell *cell, struct box column, bool number)
{
    if (!c->number)
        return page_align_x(l, c->align, column, cell->block->width_pt);
    return column.x1 - (number ? c->tail_pt + cell->head_pt : cell->block->width_pt);
}

static void draw_row(struct scene_builder *b, const struct page_layout *l,
                     const struct table_set *t, const struct table_row *row, struct box box,
                     bool numbers)
{
    double used = 0;
    for (size_t k = 0; k < t->of.n_columns; k++) {
        const struct table_column *c = &t->columns[k];
        struct box column = box;
        column.x0 = l->rtl ? box.x1 - used - c->width_pt : box.x0 + used;
        column.x1 = column.x0 + c->width_pt;
        used += c->width_pt + TABLE_COLUMN_GAP * t->text_pt;
        if (!row->cells[k].block)
            continue;

        /* headings of one line stand at the line below them */
        double drop = numbers ? 0 : row->height_pt - row->cells[k].block->height_pt;
        scene_text(b, row->cells[k].block,
                   (struct pagexy){cell_x(l, c, &row->cells[k], column, numbers), box.y0 + drop},
                   0);
    }
}

static void draw_table(struct scene_builder *b, const struct page_layout *l, const struct item *it)
{
    const struct table_set *t = it->own;
    struct box box = item_content(it);
    double gap = TABLE_ROW_GAP * t->text_pt, y = box.y0;

    if (t->title) {
        double x = page_align_x(l, ALIGN_START, box, t->title->width_pt);
        scene_text(b, t->title, (struct pagexy){x, y}, 0);
        y += t->title->height_pt + TABLE_TITLE_GAP * t->text_pt;
    }

    draw_row(b, l, t, &t->head, (struct box){box.x0, y, box.x1, y}, false);
    y += t->head.height_pt;
    draw_rule(b, l, box, y + table_rule_pt(t) / 2, HEAD_RULE_PT);
    y += table_rule_pt(t);

    for (size_t i = 0; i < t->n_shown; i++) {
        draw_row(b, l, t, &t->rows[i], (struct box){box.x0, y, box.x1, y}, true);
        y += t->rows[i].height_pt + (i + 1 < t->n_shown || t->more ? gap : 0);
    }

    if (t->more) {
        double x = page_align_x(l, ALIGN_START, box, t->more->width_pt);
        scene_text(b, t->more, (struct pagexy){x, y}, 0);
        y += t->more->height_pt;
    }

    if (!t->of.sums)
        return;

    draw_rule(b, l, box, y + table_rule_pt(t) / 2, TOTAL_RULE_PT);
    y += table_rule_pt(t);
    draw_row(b, l, t, &t->sums, (struct box){box.x0, y, box.x1, y}, true);
}

/* ---- the row ---- */

/* A column has a column of the layer or a text, or there is nothing to write. */
static void check_column(const struct node *column, struct diags *diags)
{
    const struct node_pair *decimals = node_pair_lookup(column, "decimals");
    struct lode_err err = {0};
    if (!node_lookup(column, "column") && !node_lookup(column, "format"))
        lode_fail(&err, LODE_SCHEMA, column->at,
                  "a column of a table needs 'column', or a text as its 'format'");
    else if (decimals && node_lookup(column, "format"))
        lode_fail(&err, LODE_SCHEMA, decimals->at,
                  "'decimals' and 'format' both say how numbers are written");
    if (err.code)
        diags_put(diags, &err);
}

static const struct value decimals = {.kind = VALUE_WHOLE, .bound = BOUND_NOT_NEGATIVE, .most = 12};
static const struct key column_keys[] = {
    {"column", &kind_text, 0, "a column of the layer"},
    {"label", &kind_text, 0, "its heading"},
    {"format", &kind_template, 0, "what is written in each row, with {expressions}"},
    {"decimals", &decimals, 0, "how many decimals its numbers have"},
    {"align", &kind_align, 0, "start, centre or end"},
};
static const struct section column_section = {.what = "a column of a table",
                                              .keys = column_keys,
                                              .n_keys = N_OF(column_keys),
                                              .also = check_column};
static const struct value column_map = A_MAP(column_section);
static const struct value column = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_text, &column_map)};
static const struct value column_list = {
    .kind = VALUE_LIST, .of = &column, .at_least = 1, .at_most = 40};
static const struct value column_texts = {.kind = VALUE_DICT, .of = &kind_template, .at_most = 40};
static const struct value columns = {.kind = VALUE_ONE_OF,
                                     .what = "a list of columns, or a map of headings to texts",
                                     .any = ONE_OF(&column_list, &column_texts)};
static const struct value total = {.kind = VALUE_ONE_OF, .any = ONE_OF(&kind_bool, &kind_texts)};
static const struct key table_keys[] = {
    {"of", &kind_layer, KEY_REQUIRED, "the source or step whose rows it shows"},
    {"columns", &columns, KEY_REQUIRED, "a list of columns, [name, count]"},
    {"order", &kind_text_or_texts, 0, "columns to sort by; -name for falling"},
    {"rows", &kind_count, 0, "how many rows are shown; the rest is counted"},
    {"total", &total, 0, "true, or the columns that are added up in a last row"},
    {"title", &kind_template, 0, "a heading"},
    AT_KEY,
    {"width", &kind_paper, 0, "how wide it may become"},
    {"size", &kind_letters, 0, "the size of the letters"},
};
static const struct section table_section = SECTION("a table on the page", table_keys);
static const struct value table_map = A_MAP(table_section);
static const struct value table_list = {
    .kind = VALUE_LIST, .of = &table_map, .at_least = 1, .at_most = 20};
static const struct value table_value = {.kind = VALUE_ONE_OF,
                                         .any = ONE_OF(&table_map, &table_list, &kind_none)};

const struct item_kind table_item = {
    .key = {"table", &table_value, 0, "rows of a layer as a table"},
    .rank = RANK_TABLE,
    .at = AT_RIGHT,
    .measure = measure_table,
    .furnish = furnish_table,
    .settle = settle_table,
    .draw = draw_table};
