/* The table of the kinds of scales, and how each of those in classes finds its bounds. */
#include "scale/kinds.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "scale/breaks.h"
#include "scale/samples.h"

/* ---- bounds */

/* The values without NaN, in rising order. */
static const double *sort_values(struct arena *a, const struct scale_values *values, size_t *ret_n)
{
    double *sorted = arena_array(a, double, values->n);
    size_t n = 0;
    for (size_t i = 0; i < values->n; i++) {
        if (!isnan(values->v[i]))
            sorted[n++] = values->v[i];
    }

    breaks_sort(a, sorted, n);
    *ret_n = n;
    return sorted;
}

/* Each different number as the bound of its own class; 0 when they are more than `most`. */
static size_t bounds_of_few(const double *sorted, size_t n, size_t most, double *ret)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        if (k && ret[k - 1] == sorted[i])
            continue;
        if (k == most)
            return 0;
        ret[k++] = sorted[i];
    }
    return k;
}

static size_t bounds_quantile(const struct scale_values *values, double *ret, double *ret_least)
{
    (void)ret_least;
    struct arena scratch = *values->arena;
    size_t n;
    const double *sorted = sort_values(&scratch, values, &n);

    size_t few = values->one_each ? bounds_of_few(sorted, n, values->classes, ret) : 0;
    return few ? few : breaks_quantile(sorted, n, values->classes, ret);
}

static size_t bounds_equal(const struct scale_values *values, double *ret, double *ret_least)
{
    (void)ret_least;
    return breaks_equal(values->least, values->greatest, values->classes, ret);
}

static size_t bounds_jenks(const struct scale_values *values, double *ret, double *ret_least)
{
    (void)ret_least;
    struct arena scratch = *values->arena;
    size_t n;
    const double *sorted = sort_values(&scratch, values, &n);
    return breaks_jenks(&scratch, sorted, n, values->classes, ret);
}

static size_t bounds_head_tail(const struct scale_values *values, double *ret, double *ret_least)
{
    (void)ret_least;
    struct arena scratch = *values->arena;
    size_t n;
    const double *sorted = sort_values(&scratch, values, &n);
    return breaks_head_tail(sorted, n, values->most, ret);
}

static size_t bounds_pretty(const struct scale_values *values, double *ret, double *ret_least)
{
    return breaks_pretty(values->least, values->greatest, values->classes, values->most, ret,
                         ret_least);
}

static size_t bounds_std(const struct scale_values *values, double *ret, double *ret_least)
{
    struct arena scratch = *values->arena;
    size_t n;
    const double *sorted = sort_values(&scratch, values, &n);

    size_t k = breaks_std(sorted, n, ret);
    if (ret[0] < values->least)
        *ret_least = -INFINITY;
    return k;
}

static size_t bounds_as_written(const struct scale_values *values, double *ret, double *ret_least)
{
    memcpy(ret, values->breaks, values->n_breaks * sizeof *ret);
    *ret_least = -INFINITY;
    return values->n_breaks;
}

/* ---- the table */

#define KEYS(...) ((const char *const[]){__VA_ARGS__, NULL})

