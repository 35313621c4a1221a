/// Ids of Jaeger and Zipkin: hex digits in any case whose leading zeros may be left out.
///
/// A shorter id is the same number, so it joins the padded one; more digits than an id holds, or
/// anything but hex, is no id.
enum SpanIDs {
  /// A number in hex and whether its digits were fewer than an id has.
  struct Reading<Value> {
    var value: Value
    var isShort: Bool
  }

  /// A trace id of up to 32 digits, not zero; 16 and 32 are its full lengths.
  static func trace(_ text: UnsafeRawBufferPointer) -> Reading<TraceID>? {
    guard (1...32).contains(text.count) else { return nil }
    let cut = max(0, text.count - 16)
    guard let high = number(text[..<cut]), let low = number(text[cut...]), high | low != 0 else {
      return nil
    }
    return Reading(
      value: TraceID(high: high, low: low), isShort: text.count != 16 && text.count != 32)
  }

  /// A span id of up to 16 digits; zero stands for none.
  static func span(_ text: UnsafeRawBufferPointer) -> Reading<UInt64>? {
    guard (1...16).contains(text.count), let value = number(text[...]) else { return nil }
    return Reading(value: value, isShort: text.count != 16)
  }

  private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> UInt64? {
    var value: UInt64 = 0
    for byte in digits {
      guard let digit = hexDigit(byte) else { return nil }
      value = value << 4 | UInt64(digit)
    }
    return value
  }
}
