/* Chooses the values that a legend shows of a scale without classes. */
#include "scale/samples.h"

#include <math.h>
#include <string.h>

#include "scale/breaks.h"

enum { EVEN = 4, SAMPLES_EVEN = EVEN + 2 };

size_t samples_even(const double domain[2], bool whole, double *ret)
{
    (void)whole;
    return breaks_ticks(domain[0], domain[1], EVEN, ret);
}

/* Where the numbers of a kind are fewer than `least`: even steps, and where the domain is too narrow
 * for these, its ends. A domain inside of one power of ten, such as years, has hardly any numbers
 * that are round for a logarithm. */
static size_t or_even(const double domain[2], bool whole, size_t n, size_t least, double *ret)
{
    double even[SAMPLES_EVEN];
    if (n >= least || !(domain[0] < domain[1]))
        return n;

    size_t k = samples_even(domain, whole, even);
    if (k < 2 && n < 2) {
        ret[0] = domain[0];
        ret[1] = domain[1];
        return 2;
    }
    if (k <= n)
        return n;
    memcpy(ret, even, k * sizeof *ret);
    return k;
}

size_t samples_log(const double domain[2], bool whole, double *ret)
{
    if (!(domain[0] < domain[1]))
        return 0;
    size_t n = domain[0] > 0 ? breaks_log_ticks(domain[0], domain[1], 5, ret) : 0;
    return or_even(domain, whole, n, 3, ret);
}

static void reverse(double *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        double keep = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = keep;
    }
}

size_t samples_of_areas(const double domain[2], bool whole, double *ret)
{
    double top = domain[1], power = pow(10, floor(log10(top)));
    size_t n = 0;
    if (!(top > 0))
        return or_even(domain, whole, 0, 2, ret);

    /* 1e-9: 0.3 / 0.1 is 2.999..., and shall be 3. */
    ret[n++] = floor(top / power + 1e-9) * power;
    if (ret[0] < domain[0])
        return or_even(domain, whole, 0, 2, ret);
    while (n < 4) {
        double next = breaks_round_down(ret[n - 1] / (n < 3 ? 2 : 4));
        if (!(next > 0) || next < domain[0] || (whole && next < 1))
            break;
        ret[n++] = next;
    }

    reverse(ret, n);
    return or_even(domain, whole, n, 2, ret);
}
