/* Sets a table in the room there is: how wide its columns are, and which rows find room. */
#include "page/table_set.h"

#include "expr/format.h"
#include "page/words.h"
#include "style/legend_words.h"

/* In parts of the text's size: above and below a line, the widest text and the narrowest it may
 * become, the narrowest heading. Taste. */
static const double RULE_GAP = 0.3, WIDEST_TEXT = 24, NARROWEST_TEXT = 6, NARROWEST_HEAD = 5;
/* A text of more lines ends in an ellipsis. */
enum { LINES_MOST = 3 };
/* Added to a text's own width, so that it wraps there as it did before. */
static const double ROUNDING_PT = 0.05;

/* ---- texts ---- */

struct cell_params {
    const char *role;
    struct str text;
    double size_pt, width_pt;
    enum text_align align;
};

static bool shape_text(struct arena *a, const struct page_layout *l, const struct cell_params *p,
                       const struct text_block **ret, struct lode_err *err)
{
    struct text_params params = {p->role, p->text, p->size_pt, p->width_pt, p->align};
    return page_text(a, l, &params, ret, err);
}

/* The bytes of `s` before its last character. */
static size_t without_last_character(struct str s)
{
    size_t n = s.len;
    while (n && ((unsigned char)s.p[n - 1] & 0xc0) == 0x80)
        n--;
    return n ? n - 1 : 0;
}

/* Shape a text in three lines at most, the last one with an ellipsis where there were more. */
static bool shape_cut(struct arena *a, const struct page_layout *l, const struct cell_params *p,
                      const struct text_block **ret, struct lode_err *err)
{
    struct cell_params shorter = *p;
    size_t len = 0;

    if (!shape_text(a, l, p, ret, err))
        return false;

    for (size_t i = 0; i < (*ret)->n_lines && i < LINES_MOST; i++)
        len += (*ret)->lines[i].text.len + 1; /* and the space at which it was broken */

    struct str kept = str_head(p->text, len < p->text.len ? len : p->text.len);
    while ((*ret)->n_lines > LINES_MOST && kept.len) {
        kept = str_trim(str_head(kept, without_last_character(kept)));
        shorter.text = str_format(a, "%.*s…", STR_FMT(kept));
        if (!shape_text(a, l, &shorter, ret, err))
            return false;
    }
    return true;
}

/* The bytes of `s` before the decimal sign, or before what stands behind the number. Only Latin
 * digits: languages with others are written from right to left. */
static size_t head_length(struct str s, struct str sign)
{
    size_t end = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c >= '0' && c <= '9')
            end = i + 1;
        else if (end && (unsigned char)c < 0x80 && c != ',' && c != '.')
            break;
        if (end && str_starts(str_from(s, end), sign))
            return end;
    }
    return end ? end : s.len;
}

/* The decimal sign that the texts of the column have. */
static struct str decimal_sign(struct arena *a, const struct page_layout *l, bool format)
{
    struct str language = l->in.doc->language.s;
    struct str text =
        format ? format_digits(a, STR("1.5"), language) : legend_number(a, language, 1.5, 1, false);
    return str_head(str_from(text, 1), text.len - 2);
}

/* Shape a number, and find where its decimal sign is. */
static bool shape_number(struct arena *a, const struct page_layout *l, const struct cell_params *p,
                         struct str sign, struct table_cell *ret, struct lode_err *err)
{
    const struct text_block *tail;
    if (!shape_text(a, l, p, &ret->block, err))
        return false;

    ret->head_pt = ret->block->width_pt;
    if (l->rtl) /* what is behind a number stands before it there */
        return true;

    size_t n = head_length(p->text, sign);
    if (n == p->text.len)
        return true;

    struct cell_params rest = *p;
    rest.text = str_from(p->text, n);
    if (!shape_text(a, l, &rest, &tail, err))
        return false;
    ret->head_pt -= tail->width_pt;
    return true;
}

/* ---- columns ---- */

static double header_size(const struct table_set *t)
{
    return t->text_pt / t->usual_pt * t->header_pt;
}

static bool shape_cell(struct arena *a, const struct page_layout *l, const struct table_set *t,
                       size_t k, struct cell_params *p, struct table_cell *ret,
                       struct lode_err *err)
{
    *ret = (struct table_cell){0};
    if (!p->text.len)
        return true;
    p->width_pt = t->columns[k].text_pt;
    p->align = t->columns[k].align;
    return t->columns[k].number ? shape_number(a, l, p, t->columns[k].sign, ret, err)
                                : shape_cut(a, l, p, &ret->block, err);
}

