/// What is masked: what detectors find in text and in what its escapes mean, private keys with all
/// their lines, the names before mail addresses, and digests of bytes that are not shown.
///
/// Exempt are tokens, what ``DeclaredFields`` says, and digests with the prefix `sha256:`, which
/// are those of configurations, images and verdicts.
public struct MaskingRules: Sendable {
  /// Rule of digests.
  public static let digest = "DIGEST"
  /// Rule of lines that are not text.
  public static let withheld = "WITHHELD"
  static let privateKey = "PRIVATE_KEY"
  static let address = "EMAIL"

  private let detect: SensitiveSplitter

  /// - Parameter detect: finds sensitive values in a block of whole lines.
  public init(detect: @escaping SensitiveSplitter) { self.detect = detect }

  /// All that is to be masked in a block of whole lines, in any order; overlaps are possible.
  public func spans(in block: UnsafeRawBufferPointer) -> [SensitiveSpan] {
    spans(in: block, digests: .bare)
  }

  /// Which digests are masked.
  enum DigestRule {
    /// None: the text has none but its own.
    case none
    /// All but those with the prefix `sha256:`.
    case bare
    /// Those too.
    case all
  }

  func spans(in block: UnsafeRawBufferPointer, digests: DigestRule) -> [SensitiveSpan] {
    var out = spans(ofView: block, digests)
    // A view of the text, and how its ranges lead back to the block.
    var view = UnescapedText(block)
    var origin: (Range<Int>) -> Range<Int> = { $0 }
    for _ in 0..<UnescapedText.levels {
      guard let text = view else { break }
      let before = origin
      let back = { (range: Range<Int>) in before(text.origin(range)) }
      text.bytes.withUnsafeBytes { bytes in
        for span in spans(ofView: bytes, digests) {
          out.append(SensitiveSpan(range: back(span.range), rule: span.rule))
        }
        view = UnescapedText(bytes)
      }
      origin = back
    }
    return out.map { SensitiveSpan(range: Self.widened($0.range, in: block), rule: $0.rule) }
  }

  private func spans(
    ofView bytes: UnsafeRawBufferPointer, _ digests: DigestRule
  ) -> [SensitiveSpan] {
    let tokens = MaskTokens.ranges(in: bytes)
    var out: [SensitiveSpan] = []
    for hit in detect(bytes) where !DeclaredFields.isExempt(hit.range, in: bytes) {
      var hit = hit
      if hit.rule == Self.privateKey { hit.range = Self.wholeKey(hit.range, in: bytes) }
      out.append(hit)
      if hit.rule == Self.address, let name = MailboxNames.name(before: hit.range, in: bytes) {
        out.append(SensitiveSpan(range: name, rule: MailboxNames.rule))
      }
    }
    if digests != .none {
      out += HexWords.digests(in: bytes, withPrefixed: digests == .all)
        .map { SensitiveSpan(range: $0, rule: Self.digest) }
    }
    guard !tokens.isEmpty else { return out }
    return out.filter { !Self.isInside($0.range, tokens) }
  }

  /// Whether one of `tokens`, which are sorted, holds all of `range`.
  private static func isInside(_ range: Range<Int>, _ tokens: [Range<Int>]) -> Bool {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].lowerBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low > 0 && range.upperBound <= tokens[low - 1].upperBound
  }

  /// A private key from its first line to its last, or as far as it looks like one.
  private static func wholeKey(
    _ header: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Range<Int> {
    var end = header.upperBound
    let limit = min(bytes.count, end + keyBytes)
    let closing = Array("-----END ".utf8)
    while end < limit {
      if bytes[end] == closing[0], bytes[end...].starts(with: closing) {
        end += closing.count
        while end < limit, bytes[end] != UInt8(ascii: "-"), bytes[end] != 0x0A { end += 1 }
        while end < limit, bytes[end] == UInt8(ascii: "-") { end += 1 }
        break
      }
      guard isKeyByte(bytes[end]) else { break }
      end += 1
    }
    while end > header.upperBound, bytes[end - 1] <= 0x20 { end -= 1 }
    return header.lowerBound..<end
  }

  /// What of a block goes on with a private key that began in the block before.
  static func restOfKey(in block: UnsafeRawBufferPointer) -> SensitiveSpan {
    SensitiveSpan(range: wholeKey(0..<0, in: block), rule: privateKey)
  }

  /// Whether a block ends before the end of the private key that is the last of `spans`.
  static func endsInsideKey(
    _ block: UnsafeRawBufferPointer, _ spans: [SensitiveSpan]
  ) -> Bool {
    guard let key = spans.last(where: { $0.rule == privateKey }) else { return false }
    return block[key.range.upperBound...].allSatisfy { $0 <= 0x20 }
      && !block[..<key.range.upperBound].reversed().starts(with: Array("-----".utf8))
  }

  private static let keyBytes = 64 << 10

  /// Base 64, and what the headers of old forms (`Proc-Type: 4,ENCRYPTED`) are made of.
  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), 0x09, 0x0A, 0x0D, 0x20:
      true
    default: Set("+/=:,-()._\\".utf8).contains(byte)
    }
  }

  /// `range` with the escapes that it cuts: what is left of an escape must not be shown as text.
  static func widened(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Range<Int> {
    var range = range
    // The longest escape has twelve bytes.
    var at = max(0, range.lowerBound - 12)
    while at < range.lowerBound {
      guard bytes[at] == UInt8(ascii: "\\"), let (_, end) = UnescapedText.escape(bytes, at) else {
        at += 1
        continue
      }
      if end > range.lowerBound { range = at..<range.upperBound }
      at = end
    }
    at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] == UInt8(ascii: "\\"), let (_, end) = UnescapedText.escape(bytes, at) else {
        at += 1
        continue
      }
      if end > range.upperBound { range = range.lowerBound..<end }
      at = end
    }
    return range
  }
}
