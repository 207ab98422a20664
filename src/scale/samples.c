/* Chooses the values that a legend shows of a scale without classes. */
#include "scale/samples.h"

#include <math.h>

#include "scale/breaks.h"

size_t samples_even(const double domain[2], bool whole, double *ret)
{
    (void)whole;
    return breaks_ticks(domain[0], domain[1], 4, ret);
}

size_t samples_log(const double domain[2], bool whole, double *ret)
{
    (void)whole;
    return domain[0] < domain[1] ? breaks_log_ticks(domain[0], domain[1], 5, ret) : 0;
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
        return 0;

    /* 1e-9: 0.3 / 0.1 is 2.999..., and shall be 3. */
    ret[n++] = floor(top / power + 1e-9) * power;
    while (n < 4) {
        double next = breaks_round_down(ret[n - 1] / (n < 3 ? 2 : 4));
        if (!(next > 0) || next < domain[0] || (whole && next < 1))
            break;
        ret[n++] = next;
    }

    reverse(ret, n);
    return n;
}
