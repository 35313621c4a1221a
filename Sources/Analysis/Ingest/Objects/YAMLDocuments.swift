internal import Yams

/// Takes a YAML stream apart: documents by their marks, each composed by itself, so that one
/// broken document costs itself only.
struct YAMLDocuments {
  /// One document of a stream, by its bytes.
  struct Piece {
    var range: Range<Int>
    /// One-based line of its first byte.
    var line: Int64
  }

  /// Why a document cannot be read.
  struct Fault: Error {
    var code: String
    var message: String
    /// Lines below the document's first, where known.
    var line: Int?
    var column: Int?
  }

  /// A value, and on which of its lines the elements of its `items` begin.
  struct Composed {
    var value: ObjectValue
    var itemLines: [Int] = []
  }

  /// Largest document: its nodes take many times its bytes.
  static let limitBytes = 16 << 20

  /// The documents of `bytes`: what lies between lines that begin with `---` or `...`.
  static func pieces(of bytes: UnsafeRawBufferPointer) -> [Piece] {
    var pieces: [Piece] = []
    var (start, startLine) = (0, Int64(1))
    var (at, line) = (0, Int64(1))
    func close(_ end: Int) {
      let isBlank = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        .split(separator: 0x0a).allSatisfy { line in
          let first = line.first { $0 > 0x20 }
          return first == nil || first == UInt8(ascii: "#")
        }
      if !isBlank { pieces.append(Piece(range: start..<end, line: startLine)) }
    }
    while at < bytes.count {
      let end = bytes[at...].firstIndex(of: 0x0a) ?? bytes.count
      if isMark(bytes[at..<end]) {
        close(at)
        (start, startLine) = (min(end + 1, bytes.count), line + 1)
      }
      (at, line) = (end + 1, line + 1)
    }
    if start < bytes.count { close(bytes.count) }
    return pieces
  }

  private static func isMark(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
    let text = line.prefix(4)
    guard text.count >= 3, let first = text.first,
      first == UInt8(ascii: "-") || first == UInt8(ascii: "."),
      text.prefix(3).allSatisfy({ $0 == first })
    else { return false }
    // What follows on the line of a mark is rare (`--- # comment`); a value there is not read.
    return text.count == 3 || text.last.map { $0 <= 0x20 } ?? true
  }

  /// Composes one document.
  static func compose(
    _ bytes: UnsafeRawBufferPointer, limits: IngestLimits
  ) throws(Fault) -> Composed {
    guard bytes.count <= limitBytes else {
      throw Fault(
        code: "document-too-large",
        message: "one YAML document is larger than \(limitBytes) bytes")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(code: "invalid-utf8", message: "the document is not UTF-8")
    }
    guard !AliasBound.isExceeded(by: Array(bytes)) else {
      throw Fault(code: "yaml-aliases", message: "the aliases (*name) stand for too much")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw fault(error)
    } catch {
      throw Fault(code: "yaml-syntax", message: "the document is no YAML")
    }
    guard let root else { return Composed(value: .null) }
    // What aliases stand for is written out here, so that its sum is bounded as well.
    var budget = min(limits.valueCount, max(1 << 16, bytes.count))
    let value = try convert(root, depth: limits.nestingDepth, &budget)
    var composed = Composed(value: value)
    let items = root.mapping?["items"]?.sequence ?? root.sequence
    composed.itemLines = items?.compactMap { $0.mark?.line } ?? []
    return composed
  }

  private static func fault(_ error: YamlError) -> Fault {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return Fault(
        code: problem.contains("nesting") ? "yaml-depth" : "yaml-syntax",
        message: "the document is no YAML", line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      return Fault(
        code: "duplicate-key", message: "a key occurs twice", line: context.mark.line,
        column: context.mark.column)
    default: return Fault(code: "yaml-syntax", message: "the document is no YAML")
    }
  }

  private static func convert(
    _ node: Node, depth: Int, _ budget: inout Int
  ) throws(Fault) -> ObjectValue {
    guard depth > 0 else {
      throw Fault(code: "yaml-depth", message: "values are nested too deeply")
    }
    budget -= 1
    guard budget > 0 else {
      throw Fault(code: "yaml-aliases", message: "the aliases (*name) stand for too much")
    }
    switch node {
    case .scalar(let scalar):
      let isNull = scalar.style == .plain && ["", "~", "null", "Null"].contains(scalar.string)
      return isNull ? .null : .text(scalar.string)
    case .sequence(let sequence):
      var elements: [ObjectValue] = []
      for element in sequence {
        elements.append(try convert(element, depth: depth - 1, &budget))
      }
      return .list(elements)
    case .mapping(let mapping):
      var members: [ObjectValue.Member] = []
      for (key, value) in mapping {
        // A key that is no text names nothing that is looked for.
        members.append(
          ObjectValue.Member(
            name: key.scalar?.string ?? "",
            value: try convert(value, depth: depth - 1, &budget)))
      }
      return .members(members)
    case .alias:
      throw Fault(code: "yaml-aliases", message: "an alias (*name) stands for nothing")
    }
  }
}
