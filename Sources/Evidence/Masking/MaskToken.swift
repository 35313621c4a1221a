internal import Digest
internal import Glibc

/// What stands in the text for a masked value: `[CREDIT_CARD:9-16:kdhf…]`.
///
/// Rule, class of the length (`LengthClass`), then 24 letters `a` to `p`: the first 96 bits of
/// HMAC-SHA-256(K, `estreat.token/1` ‖ 0x00 ‖ rule ‖ 0x00 ‖ value), a letter for each four bits. The
/// same value under the same rule has the same token everywhere; whoever lacks K cannot search the
/// value. Letters only, so that no detector takes a part of a token for a number.
struct MaskTokens: Sendable {
  static let tag = Array("estreat.token/1\0".utf8)
  static let letters = 24
  /// Longer names of rules are cut in the text; the HMAC has the whole name.
  static let ruleBytes = 64

  private let hmac: HMACSHA256

  init(key: MaskKey) { hmac = HMACSHA256(key: key.bytes) }

  /// Token of `value`, found by `rule`. Escapes that only spell a character otherwise (`\u0034`)
  /// are undone first: they do not make another value of it.
  func token(_ value: [UInt8], rule: String) -> String {
    let plain = UnescapedText.characters(value)
    return "[\(Self.spelled(rule)):\(LengthClass.name(plain.count)):\(code(plain, rule))]"
  }

  /// The same in a form that names of members can hold: `CREDIT_CARD.kdhf…`.
  func nameToken(_ value: [UInt8], rule: String) -> String {
    "\(Self.spelled(rule)).\(code(UnescapedText.characters(value), rule))"
  }

  private func code(_ value: [UInt8], _ rule: String) -> String {
    let code = hmac.code(Self.tag + Array(rule.utf8) + [0] + value)
    let nibbles = code.prefix(Self.letters / 2).flatMap { [$0 >> 4, $0 & 15] }
    return String(decoding: nibbles.map { UInt8(ascii: "a") + $0 }, as: UTF8.self)
  }

  /// A rule's name with `_` for whatever a token may not hold.
  static func spelled(_ rule: String) -> String {
    let bytes = rule.utf8.prefix(ruleBytes).map { isRuleByte($0) ? $0 : UInt8(ascii: "_") }
    return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
  }

  private static func isRuleByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Where tokens stand in `bytes`, in order.
  static func ranges(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var out: [Range<Int>] = []
    guard let base = bytes.baseAddress else { return out }
    var at = 0
    while at < bytes.count, let bracket = memchr(base + at, 0x5B, bytes.count - at) {
      let start = UnsafeRawPointer(bracket) - base
      at = start + 1
      guard let end = end(of: bytes, at: start) else { continue }
      out.append(start..<end)
      at = end
    }
    return out
  }

  /// End of the token that begins at `start`; nil if none does.
  private static func end(of bytes: UnsafeRawBufferPointer, at start: Int) -> Int? {
    var at = start + 1
    func run(_ limit: Int, _ belongs: (UInt8) -> Bool) -> Int {
      let first = at
      while at < bytes.count, at - first < limit, belongs(bytes[at]) { at += 1 }
      return at - first
    }
    func skip(_ byte: UInt8) -> Bool {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
      return true
    }
    func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "p")
    guard run(ruleBytes, isRuleByte) > 0, skip(UInt8(ascii: ":")), run(12, isDigit) > 0,
      skip(UInt8(ascii: "-")), run(12, isDigit) > 0, skip(UInt8(ascii: ":")),
      run(Self.letters, letters.contains) == Self.letters, skip(UInt8(ascii: "]"))
    else { return nil }
    return at
  }
}
