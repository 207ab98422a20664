/* How a scale of numbers is made: in classes by breaks, or with a look for each value. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/units.h"
#include "scale/breaks.h"
#include "scale/kinds.h"
#include "style/scale.h"

/* The upper bounds of the classes. The first class begins at `ret_least`, which may be -inf. */
static size_t bounds_of(struct arena *a, const struct channel *c, const double *values, size_t n,
                        double *ret, double *ret_least)
{
    struct scale_values of = {.arena = a,
                              .v = values,
                              .n = n,
                              .classes = c->classes,
                              .most = PALETTE_MAX,
                              .breaks = c->breaks,
                              .n_breaks = c->n_breaks,
                              .one_each = !c->scale_given};
    return scale_bounds(c->scale, &of, ret, ret_least);
}

/* With a midpoint there are as many colours below it as above, so that one side may not use all. */
static bool class_looks(struct arena *a, const struct channel *c, const double *bounds, size_t k,
                        union look *ret)
{
    size_t below = 0, across = 0;
    if (!c->has_midpoint)
        return scale_looks(a, c, k, ret);

    while (below < k && bounds[below] <= c->midpoint)
        below++;
    if (below < k && below && bounds[below - 1] < c->midpoint)
        across = 1;

    size_t above = k - below - across, side = below > above ? below : above;
    union look all[2 * PALETTE_MAX + 1];
    size_t n = 2 * side + across;
    if (n > PALETTE_MAX || !scale_looks(a, c, n, all))
        return scale_looks(a, c, k, ret);
    memcpy(ret, all + side - below, k * sizeof *ret);
    return true;
}

/* A first class of one value is "0" and not "up to 0", unless the scale keeps the round number at
 * which it starts; so are all classes where each value has its own. */
static void name_single_values(const struct channel *c, const double *first, struct scaled *s)
{
    bool all = !c->scale_given && !scale_is_written(c->scale);
    for (size_t i = 0; i < s->n; i++)
        all &= first[i] == s->classes[i].hi;
    size_t n = all ? s->n : s->n && !c->scale->keeps_start;
    for (size_t i = 0; i < n; i++) {
        if (first[i] == s->classes[i].hi)
            s->classes[i].lo = first[i];
    }
}

bool scale_classes(struct arena *a, const struct channel *c, const double *values, size_t n,
                   struct scaled *ret)
{
    double bounds[PALETTE_MAX], least;
    union look looks[PALETTE_MAX];
    size_t above = 0, k = bounds_of(a, c, values, n, bounds, &least);
    if (!class_looks(a, c, bounds, k, looks)) { /* there are more classes than shapes */
        for (size_t i = 0; i < k; i++)
            looks[i] = scale_other(c);
    }

    ret->n = k;
    ret->classes = arena_array(a, struct scale_class, k + 1);
    for (size_t i = 0; i < k; i++)
        ret->classes[i] = (struct scale_class){
            .look = looks[i], .lo = i ? bounds[i - 1] : least, .hi = bounds[i]};

    double first[PALETTE_MAX]; /* the least value in each class */
    for (size_t i = 0; i < k; i++)
        first[i] = INFINITY;
    for (size_t i = 0; i < n; i++) {
        size_t at = isnan(values[i]) ? k : breaks_class(bounds, k, values[i]);
        ret->class_of[i] = at < k ? (uint32_t)at : NO_CLASS;
        above += at == k && !isnan(values[i]);
        if (at == k)
            continue;
        ret->classes[at].count++;
        first[at] = fmin(first[at], values[i]);
    }

    name_single_values(c, first, ret);
    if (above && !ret->reported)
        log_warn(c->by->at, "no-class",
                 "%zu of %zu features lie above the last break of '%.*s' and are not drawn", above,
                 n, STR_FMT(str_head(c->by->text, 60)));
    return true;
}

/* Where `v` lies in the domain: 0 at its lower end, 1 at its upper. */
static double share_of(const struct scaled *s, double v)
{
    double lo = s->domain[0], hi = s->domain[1];
    v = fmin(fmax(v, lo), hi);
    if (s->channel->has_midpoint) {
        double middle = s->channel->midpoint, reach = fmax(hi - middle, middle - lo);
        return reach > 0 ? 0.5 + (v - middle) / (2 * reach) : 0.5;
    }

    double (*grows_with)(double) = s->channel->scale->grows_with;
    if (grows_with) {
        lo = grows_with(lo);
        hi = grows_with(hi);
        v = grows_with(v);
    }

    return hi > lo ? (v - lo) / (hi - lo) : 1;
}

/* Looks go in steps, so that features can share symbols: 0.01 mm, a degree, a hundredth (taste:
 * less than can be seen). Colours have 257 steps, so that there is a middle. */
