/* The layers that all pages share: styled once, then cut to the window of each page. */
#include "atlas/layers.h"

#include <stdlib.h>
#include <string.h>

#include "atlas/hash.h"
#include "atlas/shared.h"
#include "project/shape.h"
#include "run/kinds.h"

bool atlas_says(const struct node *n, struct str word)
{
    size_t at;
    if (n->kind == NODE_SCALAR && str_find(n->text, word, &at))
        return true;
    for (size_t i = 0; i < n->n_pairs; i++) {
        if (atlas_says(n->pairs[i].value, word))
            return true;
    }
    for (size_t i = 0; i < n->n_items; i++) {
        if (atlas_says(n->items[i], word))
            return true;
    }
    return false;
}

/* Whether a text has a word that differs from page to page. */
static bool differs_by_page(const struct node *n)
{
    return atlas_says(n, STR("page.")) || atlas_says(n, STR("scale()")) ||
           atlas_says(n, STR("crs_name()"));
}

/* The box of each row, in lon/lat. An edge that bends on its way to lon/lat may reach a little
 * beyond the box of its vertices. */
static bool row_boxes(struct run *r, const struct features *f, const struct box **ret,
                      struct lode_err *err)
{
    struct features moved;
    *ret = f->table.geom.box;
    if (str_is(f->crs, "EPSG:4326") || !f->table.geom.n)
        return true;

    if (!features_to_crs(&r->a, f, STR("EPSG:4326"), f->crs_at, &moved, err))
        return false;

    struct box *box = arena_array(&r->a, struct box, f->table.n);
    for (size_t i = 0; i < f->table.n; i++) {
        struct box b = moved.table.geom.box[i];
        box[i] = box_is_empty(b) ? b : box_grow(b, 0.01 * fmax(box_width(b), box_height(b)));
    }
    *ret = box;
    return true;
}

/* All rows, without symbols: each page styles the layer for itself. */
static struct styled_layer unstyled(struct arena *a, const struct style_peer *peer)
{
    size_t n = peer->features->table.n;
    uint32_t *row = arena_array(a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        row[i] = (uint32_t)i;
    return (struct styled_layer){
        .doc = peer->layer, .features = peer->features, .n = n, .row = row, .opacity = 1};
}

static bool prepare_layer(struct run *r, const struct style_peer *peers, size_t i,
                          struct atlas_layer *ret, struct lode_err *err)
{
    const struct box *of_row;
    struct atlas_layer l = {.by_page = differs_by_page(peers[i].layer->props)};

    if (l.by_page)
        l.styled = unstyled(&r->a, &peers[i]);
    else if (!run_style_one(r, peers, i, NULL, &l.styled, err))
        return false;
    if (!row_boxes(r, peers[i].features, &of_row, err))
        return false;

    struct box *box = arena_array(&r->a, struct box, l.styled.n);
    for (size_t k = 0; k < l.styled.n; k++)
        box[k] = peers[i].features->table.geom.n ? of_row[l.styled.row[k]] : BOX_EMPTY;

    box_tree_make(&r->a, box, l.styled.n, &l.tree);
    l.hash = atlas_hash_items(&r->a, &l.styled);
    l.symbol_hash = atlas_hash_symbols(&r->a, &l.styled);
    *ret = l;
    return true;
}

bool atlas_layers(struct run *r, struct atlas_shared *s, struct lode_err *err)
{
    size_t n = r->doc->n_layers;
    s->layers = arena_array(&r->a, struct atlas_layer, n);
    if (!run_peers(r, &s->peers, err))
        return false;

    for (size_t i = 0; i < n; i++) {
        struct style_peer peer = s->peers[i];
        if (differs_by_page(peer.layer->props)) /* what passes its filter differs too */
            peer.env = NULL;
        if (!kinds_check(r->doc, &peer, err))
            return lode_within(err, "layer '%.*s'", STR_FMT(s->peers[i].layer->of.s));
    }

    for (size_t i = 0; i < n; i++) {
        if (!prepare_layer(r, s->peers, i, &s->layers[i], err))
            return false;
    }
    return true;
}

static int compare_rising(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

size_t atlas_find(const struct box_tree *t, struct arena *a, struct box window, uint32_t **ret)
{
    size_t n = 0, kept = 0;
    uint32_t *found = arena_array(a, uint32_t, 3 * t->n);

    /* The window may reach beyond 180, and so may a box. */
    for (int turn = -360; turn <= 360; turn += 360) {
        struct box w = {window.x0 + turn, window.y0, window.x1 + turn, window.y1};
        n += box_tree_find(t, w, found + n);
    }

    qsort(found, n, sizeof *found, compare_rising);
    for (size_t i = 0; i < n; i++) {
        if (!i || found[i] != found[kept - 1])
            found[kept++] = found[i];
    }
    *ret = found;
    return kept;
}

/* The labels of the items `item`. */
static const struct label_style *label_part(struct arena *a, const struct label_style *from,
                                            const uint32_t *item, size_t n)
{
    struct label_style *ret = arena_new(a, struct label_style);
    struct str *content = arena_array(a, struct str, n);
    double *priority = from->priority ? arena_array(a, double, n) : NULL;
    double *size = from->size_pt ? arena_array(a, double, n) : NULL;
    uint8_t *required = from->required ? arena_array(a, uint8_t, n) : NULL;

    for (size_t i = 0; i < n; i++) {
        content[i] = from->content[item[i]];
        if (priority)
            priority[i] = from->priority[item[i]];
        if (size)
            size[i] = from->size_pt[item[i]];
        if (required)
            required[i] = from->required[item[i]];
    }

    *ret = *from;
    ret->content = content;
    ret->priority = priority;
    ret->size_pt = size;
    ret->required = required;
    return ret;
}

void atlas_part_of(struct arena *a, const struct styled_layer *from, const uint32_t *item, size_t n,
                   struct styled_layer *ret)
{
    struct styled_layer s = *from;
    uint32_t *row = arena_array(a, uint32_t, n), *symbol = arena_array(a, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        row[i] = from->row[item[i]];
        symbol[i] = from->symbol_of[item[i]];
    }

    s.n = n;
    s.row = row;
    s.symbol_of = symbol;
    if (from->label)
        s.label = label_part(a, from->label, item, n);
    *ret = s;
}
