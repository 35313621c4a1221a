internal import COpenSSL

/// What several uses of libcrypto share.
enum Libcrypto {
  /// The bytes of an `i2d_…` function; nil where it fails.
  static func encoded(
    _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
  ) -> [UInt8]? {
    let count = encode(nil)
    guard count > 0 else { return nil }
    var out = [UInt8](repeating: 0, count: Int(count))
    let written = out.withUnsafeMutableBufferPointer { buffer in
      var cursor = buffer.baseAddress
      return encode(&cursor)
    }
    return written == count ? out : nil
  }

  /// What a `d2i_…` function makes of all of `bytes`; nil, and freed, where some are left over.
  static func decoded(
    _ bytes: [UInt8], free: (OpaquePointer) -> Void,
    _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
  ) -> OpaquePointer? {
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return nil }
      var cursor: UnsafePointer<UInt8>? = start
      guard let object = decode(&cursor, buffer.count) else {
        ERR_clear_error()
        return nil
      }
      guard cursor == start + buffer.count else {
        free(object)
        return nil
      }
      return object
    }
  }

  /// Runs `body` with a BIO that reads `bytes`; it does not copy them.
  static func reading<Value>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Value) -> Value? {
    guard let size = Int32(exactly: bytes.count) else { return nil }
    return bytes.withUnsafeBytes { buffer in
      guard let bio = BIO_new_mem_buf(buffer.baseAddress, size) else { return nil }
      defer { BIO_free(bio) }
      return body(bio)
    }
  }

  /// What `body` writes to a BIO.
  static func written(_ body: (OpaquePointer) -> Bool) -> [UInt8]? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    guard body(bio) else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count = estreat_bio_bytes(bio, &start)
    guard count > 0, let start else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}
