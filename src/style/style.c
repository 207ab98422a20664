/* How a layer is styled: its features get symbols, labels and a legend from its look and its
 * scales. */
#include "style/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "style/legend.h"

/* A layer while it is styled; kept, since another page's legend is made from it. */
struct style_made {
    struct arena *arena;
    struct style_params params;
    struct look_spec spec;
    struct scaled scales[CHANNEL_N];
    uint32_t *rows, *symbol_of, *first;
    size_t n, n_symbols;
    struct symbol *symbols;
    struct lode_err *err;
};

bool style_check(struct arena *a, const struct style_params *params, struct diags *diags)
{
    struct look_spec spec;
    size_t n_errors = diags->n_errors;
    look_read(a, params, &spec, diags);
    legend_check(a, params, &spec, diags);
    return diags->n_errors == n_errors;
}

static bool read_spec(struct style_made *m)
{
    struct diags diags;
    diags_init(&diags, m->arena);
    if (look_read(m->arena, &m->params, &m->spec, &diags))
        return true;

    diags_sort(&diags);
    if (!m->err->code)
        *m->err = diags.v[0];
    return false;
}

unsigned style_draws(enum layer_kind kind)
{
    static const unsigned draws[LAYER_N] = {
        [LAYER_FILL] = 1U << GEOM_POLYGON,
        [LAYER_LINE] = 1U << GEOM_LINE | 1U << GEOM_POLYGON,
        [LAYER_MARKER] = 1U << GEOM_POINT,
        [LAYER_LABEL] = 1U << GEOM_POINT | 1U << GEOM_LINE | 1U << GEOM_POLYGON,
    };
    return draws[kind];
}

static bool passes_any(const struct style_made *m, const struct node *filter)
{
    struct lode_err ignored = {0};
    uint32_t *rows;
    size_t n = 0;
    return expr_select(m->arena, filter->text, filter->at, &m->params.features->table,
                       m->params.env, &rows, &n, &ignored) &&
           n > 0;
}

/* The rows that pass the filter and have a geometry that the layer draws. */
static bool select_rows(struct style_made *m)
{
    const struct table *t = &m->params.features->table;
    struct style_peer self = {m->params.layer, m->params.features, m->params.env};
    if (!scale_rows(m->arena, &self, &m->rows, &m->n, m->err))
        return false;

    const struct node *filter = m->spec.filter;
    if (filter && !m->n && t->n && !passes_any(m, filter))
        log_warn(filter->at, "empty-filter", "no feature of '%.*s' passes this filter",
                 STR_FMT(t->name));
    return true;
}

/* A hash table that numbers pairs (symbol so far, class) in the order in which they are met. */
struct pairs {
    uint64_t *keys; /* plus one; 0: free */
    uint32_t *values;
    size_t n_slots, n;
};

static uint32_t pair_number(struct pairs *p, uint64_t key)
{
    size_t at = (size_t)((key * 0x9e3779b97f4a7c15ULL) >> 20) & (p->n_slots - 1);
    while (p->keys[at] && p->keys[at] != key + 1)
        at = (at + 1) & (p->n_slots - 1);
    if (!p->keys[at]) {
        p->keys[at] = key + 1;
        p->values[at] = (uint32_t)p->n++;
    }
    return p->values[at];
}

/* Tell symbols apart by the classes of one more scale. */
static void join_scale(struct style_made *m, const struct scaled *s)
{
    struct arena scratch = *m->arena;
    struct pairs pairs = {.n_slots = 64};
    size_t most = m->n_symbols * s->n < m->n ? m->n_symbols * s->n : m->n;
    while (pairs.n_slots < 2 * most)
        pairs.n_slots *= 2;

    pairs.keys = arena_array(&scratch, uint64_t, pairs.n_slots);
    pairs.values = arena_array(&scratch, uint32_t, pairs.n_slots);

    for (size_t i = 0; i < m->n; i++)
        m->symbol_of[i] = pair_number(&pairs, m->symbol_of[i] * (uint64_t)s->n + s->class_of[i]);
    m->n_symbols = pairs.n;
}

