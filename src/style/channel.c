/* How a channel is read: a constant, or an expression with its scale, palette, range and order. */
#include "style/channel.h"

#include <glib.h>
#include <string.h>

#include "base/arena.h"
#include "geom/marker.h"

enum { CLASSES_DEFAULT = 5 }; /* taste: colours of more classes are hard to tell apart */

struct reader {
    struct arena *arena;
    const struct style_params *params;
    struct diags *diags;
    struct channel *c;
};

bool channel_report(struct diags *diags, struct lode_err *err)
{
    if (!err->code)
        return true;
    if (diags)
        diags_put(diags, err);
    *err = (struct lode_err){0};
    return false;
}

static bool read_look(const struct node *n, enum look_kind kind, union look *ret,
                      struct lode_err *err)
{
    switch (kind) {
    case LOOK_COLOR:
        return node_rgba(n, &ret->color, err);
    case LOOK_LENGTH:
        return node_pt(n, &ret->number, err);
    case LOOK_SHARE:
        return node_share(n, &ret->number, err);
    case LOOK_ANGLE:
        return node_number(n, &ret->number, err);
    case LOOK_SHAPE:
        return node_choice_of(n, marker_shape_name, &ret->shape, err);
    }
    return false;
}

static void read_optional(struct reader *r, const char *key, bool *ret_has, union look *ret)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(r->c->node, key);
    *ret_has = n && read_look(n, r->c->kind, ret, &err);
    channel_report(r->diags, &err);
}

static void read_map(struct reader *r)
{
    const struct node *map = node_lookup(r->c->node, "map");
    if (!map || map->kind != NODE_MAP)
        return;
    struct str *values = arena_array(r->arena, struct str, map->n_pairs);
    union look *looks = arena_array(r->arena, union look, map->n_pairs);
    for (size_t i = 0; i < map->n_pairs; i++) {
        struct lode_err err = {0};
        values[i] = map->pairs[i].key;
        read_look(map->pairs[i].value, r->c->kind, &looks[i], &err);
        channel_report(r->diags, &err);
    }

    r->c->map_values = values;
    r->c->map_looks = looks;
    r->c->n_map = map->n_pairs;
}

static void read_range(struct reader *r)
{
    const struct node *range = node_lookup(r->c->node, "range");
    if (!range || range->kind != NODE_LIST || !range->n_items)
        return;
    union look *looks = arena_array(r->arena, union look, range->n_items);
    for (size_t i = 0; i < range->n_items; i++) {
        struct lode_err err = {0};
        read_look(range->items[i], r->c->kind, &looks[i], &err);
        channel_report(r->diags, &err);
    }

    r->c->range = looks;
    r->c->n_range = range->n_items;
}

/* False, with the fault, when the palette is one for two expressions at once. */
static bool refuse_pairs(const struct channel *c, const struct node *n, struct lode_err *err)
{
    if (c->palette.kind != PALETTE_BIVARIATE)
        return true;
    lode_fail(err, LODE_SCHEMA, n->at, "the palette '%.*s' is for two expressions at once",
              STR_FMT(c->palette.name));
    return lode_hint(err, "write 'by: [a, b]' to show two, or choose another palette");
}

static void read_palette(struct reader *r)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(r->c->node, "palette");
    if (!n || r->c->kind != LOOK_COLOR)
        return;

    const struct map_doc *doc = r->params->doc;
    r->c->has_palette =
        palette_read(r->arena, doc ? doc->styles.palettes : NULL, n, &r->c->palette, &err);
    const struct node *by = node_lookup(r->c->node, "by");
    r->c->palette_at = n->at;
    if (r->c->has_palette && by && by->kind != NODE_LIST)
        refuse_pairs(r->c, n, &err);

    channel_report(r->diags, &err);
}

/* `order` is a word, or the list of the categories themselves. */
static void read_order(struct reader *r)
{
    static const char *const words[] = {"value", "count", "given"};
    struct lode_err err = {0};
    struct channel *c = r->c;
    const struct node *n = node_lookup(c->node, "order");
    size_t i;
    if (!n)
        return;

    if (n->kind == NODE_LIST) {
        struct str *values = arena_array(r->arena, struct str, n->n_items);
        for (i = 0; i < n->n_items; i++)
            values[i] = n->items[i]->text;
        c->order = ORDER_GIVEN;
        c->order_values = values;
        c->n_order_values = n->n_items;
    } else if (node_choice(n, words, G_N_ELEMENTS(words), &i, &err)) {
        c->order = (enum category_order)(i + 1);
    }

    channel_report(r->diags, &err);
}

