@testable internal import Analysis

/// JSON documents, one or many, on one line or many: no cut changes a call, and lines of OTLP are
/// read as the strict parser reads them.
struct DocumentsFamily: FuzzFamily {
  static let formatNames = [
    "elasticsearch-search", "loki-query", "otlp-json-logs", "otlp-json-metrics",
    "otlp-json-traces", "prometheus-api", "trivy-json", "tsdb-meta", "jaeger-json",
    "jaeger-elasticsearch", "zipkin-v2", "tempo-json", "skywalking-segments", "argo-rollout",
    "argo-analysis-run", "argo-cd-application", "flagger-canary", "kubernetes-events",
    "spinnaker-pipeline", "kubernetes-objects", "image-inspect", "scan-not-read",
  ]

  let name = "documents"
  let seedPaths =
    formatNames.map { "/\($0)/" } + [
      "/elasticsearch/", "/loki/", "/otlp-json/", "/prom-http-api/", "/trivy/", "/traces/",
      "/jaeger/", "/zipkin/", "/skywalking/", "/blue-green/", "/kubectl/",
    ]
  let seedChoices = formatNames.count
  let tokens = [
    "{\"hits\":{\"hits\":[", "\"_source\":{", "{\"status\":\"success\",\"data\":{", "\"result\":[",
    "\"resultType\":\"matrix\"", "\"histograms\":[[", "\"buckets\":[[0,\"1\",",
    "\"resultType\":\"streams\"", "\"values\":[[", "\"stream\":{",
    "\"resourceSpans\":[", "\"scopeSpans\":[", "\"spans\":[", "\"resourceLogs\":[",
    "\"scopeLogs\":[", "\"logRecords\":[", "\"timeUnixNano\":\"", "\"startTimeUnixNano\":\"",
    "\"endTimeUnixNano\":\"", "\"traceId\":\"", "\"spanId\":\"", "\"attributes\":[{\"key\":",
    "\"intValue\":\"", "1715754003123456789", "9223372036854775807", "1e300", "NaN", "\"Results\":",
    "\"SchemaVersion\":2", "\"Vulnerabilities\":[{\"Severity\":",
    "\"ExperimentalModifiedFindings\":[", "\"kind\":\"List\",\"items\":[",
    "\"containers\":[{\"image\":\"a@sha256:", "\"RepoDigests\":[\"", "{\"data\":[{\"traceID\":\"",
    "\"processes\":{\"p1\":{\"serviceName\":\"",
    "\"processID\":\"p1\"", "\"spanID\":\"", "\"references\":[{\"refType\":\"FOLLOWS_FROM\",",
    "\"startTime\":1715754001000000", "\"duration\":-1", "\"duration\":\"5000ns\"",
    "\"parentId\":\"", "\"localEndpoint\":{\"serviceName\":\"", "\"shared\":true",
    "\"timestamp\":1715754001000000", "\"annotations\":[{\"timestamp\":", "{\"batches\":[",
    "{\"trace\":{\"resourceSpans\":[", "\\ud800", "]}]}", "[[[[[[[[",
    "apiVersion: v1\nitems:\n- kind: ", "kind: Rollout\n", "\n---\n", "&a [*a, *a]", "? *a : ",
    "\"reason\":\"SwitchService\"", "from 'a' to 'b'", "(6c779b88b6)", "\"stages\":[",
  ]

  private static let formats = formatNames.compactMap { ExportFormats.named($0) }
  private static let roles: [SourceRole?] = [nil, .gatewayAccess, .appLog, .securityAudit]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let content = Content(content)
    let format = Self.formats[Int(control[0] & 0x3f) % Self.formats.count]
    let context = Reading.context(role: Self.roles[Int(control[0] >> 6)])
    _ = Reading.demandAnyCut(format, context, content, control[1], isInOrder: false)
    guard format.name.hasPrefix("otlp-json-") else { return }
    // Lines, which follow what earlier ones were like, twice.
    demandStrict(format, context, content)
    let twice = Array(content.bytes) + [0x0a] + Array(content.bytes)
    twice.withUnsafeBytes { demandStrict(format, context, Content($0)) }
  }

  /// Demands that reading by familiar text gives what the strict parser gives, with every kernel.
  private func demandStrict(
    _ format: any ExportFormat, _ context: ReaderContext, _ content: Content
  ) {
    var context = context
    context.isStrict = true
    let wanted = Reading.quick(
      format, context, content, wants: .rawBytes, isInOrder: false)
    context.isStrict = false
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      context.kernel = kernel
      let found = Reading.quick(
        format, context, content, wants: .rawBytes, isInOrder: false)
      Reading.demandEqual(found, wanted, "\(format.name) with \(kernel)")
    }
  }
}
