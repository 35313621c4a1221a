/// Elasticsearch or OpenSearch answers to `_search`, `_msearch` and scroll requests: the logs are
/// the `_source` objects of the hits.
struct ElasticsearchResponse: ExportFormat {
  let name = "elasticsearch-search"
  let role = SourceRole.appLog
  let sliceUnit = SliceUnit.document
  let framesAnyLog = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"hits\""),
      contains(head, "\"timed_out\"") || contains(head, "\"_shards\"")
        || contains(head, "\"responses\"") || contains(head, "\"_scroll_id\"")
    else { return nil }
    return Recognition(
      confidence: 88, reason: "a search response with hits", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: ElementReader {
    private static let hits = ["hits.hits.*", "responses.*.hits.hits.*"]
    private static let totals = ["hits.total", "responses.*.hits.total"]
    private static let timeouts = ["timed_out", "responses.*.timed_out"]
    private let delivery: RecordDelivery
    private let role: SourceRole
    private var delivered: Int64 = 0
    private var total: Int64 = 0
    private var isCut = false
    private var timedOut = 0

    init(_ context: ReaderContext) {
      let tape = JSONTape(context.limits)
      delivery = RecordDelivery(context, tape: tape)
      role = context.role ?? .appLog
      super.init(context, paths: Self.hits + Self.totals + Self.timeouts, tape: tape)
    }

    override func element(_ path: Int, _ place: RecordPlace, into sink: any RecordSink) {
      switch path {
      case 0..<2:
        delivered += 1
        if sink.wants.contains(.rawBytes) { sink.rawBytes(tape.bytes, at: place) }
        deliverSource(delivery, tape, role, place, into: sink)
      case 2..<4: take(total: tape.root)
      default: if tape.nodes[tape.root].flag { timedOut += 1 }
      }
    }

    /// `100`, or `{"value": 10000, "relation": "gte"}` when the engine stopped counting.
    private func take(total node: Int) {
      if tape.kind(node) == .object {
        total += tape.member(node, "value").flatMap { tape.integer($0) } ?? 0
        let relation = tape.member(node, "relation").flatMap { tape.text(ofScalar: $0) }
        if relation?.string == "gte" { isCut = true }
      } else {
        total += tape.integer(node) ?? 0
      }
    }

    override func end(into sink: any RecordSink) {
      if total > delivered || isCut {
        sink.note(
          FileNote(
            "export-truncated",
            "the response holds \(delivered) of \(isCut ? "at least " : "")\(total) hits",
            fix: "export with scroll or search_after until nothing is left"))
      }
      if timedOut > 0 {
        sink.note(
          FileNote(
            "search-timed-out", "the search timed out: hits may be missing",
            fix: "export a shorter range", count: timedOut))
      }
    }
  }
}

/// Delivers the `_source` of a hit at the tape's root.
func deliverSource(
  _ delivery: RecordDelivery, _ tape: JSONTape, _ role: SourceRole, _ place: RecordPlace,
  into sink: any RecordSink
) {
  guard let source = tape.member(tape.root, "_source"), tape.kind(source) == .object else {
    sink.quarantine(
      QuarantinedRecord(
        code: "hit-source", message: "a hit without its _source",
        fix: "export with _source enabled"), at: place)
    return
  }
  tape.root = source
  delivery.fields.useTape()
  delivery.deliver(role, inside: RecordDelivery.Frame(), place, into: sink)
}
