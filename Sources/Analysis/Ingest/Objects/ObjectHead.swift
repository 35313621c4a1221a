/// Which kinds of objects the head of an export holds: at its top, or in its list. What lies
/// deeper (the owner of a ReplicaSet, a template) is not what the export is about.
struct ObjectHead {
  private let head: ExportHead
  private var kinds: Set<String> = []

  init(_ head: ExportHead) {
    self.head = head
    switch firstByte(head) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): readJSON()
    case nil: break
    default: readYAML()
    }
  }

  /// A claim on objects of `kind` whose API group is mentioned.
  func claim(_ kind: String, group: StaticString, _ what: String) -> Recognition? {
    guard kinds.contains(kind), contains(head, group), !contains(head, "audit.k8s.io") else {
      return nil
    }
    return Recognition(confidence: 96, reason: what)
  }

  /// Whether it holds objects of any kind.
  var isEmpty: Bool { kinds.isEmpty }

  private mutating func readJSON() {
    // One object a line says its kind itself; of a document spread over lines, or one whose only
    // line is longer than the head, the kinds are looked for in the text.
    for case let tape? in head.records.tapes where tape.kind(tape.root) == .object { add(tape) }
    if !kinds.isEmpty { return }
    let tape = JSONTape(depthLimit: 128)
    if head.isWhole, tape.parse(head.bytes) == nil {
      add(tape)
      return
    }
    guard contains(head, "\"kind\""), contains(head, "\"apiVersion\"") else { return }
    let text = Self.compact(head.bytes)
    for kind in ["Rollout", "AnalysisRun", "Application", "Canary", "Event"] {
      if text.contains("\"kind\":\"\(kind)\"") || text.contains("\"kind\":\"\(kind)List\"") {
        kinds.insert(kind)
      }
    }
  }

  /// A change as a watch hands it over: `kubectl get -w -o json --output-watch-events`, the API.
  static func change(_ tape: JSONTape) -> (type: String, object: Int)? {
    guard tape.kind(tape.root) == .object, let type = tape.member(tape.root, "type"),
      tape.kind(type) == .string, let text = tape.text(ofScalar: type)?.string,
      let object = tape.member(tape.root, "object"), tape.kind(object) == .object,
      tape.member(object, "metadata") != nil || tape.member(object, "kind") != nil
    else { return nil }
    return (text, object)
  }

  private mutating func add(_ tape: JSONTape) {
    let root = Self.change(tape)?.object ?? tape.root
    func note(_ node: Int) {
      guard tape.kind(node) == .object, tape.member(node, "apiVersion") != nil,
        let kind = tape.member(node, "kind").flatMap({ tape.text(ofScalar: $0) })?.string
      else { return }
      kinds.insert(kind.hasSuffix("List") ? String(kind.dropLast(4)) : kind)
    }
    note(root)
    let items = tape.kind(root) == .array ? root : tape.member(root, "items")
    for item in items.map({ tape.elements($0) }) ?? [] { note(item) }
  }

  private static func compact(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
  }

  /// Lines `kind: X` at the top of a document, or of an element of a list.
  private mutating func readYAML() {
    var found: [(kind: String, column: Int)] = []
    var hasVersion = false
    for line in head.bytes.split(separator: 0x0a) {
      let column = line.prefix { $0 == 0x20 || $0 == UInt8(ascii: "-") }.count
      guard column <= 4 else { continue }
      let text = String(decoding: line.dropFirst(column).prefix(128), as: UTF8.self)
      if text.hasPrefix("apiVersion:") { hasVersion = true }
      guard text.hasPrefix("kind:") else { continue }
      let kind = text.dropFirst(5).filter { $0 != " " && $0 != "\"" && $0 != "'" && $0 != "\r" }
      found.append((kind, column))
    }
    guard hasVersion else { return }
    let tops = found.filter { $0.column == 0 }.map(\.kind)
    let isList = tops.isEmpty || tops.contains { $0.hasSuffix("List") }
    for (kind, column) in found where column == 0 || isList {
      kinds.insert(kind.hasSuffix("List") ? String(kind.dropLast(4)) : kind)
    }
  }
}
