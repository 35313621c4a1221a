/// elasticdump's data files, and other exports of one hit a line: `{"_index", "_id", "_source"}`.
struct ElasticsearchDump: ExportFormat {
  let name = "elasticsearch-dump"
  let role = SourceRole.appLog
  let framesAnyLog = true
  let hasIndependentLines = true

  func recognizes(_ head: ExportHead) -> Recognition? {
    let lines = JSONHead(head) { tape in
      tape.member(tape.root, "_source") != nil && tape.member(tape.root, "_index") != nil
    }
    guard lines.isMostly else { return nil }
    return Recognition(
      confidence: 89, reason: "lines are hits with _index and _source", role: framedRole(head))
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { Reader(context) }

  private final class Reader: JSONLineReader {
    override func object(_ place: RecordPlace, into sink: any RecordSink) {
      deliverSource(delivery, tape, context.role ?? .appLog, place, into: sink)
    }
  }
}