static double step_of(const struct channel *c)
{
    switch (c->kind) {
    case LOOK_LENGTH:
        return 0.01 * PT_PER_MM;
    case LOOK_ANGLE:
        return 1;
    default:
        return 0.01;
    }
}

union look scale_look(const struct scaled *s, double v)
{
    const struct channel *c = s->channel;
    double lo, hi;
    if (c->scale->form == SCALE_AS_IT_IS)
        return (union look){.number = v};

    double t = share_of(s, v);
    if (c->kind == LOOK_COLOR) {
        t = nearbyint(t * 256) / 256;
        return (union look){.color = palette_at(&s->palette, c->reverse ? 1 - t : t)};
    }

    scale_range(c, &lo, &hi);
    double step = step_of(c);
    return (union look){.number = nearbyint((lo + (hi - lo) * t) / step) * step};
}

/* The number of the step that `v` gets its look from. */
static uint32_t step_number(const struct scaled *s, double v)
{
    const struct channel *c = s->channel;
    double lo, hi;
    if (c->scale->form == SCALE_AS_IT_IS)
        return (uint32_t)(nearbyint(fmod(v, 360)) + 360);
    if (c->kind == LOOK_COLOR)
        return (uint32_t)nearbyint(share_of(s, v) * 256);
    scale_range(c, &lo, &hi);
    return (uint32_t)fmin(nearbyint(fabs(hi - lo) * share_of(s, v) / step_of(c)), 1 << 20);
}

static void fit_domain(const struct channel *c, const double *values, size_t n, struct scaled *s)
{
    double lo, hi;
    s->domain[0] = INFINITY;
    s->domain[1] = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i]) || !scale_can_show(c->scale, values[i]))
            continue;
        s->domain[0] = fmin(s->domain[0], values[i]);
        s->domain[1] = fmax(s->domain[1], values[i]);
    }

    /* A range that starts at 0 means true proportion: a value of 0 has no size. */
    scale_range(c, &lo, &hi);
    if (c->scale->domain == SHOWS_FROM_0 && fmin(lo, hi) == 0 && c->kind == LOOK_LENGTH)
        s->domain[0] = 0;
    if (c->has_domain)
        memcpy(s->domain, c->domain, sizeof s->domain);
    if (c->scale->domain == SHOWS_FROM_0)
        s->domain[0] = fmax(s->domain[0], 0);
}

static void report_undrawn(const struct channel *c, size_t impossible, size_t outside, size_t n)
{
    struct str by = str_head(c->by->text, 60);
    const char *what = c->scale->domain == SHOWS_ABOVE_0 ? "zero or negative" : "negative";
    if (impossible)
        log_warn(c->by->at, "no-class",
                 "%zu of %zu features have a %s value of '%.*s', which '%s' cannot show, "
                 "and are not drawn",
                 impossible, n, what, STR_FMT(by), c->scale->name);
    if (outside)
        log_warn(c->by->at, "outside-domain",
                 "%zu of %zu values of '%.*s' lie outside the domain and are drawn like its ends",
                 outside, n, STR_FMT(by));
}

/* Put the step of each value into class_of, NO_CLASS for what is not drawn; returns one more than
 * the greatest step. */
static size_t find_steps(struct scaled *s, const double *values, size_t n)
{
    const struct channel *c = s->channel;
    size_t impossible = 0, outside = 0, end = 0;
    for (size_t i = 0; i < n; i++) {
        double v = values[i];
        s->class_of[i] = NO_CLASS;
        if (isnan(v))
            continue;
        if (!scale_can_show(c->scale, v)) {
            impossible++;
            continue;
        }

        outside += c->scale->form != SCALE_AS_IT_IS && (v < s->domain[0] || v > s->domain[1]);
        s->class_of[i] = step_number(s, v);
        end = s->class_of[i] >= end ? s->class_of[i] + 1 : end;
    }

    if (!s->reported)
        report_undrawn(c, impossible, outside, n);
    return end;
}

bool scale_continuous(struct arena *a, const struct channel *c, const double *values, size_t n,
                      struct scaled *ret)
{
    fit_domain(c, values, n, ret);
    if (c->kind == LOOK_COLOR)
        scale_palette(a, c, &ret->palette);

    size_t end = find_steps(ret, values, n);
    uint32_t *class_of_step = arena_array(a, uint32_t, end); /* plus one; 0: none yet */
    ret->classes = arena_array(a, struct scale_class, end < n ? end : n);
    for (size_t i = 0; i < n; i++) {
        uint32_t step = ret->class_of[i];
        if (step == NO_CLASS)
            continue;

        if (!class_of_step[step]) {
            double v = values[i];
            ret->classes[ret->n++] =
                (struct scale_class){.look = scale_look(ret, v), .lo = v, .hi = v};
            class_of_step[step] = (uint32_t)ret->n;
        }
        ret->class_of[i] = class_of_step[step] - 1;
        ret->classes[ret->class_of[i]].count++;
    }

    return true;
}
