/// Access records as JSON lines: nginx `escape=json`, and other gateways by their field names.
struct JSONAccessLog: ExportFormat {
  let name = "json-access"
  let role = SourceRole.gatewayAccess

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable.known
    let records = JSONHead(head) { tape in
      tape.find(table[.status].paths) != nil && tape.find(table[.path].paths) != nil
        && (tape.find(table[.method].paths) != nil || tape.find([FieldPath("request_time")]) != nil)
        && tape.find(table[.level].paths) == nil
    }
    guard records.isMostly else { return nil }
    return Recognition(
      confidence: 80, reason: "lines are JSON objects with status, path and method or duration")
  }

  func makeReader(_ context: ReaderContext) -> any ExportReader { JSONAccessReader(context) }

  let hasIndependentLines = true
}

/// Reads access records as JSON lines; gateways with names of their own build on it.
class JSONAccessReader: LogRecordReader {
  override var readsFieldsOnly: Bool { true }

  override func record(_ stamp: Stamp, _ place: RecordPlace, into sink: any RecordSink) {
    delivery.request(stamp, RecordDelivery.Frame(), place, into: sink)
  }
}

extension ReaderContext {
  /// A context for a format whose makers document its fields; what the appendix declares comes
  /// before them.
  func documented(_ fields: DocumentedFields) -> ReaderContext {
    var context = self
    context.documented = fields
    return context
  }

  /// What the time states, by the appendix, else by the format's makers.
  var timeMeans: SourceDeclaration.TimeMeaning {
    source?.timeMeans ?? documented?.means ?? .end
  }
}