/* A whole number; `otherwise` where it is not written, or wrong. Its bounds were checked when the
 * document was read. */
static size_t read_count(struct reader *r, const char *key, size_t otherwise, int64_t most)
{
    struct lode_err err = {0};
    int64_t v;
    const struct node *n = node_lookup(r->c->node, key);
    if (!n || (node_int(n, &v, &err) && (v < 1 || v > most)))
        return otherwise;
    return channel_report(r->diags, &err) ? (size_t)v : otherwise;
}

/* The list of numbers `key`; returns how many there are, 0 when they do not rise, which was reported
 * when the document was read. */
static size_t read_numbers(struct reader *r, const char *key, size_t most, double *ret)
{
    const struct node *list = node_lookup(r->c->node, key);
    size_t n = 0;
    for (size_t i = 0; list && i < list->n_items && i < most; i++) {
        struct lode_err err = {0};
        if (node_number(list->items[i], &ret[n], &err) && n && !(ret[n] > ret[n - 1]))
            return 0;
        if (channel_report(r->diags, &err))
            n++;
    }
    return n;
}

static void read_midpoint(struct reader *r)
{
    struct lode_err err = {0};
    const struct node *n = node_lookup(r->c->node, "midpoint");
    r->c->has_midpoint = n && node_number(n, &r->c->midpoint, &err);
    channel_report(r->diags, &err);
}

/* Whether `key` is not written, or has given its numbers. */
static bool has_numbers(const struct channel *c, const char *key, bool given)
{
    return given || !node_lookup(c->node, key);
}

/* False for lists of numbers that have been reported. */
static bool read_numeric(struct reader *r)
{
    struct channel *c = r->c;
    double *breaks = arena_array(r->arena, double, PALETTE_MAX);
    c->classes = read_count(r, "classes", CLASSES_DEFAULT, PALETTE_MAX);
    c->n_breaks = read_numbers(r, "breaks", PALETTE_MAX, breaks);
    c->breaks = breaks;
    read_midpoint(r);
    c->has_domain = read_numbers(r, "domain", 2, c->domain) == 2;
    if (c->scale->domain == SHOWS_ABOVE_0 && c->has_domain && !(c->domain[0] > 0)) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, node_lookup(c->node, "domain")->at,
                  "the domain of a '%s' scale must be above 0", c->scale->name);
        channel_report(r->diags, &err);
    }

    /* breaks that are written and wrong have been reported */
    if (scale_is_written(c->scale) && !node_lookup(c->node, "breaks")) {
        struct lode_err err = {0};
        lode_fail(&err, LODE_SCHEMA, node_lookup(c->node, "scale")->at,
                  "the scale '%s' needs its breaks", c->scale->name);
        lode_hint(&err, "write 'breaks: [10, 20, 50]'");
        channel_report(r->diags, &err);
    }

    return has_numbers(c, "breaks", c->n_breaks > 0) && has_numbers(c, "domain", c->has_domain);
}

static bool is_number(enum col_type type)
{
    return type == COL_INT || type == COL_REAL;
}

/* Without `scale`: what the keys beside it, the expression's type and the property say. */
static const struct scale_kind *usual_scale(const struct channel *c)
{
    if (node_lookup(c->node, "breaks"))
        return scale_kind_for(USE_FOR_BREAKS);
    if (c->n_map || c->top || c->order || c->has_other || !is_number(c->type) ||
        c->kind == LOOK_SHAPE)
        return scale_kind_for(USE_FOR_CATEGORIES);
    if (c->kind == LOOK_ANGLE && !c->range)
        return &scale_as_it_is;
    if (c->kind == LOOK_COLOR)
        return scale_kind_for(USE_FOR_COLORS);
    return scale_kind_for(strcmp(c->name, "size") == 0 ? USE_FOR_SIZES : USE_FOR_NUMBERS);
}

