/// The step from a name to the value that is assigned to it, in the notations logs have: `k=v`,
/// `k: v`, `"k":"v"`, `k := 'v'`, `k => v`, and JSON inside a JSON string, `\"k\":\"v\"`.
enum Assignment {
  /// Where a value begins.
  struct Value {
    /// First byte of the value, behind its quote.
    var start: Int
    /// The opening quote, 0 for a bare value.
    var quote: UInt8
    /// Whether backslashes stand before the quote.
    var isEscaped: Bool
    /// Whether a colon and at least one blank stand before the value.
    var followsColonAndBlank: Bool
  }

  /// The value assigned to the name that ends at `end`; nil when no assignment follows.
  static func value(in bytes: UnsafeRawBufferPointer, afterKey end: Int) -> Value? {
    var at = quote(in: bytes, at: end)?.end ?? end
    at = blanks(bytes, at)
    let colon = bytes.at(at) == UInt8(ascii: ":")
    if colon { at += 1 }
    let equals = bytes.at(at) == UInt8(ascii: "=")
    if equals { at += 1 }
    // Two equals signs compare.
    guard colon || equals, !equals || bytes.at(at) != UInt8(ascii: "=") else { return nil }
    if !colon, bytes.at(at) == UInt8(ascii: ">") { at += 1 }
    let start = blanks(bytes, at)
    let spaced = colon && !equals && start > at
    guard let quote = quote(in: bytes, at: start) else {
      return Value(start: start, quote: 0, isEscaped: false, followsColonAndBlank: spaced)
    }
    return Value(
      start: quote.end, quote: quote.byte, isEscaped: quote.end - start > 1,
      followsColonAndBlank: spaced)
  }

  /// A quotation mark at `start`, with any backslashes before it.
  static func quote(
    in bytes: UnsafeRawBufferPointer, at start: Int
  ) -> (byte: UInt8, end: Int)? {
    let at = bytes.end(from: start, limit: 8) { $0 == UInt8(ascii: "\\") }
    let byte = bytes.at(at)
    return byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") ? (byte, at + 1) : nil
  }

  /// At most eight blanks: alignment, no gap over which a name has nothing to do with a value.
  private static func blanks(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    bytes.end(from: start, limit: 8) { $0 == 0x20 || $0 == 0x09 }
  }
}
