/* Classes of a scale: those that no feature has, and those that look alike. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/composed.h"
#include "base/vision.h"
#include "lint/parts.h"
#include "scale/kinds.h"
#include "style/legend.h"

/* CIEDE2000. About 1 is just seen with both side by side; on a map they are apart, and small.
 * Ordered classes are read along their order, so neighbours may be closer than categories, of which
 * any two must be distinguished. Measured: with these all built-in palettes keep what they promise
 * (`safe`) up to 7 classes, and Okabe-Ito with all 8 (11.1). */
static const double ORDERED_LEAST = 3, CATEGORY_LEAST = 5;

/* Names that a misspelt value is compared with; a map names far fewer (taste). */
enum { NAMES_MAX = 200 };

/* ---- values of `map:` that no feature has */

static struct str nearest_value(const struct linted *l, const struct channel *c, struct str value)
{
    struct lode_err ignored = {0};
    struct column col;
    struct str names[NAMES_MAX];
    size_t n = 0;

    if (!expr_eval(l->arena, c->expr, &l->features->table, l->env, &col, &ignored))
        return (struct str){0};

    for (size_t i = 0; i < l->features->table.n && n < NAMES_MAX; i++) {
        if (scale_is_missing(&col, i))
            continue;
        struct str text = scale_value_text(l->arena, &col, i);
        bool known = false;
        for (size_t k = 0; k < n && !known; k++)
            known = text_same(names[k], text);
        if (!known)
            names[n++] = text;
    }

    return str_nearest(value, names, n);
}

static void check_values(const struct linted *l, const struct scaled *s)
{
    const struct node *map = node_lookup(s->channel->node, "map");
    for (size_t i = 0; i < s->n && i < map->n_pairs; i++) {
        const struct scale_class *one = &s->classes[i];
        char hint[120] = "";
        if (one->kind != CLASS_VALUE || one->count || !text_same(one->value, map->pairs[i].key))
            continue;

        struct str near = nearest_value(l, s->channel, one->value);
        if (near.len && !str_eq(near, one->value)) /* a feature that is not drawn may have it */
            snprintf(hint, sizeof hint, "did you mean '%.*s'?", STR_FMT(str_head(near, 80)));
        lint_put(l->diags, LODE_WARNING, "class-without-feature", map->pairs[i].at,
                 hint[0] ? hint : NULL, "no feature of '%.*s' has the value '%.*s' of '%.*s'",
                 STR_FMT(l->layer->of.s), STR_FMT(one->value),
                 STR_FMT(str_head(s->channel->by->text, 60)));
    }
}

/* A note only: the breaks may be those of a series of maps, in which this one has nothing to show in a
 * class. */
static void check_breaks(const struct linted *l, const struct scaled *s)
{
    const struct node *breaks = node_lookup(s->channel->node, "breaks");
    for (size_t i = 0; breaks && i < s->n && i < breaks->n_items; i++) {
        if (s->classes[i].kind == CLASS_VALUE && !s->classes[i].count)
            lint_put(l->diags, LODE_NOTE, "class-without-feature", breaks->items[i]->at, NULL,
                     "no feature of '%.*s' lies in the class up to %.*s", STR_FMT(l->layer->of.s),
                     STR_FMT(breaks->items[i]->text));
    }
}

/* ---- classes that look alike */

struct pair {
    size_t a, b;
    enum vision vision;
    double difference; /* as a share of what it should be at least */
    size_t n;          /* pairs that are alike */
};

static bool is_ordered(const struct scaled *s)
{
    return s->channel->scale->form != SCALE_CATEGORIES;
}

/* Whether a reader has to distinguish the two: neighbours of an order, any two categories. */
static bool has_to_differ(const struct scaled *s, size_t a, size_t b)
{
    const struct scale_class *x = &s->classes[a], *y = &s->classes[b];
    if (!x->count || !y->count || memcmp(&x->look.color, &y->look.color, sizeof x->look.color) == 0)
        return false; /* the same colour on purpose */
    if (s->half)      /* beside or above each other in the matrix */
        return scale_cells_touch(s, a, b);
    if (!is_ordered(s) || x->kind != CLASS_VALUE || y->kind != CLASS_VALUE)
        return true;
    for (size_t i = a + 1; i < b; i++) {
        if (s->classes[i].count)
            return false;
    }
    return true;
}

static double opacity_of(const struct linted *l)
{
    const struct channel *c = &l->spec.channels[CHANNEL_OPACITY];
    return c->by ? 1 : c->constant.number;
}

static void compare_pair(const struct linted *l, const struct scaled *s, size_t a, size_t b,
                         enum vision vision, struct pair *worst)
{
    struct rgba under = lint_background(l->in->doc);
    struct rgba x = color_over(s->classes[a].look.color, opacity_of(l), under);
    struct rgba y = color_over(s->classes[b].look.color, opacity_of(l), under);
    bool neighbours =
        is_ordered(s) && s->classes[a].kind == CLASS_VALUE && s->classes[b].kind == CLASS_VALUE;

    double d = vision_difference(x, y, vision) / (neighbours ? ORDERED_LEAST : CATEGORY_LEAST);
    if (d >= 1)
        return;

    size_t n = worst->n + 1;
    if (!worst->n || d < worst->difference)
        *worst = (struct pair){a, b, vision, d, n};
    worst->n = n;
}