static bool read_scale(struct reader *r, struct lode_err *err)
{
    size_t i;
    struct channel *c = r->c;
    const struct node *n = node_lookup(c->node, "scale");
    c->scale = usual_scale(c);
    if (!n)
        return true;

    /* a list was reported when the document was read */
    if (n->kind == NODE_LIST || !node_choice_of(n, scale_kind_name, &i, err))
        return false;
    c->scale = &scale_kinds[i];
    c->scale_given = true;

    if (c->scale->form != SCALE_CATEGORIES && !is_number(c->type)) {
        lode_fail(err, LODE_SCHEMA, n->at, "the scale '%s' needs numbers, '%.*s' is %s",
                  c->scale->name, STR_FMT(str_head(c->by->text, 60)), col_type_name(c->type));
        return lode_hint(err, c->type == COL_TEXT
                                  ? "use 'scale: category'; or, where its texts are numbers, state "
                                    "that at the source: `types: {COLUMN: number}`"
                                  : "use 'scale: category'");
    }

    if (c->kind == LOOK_SHAPE && channel_is_continuous(c)) {
        lode_fail(err, LODE_SCHEMA, n->at,
                  "'%s' needs a scale with classes: there is no shape between two others", c->name);
        return lode_hint(err, "use 'scale: category'");
    }

    return true;
}

static bool read_by(struct reader *r, struct lode_err *err)
{
    struct channel *c = r->c;
    struct str text;
    struct expr *e;
    c->by = node_lookup(c->node, "by");
    if (!node_text(c->by, &text, err) || !expr_parse(r->arena, text, c->by->at, &e, err) ||
        !expr_check(r->arena, e, &r->params->features->table, r->params->env, &c->type, err))
        return false;

    c->expr = e;
    return true;
}

/* The theme's palette, or the usual one, for a scale of colours with neither palette nor range. */
static void choose_palette(struct reader *r)
{
    static const char *const roles[] = {"qualitative", "sequential", "diverging", "bivariate"};
    static const char *const usual[] = {"okabe-ito", "YlOrBr", "vik", "bluered"};
    struct lode_err err = {0};
    struct channel *c = r->c;
    const struct map_doc *doc = r->params->doc;
    if (c->kind != LOOK_COLOR || c->has_palette || c->n_range)
        return;

    size_t i = c->scale->form == SCALE_OF_TWO       ? 3
               : c->scale->form == SCALE_CATEGORIES ? 0
               : c->has_midpoint                    ? 2
                                                    : 1;
    const struct node *n =
        doc ? node_lookup(node_lookup(doc->styles.theme, "palettes"), roles[i]) : NULL;
    if (!n)
        palette_lookup(r->arena, NULL, str_of(usual[i]), c->by->at, &c->palette, &err);
    else if (palette_read(r->arena, doc->styles.palettes, n, &c->palette, &err) && i < 3)
        refuse_pairs(c, n, &err);
    c->palette_at = n ? n->at : c->by->at;
    channel_report(r->diags, &err);
}

/* The keys that scales of one expression and of two have in common. */
static void read_keys(struct reader *r)
{
    struct lode_err err = {0};
    struct channel *c = r->c;
    const struct node *reverse = node_lookup(c->node, "reverse");

    if (reverse)
        node_bool(reverse, &c->reverse, &err);
    channel_report(r->diags, &err);

    read_map(r);
    read_range(r);
    read_palette(r);
    read_order(r);
    c->top = read_count(r, "top", 0, PALETTE_MAX - 2);
    read_optional(r, "other", &c->has_other, &c->other);
    read_optional(r, "missing", &c->has_missing, &c->missing);

    c->labels = node_lookup(c->node, "labels");
    c->format = node_lookup(c->node, "format");
    c->title = node_lookup(c->node, "title");
}

bool channel_read(struct arena *a, const struct style_params *params, const struct node *n,
                  const char *name, enum look_kind kind, union look otherwise, struct channel *ret,
                  struct diags *diags)
{
    struct lode_err err = {0};
    size_t n_errors = diags->n_errors;
    struct reader r = {a, params, diags, ret};

    *ret = (struct channel){.name = name,
                            .kind = kind,
                            .set = n != NULL,
                            .constant = otherwise,
                            .node = n,
                            .scale = scale_kind_for(USE_FOR_CATEGORIES)};
    if (!n)
        return true;

    if (n->kind != NODE_MAP) {
        read_look(n, kind, &ret->constant, &err);
        return channel_report(diags, &err);
    }

    read_keys(&r);
    const struct node *by = node_lookup(n, "by");
    if (!by) /* the fault was reported when the document was read */
        return false;

    if (by->kind == NODE_LIST) {
        ret->by = by;
        ret->scale = &scale_of_two;
        choose_palette(&r);
        channel_read_pair(a, params, ret, diags);
        return diags->n_errors == n_errors;
    }

    if (read_by(&r, &err) && read_scale(&r, &err) && !read_numeric(&r))
        return false;
    if (channel_report(diags, &err))
        choose_palette(&r);
    return diags->n_errors == n_errors;
}
