public import Analysis

/// JSON that people can read and compare line by line without it growing a hundredfold.
public enum JSONLayout {
  /// Members of the top object on lines of their own; elements of its non-empty arrays too, each
  /// compact. A final newline.
  public static func linewise(_ document: JSONValue) -> [UInt8] {
    guard case .object(let members) = document else {
      return Array(document.compact.utf8) + [0x0a]
    }
    var out: [UInt8] = Array("{".utf8)
    for (index, (name, value)) in members.enumerated() {
      out += (index == 0 ? "\n  " : ",\n  ").utf8
      out += JSONValue.string(name).compact.utf8
      out += ": ".utf8
      if case .array(let elements) = value, elements.contains(where: \.isContainer) {
        out += "[".utf8
        for (position, element) in elements.enumerated() {
          out += (position == 0 ? "\n    " : ",\n    ").utf8
          out += element.compact.utf8
        }
        out += "\n  ]".utf8
      } else {
        out += value.compact.utf8
      }
    }
    out += "\n}\n".utf8
    return out
  }
}

extension JSONValue {
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// An array of texts.
  static func strings(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0) })
  }

  /// An instant in RFC 3339, or null.
  static func optional(_ instant: Instant?) -> JSONValue {
    instant.map { .string($0.rfc3339) } ?? .null
  }
}
