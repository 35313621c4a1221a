public import Analysis

/// One way to write a finished analysis down.
public protocol ReportFormat: Sendable {
  /// What `--format` calls it.
  var name: String { get }
  /// File below the output folder.
  var fileName: String { get }
  /// The whole report. Equal results and contexts give equal bytes.
  func render(_ result: AnalysisResult, _ context: ReportContext) -> [UInt8]
}

/// The registry of report formats.
public enum Reports {
  /// Every format, the default first.
  public static let all: [any ReportFormat] = [
    TextReport(),
    JSONReport(),
  ]

  /// The format called `name`.
  public static func named(_ name: String) -> (any ReportFormat)? { all.first { $0.name == name } }
}

/// The program that made a report.
public struct ReportTool: Sendable, Hashable {
  /// `estreat`.
  public var name: String
  /// `0.1.0`.
  public var version: String
  /// SHA-256 of the program's file, 64 hex digits; nil where it cannot be read.
  public var sha256: String?

  /// A program.
  public init(name: String, version: String, sha256: String?) {
    self.name = name
    self.version = version
    self.sha256 = sha256
  }
}

/// Languages of human-readable reports; machine output is always English.
public enum ReportLanguage: String, Sendable, CaseIterable {
  /// English.
  case english = "en"
  /// Simplified Chinese.
  case chinese = "zh-CN"
}

/// What a report needs to know beside the result.
public struct ReportContext: Sendable {
  /// An evidence package that was written.
  public struct Package: Sendable, Hashable {
    /// Where it lies, as the reader should be told.
    public var path: String
    /// Whether sensitive values are readable in it.
    public var isUnmasked: Bool
    /// A package.
    public init(path: String, isUnmasked: Bool = true) {
      self.path = path
      self.isUnmasked = isUnmasked
    }
  }

  /// The program.
  public var tool: ReportTool
  /// Language of human-readable text.
  public var language: ReportLanguage
  /// Whether escape sequences for colour may be used.
  public var usesColour: Bool
  /// Packages, in incident order.
  public var packages: [Package]
  /// Report files as the reader should be told; empty when nothing was written.
  public var files: [String]

  /// A context.
  public init(
    tool: ReportTool, language: ReportLanguage = .english, usesColour: Bool = false,
    packages: [Package] = [], files: [String] = []
  ) {
    self.tool = tool
    self.language = language
    self.usesColour = usesColour
    self.packages = packages
    self.files = files
  }
}
