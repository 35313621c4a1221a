/// Protobuf as bytes, built from its fields.
struct ProtobufText {
  private(set) var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func number(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func fixed(_ field: Int, _ value: Int) {
    varint(UInt64(field) << 3 | 1)
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
  }

  mutating func bytes(_ field: Int, _ content: [UInt8]) {
    varint(UInt64(field) << 3 | 2)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func text(_ field: Int, _ content: String) { bytes(field, Array(content.utf8)) }

  mutating func message(_ field: Int, _ build: (inout ProtobufText) -> Void) {
    var inner = ProtobufText()
    build(&inner)
    bytes(field, inner.bytes)
  }

  /// A `KeyValue` of OTLP whose value is a text or number.
  mutating func attribute(_ field: Int, _ key: String, _ value: JSONValue) {
    message(field) { pair in
      pair.text(1, key)
      pair.message(2) { any in
        switch value {
        case .object(let members):
          if case .string(let text)? = members.first?.1 {
            if members[0].0 == "intValue" {
              any.number(3, Int(text) ?? 0)
            } else {
              any.text(1, text)
            }
          }
        case .string(let text): any.text(1, text)
        default: break
        }
      }
    }
  }

  static func hex(_ text: String) -> [UInt8] {
    var out: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      let value = digit < 0x3a ? digit - 0x30 : (digit | 0x20) - 0x57
      if let first = high {
        out.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return out
  }
}
