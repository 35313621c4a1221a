@testable internal import Analysis

/// Lines that are no plain JSON lines: formats of lines that have no family of their own, so that
/// a new one is read as soon as it is registered. No cut changes a call.
struct TextLinesFamily: FuzzFamily {
  let name = "text-lines"
  let seedPaths = ["/git-log/", "/elasticsearch-dump/", "/loki-logcli/", "/logs/", "/corpus/"]
  let tokens = [
    "commit ", "Author: ", "Date:   ", "\nDate: Tue Apr 30 17:03:44 2024 +0800\n", "\r\n",
    "{\"labels\":{", "\"line\":\"", "\"timestamp\":\"", "\"_index\":", "\"_source\":{",
    "2024-05-15T06:20:01.250Z", "1715754003123456789", "9223372036854775807",
  ]

  private static let ofOthers: Set<String> = Set(
    DocumentsFamily.formatNames + ProtobufFamily.formatNames + [
      "openmetrics", "mysql-slow-log", "tsdb-chunks", "tsdb-index", "tsdb-tombstones", "tsdb-meta",
    ]
  ).union(ExportFormats.plainJSONLines)

  private static let formats = ExportFormats.all.filter { !ofOthers.contains($0.name) }
  private static let framed: Set = [
    "docker-compose", "docker-json", "kubernetes-cri", "syslog-text",
  ]
  private static let roles: [SourceRole?] = [nil, .gatewayAccess, .appLog, .securityAudit]

  var seedChoices: Int { Self.formats.count }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let content = Content(content)
    let format = Self.formats[Int(control[0] & 0x3f) % Self.formats.count]
    let context = Reading.context(role: Self.roles[Int(control[0] >> 6)])
    // Records of frames are handed over when they are whole; lines between may come before.
    let whole = Reading.demandAnyCut(
      format, context, content, control[1], isInOrder: !Self.framed.contains(format.name))
    guard format.hasIndependentLines else { return }
    // A line of that export holds many samples, each with a place of its own.
    if format.name != "vm-export" {
      Reading.demandEveryLine(whole, content, context, format.name)
    }
    let chunk = Reading.quick(format, context, content, wants: whole.wants)
    Reading.demandEqual(chunk, whole.calls, "\(format.name) as a chunk")
  }
}
