internal import CGcrypt

/// A streaming SM3 (GB/T 32905-2016) over libgcrypt, which takes half the time of libcrypto.
/// One instance hashes one message.
///
/// A class for the reason that `SHA256` is one: the library's handle must be freed exactly once.
public final class SM3 {
  private static let isReady = estreat_gcrypt_start() == 1
  private static let algorithm = Int32(GCRY_MD_SM3.rawValue)

  private let handle: gcry_md_hd_t

  /// Starts an empty message.
  public init() {
    var handle: gcry_md_hd_t?
    guard Self.isReady, gcry_md_open(&handle, Self.algorithm, 0) == 0, let handle else {
      preconditionFailure("libgcrypt offers no SM3")
    }
    self.handle = handle
  }

  deinit { gcry_md_close(handle) }

  /// Appends bytes to the message.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    gcry_md_write(handle, base, bytes.count)
  }

  /// Ends the message; the instance must not be used afterwards.
  /// - Returns: 32 bytes.
  public func finish() -> [UInt8] {
    guard let digest = gcry_md_read(handle, Self.algorithm) else {
      preconditionFailure("SM3 did not end")
    }
    return Array(UnsafeBufferPointer(start: digest, count: 32))
  }

  /// The digest of one message held in memory, as 64 lowercase hex digits.
  public static func hexDigest(_ bytes: [UInt8]) -> String {
    let hasher = SM3()
    bytes.withUnsafeBytes { hasher.update($0) }
    return hexString(hasher.finish())
  }
}
