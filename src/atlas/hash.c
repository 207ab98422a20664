/* Hashes of values, shapes, symbols and texts, the same on every machine. */
#include "atlas/hash.h"

#include <string.h>

#include "base/arena.h"

uint64_t atlas_hash_number(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 6364136223846793005ULL;
    return h ^ (h >> 29) ^ (h >> 47);
}

uint64_t atlas_hash_bytes(uint64_t h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    h = atlas_hash_number(h, n + 0x9e3779b97f4a7c15ULL);
    for (; n >= 8; n -= 8, p += 8) {
        uint64_t v;
        memcpy(&v, p, 8);
        h = atlas_hash_number(h, v);
    }

    uint64_t rest = 0;
    memcpy(&rest, p, n);
    return atlas_hash_number(h, rest);
}

uint64_t atlas_hash_text(uint64_t h, struct str s)
{
    return atlas_hash_bytes(h, s.p ? s.p : "", s.len);
}

uint64_t atlas_hash_node(uint64_t h, const struct node *n)
{
    if (!n)
        return atlas_hash_number(h, 1);

    h = atlas_hash_number(h, 2 + n->kind + 16 * (uint64_t)n->quoted);
    if (n->kind == NODE_SCALAR)
        return atlas_hash_text(h, n->text);

    for (size_t i = 0; i < n->n_pairs; i++)
        h = atlas_hash_node(atlas_hash_text(h, n->pairs[i].key), n->pairs[i].value);
    for (size_t i = 0; i < n->n_items; i++)
        h = atlas_hash_node(h, n->items[i]);
    return atlas_hash_number(h, 3);
}

uint64_t atlas_hash_shape(uint64_t h, const struct geometry *g, size_t i)
{
    h = atlas_hash_number(h, g->kind[i]);
    struct range parts = geometry_parts_of(g, i);
    for (size_t p = parts.from; p < parts.end; p++) {
        struct range rings = geometry_part_rings(g, p);
        h = atlas_hash_number(h, range_length(rings));
        for (size_t r = rings.from; r < rings.end; r++) {
            struct ring ring = geometry_ring(g, r);
            h = atlas_hash_bytes(h, ring.xy, ring.n * 2 * sizeof *ring.xy);
        }
    }
    return h;
}

uint64_t atlas_hash_row(uint64_t h, const struct table *t, size_t i)
{
    for (size_t c = 0; c < t->n_columns; c++) {
        const struct column *col = &t->columns[c];
        if (column_is_null(col, i))
            h = atlas_hash_number(h, 5);
        else if (col->type == COL_TEXT)
            h = atlas_hash_text(h, col->v.s[i]);
        else if (col->type == COL_BOOL)
            h = atlas_hash_number(h, col->v.b[i]);
        else
            h = atlas_hash_bytes(h, col->v.i + i, 8);
    }
    return h;
}

/* ---- symbols, field by field, since bytes between the fields may be anything */

static uint64_t hash_real(uint64_t h, double v)
{
    return atlas_hash_bytes(h, &v, sizeof v);
}

static uint64_t hash_color(uint64_t h, struct rgba c)
{
    return atlas_hash_number(h,
                             c.r | (uint64_t)c.g << 8 | (uint64_t)c.b << 16 | (uint64_t)c.a << 24);
}

static uint64_t hash_stroke(uint64_t h, const struct stroke *s)
{
    h = hash_color(hash_real(h, s->width_pt), s->color);
    for (int i = 0; i < s->n_dash; i++)
        h = hash_real(h, s->dash_pt[i]);
    h = hash_real(hash_color(h, s->gap), s->dash_offset_pt);
    return hash_real(atlas_hash_number(h, s->taper + 8 * s->cap + 64 * (uint64_t)s->join),
                     s->offset_pt);
}