/* Make the column wide enough for the cell. */
static void widen_column(struct table_column *c, const struct table_cell *cell)
{
    if (!cell->block)
        return;
    if (c->number) {
        c->head_pt = fmax(c->head_pt, cell->head_pt);
        c->tail_pt = fmax(c->tail_pt, cell->block->width_pt - cell->head_pt);
        c->width_pt = fmax(c->width_pt, c->head_pt + c->tail_pt);
    } else {
        c->width_pt = fmax(c->width_pt, cell->block->width_pt);
    }
}

/* The width of the text's widest word: a heading breaks between its words, not inside them. */
static bool widest_word(struct arena *a, const struct page_layout *l, const struct cell_params *p,
                        double *ret_pt, struct lode_err *err)
{
    struct str rest = p->text;
    struct cell_params word = *p;
    const struct text_block *block;

    word.width_pt = *ret_pt = 0;
    while (str_cut(&rest, ' ', &word.text)) {
        if (!shape_text(a, l, &word, &block, err))
            return false;
        *ret_pt = fmax(*ret_pt, block->width_pt);
    }
    return true;
}

/* A heading is as wide as what stands below it, or breaks. */
static bool shape_head(struct arena *a, const struct page_layout *l, struct table_set *t, size_t k,
                       struct lode_err *err)
{
    struct table_column *c = &t->columns[k];
    struct cell_params p = {"table-header", t->of.heads[k], header_size(t), 0, c->align};
    double word_pt;

    if (c->number)
        p.align = l->rtl ? ALIGN_START : ALIGN_END;
    if (!p.text.len)
        return true;
    if (!widest_word(a, l, &p, &word_pt, err))
        return false;

    p.width_pt = fmax(fmax(c->width_pt, word_pt), NARROWEST_HEAD * t->text_pt) + ROUNDING_PT;
    if (!shape_text(a, l, &p, &t->head.cells[k].block, err))
        return false;
    c->width_pt = fmax(c->width_pt, t->head.cells[k].block->width_pt);
    return true;
}

/* All cells of a column, its heading last. */
static bool shape_column(struct arena *a, const struct page_layout *l, struct table_set *t,
                         size_t k, struct lode_err *err)
{
    struct table_column *c = &t->columns[k];

    c->width_pt = c->head_pt = c->tail_pt = 0;
    for (size_t i = 0; i < t->n_shaped; i++) {
        struct table_cell *cell = &t->rows[i].cells[k];
        struct cell_params p = {.role = "table", .size_pt = t->text_pt};
        p.text = t->of.texts[i * t->of.n_columns + k];
        if (!shape_cell(a, l, t, k, &p, cell, err))
            return false;
        widen_column(c, cell);
    }

    if (t->of.sums) {
        struct table_cell *cell = &t->sums.cells[k];
        struct cell_params p = {.role = "table-header", .size_pt = header_size(t)};
        p.text = t->of.sums[k];
        if (!shape_cell(a, l, t, k, &p, cell, err))
            return false;
        widen_column(c, cell);
    }

    t->head.cells[k] = (struct table_cell){0};
    return shape_head(a, l, t, k, err);
}

static double table_width(const struct table_set *t)
{
    double w = (double)(t->of.n_columns - 1) * TABLE_COLUMN_GAP * t->text_pt;
    for (size_t k = 0; k < t->of.n_columns; k++)
        w += t->columns[k].width_pt;
    return w;
}

/* The widest text columns are made narrower first, all to the same width, until the table fits or
 * they are as narrow as they may be. */
static bool narrow_columns(struct arena *a, const struct page_layout *l, struct table_set *t,
                           double room_pt, struct lode_err *err)
{
    static const double STEP = 0.9;
    double least = NARROWEST_TEXT * t->text_pt, to = 0;
    for (size_t k = 0; k < t->of.n_columns; k++)
        to = fmax(to, t->columns[k].number ? 0 : t->columns[k].width_pt);

    while (table_width(t) > room_pt && to > least) {
        to = fmax(STEP * to, least);
        for (size_t k = 0; k < t->of.n_columns; k++) {
            if (t->columns[k].number || t->columns[k].width_pt <= to)
                continue;
            t->columns[k].text_pt = to;
            if (!shape_column(a, l, t, k, err))
                return false;
        }
    }
    return true;
}

/* ---- rows ---- */

static double highest_cell(const struct table_set *t, const struct table_row *row)
{
    double h = 0;
    for (size_t k = 0; k < t->of.n_columns; k++)
        h = fmax(h, row->cells[k].block ? row->cells[k].block->height_pt : 0);
    return h;
}

