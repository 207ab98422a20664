/* The section `atlas` of a document. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/num.h"
#include "doc/reading.h"

/* Far more than a series of maps has (taste). */
enum { SCALES_MAX = 100 };

const struct node *reading_switch(const struct node *n)
{
    static const struct node empty = {.kind = NODE_MAP};
    if (!n || n->kind == NODE_NULL)
        return NULL;
    if (n->kind != NODE_SCALAR)
        return n;
    return !n->quoted && node_is(n, "true") ? &empty : NULL;
}

/* ---- what has a page each ---- */

static void read_length(const struct node *n, unsigned kinds, struct length *ret)
{
    struct lode_err ignored = {0}; /* reported by the schema */
    if (n && n->kind == NODE_SCALAR)
        length_parse(n->text, kinds, n->at, ret, &ignored);
}

static void read_grid(struct reading *r, const struct node *n, struct doc_atlas *at)
{
    const struct node *mesh = node_lookup(n, "grid"), *of = node_lookup(n, "of");
    struct lode_err ignored = {0};
    int64_t cols = 0, rows = 0;

    at->kind = OVER_GRID;
    read_length(mesh, LENGTH_GROUND | LENGTH_ANGLE, &at->cell);
    if (mesh->kind == NODE_LIST && mesh->n_items == 2 &&
        node_int(mesh->items[0], &cols, &ignored) && node_int(mesh->items[1], &rows, &ignored) &&
        cols > 0 && rows > 0) {
        at->n_cols = (size_t)cols;
        at->n_rows = (size_t)rows;
    }

    at->over = reading_text(of);
    at->box = (struct doc_extent){.at = of ? of->at : n->at};
    if (of && of->kind == NODE_LIST)
        reading_box(r, of, &at->box);
}

static void read_over(struct reading *r, const struct node *n, struct doc_atlas *at)
{
    struct lode_err ignored = {0};
    struct length overlap = {0}, length = {0};

    at->over = reading_text(n);
    at->rotate = true;
    at->join_m = 100;
    if (!n || n->kind != NODE_MAP)
        return;

    if (node_lookup(n, "grid")) {
        read_grid(r, n, at);
    } else if (node_lookup(n, "strip")) {
        at->kind = OVER_STRIP;
        at->over = reading_text(node_lookup(n, "strip"));
        read_length(node_lookup(n, "length"), LENGTH_GROUND, &at->cell);
    } else if (node_lookup(n, "extents")) {
        at->kind = OVER_EXTENTS;
        at->over = reading_text(node_lookup(n, "extents"));
    }

    read_length(node_lookup(n, "overlap"), LENGTH_PERCENT, &overlap);
    at->overlap = overlap.value;
    if (at->kind == OVER_STRIP && at->overlap > 0.5)
        reading_fail(r, node_lookup(n, "overlap")->at, "10% is a good start",
                     "sheets along a line overlap by at most 50%%");
    read_length(node_lookup(n, "join"), LENGTH_GROUND, &length);
    if (length.value > 0)
        at->join_m = length.value;

    const struct node *rotate = node_lookup(n, "rotate"), *empty = node_lookup(n, "empty");
    if (rotate)
        node_bool(rotate, &at->rotate, &ignored);
    if (empty)
        node_bool(empty, &at->empty, &ignored);
}

/* ---- extent ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void read_scale(struct reading *r, const struct node *n, struct doc_scales *s)
{
    s->fixed = 0;
    s->round = false;
    s->list = NULL;
    s->n_list = 0;

    if (n->kind == NODE_SCALAR && !n->quoted && node_is(n, "round")) {
        s->round = true;
    } else if (n->kind == NODE_SCALAR) {
        reading_scale(r, n, &s->fixed);
    } else if (n->kind == NODE_LIST && n->n_items <= SCALES_MAX) {
        double *list = arena_array(r->a, double, n->n_items);
        for (size_t i = 0; i < n->n_items; i++)
            s->n_list += reading_scale(r, n->items[i], &list[s->n_list]);
        qsort(list, s->n_list, sizeof *list, by_size);
        s->list = list;
    } else if (n->kind == NODE_LIST) {
        reading_fail(r, n->at, NULL, "more than %d scales", SCALES_MAX);
    }
}

static void read_extent(struct reading *r, const struct node *n, struct doc_atlas *at)
{
    const struct node *scale = node_lookup(n, "scale"), *min = node_lookup(n, "min-scale");
    const struct node *max = node_lookup(n, "max-scale");

    reading_pad(r, node_lookup(n, "pad"), &at->pad);
    if (scale)
        read_scale(r, scale, &at->scales);
    if (min)
        reading_scale(r, min, &at->scales.min);
    if (max)
        reading_scale(r, max, &at->scales.max);

    if (at->scales.min > 0 && at->scales.max > at->scales.min)
        reading_fail(r, (max ? max : min)->at,
                     "1:2000000 is a smaller scale than 1:50000: min-scale has the larger number",
                     "the largest scale is smaller than the smallest");
}

/* ---- the section ---- */

