public import Diagnostics

/// Keys and certificates to try signing with: a root and a signer on P-256, a signer on RSA-3072
/// under the same root, and a root and a signer on SM2. Every name holds the word TEST, and so
/// does every package that is signed with them.
public struct TestKeys: Sendable {
  /// One file to write.
  public struct File: Sendable {
    /// `test-p256.key`, …
    public var name: String
    /// PEM.
    public var bytes: [UInt8]
    /// Whether it holds a private key.
    public var isSecret: Bool
  }

  /// The files: per signer a key (`.key`) and a chain (`.pem`, signer first, root last); the
  /// roots alone as `test-root.pem` and `test-sm2-root.pem`.
  public let files: [File]

  /// Makes new keys; each call makes others.
  /// - Parameters:
  ///   - notBefore: start of validity, in seconds since 1970-01-01T00:00:00Z.
  ///   - days: length of validity.
  /// - Throws: `key-generation`.
  public init(notBefore: Int64, days: Int) throws(DiagnosticError) {
    let notAfter = notBefore + Int64(days) * 86_400 - 1
    func request(_ name: String, isAuthority: Bool = false) -> CertificateIssuer.Request {
      CertificateIssuer.Request(
        commonName: "TEST " + name, notBefore: notBefore, notAfter: notAfter,
        isAuthority: isAuthority)
    }
    guard let root = CertificateIssuer.root(.p256, request("root", isAuthority: true)),
      let p256 = root.issue(.p256, request("signer P-256")),
      let rsa = root.issue(.rsa, request("signer RSA-3072")),
      let sm2Root = CertificateIssuer.root(.sm2, request("root SM2", isAuthority: true)),
      let sm2 = sm2Root.issue(.sm2, request("signer SM2"))
    else {
      throw DiagnosticError(
        Diagnostic(
          .error, "key-generation", "libcrypto made no test keys",
          fix: "check that OpenSSL 3.0 is installed and its default provider is loaded"))
    }
    var files: [File] = []
    func keep(_ name: String, _ signer: CertificateIssuer, _ root: CertificateIssuer) {
      let key = PEMBlock.text("PRIVATE KEY", signer.key.pkcs8 ?? [])
      let chain = signer.certificate.pem + root.certificate.pem
      files.append(File(name: name + ".key", bytes: Array(key.utf8), isSecret: true))
      files.append(File(name: name + ".pem", bytes: Array(chain.utf8), isSecret: false))
    }
    keep("test-p256", p256, root)
    keep("test-rsa", rsa, root)
    keep("test-sm2", sm2, sm2Root)
    for (name, authority) in [("test-root.pem", root), ("test-sm2-root.pem", sm2Root)] {
      files.append(
        File(name: name, bytes: Array(authority.certificate.pem.utf8), isSecret: false))
    }
    self.files = files
  }
}
