/* The map's extent, the page, tables and outputs of a document. */
#include <math.h>

#include "base/arena.h"
#include "base/num.h"
#include "base/units.h"
#include "doc/reading.h"
#include "doc/schema_kinds.h"

/* ---- extent ---- */

static void check_box(struct reading *r, const struct doc_extent *e)
{
    static const char hint[] = "an extent is [west, south, east, north] in degrees";
    struct str w = num_text(r->a, e->west), s = num_text(r->a, e->south);
    struct str east = num_text(r->a, e->east), n = num_text(r->a, e->north);

    if (fabs(e->south) > 90 || fabs(e->north) > 90)
        reading_fail(r, e->at, hint, "not a latitude: %.*s", STR_FMT(fabs(e->south) > 90 ? s : n));
    else if (fabs(e->west) > 360 || fabs(e->east) > 360)
        reading_fail(r, e->at, hint, "not a longitude: %.*s",
                     STR_FMT(fabs(e->west) > 360 ? w : east));
    else if (e->east - e->west > 360)
        reading_fail(r, e->at, hint, "the extent is wider than the world");
    else if (e->south >= e->north)
        reading_fail(r, e->at, hint, "the south (%.*s) is not below the north (%.*s)", STR_FMT(s),
                     STR_FMT(n));
    else if (e->west == e->east)
        reading_fail(r, e->at, hint, "the extent has no width");
}

/* Put a latitude that lies a hair beyond a pole on it, and say so. */
static void put_on_pole(struct reading *r, const struct node *n, double *lat)
{
    struct lode_err note = {.severity = LODE_NOTE, .rule = "beyond-pole"};
    if (!(fabs(*lat) > 90) || fabs(*lat) > 90 + BEYOND_POLE_DEG)
        return;

    *lat = copysign(90, *lat);
    lode_fail(&note, LODE_OK, n->at, "a latitude of %.*s was put on the pole", STR_FMT(n->text));
    diags_put(r->diags, &note);
}

bool reading_box(struct reading *r, const struct node *list, struct doc_extent *ret)
{
    double *to[] = {&ret->west, &ret->south, &ret->east, &ret->north};
    struct lode_err ignored = {0}; /* reported by the schema */
    if (list->n_items != 4)
        return false;

    for (size_t i = 0; i < 4; i++) {
        if (!node_number(list->items[i], to[i], &ignored))
            return false;
    }

    put_on_pole(r, list->items[1], &ret->south);
    put_on_pole(r, list->items[3], &ret->north);
    ret->kind = EXTENT_BOX;
    check_box(r, ret);
    return true;
}

bool reading_scale(struct reading *r, const struct node *n, double *ret)
{
    char digits[32];
    size_t len = 0;
    if (!n || n->kind != NODE_SCALAR)
        return false;

    struct str rest = n->text, one;
    if (str_cut(&rest, ':', &one) && rest.len && !str_is(str_trim(one), "1"))
        len = sizeof digits;
    for (size_t i = 0; i < (rest.len ? rest : n->text).len && len < sizeof digits; i++) {
        char c = (rest.len ? rest : n->text).p[i];
        if (c != ' ')
            digits[len++] = c;
    }

    /* 1:1 to the whole earth on a stamp */
    if (len < sizeof digits && num_parse((struct str){digits, len}, ret) && *ret >= 1 &&
        *ret <= 1e10)
        return true;
    reading_fail(r, n->at, "write it like 1:2000000", "not a scale: '%.*s'", STR_FMT(n->text));
    return false;
}

static void read_centre(struct reading *r, const struct node *map, const struct node *centre,
                        struct doc_extent *ret)
{
    struct lode_err ignored = {0};
    if (centre->n_items != 2 || !node_number(centre->items[0], &ret->lon, &ignored) ||
        !node_number(centre->items[1], &ret->lat, &ignored) ||
        !reading_scale(r, node_lookup(map, "scale"), &ret->scale_denominator))
        return;
    put_on_pole(r, centre->items[1], &ret->lat);
    ret->kind = EXTENT_CENTRE;
}

/* With more room round it the data would be a dot, or the map larger than the world. */
static void check_pad(struct reading *r, const struct node *n, struct length pad)
{
    static const struct {
        enum length_kind kind;
        double most;
        const char *shown;
    } bounds[] = {{LENGTH_PERCENT, 10, "1000%"},
                  {LENGTH_GROUND, 2e7, "20000 km"},
                  {LENGTH_ANGLE, 180, "180 deg"}};

    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        if (pad.kind == bounds[i].kind && pad.value > bounds[i].most)
            reading_fail(r, n->at, "4% is a good start", "more than %s round an extent: '%.*s'",
                         bounds[i].shown, STR_FMT(n->text));
    }
}

