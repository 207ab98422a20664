/* How a scale gives each feature its class, and each class its look. */
#include "style/scale.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/units.h"
#include "geom/marker.h"

void scale_range(const struct channel *c, double *ret_lo, double *ret_hi)
{
    /* Taste: a marker below 1 mm has no readable colour, above 6 mm it hides its neighbours. */
    double lo = 1 * PT_PER_MM, hi = 6 * PT_PER_MM;
    if (c->kind == LOOK_SHARE)
        lo = 0.2, hi = 1;
    else if (c->kind == LOOK_ANGLE)
        lo = 0, hi = 90;
    else if (strcmp(c->name, "size") != 0)
        lo = 0.2 * PT_PER_MM, hi = 2 * PT_PER_MM;

    if (c->n_range) {
        lo = c->range[0].number;
        hi = c->range[c->n_range - 1].number;
    }

    *ret_lo = c->reverse ? hi : lo;
    *ret_hi = c->reverse ? lo : hi;
}

static void range_palette(struct arena *a, const struct channel *c, struct palette *ret)
{
    struct rgba *colors = arena_array(a, struct rgba, c->n_range);
    for (size_t i = 0; i < c->n_range; i++)
        colors[i] = c->range[i].color;
    *ret = (struct palette){.name = STR("this range"), .colors = colors, .n = c->n_range};
}

void scale_palette(struct arena *a, const struct channel *c, struct palette *ret)
{
    *ret = c->palette;
    if (!c->has_palette && c->n_range)
        range_palette(a, c, ret);
}

/* Categories take the colours of a list without a kind one by one; for numbers it is a ramp. */
static bool color_looks(struct arena *a, const struct channel *c, size_t n, union look *ret)
{
    struct palette p;
    struct rgba colors[PALETTE_MAX];
    scale_palette(a, c, &p);
    if (p.kind == PALETTE_ANY && (c->scale->form == SCALE_CATEGORIES || n == p.n))
        p.kind = PALETTE_QUALITATIVE;
    else if (c->scale->form != SCALE_CATEGORIES && n > p.n)
        p.kind = PALETTE_SEQUENTIAL;

    if (n > PALETTE_MAX || !palette_classes(&p, n, c->reverse, colors))
        return false;
    for (size_t i = 0; i < n; i++)
        ret[i].color = colors[i];
    return true;
}

static bool shape_looks(const struct channel *c, size_t n, union look *ret)
{
    if (c->n_range && n > c->n_range)
        return false;
    for (size_t i = 0; i < n; i++) {
        union look *look = &ret[c->reverse ? n - 1 - i : i];
        if (c->n_range)
            look->shape = c->range[i].shape;
        else if (!marker_shape_in_turn((unsigned)i + 1, &look->shape))
            return false;
    }
    return true;
}

static bool number_looks(const struct channel *c, size_t n, union look *ret)
{
    double lo, hi;
    scale_range(c, &lo, &hi);
    for (size_t i = 0; i < n; i++) {
        ret[i].number = n == 1 ? hi : lo + (hi - lo) * (double)i / (double)(n - 1);
        if (c->n_range == n)
            ret[i].number = c->range[c->reverse ? n - 1 - i : i].number;
    }
    return n <= PALETTE_MAX;
}

bool scale_looks(struct arena *a, const struct channel *c, size_t n, union look *ret)
{
    if (c->kind == LOOK_COLOR)
        return color_looks(a, c, n, ret);
    return c->kind == LOOK_SHAPE ? shape_looks(c, n, ret) : number_looks(c, n, ret);
}

union look scale_other(const struct channel *c)
{
    double lo, hi;
    if (c->has_other)
        return c->other;

    switch (c->kind) {
    case LOOK_COLOR:
        return (union look){.color = {0x9a, 0x9a, 0x9a, 255}};
    case LOOK_SHAPE:
        return (union look){.shape = marker_shape_for_others()};
    default:
        scale_range(c, &lo, &hi);
        return (union look){.number = lo};
    }
}

bool scale_is_missing(const struct column *values, size_t row)
{
    return column_is_null(values, row) || (values->type == COL_REAL && !isfinite(values->v.d[row]));
}

/* A name under `map` or `labels` cannot be blank. */
static bool lists_blank(const struct channel *c)
{
    for (size_t i = 0; i < c->n_order_values; i++) {
        if (str_is_blank(c->order_values[i]))
            return true;
    }
    return false;
}

void scale_miss_blanks(struct arena *a, const struct channel *c, struct column *values)
{
    if (!c->has_missing || c->scale->form != SCALE_CATEGORIES || values->type != COL_TEXT ||
        lists_blank(c))
        return;

    uint8_t *null = NULL;
    for (size_t i = 0; i < values->n; i++) {
        if (column_is_null(values, i) || !str_is_blank(values->v.s[i]))
            continue;
        if (!null) {
            null = arena_array(a, uint8_t, values->n);
            for (size_t k = 0; k < values->n; k++)
                null[k] = column_is_null(values, k);
        }
        null[i] = 1;
    }
    values->null = null ? null : values->null;
}

/* The values of the rows; NAN where there is none. */
static void read_numbers(const struct column *col, const uint32_t *rows, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t row = rows[i];
        double v = col->type == COL_REAL ? col->v.d[row] : (double)col->v.i[row];
        ret[i] = scale_is_missing(col, row) ? NAN : v;
    }
}

