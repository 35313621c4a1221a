public import Analysis
internal import Diagnostics

/// Metric families, as CSV (RFC 4180) or JSON, schema `estreat.series/1`.
public enum SeriesReport {
  /// Column names, in order.
  public static let columns = [
    "name", "type", "series", "samples", "stale", "histograms", "first", "last", "spacing",
    "offset",
  ]

  /// A header and one line a name; times are RFC 3339 in UTC, the median spacing of samples and their
  /// least distance behind a whole minute are seconds.
  public static func csv(_ view: ExportInspector.SeriesView) -> [UInt8] {
    var text = Array((columns.joined(separator: ",") + "\r\n").utf8)
    for row in view.rows {
      text += "\(CSV.quoted(row.name)),\(row.type.map(CSV.quoted) ?? ""),\(row.series),".utf8
      text += "\(row.samples),\(row.staleMarkers),\(row.histograms),".utf8
      text += "\(row.first?.rfc3339 ?? ""),\(row.last?.rfc3339 ?? ""),".utf8
      text += "\(seconds(row.spacingNanoseconds)),\(seconds(row.offsetNanoseconds))\r\n".utf8
    }
    return text
  }

  private static func seconds(_ nanoseconds: Int64?) -> String {
    nanoseconds.map { decimalText(Double($0) / 1e9) } ?? ""
  }

  /// `{"schema","tool","families","series","duplicates","quarantined","diagnostics"}`.
  public static func json(_ view: ExportInspector.SeriesView, tool: ReportTool) -> [UInt8] {
    let families = view.rows.map { row in
      JSONValue.object([
        ("name", .string(row.name)), ("type", .optional(row.type)),
        ("series", .integer(Int64(row.series))), ("samples", .integer(row.samples)),
        ("stale", .integer(row.staleMarkers)), ("histograms", .integer(row.histograms)),
        ("first", .optional(row.first?.rfc3339)), ("last", .optional(row.last?.rfc3339)),
        ("spacing", row.spacingNanoseconds.map { .number(Double($0) / 1e9) } ?? .null),
        ("offset", row.offsetNanoseconds.map { .number(Double($0) / 1e9) } ?? .null),
      ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.series/1")), ("tool", AnalysisJSON.tool(tool)),
        ("families", .array(families)), ("series", .integer(Int64(view.series))),
        ("duplicates", .integer(view.duplicates)), ("quarantined", .integer(view.quarantined)),
        ("diagnostics", .array(view.diagnostics.map(DiagnosticJSON.value))),
      ]))
  }
}
