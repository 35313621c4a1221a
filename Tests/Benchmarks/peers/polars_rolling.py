"""Quartiles of sliding windows as Polars has them: polars_rolling.py DOUBLES WINDOW ROWS"""

import sys

from own import QUARTILES, timed

import numpy
import polars

values = polars.DataFrame({"v": numpy.fromfile(sys.argv[1])})
window = int(sys.argv[2])
rows = timed(lambda: values.lazy().select(
    polars.col("v").rolling_quantile(q, "linear", window_size=window).alias(str(q))
    for q in QUARTILES).collect())
numpy.ascontiguousarray(rows.to_numpy()).tofile(sys.argv[3])
