"""Writes the fixtures of delimited metric families beside this file, with Python's protobuf.

Run it after a change: python3 Datasets/formats/prometheus_proto.py. The expectations are by hand. The
messages are declared here as prometheus/client_model's metrics.proto does, because no Python
package carries them.
"""

import pathlib

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

HERE = pathlib.Path(__file__).parent / "prometheus-proto"
START = 1715754000000  # 2024-05-15T06:20:00Z
TYPES = {"string": 9, "double": 1, "uint64": 4, "int64": 3, "sint32": 17, "uint32": 13, "sint64": 18,
         "int32": 5}

SCHEMA = {
    "LabelPair": [("name", 1, "string"), ("value", 2, "string")],
    "Value": [("value", 1, "double")],
    "Quantile": [("quantile", 1, "double"), ("value", 2, "double")],
    "Summary": [("sample_count", 1, "uint64"), ("sample_sum", 2, "double"),
                ("quantile", 3, "*Quantile")],
    "Bucket": [("cumulative_count", 1, "uint64"), ("upper_bound", 2, "double")],
    "BucketSpan": [("offset", 1, "sint32"), ("length", 2, "uint32")],
    "Histogram": [("sample_count", 1, "uint64"), ("sample_sum", 2, "double"), ("bucket", 3, "*Bucket"),
                  ("schema", 5, "sint32"), ("zero_threshold", 6, "double"), ("zero_count", 7, "uint64"),
                  ("positive_span", 12, "*BucketSpan"), ("positive_delta", 13, "*sint64")],
    "Metric": [("label", 1, "*LabelPair"), ("gauge", 2, "Value"), ("counter", 3, "Value"),
               ("summary", 4, "Summary"), ("untyped", 5, "Value"), ("timestamp_ms", 6, "int64"),
               ("histogram", 7, "Histogram")],
    "MetricFamily": [("name", 1, "string"), ("help", 2, "string"), ("type", 3, "int32"),
                     ("metric", 4, "*Metric")],
}


def family_class():
    file = descriptor_pb2.FileDescriptorProto(name="m.proto", package="m", syntax="proto2")
    for name, fields in SCHEMA.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            one = message.field.add(name=field, number=number, label=3 if kind[0] == "*" else 1)
            if kind.lstrip("*") in TYPES:
                one.type = TYPES[kind.lstrip("*")]
            else:
                one.type, one.type_name = 11, ".m." + kind.lstrip("*")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("m.MetricFamily"))


FAMILY = family_class()


def metric(family, time, **labels):
    one = family.metric.add()
    for name, value in labels.items():
        one.label.add(name=name, value=value)
    if time is not None:
        one.timestamp_ms = time
    return one


def delimited(*families):
    out = b""
    for family in families:
        body = family if isinstance(family, bytes) else family.SerializeToString()
        length = len(body)
        while length >= 0x80:
            out += bytes([length & 0x7F | 0x80])
            length >>= 7
        out += bytes([length]) + body
    return out


def counter(name, *values):
    family = FAMILY(name=name, help="Counted.", type=0)
    for at, value in enumerate(values):
        metric(family, START + 1000 * at, host="a").counter.value = value
    return family


def good():
    summary = FAMILY(name="took_seconds", type=2)
    one = metric(summary, START, host="a")
    one.summary.sample_count, one.summary.sample_sum = 3, 1.5
    one.summary.quantile.add(quantile=0.5, value=0.25)
    one.summary.quantile.add(quantile=0.99, value=0.75)
    histogram = FAMILY(name="lat_seconds", type=4)
    one = metric(histogram, START + 2500)
    one.histogram.sample_count, one.histogram.sample_sum = 10, 2.5
    one.histogram.bucket.add(cumulative_count=7, upper_bound=0.1)
    one.histogram.bucket.add(cumulative_count=9, upper_bound=1)
    native = FAMILY(name="size_bytes", type=4)
    one = metric(native, START + 1000)
    one.histogram.sample_count, one.histogram.sample_sum = 6, 20
    one.histogram.schema, one.histogram.zero_threshold, one.histogram.zero_count = 0, 1e-128, 1
    one.histogram.positive_span.add(offset=1, length=2)
    one.histogram.positive_span.add(offset=1, length=1)
    one.histogram.positive_delta.extend([1, 1, -1])
    return delimited(counter("hits_total", 1, 2.5), summary, histogram, native)


def bad():
    timeless = FAMILY(name="up", type=1)
    metric(timeless, None).gauge.value = 1
    early = FAMILY(name="early", type=1)
    metric(early, 1000).gauge.value = 1
    twice = FAMILY(name="twice", type=1)
    one = metric(twice, START, a="x")
    one.gauge.value = 1
    one.label.add(name="a", value="y")
    nothing = FAMILY(name="nothing", type=3)
    metric(nothing, START)
    broken = FAMILY(name="broken", type=4)
    one = metric(broken, START)
    one.histogram.sample_count, one.histogram.zero_threshold = 1, 1
    one.histogram.positive_span.add(offset=0, length=2)
    one.histogram.positive_delta.append(1)
    # A metric whose label is a number, and an empty message.
    wrong = b"\x0a\x05wrong\x22\x02\x08\x01"
    good_ones = counter("hits_total", *range(8))
    cut = counter("cut_total", 1, 2)
    return delimited(good_ones, timeless, early, twice, nothing, broken, wrong, b"", cut)[:-3]


HERE.mkdir(exist_ok=True)
(HERE / "good-families.pb").write_bytes(good())
(HERE / "bad-families.pb").write_bytes(bad())
