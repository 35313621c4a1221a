public import Analysis

/// `analysis.json`: the machine output of PRODUCT, one array element a line.
public struct JSONReport: ReportFormat {
  /// `json`.
  public let name = "json"
  /// `analysis.json`.
  public let fileName = "analysis.json"

  /// The format has no settings.
  public init() {}

  /// The document as UTF-8 with a final newline; only `context.tool` has an influence.
  public func render(_ result: AnalysisResult, _ context: ReportContext) -> [UInt8] {
    JSONLayout.linewise(AnalysisJSON.document(result, tool: context.tool))
  }
}