static bool shape_title(struct arena *a, const struct page_layout *l, struct table_set *t,
                        double width_pt, struct lode_err *err)
{
    const struct node *title = node_lookup(t->doc->node, "title");
    struct text_params params = {
        "table-title", {0}, t->text_pt / t->usual_pt * t->title_pt, width_pt, ALIGN_START};
    t->title = NULL;
    return !title || (page_template(a, l, title, NULL, &params.text, err) &&
                      (!params.text.len || page_text(a, l, &params, &t->title, err)));
}

/* The line that counts the rows that are not shown. */
static bool shape_more(struct arena *a, const struct page_layout *l, struct table_set *t,
                       struct lode_err *err)
{
    size_t rest = t->of.n_all - t->n_shown;
    struct text_params params = {"note", words_more(a, l->in.doc->language.s, rest), t->text_pt, 0,
                                 ALIGN_START};
    t->more = NULL;
    return !rest || page_text(a, l, &params, &t->more, err);
}

double table_rule_pt(const struct table_set *t)
{
    return 2 * RULE_GAP * t->text_pt;
}

/* Title and headings, with the line below them. */
static double top_height(const struct table_set *t)
{
    double h = t->title ? t->title->height_pt + TABLE_TITLE_GAP * t->text_pt : 0;
    return h + t->head.height_pt + table_rule_pt(t);
}

static double whole_height(const struct table_set *t)
{
    double h = top_height(t), gap = TABLE_ROW_GAP * t->text_pt;
    for (size_t i = 0; i < t->n_shown; i++)
        h += t->rows[i].height_pt + (i ? gap : 0);
    h += t->more ? t->more->height_pt + (t->n_shown ? gap : 0) : 0;
    return h + (t->of.sums ? table_rule_pt(t) + t->sums.height_pt : 0);
}

static void measure_rows(struct table_set *t)
{
    t->head.height_pt = highest_cell(t, &t->head);
    for (size_t i = 0; i < t->n_shaped; i++)
        t->rows[i].height_pt = highest_cell(t, &t->rows[i]);

    t->sums.height_pt = t->of.sums ? highest_cell(t, &t->sums) : 0;
}

/* Show as many rows as the height has room for. */
static bool fit_rows(struct arena *a, const struct page_layout *l, struct table_set *t,
                     double room_pt, struct lode_err *err)
{
    for (t->n_shown = t->n_shaped;; t->n_shown--) {
        if (!shape_more(a, l, t, err))
            return false;
        if (!t->n_shown || whole_height(t) <= room_pt + 1e-6)
            return true;
    }
}

static void allot_rows(struct arena *a, struct table_set *t)
{
    size_t n = t->of.n_columns;
    t->columns = arena_array(a, struct table_column, n);
    t->head = (struct table_row){.cells = arena_array(a, struct table_cell, n)};
    t->sums = (struct table_row){.cells = arena_array(a, struct table_cell, n)};
    t->rows = arena_array(a, struct table_row, t->n_shaped);

    for (size_t i = 0; i < t->n_shaped; i++)
        t->rows[i].cells = arena_array(a, struct table_cell, n);
}

static bool read_column(struct arena *a, const struct page_layout *l, const struct table_set *t,
                        size_t k, struct table_column *c, struct lode_err *err)
{
    const struct node *n = t->doc->columns[k].node;
    c->text_pt = WIDEST_TEXT * t->text_pt;
    c->number = t->of.numbers[k] && !node_lookup(n, "align");
    c->sign = decimal_sign(a, l, t->doc->columns[k].format != NULL);
    return align_read(n, ALIGN_START, &c->align, err);
}

bool table_set(struct arena *a, const struct page_layout *l, struct table_set *t, double factor,
               struct page_size room, struct lode_err *err)
{
    t->text_pt = factor * t->usual_pt;
    size_t lines = (size_t)(fmax(room.height_pt, 0) / t->text_pt) + 1;
    t->n_shaped = t->of.n_rows < lines ? t->of.n_rows : lines;

    allot_rows(a, t);
    for (size_t k = 0; k < t->of.n_columns; k++) {
        if (!read_column(a, l, t, k, &t->columns[k], err) || !shape_column(a, l, t, k, err))
            return false;
    }

    if (!narrow_columns(a, l, t, room.width_pt, err) ||
        !shape_title(a, l, t, fmax(table_width(t), NARROWEST_TEXT * t->text_pt), err))
        return false;

    measure_rows(t);
    if (!fit_rows(a, l, t, room.height_pt, err))
        return false;

    double w = fmax(table_width(t), t->title ? t->title->width_pt : 0);
    t->size = (struct page_size){fmax(w, t->more ? t->more->width_pt : 0), whole_height(t)};
    t->columns[0].width_pt +=
        t->size.width_pt - table_width(t); /* the lines end where columns do */
    t->cut = t->n_shown < t->of.n_rows;
    return true;
}
