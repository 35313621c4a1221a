internal import COpenSSL

/// Makes keys and certificates for tests. It issues nothing that anybody should trust: each name
/// holds the word TEST.
struct CertificateIssuer {
  let key: PrivateKey
  let certificate: Certificate

  /// What one certificate says.
  struct Request {
    var commonName: String
    /// Seconds since 1970-01-01T00:00:00Z.
    var notBefore: Int64
    /// Seconds since 1970-01-01T00:00:00Z.
    var notAfter: Int64
    var isAuthority = false
    var keyUsage = "critical,digitalSignature,nonRepudiation"
  }

  /// A root that certifies itself.
  static func root(_ algorithm: SignatureAlgorithm, _ request: Request) -> CertificateIssuer? {
    guard let key = newKey(algorithm) else { return nil }
    return certify(key, request, issuer: nil)
  }

  /// A key of its own with a certificate of this issuer.
  func issue(_ algorithm: SignatureAlgorithm, _ request: Request) -> CertificateIssuer? {
    guard let key = Self.newKey(algorithm) else { return nil }
    return Self.certify(key, request, issuer: self)
  }

  static func newKey(_ algorithm: SignatureAlgorithm) -> PrivateKey? {
    defer { ERR_clear_error() }
    let name = algorithm == .p256 ? "EC" : algorithm == .rsa ? "RSA" : "SM2"
    guard let context = EVP_PKEY_CTX_new_from_name(nil, name, nil) else { return nil }
    defer { EVP_PKEY_CTX_free(context) }
    guard EVP_PKEY_keygen_init(context) == 1 else { return nil }
    switch algorithm {
    case .p256: guard EVP_PKEY_CTX_set_group_name(context, "prime256v1") == 1 else { return nil }
    case .rsa: guard EVP_PKEY_CTX_set_rsa_keygen_bits(context, 3072) == 1 else { return nil }
    case .sm2: break
    }
    var key: OpaquePointer?
    guard EVP_PKEY_generate(context, &key) == 1, let key else { return nil }
    return PrivateKey(owning: key, algorithm)
  }

  private static func certify(
    _ key: PrivateKey, _ request: Request, issuer: CertificateIssuer?
  ) -> CertificateIssuer? {
    defer { ERR_clear_error() }
    guard let made = X509_new() else { return nil }
    defer { X509_free(made) }
    let issuerPointer = issuer?.certificate.pointer ?? made
    let usage = request.isAuthority ? "critical,keyCertSign,cRLSign" : request.keyUsage
    guard X509_set_version(made, 2) == 1, setSerial(made), setName(made, request),
      X509_set_issuer_name(made, X509_get_subject_name(issuerPointer)) == 1,
      setTime(X509_getm_notBefore(made), request.notBefore),
      setTime(X509_getm_notAfter(made), request.notAfter),
      X509_set_pubkey(made, key.pointer) == 1,
      estreat_add_extension(
        made, issuerPointer, NID_basic_constraints,
        request.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE") == 1,
      estreat_add_extension(made, issuerPointer, NID_key_usage, usage) == 1,
      estreat_add_extension(made, issuerPointer, NID_subject_key_identifier, "hash") == 1,
      estreat_add_extension(made, issuerPointer, NID_authority_key_identifier, "keyid") == 1,
      sign(made, with: issuer?.key ?? key),
      let der = Libcrypto.encoded({ i2d_X509(made, $0) }), let certificate = Certificate(der: der)
    else { return nil }
    return CertificateIssuer(key: key, certificate: certificate)
  }

  private static func sign(_ certificate: OpaquePointer, with key: PrivateKey) -> Bool {
    Signing.withContext(key.algorithm, key.pointer, EVP_DigestSignInit) { context in
      X509_sign_ctx(certificate, context) > 0 ? true : nil
    } ?? false
  }

  private static func setTime(_ time: UnsafeMutablePointer<ASN1_TIME>?, _ seconds: Int64) -> Bool {
    ASN1_TIME_set(time, time_t(seconds)) != nil
  }

  private static func setSerial(_ certificate: OpaquePointer) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 8)
    guard RAND_bytes(&bytes, 8) == 1 else { return false }
    // Positive, and never with a leading zero byte to leave out.
    bytes[0] = bytes[0] & 0x7F | 0x40
    let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), value) == 1
  }

  private static func setName(_ certificate: OpaquePointer, _ request: Request) -> Bool {
    let name = X509_get_subject_name(certificate)
    let parts = [
      ("C", "CN"), ("O", "estreat TEST do not trust"), ("CN", request.commonName),
    ]
    return parts.allSatisfy { part in
      let value = Array(part.1.utf8)
      return X509_NAME_add_entry_by_txt(
        name, part.0, estreat_utf8_text(), value, Int32(value.count), -1, 0) == 1
    }
  }
}
