@testable internal import Analysis

/// Plain JSON lines: reading off the structural index gives what the strict parser gives, with
/// every kernel, and every line with text is delivered or quarantined once.
struct JSONLinesFamily: FuzzFamily {
  let name = "json-lines"
  let seedPaths = [
    "/json-app-log/", "/json-access/", "/security-audit/", "/deployment-jsonl/",
    "/app-json-logs/", "/gateway-access/", "/blue-green/", "/other-json/",
  ]
  let seedChoices = 4
  let tokens = [
    "\"ts\":", "\"time\":", "\"level\":", "\"msg\":", "\"service\":", "\"trace_id\":",
    "\"request_time\":", "\"status\":", "\"upstream_status\":", "\"stack_trace\":", "\"phase\":",
    "\"deploy_id\":", "\"leak_pattern\":", "\"latency_ms\":", "\"duration\":", "1715754003.5",
    "1715754003123456789", "\"2024-05-15T06:20:01.250Z\"", "\\u00e9", "\\ud83d\\ude00", "\\\"",
    "null", "true", "1e5", "-9223372036854775808", "9223372036854775807", "0.001, 9e18",
  ]

  private static let formats: [any ExportFormat] = [
    JSONAppLog(), JSONAccessLog(), SecurityAuditLog(), DeploymentLog(),
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let content = Content(content)
    let format = Self.formats[Int(control[0]) % Self.formats.count]
    var context = Reading.context(zone: control[0] & 0x40 == 0 ? .utc : nil)
    if control[0] & 0x80 != 0 { context.limits.recordBytes = 64 }
    let cut = Reading.demandAnyCut(format, context, content, control[1], isInOrder: true)
    Reading.demandEveryLine(cut, content, context, format.name)
    // Without the waits the quick way is open.
    let wants: RecordWants = [.rawBytes, .texts, .outcomes]
    context.isStrict = true
    let wanted = Reading.quick(format, context, content, wants: wants)
    context.isStrict = false
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      context.kernel = kernel
      let found = Reading.quick(format, context, content, wants: wants)
      Reading.demandEqual(found, wanted, "\(format.name) with \(kernel)")
    }
  }
}
