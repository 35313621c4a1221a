@testable internal import Analysis

/// JSON documents, one or many, on one line or many: no cut changes a call.
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
  }
}
