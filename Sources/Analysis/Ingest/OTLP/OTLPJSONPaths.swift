/// Where the values lie that are read of OTLP in JSON, in both spellings of its names.
struct OTLPJSONPaths {
  /// What a path leads to.
  enum Target {
    case resource, span, log, metric
  }
  private(set) var paths: [String] = []
  private(set) var targets: [Target] = []
  /// Whether the path begins at a resource on its own instead of a list of them.
  private(set) var isAlone: [Bool] = []

  static let all = OTLPJSONPaths()

  private init() {
    add("resource", .resource)
    for (top, scopes, records, target) in [
      (
        ["resourceSpans", "resource_spans"],
        [
          "scopeSpans", "scope_spans", "instrumentationLibrarySpans",
          "instrumentation_library_spans",
        ], ["spans"], Target.span
      ),
      (
        ["resourceLogs", "resource_logs"],
        ["scopeLogs", "scope_logs", "instrumentationLibraryLogs", "instrumentation_library_logs"],
        ["logRecords", "log_records", "logs"], .log
      ),
      (
        ["resourceMetrics", "resource_metrics"],
        [
          "scopeMetrics", "scope_metrics", "instrumentationLibraryMetrics",
          "instrumentation_library_metrics",
        ], ["metrics"], .metric
      ),
    ] {
      for name in top { add(name + ".*.resource", .resource) }
      for prefix in top.map({ $0 + ".*." }) + [""] {
        for scope in scopes {
          for record in records { add("\(prefix)\(scope).*.\(record).*", target) }
        }
      }
    }
  }

  private mutating func add(_ path: String, _ target: Target) {
    paths.append(path)
    targets.append(target)
    isAlone.append(!path.hasPrefix("resource") || path == "resource")
  }
}