/* Add the class of features without a value, or report how many are not drawn. */
static void settle_missing(struct arena *a, struct scaled *s, size_t missing, size_t n, bool quiet)
{
    const struct channel *c = s->channel;
    if (!missing || (quiet && !c->has_missing))
        return;
    if (!c->has_missing) {
        log_warn(c->by->at, "missing-value",
                 "%zu of %zu features have no value of '%.*s' and are not drawn", missing, n,
                 STR_FMT(str_head(c->by->text, 60)));
        return;
    }

    struct scale_class *classes = arena_array(a, struct scale_class, s->n + 1);
    memcpy(classes, s->classes, s->n * sizeof *classes);
    classes[s->n] =
        (struct scale_class){.kind = CLASS_MISSING, .look = c->missing, .count = missing};
    s->classes = classes;
    s->n++;
}

/* A list of labels goes by the order of the classes: one too few or too many shifts their
 * meaning. */
static void check_label_count(const struct scaled *s)
{
    const struct node *labels = s->channel->labels;
    size_t n = 0;
    if (!labels || labels->kind != NODE_LIST || !s->n || channel_is_continuous(s->channel))
        return;

    for (size_t i = 0; i < s->n; i++)
        n += s->classes[i].kind == CLASS_VALUE;
    if (labels->n_items < n || labels->n_items > s->n)
        log_warn(labels->at, "labels-count", "%zu label%s for %zu classes", labels->n_items,
                 labels->n_items == 1 ? "" : "s", n);
}

static bool apply_scale(struct arena *a, const struct channel *c, const struct column *col,
                        const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err)
{
    if (c->scale->form == SCALE_CATEGORIES)
        return scale_category(a, c, col, rows, n, ret, err);

    double *values = arena_array(a, double, n);
    read_numbers(col, rows, n, values);
    return channel_is_continuous(c) ? scale_continuous(a, c, values, n, ret)
                                    : scale_classes(a, c, values, n, ret);
}

bool scale_apply(struct arena *a, const struct channel *c, const struct style_params *params,
                 const uint32_t *rows, size_t n, struct scaled *ret, struct lode_err *err)
{
    struct column col;
    if (c->scale->form == SCALE_OF_TWO)
        return scale_pair(a, c, params, rows, n, ret, err);

    *ret = (struct scaled){.channel = c};
    if (!expr_eval(a, c->expr, &params->features->table, params->env, &col, err))
        return false;

    scale_miss_blanks(a, c, &col);
    struct scale_pool pool = {.values = col, .rows = rows, .n = n, .first = true};
    if (c->scale->form != SCALE_AS_IT_IS)
        ret->shared = scale_share(a, c, params, &col, rows, n, &pool);
    ret->reported = !pool.first || params->quiet;
    ret->years = column_has_years(&col);
    ret->class_of = arena_array(a, uint32_t, pool.n);
    if (!apply_scale(a, c, &pool.values, pool.rows, pool.n, ret, err))
        return false;

    ret->class_of += pool.offset;
    size_t missing = 0;
    for (size_t i = 0; i < n; i++) {
        if (!scale_is_missing(&col, rows[i]))
            continue;
        missing++;
        ret->class_of[i] = c->has_missing ? (uint32_t)ret->n : NO_CLASS;
    }

    settle_missing(a, ret, missing, n, params->quiet);
    if (!params->quiet)
        check_label_count(ret);
    return true;
}

static bool is_shared(const struct scaled *s)
{
    return s->shared || (s->half && (s->half[0].shared || s->half[1].shared));
}

static bool has_class(const struct scaled *scales, size_t n_channels, size_t item)
{
    for (size_t c = 0; c < n_channels; c++) {
        if (scales[c].channel && scales[c].class_of[item] == NO_CLASS)
            return false;
    }
    return true;
}

/* Drop the features for which some scale has no class; returns how many stay. */
static size_t drop_unclassed(struct scaled *scales, size_t n_channels, uint32_t *rows, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!has_class(scales, n_channels, i))
            continue;
        for (size_t c = 0; c < n_channels; c++) {
            if (scales[c].channel)
                scales[c].class_of[kept] = scales[c].class_of[i];
        }
        rows[kept++] = rows[i];
    }
    return kept;
}

bool scale_apply_all(struct arena *a, const struct channel *channels, size_t n_channels,
                     const struct style_params *params, uint32_t *rows, size_t *n,
                     struct scaled *ret, struct lode_err *err)
{
    size_t n_scales = 0;
    for (size_t c = 0; c < n_channels; c++) {
        const struct channel *one = &channels[c];
        if (one->by && !scale_apply(a, one, params, rows, *n, &ret[c], err))
            return false;
        n_scales += one->by ? 1 + (one->scale->form == SCALE_OF_TWO) : 0;
    }

    size_t before = *n;
    *n = drop_unclassed(ret, n_channels, rows, before);
    /* What a scale itself cannot class has not decided its classes: only another scale's matters. */
    if (*n == before || n_scales < 2)
        return true;

    struct style_params again = *params;
    again.quiet = true;
    for (size_t c = 0; c < n_channels; c++) {
        if (channels[c].by && !is_shared(&ret[c]) &&
            !scale_apply(a, &channels[c], &again, rows, *n, &ret[c], err))
            return false;
    }
    return true;
}
