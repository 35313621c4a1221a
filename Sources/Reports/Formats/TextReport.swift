public import Analysis

/// The summary that a responder reads in ten seconds, at most 100 columns wide.
public struct TextReport: ReportFormat {
  /// `text`.
  public let name = "text"
  /// `report.txt`.
  public let fileName = "report.txt"

  /// The format has no settings.
  public init() {}

  /// The summary as UTF-8, in the language of `context`.
  public func render(_ result: AnalysisResult, _ context: ReportContext) -> [UInt8] {
    var summary = Summary(result, context)
    summary.headline()
    summary.incidents()
    summary.clauseTable()
    summary.runs()
    summary.limits()
    summary.data()
    summary.outputs()
    return TextLayout.bytes(summary.lines)
  }
}
