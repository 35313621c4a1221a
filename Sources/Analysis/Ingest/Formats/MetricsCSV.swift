/// Metrics as CSV, laid out as the appendix declares (`sources: - csv: {…}`).
///
/// CSV says nothing of what its columns mean. Without a declaration it is recognised, not read, and
/// says what is lacking.
struct MetricsCSV: ExportFormat {
  let name = "metrics-csv"
  let role = SourceRole.metrics

  func recognizes(_ head: ExportHead) -> Recognition? { CSVHead(head).claim }

  func makeReader(_ context: ReaderContext) -> any ExportReader {
    guard let mapping = context.source?.csv, let time = context.source?.time else {
      return Undeclared(context)
    }
    return CSVSampleReader(context, mapping, time: time)
  }

  /// Passes over lines that nothing says how to read.
  private final class Undeclared: LineReader {
    private var first: RecordPlace?

    override func record(_ line: LineSplitter.Line, into sink: any RecordSink) {
      guard !line.bytes.trimmed.isEmpty else { return }
      if first == nil { first = line.place }
      if sink.wants.contains(.rawBytes) { sink.rawBytes(line.bytes, at: line.place) }
      sink.other(at: line.place, time: nil)
    }

    override func end(into sink: any RecordSink) {
      guard let first else { return }
      sink.note(
        FileNote(
          "csv-undeclared", "CSV, of which nothing says what its columns mean; it was not read",
          fix: "declare it in the appendix: sources: - {role: metrics, files: …, time: {field: …},"
            + " csv: {layout: long, name: …, value: …}}", place: first))
    }
  }
}
