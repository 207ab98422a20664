/* The page of contents of an atlas: columns of titles, with dots that lead to numbers. */
#include "atlas/front.h"

#include "atlas/shared.h"
#include "expr/format.h"
#include "expr/template.h"
#include "page/scene_build.h"
#include "run/page_words.h"

/* Points; ROW_PITCH is a share of the size of a row. Taste. */
static const double ROW_PT = 9, ROW_PITCH = 1.65, HEAD_PT = 34, COLUMN_GAP_PT = 24;
static const double COLUMN_LEAST_PT = 190, LEADER_GAP_PT = 4;
/* A column has at least LEAST_ROWS rows: a short list has fewer columns. Taste. */
enum { COLUMNS_MAX = 3, LEAST_ROWS = 3 };

struct contents {
    double size_pt, pitch_pt, width_pt; /* of a row */
    size_t n_columns, n_rows;           /* on a page */
    size_t n_full;                      /* columns of n_rows; the others have one row less */
    struct box area_pt;                 /* below the heading */
};

static struct contents contents_of(const struct map_doc *doc)
{
    const struct doc_page *page = &doc->page;
    const struct node *size = node_lookup(doc->atlas.contents, "size");
    struct contents c = {.size_pt = ROW_PT};
    struct lode_err ignored = {0}; /* the schema has reported it */

    if (size)
        node_pt(size, &c.size_pt, &ignored);
    double m = page->margin_pt;
    c.area_pt = (struct box){m, m + HEAD_PT, page->width_pt - m, page->height_pt - m};
    c.pitch_pt = fmax(c.size_pt, 1) * ROW_PITCH;

    double width = box_width(c.area_pt);
    c.n_columns = (size_t)fmin(
        fmax(floor((width + COLUMN_GAP_PT) / (COLUMN_LEAST_PT + COLUMN_GAP_PT)), 1), COLUMNS_MAX);
    c.n_rows = (size_t)fmax(floor(box_height(c.area_pt) / c.pitch_pt), 1);
    return c;
}

size_t atlas_front_contents_pages(const struct map_doc *doc, size_t n)
{
    struct contents c = contents_of(doc);
    size_t room = c.n_columns * c.n_rows, rows = n + (doc->atlas.index != NULL);
    return rows ? (rows + room - 1) / room : 1;
}

struct writer {
    struct run *p;
    const struct atlas *atlas;
    struct text_context *text;
    struct text_style style;
    struct contents contents;
    struct scene_builder scene;
    ARRAY(struct scene_link) links;
    size_t book_first; /* of the pages that are listed */
    bool rtl;
    struct lode_err *err;
};

/* The text of a row: by the document's template, or the title. */
static bool row_text(struct writer *w, size_t page, struct str *ret)
{
    const struct node *n = node_lookup(w->p->doc->atlas.contents, "text");
    struct expr_env env = w->p->env;
    struct table none = {0};
    struct template_text *t;
    struct str *texts;
    size_t count;

    *ret = w->atlas->pages[page].title;
    if (!n || w->atlas->pages[page].kind != ATLAS_MAP)
        return true;

    env.words = page_words_of(&w->p->a, &w->atlas->shared->words, page);
    env.n_words = w->atlas->shared->words.n_columns;
    env.own_digits = true;
    if (!template_parse(&w->p->a, n->text, n->at, &t, w->err) ||
        !template_eval(&w->p->a, t, &none, &env, &texts, &count, w->err))
        return false;
    *ret = texts[0];
    return true;
}

/* On one line, whatever the data holds. */
static struct str on_one_line(struct arena *a, struct str text)
{
    char *p = str_c(a, text);
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)p[i] < 0x20)
            p[i] = ' ';
    }
    return (struct str){p, text.len};
}

