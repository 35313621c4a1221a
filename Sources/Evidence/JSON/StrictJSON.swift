/// A JSON value of our own package files. Numbers are whole and not negative: nothing that a
/// package proves is a fraction.
indirect enum StrictJSON: Sendable, Hashable {
  case object([Member])
  case array([StrictJSON])
  case string(String)
  case integer(UInt64)
  case bool(Bool)
  case null

  /// A member of an object.
  struct Member: Sendable, Hashable {
    var name: String
    var value: StrictJSON
  }

  /// What keeps bytes from being such a value.
  struct Defect: Error, Hashable {
    /// Byte.
    var at: Int
    var reason: String
  }

  /// Member `name` of an object.
  subscript(name: String) -> StrictJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: UInt64? { if case .integer(let number) = self { number } else { nil } }
  var elements: [StrictJSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// Names of an object's members, in order.
  var names: [String]? {
    if case .object(let members) = self { members.map(\.name) } else { nil }
  }

  /// The value without any space, members in the order given.
  var written: String {
    switch self {
    case .object(let members):
      let inside = members.map { Self.quoted($0.name) + ":" + $0.value.written }
      return "{" + inside.joined(separator: ",") + "}"
    case .array(let elements): return "[" + elements.map(\.written).joined(separator: ",") + "]"
    case .string(let text): return Self.quoted(text)
    case .integer(let number): return String(number)
    case .bool(let value): return value ? "true" : "false"
    case .null: return "null"
    }
  }

  /// `text` in quotes: escaped are quotes, backslashes, control characters and nothing else.
  static func quoted(_ text: String) -> String {
    var out: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0x0A: out += Array("\\n".utf8)
      case 0x0D: out += Array("\\r".utf8)
      case 0x09: out += Array("\\t".utf8)
      case 0..<0x20, 0x7F:
        let digits = String(byte, radix: 16)
        out += Array(("\\u00" + (digits.count == 1 ? "0" : "") + digits).utf8)
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
    return String(decoding: out, as: UTF8.self)
  }
}
