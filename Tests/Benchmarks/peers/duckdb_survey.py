"""The survey as DuckDB does it: duckdb_survey.py FILE

The fastest of the queries tried: columns named (others are not parsed), no order kept on the way,
the minute cut from a TIMESTAMP, single precision, which is exact for these latencies.
"""

import sys

import duckdb

connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
connection.execute(f"""
copy (
  select service, strftime(minute, '%Y-%m-%dT%H:%M'), * exclude (service, minute) from (
    select service, date_trunc('minute', ts) as minute, count(*),
      count(*) filter (where length(trace_id) = 32
                       and regexp_full_match(trace_id, '[0-9a-f]{{32}}')),
      count(*) filter (where status >= 500),
      count(*) filter (where level = 'ERROR' and stack_trace <> ''),
      round(quantile_disc(latency_ms, 0.99) * 1000)::int
    from read_ndjson('{sys.argv[1]}', columns = {{
      'ts': 'TIMESTAMP', 'service': 'VARCHAR', 'level': 'VARCHAR', 'trace_id': 'VARCHAR',
      'status': 'INTEGER', 'latency_ms': 'FLOAT', 'stack_trace': 'VARCHAR'}})
    group by service, minute)
  order by all
) to '/dev/stdout' (format csv, header false)""")
