#!/usr/bin/python3
"""Write breaks_table.inc: class breaks by numpy, with the definitions that mapclassify publishes.

Definitions (https://pysal.org/mapclassify/api.html, mapclassify/classifiers.py 2.6), written anew here:

Quantiles       numpy.quantile(x, [1/k .. 1]) (method 'linear'), made unique.
EqualInterval   min + i (max - min) / k.
FisherJenks     least sum of squared deviations from the class means; bounds are the greatest value of each class.
                Here by the plain O(k n^2) recurrence over distinct values, each with its count, in exact rational numbers.
HeadTailBreaks  mean m of the values, then of the values > m, until one distinct value is left.
PrettyBreaks    Heckbert's nice numbers: d = nice(nice(max - min, up) / (k - 1), nearest), bounds floor(min / d) d + d ...
                ceil(max / d) d.
StdMean         mean + m s for m in -2, -1, 1, 2 (s with n - 1), and the maximum where it is above the last.
Class of x      numpy.searchsorted(bounds, x, side='left').

Two sets are those of mapclassify's own documentation and tests, whose published bounds and counts this program checks
itself before it writes: `doc_lognormal` (numpy.random.seed(123456); lognormal(3, 1, 1000)) and `inverse_squares`.
Run it again when a data set is added.
"""
from fractions import Fraction
import math
import numpy as np

rng = np.random.RandomState(20240229)
sets = {
    'lognormal': np.round(np.exp(rng.normal(3, 1.2, 57)), 3),
    'ties': rng.randint(0, 6, 40).astype(float),
    'negative': np.round(rng.normal(-2, 5, 23), 2),
    'two': np.array([3.0, 8.5]),
    'one': np.array([4.0]),
    # years: the sums of squares are a million times what is asked for
    'years': np.array([1978, 1979, 1979, 1980, 1991, 1992, 2003, 2004, 2004, 2005, 2021, 2022], float),
    'last_bit': np.array([1 + 2**-52, 1, 1]),
    'tenths': np.array([0.1, 0.3, 0.3, 0.6, 0.7, 1.1, 1.7]),
}
inverse_squares = np.array([i ** -2.0 for i in range(1, 1000)])
doc_lognormal = np.random.RandomState(123456).lognormal(3, 1, 1000)


def quantiles(x, k):
    return np.unique(np.quantile(x, np.arange(1, k + 1) / k))


def equal(x, k):
    b = np.unique(x.min() + (x.max() - x.min()) / k * np.arange(1, k + 1))
    b[-1] = x.max()
    return b


def jenks(x, k):
    v, w = np.unique(x, return_counts=True)
    n = len(v)
    if n <= k:
        return v
    f = [Fraction(float(t)) for t in v]
    s0, s1, s2 = [0], [Fraction(0)], [Fraction(0)]
    for t, c in zip(f, w):
        s0.append(s0[-1] + int(c))
        s1.append(s1[-1] + int(c) * t)
        s2.append(s2[-1] + int(c) * t * t)

    def cost(i, j):
        return s2[j] - s2[i] - (s1[j] - s1[i]) ** 2 / (s0[j] - s0[i])

    best = [[None] * (n + 1) for _ in range(k + 1)]
    for i in range(1, n + 1):
        best[1][i] = (cost(0, i), 0)
    for c in range(2, k + 1):
        for i in range(c, n + 1):
            best[c][i] = min((best[c - 1][m][0] + cost(m, i), m) for m in range(c - 1, i))
    bounds, end = [], n
    for c in range(k, 0, -1):
        bounds.append(v[end - 1])
        end = best[c][end][1]
    return np.array(bounds[::-1])


def head_tail(x, k=None):
    cuts = []
    while True:
        m = x.mean()
        if cuts and cuts[-1] == m:
            return np.array(cuts)
        cuts.append(m)
        if len(set(x)) <= 1:
            return np.array(cuts)
        x = x[x > m]


def nice(x, nearest):
    e = math.floor(math.log10(x))
    f = x / 10.0 ** e
    if nearest:
        return (1 if f < 1.5 else 2 if f < 3 else 5 if f < 7 else 10) * 10.0 ** e
    return (1 if f <= 1 else 2 if f <= 2 else 5 if f <= 5 else 10) * 10.0 ** e


def pretty(x, k):
    lo, hi = x.min(), x.max()
    if lo == hi:
        return np.array([hi])
    d = nice(nice(hi - lo, False) / (k - 1), True)
    return np.arange(math.floor(lo / d) * d, math.ceil(hi / d) * d + d / 2, d)[1:]


def std(x, k=None):
    if len(set(x)) == 1:
        return np.array([x.max()])
    b = x.mean() + x.std(ddof=1) * np.array([-2, -1, 1, 2])
    return np.append(b, x.max()) if b[-1] < x.max() else b


def counts(x, b):
    return np.bincount(np.searchsorted(b, x, side='left'), minlength=len(b))


def published(b, bounds, x, numbers):
    if bounds is not None:
        np.testing.assert_allclose(b, bounds, rtol=1e-8)
    assert list(counts(x, b)) == numbers, (b, counts(x, b))


published(head_tail(doc_lognormal), [32.26204423, 72.50205622, 128.07150107, 190.2899093, 264.82847377, 457.88157946,
                                     576.76046949], doc_lognormal, [695, 209, 62, 22, 10, 1, 1])
published(head_tail(inverse_squares), None, inverse_squares, [975, 21, 2, 1])
published(head_tail(np.append(inverse_squares, 1.0)), None, np.append(inverse_squares, 1.0), [980, 17, 1, 2])
published(head_tail(sets['last_bit']), None, sets['last_bit'], [2, 1])
published(quantiles(np.arange(1000.0), 3), [333, 666, 999], np.arange(1000.0), [334, 333, 333])
published(quantiles(np.arange(1000.0), 4), [249.75, 499.5, 749.25, 999], np.arange(1000.0), [250] * 4)


def c(values):
    return '{' + ', '.join(repr(float(v)) for v in values) + '}'


with open('breaks_table.inc', 'w') as f:
    f.write('/* Written by breaks_table.py with numpy: do not edit. */\n')
    for name, x in sets.items():
        rows = [(kind, k, method(x, k)) for k in (3, 5, 7)
                for kind, method in (('QUANTILE', quantiles), ('EQUAL', equal), ('JENKS', jenks), ('PRETTY', pretty))
                if name != 'last_bit' or kind not in ('EQUAL', 'PRETTY')]  # bounds that coincide: fewer, by chance
        rows += [('HEAD_TAIL', 0, head_tail(x)), ('STD', 0, std(x))]
        for kind, k, b in rows:
            f.write(f'{{"{name}", {kind}, {k}, {len(x)}, {c(x)},\n {len(b)}, {c(b)}, {c(counts(x, b))}}},\n')
