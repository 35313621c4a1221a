/// A duration in nanoseconds; of several upstream values ("0.000, 1.000") the sum. `-` and other
/// words state none.
func durationNanoseconds(_ text: UnsafeRawBufferPointer, _ unit: SourceUnit) -> Int64? {
  if let plain = parseScaledDecimal(text, scale: unit.nanoseconds)?.value {
    return plain >= 0 ? plain : nil
  }
  var total: Int64?
  for part in text.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 == 0x20 }) {
    let piece = UnsafeRawBufferPointer(rebasing: part)
    guard let value = parseScaledDecimal(piece, scale: unit.nanoseconds)?.value, value >= 0
    else { continue }
    total = (total ?? 0) &+ value
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
    // Eight letters tell all names apart; folded to lower case they make one number.
    var folded: UInt64 = 0
    for byte in text.prefix(8) { folded = folded << 8 | UInt64(byte | 0x20) }
    guard let level = Self.names[Name(folded: folded, count: text.count)] else { return nil }
    self = level
  }

  private struct Name: Hashable {
    var folded: UInt64
    var count: Int
  }
  private static let names: [Name: LogLevel] = {
    let levels: [(LogLevel, [String])] = [
      (.debug, ["trace", "debug", "finest", "finer", "fine", "verbose", "d", "t", "debg", "trce"]),
      (.info, ["info", "information", "notice", "informational", "i", "inf", "log", "config"]),
      (.warn, ["warn", "warning", "w", "wrn"]),
      (.error, ["error", "err", "severe", "e", "eror"]),
      (
        .fatal,
        [
          "fatal", "panic", "dpanic", "critical", "crit", "alert", "emerg", "emergency", "f", "c",
        ]
      ),
    ]
    var names: [Name: LogLevel] = [:]
    for (level, spellings) in levels {
      for spelling in spellings {
        var folded: UInt64 = 0
        for byte in spelling.utf8.prefix(8) { folded = folded << 8 | UInt64(byte) }
        names[Name(folded: folded, count: spelling.utf8.count)] = level
      }
    }
    return names
  }()
}
