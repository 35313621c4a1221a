/// Where in a document the values lie that a reader wants: member names, and `*` for every element
/// of an array: `hits.hits.*`.
struct ElementPath: Sendable {
  /// Names from the root; nil stands for every element of an array.
  let parts: [[UInt8]?]

  init(_ path: String) {
    parts = path.split(separator: ".").map { $0 == "*" ? nil : Array($0.utf8) }
  }
}

/// One open container on the way to a value.
struct OpenContainer {
  var isObject: Bool
  /// The member at hand, as written; empty in arrays.
  var key: [UInt8] = []
  /// Values that have begun in it: of an array, one more than the index of the one at hand.
  var count = 0
}

extension ElementPath {
  /// Whether the value about to begin inside `open` is one that is wanted.
  func matches(_ open: [OpenContainer]) -> Bool {
    guard open.count == parts.count else { return false }
    for (container, part) in zip(open, parts) {
      if let part {
        guard container.isObject, container.key == part else { return false }
      } else if container.isObject {
        return false
      }
    }
    return true
  }
}
