/// One object of an export, by itself or out of a list.
struct ObjectItem {
  var value: ObjectValue
  /// Its kind; elements of an `EventList` need not say theirs.
  var kind: String
  var place: RecordPlace
  var bytes: UnsafeRawBufferPointer
}

/// What is made of the objects of an export. A class because it keeps state between them.
class ObjectHandler {
  let context: ReaderContext
  init(_ context: ReaderContext) { self.context = context }
  /// Delivers one object.
  func object(_ item: ObjectItem, into sink: any RecordSink) {}
  /// Delivers what is pending when the content has ended.
  func end(into sink: any RecordSink) {}
}

/// Reads objects as tools print them: JSON or YAML, one, several documents, or a list.
final class ObjectReader: ExportReader {
  private let handler: ObjectHandler
  private let context: ReaderContext
  private var json: JSONObjects?
  private var yaml: [UInt8] = []
  private var isTooLarge = false

  init(_ context: ReaderContext, _ handler: ObjectHandler) {
    self.context = context
    self.handler = handler
  }

  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
    if let json {
      try json.consume(chunk, into: sink)
      return
    }
    let isUndecided = yaml.allSatisfy { $0 <= 0x20 }
    guard !isTooLarge, yaml.count + chunk.count <= context.limits.documentBytes else {
      isTooLarge = true
      yaml = []
      return
    }
    yaml.append(contentsOf: chunk)
    guard isUndecided, let first = yaml.first(where: { $0 > 0x20 }),
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    else { return }
    let reader = JSONObjects(context, handler)
    json = reader
    let content = yaml
    yaml = []
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
  }

  func finish(into sink: any RecordSink) throws {
    if let json {
      try json.finish(into: sink)
    } else if isTooLarge {
      sink.quarantine(
        QuarantinedRecord(
          code: "document-too-large",
          message: "the YAML is larger than \(context.limits.documentBytes) bytes",
          fix: "export it as JSON, or fewer objects at a time"),
        at: RecordPlace(offset: 0, length: 0, line: 1))
    } else {
      yaml.withUnsafeBytes { bytes in
        for piece in YAMLDocuments.pieces(of: bytes) { document(piece, bytes, sink) }
      }
    }
    handler.end(into: sink)
  }

  private func document(
    _ piece: YAMLDocuments.Piece, _ all: UnsafeRawBufferPointer, _ sink: any RecordSink
  ) {
    let bytes = UnsafeRawBufferPointer(rebasing: all[piece.range])
    let lines = LineStarts(bytes)
    let place = RecordPlace(
      offset: Int64(piece.range.lowerBound), length: Int64(bytes.count), line: piece.line)
    let composed: YAMLDocuments.Composed
    do {
      composed = try YAMLDocuments.compose(bytes, limits: context.limits)
    } catch {
      if sink.wants.contains(.rawBytes) { sink.rawBytes(bytes, at: place) }
      sink.quarantine(
        QuarantinedRecord(
          code: error.code, message: error.message,
          fix: "export it again, or as JSON (-o json)", column: error.column), at: place)
      return
    }
    let value = composed.value
    guard let items = ObjectList(value) else {
      deliver(ObjectItem(value: value, kind: kind(value), place: place, bytes: bytes), sink)
      return
    }
    if items.isCut { noteCut(place, sink) }
    if value.at("metadata", "continue")?.text != nil { notePage(place, sink) }
    if items.elements.isEmpty { sink.other(at: place, time: nil) }
    let rows = composed.itemLines
    for (index, element) in items.elements.enumerated() {
      // An element without a line of its own (a flow list) is proven by the whole document.
      let range =
        rows.count == items.elements.count
        ? lines.item(from: rows[index] - 1, to: index + 1 < rows.count ? rows[index + 1] - 1 : nil)
        : 0..<bytes.count
      deliver(
        ObjectItem(
          value: element, kind: element["kind"]?.text ?? items.elementKind,
          place: RecordPlace(
            offset: place.offset + Int64(range.lowerBound), length: Int64(range.count),
            line: piece.line + lines.count(before: range.lowerBound)),
          bytes: UnsafeRawBufferPointer(rebasing: bytes[range])), sink)
    }
  }

  private func kind(_ value: ObjectValue) -> String { value["kind"]?.text ?? "" }

  private func deliver(_ item: ObjectItem, _ sink: any RecordSink) {
    handler.object(item, into: sink)
  }

  private func noteCut(_ place: RecordPlace, _ sink: any RecordSink) {
    sink.note(
      FileNote(
        "export-truncated", "the list ends before its kind, which stands last",
        fix: "export it again", place: place))
  }
}

