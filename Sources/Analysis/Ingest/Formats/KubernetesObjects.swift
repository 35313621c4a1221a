/// What `kubectl get … -o json` prints: one object, a list, or several after another.
///
/// An export is one document: its objects are counted by kind, and the images they name are stated.
/// Kubernetes says of no list when it was made, so the document has no time.
struct KubernetesObjects: ExportFormat {
  let name = "kubernetes-objects"
  let role = SourceRole.config

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard let first = firstByte(head), first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
      !contains(head, "audit.k8s.io")
    else { return nil }
    // Logs speak of objects too; what the export is about stands at its top.
    let tops = ["apiVersion", "metadata", "items"].map { FieldPath($0) }
    let time = FieldTable.known[.time].paths
    let lines = JSONHead(head) { tape in
      if tape.find(time) != nil { return false }
      return tape.find(tops) != nil
        || tape.find(Reader.watched).map { tape.member($0, "apiVersion") != nil } ?? false
    }
    if lines.matching == 0, JSONHead(head, { _ in true }).matching > 0 { return nil }
    let isSpread =
      first == UInt8(ascii: "[")
      || Self.firstMembers.contains { begins(head, withMember: $0) }
    guard lines.matching > 0 || isSpread else { return nil }
    let hasKind = contains(head, "\"apiVersion\"") && contains(head, "\"kind\"")
    let hasShape =
      contains(head, "\"metadata\"")
      && (contains(head, "\"creationTimestamp\"") || contains(head, "\"resourceVersion\"")
        || contains(head, "\"selfLink\"") || contains(head, "\"items\""))
    guard hasShape else { return nil }
    if hasKind {
      return Recognition(confidence: 80, reason: "objects with apiVersion, kind and metadata")
    }
    guard contains(head, "\"spec\""), contains(head, "\"uid\"") else { return nil }
    return Recognition(confidence: 60, reason: "an object with metadata, spec and uid")
  }

  /// What an object that is spread over lines begins with; kubectl sorts, the API does not.
  private static let firstMembers: [StaticString] = [
    "apiVersion", "kind", "metadata", "items", "type",
  ]

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONValuesReader {
    /// The object of a change, as a watch of the API hands them over.
    static let watched = FieldPath("object")
    private var tally = ObjectTally()
    private var list = FactList()
    private var length: Int64 = 0

    override func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
      length += Int64(chunk.count)
      try super.consume(chunk, into: sink)
    }

    override func value(_ place: RecordPlace, into sink: any RecordSink) {
      let root = tape.root
      let kind = tape.string(root, "kind") ?? ""
      let items = tape.kind(root) == .array ? root : tape.member(root, "items")
      guard let items, tape.kind(items) == .array else {
        let changed = tape.find(Self.watched).flatMap { tape.kind($0) == .object ? $0 : nil }
        object(tape.string(root, "type") == nil ? root : changed ?? root, kind: "", place, sink)
        return
      }
      // `PodList` names the kind of elements that do not; `List` does not.
      let listed = kind.hasSuffix("List") ? String(kind.dropLast(4)) : ""
      for element in tape.elements(items) {
        object(element, kind: listed, self.place(of: element), sink)
      }
      if let more = tape.string(tape.member(root, "metadata"), "continue"), !more.isEmpty {
        list.note(
          "export-truncated", "the list is one page of several", at: place,
          fix: "export it again without a limit")
      }
    }

    private func object(
      _ node: Int, kind: String, _ place: RecordPlace, _ sink: any RecordSink
    ) {
      let isObject =
        tape.kind(node) == .object
        && (tape.member(node, "metadata") != nil || tape.member(node, "kind") != nil)
      guard isObject else {
        sink.quarantine(
          QuarantinedRecord(
            code: "object-shape", message: "a value that is no object of a cluster",
            fix: "export it again with kubectl get … -o json"), at: place)
        return
      }
      tally.add(node, kind: kind, tape)
    }

    override func finish(into sink: any RecordSink) throws {
      try super.finish(into: sink)
      let place = RecordPlace(offset: 0, length: length, line: 1)
      guard tally.objects > 0 else {
        sink.other(at: place, time: nil)
        return
      }
      tally.add(to: &list)
      if tally.withoutKind > 0 {
        list.note(
          "object-kind", "an object without a kind is only counted", at: place,
          fix: "export it again with kubectl get … -o json", isWarning: false)
      }
      if tally.badDigests > 0 {
        list.note(
          "image-digest", "a digest of an image is not well-formed", at: place,
          fix: "export the objects again; they may have been edited")
      }
      if tally.movingImages > 0 {
        list.note(
          "image-digest-missing", "a container names its image by a tag that moves", at: place,
          fix: "deploy images by their digests", isWarning: false)
      }
      list.deliver("kubernetes-objects", nil, place, role: .config, into: sink)
    }
  }
}