static uint64_t hash_svg_stroke(uint64_t h, const struct svg_stroke *s)
{
    h = hash_real(hash_real(h, s->width), s->width_pt);
    for (int i = 0; i < s->n_dash; i++)
        h = hash_real(h, s->dash[i]);
    h = hash_real(hash_real(h, s->dash_offset), s->miter_limit);
    return atlas_hash_number(h, s->is_outline + 2 * s->cap + 8 * (uint64_t)s->join);
}

static uint64_t hash_svg(uint64_t h, const struct svg_marker *svg)
{
    if (!svg)
        return h;

    for (size_t i = 0; i < svg->n_paths; i++) {
        const struct svg_path *p = &svg->paths[i];
        size_t points = 0;
        for (size_t k = 0; k < p->n_commands; k++)
            points += p->commands[k] == 'C' ? 3 : p->commands[k] != 'Z';

        h = atlas_hash_bytes(atlas_hash_bytes(h, p->commands, p->n_commands), p->xy,
                             points * 2 * sizeof *p->xy);
        h = atlas_hash_number(h, p->has_fill + 2 * p->has_stroke + 4 * p->fill_is_symbol +
                                     8 * p->stroke_is_symbol + 16 * (uint64_t)p->evenodd +
                                     32 * p->fill_is_outline + 64 * p->stroke_is_outline);
        h = hash_svg_stroke(hash_color(hash_color(h, p->fill), p->stroke), &p->line);
        h = hash_real(h, p->opacity);
    }
    return h;
}

static uint64_t hash_symbol(uint64_t h, const struct symbol *s)
{
    h = hash_color(h, s->fill);
    h = hash_color(atlas_hash_number(h, s->hatch.kind), s->hatch.color);
    h = hash_real(hash_real(hash_real(h, s->hatch.angle_deg), s->hatch.spacing_pt),
                  s->hatch.width_pt);
    h = hash_stroke(hash_stroke(hash_svg(h, s->hatch.svg), &s->casing), &s->stroke);
    h = atlas_hash_number(hash_color(h, s->ticks.color), s->ticks.side);
    h = hash_real(hash_real(hash_real(h, s->ticks.width_pt), s->ticks.length_pt),
                  s->ticks.every_pt);
    h = hash_real(hash_svg(atlas_hash_number(h, s->shape), s->svg), s->size_pt);
    return hash_real(hash_real(hash_real(h, s->rotate_deg), s->offset.x_pt), s->offset.y_pt);
}

static uint64_t hash_label(uint64_t h, const struct label_style *l, size_t i)
{
    h = atlas_hash_text(h, l->content[i]);
    h = hash_real(h, l->priority ? l->priority[i] : 0);
    h = hash_real(h, l->size_pt ? l->size_pt[i] : 0);
    return atlas_hash_number(h, l->required ? l->required[i] : 0);
}

uint64_t *atlas_hash_items(struct arena *a, const struct styled_layer *s)
{
    const struct features *f = s->features;
    uint64_t *ret = arena_array(a, uint64_t, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        uint32_t row = s->row[i];
        uint64_t h = f->table.geom.n ? atlas_hash_shape(7, &f->table.geom, row) : 7;
        if (!s->symbol_of)
            h = atlas_hash_row(h, &f->table, row);
        ret[i] = s->label ? hash_label(h, s->label, i) : h;
    }
    return ret;
}

uint64_t *atlas_hash_symbols(struct arena *a, const struct styled_layer *s)
{
    uint64_t *ret = arena_array(a, uint64_t, s->n_symbols + 1);
    for (size_t k = 0; k < s->n_symbols; k++)
        ret[k] = hash_symbol(0, &s->symbols[k]);
    return ret;
}

uint64_t atlas_hash_legend(uint64_t h, const struct styled_layer *s)
{
    for (size_t g = 0; g < s->n_legend; g++) {
        const struct legend_group *group = &s->legend[g];
        h = atlas_hash_text(atlas_hash_number(h, group->n), group->title);
        for (size_t i = 0; i < group->n; i++)
            h = hash_symbol(atlas_hash_text(h, group->entries[i].text), &group->entries[i].symbol);
    }
    return h;
}
