internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports
internal import Sensitive

/// How packages are written.
struct PackingOptions: ParsableArguments {
  @Flag(
    help: """
      Keep the members of packages uncompressed: larger, but the same bytes with every build. The \
      package id is the same either way.
      """)
  var store = false

  @Flag(help: "Leave certificate.pdf out of packages; it needs a font and Pango.")
  var noCertificate = false

  @Option(
    help: ArgumentHelp(
      "Set certificates in this font, which needs Chinese glyphs. Default: WenQuanYi Micro Hei.",
      valueName: "file"), completion: .file())
  var certificateFont: String?

  @Option(
    help: ArgumentHelp(
      """
      File with the secret of the line salts, 64 hex digits (openssl rand -hex 32). Without it the \
      secret is drawn anew, and no two packages are the same. Full packages hold it.
      """, valueName: "file"),
    completion: .file())
  var maskKey: String?

  func validate() throws {
    if noCertificate && certificateFont != nil {
      throw ValidationError("--no-certificate and --certificate-font exclude each other")
    }
  }

  /// Whether certificates could be made. Asked before the work, and even if nothing may come to be
  /// packed, so that a machine without the font says so in time and not at the first breach.
  func check() throws {
    guard try font() != nil else { return }
    do {
      try EvidenceCertificate.checkLibraries()
    } catch {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  /// The key that was named, read early: a mistake should not show at the end of the work.
  func key() throws -> MaskKey? {
    do {
      return try maskKey.map { try MaskKey(file: $0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  /// The font of certificates; nil when there are to be none.
  func font() throws -> CertificateFont? {
    if noCertificate { return nil }
    do {
      return try CertificateFont(path: certificateFont ?? CertificateFont.standardPath)
    } catch {
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
