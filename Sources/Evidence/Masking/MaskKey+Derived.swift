internal import Digest

extension MaskKey {
  /// A key of its own for one package, from a key that several share: HMAC-SHA-256(key,
  /// `estreat.package-key/1` ‖ 0x00 ‖ SHA-256 of the parts of `label`, each with its length in 8
  /// bytes, big-endian, before it).
  ///
  /// Two packages must not share a K: where one shows a segment, and with it the salt, the other
  /// may mask one at the same place, and whoever has the salt can search the value.
  public func derived(for label: [String]) -> MaskKey {
    var text: [UInt8] = []
    for part in label {
      text.append(bigEndian: UInt64(part.utf8.count))
      text += part.utf8
    }
    let tag = Array("estreat.package-key/1\0".utf8)
    guard let key = MaskKey(bytes: HMACSHA256(key: bytes).code(tag + SHA256.digest(text))) else {
      preconditionFailure("a code has as many bytes as a key")
    }
    return key
  }
}