void reading_pad(struct reading *r, const struct node *pad, struct length *ret)
{
    struct lode_err ignored = {0};
    if (pad && pad->kind == NODE_SCALAR &&
        length_parse(pad->text, LENGTH_PERCENT | LENGTH_GROUND | LENGTH_ANGLE, pad->at, ret,
                     &ignored))
        check_pad(r, pad, *ret);
}

void extent_read(struct reading *r)
{
    const struct node *n = node_lookup(node_lookup(r->doc->root, "map"), "extent");
    struct doc_extent *e = &r->doc->map.extent;
    *e = (struct doc_extent){.kind = EXTENT_ALL, .pad = {LENGTH_PERCENT, 0.02}};
    if (!n)
        return;

    e->at = n->at;
    const struct node *of = node_lookup(n, "of"), *centre = node_lookup(n, "centre");
    const struct node *pad = node_lookup(n, "pad");

    /* A stated box is the box: only what is taken from data gets room round it. */
    if (n->kind == NODE_LIST)
        e->pad = (struct length){LENGTH_PERCENT, 0};

    if (n->kind == NODE_LIST)
        reading_box(r, n, e);
    else if (centre && centre->kind == NODE_LIST)
        read_centre(r, n, centre, e);
    if (!of || of->kind != NODE_SCALAR)
        return;

    e->kind = EXTENT_LAYER;
    e->of = reading_text(of);
    e->filter = reading_text(node_lookup(n, "filter"));
    reading_pad(r, pad, &e->pad);
    reading_check_layer(r, e->of, r->doc->n_steps);
}

/* ---- page ---- */

static const struct {
    const char *name;
    double width_mm, height_mm; /* portrait */
} papers[] = {
    {"A0", 841, 1189},       {"A1", 594, 841},          {"A2", 420, 594}, {"A3", 297, 420},
    {"A4", 210, 297},        {"A5", 148, 210},          {"A6", 105, 148}, {"Letter", 215.9, 279.4},
    {"Legal", 215.9, 355.6}, {"Tabloid", 279.4, 431.8},
};
enum { N_PAPERS = sizeof papers / sizeof *papers };

/* In upper or lower case: "A4 Landscape". */
static bool is_word(struct str s, const char *word)
{
    struct str w = str_of(word);
    if (s.len != w.len)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if ((s.p[i] | 32) != (w.p[i] | 32))
            return false;
    }
    return true;
}

static void fail_paper(struct reading *r, const struct node *n, struct str name)
{
    struct lode_err err = {0};
    struct str names[N_PAPERS];

    for (size_t i = 0; i < N_PAPERS; i++)
        names[i] = str_of(papers[i].name);

    struct str near = str_nearest(name, names, N_PAPERS);
    lode_fail(&err, LODE_SCHEMA, n->at, "unknown page size '%.*s'", STR_FMT(n->text));
    if (is_word(name, "portrait") || is_word(name, "landscape"))
        lode_hint(&err, "the paper stands first: 'A4 %.*s'", STR_FMT(name));
    if (near.len)
        lode_hint(&err, "did you mean '%.*s'?", STR_FMT(near));
    else
        lode_hint(&err, "one of A0 to A6, Letter, Legal, Tabloid, with 'landscape' or 'portrait'; "
                        "or [width, height]");
    diags_put(r->diags, &err);
}

static void read_paper(struct reading *r, const struct node *n)
{
    struct str way = str_trim(n->text), name = {0};
    str_cut(&way, ' ', &name);
    way = str_trim(way);
    bool landscape = is_word(way, "landscape");

    for (size_t i = 0; i < N_PAPERS; i++) {
        if (!is_word(name, papers[i].name) || (way.len && !landscape && !is_word(way, "portrait")))
            continue;

        double w = papers[i].width_mm * PT_PER_MM, h = papers[i].height_mm * PT_PER_MM;
        r->doc->page.width_pt = landscape ? h : w;
        r->doc->page.height_pt = landscape ? w : h;
        return;
    }

    fail_paper(r, n, name);
}

