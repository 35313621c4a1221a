internal import COpenSSL

/// A streaming SM3 (GB/T 32905-2016) over libcrypto. One instance hashes one message.
///
/// A class for the reason that `SHA256` is one: the libcrypto context must be freed exactly once.
public final class SM3 {
  private let context: OpaquePointer

  /// Starts an empty message.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sm3(), nil) == 1 else {
      preconditionFailure("libcrypto offers no SM3")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes to the message.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    precondition(EVP_DigestUpdate(context, base, bytes.count) == 1, "SM3 update failed")
  }

  /// Ends the message; the instance must not be used afterwards.
  /// - Returns: 32 bytes.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    precondition(EVP_DigestFinal_ex(context, &digest, &length) == 1 && length == 32)
    return digest
  }

  /// The digest of one message held in memory, as 64 lowercase hex digits.
  public static func hexDigest(_ bytes: [UInt8]) -> String {
    let hasher = SM3()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hexString(hasher.finish())
  }
}
