public import Analysis
internal import Diagnostics

/// Slow-log statements by fingerprint, as CSV or JSON, schema `estreat.statements/1`.
public enum StatementReport {
  /// A header and one line a fingerprint; seconds are exact.
  public static func csv(_ view: ExportInspector.StatementView) -> [UInt8] {
    var text = Array("id,count,total_s,min_s,max_s,fingerprint\r\n".utf8)
    for line in view.digest.lines {
      let figures = line.figures
      text += "\(line.id),\(figures.count),\(CSV.decimal(figures.totalNanoseconds, digits: 9))".utf8
      text += ",\(CSV.decimal(figures.minNanoseconds, digits: 9))".utf8
      text += ",\(CSV.decimal(figures.maxNanoseconds, digits: 9)),".utf8
      text += (CSV.quoted(line.fingerprint) + "\r\n").utf8
    }
    return text
  }

  /// `{"schema","tool","statements","unusable","diagnostics"}`.
  public static func json(
    _ view: ExportInspector.StatementView, tool: ReportTool
  ) -> [UInt8] {
    let lines = view.digest.lines.map { line in
      JSONValue.object([
        ("id", .string(line.id)), ("count", .integer(line.figures.count)),
        ("total_ns", .integer(line.figures.totalNanoseconds)),
        ("min_ns", .integer(line.figures.minNanoseconds)),
        ("max_ns", .integer(line.figures.maxNanoseconds)),
        ("fingerprint", .string(line.fingerprint)),
      ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.statements/1")), ("tool", AnalysisJSON.tool(tool)),
        ("statements", .array(lines)), ("unusable", .integer(view.digest.unusable)),
        ("diagnostics", .array(view.diagnostics.map(DiagnosticJSON.value))),
      ]))
  }
}

/// Sensitive values by detector, as CSV or JSON, schema `estreat.sensitive/1`. Values are never
/// shown.
public enum SensitiveReport {
  /// A header and one line a detector.
  public static func csv(_ view: ExportInspector.SensitiveView) -> [UInt8] {
    var text = "detector,hits,lines\r\n"
    for (index, name) in view.names.enumerated() {
      text += "\(name),\(view.hits[index]),\(view.lines[index])\r\n"
    }
    return Array(text.utf8)
  }

  /// `{"schema","tool","detectors","diagnostics"}`.
  public static func json(
    _ view: ExportInspector.SensitiveView, tool: ReportTool
  ) -> [UInt8] {
    let detectors = view.names.enumerated().map { index, name in
      JSONValue.object([
        ("detector", .string(name)), ("hits", .integer(Int64(view.hits[index]))),
        ("lines", .integer(Int64(view.lines[index]))),
      ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.sensitive/1")), ("tool", AnalysisJSON.tool(tool)),
        ("detectors", .array(detectors)),
        ("diagnostics", .array(view.diagnostics.map(DiagnosticJSON.value))),
      ]))
  }
}

/// Fields of a CSV file (RFC 4180).
enum CSV {
  /// A text, quoted where it must be.
  static func quoted(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x2c || $0 == 0x22 || $0 == 0x0d || $0 == 0x0a })
    else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// An integer of 10^-`digits` units as an exact decimal, trailing zeros dropped.
  static func decimal(_ value: Int64, digits: Int) -> String {
    var text: [UInt8] = []
    append(value, digits: digits, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends `value`, not negative, in units of 10^-`digits`, as an exact decimal; trailing zeros
  /// behind the point are dropped. Digit by digit, because a table has tens of thousands of them.
  static func append(_ value: Int64, digits: Int = 0, to text: inout [UInt8]) {
    var rest = value
    var places = digits
    while places > 0, rest % 10 == 0 {
      rest /= 10
      places -= 1
    }
    let start = text.count
    let point = places
    repeat {
      if places == 0, point > 0 { text.append(UInt8(ascii: ".")) }
      text.append(UInt8(0x30 + rest % 10))
      rest /= 10
      places -= 1
    } while rest > 0 || places >= 0
    text[start...].reverse()
  }
}
