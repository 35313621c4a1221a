"""Spans by service as DuckDB does it: duckdb_spans.py FILE lines|document

The fastest of the queries tried: columns typed (other members are not kept), spans unnested twice,
no order kept on the way.
"""

import sys

import duckdb

SPAN = "STRUCT(startTimeUnixNano UBIGINT, endTimeUnixNano UBIGINT, status STRUCT(code INTEGER))[]"
RESOURCE = ("STRUCT(attributes STRUCT(key VARCHAR, value STRUCT(stringValue VARCHAR))[])")
SCOPES = f"STRUCT(spans {SPAN})[]"
path, form = sys.argv[1:3]
if form == "lines":
    source = f"""select resource, scopeSpans from read_ndjson('{path}', columns = {{
      'resource': '{RESOURCE}', 'scopeSpans': '{SCOPES}'}}, maximum_object_size = 67108864)"""
else:
    source = f"""select r.resource as resource, r.scopeSpans as scopeSpans from (
      select unnest(resourceSpans) as r from read_json('{path}', columns = {{
        'resourceSpans': 'STRUCT(resource {RESOURCE}, scopeSpans {SCOPES})[]'}},
        format = 'unstructured', maximum_object_size = 4000000000))"""

connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
connection.execute(f"""
copy (
  select service, count(*), count(*) filter (where s.status.code = 2),
    quantile_disc(s.endTimeUnixNano - s.startTimeUnixNano, 0.99)
  from (
    select service, unnest(spans) as s from (
      select list_filter(resource.attributes, lambda a: a.key = 'service.name')[1].value.stringValue
          as service, unnest(scopeSpans).spans as spans
      from ({source})))
  group by service order by service
) to '/dev/stdout' (format csv, header false)""")