static struct str cut_to(struct arena *a, struct str text, size_t chars)
{
    size_t at = 0;
    for (size_t n = 0; at < text.len && n < chars; n++) {
        at++;
        while (at < text.len && ((unsigned char)text.p[at] & 0xc0) == 0x80)
            at++;
    }
    return str_format(a, "%.*s…", STR_FMT(str_trim(str_head(text, at))));
}

/* Cut off with an ellipsis when it is wider than the room. Eight tries are enough: each cuts by the
 * share that is too wide. */
static bool shape_within(struct writer *w, struct str text, double room_pt,
                         const struct text_block **ret)
{
    if (!text_shape(w->text, &w->p->a, text, &w->style, ret, w->err))
        return false;

    size_t chars = str_chars(text);
    for (int k = 0; k < 8 && (*ret)->width_pt > room_pt && chars > 1; k++) {
        chars = (size_t)fmin((double)chars - 1, floor((double)chars * room_pt / (*ret)->width_pt));
        if (!text_shape(w->text, &w->p->a, cut_to(&w->p->a, text, chars), &w->style, ret, w->err))
            return false;
    }
    return true;
}

static void draw_leader(struct writer *w, double from, double to, double y)
{
    struct symbol look = scene_look((struct rgba){0}, w->style.color, 0.7);
    look.stroke.color.a = 150;
    look.stroke.cap = CAP_ROUND;
    look.stroke.dash_pt[0] = 0.01;
    look.stroke.dash_pt[1] = 3;
    look.stroke.n_dash = 2;

    /* Dots stand at multiples of their distance, so that dots of all rows stand below each
     * other. */
    double x0 = 3 * ceil((from + LEADER_GAP_PT) / 3), x1 = to - LEADER_GAP_PT;
    double xy[] = {x0, y, x1, y};
    if (x1 - x0 > 6)
        scene_line(&w->scene, xy, 2, &look);
}

static void add_link(struct writer *w, struct box box, size_t page)
{
    *array_add(&w->p->a, &w->links) =
        (struct scene_link){box, str_format(&w->p->a, "#page=%zu", page - w->book_first + 1)};
}

static bool write_row(struct writer *w, size_t i, size_t page)
{
    const struct contents *c = &w->contents;
    size_t full = c->n_full * c->n_rows, fewer = c->n_rows > 1 ? c->n_rows - 1 : 1;
    size_t column = i < full ? i / c->n_rows : c->n_full + (i - full) / fewer;
    size_t row = i < full ? i % c->n_rows : (i - full) % fewer;

    if (w->rtl)
        column = c->n_columns - 1 - column;

    double x = c->area_pt.x0 + (double)column * (c->width_pt + COLUMN_GAP_PT);
    double y = c->area_pt.y0 + (double)row * c->pitch_pt;
    const struct text_block *number, *title;
    struct str text;

    if (!row_text(w, page, &text) ||
        !shape_within(w, atlas_front_label(w->p, &w->atlas->pages[page]), c->width_pt / 3,
                      &number) ||
        !shape_within(w, on_one_line(&w->p->a, text),
                      c->width_pt - number->width_pt - 3 * LEADER_GAP_PT, &title))
        return false;

    double at_title = w->rtl ? x + c->width_pt - title->width_pt : x;
    double at_number = w->rtl ? x : x + c->width_pt - number->width_pt;
    scene_text(&w->scene, title, (struct pagexy){at_title, y}, 0);

    /* Title and number share a baseline, though digits may have a font of their own. */
    double down = title->lines[0].baseline_pt - number->lines[0].baseline_pt;
    scene_text(&w->scene, number, (struct pagexy){at_number, y + down}, 0);

    double base = y + title->lines[0].baseline_pt - 0.5;
    if (w->rtl)
        draw_leader(w, x + number->width_pt, at_title, base);
    else
        draw_leader(w, x + title->width_pt, at_number, base);
    add_link(w, (struct box){x, y, x + c->width_pt, y + c->pitch_pt}, page);
    return true;
}

