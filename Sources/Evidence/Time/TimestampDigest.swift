internal import COpenSSL

/// The digests with which an authority may sign.
enum TimestampDigest: CaseIterable {
  case sha256
  case sha384
  case sha512

  /// Its identifier, with tag and length.
  var identifier: [UInt8] { TimestampObjectID.identifier(2, 16, 840, 1, 101, 3, 4, 2, arc) }

  private var arc: Int {
    switch self {
    case .sha256: 1
    case .sha384: 2
    case .sha512: 3
    }
  }

  /// That of an AlgorithmIdentifier (a whole SEQUENCE, parameters absent or NULL); nil for others.
  init?(algorithm: [UInt8]) {
    let known = Self.allCases.first { digest in
      Self.isAlgorithm(algorithm, digest.identifier)
    }
    guard let known else { return nil }
    self = known
  }

  /// Whether an AlgorithmIdentifier of a signature means this digest, by a key of that kind.
  func isSigned(with algorithm: [UInt8], isRSA: Bool) -> Bool {
    if isRSA {
      // rsaEncryption leaves the digest to the other field (RFC 3370); PKCS #1 v1.5 either way.
      let rsa = [1, 10 + arc].map { TimestampObjectID.identifier(1, 2, 840, 113_549, 1, 1, $0) }
      return rsa.contains { Self.isAlgorithm(algorithm, $0) }
    }
    return Self.isAlgorithm(
      algorithm, TimestampObjectID.identifier(1, 2, 840, 10_045, 4, 3, 1 + arc))
  }

  private static func isAlgorithm(_ algorithm: [UInt8], _ identifier: [UInt8]) -> Bool {
    [identifier, identifier + [0x05, 0x00]].contains {
      algorithm == DER.element(DER.sequence, $0)
    }
  }

  func digest(_ bytes: [UInt8]) -> [UInt8] { Self.digest(bytes, method) }

  /// SHA-1, for the one place where an old attribute names a certificate by it.
  static func sha1(_ bytes: [UInt8]) -> [UInt8] { digest(bytes, EVP_sha1()) }

  /// Whether the key of `certificate` made `signature` over `message` with this digest.
  func verifies(_ signature: [UInt8], over message: [UInt8], by certificate: Certificate) -> Bool {
    defer { ERR_clear_error() }
    guard let key = X509_get0_pubkey(certificate.pointer), let context = EVP_MD_CTX_new() else {
      return false
    }
    defer { EVP_MD_CTX_free(context) }
    return EVP_DigestVerifyInit(context, nil, method, nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  private var method: OpaquePointer? {
    switch self {
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    }
  }

  private static func digest(_ bytes: [UInt8], _ method: OpaquePointer?) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard EVP_Digest(bytes, bytes.count, &out, &count, method, nil) == 1 else { return [] }
    return Array(out.prefix(Int(count)))
  }
}
