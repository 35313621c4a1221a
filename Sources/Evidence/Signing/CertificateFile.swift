public import Diagnostics

/// Certificates from a file: PEM, any number, or one in DER.
public enum CertificateFile {
  /// All certificates of a file, in its order.
  /// - Throws: `file-unreadable`, `certificate-unreadable`.
  public static func read(_ path: String) throws(DiagnosticError) -> [Certificate] {
    let bytes = try CredentialFile.read(path, tooLarge: "certificate-unreadable")
    guard let certificates = parse(bytes) else {
      throw DiagnosticError(
        Diagnostic(
          .error, "certificate-unreadable", "it holds no readable X.509 certificate",
          at: SourceLocation(file: path),
          fix: "name a file of certificates in PEM, the signer's first, or one in DER"))
    }
    return certificates
  }

  /// Nil if there is none, or one of them cannot be read.
  static func parse(_ bytes: [UInt8]) -> [Certificate]? {
    guard PEMBlock.isPEM(bytes) else { return Certificate(der: bytes).map { [$0] } }
    var out: [Certificate] = []
    for block in PEMBlock.all(in: bytes) where block.label == "CERTIFICATE" {
      guard let certificate = Certificate(der: block.der) else { return nil }
      out.append(certificate)
    }
    return out.isEmpty ? nil : out
  }
}