static bool write_head(struct writer *w, struct str title)
{
    struct text_style style = style_theme_text(w->p->doc, "title");
    const struct text_block *block;
    double m = w->p->doc->page.margin_pt;
    if (!text_shape(w->text, &w->p->a, title, &style, &block, w->err))
        return false;

    double x = w->rtl ? w->contents.area_pt.x1 - block->width_pt : m;
    scene_tag(&w->scene, STR("title"));
    scene_text(&w->scene, block, (struct pagexy){x, m}, 0);
    scene_end(&w->scene);
    return true;
}

static void finish_scene(struct writer *w)
{
    const struct map_doc *doc = w->p->doc;
    w->p->scene = (struct scene){
        .width_pt = doc->page.width_pt,
        .height_pt = doc->page.height_pt,
        .background = style_theme_color(doc, "page", (struct rgba){255, 255, 255, 255}),
        .ops = w->scene.ops.v,
        .n_ops = w->scene.ops.n,
        .title = doc->title.s,
        .description = doc->description.s,
        .language = doc->language.s,
        .creator = page_creator(),
        .links = w->links.v,
        .n_links = w->links.n,
    };
}

/* Columns of equal length over the whole width. A list that goes on over several pages has the same
 * number of columns on all of them. */
static void balance_columns(struct writer *w, size_t page, size_t skip)
{
    struct contents *c = &w->contents;
    size_t n = 0, room = c->n_columns * c->n_rows;
    for (size_t i = w->book_first;
         i < w->atlas->n && str_eq(w->atlas->pages[i].group, w->atlas->pages[page].group); i++)
        n += w->atlas->pages[i].kind != ATLAS_CONTENTS;

    size_t left = n - skip < room ? n - skip : room, most = (n + LEAST_ROWS - 1) / LEAST_ROWS;
    if (n <= room && most < c->n_columns)
        c->n_columns = most ? most : 1;

    c->n_rows = left ? (left + c->n_columns - 1) / c->n_columns : 1;
    c->n_full = c->n_columns - (c->n_rows * c->n_columns - left);
    double gaps = COLUMN_GAP_PT * (double)(c->n_columns - 1);
    c->width_pt = (box_width(c->area_pt) - gaps) / (double)c->n_columns;
}

size_t atlas_front_first(const struct atlas *atlas, size_t page)
{
    while (page && str_eq(atlas->pages[page - 1].group, atlas->pages[page].group))
        page--;
    return page;
}

struct str atlas_front_label(struct run *p, const struct atlas_page *page)
{
    return page->kind == ATLAS_MAP ? format_own_digits(&p->a, page->label, p->doc->language.s)
                                   : page->label;
}

bool atlas_front_contents(struct run *p, const struct atlas *atlas, size_t page,
                          struct lode_err *err)
{
    const struct atlas_page *self = &atlas->pages[page];
    struct writer w = {.p = p, .atlas = atlas, .err = err, .contents = contents_of(p->doc)};

    w.scene.arena = &p->a;
    w.style = style_theme_text(p->doc, "legend");
    w.style.size_pt = w.contents.size_pt;
    w.style.language = p->doc->language.s;
    w.rtl = text_language_rtl(p->doc->language.s);
    w.book_first = atlas_front_first(atlas, page);

    if (!session_text(p->session, &w.text, err) || !write_head(&w, self->title))
        return false;

    size_t room = w.contents.n_columns * w.contents.n_rows, skip = (self->number - 1) * room, n = 0;
    scene_tag(&w.scene, STR("contents"));
    balance_columns(&w, page, skip);
    for (size_t i = w.book_first; i < atlas->n && str_eq(atlas->pages[i].group, self->group); i++) {
        if (atlas->pages[i].kind == ATLAS_CONTENTS || n++ < skip)
            continue;
        if (n - skip > room)
            break;
        if (!write_row(&w, n - skip - 1, i))
            return false;
    }

    scene_end(&w.scene);
    finish_scene(&w);
    return true;
}
