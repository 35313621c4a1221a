/// What `kubectl get … -o json` or `-o yaml` prints: one object, a list, or several after another.
///
/// An export is one document: its objects are counted by kind, and the images they name are stated.
/// Kubernetes says of no list when it was made, so the document has no time.
struct KubernetesObjects: ExportFormat {
  let name = "kubernetes-objects"
  let role = SourceRole.config

  func recognizes(_ head: ExportHead) -> Recognition? {
    switch firstByte(head) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return json(head)
    case nil: return nil
    default:
      // What was written by hand to be applied is no export of a cluster.
      let isExport = contains(head, "creationTimestamp: ") || contains(head, "resourceVersion: ")
      guard isExport, !ObjectHead(head).isEmpty else { return nil }
      return Recognition(confidence: 80, reason: "YAML objects with apiVersion, kind and metadata")
    }
  }

  private func json(_ head: ExportHead) -> Recognition? {
    guard !contains(head, "audit.k8s.io") else { return nil }
    // Logs speak of objects too; what the export is about stands at its top.
    let tops = ["apiVersion", "metadata", "items"].map { FieldPath($0) }
    let time = FieldTable.known[.time].paths
    let lines = JSONHead(head) { tape in
      if tape.find(time) != nil { return false }
      return tape.find(tops) != nil
        || tape.find(Self.watched).map { tape.member($0, "apiVersion") != nil } ?? false
    }
    if lines.matching == 0, JSONHead(head, { _ in true }).matching > 0 { return nil }
    let isSpread =
      firstByte(head) == UInt8(ascii: "[")
      || Self.firstMembers.contains { begins(head, withMember: $0) }
    guard lines.matching > 0 || isSpread else { return nil }
    let hasShape =
      contains(head, "\"metadata\"")
      && (contains(head, "\"creationTimestamp\"") || contains(head, "\"resourceVersion\"")
        || contains(head, "\"selfLink\"") || contains(head, "\"items\""))
    guard hasShape else { return nil }
    if contains(head, "\"apiVersion\""), contains(head, "\"kind\"") {
      return Recognition(confidence: 80, reason: "objects with apiVersion, kind and metadata")
    }
    guard contains(head, "\"spec\""), contains(head, "\"uid\"") else { return nil }
    return Recognition(confidence: 60, reason: "an object with metadata, spec and uid")
  }

  /// What an object that is spread over lines begins with; kubectl sorts, the API does not.
  private static let firstMembers: [StaticString] = [
    "apiVersion", "kind", "metadata", "items", "type",
  ]
  /// The object of a change, as a watch of the API hands them over.
  private static let watched = FieldPath("object")

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    let handler = Handler(context)
    return Reader(ObjectReader(context, handler), handler)
  }

  /// Adds objects up. What each says is counted, so nothing is delivered before the end.
  private final class Handler: ObjectHandler {
    private(set) var tally = ObjectTally()

    override func object(_ item: ObjectItem, into sink: any RecordSink) {
      let value = item.value
      guard value["metadata"] != nil || value["kind"]?.text != nil else {
        sink.quarantine(
          QuarantinedRecord(
            code: "object-shape", message: "a value that is no object of a cluster",
            fix: "export it again with kubectl get … -o json"), at: item.place)
        return
      }
      tally.add(value, kind: item.kind)
    }
  }

  /// A class because it keeps the length of what the reader inside it read.
  private final class Reader: ExportReader {
    private let objects: ObjectReader
    private let handler: Handler
    private var length: Int64 = 0

    init(_ objects: ObjectReader, _ handler: Handler) {
      self.objects = objects
      self.handler = handler
    }

    func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws {
      length += Int64(chunk.count)
      try objects.consume(chunk, into: sink)
    }

    func finish(into sink: any RecordSink) throws {
      try objects.finish(into: sink)
      let place = RecordPlace(offset: 0, length: length, line: 1)
      let tally = handler.tally
      guard tally.objects > 0 else {
        sink.other(at: place, time: nil)
        return
      }
      var list = FactList()
      tally.add(to: &list)
      if tally.withoutKind > 0 {
        list.note(
          "object-kind-unstated", "an object without a kind is only counted", at: place,
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
