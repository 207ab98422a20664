/* Natural breaks, exact, in O(k n log n).
 *
 * D[j][i], the least sum of squared deviations of the first i distinct values in j classes, is the
 * least of D[j-1][m] + C(m, i) over m, where C is the sum of the class of values m .. i-1. The best
 * m never falls while i rises (C fulfils the quadrangle inequality, as the values are sorted), so
 * the middle i of a range halves the choices of all others: divide and conquer, with one pass over
 * the values a level. Sources: Fisher 1958, doi:10.1080/01621459.1958.10501479; Grønlund et al.
 * 2017, arXiv:1701.07204.
 */
#include <float.h>
#include <stdint.h>

#include "base/arena.h"
#include "scale/breaks.h"

/* Sums are kept of values less their median, in long double: C is a difference of two of them, and
 * years (2000 .. 2024) lost half of their digits before. */
struct sums {
    long double weight, value, square;
};

struct jenks {
    const struct sums *upto; /* n + 1 */
    long double *before, *now;
    long double noise; /* sums that differ by less are equal, and the lower cut is taken */
    uint32_t *cut;     /* of this number of classes: where the last one begins */
};

/* C(from, to): the sum of squared deviations of that class from its mean. */
static long double squares_within(const struct sums *upto, size_t from, size_t to)
{
    long double weight = upto[to].weight - upto[from].weight;
    long double value = upto[to].value - upto[from].value;
    return upto[to].square - upto[from].square - value * value / weight;
}

/* Fill now[low .. high] (both ends included), whose best cuts lie in first .. last. */
static void fill_range(struct jenks *j, size_t low, size_t high, size_t first, size_t last)
{
    while (low <= high) {
        size_t middle = low + (high - low) / 2, best = first;
        size_t end = last < middle - 1 ? last : middle - 1;
        long double least = j->before[first] + squares_within(j->upto, first, middle);

        for (size_t m = first + 1; m <= end; m++) {
            long double sum = j->before[m] + squares_within(j->upto, m, middle);
            if (sum < least - j->noise) {
                least = sum;
                best = m;
            }
        }

        j->now[middle] = least;
        j->cut[middle] = (uint32_t)best;
        if (middle > low)
            fill_range(j, low, middle - 1, first, best);
        low = middle + 1;
        first = best;
    }
}

/* The distinct values, and the sums up to and with each of them in upto[1] and on. Gives how many
 * values there are. */
static size_t sum_distinct(const double *sorted, size_t n, double *values, struct sums *upto)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (!m || sorted[i] != values[m - 1]) {
            values[m++] = sorted[i];
            upto[m] = upto[m - 1];
        }

        long double x = (long double)sorted[i] - sorted[n / 2];
        upto[m].weight += 1;
        upto[m].value += x;
        upto[m].square += x * x;
    }
    return m;
}

size_t breaks_jenks(struct arena *a, const double *sorted, size_t n, size_t k, double *ret)
{
    struct arena scratch = *a;
    double *values = arena_array(&scratch, double, n);
    struct sums *upto = arena_array(&scratch, struct sums, n + 1);
    size_t m = sum_distinct(sorted, n, values, upto);

    if (m <= k) {
        for (size_t i = 0; i < m; i++)
            ret[i] = values[i];
        return m;
    }

    struct jenks j = {.upto = upto,
                      .before = arena_array(&scratch, long double, m + 1),
                      .now = arena_array(&scratch, long double, m + 1),
                      .noise = 4 * LDBL_EPSILON * upto[m].square};
    for (size_t i = 1; i <= m; i++)
        j.now[i] = squares_within(upto, 0, i);

    uint32_t *cuts = arena_array(&scratch, uint32_t, k * (m + 1));
    for (size_t c = 1; c < k; c++) { /* c + 1 classes of at least c + 1 values */
        long double *swap = j.before;
        j.before = j.now;
        j.now = swap;
        j.cut = cuts + c * (m + 1);
        fill_range(&j, c + 1, m, c, m - 1);
    }

    /* Back from the last class: each one's cut is where the one before it ends. */
    size_t end = m;
    for (size_t c = k; c-- > 0;) {
        ret[c] = values[end - 1];
        end = cuts[c * (m + 1) + end];
    }
    return k;
}
