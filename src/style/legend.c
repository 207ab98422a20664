/* How the legend's entries are derived from a layer's scales. */
#include "style/legend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/units.h"
#include "geom/marker.h"
#include "scale/breaks.h"
#include "scale/kinds.h"

/* Channels that show the same expression in the same manner: one group. The first leads. */
struct group {
    enum channel_id ids[CHANNEL_N];
    size_t n;
    bool continuous;
};

struct maker {
    struct arena *arena;
    const struct legend_input *in;
    struct symbol neutral; /* how an entry shows the properties that it is not about */
    ARRAY(struct legend_group) groups;
    struct lode_err *err;
};

/* The channels that a legend explains, in the order of their groups. A rotation and the size of
 * labels need no entry. */
static const enum channel_id shown[] = {CHANNEL_COLOR,  CHANNEL_STROKE_COLOR, CHANNEL_SHAPE,
                                        CHANNEL_SIZE,   CHANNEL_WIDTH,        CHANNEL_STROKE_WIDTH,
                                        CHANNEL_OPACITY};
enum { N_SHOWN = sizeof shown / sizeof *shown };

static enum legend_sample sample_of(enum layer_kind kind)
{
    return kind == LAYER_FILL ? SAMPLE_PATCH : kind == LAYER_LINE ? SAMPLE_LINE : SAMPLE_MARKER;
}

static bool goes_with(const struct channel *a, const struct channel *b)
{
    if (a->pair || b->pair)
        return a == b;
    return str_eq(str_trim(a->by->text), str_trim(b->by->text)) &&
           channel_is_continuous(a) == channel_is_continuous(b);
}

/* The group led by `shown[at]`; false when that is constant or in an earlier group. */
static bool collect_group(const struct look_spec *spec, size_t at, struct group *ret)
{
    const struct channel *lead = &spec->channels[shown[at]];
    if (!lead->by)
        return false;
    *ret = (struct group){.continuous = channel_is_continuous(lead)};
    for (size_t i = 0; i < N_SHOWN; i++) {
        const struct channel *c = &spec->channels[shown[i]];
        if (!c->by || !goes_with(lead, c))
            continue;
        if (i < at)
            return false;
        ret->ids[ret->n++] = shown[i];
    }
    return true;
}

/* Half-way between the least and the greatest, but no more than 2.5 mm unless all are larger
 * (taste: the legend shows it beside each colour). */
static double middle_length(const struct scaled *s)
{
    double lo = INFINITY, hi = 0;
    for (size_t k = 0; k < s->n; k++) {
        lo = fmin(lo, s->classes[k].look.number);
        hi = fmax(hi, s->classes[k].look.number);
    }
    return s->n ? fmin((lo + hi) / 2, fmax(lo, 2.5 * PT_PER_MM)) : 0;
}

static union look neutral_look(enum look_kind kind, const struct scaled *s)
{
    switch (kind) {
    case LOOK_COLOR:
        return (union look){.color = {0x8c, 0x8c, 0x8c, 255}};
    case LOOK_LENGTH:
        return (union look){.number = middle_length(s)};
    case LOOK_SHARE:
        return (union look){.number = 1};
    case LOOK_ANGLE:
        return (union look){.number = 0};
    case LOOK_SHAPE:
        break;
    }
    return (union look){.shape = 0};
}

/* What an entry is not about is grey, of a plain shape, of a middle size. */
static void make_neutral(struct maker *m)
{
    const struct look_spec *spec = m->in->spec;
    m->neutral = spec->base;

    /* The legend itself decides where a sample stands. */
    m->neutral.offset = (struct pagexy_offset){0};
    m->neutral.stroke.offset_pt = m->neutral.casing.offset_pt = 0;

    for (size_t i = 0; i < CHANNEL_N; i++) {
        const struct channel *c = &spec->channels[i];
        const struct scaled *s = &m->in->scales[i];
        if (c->by && i != CHANNEL_OPACITY)
            look_set(spec, (enum channel_id)i, neutral_look(c->kind, s), &m->neutral);
    }
}

/* The layer's `legend:`, which speaks of its first group only; later groups have the keys of their
 * scales. */
static const struct node *layer_words(const struct maker *m)
{
    return m->groups.n ? NULL : m->in->spec->legend;
}

static bool asks_for(const struct maker *m, const char *key)
{
    struct lode_err quiet = {0};
    const struct node *n = node_lookup(m->in->spec->legend, key);
    bool truth = false;
    return n && node_bool(n, &truth, &quiet) && truth;
}