/// Says of a list that the server holds more of it.
private func notePage(_ place: RecordPlace, _ sink: any RecordSink) {
  sink.note(
    FileNote(
      "export-truncated", "the list is one page of several", fix: "export it without a limit",
      place: place))
}

/// The objects of a list: `kind: List`, `kind: EventList`, or a bare list.
struct ObjectList {
  var elements: [ObjectValue]
  /// The kind of elements that do not say theirs.
  var elementKind = ""
  /// Whether the list has lost its end.
  var isCut = false

  init?(_ value: ObjectValue) {
    if case .list(let elements) = value {
      self.elements = elements
      return
    }
    guard case .list(let elements)? = value["items"] else { return nil }
    self.elements = elements
    guard let kind = value["kind"]?.text else {
      isCut = true
      return
    }
    guard kind.hasSuffix("List") else { return nil }
    elementKind = String(kind.dropLast(4))
  }
}

/// Where the lines of a document begin.
private struct LineStarts {
  private let bytes: UnsafeRawBufferPointer
  private var starts = [0]

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    for at in bytes.indices where bytes[at] == 0x0a { starts.append(at + 1) }
  }

  /// Lines before the one that begins at `offset`.
  func count(before offset: Int) -> Int64 {
    Int64(starts.firstIndex { $0 >= offset } ?? starts.count - 1)
  }

  /// The bytes of an element from its line to the next element's, or to where the list ends.
  func item(from: Int, to: Int?) -> Range<Int> {
    let first = min(max(0, from), starts.count - 1)
    if let to, to > from, to < starts.count { return starts[first]..<starts[to] }
    let column = indent(first)
    var next = first + 1
    while next < starts.count, starts[next] < bytes.count, indent(next) > column { next += 1 }
    return starts[first]..<(next < starts.count ? starts[next] : bytes.count)
  }

  /// The column of a line's first mark; blank lines belong to what is above.
  private func indent(_ line: Int) -> Int {
    let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
    let text = bytes[starts[line]..<end]
    guard let first = text.firstIndex(where: { $0 > 0x20 }) else { return .max }
    return first - starts[line]
  }
}

/// The JSON side of `ObjectReader`.
private final class JSONObjects: JSONValuesReader {
  private let handler: ObjectHandler

  init(_ context: ReaderContext, _ handler: ObjectHandler) {
    self.handler = handler
    super.init(context)
  }

  override func value(_ place: RecordPlace, into sink: any RecordSink) {
    let root = tape.root
    if let change = ObjectHead.change(tape) {
      // A bookmark says how far the watch is, and nothing of an object.
      guard change.type != "BOOKMARK" else { return sink.other(at: place, time: nil) }
      deliver(change.object, self.place(of: change.object), "", sink)
      return
    }
    let items = tape.kind(root) == .array ? root : tape.member(root, "items")
    let kind = tape.member(root, "kind").flatMap { tape.text(ofScalar: $0) }?.string
    guard let items, tape.kind(items) == .array, kind?.hasSuffix("List") ?? true else {
      deliver(root, place, kind ?? "", sink)
      return
    }
    let elements = tape.elements(items)
    if elements.isEmpty { sink.other(at: place, time: nil) }
    if let more = tape.string(tape.member(root, "metadata"), "continue"), !more.isEmpty {
      notePage(place, sink)
    }
    for element in elements {
      deliver(element, self.place(of: element), kind.map { String($0.dropLast(4)) } ?? "", sink)
    }
  }

  private func deliver(
    _ node: Int, _ place: RecordPlace, _ kind: String, _ sink: any RecordSink
  ) {
    let value = ObjectValue(tape, node)
    handler.object(
      ObjectItem(
        value: value, kind: value["kind"]?.text ?? kind, place: place,
        bytes: UnsafeRawBufferPointer(
          rebasing: tape.bytes[tape.nodes[node].start..<tape.nodes[node].end])), into: sink)
  }
}
