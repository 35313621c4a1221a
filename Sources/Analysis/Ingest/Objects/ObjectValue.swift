/// A value of an object that is written as YAML or JSON: what a reader of cluster objects looks
/// at, whichever of the two the tool printed.
///
/// Scalars keep their text; whether `"410"` was quoted says nothing.
indirect enum ObjectValue {
  case null
  case text(String)
  case list([ObjectValue])
  case members([Member])

  /// One member of an object.
  struct Member {
    var name: String
    var value: ObjectValue
  }

  /// The value of a member; of duplicates the last.
  subscript(_ name: String) -> ObjectValue? {
    guard case .members(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The value at a path of members.
  func at(_ path: String...) -> ObjectValue? {
    var value: ObjectValue? = self
    for name in path { value = value?[name] }
    return value
  }

  /// The text of a scalar that is not empty.
  var text: String? {
    guard case .text(let text) = self, !text.isEmpty else { return nil }
    return text
  }

  /// The elements of a list; nothing for other kinds.
  var elements: [ObjectValue] {
    guard case .list(let elements) = self else { return [] }
    return elements
  }

  /// The members of an object; nothing for other kinds.
  var members: [Member] {
    guard case .members(let members) = self else { return [] }
    return members
  }

  /// Whether it is the scalar `true`, as YAML, JSON and conditions spell it.
  var isTrue: Bool { text?.lowercased() == "true" }
}

extension ObjectValue {
  /// The value at `node` of a tape, whose depth is limited by the parser.
  init(_ tape: JSONTape, _ node: Int) {
    switch tape.kind(node) {
    case .null: self = .null
    case .bool: self = .text(tape.nodes[node].flag ? "true" : "false")
    case .string, .number: self = .text(tape.text(ofScalar: node)?.string ?? "")
    case .array: self = .list(tape.elements(node).map { ObjectValue(tape, $0) })
    case .object:
      var members: [Member] = []
      tape.forEachMember(node) { key, value in
        members.append(
          Member(name: tape.text(key).string, value: ObjectValue(tape, value)))
      }
      self = .members(members)
    }
  }
}
