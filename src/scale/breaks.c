/* Cuts sorted numbers into the classes of a scale, and finds the round numbers of a legend. */
#include "scale/breaks.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The order of these whole numbers is that of the doubles: negative ones turned round. */
static uint64_t key_of(double v)
{
    uint64_t bits;
    v += 0.0; /* -0 is 0 */
    memcpy(&bits, &v, sizeof bits);
    return bits ^ (bits >> 63 ? UINT64_MAX : (uint64_t)1 << 63);
}

static double value_of(uint64_t key)
{
    double v;
    key ^= key >> 63 ? (uint64_t)1 << 63 : UINT64_MAX;
    memcpy(&v, &key, sizeof v);
    return v;
}

/* 66 bits, no fewer than the 64 of a key, in six passes of 2048 counts. */
enum { DIGIT = 11, DIGITS = 6, SLOTS = 1 << DIGIT };

/* One pass of the sort, by one digit; false, with `to` untouched, when all keys have the same
 * digit. */
static bool sort_digit(const uint64_t *from, uint64_t *to, size_t n, int shift, size_t *count)
{
    memset(count, 0, SLOTS * sizeof *count);
    for (size_t i = 0; i < n; i++)
        count[from[i] >> shift & (SLOTS - 1)]++;
    if (count[from[0] >> shift & (SLOTS - 1)] == n)
        return false;

    size_t at = 0;
    for (size_t d = 0; d < SLOTS; d++) {
        size_t here = count[d];
        count[d] = at;
        at += here;
    }

    for (size_t i = 0; i < n; i++)
        to[count[from[i] >> shift & (SLOTS - 1)]++] = from[i];
    return true;
}

void breaks_sort(struct arena *a, double *v, size_t n)
{
    if (n < SLOTS) { /* the counts alone would take longer */
        qsort(v, n, sizeof *v, by_value);
        return;
    }

    struct arena scratch = *a;
    uint64_t *from = arena_array(&scratch, uint64_t, n), *to = arena_array(&scratch, uint64_t, n);
    size_t *count = arena_array(&scratch, size_t, SLOTS);
    for (size_t i = 0; i < n; i++)
        from[i] = key_of(v[i]);

    for (int d = 0; d < DIGITS; d++) {
        if (!sort_digit(from, to, n, d * DIGIT, count))
            continue;
        uint64_t *swap = from;
        from = to;
        to = swap;
    }

    for (size_t i = 0; i < n; i++)
        v[i] = value_of(from[i]);
}

/* Hyndman & Fan's type 7, numpy's "linear": q sits at p (n - 1) between the sorted values. */
static double quantile_of(const double *sorted, size_t n, double p)
{
    double at = p * (double)(n - 1), below = floor(at), part = at - below;
    size_t i = (size_t)below;
    if (i + 1 >= n)
        return sorted[n - 1];

    /* numpy's _lerp: from the nearer end, so that it never overshoots */
    double step = sorted[i + 1] - sorted[i];
    return part < 0.5 ? sorted[i] + step * part : sorted[i + 1] - step * (1 - part);
}

size_t breaks_quantile(const double *sorted, size_t n, size_t k, double *ret)
{
    size_t kept = 0;
    for (size_t i = 1; i <= k; i++) {
        double q = i == k ? sorted[n - 1] : quantile_of(sorted, n, (double)i / (double)k);
        if (!kept || q > ret[kept - 1])
            ret[kept++] = q;
    }
    return kept;
}

/* Steps as small as the last bit of their numbers make bounds that coincide: each is kept once. */
static size_t drop_equal(double *bounds, size_t n)
{
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        if (bounds[i] > bounds[kept - 1])
            bounds[kept++] = bounds[i];
    }
    return kept;
}

size_t breaks_equal(double least, double greatest, size_t k, double *ret)
{
    double width = (greatest - least) / (double)k;
    if (!(width > 0)) {
        ret[0] = greatest;
        return 1;
    }

    for (size_t i = 0; i < k; i++)
        ret[i] = least + width * (double)(i + 1);
    ret[k - 1] = greatest;
    return drop_equal(ret, k);
}

static double mean_of(const double *v, size_t n)
{
    long double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += v[i];
    return (double)(sum / (long double)n);
}

size_t breaks_head_tail(const double *sorted, size_t n, size_t most, double *ret)
{
    size_t k = 0, from = 0;
    while (from < n && k < most) {
        double mean = mean_of(sorted + from, n - from);
        if (k && mean <= ret[k - 1]) /* the values left differ in their last bit only */
            break;
        ret[k++] = mean;
        while (from < n && sorted[from] <= mean)
            from++;
    }

    if (ret[k - 1] < sorted[n - 1]) {
        k -= k == most;
        ret[k++] = sorted[n - 1];
    }

    /* a mean is rounded, and must not leave the greatest value without a class */
    ret[k - 1] = sorted[n - 1];
    return k;
}

size_t breaks_std(const double *sorted, size_t n, double *ret)
{
    static const double multiples[] = {-2, -1, 1, 2};
    double mean = mean_of(sorted, n), greatest = sorted[n - 1];
    long double squares = 0;

    /* In long double: the squares of large numbers lose their last digits in double. */
    for (size_t i = 0; i < n; i++)
        squares += ((long double)sorted[i] - mean) * ((long double)sorted[i] - mean);
    double s = n > 1 ? (double)sqrtl(squares / (long double)(n - 1)) : 0;
    if (!(s > 0)) {
        ret[0] = greatest;
        return 1;
    }

    for (size_t i = 0; i < 4; i++)
        ret[i] = mean + s * multiples[i];
    if (ret[3] >= greatest)
        return 4;

    ret[4] = greatest;
    return 5;
}

