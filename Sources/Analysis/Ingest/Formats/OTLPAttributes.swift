/// Reads OTLP `KeyValue` lists on a tape.
struct OTLPAttributes {
  private let tape: JSONTape

  init(_ tape: JSONTape) { self.tape = tape }

  /// The text or number of the first of `names` in a list.
  func text(_ list: Int, _ names: [StaticString]) -> ByteText? {
    for name in names {
      for pair in tape.elements(list) {
        guard let key = tape.member(pair, "key").flatMap({ tape.text(ofScalar: $0) }),
          name.withUTF8Buffer({ key.bytes.elementsEqual($0) }),
          let value = tape.member(pair, "value"), let text = text(of: value)
        else { continue }
        return text
      }
    }
    return nil
  }

  /// An `AnyValue` as text: scalars as they are, lists and maps as written.
  func text(of value: Int) -> ByteText? {
    guard tape.kind(value) == .object else { return tape.text(ofScalar: value) }
    for kind: StaticString in [
      "stringValue", "string_value", "intValue", "int_value", "doubleValue", "double_value",
    ] {
      if let node = tape.member(value, kind), let text = tape.text(ofScalar: node) { return text }
    }
    return tape.nodes[value].next > value + 1 ? ByteText(tape.raw(value)) : nil
  }
}
