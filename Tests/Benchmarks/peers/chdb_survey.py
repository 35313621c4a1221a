"""The survey as ClickHouse's engine does it: chdb_survey.py FILE

quantileExact takes the element at the whole part of level times count; a level a little below 0.99
makes that the nearest rank for any count below a million. Plain strings were faster than
LowCardinality, and text faster than DateTime64.
"""

import sys

import chdb

sys.stdout.write(str(chdb.query(f"""
select service, substring(ts, 1, 16) as minute, count(),
  countIf(match(trace_id, '^[0-9a-f]{{32}}$')), countIf(status >= 500),
  countIf(level = 'ERROR' and stack_trace <> ''),
  toInt32(round(quantileExact(0.98999999)(latency_ms) * 1000))
from file('{sys.argv[1]}', 'JSONEachRow', 'ts String, service String, level String,
  trace_id String, status Int32, latency_ms Float32, stack_trace String')
group by service, minute order by service, minute
settings max_threads = 2, input_format_skip_unknown_fields = 1, input_format_null_as_default = 1
""", "CSV")).replace('"', ""))