/* 1, 2, 5 or 10 times 10^power. */
struct nice {
    double lead, power;
};

/* The nice number nearest to `x` (> 0), or the smallest that is not below it. The ends of "nearest"
 * are Heckbert's. */
static struct nice nice_of(double x, bool nearest)
{
    static const double up[] = {1, 2, 5}, near[] = {1.5, 3, 7}, leads[] = {1, 2, 5, 10};
    double power = floor(log10(x)), lead = x / pow(10, power);
    const double *ends = nearest ? near : up;

    size_t i = 0;
    while (i < 3 && (nearest ? lead >= ends[i] : lead > ends[i]))
        i++;
    return (struct nice){leads[i], power};
}

/* `i` steps, as the double nearest to the decimal: 3 * 0.1 would be above the 0.3 of the data. */
static double multiple_of(struct nice step, double i)
{
    double whole = i * step.lead;
    return step.power < 0 ? whole / pow(10, -step.power) : whole * pow(10, step.power);
}

size_t breaks_pretty(double least, double greatest, size_t k, size_t most, double *ret,
                     double *ret_least)
{
    *ret_least = least;
    ret[0] = greatest;
    if (!(greatest > least) || !isfinite(greatest - least))
        return 1;

    struct nice range = nice_of(greatest - least, false);
    struct nice step = nice_of(multiple_of(range, 1) / (k > 1 ? (double)(k - 1) : 1), true);

    double unit = multiple_of(step, 1), first = floor(least / unit), last = ceil(greatest / unit);
    while (last - first > (double)most) {
        step.lead *= 2;
        unit = multiple_of(step, 1);
        first = floor(least / unit);
        last = ceil(greatest / unit);
    }

    size_t n = (size_t)(last - first);
    *ret_least = multiple_of(step, first);
    for (size_t i = 0; i < n; i++)
        ret[i] = multiple_of(step, first + (double)(i + 1));
    ret[n - 1] = fmax(ret[n - 1], greatest);
    return drop_equal(ret, n);
}

size_t breaks_class(const double *bounds, size_t n, double x)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (bounds[mid] < x)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

int breaks_decimals(const double *v, size_t n)
{
    bool whole = true;
    double gap = INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(v[i]))
            continue;
        whole &= v[i] == floor(v[i]);
        if (i && v[i] > v[i - 1] && isfinite(v[i - 1]))
            gap = fmin(gap, v[i] - v[i - 1]);
    }

    if (whole)
        return 0;

    if (!isfinite(gap)) {
        gap = fabs(v[n - 1]);
        if (!(gap > 0) || !isfinite(gap))
            return 0;
    }

    /* Two digits of the smallest gap; 12 decimals are about what a double has. */
    int digits = (int)ceil(1 - log10(gap) - 1e-9);
    digits = digits < 0 ? 0 : digits > 12 ? 12 : digits;

    /* no zeros that every number would end in: 0.5, 1.0 -> one decimal is enough */
    for (; digits > 0; digits--) {
        double scale = pow(10, digits - 1);
        bool needed = false;
        for (size_t i = 0; i < n; i++)
            needed |= isfinite(v[i]) && fabs(v[i] * scale - nearbyint(v[i] * scale)) > 1e-6;
        if (needed)
            break;
    }

    return digits;
}

double breaks_round_down(double x)
{
    double power = pow(10, floor(log10(x))), lead = x / power;
    /* 0.3 / 0.1 is 2.999...: the tolerance keeps 3 a 3 */
    return power * (lead >= 5 - 1e-9 ? 5 : lead >= 2 - 1e-9 ? 2 : 1);
}

size_t breaks_log_ticks(double least, double greatest, size_t most, double *ret)
{
    /* From fine to coarse: the first set that fits is taken; when none does, powers of ten with
     * gaps between them. */
    static const struct {
        int n;
        double leads[3];
    } sets[] = {{3, {1, 2, 5}}, {2, {1, 3}}, {1, {1}}};

    int low = (int)floor(log10(least) + 1e-9), high = (int)ceil(log10(greatest) - 1e-9);
    for (int every = 1; every < 700; every++) {
        for (int set = every == 1 ? 0 : 2; set < 3; set++) {
            size_t n = 0, wanted = 0;
            for (int p = low; p <= high; p += every) {
                for (int i = 0; i < sets[set].n; i++) {
                    double v = multiple_of((struct nice){1, p}, sets[set].leads[i]);
                    if (v < least * (1 - 1e-9) || v > greatest * (1 + 1e-9))
                        continue;
                    wanted++;
                    if (n < most)
                        ret[n++] = v;
                }
            }
            if (wanted && wanted <= most)
                return n;
        }
    }

    ret[0] = greatest;
    return 1;
}

size_t breaks_ticks(double least, double greatest, size_t k, double *ret)
{
    if (!(greatest > least) || !isfinite(greatest - least) || k < 2) {
        ret[0] = greatest;
        return 1;
    }

    /* The finest step with which there are at most k + 1 numbers. */
    static const double leads[] = {1, 2, 5, 10, 20, 50};
    double power = pow(10, floor(log10((greatest - least) / (double)k)));

    size_t n = 0;
    for (int i = 0; i < 6; i++) {
        double step = leads[i] * power;
        double first = ceil(least / step - 1e-9), last = floor(greatest / step + 1e-9);
        if (last - first + 1 > (double)k + 1)
            continue;
        for (double j = first; j <= last; j++)
            ret[n++] = j * step;
        break;
    }

    return n;
}
