/* What a page of an atlas has beside its map: a mask round its feature, and the names of its
 * neighbours. */
#include "atlas/sheet.h"

#include <stdlib.h>

#include "atlas/layers.h"
#include "atlas/shared.h"
#include "base/log.h"
#include "base/units.h"
#include "expr/template.h"
#include "project/shape.h"
#include "run/page_words.h"

/* Points beyond the frame in which neighbours are looked for: those of a sheet that fills its frame
 * lie outside. Taste. */
static const double REACH_PT = 6;
/* 5 mm round a point or a line stay clear of the mask. Taste. */
static const double AROUND_PT = 5 * PT_PER_MM;

static bool read_mask(const struct node *n, struct page_sheet *sheet, struct lode_err *err)
{
    const struct node *color = node_lookup(n, "color"), *opacity = node_lookup(n, "opacity");
    double share = 0.6;

    sheet->mask = (struct rgba){255, 255, 255, 255};
    if ((color && !node_rgba(color, &sheet->mask, err)) ||
        (opacity && !node_share(opacity, &share, err)))
        return false;

    sheet->masked = true;
    sheet->mask.a = (uint8_t)lround(sheet->mask.a * share);
    return true;
}

static bool row_shapes(struct run *p, const struct atlas *atlas, const uint32_t *rows, size_t n,
                       struct geometry *ret, struct lode_err *err)
{
    struct features f = atlas->shared->coverage.features;
    struct shape_params params = {.rows = rows, .n_rows = n, .reach_pt = REACH_PT};

    f.crs = STR("EPSG:4326");
    f.edges = EDGES_PLANAR;
    return shape_to_page(&p->a, &p->view, &f, &params, ret, err);
}

/* The template of a neighbour's name. A page of another group is in another book: its number says
 * nothing without the group. */
static struct str neighbour_template(struct run *p, const struct node *n, bool other_group)
{
    const struct node *text = node_lookup(n, "text");

    if (text && (!other_group || !atlas_says(text, STR("page.number")) ||
                 atlas_says(text, STR("page.group"))))
        return text->text;
    if (text)
        return str_format(&p->a, "%.*s ({page.group})", STR_FMT(text->text));

    const char *name = "page.title", *number = other_group ? "{page.group} " : "";
    for (size_t i = PAGE_OWN_WORDS; i < p->n_page_words; i++) {
        if (str_is(p->page_words[i].name, "page.name") && p->page_words[i].value.type == COL_TEXT)
            name = "page.name";
    }

    return str_format(&p->a, "{%s} · %s{page.number}", name, number);
}

static bool neighbour_texts(struct run *p, const struct atlas *atlas, size_t page,
                            const uint32_t *rows, size_t n, struct str **ret, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    const struct node *node = p->doc->atlas.neighbours, *text = node_lookup(node, "text");
    struct table none = {0};
    struct str *texts = arena_array(&p->a, struct str, n);

    for (size_t i = 0; i < n; i++) {
        size_t other = s->page_of[rows[i]];
        bool other_group = !str_eq(atlas->pages[other].group, atlas->pages[page].group);
        struct str source = neighbour_template(p, node, other_group);
        struct expr_env env = p->env;
        struct template_text *t;
        struct str *one;
        size_t one_n;

        env.words = page_words_of(&p->a, &s->words, other);
        env.n_words = s->words.n_columns;
        env.own_digits = true;
        if (!template_parse(&p->a, source, text ? text->at : node->at, &t, err) ||
            !template_eval(&p->a, t, &none, &env, &one, &one_n, err))
            return false;
        texts[i] = one[0];
    }

    *ret = texts;
    return true;
}

/* Where the line leaves the page: the middles of the sheets before and after it, drawn to the
 * frame. NAN for other sheets. */
