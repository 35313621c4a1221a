internal import Analysis
internal import ArgumentParser
internal import Diagnostics
internal import Evidence

/// By what signatures of packages are judged.
struct TrustOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Root certificates (PEM) that you trust and did not get with the package; may be repeated.",
      valueName: "file"),
    completion: .file())
  var trust: [String] = []

  @Option(
    help: ArgumentHelp(
      "When the certificates are to be valid (RFC 3339); else SOURCE_DATE_EPOCH, else the clock.",
      valueName: "time"))
  var at: InstantOption?

  /// A verifier that trusts what was named.
  func verifier() throws -> PackageVerifier {
    PackageVerifier(
      trust: SignatureTrust(
        roots: try roots(), time: try RunClock.now(at?.instant).secondsFloor))
  }

  /// What the reader trusts; nil if nothing was named.
  private func roots() throws -> [Certificate]? {
    guard !trust.isEmpty else { return nil }
    do {
      return try trust.flatMap { try CertificateFile.read($0) }
    } catch let error as DiagnosticError {
      throw CommandFailure(.usage, error.diagnostics)
    }
  }
}
