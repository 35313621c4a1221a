/// Spans as Jaeger stores them in Elasticsearch, one document after another: elasticdump's hits, or
/// the documents by themselves.
struct JaegerElasticsearch: ExportFormat {
  let name = "jaeger-elasticsearch"
  let role = SourceRole.spans

  func recognizes(_ head: ExportHead) -> Recognition? {
    guard firstByte(head) == UInt8(ascii: "{"), contains(head, "\"traceID\""),
      contains(head, "\"spanID\""), contains(head, "\"operationName\""),
      contains(head, "\"startTime\""), contains(head, "\"process\"")
    else { return nil }
    let lines = JSONHead(head) { tape in
      let source = tape.member(tape.root, "_source")
      return JaegerSpan.isSpan(tape, source ?? tape.root)
    }
    if lines.isMostly {
      return Recognition(confidence: 94, reason: "lines are stored Jaeger spans")
    }
    // Printed over lines: nothing but the brace stands on the first.
    let opening = head.bytes.drop { $0 <= 0x20 }.prefix { $0 != 0x0a && $0 != 0x0d }
    guard opening.count == 1, !contains(head, "\"spans\""), !contains(head, "\"hits\"") else {
      return nil
    }
    return Recognition(confidence: 90, reason: "objects with the members of a stored Jaeger span")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONObjectsReader {
    private var notes = SpanNotes()

    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      let node = tape.member(tape.root, "_source") ?? tape.root
      // The store's other indices: names of services and operations, dependencies.
      let isOther =
        tape.kind(node) == .object && tape.member(node, "spanID") == nil
        && (tape.member(node, "serviceName") != nil || tape.member(node, "dependencies") != nil)
      if isOther {
        sink.other(at: place, time: nil)
        return
      }
      let span = JaegerSpan(tape, node)
      var reading = span.read(&notes, place)
      if case .span(var record) = reading {
        record.service = span.ownService
        if record.service == nil { notes.add(.noProcess, place) }
        reading = .span(record)
      }
      sink.take(reading, &notes, at: place)
    }

    override func ended(into sink: any RecordSink) { notes.deliver(into: sink) }
  }
}