/* Features that look the same share a symbol. */
static void make_symbols(struct style_made *m)
{
    m->symbol_of = arena_array(m->arena, uint32_t, m->n);
    m->n_symbols = m->n > 0;
    for (size_t c = 0; c < CHANNEL_N && m->n; c++) {
        if (m->scales[c].channel)
            join_scale(m, &m->scales[c]);
    }

    m->first = arena_array(m->arena, uint32_t, m->n_symbols);
    m->symbols = arena_array(m->arena, struct symbol, m->n_symbols);
    for (size_t i = m->n; i-- > 0;)
        m->first[m->symbol_of[i]] = (uint32_t)i;

    for (size_t i = 0; i < m->n_symbols; i++) {
        m->symbols[i] = m->spec.base;
        for (size_t c = 0; c < CHANNEL_N; c++) {
            const struct scaled *s = &m->scales[c];
            if (s->channel)
                look_set(&m->spec, (enum channel_id)c, s->classes[s->class_of[m->first[i]]].look,
                         &m->symbols[i]);
        }
        look_settle(&m->spec, &m->symbols[i]);
    }
}

struct ranked {
    double size_pt;
    uint32_t symbol;
};

static int by_falling_size(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->size_pt != y->size_pt)
        return x->size_pt > y->size_pt ? -1 : 1;
    return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

/* Large markers first, so that small ones stay visible on them; the file's order among equals. */
static void sort_by_size(struct style_made *m)
{
    if (m->spec.kind != LAYER_MARKER || !m->spec.channels[CHANNEL_SIZE].by || !m->n)
        return;

    struct arena *a = m->arena;
    struct ranked *ranked = arena_array(a, struct ranked, m->n_symbols);
    uint32_t *rank = arena_array(a, uint32_t, m->n_symbols), r = 0;
    for (size_t i = 0; i < m->n_symbols; i++)
        ranked[i] = (struct ranked){m->symbols[i].size_pt, (uint32_t)i};
    qsort(ranked, m->n_symbols, sizeof *ranked, by_falling_size);
    for (size_t i = 0; i < m->n_symbols; i++) {
        r += i && ranked[i].size_pt != ranked[i - 1].size_pt;
        rank[ranked[i].symbol] = r;
    }

    size_t *at = arena_array(a, size_t, (size_t)r + 2);
    for (size_t i = 0; i < m->n; i++)
        at[rank[m->symbol_of[i]] + 1]++;
    for (size_t i = 0; i <= r; i++)
        at[i + 1] += at[i];

    uint32_t *rows = arena_array(a, uint32_t, m->n), *symbol_of = arena_array(a, uint32_t, m->n);
    for (size_t i = 0; i < m->n; i++) {
        size_t to = at[rank[m->symbol_of[i]]]++;
        rows[to] = m->rows[i];
        symbol_of[to] = m->symbol_of[i];
    }

    m->rows = rows;
    m->symbol_of = symbol_of;
}

static bool label_content(struct style_made *m, struct label_style *ret)
{
    const struct label_look *l = &m->spec.label;
    const struct table *t = &m->params.features->table;
    struct template_text *content;
    struct str *all, source = node_lookup(l->node, "text")->text;
    size_t n;

    /* Parsed again, as template_check binds a template to a table and that was done. */
    if (!template_parse(m->arena, source, node_lookup(l->node, "text")->at, &content, m->err) ||
        !template_check(m->arena, content, t, m->params.env, m->err) ||
        !template_eval(m->arena, content, t, m->params.env, &all, &n, m->err))
        return false;

    struct str *texts = arena_array(m->arena, struct str, m->n);
    for (size_t i = 0; i < m->n; i++)
        texts[i] = m->rows[i] < n ? str_trim(all[m->rows[i]]) : (struct str){0};
    ret->content = texts;
    return true;
}

static bool label_values(struct style_made *m, const struct node *n, struct column *ret)
{
    return expr_value(m->arena, n->text, n->at, &m->params.features->table, m->params.env, ret,
                      m->err);
}

static bool label_priority(struct style_made *m, struct label_style *ret)
{
    struct column col;
    if (!m->spec.label.priority)
        return true;
    if (!label_values(m, m->spec.label.priority, &col))
        return false;

    double *v = arena_array(m->arena, double, m->n);
    for (size_t i = 0; i < m->n; i++) {
        uint32_t row = m->rows[i];
        if (!scale_is_missing(&col, row))
            v[i] = col.type == COL_REAL ? col.v.d[row] : (double)col.v.i[row];
    }
    ret->priority = v;
    return true;
}

static bool label_required(struct style_made *m, struct label_style *ret)
{
    struct column col;
    if (!m->spec.label.required)
        return true;
    if (!label_values(m, m->spec.label.required, &col))
        return false;

    uint8_t *v = arena_array(m->arena, uint8_t, m->n);
    for (size_t i = 0; i < m->n; i++)
        v[i] = !column_is_null(&col, m->rows[i]) && col.v.b[m->rows[i]];
    ret->required = v;
    return true;
}

