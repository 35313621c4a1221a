/// Fields in which a pattern may hit by chance and is exempt by rule (RULES "Packages"): ids and
/// hashes by their shape, epochs by name and range. A hit that is the whole of a number is none.
enum DeclaredFields {
  /// Whether a hit lies inside an id, a hash or an epoch.
  static func isExempt(_ range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard range.count < 64, let word = HexWords.word(around: range, in: bytes) else { return false }
    let isNumber = bytes[word].allSatisfy { $0 <= UInt8(ascii: "9") }
    guard isNumber else { return [32, 40, 64].contains(word.count) }
    return word != range && isEpoch(bytes[word])
      && HexWords.name(before: word.lowerBound, in: bytes).map(isTimeName) ?? false
  }

  /// Whether digits are a time between 2001 and 2099, in ms, µs or ns since 1970.
  private static func isEpoch(_ digits: Slice<UnsafeRawBufferPointer>) -> Bool {
    guard [13, 16, 19].contains(digits.count) else { return false }
    let seconds = digits.prefix(10).reduce(0) { $0 * 10 + Int($1 - 0x30) }
    return (1_000_000_000..<4_070_908_800).contains(seconds)
  }

  private static let timeNames: Set<String> = ["ts", "ts_us", "ts_ms", "ts_ns", "t", "at"]
  private static let timeParts = [
    "time", "nano", "epoch", "stamp", "date", "msec", "usec", "micros", "millis",
  ]

  private static func isTimeName(_ name: String) -> Bool {
    timeNames.contains(name) || timeParts.contains(where: name.contains)
  }
}

/// Names of people as mail software and git write them: `Lin Yue <lin.yue@example.com>`.
enum MailboxNames {
  /// Rule of such a name.
  static let rule = "PERSON"
  private static let mostBytes = 80
  private static let edges = Set(":<>\",;=([{\n\r\t\\".utf8)

  /// The name before the address at `address`; nil if it stands in no `<…>` or has none.
  static func name(
    before address: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Range<Int>? {
    var end = address.lowerBound - 1
    guard end > 0, bytes[end] == UInt8(ascii: "<") else { return nil }
    while end > 0, bytes[end - 1] == 0x20 { end -= 1 }
    var start = end
    while start > 0, end - start < mostBytes, !edges.contains(bytes[start - 1]) { start -= 1 }
    // What is left of an escaped line feed is no letter of the name.
    if start > 0, bytes[start - 1] == UInt8(ascii: "\\"), start < end { start += 1 }
    while start < end, bytes[start] == 0x20 { start += 1 }
    // A token stands for a name that was masked before.
    return start < end && bytes[end - 1] != UInt8(ascii: "]") ? start..<end : nil
  }
}
