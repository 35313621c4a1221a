public import Diagnostics

/// Who signs: a private key with its certificate and the issuers up to a root.
public struct SigningIdentity: Sendable {
  let key: PrivateKey
  /// The signer's certificate.
  public let certificate: Certificate
  /// Issuers of the certificate, the nearest first, the root last.
  public let issuers: [Certificate]

  /// What kind of signature it makes.
  public var algorithm: SignatureAlgorithm { key.algorithm }

  /// Whether anything in the chain is a test certificate.
  public var isTest: Bool { ([certificate] + issuers).contains(where: \.isTest) }

  /// Signer first, root last.
  var chain: [Certificate] { [certificate] + issuers }

  /// Reads a key and its certificates, and checks that they belong together, are allowed and are
  /// valid.
  /// - Parameters:
  ///   - key: PKCS #8 in PEM or DER, or PKCS #12.
  ///   - certificates: the signer's and its issuers', one file or several; none if PKCS #12
  ///     holds them all.
  ///   - passPhrase: opens an encrypted key.
  ///   - time: when it is to sign, in seconds since 1970-01-01T00:00:00Z.
  /// - Throws: one of `file-unreadable`, `key-unreadable`, `key-pass-phrase`,
  ///   `certificate-unreadable`; or all of `key-algorithm`, `key-certificate-mismatch`,
  ///   `certificate-expired`, `certificate-not-yet-valid`, `certificate-usage`,
  ///   `certificate-signature`, `certificate-untrusted`, `certificate-chain` together.
  public init(
    key keyPath: String, certificates certificatePaths: [String] = [],
    passPhrase: PassPhrase? = nil, at time: Int64
  ) throws(DiagnosticError) {
    let file = try KeyFile.read(keyPath, passPhrase: passPhrase)
    var certificates = file.certificates
    for path in certificatePaths {
      for certificate in try CertificateFile.read(path)
      where !certificates.contains(where: { $0.der == certificate.der }) {
        certificates.append(certificate)
      }
    }
    guard !certificates.isEmpty else {
      throw DiagnosticError(
        SignatureProblem(
          "certificate-missing", "there is no certificate for the key",
          fix: "name the file of the signer's certificate and its issuers"
        ).diagnostic(at: keyPath))
    }
    try self.init(
      key: file.key, certificates: certificates, at: time,
      place: certificatePaths.first ?? keyPath)
  }

  /// - Parameter place: which file a problem is said to be in.
  init(
    key: PrivateKey, certificates: [Certificate], at time: Int64, place: String
  ) throws(DiagnosticError) {
    guard let own = certificates.first(where: { $0.belongs(to: key) }) else {
      throw DiagnosticError(
        SignatureProblem(
          "key-certificate-mismatch",
          "none of the certificates belongs to the key; the first is of "
            + (certificates.first?.subject ?? "nobody"),
          fix: "name the certificate that was issued for this key"
        ).diagnostic(at: place))
    }
    let path = CertificatePath(
      signer: own, others: certificates.filter { $0.der != own.der })
    let problems = path.problems(roots: nil, at: time)
    guard problems.isEmpty else {
      throw DiagnosticError(problems.map { $0.diagnostic(at: place) })
    }
    self.key = key
    self.certificate = own
    self.issuers = Array(path.ordered().dropFirst())
  }
}
