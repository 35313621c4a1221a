/// A duration in nanoseconds; of several upstream values ("0.000, 1.000") the sum. `-` and other
/// words state none.
func durationNanoseconds(_ text: UnsafeRawBufferPointer, _ unit: SourceUnit) -> Int64? {
  if let quick = shortDecimal(text, exponent: unit.exponent) { return quick }
  if let plain = parseScaledDecimal(text, scale: unit.nanoseconds)?.value {
    return plain >= 0 ? plain : nil
  }
  var total: Int64?
  for part in text.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == 0x20 }) {
    let piece = UnsafeRawBufferPointer(rebasing: part)
    guard let value = parseScaledDecimal(piece, scale: unit.nanoseconds)?.value, value >= 0
    else { continue }
    // A sum beyond 292 years is no duration; one number of that size is none either.
    let (sum, overflow) = (total ?? 0).addingReportingOverflow(value)
    if overflow { return nil }
    total = sum
  }
  return total
}

/// A status of 100 to 999; of several upstream values ("502, 200") the last.
func httpStatus(_ text: UnsafeRawBufferPointer) -> Int? {
  if text.count == 3 {
    let (a, b, c) = (text[0] &- 0x30, text[1] &- 0x30, text[2] &- 0x30)
    guard a < 10, b < 10, c < 10, a > 0 else { return nil }
    return Int(a) * 100 + Int(b) * 10 + Int(c)
  }
  var last: Int?
  for part in text.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == 0x20 }) {
    if let value = parseInteger(UnsafeRawBufferPointer(rebasing: part)),
      (100...999).contains(value)
    {
      last = Int(value)
    }
  }
  return last
}

extension LogLevel {
  /// Names of all loggers; bunyan and pino write numbers (10 trace … 60 fatal).
  init?(_ text: UnsafeRawBufferPointer) {
    guard let first = text.first, text.count <= 16 else { return nil }
    if let usual = Self.usual(text) {
      self = usual
      return
    }
    if isDigit(first) {
      guard let number = parseInteger(text) else { return nil }
      switch number {
      case ..<30: self = .debug
      case ..<40: self = .info
      case ..<50: self = .warn
      case ..<60: self = .error
      default: self = .fatal
      }
      return
    }
    // Up to eight letters, folded to lower case, make one number.
    var folded: UInt64 = 0
    for byte in text.prefix(8) { folded = folded &<< 8 | UInt64(byte | 0x20) }
    for name in Self.names where name.folded == folded && name.count == text.count {
      self = name.level
      return
    }
    return nil
  }

  /// What nearly all records say, told by one comparison.
  @inline(__always) private static func usual(_ text: UnsafeRawBufferPointer) -> LogLevel? {
    guard text.count == 4 || text.count == 5, let base = text.baseAddress else { return nil }
    let word = UInt32(bigEndian: base.loadUnaligned(as: UInt32.self)) | 0x2020_2020
    if text.count == 4 {
      return word == 0x696e_666f ? .info : word == 0x7761_726e ? .warn : nil
    }
    // `erro`, `debu`.
    if word == 0x6572_726f, text[4] | 0x20 == UInt8(ascii: "r") { return .error }
    return word == 0x6465_6275 && text[4] | 0x20 == UInt8(ascii: "g") ? .debug : nil
  }

  private struct Name {
    var folded: UInt64
    var count: Int
    var level: LogLevel
  }
  /// The usual ones first.
  private static let names: [Name] = [
    (LogLevel.info, ["info"]), (.error, ["error"]), (.warn, ["warn", "warning"]),
    (.debug, ["debug", "trace", "finest", "finer", "fine", "verbose", "d", "t", "debg", "trce"]),
    (.info, ["information", "notice", "informational", "i", "inf", "log", "config"]),
    (.warn, ["w", "wrn"]), (.error, ["err", "severe", "e", "eror"]),
    (.fatal, ["fatal", "panic", "dpanic", "critical", "crit", "alert", "emerg", "emergency"]),
    (.fatal, ["f", "c"]),
  ].flatMap { level, spellings in
    spellings.map { spelling in
      Name(
        folded: spelling.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
        count: spelling.utf8.count, level: level)
    }
  }
}

