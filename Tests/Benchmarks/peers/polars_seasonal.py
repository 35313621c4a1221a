"""Quartiles of each hour of the first 7 of 8 days of minutes as Polars groups them, the groups'
keys made before: polars_seasonal.py FLOATS SERIES ROWS"""

import sys

from own import QUARTILES, timed

import numpy
import polars

series = int(sys.argv[2])
values = numpy.fromfile(sys.argv[1], numpy.float32).reshape(series, 8, 24, 60)[:, :7]
hours = numpy.arange(series * 24, dtype=numpy.uint32).reshape(series, 1, 24, 1)
keys = numpy.ascontiguousarray(numpy.broadcast_to(hours, values.shape)).reshape(-1)
table = polars.DataFrame({"key": keys, "v": numpy.ascontiguousarray(values).reshape(-1)})
rows = timed(lambda: table.lazy().group_by("key").agg(
    polars.col("v").quantile(q, "linear").alias(str(q)) for q in QUARTILES).collect())
found = rows.sort("key").select(polars.all().exclude("key").cast(polars.Float32)).to_numpy()
numpy.ascontiguousarray(found).tofile(sys.argv[3])
