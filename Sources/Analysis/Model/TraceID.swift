/// A W3C trace id: 128 bits, not all zero. Ids of 64 bits are held with a zero upper half.
public struct TraceID: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Upper 64 bits.
  public var high: UInt64
  /// Lower 64 bits.
  public var low: UInt64

  /// An id from its halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Why a text is no valid trace id (RULES "A3").
  public enum Defect: String, Sendable, CaseIterable {
    /// No text, or `-`.
    case missing = "missing-id"
    /// Only zeros.
    case zero = "zero-id"
    /// Right length and hex, but with upper-case digits.
    case uppercase = "uppercase-id"
    /// Hex digits of another length.
    case length = "wrong-length-id"
    /// Something that is not hex.
    case notHex = "not-hex-id"
  }

  /// Reads `text` by the contract's rule: exactly 32 lowercase hex digits (16 too when
  /// `allows64Bit`), not all zero.
  public static func parse(
    _ text: UnsafeRawBufferPointer, allows64Bit: Bool
  ) -> Result<TraceID, DefectError> {
    if text.isEmpty || (text.count == 1 && text[0] == UInt8(ascii: "-")) {
      return .failure(DefectError(.missing))
    }
    if text.count == 32, let id = lowercase(text) { return .success(id) }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var upper = false
    for byte in text {
      let digit: UInt64
      switch byte {
      case 0x30...0x39: digit = UInt64(byte - 0x30)
      case 0x61...0x66: digit = UInt64(byte - 0x57)
      case 0x41...0x46:
        digit = UInt64(byte - 0x37)
        upper = true
      default: return .failure(DefectError(.notHex))
      }
      high = high << 4 | low >> 60
      low = low << 4 | digit
    }
    guard text.count == 32 || (allows64Bit && text.count == 16) else {
      return .failure(DefectError(.length))
    }
    if upper { return .failure(DefectError(.uppercase)) }
    if high == 0 && low == 0 { return .failure(DefectError(.zero)) }
    return .success(TraceID(high: high, low: low))
  }

  /// Whether `text` is exactly 32 lowercase hex digits, not all zero: what `parse` accepts where
  /// ids of 64 bits are not allowed.
  @inline(__always) public static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count == 32, let base = text.baseAddress else { return false }
    let every: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var bad: UInt64 = 0
    var differing: UInt64 = 0
    for at in 0..<4 {
      let bytes = base.loadUnaligned(fromByteOffset: 8 &* at, as: UInt64.self)
      bad |= Self.notHex(bytes, every, tops)
      differing |= bytes ^ (every &* 0x30)
    }
    return bad == 0 && differing != 0
  }

  /// Bits are set where a byte is no lowercase hex digit.
  @inline(__always) private static func notHex(
    _ bytes: UInt64, _ every: UInt64, _ tops: UInt64
  ) -> UInt64 {
    let low = bytes & ~tops
    // The high bit of a lane tells whether its byte is at least a bound: no lane carries over.
    let digit = (low &+ every &* 0x50) & ~(low &+ every &* 0x46)
    let letter = (low &+ every &* 0x1f) & ~(low &+ every &* 0x19)
    return bytes & tops | ~(digit | letter) & tops
  }

  /// Reads 32 lowercase hex digits that are not all zero, eight at a time; nil for anything else.
  @inline(__always) private static func lowercase(_ text: UnsafeRawBufferPointer) -> TraceID? {
    guard let base = text.baseAddress else { return nil }
    var bad: UInt64 = 0
    let first = eightDigits(base, &bad)
    let second = eightDigits(base + 8, &bad)
    let third = eightDigits(base + 16, &bad)
    let fourth = eightDigits(base + 24, &bad)
    guard bad == 0 else { return nil }
    let id = TraceID(high: first << 32 | second, low: third << 32 | fourth)
    return id.high | id.low == 0 ? nil : id
  }

  /// Reads 16 lowercase hex digits; nil for anything else.
  @inline(__always) static func sixteenDigits(_ text: UnsafeRawBufferPointer) -> UInt64? {
    guard text.count == 16, let base = text.baseAddress else { return nil }
    var bad: UInt64 = 0
    let value = eightDigits(base, &bad) << 32 | eightDigits(base + 8, &bad)
    return bad == 0 ? value : nil
  }

  /// The number that eight lowercase hex digits write; sets bits of `bad` where one is none.
  @inline(__always) private static func eightDigits(
    _ text: UnsafeRawPointer, _ bad: inout UInt64
  ) -> UInt64 {
    let bytes = UInt64(bigEndian: text.loadUnaligned(as: UInt64.self))
    let every: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    bad |= notHex(bytes, every, tops)
    let letter = bytes & (every &* 0x40)
    // `a` is 0x61: nine more than its low nibble says.
    let nibbles = (bytes & (every &* 0x0f)) &+ (letter >> 6) &* 9
    var packed = (nibbles | nibbles >> 4) & 0x00ff_00ff_00ff_00ff
    packed = (packed | packed >> 8) & 0x0000_ffff_0000_ffff
    return (packed | packed >> 16) & 0xffff_ffff
  }

  /// `Defect` as an error, so that it travels in a `Result`.
  public struct DefectError: Error, Sendable {
    /// What is wrong with the id.
    public let defect: Defect
    init(_ defect: Defect) { self.defect = defect }
  }

  /// Numeric order, which is also the order of the hex texts.
  public static func < (a: TraceID, b: TraceID) -> Bool { (a.high, a.low) < (b.high, b.low) }

  /// 32 lowercase hex digits.
  public var description: String {
    func hex(_ value: UInt64) -> String {
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }
    return hex(high) + hex(low)
  }
}
