/// A JSON document to be written; objects keep the order of their members.
public indirect enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// An integer, written exactly.
  case integer(Int64)
  /// A finite double, written with the shortest digits that read back equal.
  case number(Double)
  /// A text.
  case string(String)
  /// Elements in order.
  case array([JSONValue])
  /// Members in order; names must be unique.
  case object([(String, JSONValue)])

  /// Equal documents, member order included.
  public static func == (a: JSONValue, b: JSONValue) -> Bool { a.compact == b.compact }

  /// `value` or null.
  public static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  /// `value` or null.
  public static func optional(_ value: Int64?) -> JSONValue { value.map { .integer($0) } ?? .null }
  /// `value` or null; infinities and NaN have no JSON form and are null too.
  public static func optional(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  /// One line without spaces, members in their order.
  public var compact: String {
    var out: [UInt8] = []
    write(into: &out, indent: nil, depth: 0, sorted: false)
    return String(decoding: out, as: UTF8.self)
  }

  /// RFC 8785 (JCS): members sorted by UTF-16 code units, ECMAScript numbers, no spaces.
  public var canonicalBytes: [UInt8] {
    var out: [UInt8] = []
    write(into: &out, indent: nil, depth: 0, sorted: true)
    return out
  }

  /// Two spaces an indentation level, a final newline.
  public var prettyBytes: [UInt8] {
    var out: [UInt8] = []
    write(into: &out, indent: 2, depth: 0, sorted: false)
    out.append(0x0a)
    return out
  }

  private func write(into out: inout [UInt8], indent: Int?, depth: Int, sorted: Bool) {
    switch self {
    case .null: out.append(contentsOf: "null".utf8)
    case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): out.append(contentsOf: String(value).utf8)
    case .number(let value): out.append(contentsOf: ecmaScriptNumber(value).utf8)
    case .string(let value): Self.writeString(value, into: &out)
    case .array(let elements):
      writeSequence(elements.count, "[", "]", into: &out, indent: indent, depth: depth) { i, out in
        elements[i].write(into: &out, indent: indent, depth: depth + 1, sorted: sorted)
      }
    case .object(let members):
      let ordered =
        sorted
        ? members.sorted { $0.0.utf16.lexicographicallyPrecedes($1.0.utf16) }
        : members
      writeSequence(ordered.count, "{", "}", into: &out, indent: indent, depth: depth) { i, out in
        Self.writeString(ordered[i].0, into: &out)
        out.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        ordered[i].1.write(into: &out, indent: indent, depth: depth + 1, sorted: sorted)
      }
    }
  }

  private func writeSequence(
    _ count: Int, _ open: String, _ close: String, into out: inout [UInt8], indent: Int?,
    depth: Int, _ element: (Int, inout [UInt8]) -> Void
  ) {
    out.append(contentsOf: open.utf8)
    for i in 0..<count {
      if i > 0 { out.append(UInt8(ascii: ",")) }
      if let indent {
        out.append(0x0a)
        out.append(contentsOf: repeatElement(0x20, count: indent * (depth + 1)))
      }
      element(i, &out)
    }
    if let indent, count > 0 {
      out.append(0x0a)
      out.append(contentsOf: repeatElement(0x20, count: indent * depth))
    }
    out.append(contentsOf: close.utf8)
  }

  private static func writeString(_ text: String, into out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
      case 0x08: out.append(contentsOf: "\\b".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0x0a: out.append(contentsOf: "\\n".utf8)
      case 0x0c: out.append(contentsOf: "\\f".utf8)
      case 0x0d: out.append(contentsOf: "\\r".utf8)
      case 0..<0x20:
        let hex = String(byte, radix: 16)
        out.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

/// Number::toString of ECMAScript (which RFC 8785 prescribes) for a finite double.
func ecmaScriptNumber(_ value: Double) -> String {
  precondition(value.isFinite, "JSON has no form for \(value)")
  if value == 0 { return "0" }
  let sign = value < 0 ? "-" : ""
  // Swift prints the shortest digits that round-trip, as ECMAScript does; only the layout differs.
  let shortest = "\(value.magnitude)"
  let parts = shortest.split(separator: "e", maxSplits: 1)
  var exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
  let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
  var digits = String(mantissa[0])
  if mantissa.count == 2, mantissa[1] != "0" {
    digits += mantissa[1]
    exponent -= mantissa[1].count
  }
  digits = String(digits.drop { $0 == "0" })
  while digits.hasSuffix("0") {
    digits.removeLast()
    exponent += 1
  }
  let point = digits.count + exponent
  if digits.count <= point && point <= 21 {
    return sign + digits + String(repeating: "0", count: point - digits.count)
  }
  if 0 < point && point <= 21 {
    let split = digits.index(digits.startIndex, offsetBy: point)
    return sign + digits[..<split] + "." + digits[split...]
  }
  if -6 < point && point <= 0 {
    return sign + "0." + String(repeating: "0", count: -point) + digits
  }
  let e = point - 1
  let head = digits.count == 1 ? digits : "\(digits.first ?? "0").\(digits.dropFirst())"
  return sign + head + "e" + (e < 0 ? "-" : "+") + String(abs(e))
}
