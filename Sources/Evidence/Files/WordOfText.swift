/// Eight bytes of text, looked at all at once.
///
/// Each test adds what carries a byte of the wanted kind, and none below it, into its high bit; sums
/// stay within their byte because the test is for bytes below 0x80.
struct WordOfText {
  private let bytes: UInt64
  private static let each: UInt64 = 0x0101_0101_0101_0101
  private static let high: UInt64 = 0x8080_8080_8080_8080

  /// The eight bytes at `offset`, which must be there.
  init(_ text: UnsafeRawBufferPointer, at offset: Int) {
    bytes = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether all are digits or letters `a` to `f`.
  var isLowerHex: Bool { (digits | Self.letters(bytes)) & ~bytes & Self.high == Self.high }

  /// Whether all are digits or letters `a` to `f` of either case.
  var isHex: Bool {
    (digits | Self.letters(bytes | Self.each &* 0x20)) & ~bytes & Self.high == Self.high
  }

  /// Whether none is a quote, a backslash or a control character; some that are not ASCII may be
  /// taken for one.
  var isPlain: Bool {
    let low = bytes & ~Self.high
    let quotes = Self.zeros(low ^ Self.each &* UInt64(UInt8(ascii: "\"")))
    let slashes = Self.zeros(low ^ Self.each &* UInt64(UInt8(ascii: "\\")))
    let controls = ~(low &+ Self.each &* 0x60) & Self.high
    return quotes | slashes | controls == 0
  }

  private var digits: UInt64 {
    let low = bytes & ~Self.high
    return (low &+ Self.each &* 0x50) & ~(low &+ Self.each &* 0x46)
  }

  private static func letters(_ bytes: UInt64) -> UInt64 {
    let low = bytes & ~high
    return (low &+ each &* 0x1F) & ~(low &+ each &* 0x19)
  }

  /// The high bit of each byte below 0x80 that is zero.
  private static func zeros(_ low: UInt64) -> UInt64 { ~(low &+ each &* 0x7F) & high }
}