const struct scale_kind scale_kinds[] = {
    {.name = "category",
     .form = SCALE_CATEGORIES,
     .use = USE_FOR_CATEGORIES,
     .keys = KEYS("map", "other", "top", "order")},
    {.name = "quantile",
     .form = SCALE_IN_CLASSES,
     .use = USE_FOR_COLORS,
     .keys = KEYS("classes", "midpoint"),
     .bounds = bounds_quantile},
    {.name = "equal",
     .form = SCALE_IN_CLASSES,
     .keys = KEYS("classes", "midpoint"),
     .bounds = bounds_equal},
    {.name = "jenks",
     .form = SCALE_IN_CLASSES,
     .keys = KEYS("classes", "midpoint"),
     .bounds = bounds_jenks},
    {.name = "head-tail",
     .form = SCALE_IN_CLASSES,
     .keys = KEYS("midpoint"),
     .bounds = bounds_head_tail},
    {.name = "pretty",
     .form = SCALE_IN_CLASSES,
     .keys = KEYS("classes", "midpoint"),
     .bounds = bounds_pretty,
     .keeps_start = true},
    {.name = "std", .form = SCALE_IN_CLASSES, .keys = KEYS("midpoint"), .bounds = bounds_std},
    {.name = "breaks",
     .form = SCALE_IN_CLASSES,
     .use = USE_FOR_BREAKS,
     .keys = KEYS("breaks", "midpoint"),
     .bounds = bounds_as_written},
    {.name = "linear",
     .form = SCALE_GROWING,
     .use = USE_FOR_NUMBERS,
     .keys = KEYS("domain", "midpoint"),
     .samples = samples_even},
    {.name = "sqrt",
     .form = SCALE_GROWING,
     .use = USE_FOR_SIZES,
     .keys = KEYS("domain"),
     .grows_with = sqrt,
     .domain = SHOWS_FROM_0,
     .samples = samples_of_areas},
    {.name = "log",
     .form = SCALE_GROWING,
     .keys = KEYS("domain"),
     .grows_with = log,
     .domain = SHOWS_ABOVE_0,
     .samples = samples_log},
#ifdef LODE_SCRATCH
#include "scale_row.inc"
#endif
    {.name = NULL},
};

const struct scale_kind scale_as_it_is = {.form = SCALE_AS_IT_IS, .samples = samples_even};
const struct scale_kind scale_of_two = {.form = SCALE_OF_TWO};

const char *scale_kind_name(size_t i)
{
    return scale_kinds[i].name;
}

const struct scale_kind *scale_kind_for(enum scale_use use)
{
    const struct scale_kind *kind = scale_kinds;
    while (kind->use != use)
        kind++;
    return kind;
}

bool scale_takes(const struct scale_kind *kind, const char *key)
{
    for (size_t i = 0; kind->keys && kind->keys[i]; i++) {
        if (strcmp(kind->keys[i], key) == 0)
            return true;
    }
    return false;
}

bool scale_any_takes(const char *key)
{
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++) {
        if (scale_takes(kind, key))
            return true;
    }
    return false;
}

bool scale_is_written(const struct scale_kind *kind)
{
    return scale_takes(kind, "breaks");
}

/* With no `key`, the kinds in classes are asked for. */
static bool is_listed(const struct scale_kind *kind, const char *key)
{
    return key ? scale_takes(kind, key) : kind->form == SCALE_IN_CLASSES;
}

void scale_list_kinds(const char *key, const char *last, char *buf, size_t size)
{
    size_t n = 0, done = 0, len = 0;
    for (const struct scale_kind *kind = scale_kinds; kind->name; kind++)
        n += is_listed(kind, key);

    buf[0] = '\0';
    for (const struct scale_kind *kind = scale_kinds; kind->name && len < size; kind++) {
        if (!is_listed(kind, key))
            continue;

        const char *before = !done ? "" : done + 1 == n ? last : ", ";
        len += (size_t)snprintf(buf + len, size - len, "%s%s", before, kind->name);
        done++;
    }
}

size_t scale_bounds(const struct scale_kind *kind, struct scale_values *values, double *ret,
                    double *ret_least)
{
    values->least = INFINITY;
    values->greatest = -INFINITY;
    for (size_t i = 0; i < values->n; i++) {
        if (isnan(values->v[i]))
            continue;
        values->least = fmin(values->least, values->v[i]);
        values->greatest = fmax(values->greatest, values->v[i]);
    }

    *ret_least = values->least;
    bool has_values = values->least <= values->greatest;
    return has_values || scale_is_written(kind) ? kind->bounds(values, ret, ret_least) : 0;
}

bool scale_can_show(const struct scale_kind *kind, double v)
{
    if (kind->domain == SHOWS_ABOVE_0)
        return v > 0;
    return kind->domain == SHOWS_ALL || v >= 0;
}
