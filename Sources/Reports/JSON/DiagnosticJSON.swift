public import Analysis
public import Diagnostics

/// Diagnostics as machine output states them.
public enum DiagnosticJSON {
  /// `{"severity","code","file","line","column","message","fix","count"}`, and our `offset`.
  public static func value(_ diagnostic: Diagnostic) -> JSONValue {
    let place = diagnostic.location
    return .object([
      ("severity", .string(diagnostic.severity.rawValue)), ("code", .string(diagnostic.code)),
      ("file", .optional(place?.file)), ("line", .optional(place?.line.map(Int64.init))),
      ("column", .optional(place?.column.map(Int64.init))),
      ("message", .string(diagnostic.message)), ("fix", .optional(diagnostic.fix)),
      ("count", .integer(Int64(diagnostic.count))), ("offset", .optional(place?.offset)),
    ])
  }
}
