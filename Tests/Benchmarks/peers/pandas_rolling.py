"""Quartiles of sliding windows over the first COUNT numbers as pandas has them:
pandas_rolling.py DOUBLES WINDOW ROWS COUNT"""

import sys

from own import QUARTILES, timed

import numpy
import pandas

values = pandas.Series(numpy.fromfile(sys.argv[1], count=int(sys.argv[4])))
window = int(sys.argv[2])
columns = timed(lambda: [values.rolling(window).quantile(q) for q in QUARTILES])
numpy.ascontiguousarray(numpy.stack(columns, axis=1)).tofile(sys.argv[3])