static void check_layers(struct reading *r, const struct doc_text *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool drawn = false;
        for (size_t k = 0; k < r->doc->n_layers; k++)
            drawn |= str_eq(r->doc->layers[k].of.s, names[i].s);
        if (reading_check_layer(r, names[i], r->doc->n_steps) && !drawn && names[i].s.len)
            reading_fail(r, names[i].at, NULL, "no layer of the map draws '%.*s'",
                         STR_FMT(names[i].s));
    }
}

/* What differs on single pages is read here for its faults alone, and again when the page is drawn
 * (doc_page_own). */
static void check_pages(struct reading *r, const struct doc_atlas *at)
{
    for (size_t i = 0; at->pages && i < at->pages->n_pairs; i++) {
        const struct node *own = at->pages->pairs[i].value, *extent = node_lookup(own, "extent");
        struct map_doc doc = *r->doc;
        struct reading one = *r;
        struct doc_extent box = {.at = extent ? extent->at : own->at};
        const struct node *page = node_lookup(own, "page");

        one.doc = &doc;
        if (extent && extent->kind == NODE_LIST)
            reading_box(&one, extent, &box);
        else if (extent)
            read_extent(&one, extent, &doc.atlas);
        if (page)
            page_read_node(&one, reading_merge(r->a, doc.page.node, page));
    }
}

void doc_page_own(struct arena *a, const struct map_doc *doc, const struct node *own,
                  struct map_doc *ret, struct doc_extent *ret_box)
{
    struct diags ignored; /* reported when the document was read */
    diags_init(&ignored, a);
    *ret = *doc;
    struct reading r = {.a = a, .doc = ret, .diags = &ignored};
    const struct node *extent = node_lookup(own, "extent"), *page = node_lookup(own, "page");
    *ret_box =
        (struct doc_extent){.kind = EXTENT_ALL, .at = extent ? extent->at : doc->atlas.over.at};
    if (extent && extent->kind == NODE_LIST)
        reading_box(&r, extent, ret_box);
    else if (extent)
        read_extent(&r, extent, &ret->atlas);
    if (page)
        page_read_node(&r, reading_merge(a, doc->page.node, page));
}

void atlas_read(struct reading *r)
{
    struct doc_atlas *at = &r->doc->atlas;
    const struct node *n = node_lookup(r->doc->root, "atlas");
    if (!n || n->kind != NODE_MAP)
        return;

    *at = (struct doc_atlas){.node = n, .pad = {LENGTH_PERCENT, 0.04}};
    read_over(r, node_lookup(n, "over"), at);
    if (at->kind != OVER_LAYER)
        at->pad.value = 0;

    at->filter = reading_text(node_lookup(n, "filter"));
    at->key = reading_text(node_lookup(n, "key"));
    at->title = reading_text(node_lookup(n, "title"));
    at->group = reading_text(node_lookup(n, "group"));
    at->book = reading_text(node_lookup(n, "book"));
    at->order = reading_texts(r, node_lookup(n, "order"), &at->n_order);
    at->only = reading_texts(r, node_lookup(n, "only"), &at->n_only);
    at->output = reading_texts(r, node_lookup(n, "output"), &at->n_output);
    at->mask = reading_switch(node_lookup(n, "mask"));
    at->neighbours = reading_switch(node_lookup(n, "neighbours"));
    at->index = reading_switch(node_lookup(n, "index"));
    at->contents = reading_switch(node_lookup(n, "contents"));
    at->pages = node_lookup(n, "pages");
    read_extent(r, node_lookup(n, "extent"), at);

    reading_check_layer(r, at->over, r->doc->n_steps);
    check_layers(r, at->only, at->n_only);

    size_t n_layers;
    const struct doc_text *layers = reading_texts(r, node_lookup(at->index, "layers"), &n_layers);
    check_layers(r, layers, n_layers);

    if (at->kind == OVER_LAYER && !at->key.s.p)
        reading_fail(r, at->over.at, "for example a column of codes: 'key: iso_3166_2'",
                     "an atlas over a layer needs a 'key'");
    check_pages(r, at);
}
