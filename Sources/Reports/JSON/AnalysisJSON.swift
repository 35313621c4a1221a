public import Analysis

/// The document of PRODUCT "Machine output", schema `estreat.analysis/1`.
///
/// Members stand in the order given there; those we add are listed in README.md.
public enum AnalysisJSON {
  /// What `schema` says.
  public static let schema = "estreat.analysis/1"

  /// The whole document.
  public static func document(_ result: AnalysisResult, tool: ReportTool) -> JSONValue {
    .object([
      ("schema", .string(schema)),
      ("digest", .string("sha256:" + result.digest)),
      ("tool", self.tool(tool)),
      (
        "appendix",
        .object([
          ("version", .string(result.appendixVersion)),
          ("sha256", .string(result.appendixSHA256)),
        ])
      ),
      ("complete", .bool(result.isComplete)),
      ("judged", judged(result)),
      ("clauses", .array(result.clauses.map(clause))),
      ("inputs", .array(result.inputs.map(input))),
      ("verdicts", .array(result.verdicts.map(verdict))),
      ("breaches", .array(result.breaches.map(breach))),
      ("incidents", .array(result.incidents.map(incident))),
      ("baselines", .array(result.baselines.map(baseline))),
      ("falseAlarms", .array(result.falseAlarms.map(falseAlarms))),
      ("exposures", .array(result.exposures.map(exposure))),
      ("missingExports", .array(result.missingExports.map(missing))),
      ("diagnostics", .array(result.diagnostics.map(DiagnosticJSON.value))),
    ])
  }

  /// `{"name","version","sha256"}`.
  public static func tool(_ tool: ReportTool) -> JSONValue {
    .object([
      ("name", .string(tool.name)), ("version", .string(tool.version)),
      ("sha256", .optional(tool.sha256)),
    ])
  }

  private static func judged(_ result: AnalysisResult) -> JSONValue {
    .object([
      ("from", .optional(result.judgedRange?.from)), ("to", .optional(result.judgedRange?.to)),
      ("timezone", .string(result.zone.name)), ("tzdata", .string(CivilZone.dataVersion)),
    ])
  }

  /// Ours: how many windows of a clause chance alone would breach.
  private static func falseAlarms(_ alarms: FalseAlarms) -> JSONValue {
    .object([
      ("clause", .string(alarms.clause)), ("decided", .integer(Int64(alarms.decided))),
      ("above", .integer(Int64(alarms.above))),
      ("expectedAtLeast", .optional(alarms.expected.lowerBound)),
      ("expectedAtMost", .optional(alarms.expected.upperBound)),
      (
        "rates",
        .array(
          alarms.rates.map {
            .object([
              ("spread", .string($0.spread.rawValue)), ("share", .optional($0.share)),
            ])
          })
      ),
    ])
  }

  private static func clause(_ heading: AnalysisResult.ClauseHeading) -> JSONValue {
    .object([
      ("clause", .string(heading.id)), ("kind", .string(heading.kind)),
      ("condition", .string(heading.condition)),
    ])
  }

  /// One input; `services`, `recognised`, `assumedZone` and `identicalTo` are ours.
  public static func input(_ input: InputSummary) -> JSONValue {
    .object([
      ("path", .string(input.path)), ("sha256", .string(input.sha256)),
      ("bytes", .integer(input.bytes)), ("format", .optional(input.format)),
      ("role", .optional(input.role?.rawValue)), ("records", .integer(input.records)),
      ("quarantined", .integer(input.quarantined)), ("duplicates", .integer(input.duplicates)),
      ("from", .optional(input.span?.first)), ("to", .optional(input.span?.last)),
      ("services", .strings(input.services)), ("recognised", .optional(input.recognitionReason)),
      ("assumedZone", .optional(input.assumedZone)), ("identicalTo", .optional(input.identicalTo)),
    ])
  }

  /// One verdict; `notes` is ours.
  public static func verdict(_ verdict: Verdict) -> JSONValue {
    .object([
      ("clause", .string(verdict.clause)), ("service", .optional(verdict.service)),
      ("from", .string(verdict.window.from.rfc3339)), ("to", .string(verdict.window.to.rfc3339)),
      ("verdict", .string(verdict.outcome.rawValue)), ("reason", .optional(verdict.reason)),
      ("blockedBy", .strings(verdict.blockedBy)),
      ("support", .optional(verdict.support?.rawValue)), ("excused", .bool(verdict.isExcused)),
      ("value", verdict.value.map(value) ?? .null),
      ("evidence", .array(verdict.evidence.map(evidence))), ("notes", .strings(verdict.notes)),
    ])
  }

  private static func value(_ value: VerdictValue) -> JSONValue {
    .object([
      ("name", .string(value.name)), ("numerator", .integer(value.numerator)),
      ("denominator", .integer(value.denominator)), ("observed", .optional(value.observed)),
      ("limit", .optional(value.limit)), ("unit", .string(value.unit)),
    ])
  }

  /// `{"input","offset","length","line"}`.
  public static func evidence(_ provenance: Provenance) -> JSONValue {
    .object([
      ("input", .integer(Int64(provenance.input))), ("offset", .integer(provenance.place.offset)),
      ("length", .integer(provenance.place.length)), ("line", .integer(provenance.place.line)),
    ])
  }

  /// One breach; `excused` is ours.
  public static func breach(_ breach: Breach) -> JSONValue {
    .object([
      ("id", .string(breach.id)), ("clause", .string(breach.clause)),
      ("service", .optional(breach.service)),
      (
        "onset",
        .object([
          ("earliest", .string(breach.onset.first.rfc3339)),
          ("latest", .string(breach.onset.last.rfc3339)),
        ])
      ),
      ("end", .string(breach.end.rfc3339)), ("windows", .integer(Int64(breach.windows.count))),
      ("excused", .bool(breach.isExcused)),
    ])
  }

  private static func missing(_ missing: MissingExport) -> JSONValue {
    .object([("clause", .string(missing.clause)), ("needs", .string(missing.needs))])
  }
}
