internal import Digest

/// What an authority is asked to stamp: an RFC 3161 TimeStampReq over the list of signatures.
///
/// The nonce comes from the list itself: no clock and no further random number is needed, the
/// list holds signatures that nobody can foresee but their maker, and a verifier knows the one
/// right request byte for byte.
enum TimestampRequest {
  private static let nonceLabel = "estreat timestamp nonce\n"

  /// DER of the request for the content of `seal/signatures.sha256`.
  static func der(over list: [UInt8]) -> [UInt8] {
    DER.element(
      DER.sequence, DER.element(DER.integer, [1]), imprint(of: list),
      DER.element(DER.integer, nonce(of: list)),
      // certReq TRUE: an answer without its certificate cannot be checked by anybody else.
      DER.element(DER.boolean, [0xFF]))
  }

  /// MessageImprint: SHA-256 and the digest.
  static func imprint(of list: [UInt8]) -> [UInt8] {
    DER.element(
      DER.sequence, DER.element(DER.sequence, ObjectID.sha256, [0x05, 0x00]),
      DER.element(DER.octetString, SHA256.digest(list)))
  }

  /// Eight bytes of a positive INTEGER in its shortest form: the first two bits are 01.
  static func nonce(of list: [UInt8]) -> [UInt8] {
    var nonce = Array(SHA256.digest(Array(nonceLabel.utf8) + list).prefix(8))
    nonce[0] = nonce[0] & 0x3F | 0x40
    return nonce
  }
}

extension DER {
  static let boolean: UInt8 = 0x01
  /// `[number]`, primitive: an implicit tag.
  static func primitive(_ number: UInt8) -> UInt8 { 0x80 | number }
}