static void read_size(struct reading *r, const struct node *n)
{
    struct lode_err ignored = {0};
    double w, h;
    if (n && n->kind == NODE_SCALAR)
        read_paper(r, n);
    if (!n || n->kind != NODE_LIST || n->n_items != 2 || !node_pt(n->items[0], &w, &ignored) ||
        !node_pt(n->items[1], &h, &ignored) || w > 5000 * PT_PER_MM || h > 5000 * PT_PER_MM)
        return;

    if (w < 10 * PT_PER_MM || h < 10 * PT_PER_MM) {
        reading_fail(r, n->at, NULL, "a page is at least 10 mm wide and high");
        return;
    }
    r->doc->page.width_pt = w;
    r->doc->page.height_pt = h;
}

const struct node *doc_page_part(const struct doc_page *page, const char *key)
{
    static const struct node empty = {.kind = NODE_MAP};
    const struct node *n = node_lookup(page->node, key);
    return n && !n->quoted && node_is(n, "true") ? &empty : n;
}

size_t doc_page_layers(struct arena *a, const struct map_doc *doc, const struct node *const **ret)
{
    return schema_values_of(a, doc->schema->page, doc->page.node, &kind_layer, ret);
}

/* What the schema cannot say of values under `page:`: layers that are not there, boxes turned over. */
static void check_items(struct reading *r)
{
    const struct map_doc *doc = r->doc;
    const struct node *const *layers, *const *boxes;
    size_t n_layers = doc_page_layers(r->a, doc, &layers);
    size_t n_boxes =
        schema_values_of(r->a, doc->schema->page, doc->page.node, &kind_lonlat_box, &boxes);
    for (size_t i = 0; i < n_layers; i++)
        reading_check_layer(r, reading_text(layers[i]), r->doc->n_steps);

    for (size_t i = 0; i < n_boxes; i++) {
        struct doc_extent box = {.at = boxes[i]->at};
        reading_box(r, boxes[i], &box);
    }
}

void page_read_node(struct reading *r, const struct node *n)
{
    struct doc_page *page = &r->doc->page;
    const struct node *margin = node_lookup(n, "margin");
    struct lode_err ignored = {0};

    *page = (struct doc_page){
        .width_pt = 297 * PT_PER_MM,
        .height_pt = 210 * PT_PER_MM,
        .margin_pt = 8 * PT_PER_MM,
        .node = n,
    };

    read_size(r, node_lookup(n, "size"));
    if (margin)
        node_pt(margin, &page->margin_pt, &ignored);

    if (2 * page->margin_pt >= fmin(page->width_pt, page->height_pt))
        reading_fail(r,
                     margin ? margin->at
                     : n    ? n->at
                            : r->doc->root->at,
                     NULL, "the margin leaves no room for the map");

    page_tables_read(r, node_lookup(n, "table"));
    check_items(r);
}

void page_read(struct reading *r)
{
    page_read_node(r, node_lookup(r->doc->root, "page"));
}

/* ---- tables and outputs ---- */

void tables_read(struct reading *r)
{
    const struct node *map = node_lookup(r->doc->root, "tables");
    size_t n = map && map->kind == NODE_MAP ? map->n_pairs : 0;
    struct doc_table *tables = arena_array(r->a, struct doc_table, n);

    for (size_t i = 0; i < n; i++) {
        const struct node *value = map->pairs[i].value;
        const struct node name = {
            .kind = NODE_SCALAR, .text = map->pairs[i].key, .at = map->pairs[i].at};
        tables[i].file = reading_path(r, &name);
        tables[i].of = reading_text(node_lookup(value, "of"));
        tables[i].columns = reading_texts(r, node_lookup(value, "columns"), &tables[i].n_columns);
        tables[i].order = reading_texts(r, node_lookup(value, "order"), &tables[i].n_order);

        struct lode_err ignored = {0}; /* reported by the schema */
        const struct node *bom = node_lookup(value, "bom");
        if (bom)
            node_bool(bom, &tables[i].bom, &ignored);

        reading_check_layer(r, tables[i].of, r->doc->n_steps);
    }

    r->doc->tables = tables;
    r->doc->n_tables = n;
}

void outputs_read(struct reading *r)
{
    const struct node *one;
    const struct node *const *items;
    size_t n = reading_list(node_lookup(r->doc->root, "outputs"), &items, &one);
    struct doc_output *outputs = arena_array(r->a, struct doc_output, n);

    for (size_t i = 0; i < n; i++) {
        outputs[i].file = reading_path(r, items[i]);
        for (size_t k = 0; k < i; k++) {
            if (str_eq(outputs[k].file.s, outputs[i].file.s) && outputs[i].file.s.len)
                reading_fail(r, outputs[i].file.at, NULL, "the output '%.*s' stands twice",
                             STR_FMT(items[i]->text));
        }
    }

    r->doc->outputs = outputs;
    r->doc->n_outputs = n;
}
