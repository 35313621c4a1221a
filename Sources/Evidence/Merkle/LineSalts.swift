internal import Digest

/// The salts of all lines of a package, from one secret key K of 32 bytes.
///
/// Salt of a segment = the first 16 bytes of HMAC-SHA-256(K, `estreat.salt/1` ‖ 0x00 ‖ line as 8
/// bytes ‖ segment as 4 bytes ‖ member name), numbers big-endian, lines from 1, segments from 0
/// (`Merkle.docc/Format.md`). Only the last field has no fixed width, so that no two places have
/// one message.
public struct LineSalts: Sendable {
  /// Bytes of a salt.
  public static let saltBytes = 16
  /// Bytes of K.
  public static let keyBytes = 32
  static let tag = Array("estreat.salt/1\0".utf8)

  private let hmac: HMACSHA256
  /// The block of the key under ipad and opad (RFC 2104).
  let pads: (inner: [UInt8], outer: [UInt8])

  /// The salts under `key`, 32 secret bytes.
  public init(key: [UInt8]) {
    precondition(key.count == Self.keyBytes, "K has 32 bytes")
    hmac = HMACSHA256(key: key)
    let block = key + [UInt8](repeating: 0, count: 64 - key.count)
    pads = (block.map { $0 ^ 0x36 }, block.map { $0 ^ 0x5C })
  }

  /// Salt of segment `segment` (from 0) of line `line` (from 1) of `member` (`data/logs/…`).
  public func salt(member: String, line: UInt64, segment: UInt32) -> [UInt8] {
    let message = Self.message(member: member, line: line, segment: segment)
    return Array(hmac.code(message).prefix(Self.saltBytes))
  }

  static func message(member: String, line: UInt64, segment: UInt32) -> [UInt8] {
    var message = tag
    message.append(bigEndian: line)
    message.append(bigEndian: segment)
    return message + Array(member.utf8)
  }

  /// Writes the code of a whole message to 32 bytes; its first 16 are the salt.
  func code(_ message: UnsafeRawBufferPointer, into code: UnsafeMutableRawPointer) {
    hmac.code(message, into: code)
  }
}

extension [UInt8] {
  /// Appends an integer of fixed width, most significant byte first.
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
