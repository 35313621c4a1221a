@testable internal import Analysis

/// Prometheus' text format and OpenMetrics: no cut changes a call.
struct ExpositionFamily: FuzzFamily {
  let name = "exposition"
  let seedPaths = ["/openmetrics/", "/prom-text/", "/promtool-dump/", "/vm-export/"]
  let tokens = [
    "# TYPE a histogram\n", "# HELP a b\n", "# UNIT a seconds\n", "# EOF\n", "_bucket{le=\"+Inf\"}",
    "_sum ", "_count ", "{a=\"b\",c=\"d\"} ", "\\n", "\\\"", "NaN", "+Inf", "-Inf", "0x1p3",
    " 1715754003.123", " 1715754003123", " # {trace_id=\"a\"} 1 1715754003", "1e308", "1e-400",
    "9223372036854775807", "-9223372036854775808", "_created ", "\u{3bb}",
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let context = Reading.context(zone: control[0] & 1 == 0 ? .utc : nil)
    _ = Reading.demandAnyCut(
      ExpositionText(), context, Content(content), control[1], isInOrder: true)
  }
}
