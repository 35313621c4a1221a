internal import COpenSSL
public import Diagnostics

/// Somebody for whom parts of a package are encrypted: a certificate whose key can be encrypted to.
public struct Recipient: Sendable {
  /// How the content key reaches a recipient.
  enum KeyKind: Sendable {
    /// RSA of 2 048 bits or more: key transport, RSAES-OAEP with SHA-256.
    case rsa
    /// NIST P-256: key agreement, ECDH with the X9.63 KDF over SHA-256.
    case p256
  }

  /// Their certificate.
  public let certificate: Certificate
  let kind: KeyKind

  /// The recipient whose certificate is the first one of a file.
  /// - Parameters:
  ///   - path: PEM, or one certificate in DER.
  ///   - time: when it must be valid, in seconds since 1970-01-01T00:00:00Z.
  /// - Throws: `file-unreadable`, `certificate-unreadable`; `recipient-certificate` for one that
  ///   has expired, is not valid yet, or cannot be encrypted to.
  public init(file path: String, at time: Int64) throws(DiagnosticError) {
    let certificates = try CertificateFile.read(path)
    guard let certificate = certificates.first else {
      preconditionFailure("a file of certificates holds one")
    }
    do throws(Refusal) {
      self = try Recipient(certificate, at: time)
    } catch {
      throw DiagnosticError(
        Diagnostic(
          .error, "recipient-certificate", "\(certificate.subject): \(error.reason)",
          at: SourceLocation(file: path),
          fix: "ask the recipient for a valid certificate for encryption: RSA of 2048 bits or more"
            + " with keyEncipherment, or P-256 with keyAgreement"))
    }
  }

  /// Why nothing can be encrypted to a certificate.
  struct Refusal: Error {
    var reason: String
  }

  init(_ certificate: Certificate, at time: Int64) throws(Refusal) {
    guard let key = X509_get0_pubkey(certificate.pointer) else {
      throw Refusal(reason: "its key is not readable")
    }
    guard let kind = Self.kind(of: key) else {
      throw Refusal(
        reason: "nothing can be encrypted to its key (\(SignatureAlgorithm.describe(key)))")
    }
    // All bits are set where the certificate states no usage.
    let usage = X509_get_key_usage(certificate.pointer)
    let (needed, name) =
      kind == .rsa
      ? (UInt32(KU_KEY_ENCIPHERMENT), "keyEncipherment")
      : (UInt32(KU_KEY_AGREEMENT), "keyAgreement")
    guard usage & needed != 0 else {
      throw Refusal(reason: "its key usage lacks \(name)")
    }
    guard certificate.notBefore <= time else { throw Refusal(reason: "it is not valid yet") }
    guard time <= certificate.notAfter else { throw Refusal(reason: "it has expired") }
    self.certificate = certificate
    self.kind = kind
  }

  private static func kind(of key: OpaquePointer) -> KeyKind? {
    if EVP_PKEY_is_a(key, "RSA") == 1 {
      return (2048...16384).contains(EVP_PKEY_get_bits(key)) ? .rsa : nil
    }
    return SignatureAlgorithm(key: key) == .p256 ? .p256 : nil
  }
}