static struct pair worst_pair(const struct linted *l, const struct scaled *s, enum vision from,
                              enum vision to)
{
    struct pair worst = {0};
    for (size_t a = 0; a < s->n; a++) {
        for (size_t b = a + 1; b < s->n; b++) {
            size_t n = worst.n;
            if (!has_to_differ(s, a, b))
                continue;
            for (enum vision v = from; v <= to; v++)
                compare_pair(l, s, a, b, v, &worst);
            if (worst.n > n) /* one pair, however many readers confuse it */
                worst.n = n + 1;
        }
    }
    return worst;
}

static struct str class_name(const struct linted *l, const struct scaled *s, size_t i)
{
    const struct scale_class *one = &s->classes[i];
    struct str text = {0};
    struct lode_err ignored = {0};
    struct style_params params = lint_params(l);
    if (legend_class_text(l->arena, &params, s, i, l->spec.legend, &text, &ignored) && text.len)
        return str_head(text, 60);
    return one->value;
}

/* Where the document states the colours. */
static struct lode_span colors_at(const struct channel *c)
{
    static const char *const keys[] = {"palette", "map", "range"};
    for (size_t i = 0; i < 3; i++) {
        const struct node *n = node_lookup(c->node, keys[i]);
        if (n)
            return n->at;
    }
    return c->by->at;
}

static void report_pair(const struct linted *l, const struct scaled *s, const struct pair *p)
{
    bool grey = p->vision == VISION_GREY;
    char more[40] = "", who[60];
    struct str a = class_name(l, s, p->a), b = class_name(l, s, p->b);

    if (p->n > 1)
        snprintf(more, sizeof more, ", and %zu more pair%s", p->n - 1, p->n > 2 ? "s" : "");
    if (p->vision == VISION_USUAL)
        snprintf(who, sizeof who, "look almost the same");
    else if (grey)
        snprintf(who, sizeof who, "look the same in grey");
    else
        snprintf(who, sizeof who, "look the same to readers with %s", vision_names[p->vision]);

    lint_put(l->diags, grey ? LODE_NOTE : LODE_WARNING, grey ? "alike-in-grey" : "alike-classes",
             colors_at(s->channel),
             grey ? "a sequential palette keeps its order in grey"
                  : "fewer classes, or a palette that is safe: lode palettes --safe",
             "the classes '%.*s' and '%.*s' %s%s", STR_FMT(a), STR_FMT(b), who, more);
}

/* Whether something else beside colour distinguishes the classes: shapes, sizes. */
static bool is_doubled(const struct linted *l, const struct channel *c)
{
    for (size_t i = 0; i < CHANNEL_N; i++) {
        const struct channel *other = &l->spec.channels[i];
        if (other != c && other->by && other->kind != LOOK_COLOR &&
            str_eq(other->by->text, c->by->text))
            return true;
    }
    return false;
}

static void check_colors(const struct linted *l, const struct scaled *s)
{
    if (channel_is_continuous(s->channel) || is_doubled(l, s->channel))
        return;

    struct pair color = worst_pair(l, s, VISION_USUAL, VISION_USUAL);
    if (!color.n)
        color = worst_pair(l, s, VISION_DEUTERANOPIA, VISION_TRITANOPIA);
    if (color.n) {
        report_pair(l, s, &color);
        return;
    }

    struct pair grey = worst_pair(l, s, VISION_GREY, VISION_GREY);
    if (grey.n)
        report_pair(l, s, &grey);
}

/* ---- categories whose names look alike */

/* "b" and "b " are two entries of the legend that read the same; so are "Iron" and "iron" to most. */
static void check_names(const struct linted *l, const struct scaled *s)
{
    struct str *seen = arena_array(l->arena, struct str, s->n);
    size_t n = 0, a = 0, b = 0;
    for (size_t i = 0; i < s->n; i++)
        seen[i] = str_fold(l->arena, str_seen(l->arena, s->classes[i].value));

    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; k < i; k++) {
            if (s->classes[i].kind != CLASS_VALUE || s->classes[k].kind != CLASS_VALUE ||
                !s->classes[i].count || !s->classes[k].count || !str_eq(seen[i], seen[k]))
                continue;
            if (!n++)
                a = k, b = i;
        }
    }

    if (!n)
        return;
    struct str x = s->classes[a].value, y = s->classes[b].value;
    bool cases = !str_eq(str_seen(l->arena, x), str_seen(l->arena, y));
    char more[40] = "";
    if (n > 1)
        snprintf(more, sizeof more, ", and %zu more pair%s", n - 1, n > 2 ? "s" : "");

    lint_put(l->diags, LODE_WARNING, "alike-names", s->channel->by->at,
             cases ? "make them one in the data, or with 'by: casei(...)'"
                   : "make them one in the data, or with 'by: trim(...)'",
             "the categories '%.*s' and '%.*s' of '%.*s' differ only in %s%s",
             STR_FMT(str_head(x, 60)), STR_FMT(str_head(y, 60)),
             STR_FMT(str_head(s->channel->by->text, 60)),
             cases ? "the case of letters" : "characters that are not seen, such as blanks", more);
}

void lint_classes(const struct linted *l)
{
    for (size_t i = 0; l->scales && i < CHANNEL_N; i++) {
        const struct scaled *s = &l->scales[i];
        if (!s->channel)
            continue;
        if (s->channel->n_map && s->channel->scale->form == SCALE_CATEGORIES)
            check_values(l, s);
        if (scale_is_written(s->channel->scale))
            check_breaks(l, s);
        if (s->channel->scale->form == SCALE_CATEGORIES && s->channel->type == COL_TEXT)
            check_names(l, s);
        if (s->channel->kind == LOOK_COLOR)
            check_colors(l, s);
    }
}
