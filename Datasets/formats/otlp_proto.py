"""Writes the OTLP protobuf fixtures beside this file, with Python's opentelemetry-proto.

Run it after a change: python3 Datasets/formats/otlp_proto.py. The expectations are by hand.
"""

import pathlib
import struct

from opentelemetry.proto.logs.v1 import logs_pb2 as logs
from opentelemetry.proto.metrics.v1 import metrics_pb2 as metrics
from opentelemetry.proto.trace.v1 import trace_pb2 as trace

HERE = pathlib.Path(__file__).parent
START = 1715754001000000001  # 2024-05-15T06:20:01.000000001Z
SECOND = 10**9
TRACE = bytes.fromhex("4bf92f3577b34da6a3ce929d0e0e4736")
SPAN = bytes.fromhex("00f067aa0ba902b7")


def prefixed(*messages):
    return b"".join(struct.pack(">I", len(m)) + m for m in messages)


def attribute(item, key, value):
    pair = item.attributes.add(key=key)
    if isinstance(value, int):
        pair.value.int_value = value
    else:
        pair.value.string_value = value


def span(scope, **changes):
    values = dict(trace_id=TRACE, span_id=SPAN, name="GET", kind=2, start_time_unix_nano=START,
                  end_time_unix_nano=START + SECOND - 1)
    values.update(changes)
    one = scope.spans.add(**values)
    attribute(one, "http.response.status_code", 200)
    return one


def spans(service):
    data = trace.TracesData()
    resource = data.resource_spans.add()
    attribute(resource.resource, "service.name", service)
    return data, resource.scope_spans.add()


def write(name, content):
    (HERE / name).write_bytes(content)


def write_traces():
    data, scope = spans("app")
    span(scope)
    child = span(scope, span_id=SPAN[::-1], parent_span_id=SPAN, kind=3)
    child.status.code = 2
    child.events.add(name="exception", time_unix_nano=START)
    child.links.add(trace_id=TRACE, span_id=SPAN)
    # A field of a later version of the protocol: it is passed over.
    request = data.SerializeToString() + b"\x9a\x06\x03new"
    write("otlp-proto-traces/good-request.binpb", request)
    other, scope = spans("gateway")
    span(scope, end_time_unix_nano=START + 3 * SECOND - 1)
    write("otlp-proto-traces/good-stream.binpb",
          prefixed(request, other.SerializeToString(), b""))
    bad, scope = spans("app")
    span(scope)
    span(scope, end_time_unix_nano=START - 1)      # ends before it starts
    span(scope, trace_id=TRACE[:15])               # ids of wrong length
    span(scope, span_id=SPAN + b"\0")
    span(scope, parent_span_id=SPAN[:4])
    span(scope, trace_id=bytes(16))
    content = bad.SerializeToString()
    # The name of a span, field 5, as a number.
    one = trace.Span(trace_id=TRACE, span_id=SPAN).SerializeToString() + b"\x28\x07"
    scopes = b"\x12" + bytes([len(one)]) + one
    inner = b"\x12" + bytes([len(scopes)]) + scopes
    wrong = b"\x0a" + bytes([len(inner)]) + inner
    # A broken message between sound ones, and one that the file ends in.
    write("otlp-proto-traces/bad-spans.binpb",
          prefixed(content, wrong, b"\x0a\xff\xff", other.SerializeToString(),
                   other.SerializeToString())[:-20])


def write_logs():
    data = logs.LogsData()
    resource = data.resource_logs.add()
    attribute(resource.resource, "service.name", "checkout")
    scope = resource.scope_logs.add()
    one = scope.log_records.add(time_unix_nano=START, severity_number=17, trace_id=TRACE)
    one.body.string_value = "charge failed"
    attribute(one, "exception.stacktrace", "at a\nat b")
    two = scope.log_records.add(observed_time_unix_nano=START + SECOND, severity_text="INFO")
    inner = two.body.kvlist_value.values.add(key="list").value.array_value
    inner.values.add().int_value = 7
    write("otlp-proto-logs/good-request.binpb", data.SerializeToString())
    write("otlp-proto-logs/good-stream.binpb", prefixed(*[data.SerializeToString()] * 3))
    scope.log_records.add(severity_number=9)       # no time
    value = b"\x0a\x01x"
    for _ in range(150):                           # nested deeper than Python's library reads
        value = field(5, field(1, value))
    deep = b"\x09" + struct.pack("<Q", START) + field(5, value)
    own = field(1, resource.resource.SerializeToString())
    scopes = scope.SerializeToString() + field(2, deep)
    write("otlp-proto-logs/bad-records.binpb", field(1, own + field(2, scopes)))


def field(number, content):
    return bytes([number << 3 | 2]) + varint(len(content)) + content


def varint(value):
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


def write_metrics():
    data = metrics.MetricsData()
    resource = data.resource_metrics.add()
    attribute(resource.resource, "service.name", "checkout")
    scope = resource.scope_metrics.add()
    times = dict(start_time_unix_nano=START - 1, time_unix_nano=START + 60 * SECOND - 1)
    gauge = scope.metrics.add(name="queue.length", unit="{items}").gauge
    gauge.data_points.add(as_int=3, **times)
    total = scope.metrics.add(name="requests", unit="1").sum
    total.aggregation_temporality, total.is_monotonic = 2, True
    total.data_points.add(as_double=12, **times)
    duration = scope.metrics.add(name="http.server.request.duration", unit="s").histogram
    duration.aggregation_temporality = 2
    duration.data_points.add(count=6, sum=1.5, bucket_counts=[1, 2, 3], explicit_bounds=[0.1, 1],
                             **times)
    wide = scope.metrics.add(name="size", unit="By").exponential_histogram
    wide.aggregation_temporality = 2
    point = wide.data_points.add(count=5, sum=20, scale=1, zero_count=1, **times)
    point.positive.offset = -1
    point.positive.bucket_counts.extend([1, 3])
    summary = scope.metrics.add(name="latency", unit="ms").summary.data_points.add(
        count=4, sum=10, **times)
    summary.quantile_values.add(quantile=0.5, value=2)
    summary.quantile_values.add(quantile=0.99, value=4)
    write("otlp-proto-metrics/good-request.binpb", data.SerializeToString())
    # 1 + 1 + (3 buckets, count, sum) + 1 + (2 quantiles, count, sum) = 12 samples.
    write("otlp-proto-metrics/good-stream.binpb", prefixed(data.SerializeToString()))
    duration.data_points.add(count=6, bucket_counts=[1, 2], explicit_bounds=[0.1, 1], **times)
    duration.data_points.add(count=6, bucket_counts=[1, 2, 3], explicit_bounds=[1, 0.1], **times)
    gauge.data_points.add(as_int=3)
    gauge.data_points.add(**times)
    scope.metrics.add(name="nothing")
    total = scope.metrics.add(name="neither").sum
    total.data_points.add(as_int=1, **times)
    write("otlp-proto-metrics/bad-points.binpb", data.SerializeToString())


write_traces()
write_logs()
write_metrics()
