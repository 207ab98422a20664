#include "style/breaks.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void breaks_sort(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_value);
}

/* Hyndman & Fan's type 7, numpy's "linear": q sits at p (n - 1) between the sorted values. */
static double quantile(const double *sorted, size_t n, double p)
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
        double q = i == k ? sorted[n - 1] : quantile(sorted, n, (double)i / (double)k);
        if (!kept || q > ret[kept - 1])
            ret[kept++] = q;
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
    return k;
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

size_t breaks_ticks(double least, double greatest, size_t k, double *ret)
{
    if (!(greatest > least) || !isfinite(greatest - least) || k < 2) {
        ret[0] = greatest;
        return 1;
    }
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
