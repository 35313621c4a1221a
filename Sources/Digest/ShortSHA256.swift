internal import COpenSSL

/// SHA-256 of short messages by the million: the same digests as `SHA256`, without an object or
/// an array a message.
public enum ShortSHA256 {
  /// Writes the digest of `head` followed by `body` to the 32 bytes at `digest`, which may lie in
  /// either.
  public static func digest(
    _ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer = .init(start: nil, count: 0),
    into digest: UnsafeMutableRawPointer
  ) {
    estreat_sha256(
      head.baseAddress, head.count, body.baseAddress, body.count,
      digest.assumingMemoryBound(to: UInt8.self))
  }
}

/// HMAC-SHA-256 (RFC 2104) under one key, whose two blocks are hashed once.
public struct HMACSHA256: Sendable {
  private var state = estreat_hmac_state()

  /// Codes under `key`, of any length.
  public init(key: [UInt8]) {
    var block = key.count > 64 ? SHA256.digest(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    estreat_hmac_start(&state, block.map { $0 ^ 0x36 }, block.map { $0 ^ 0x5C })
  }

  /// Writes the code of `message` to the 32 bytes at `code`.
  public func code(_ message: UnsafeRawBufferPointer, into code: UnsafeMutableRawPointer) {
    withUnsafePointer(to: state) {
      estreat_hmac_code(
        $0, message.baseAddress, message.count, code.assumingMemoryBound(to: UInt8.self))
    }
  }

  /// The code of `message`, 32 bytes.
  public func code(_ message: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    out.withUnsafeMutableBytes { out in
      guard let base = out.baseAddress else { return }
      message.withUnsafeBytes { code($0, into: base) }
    }
    return out
  }
}
