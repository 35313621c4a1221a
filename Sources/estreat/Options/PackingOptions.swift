internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Sensitive

/// How packages are written.
struct PackingOptions: ParsableArguments {
  @Flag(
    help: """
      Keep the members of packages uncompressed: larger, but the same bytes with every zlib. The \
      package id is the same either way.
      """)
  var store = false

  @Option(
    help: ArgumentHelp(
      """
      File with the secret of the line salts, 64 hex digits (openssl rand -hex 32). Without it the \
      secret is drawn anew, and no two packages are the same. Full packages hold it.
      """, valueName: "file"),
    completion: .file())
  var maskKey: String?

  /// The key that was named, read early: a mistake should not show at the end of the work.
  func key() throws -> MaskKey? {
    do {
      return try maskKey.map { try MaskKey(file: $0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  /// Applies the options.
  /// - Parameters:
  ///   - jobs: threads that hash and deflate.
  ///   - key: from ``key()``.
  ///   - patterns: sensitive values of the appendix' own, beside all built-in detectors.
  func apply(
    to builder: inout PackageBuilder, jobs: Int, key: MaskKey?,
    patterns: [SensitiveScanner.Pattern] = []
  ) throws {
    builder.store = store
    builder.jobs = jobs
    builder.merkle = .lines(key: key, splitter: try MaskingRules(patterns: patterns).spans)
  }
}

extension MaskingRules {
  /// All built-in detectors, and the own patterns of an appendix.
  init(patterns: [SensitiveScanner.Pattern]) throws {
    let builtIn = Detectors.all.map { SensitiveScanner.Pattern(name: $0.name, expression: nil) }
    let own = patterns.filter { $0.expression != nil }
    let sweep = try SensitiveSweep(patterns: builtIn + own)
    self.init { block in
      sweep.hits(in: block).map { SensitiveSpan(range: $0.range, rule: $0.pattern) }
    }
  }
}
