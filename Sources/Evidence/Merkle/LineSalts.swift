internal import Digest

/// The salts of all lines of a package, from one secret key K of 32 bytes.
///
/// Salt of a segment = the first 16 bytes of HMAC-SHA-256(K, `estreat.salt/1` ‖ 0x00 ‖ line as 8
/// bytes ‖ segment as 4 bytes ‖ member name), numbers big-endian, lines from 1, segments from 0
/// (`Merkle.docc/Format.md`).
public struct LineSalts: Sendable {
  /// Bytes of a salt.
  public static let saltBytes = 16
  /// Bytes of K.
  public static let keyBytes = 32
  static let tag = Array("estreat.salt/1\0".utf8)

  private let key: [UInt8]

  /// The salts under `key`, 32 secret bytes.
  public init(key: [UInt8]) {
    precondition(key.count == Self.keyBytes, "K has 32 bytes")
    self.key = key
  }

  /// Salt of segment `segment` (from 0) of line `line` (from 1) of `member` (`data/logs/…`).
  public func salt(member: String, line: UInt64, segment: UInt32) -> [UInt8] {
    var message = Self.tag
    message.append(bigEndian: line)
    message.append(bigEndian: segment)
    message += Array(member.utf8)
    return Array(HMAC.sha256(key: key, message).prefix(Self.saltBytes))
  }
}

extension [UInt8] {
  /// Appends an integer of fixed width, most significant byte first.
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}

/// HMAC of RFC 2104 over SHA-256.
enum HMAC {
  static func sha256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var block = key.count > 64 ? SHA256.digest(key) : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = SHA256.digest(block.map { $0 ^ 0x36 } + message)
    return SHA256.digest(block.map { $0 ^ 0x5C } + inner)
  }
}