/// A plain decimal of at most eight characters times 10^`exponent`, exactly, all digits at once;
/// nil for anything else. Eight bytes from its start must be readable.
@inline(__always) func tinyDecimal(_ text: UnsafeRawBufferPointer, exponent: Int) -> Int64? {
  guard let base = text.baseAddress, text.count > 0, text.count <= 8 else { return nil }
  let every: UInt64 = 0x0101_0101_0101_0101
  // The characters in the upper bytes, zeros below: the last character is the highest byte.
  let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* text.count)
  var word = UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)) &<< unused
  if unused > 0 { word |= (every &* 0x30) &>> (64 &- unused) }
  var fraction = 0
  let points = word ^ (every &* 0x2e)
  let point = (points &- every) & ~points & (every &* 0x80)
  if point != 0 {
    // What stands before the point moves up by one byte.
    let shift = UInt64(truncatingIfNeeded: point.trailingZeroBitCount &- 7)
    fraction = 7 &- Int(shift &>> 3)
    let below = (1 &<< shift) &- 1
    let above = shift == 56 ? 0 : ~((1 &<< (shift &+ 8)) &- 1)
    word = word & above | (word & below) &<< 8 | 0x30
    guard text.count > 1 else { return nil }
  }
  let digits = word ^ (every &* 0x30)
  guard (digits &+ every &* 0x76) & (every &* 0x80) | digits & (every &* 0x80) == 0,
    fraction <= exponent
  else { return nil }
  // Neighbours make pairs, pairs make fours, fours make the number.
  let pairs = (digits &* 10 &+ digits &>> 8) & 0x00ff_00ff_00ff_00ff
  let fours = (pairs &* 100 &+ pairs &>> 16) & 0x0000_ffff_0000_ffff
  let value = Int64((fours &* 10_000 &+ fours &>> 32) & 0xffff_ffff)
  return scaledProduct(value, powerOfTen(exponent &- fraction))
}

/// A plain decimal of at most 15 characters times 10^`exponent`, exactly, without the care that
/// longer ones need; nil for anything else, such as more digits behind the point than the exponent.
@inline(__always) func shortDecimal(
  _ text: UnsafeRawBufferPointer, exponent: Int
) -> Int64? {
  guard text.count > 0, text.count <= 15 else { return nil }
  var digits: Int64 = 0
  var fraction = -1
  for byte in text {
    let digit = byte &- 0x30
    if digit < 10 {
      digits = digits &* 10 &+ Int64(digit)
      if fraction >= 0 { fraction &+= 1 }
    } else if byte == 0x2e, fraction < 0 {
      fraction = 0
    } else {
      return nil
    }
  }
  guard fraction <= exponent, text.count > 1 || fraction < 0 else { return nil }
  return scaledProduct(digits, powerOfTen(exponent &- max(0, fraction)))
}

@inline(__always) private func scaledProduct(_ digits: Int64, _ scale: Int64) -> Int64? {
  let (product, overflow) = digits.multipliedReportingOverflow(by: scale)
  return overflow ? nil : product
}

/// 10⁰ to 10⁹.
@inline(__always) private func powerOfTen(_ exponent: Int) -> Int64 {
  switch exponent {
  case 0: 1
  case 1: 10
  case 2: 100
  case 3: 1_000
  case 4: 10_000
  case 5: 100_000
  case 6: 1_000_000
  case 7: 10_000_000
  case 8: 100_000_000
  default: 1_000_000_000
  }
}

extension SourceUnit {
  /// One unit is 10^`exponent` nanoseconds.
  var exponent: Int {
    switch self {
    case .seconds: 9
    case .milliseconds: 6
    case .microseconds: 3
    case .nanoseconds: 0
    }
  }
}