static void add_group(struct maker *m, struct legend_group group)
{
    struct lode_err quiet = {0};
    const struct node *order = node_lookup(m->in->spec->legend, "order");
    int64_t at = 0;
    if (order)
        node_int(order, &at, &quiet);
    group.order = (int)at;
    *array_add(m->arena, &m->groups) = group;
}

static void reverse_entries(struct legend_entry *entries, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct legend_entry keep = entries[i];
        entries[i] = entries[n - 1 - i];
        entries[n - 1 - i] = keep;
    }
}

/* A group's title: that of a scale in it, else the layer's for the first group, else the name of
 * what the group shows. */
static bool make_title(struct maker *m, const struct group *g, struct str *ret)
{
    const struct look_spec *spec = m->in->spec;
    const struct node *legend = layer_words(m), *title = NULL;
    for (size_t i = 0; i < g->n && !title; i++)
        title = spec->channels[g->ids[i]].title;
    if (title && title->kind != NODE_SCALAR) /* the titles of a pair's axes */
        title = NULL;
    if (!title && legend)
        title = legend->kind == NODE_SCALAR ? legend : node_lookup(legend, "title");
    if (title)
        return legend_plain_text(m->arena, m->in->params, title, ret, m->err);

    *ret = (struct str){0};
    if (!spec->channels[g->ids[0]].pair)
        *ret = legend_name(m->arena, spec->channels[g->ids[0]].by->text);
    return true;
}

/* One entry of a group of scales with classes: the class of each of its channels. */
struct pick {
    uint32_t classes[CHANNEL_N]; /* as in group.ids, the channel that gives the order first */
};

static int by_classes(const void *a, const void *b)
{
    const struct pick *x = a, *y = b;
    for (int i = 0; i < CHANNEL_N; i++) {
        if (x->classes[i] != y->classes[i])
            return x->classes[i] < y->classes[i] ? -1 : 1;
    }
    return 0;
}

/* A scale with `map` has the order that its author wanted: it goes first. */
static void put_leader_first(const struct look_spec *spec, struct group *g)
{
    for (size_t i = 1; i < g->n; i++) {
        if (!spec->channels[g->ids[i]].n_map || spec->channels[g->ids[0]].n_map)
            continue;
        enum channel_id leader = g->ids[i];
        memmove(&g->ids[1], &g->ids[0], i * sizeof *g->ids);
        g->ids[0] = leader;
    }
}

/* The classes that are seen on the map, or all of a single scale where `legend: {all: true}` asks
 * for them. */
static size_t list_picks(struct maker *m, const struct group *g, struct pick **ret)
{
    const struct scaled *single =
        g->n == 1 && asks_for(m, "all") ? &m->in->scales[g->ids[0]] : NULL;
    size_t n = 0, most = single ? single->n : m->in->n_symbols;
    struct pick *picks = arena_array(m->arena, struct pick, most);

    for (size_t i = 0; single && i < single->n; i++)
        picks[i].classes[0] = (uint32_t)i;
    if (single) {
        *ret = picks;
        return single->n;
    }

    for (size_t i = 0; i < m->in->n_symbols; i++) {
        struct pick p = {0};
        for (size_t k = 0; k < g->n; k++)
            p.classes[k] = m->in->scales[g->ids[k]].class_of[m->in->first[i]];
        picks[n++] = p;
    }

    qsort(picks, n, sizeof *picks, by_classes);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!kept || by_classes(&picks[kept - 1], &picks[i]) != 0)
            picks[kept++] = picks[i];
    }

    *ret = picks;
    return kept;
}

/* The channel whose class names the entry: a value before `other`, many classes before few. */
static size_t naming_channel(const struct maker *m, const struct group *g, const struct pick *p)
{
    size_t best = 0;
    for (size_t k = 1; k < g->n; k++) {
        const struct scaled *s = &m->in->scales[g->ids[k]], *b = &m->in->scales[g->ids[best]];
        enum class_kind kind = s->classes[p->classes[k]].kind,
                        known = b->classes[p->classes[best]].kind;
        if (kind != known ? kind < known : s->n > b->n)
            best = k;
    }
    return best;
}

static double rank_of(const struct scaled *s, uint32_t i)
{
    if (s->classes[i].kind != CLASS_VALUE)
        return INFINITY;
    return s->channel->scale->form == SCALE_CATEGORIES ? i : s->classes[i].hi;
}

static struct str by_of(const struct look_spec *spec, const struct group *g)
{
    return str_trim(spec->channels[g->ids[0]].by->text);
}

