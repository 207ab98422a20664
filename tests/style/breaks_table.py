#!/usr/bin/python3
"""Write breaks_table.inc: class breaks by numpy, with the formulas of mapclassify's documentation.

Quantiles: numpy.quantile(x, [1/k .. 1]) (method 'linear'), made unique. EqualInterval: min + i (max - min) / k.
Class of x: numpy.searchsorted(bounds, x, side='left'). Run it again when a data set is added.
"""
import numpy as np

rng = np.random.RandomState(20240229)
sets = {
    'lognormal': np.round(np.exp(rng.normal(3, 1.2, 57)), 3),
    'ties': rng.randint(0, 6, 40).astype(float),
    'negative': np.round(rng.normal(-2, 5, 23), 2),
    'two': np.array([3.0, 8.5]),
    'one': np.array([4.0]),
}


def c(values):
    return '{' + ', '.join(repr(float(v)) for v in values) + '}'


with open('breaks_table.inc', 'w') as f:
    f.write('/* Written by breaks_table.py with numpy: do not edit. */\n')
    for name, x in sets.items():
        for k in (3, 5, 7):
            q = np.unique(np.quantile(x, np.arange(1, k + 1) / k))
            e = np.unique(x.min() + (x.max() - x.min()) / k * np.arange(1, k + 1))
            e[-1] = x.max()
            for kind, b in (('QUANTILE', q), ('EQUAL', e)):
                n = np.bincount(np.searchsorted(b, x, side='left'), minlength=len(b))
                f.write(f'{{"{name}", {kind}, {k}, {len(x)}, {c(x)},\n {len(b)}, {c(b)}, {c(n)}}},\n')
