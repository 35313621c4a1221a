public import Analysis
internal import Diagnostics

/// The table of spans by service, as CSV (RFC 4180) or JSON, schema `estreat.spans/1`.
public enum SpanReport {
  /// Column names, in order.
  public static let columns = ["service", "spans", "errors", "p99_ms"]

  /// A header and one line a service; milliseconds are exact.
  public static func csv(_ rows: [SpanRow]) -> [UInt8] {
    var text = Array((columns.joined(separator: ",") + "\r\n").utf8)
    for row in rows {
      text += CSV.quoted(row.service).utf8
      text += ",\(row.spans),\(row.errors),".utf8
      text += CSV.decimal(row.p99Nanoseconds, digits: 6).utf8
      text += "\r\n".utf8
    }
    return text
  }

  /// `{"schema","tool","rows","quarantined","diagnostics"}`.
  public static func json(_ view: ExportInspector.SpanView, tool: ReportTool) -> [UInt8] {
    let rows = view.rows.map { row in
      JSONValue.object([
        ("service", row.service.isEmpty ? .null : .string(row.service)),
        ("spans", .integer(row.spans)), ("errors", .integer(row.errors)),
        ("p99_ns", .integer(row.p99Nanoseconds)),
      ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.spans/1")), ("tool", AnalysisJSON.tool(tool)),
        ("rows", .array(rows)), ("quarantined", .integer(view.quarantined)),
        ("diagnostics", .array(view.diagnostics.map(DiagnosticJSON.value))),
      ]))
  }
}