static bool add_classes(struct maker *m, struct group *g)
{
    struct str title;
    struct pick *picks;
    if (!make_title(m, g, &title))
        return false;

    put_leader_first(m->in->spec, g);
    size_t n = list_picks(m, g, &picks);
    struct legend_entry *entries = arena_array(m->arena, struct legend_entry, n);

    for (size_t i = 0; i < n; i++) {
        size_t k = naming_channel(m, g, &picks[i]);
        struct legend_entry *e = &entries[i];
        *e = (struct legend_entry){.sample = sample_of(m->in->spec->kind), .symbol = m->neutral};
        for (size_t j = 0; j < g->n; j++) {
            const struct scaled *s = &m->in->scales[g->ids[j]];
            look_set(m->in->spec, g->ids[j], s->classes[picks[i].classes[j]].look, &e->symbol);
        }
        look_settle(m->in->spec, &e->symbol);

        e->rank = rank_of(&m->in->scales[g->ids[k]], picks[i].classes[k]);
        if (!legend_class_text(m->arena, m->in->params, &m->in->scales[g->ids[k]],
                               picks[i].classes[k], layer_words(m), &e->text, m->err))
            return false;
    }

    if (asks_for(m, "reverse"))
        reverse_entries(entries, n);
    add_group(m, (struct legend_group){
                     .title = title, .entries = entries, .n = n, .by = by_of(m->in->spec, g)});
    return true;
}

static bool add_matrix(struct maker *m, const struct group *g)
{
    struct legend_group group = {0};
    if (!make_title(m, g, &group.title) ||
        !legend_matrix(m->arena, m->in, g->ids[0], &m->neutral, &group, m->err))
        return false;
    add_group(m, group);
    return true;
}

/* The domain if the document gives one, else what of it is seen. */
static void seen_domain(const struct maker *m, const struct scaled *s, double ret[2])
{
    memcpy(ret, s->domain, 2 * sizeof *ret);
    if (s->channel->has_domain)
        return;

    ret[0] = INFINITY;
    ret[1] = -INFINITY;
    for (size_t i = 0; i < m->in->n_symbols; i++) {
        uint32_t k = s->class_of[m->in->first[i]];
        if (s->classes[k].kind != CLASS_VALUE)
            continue;
        ret[0] = fmin(ret[0], s->classes[k].lo);
        ret[1] = fmax(ret[1], s->classes[k].hi);
    }
}

static size_t samples_of(const struct maker *m, const struct scaled *s, double *ret)
{
    double domain[2];
    seen_domain(m, s, domain);
    if (!(domain[0] <= domain[1]))
        return 0;
    size_t n = s->channel->scale->samples(domain, s->channel->type == COL_INT, ret);
    if (!n)
        ret[n++] = domain[1];
    return n;
}

/* Markers of growing size stand one inside the other where that can be read: shapes that are about
 * round, the largest so large that the lines to the texts need not run far (taste: 1.2 mm a
 * text). */
static enum legend_kind choose_kind(const struct maker *m, const struct group *g,
                                    const struct legend_entry *entries, size_t n)
{
    const struct node *kind = node_lookup(m->in->spec->legend, "kind");
    bool sizes = false, whole = true;
    for (size_t i = 0; i < g->n; i++)
        sizes |= g->ids[i] == CHANNEL_SIZE;
    for (size_t i = 0; i < n; i++)
        whole &= (marker_shapes[entries[i].symbol.shape].flags & MARKER_NESTS) != 0;
    if (!sizes || !whole || n < 2 || (kind && node_is(kind, "list")))
        return LEGEND_LIST;

    double least = entries[0].symbol.size_pt, most = entries[n - 1].symbol.size_pt;
    bool worth = least < most && most >= 1.2 * PT_PER_MM * (double)n;
    return worth || (kind && node_is(kind, "nested")) ? LEGEND_NESTED : LEGEND_LIST;
}

/* The entry of features without a value, when such are drawn and seen. */
static bool add_missing(struct maker *m, const struct group *g, struct legend_entry *ret,
                        size_t *ret_n)
{
    const struct scaled *s = &m->in->scales[g->ids[0]];
    if (!s->n || s->classes[s->n - 1].kind != CLASS_MISSING)
        return true;

    bool seen = false;
    for (size_t i = 0; i < m->in->n_symbols && !seen; i++)
        seen = s->class_of[m->in->first[i]] == s->n - 1;
    if (!seen)
        return true;

    *ret = (struct legend_entry){
        .sample = sample_of(m->in->spec->kind), .symbol = m->neutral, .rank = INFINITY};
    look_set(m->in->spec, g->ids[0], s->classes[s->n - 1].look, &ret->symbol);
    look_settle(m->in->spec, &ret->symbol);
    *ret_n += 1;
    return legend_class_text(m->arena, m->in->params, s, s->n - 1, layer_words(m), &ret->text,
                             m->err);
}

