"""Quartiles of each hour of the first 7 of 8 days of minutes by numpy's sort, which has one thread:
numpy_seasonal.py FLOATS SERIES ROWS"""

import sys

from own import QUARTILES, timed

import numpy

values = numpy.fromfile(sys.argv[1], numpy.float32).reshape(int(sys.argv[2]), 8, 24, 60)


def quartiles():
    groups = numpy.ascontiguousarray(values[:, :7].transpose(0, 2, 1, 3)).reshape(-1, 420)
    groups.sort(axis=1)
    found = []
    for q in QUARTILES:
        low, share = divmod(419 * q, 1)
        a, b = groups[:, int(low)], groups[:, int(low) + 1]
        found.append(a + (b - a) * numpy.float32(share))
    return numpy.stack(found, axis=1)


numpy.ascontiguousarray(timed(quartiles)).tofile(sys.argv[3])
