"""The survey as Polars' streaming engine does it: polars_survey.py FILE"""

import os
import sys

os.environ["POLARS_MAX_THREADS"] = "2"

import polars  # noqa: E402
from polars import col  # noqa: E402

schema = {"ts": polars.String, "service": polars.String, "level": polars.String,
          "trace_id": polars.String, "status": polars.Int32, "latency_ms": polars.Float32,
          "stack_trace": polars.String}
table = (
    polars.scan_ndjson(sys.argv[1], schema=schema)
    .group_by("service", minute=col("ts").str.slice(0, 16))
    .agg(polars.len(),
         valid=col("trace_id").str.contains("^[0-9a-f]{32}$").sum(),
         failed=(col("status") >= 500).sum(),
         stacks=((col("level") == "ERROR") & (col("stack_trace") != "")).sum(),
         # Nearest rank: the inverse of the empirical distribution.
         p99=(col("latency_ms").quantile(0.99, "equiprobable") * 1000).round().cast(polars.Int32))
    .sort("service", "minute")
    .collect(engine="streaming"))
sys.stdout.write(table.write_csv(include_header=False))