static bool label_sizes(struct style_made *m, struct label_style *ret)
{
    const struct channel *c = &m->spec.label.size;
    struct scaled s;
    if (!c->by)
        return true;
    if (!scale_apply(m->arena, c, &m->params, m->rows, m->n, &s, m->err))
        return false;

    double *v = arena_array(m->arena, double, m->n);
    for (size_t i = 0; i < m->n; i++)
        v[i] = s.class_of[i] == NO_CLASS ? ret->text.size_pt : s.classes[s.class_of[i]].look.number;
    ret->size_pt = v;
    return true;
}

static bool make_labels(struct style_made *m, struct styled_layer *ret)
{
    const struct label_look *l = &m->spec.label;
    if (!l->node)
        return true;

    struct label_style *style = arena_new(m->arena, struct label_style);
    *style = (struct label_style){
        .place = l->place,
        .text = l->text,
        .distance_pt = l->distance_pt,
        .optional_collide = l->overlap,
        .at = node_lookup(l->node, "text")->at,
    };
    if (!label_content(m, style) || !label_priority(m, style) || !label_required(m, style) ||
        !label_sizes(m, style))
        return false;

    ret->label = style;
    return true;
}

/* The `first` of each symbol that is seen; returns how many there are. */
static size_t seen_symbols(const struct style_made *m, const struct styled_layer *layer,
                           const uint8_t *items, uint32_t *ret)
{
    size_t n = 0;
    uint8_t *seen = arena_array(m->arena, uint8_t, m->n_symbols);
    for (size_t i = 0; i < layer->n; i++)
        seen[layer->symbol_of[i]] |= !items || items[i];

    for (size_t i = 0; i < m->n_symbols; i++) {
        if (seen[i])
            ret[n++] = m->first[i];
    }
    return n;
}

static bool make_legend(struct style_made *m, const uint8_t *items, struct styled_layer *ret)
{
    struct legend_group *groups;
    uint32_t *first = arena_array(m->arena, uint32_t, m->n_symbols);
    size_t n = seen_symbols(m, ret, items, first);
    struct legend_input in = {&m->params, &m->spec, m->scales, first, n};

    if (!legend_derive(m->arena, &in, &groups, &ret->n_legend, m->err))
        return false;
    ret->legend = groups;
    return true;
}

bool style_legend(struct arena *a, struct styled_layer *layer, const uint8_t *items,
                  struct lode_err *err)
{
    if (!layer->made) /* a layer that was not styled here keeps its entries */
        return true;

    layer->made->arena = a;
    layer->made->err = err;
    return make_legend(layer->made, items, layer);
}

/* For each item whether its row may be seen; NULL: all may. */
static const uint8_t *visible_items(struct style_made *m)
{
    const uint8_t *visible = m->params.visible;
    uint8_t *items = visible ? arena_array(m->arena, uint8_t, m->n) : NULL;
    for (size_t i = 0; items && i < m->n; i++)
        items[i] = visible[m->rows[i]];
    return items;
}

bool style_layer(struct arena *a, const struct style_params *params, struct styled_layer *ret,
                 struct lode_err *err)
{
    struct style_made *m = arena_new(a, struct style_made);
    *m = (struct style_made){.arena = a, .params = *params, .err = err};
    if (!read_spec(m) || !select_rows(m) ||
        !scale_apply_all(a, m->spec.channels, CHANNEL_N, params, m->rows, &m->n, m->scales, err))
        return false;

    make_symbols(m);
    sort_by_size(m);

    const struct channel *opacity = &m->spec.channels[CHANNEL_OPACITY];
    struct styled_layer layer = {
        .doc = params->layer,
        .features = params->features,
        .symbols = m->symbols,
        .n_symbols = m->n_symbols,
        .n = m->n,
        .row = m->rows,
        .symbol_of = m->symbol_of,
        .made = m,
        .opacity = m->spec.kind == LAYER_LABEL || opacity->by ? 1 : opacity->constant.number,
    };
    if (!make_legend(m, visible_items(m), &layer) || !make_labels(m, &layer))
        return false;

    for (size_t i = 0; i < m->n_symbols; i++) {
        double reach = symbol_reach_pt(&m->symbols[i]);
        layer.reach_pt = reach > layer.reach_pt ? reach : layer.reach_pt;
    }

    *ret = layer;
    return true;
}