static const struct pagexy *strip_towards(struct run *p, const struct atlas *atlas, size_t page,
                                          const uint32_t *rows, size_t n)
{
    const struct table *t = &atlas->shared->coverage.features.table;
    const struct column *line = table_lookup(t, STR("line")),
                        *sheet = table_lookup(t, STR("sheet"));
    uint32_t own = atlas->shared->row_of[page];

    if (p->doc->atlas.kind != OVER_STRIP || !line || !sheet)
        return NULL;

    struct pagexy *to = arena_array(&p->a, struct pagexy, n);
    for (size_t i = 0; i < n; i++) {
        struct box b = t->geom.box[rows[i]], f = page_frame_pt(p->layout);
        struct lonlat middle = {(b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2};
        bool next = line->v.i[rows[i]] == line->v.i[own] &&
                    llabs(sheet->v.i[rows[i]] - sheet->v.i[own]) == 1;

        to[i] = (struct pagexy){NAN, NAN};
        if (!next || !view_point(&p->view, middle, &to[i]))
            continue;

        to[i].x_pt = fmin(fmax(to[i].x_pt, f.x0), f.x1);
        to[i].y_pt = fmin(fmax(to[i].y_pt, f.y0), f.y1);
    }

    return to;
}

/* What names of neighbours avoid: lines and markers. Areas lie under everything. */
static struct page_shown lines_and_markers(struct run *p)
{
    size_t n = p->doc->n_layers;
    struct styled_layer *layers = arena_array(&p->a, struct styled_layer, n);
    struct geometry *shapes = arena_array(&p->a, struct geometry, n);
    struct page_shown shown = {layers, shapes, 0};

    for (size_t i = 0; i < n; i++) {
        if (p->doc->layers[i].kind != LAYER_LINE && p->doc->layers[i].kind != LAYER_MARKER)
            continue;

        layers[shown.n_layers] = p->styled[i];
        shapes[shown.n_layers++] = p->shapes[i];
    }
    return shown;
}

static void report_unplaced(struct run *p, const struct page_sheet *sheet)
{
    struct str list = {0};
    const struct node *at = p->doc->atlas.neighbours;

    for (size_t i = 0; i < sheet->n_unplaced; i++)
        list = str_format(&p->a, "%.*s%s%.*s", STR_FMT(list), i ? ", " : "",
                          STR_FMT(sheet->unplaced[i]));

    if (sheet->n_unplaced)
        log_note(at->at.line ? at->at : p->doc->atlas.node->at, "unplaced-neighbours",
                 "no room at the frame for %zu of the page's neighbours: %.*s", sheet->n_unplaced,
                 STR_FMT(list));
}

static bool add_neighbours(struct run *p, const struct atlas *atlas, size_t page,
                           struct page_sheet *sheet, struct lode_err *err)
{
    const struct atlas_shared *s = atlas->shared;
    struct box window = p->view.window_deg;
    double margin = 0.02 * fmax(box_width(window), box_height(window));
    uint32_t *rows;
    size_t n = atlas_find(&s->tree, &p->a, box_grow(window, margin), &rows), kept = 0;
    struct geometry shapes;
    struct str *texts;
    struct page_neighbours in = {.shapes = &shapes, .shown = lines_and_markers(p)};
    const struct node *size = node_lookup(p->doc->atlas.neighbours, "size");

    for (size_t i = 0; i < n; i++) {
        if (rows[i] != s->row_of[page] && s->page_of[rows[i]] != UINT32_MAX)
            rows[kept++] = rows[i];
    }

    if ((size && !node_pt(size, &in.text_pt, err)) ||
        !row_shapes(p, atlas, rows, kept, &shapes, err) ||
        !neighbour_texts(p, atlas, page, rows, kept, &texts, err))
        return false;

    in.texts = texts;
    in.towards = strip_towards(p, atlas, page, rows, kept);
    if (!page_neighbours(&p->a, p->layout, &in, sheet, err))
        return false;
    report_unplaced(p, sheet);
    return true;
}

const struct features *atlas_feature(struct run *p, const struct atlas *atlas, size_t page)
{
    const struct atlas_shared *s = atlas->shared;
    struct features *f = arena_new(&p->a, struct features);

    features_take(&p->a, &s->coverage.features, &s->row_of[page], 1, f);
    f->crs = STR("EPSG:4326");
    f->edges = EDGES_PLANAR;
    return f;
}

/* What lies near a point or a line, which have no inside: near as seen on the page. */
static bool make_surroundings(struct run *p, const struct features *feature, struct features *ret,
                              struct lode_err *err)
{
    double m = metres_of_pt(AROUND_PT) * p->view.scale_denominator;
    struct lode_span at = p->doc->atlas.over.at;
    struct node by = {.kind = NODE_SCALAR, .text = str_format(&p->a, "%.0f m", ceil(m)), .at = at};
    struct node_pair pair = {STR("by"), at, &by};
    struct node args = {.kind = NODE_MAP, .at = at, .pairs = &pair, .n_pairs = 1};
    struct str name = STR("the page");
    struct layer_set set = {&feature, &name, 1};
    struct doc_step step = {.name = STR("its surroundings"),
                            .at = at,
                            .kind = step_kind_named("buffer"),
                            .op_at = at,
                            .input = {name, at},
                            .args = &args};

    return step_run(&p->a, &step, &set, &p->env, ret, err);
}

bool atlas_clear(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    struct run_page *own = (struct run_page *)p->page;
    if (!p->doc->atlas.mask)
        return true;

    const struct features *feature = atlas_feature(p, atlas, page);
    own->clear = feature;
    if (feature->table.geom.kind[0] == GEOM_POLYGON)
        return true;

    struct features *around = arena_new(&p->a, struct features);
    own->clear = around;
    return make_surroundings(p, feature, around, err);
}

bool atlas_sheet(struct run *p, const struct atlas *atlas, size_t page, struct lode_err *err)
{
    const struct doc_atlas *doc = &p->doc->atlas;
    struct page_sheet *sheet = arena_new(&p->a, struct page_sheet);

    ((struct run_page *)p->page)->sheet = sheet;
    if (doc->mask) {
        struct geometry *inside = arena_new(&p->a, struct geometry);
        struct shape_params params = {.reach_pt = REACH_PT};

        if (!read_mask(doc->mask, sheet, err) ||
            !shape_to_page(&p->a, &p->view, p->page->clear, &params, inside, err))
            return false;
        sheet->inside = inside;
    }

    return !doc->neighbours || add_neighbours(p, atlas, page, sheet, err);
}
