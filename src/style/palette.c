/* How palettes are found by name or read from a document, and give colours for classes. */
#include "style/palette.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "doc/palette_kinds.h"
#include "style/palette_data.h"

static const char *const kind_names[] = {PALETTE_KINDS};

static struct rgba hex_color(const char *hex)
{
    uint8_t v[3];
    for (int i = 0; i < 3; i++)
        v[i] =
            (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) * 16 + g_ascii_xdigit_value(hex[2 * i + 1]));
    return (struct rgba){v[0], v[1], v[2], 255};
}

/* The list of colours for `n` classes; `first` <= n <= `last`. */
static const char *list_of(const struct palette_entry *e, int n)
{
    const char *at = e->hex;
    for (int i = e->first; i < n; i++)
        at += 6 * i;
    return at;
}

static void palette_from_entry(struct arena *a, const struct palette_entry *e, struct palette *ret)
{
    struct rgba *colors = arena_array(a, struct rgba, (size_t)e->last);
    const char *hex = list_of(e, e->last);
    for (int i = 0; i < e->last; i++)
        colors[i] = hex_color(hex + (size_t)i * 6);
    *ret = (struct palette){str_of(e->name), e->kind,         e->origin, e->safe_classes,
                            colors,          (size_t)e->last, NULL,      e};
}

bool palette_builtin(struct arena *a, size_t i, struct palette *ret)
{
    if (i >= n_palette_entries)
        return false;
    palette_from_entry(a, &palette_entries[i], ret);
    return true;
}

static bool same_name(struct str a, struct str b)
{
    return a.len == b.len && g_ascii_strncasecmp(a.p, b.p, a.len) == 0;
}

/* Colours are a list, or a map from each category to its colour. */
static bool read_colors(struct arena *a, const struct node *n, struct palette *p,
                        struct lode_err *err)
{
    bool named = n->kind == NODE_MAP;
    size_t count = named ? n->n_pairs : n->n_items;
    if ((n->kind != NODE_LIST && !named) || !count) {
        lode_fail(err, LODE_SCHEMA, n->at,
                  "a palette is a list of colours, or a map of value to colour");
        return lode_hint(err, "write ['#fee8c8', '#fdbb84', '#e34a33']");
    }

    if (count > PALETTE_MAX)
        return lode_fail(err, LODE_LIMIT, n->at, "a palette of %zu colours: at most %d", count,
                         PALETTE_MAX);

    struct rgba *colors = arena_array(a, struct rgba, count);
    struct str *values = named ? arena_array(a, struct str, count) : NULL;
    for (size_t i = 0; i < count; i++) {
        if (!node_rgba(named ? n->pairs[i].value : n->items[i], &colors[i], err))
            return false;
        if (named)
            values[i] = n->pairs[i].key;
    }

    p->colors = colors;
    p->values = values;
    p->n = count;
    return true;
}

/* A palette of the document. */
static bool read_own(struct arena *a, struct str name, const struct node *n, struct palette *ret,
                     struct lode_err *err)
{
    struct palette p = {.name = name};
    const struct node *colors = node_lookup(n, "colors"), *kind = node_lookup(n, "kind");
    if (!read_colors(a, colors ? colors : n, &p, err))
        return false;

    if (colors && kind) {
        size_t i;
        if (!node_choice(kind, kind_names, G_N_ELEMENTS(kind_names), &i, err))
            return false;
        p.kind = (enum palette_kind)(i + 1);
    } else if (p.values) {
        p.kind = PALETTE_QUALITATIVE;
    }

    *ret = p;
    return true;
}

static bool fail_unknown(struct arena *a, const struct node *own, struct str name,
                         struct lode_span at, struct lode_err *err)
{
    size_t n_own = own ? own->n_pairs : 0, n = n_own + n_palette_entries;
    struct str *names = arena_array(a, struct str, n);
    for (size_t i = 0; i < n; i++)
        names[i] = i < n_own ? own->pairs[i].key : str_of(palette_entries[i - n_own].name);

    lode_rule(err, "unknown-palette");
    lode_fail(err, LODE_SCHEMA, at, "no palette '%.*s'", STR_FMT(name));
    struct str near = str_nearest(name, names, n);
    if (near.len)
        return lode_hint(err, "did you mean '%.*s'?", STR_FMT(near));
    return lode_hint(err,
                     "for values in order: YlOrRd, Blues, viridis, batlow; with a middle: RdBu, "
                     "vik; for categories: okabe-ito, Dark2, Set2");
}

bool palette_lookup(struct arena *a, const struct node *own, struct str name, struct lode_span at,
                    struct palette *ret, struct lode_err *err)
{
    for (size_t i = 0; own && i < own->n_pairs; i++) {
        if (same_name(own->pairs[i].key, name))
            return read_own(a, own->pairs[i].key, own->pairs[i].value, ret, err);
    }

    for (size_t i = 0; i < n_palette_entries; i++) {
        if (same_name(str_of(palette_entries[i].name), name)) {
            palette_from_entry(a, &palette_entries[i], ret);
            return true;
        }
    }
    return fail_unknown(a, own, name, at, err);
}

bool palette_read(struct arena *a, const struct node *own, const struct node *n,
                  struct palette *ret, struct lode_err *err)
{
    if (n->kind == NODE_SCALAR)
        return palette_lookup(a, own, n->text, n->at, ret, err);
    return read_own(a, STR("this palette"), n, ret, err);
}

struct rgba palette_at(const struct palette *p, double t)
{
    if (p->n == 1 || !(t > 0))
        return p->colors[0];
    if (t >= 1)
        return p->colors[p->n - 1];

    double at = t * (double)(p->n - 1);
    size_t i = (size_t)at;
    return color_mix(p->colors[i], p->colors[i + 1], at - (double)i);
}

/* `n` colours at equal steps from one end of the palette to the other. */
static void spread_colors(const struct palette *p, size_t n, struct rgba *ret)
{
    for (size_t i = 0; i < n; i++)
        ret[i] = palette_at(p, n == 1 ? 0.5 : (double)i / (double)(n - 1));
}

static void reverse_colors(struct rgba *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct rgba keep = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = keep;
    }
}

bool palette_classes(const struct palette *p, size_t n, bool reverse, struct rgba *ret)
{
    const struct palette_entry *e = p->entry;
    bool has_lists = e && e->first < e->last;

    if (p->kind == PALETTE_QUALITATIVE) {
        if (n > p->n)
            return false;
        memcpy(ret, p->colors, n * sizeof *ret);
    } else if (has_lists && n >= (size_t)e->first && n <= (size_t)e->last) {
        const char *hex = list_of(e, (int)n);
        for (size_t i = 0; i < n; i++)
            ret[i] = hex_color(hex + 6 * i);
    } else if (has_lists && n < (size_t)e->first) {
        /* One class gets the middle, two classes the ends, of the shortest list. */
        const char *hex = list_of(e, e->first);
        size_t last = (size_t)e->first - 1;
        for (size_t i = 0; i < n; i++)
            ret[i] = hex_color(hex + 6 * (n == 1 ? last / 2 : i * last));
    } else {
        spread_colors(p, n, ret);
    }

    if (reverse)
        reverse_colors(ret, n);
    return true;
}
