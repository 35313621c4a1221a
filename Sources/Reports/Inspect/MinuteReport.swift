public import Analysis
internal import Diagnostics

/// The table by service and minute, as CSV (RFC 4180) or JSON, schema `estreat.minutes/1`.
public enum MinuteReport {
  /// Column names, in order.
  public static let columns = [
    "service", "minute", "records", "valid_trace_ids", "status_5xx", "stack_traces", "p99_ms",
  ]

  /// A header and one line a row. Minutes are RFC 3339 in UTC; milliseconds are exact.
  public static func csv(_ rows: [MinuteRow]) -> [UInt8] {
    var text = Array((columns.joined(separator: ",") + "\r\n").utf8)
    text.reserveCapacity(64 * rows.count)
    var minutes: [Instant: String] = [:]
    for row in rows {
      let minute = minutes[row.minute] ?? row.minute.rfc3339
      minutes[row.minute] = minute
      text += CSV.quoted(row.service).utf8
      text.append(UInt8(ascii: ","))
      text += minute.utf8
      for count in [row.records, row.validTraceIDs, row.serverErrors, row.stackTraces] {
        text.append(UInt8(ascii: ","))
        CSV.append(count, to: &text)
      }
      text.append(UInt8(ascii: ","))
      if let p99 = row.p99Nanoseconds { CSV.append(p99, digits: 6, to: &text) }
      text += "\r\n".utf8
    }
    return text
  }

  /// `{"schema","tool","rows","quarantined","diagnostics"}`.
  public static func json(_ view: ExportInspector.MinuteView, tool: ReportTool) -> [UInt8] {
    let rows = view.rows.map { row in
      JSONValue.object([
        ("service", row.service.isEmpty ? .null : .string(row.service)),
        ("minute", .string(row.minute.rfc3339)), ("records", .integer(row.records)),
        ("valid_trace_ids", .integer(row.validTraceIDs)),
        ("status_5xx", .integer(row.serverErrors)), ("stack_traces", .integer(row.stackTraces)),
        ("p99_ns", row.p99Nanoseconds.map { .integer($0) } ?? .null),
      ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.minutes/1")), ("tool", AnalysisJSON.tool(tool)),
        ("rows", .array(rows)), ("quarantined", .integer(view.quarantined)),
        ("diagnostics", .array(view.diagnostics.map(DiagnosticJSON.value))),
      ]))
  }
}
