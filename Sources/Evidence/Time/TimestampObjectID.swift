/// Object identifiers of time-stamps, with tag and length.
enum TimestampObjectID {
  /// id-ct-TSTInfo (RFC 3161).
  static let info = identifier(1, 2, 840, 113_549, 1, 9, 16, 1, 4)
  /// id-aa-signingCertificate (RFC 2634): names the certificate by its SHA-1.
  static let signingCertificate = identifier(1, 2, 840, 113_549, 1, 9, 16, 2, 12)

  /// An OBJECT IDENTIFIER from its arcs (X.690, 8.19): the first two in one byte, then each in
  /// digits of base 128.
  static func identifier(_ arcs: Int...) -> [UInt8] {
    var content = [UInt8(arcs[0] * 40 + arcs[1])]
    for arc in arcs.dropFirst(2) {
      var digits = [UInt8(arc & 0x7F)]
      var rest = arc >> 7
      while rest > 0 {
        digits.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
        rest >>= 7
      }
      content += digits
    }
    return DER.element(DER.objectIdentifier, content)
  }
}
