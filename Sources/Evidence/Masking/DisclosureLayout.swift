internal import Digest

/// What a disclosure copy holds (`Masking.docc/Format.md`).
enum DisclosureLayout {
  /// Encrypted parts, for their recipients.
  static let sealedFolder = "data/sealed/"
  static let sealedSuffix = ".cms"
  private static let textMark = ".masked"

  /// Name of the text of a member: `data/logs/a.masked.jsonl`. It is not that of the member, so that
  /// nobody, and no check, takes the one for the other.
  static func textName(_ member: String) -> String {
    let slash = member.utf8.lastIndex(of: UInt8(ascii: "/"))
    let start = slash.map { member.utf8.index(after: $0) } ?? member.startIndex
    guard let dot = member.utf8.lastIndex(of: UInt8(ascii: ".")), dot > start else {
      return member + textMark
    }
    return member[..<dot] + textMark + member[dot...]
  }

  static let bindingField = "Twin-Binding"
  static let bindingPrefix = "sha256:"

  /// Whether the digests of a member are masked with their prefix `sha256:` too: those of custody
  /// are all of bytes that are not shown.
  static func digests(_ member: String) -> MaskingRules.DigestRule {
    member.hasPrefix("data/custody/") ? .all : .bare
  }

  /// Fields of `bag-info.txt` that are taken over from the full package. What is not named here
  /// is not: it may be, or hold, a digest of bytes that are not shown.
  static let carriedFields: Set<String> = ["Appendix-Version", "Verdict-Digest"]
}

/// What binds a disclosure copy to its full package without telling anything of it: SHA-256 of a
/// secret of 32 bytes and the SHA-256 of the full package's `manifest-sha256.txt`.
enum TwinBinding {
  static let tag = Array("estreat.twin/1\0".utf8)

  /// The secret: HMAC-SHA-256(K, `estreat.twin/1` ‖ 0x00), with the K that the full package keeps.
  static func secret(_ key: MaskKey) -> [UInt8] { HMACSHA256(key: key.bytes).code(tag) }

  /// The value of the field, for a `manifest` of the full package.
  static func value(_ key: MaskKey, manifest: [UInt8]) -> String {
    let digest = SHA256.digest(secret(key) + SHA256.digest(manifest))
    return DisclosureLayout.bindingPrefix + Hex.text(digest)
  }

  static func isWellFormed(_ value: String) -> Bool {
    value.hasPrefix(DisclosureLayout.bindingPrefix)
      && Hex.bytes(String(value.dropFirst(DisclosureLayout.bindingPrefix.count)), count: 32) != nil
  }
}
