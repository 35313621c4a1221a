public import Analysis
internal import Diagnostics

/// What exports hold, as a table or as JSON, schema `estreat.inspect/1`.
public enum InspectReport {
  /// The table, at most 100 columns wide apart from paths.
  public static func text(_ inspections: [ExportInspector.Inspection]) -> [UInt8] {
    var lines: [String] = []
    for inspection in inspections {
      let input = inspection.summary
      lines.append(input.path)
      func say(_ label: String, _ text: String) {
        lines += TextLayout.wrap("  " + TextLayout.left(label, 12), text)
      }
      if let format = input.format {
        say("format", format + (input.recognitionReason.map { ": \($0)" } ?? ""))
        say("role", input.role?.rawValue ?? "-")
      } else {
        say("format", "not recognised")
      }
      let lost = input.quarantined > 0 ? ", \(input.quarantined) quarantined" : ""
      say("records", "\(input.records)\(lost), \(Quantity.grouped(input.bytes)) bytes as stored")
      if let span = input.span { say("span", "\(span.first.rfc3339) to \(span.last.rfc3339)") }
      if !input.services.isEmpty { say("services", input.services.joined(separator: ", ")) }
      var zones = inspection.statedZones.joined(separator: ", ")
      if let zone = input.assumedZone {
        zones += (zones.isEmpty ? "" : "; ") + "\(zone) assumed for stamps without one"
      }
      if !zones.isEmpty { say("zone", zones) }
      if input.duplicates > 0 {
        say("duplicates", "\(input.duplicates) records that another export holds too")
      }
      for gap in inspection.gaps {
        say("gap", "no record from \(gap.first.rfc3339) to \(gap.last.rfc3339)")
      }
      if let hint = inspection.samplingHint { say("sampling", hint) }
      for reason in inspection.truncation { say("truncated", reason) }
      for need in inspection.needs { say("needs", need) }
      for document in inspection.documents.prefix(documentLimit) {
        say("document", text(of: document))
      }
      if inspection.documents.count > documentLimit {
        say("document", "and \(inspection.documents.count - documentLimit) more")
      }
      if let same = input.identicalTo { say("identical", "byte for byte the same as \(same)") }
      // Warnings and errors are on stderr with their places.
      for note in inspection.diagnostics where note.severity == .note {
        let count = note.count > 1 ? " (\(note.count) times)" : ""
        say("note", "\(note.message)\(count) [\(note.code)]")
      }
      if !input.sha256.isEmpty { lines.append("  sha256      " + input.sha256) }
    }
    return TextLayout.bytes(lines)
  }

  /// Documents of one input that the table shows; JSON has them all.
  private static let documentLimit = 20

  private static func text(of document: DocumentRecord) -> String {
    let made = document.time.map { "made " + $0.instant.rfc3339 }
    let facts = document.facts.map { "\($0.name) \($0.value)" }
    return ([made].compactMap { $0 } + facts).joined(separator: "; ")
  }

  private static func json(of document: DocumentRecord) -> JSONValue {
    .object([
      ("format", .string(document.format)),
      ("time", .optional(document.time?.instant.rfc3339)),
      (
        "facts",
        .array(
          document.facts.map {
            .object([("name", .string($0.name)), ("value", .string($0.value))])
          })
      ),
    ])
  }

  /// `{"schema","tool","inputs","diagnostics"}`; inputs as in `analysis.json`, and `complete`.
  public static func json(
    _ inspections: [ExportInspector.Inspection], tool: ReportTool
  ) -> [UInt8] {
    let inputs = inspections.map { inspection -> JSONValue in
      guard case .object(let members) = AnalysisJSON.input(inspection.summary) else { return .null }
      let gaps = inspection.gaps.map { gap in
        JSONValue.object([
          ("from", .string(gap.first.rfc3339)), ("to", .string(gap.last.rfc3339)),
        ])
      }
      return .object(
        members + [
          ("complete", .bool(inspection.isComplete)),
          ("statedZones", .strings(inspection.statedZones)), ("gaps", .array(gaps)),
          ("samplingHint", .optional(inspection.samplingHint)),
          ("truncation", .strings(inspection.truncation)), ("needs", .strings(inspection.needs)),
          ("documents", .array(inspection.documents.map(json(of:)))),
        ])
    }
    return JSONLayout.linewise(
      .object([
        ("schema", .string("estreat.inspect/1")), ("tool", AnalysisJSON.tool(tool)),
        ("inputs", .array(inputs)),
        (
          "diagnostics",
          .array(inspections.flatMap(\.diagnostics).map(DiagnosticJSON.value))
        ),
      ]))
  }
}