static bool add_continuous(struct maker *m, const struct group *g)
{
    const struct scaled *lead = &m->in->scales[g->ids[0]];
    double values[SCALE_SAMPLES];
    struct str title;
    if (!make_title(m, g, &title))
        return false;

    size_t n = samples_of(m, lead, values);
    int decimals = breaks_decimals(values, n);
    struct legend_entry *entries = arena_array(m->arena, struct legend_entry, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct legend_entry *e = &entries[i];
        *e = (struct legend_entry){.sample = sample_of(m->in->spec->kind), .symbol = m->neutral};
        for (size_t j = 0; j < g->n; j++)
            look_set(m->in->spec, g->ids[j], scale_look(&m->in->scales[g->ids[j]], values[i]),
                     &e->symbol);
        look_settle(m->in->spec, &e->symbol);

        e->rank = values[i];
        if (!legend_value_text(m->arena, m->in->params, lead, values[i], decimals, layer_words(m),
                               &e->text, m->err))
            return false;
    }

    struct legend_group group = {
        .title = title, .entries = entries, .n = n, .by = by_of(m->in->spec, g)};
    group.kind = choose_kind(m, g, entries, n);
    group.n_block = n;
    if (group.kind == LEGEND_LIST && asks_for(m, "reverse"))
        reverse_entries(entries, n);
    if (!add_missing(m, g, &entries[n], &group.n))
        return false;
    add_group(m, group);
    return true;
}

/* A layer without scales: one entry, with the text that it states. */
static bool add_single(struct maker *m)
{
    const struct node *legend = m->in->spec->legend;
    const struct node *text =
        legend && legend->kind == NODE_SCALAR ? legend : node_lookup(legend, "title");
    struct legend_entry *e = arena_new(m->arena, struct legend_entry);
    if (!text)
        return true;

    *e = (struct legend_entry){.sample = sample_of(m->in->spec->kind), .symbol = m->neutral};
    look_settle(m->in->spec, &e->symbol);
    if (!legend_plain_text(m->arena, m->in->params, text, &e->text, m->err))
        return false;
    add_group(m, (struct legend_group){.entries = e, .n = 1});
    return true;
}

static bool wants_none(const struct look_spec *spec)
{
    return spec->kind == LAYER_LABEL || (spec->legend && node_is(spec->legend, "none"));
}

bool legend_derive(struct arena *a, const struct legend_input *in, struct legend_group **ret,
                   size_t *ret_n, struct lode_err *err)
{
    struct maker m = {.arena = a, .in = in, .err = err};
    struct group g;
    bool any = false;

    *ret = NULL;
    *ret_n = 0;
    if (!in->n_symbols || wants_none(in->spec))
        return true;

    make_neutral(&m);
    for (size_t i = 0; i < N_SHOWN; i++) {
        if (!collect_group(in->spec, i, &g))
            continue;
        any = true;
        bool made = in->spec->channels[g.ids[0]].pair ? add_matrix(&m, &g)
                    : g.continuous                    ? add_continuous(&m, &g)
                                                      : add_classes(&m, &g);
        if (!made)
            return false;
    }

    if (!any && !add_single(&m))
        return false;
    *ret = m.groups.v;
    *ret_n = m.groups.n;
    return true;
}

static void check_text(struct arena *a, const struct style_params *params, const struct node *n,
                       struct diags *diags)
{
    struct lode_err err = {0};
    struct str text;
    if (n)
        legend_plain_text(a, params, n, &text, &err);
    channel_report(diags, &err);
}

void legend_check(struct arena *a, const struct style_params *params, const struct look_spec *spec,
                  struct diags *diags)
{
    const struct node *legend = spec->legend;
    if (wants_none(spec))
        return;

    check_text(a, params,
               legend && legend->kind == NODE_SCALAR ? legend : node_lookup(legend, "title"),
               diags);
    const struct channel *first = NULL;
    for (size_t i = 0; i < N_SHOWN; i++) {
        const struct channel *c = &spec->channels[shown[i]];
        struct lode_err err = {0};
        if (!c->by)
            continue;

        first = first ? first : c;
        const struct node *format = c->format             ? c->format
                                    : goes_with(first, c) ? node_lookup(legend, "format")
                                                          : NULL;

        bool list = c->title && c->title->kind == NODE_LIST;
        for (size_t k = 0; list && k < c->title->n_items; k++)
            check_text(a, params, c->title->items[k], diags);
        if (!list)
            check_text(a, params, c->title, diags);

        for (size_t k = 0; format && c->pair && k < 2; k++) {
            if (c->pair[k].expr)
                legend_check_format(a, params, &c->pair[k], format, &err);
        }
        if (format && c->expr)
            legend_check_format(a, params, c, format, &err);
        channel_report(diags, &err);
    }
}
