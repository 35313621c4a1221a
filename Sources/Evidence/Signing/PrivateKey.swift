internal import COpenSSL

/// A private key that may sign.
///
/// A class because libcrypto's key is counted and wiped by it; `@unchecked Sendable` because
/// libcrypto allows one key to be used by several threads, and nothing here changes it.
final class PrivateKey: @unchecked Sendable {
  let pointer: OpaquePointer
  let algorithm: SignatureAlgorithm

  /// Takes over `pointer`, whose kind must be `algorithm`.
  init(owning pointer: OpaquePointer, _ algorithm: SignatureAlgorithm) {
    self.pointer = pointer
    self.algorithm = algorithm
  }

  deinit { EVP_PKEY_free(pointer) }

  /// Signs `message`: ECDSA and SM2 give DER `SEQUENCE { r, s }`, RSA its bytes.
  func sign(_ message: [UInt8]) -> [UInt8]? {
    Signing.withContext(algorithm, pointer, EVP_DigestSignInit) { context in
      var count = 0
      guard EVP_DigestSign(context, nil, &count, message, message.count) == 1 else { return nil }
      var out = [UInt8](repeating: 0, count: count)
      guard EVP_DigestSign(context, &out, &count, message, message.count) == 1 else { return nil }
      return Array(out.prefix(count))
    }
  }

  /// PKCS #8, not encrypted.
  var pkcs8: [UInt8]? {
    guard let info = EVP_PKEY2PKCS8(pointer) else { return nil }
    defer { PKCS8_PRIV_KEY_INFO_free(info) }
    return Libcrypto.encoded { i2d_PKCS8_PRIV_KEY_INFO(info, $0) }
  }
}

/// One signature operation, with the SM2 id set where there is one.
enum Signing {
  typealias Start = (
    OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>?, OpaquePointer?, OpaquePointer?,
    OpaquePointer?
  ) -> Int32

  static func withContext<Value>(
    _ algorithm: SignatureAlgorithm, _ key: OpaquePointer, _ start: Start,
    _ body: (OpaquePointer) -> Value?
  ) -> Value? {
    defer { ERR_clear_error() }
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var keyContext: OpaquePointer?
    let digest = algorithm == .sm2 ? EVP_sm3() : EVP_sha256()
    guard start(context, &keyContext, digest, nil, key) == 1 else { return nil }
    if algorithm == .sm2 {
      let id = SignatureAlgorithm.distinguishingID
      guard EVP_PKEY_CTX_set1_id(keyContext, id, Int32(id.utf8.count)) == 1 else { return nil }
    }
    return body(context)
  }

  /// Whether `signature` over `message` was made with the private half of `publicKey`.
  static func verify(
    _ signature: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm,
    publicKey: OpaquePointer
  ) -> Bool {
    withContext(algorithm, publicKey, EVP_DigestVerifyInit) { context in
      EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    } ?? false
  }
}
