internal import ArgumentParser
internal import Diagnostics
internal import Evidence
internal import Reports

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

  /// The font of certificates; nil when there are to be none.
  func font() throws -> CertificateFont? {
    if noCertificate { return nil }
    do {
      return try CertificateFont(path: certificateFont ?? CertificateFont.standardPath)
    } catch {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }

  /// Applies the options; `jobs` are the threads that hash and deflate.
  func apply(to builder: inout PackageBuilder, jobs: Int) {
    builder.store = store
    builder.jobs = jobs
  }
}
