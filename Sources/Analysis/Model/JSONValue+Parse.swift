extension JSONValue {
  /// Reads a document of ours; of duplicate names the last one counts.
  /// - Returns: nil when the bytes are no JSON, or deeper than 64 levels.
  public init?(parsing bytes: [UInt8]) {
    let tape = JSONTape(depthLimit: 64)
    let value = bytes.withUnsafeBytes { bytes -> JSONValue? in
      guard tape.parse(bytes) == nil else { return nil }
      return Self.value(tape, 0)
    }
    guard let value else { return nil }
    self = value
  }

  private static func value(_ tape: JSONTape, _ node: Int) -> JSONValue {
    switch tape.kind(node) {
    case .null: return .null
    case .bool: return .bool(tape.nodes[node].flag)
    case .string: return .string(tape.text(node).string)
    case .array: return .array(tape.elements(node).map { value(tape, $0) })
    case .number:
      let text = String(decoding: tape.raw(node), as: UTF8.self)
      if let integer = Int64(text) { return .integer(integer) }
      let number = Double(text) ?? 0
      return number.isFinite ? .number(number) : .null
    case .object:
      var members: [(String, JSONValue)] = []
      tape.forEachMember(node) { key, member in
        members.append((tape.text(key).string, value(tape, member)))
      }
      return .object(members)
    }
  }

  /// The member of an object; null where there is none.
  public subscript(name: String) -> JSONValue {
    guard case .object(let members) = self else { return .null }
    return members.last { $0.0 == name }?.1 ?? .null
  }

  /// The elements of an array; none of anything else.
  public var elements: [JSONValue] {
    if case .array(let elements) = self { return elements }
    return []
  }

  /// A text.
  public var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// A whole number.
  public var integer: Int64? {
    if case .integer(let value) = self { return value }
    return nil
  }

  /// Any number.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// `true` or `false`.
  public var flag: Bool? {
    if case .bool(let value) = self { return value }
    return nil
  }
}
