internal import COpenSSL
internal import Diagnostics

/// What a key file held: PKCS #8 (PEM or DER, encrypted or not) holds a key, PKCS #12 also
/// certificates.
struct KeyFile {
  var key: PrivateKey
  /// Of PKCS #12, the signer's first.
  var certificates: [Certificate]

  /// Reads a key.
  /// - Throws: `file-unreadable`, `key-unreadable`, `key-pass-phrase`, `key-algorithm`.
  static func read(
    _ path: String, passPhrase: PassPhrase?
  ) throws(DiagnosticError) -> KeyFile {
    let bytes = try CredentialFile.read(path, tooLarge: "key-unreadable")
    defer { ERR_clear_error() }
    switch parse(bytes, passPhrase) {
    case .success(let file): return file
    case .failure(let problem):
      throw DiagnosticError(problem.value.diagnostic(at: path))
    }
  }

  /// `Result` wants an `Error`.
  private struct Failure: Error {
    var value: SignatureProblem
    init(_ code: String, _ message: String, fix: String) {
      value = SignatureProblem(code, message, fix: fix)
    }
    static let unreadable = Failure(
      "key-unreadable", "it holds no readable private key",
      fix: "name a key in PKCS #8 (PEM or DER) or PKCS #12; `openssl pkcs8 -topk8` converts")
    static let noPassPhrase = Failure(
      "key-pass-phrase", "the key is encrypted and no pass phrase was given",
      fix: "name a file or a file descriptor that holds the pass phrase")
    static let wrongPassPhrase = Failure(
      "key-pass-phrase", "the pass phrase does not open the key, or the file is damaged",
      fix: "check the pass phrase")
  }

  private static func parse(
    _ bytes: [UInt8], _ passPhrase: PassPhrase?
  ) -> Result<KeyFile, Failure> {
    var der = bytes
    if PEMBlock.isPEM(bytes) {
      let blocks = PEMBlock.all(in: bytes).filter { $0.label.hasSuffix("PRIVATE KEY") }
      guard let block = blocks.first, blocks.count == 1, block.headers.isEmpty,
        block.label == "PRIVATE KEY" || block.label == "ENCRYPTED PRIVATE KEY"
      else { return .failure(.unreadable) }
      der = block.der
    }
    defer { der.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
    let plain = Libcrypto.decoded(der, free: PKCS8_PRIV_KEY_INFO_free) {
      d2i_PKCS8_PRIV_KEY_INFO(nil, $0, $1)
    }
    if let plain { return key(owning: plain) }
    let sealed = Libcrypto.decoded(der, free: X509_SIG_free) { d2i_X509_SIG(nil, $0, $1) }
    if let sealed {
      defer { X509_SIG_free(sealed) }
      guard let passPhrase else { return .failure(.noPassPhrase) }
      let opened = passPhrase.withCString { PKCS8_decrypt(sealed, $0, $1) }
      return opened.map { key(owning: $0) } ?? .failure(.wrongPassPhrase)
    }
    let bundle = Libcrypto.decoded(der, free: PKCS12_free) { d2i_PKCS12(nil, $0, $1) }
    guard let bundle else { return .failure(.unreadable) }
    defer { PKCS12_free(bundle) }
    return parse(bundle: bundle, passPhrase)
  }

  private static func key(owning info: OpaquePointer) -> Result<KeyFile, Failure> {
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    guard let key = EVP_PKCS82PKEY(info) else { return .failure(.unreadable) }
    return allowed(owning: key).map { KeyFile(key: $0, certificates: []) }
  }

  private static func allowed(owning key: OpaquePointer) -> Result<PrivateKey, Failure> {
    guard let algorithm = SignatureAlgorithm(key: key) else {
      let kind = SignatureAlgorithm.describe(key)
      EVP_PKEY_free(key)
      return .failure(
        Failure(
          "key-algorithm", "a key of this kind may not sign: \(kind)",
          fix: "use EC P-256, RSA of 3072 to 8192 bits, or SM2"))
    }
    return .success(PrivateKey(owning: key, algorithm))
  }

  private static func parse(
    bundle: OpaquePointer, _ passPhrase: PassPhrase?
  ) -> Result<KeyFile, Failure> {
    var key: OpaquePointer?
    var certificate: OpaquePointer?
    var others: OpaquePointer?
    let text = passPhrase ?? PassPhrase([])
    let status = text.withCString { phrase, count in
      guard PKCS12_verify_mac(bundle, phrase, count) == 1 else { return Int32(-1) }
      return PKCS12_parse(bundle, phrase, &key, &certificate, &others)
    }
    defer {
      X509_free(certificate)
      estreat_certificates_free_all(others)
    }
    guard status != -1 else {
      return .failure(passPhrase == nil ? .noPassPhrase : .wrongPassPhrase)
    }
    guard status == 1, let key else {
      EVP_PKEY_free(key)
      return .failure(.unreadable)
    }
    return allowed(owning: key).map { key in
      let rest = (0..<estreat_certificates_count(others)).map {
        estreat_certificates_at(others, $0)
      }
      let all = [certificate] + rest
      return KeyFile(
        key: key,
        certificates: all.compactMap { $0 }.compactMap { pointer in
          Libcrypto.encoded { i2d_X509(pointer, $0) }.flatMap(Certificate.init(der:))
        })
    }
  }
}

extension PassPhrase {
  /// The bytes with a NUL behind them, and their count without it; wiped afterwards.
  fileprivate func withCString<Value>(
    _ body: (UnsafePointer<CChar>, Int32) -> Value
  ) -> Value {
    withBytes { bytes in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
        for index in bytes.indices { buffer[index] = CChar(bitPattern: bytes[index]) }
        buffer[bytes.count] = 0
        defer { OPENSSL_cleanse(buffer.baseAddress, bytes.count) }
        guard let base = buffer.baseAddress else {
          preconditionFailure("an allocation of at least one byte has an address")
        }
        return body(base, Int32(bytes.count))
      }
    }
  }
}
