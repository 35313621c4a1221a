public import Diagnostics

/// Says what exports hold, without an appendix and without verdicts.
public enum ExportInspector {
  /// What one input holds, and what is wrong with it.
  public struct Inspection: Sendable {
    /// Format, role, records, span.
    public var summary: InputSummary
    /// Problems, sorted by place.
    public var diagnostics: [Diagnostic]
    /// False when the input could not be read to its end, or not at all.
    public var isComplete: Bool
  }

  /// Reads every input once.
  /// - Returns: inspections in path order.
  public static func inspect(
    _ inputs: [InputFile], assumedZone: CivilZone? = nil,
    forcedFormats: [AnalysisRequest.ForcedFormat] = [], jobs: Int = 1,
    progress: @escaping @Sendable (AnalysisProgress) -> Void = { _ in }
  ) throws -> [Inspection] {
    // An appendix without clauses: everything is read and counted, nothing is judged.
    let nothing = Appendix(
      version: "", sha256: "", bytes: [], path: "", space: nil, zone: .utc, parties: [],
      clauses: [], arbitration: nil, lateAllowanceNanoseconds: 0, excusals: [],
      calendar: Appendix.Calendar(), sources: [], lawReferences: [])
    let request = AnalysisRequest(
      appendix: nothing, inputs: inputs, assumedZone: assumedZone, forcedFormats: forcedFormats,
      jobs: jobs)
    return try Analyzer(request, progress: progress).surveyInputs().map { part in
      var log = DiagnosticLog()
      for diagnostic in part.diagnostics { log.add(diagnostic) }
      return Inspection(
        summary: part.summary, diagnostics: log.sorted, isComplete: part.isComplete)
    }
  }
}
