internal import COpenSSL

/// A streaming SHA-256 over libcrypto. One instance hashes one message.
///
/// A class because the libcrypto context is a unique resource that must be freed exactly once
/// and hashers are kept inside longer-lived readers.
public final class SHA256 {
  private let context: OpaquePointer

  /// Starts an empty message.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("libcrypto offers no SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Appends bytes to the message.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    precondition(EVP_DigestUpdate(context, base, bytes.count) == 1, "SHA-256 update failed")
  }

  /// Ends the message; the instance must not be used afterwards.
  /// - Returns: 32 bytes.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    precondition(EVP_DigestFinal_ex(context, &digest, &length) == 1 && length == 32)
    return digest
  }

  /// Ends the message and writes its 32 bytes; only `restart` may follow. Without an array, for
  /// callers with a million small messages.
  public func finish(into digest: UnsafeMutableRawBufferPointer) {
    precondition(digest.count == 32, "a SHA-256 has 32 bytes")
    var length: UInt32 = 0
    let base = digest.bindMemory(to: UInt8.self).baseAddress
    precondition(EVP_DigestFinal_ex(context, base, &length) == 1 && length == 32)
  }

  /// Starts an empty message after one that was ended, in less time than a new instance takes.
  public func restart() {
    precondition(EVP_DigestInit_ex(context, nil, nil) == 1, "SHA-256 does not start again")
  }

  /// The digest of one message held in memory, as 32 bytes.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    let hasher = SHA256()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }

  /// The digest of one message held in memory, as 64 lowercase hex digits.
  public static func hexDigest(_ bytes: [UInt8]) -> String { hexString(digest(bytes)) }
}

/// Lowercase hex of `bytes`, two digits a byte.
public func hexString(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var out: [UInt8] = []
  for byte in bytes {
    out.append(digits[Int(byte >> 4)])
    out.append(digits[Int(byte & 15)])
  }
  return String(decoding: out, as: UTF8.self)
}
