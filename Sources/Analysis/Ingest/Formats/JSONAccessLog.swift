/// Access records as JSON lines: nginx `escape=json`, and other gateways by their field names.
struct JSONAccessLog: ExportFormat {
  let name = "json-access"
  let role = SourceRole.gatewayAccess

  func recognizes(_ head: ExportHead) -> Recognition? {
    let table = FieldTable(nil)
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
  /// A context in which the names that a gateway documents stand for the fields and the meaning
  /// that the appendix does not declare.
  func documented(
    time: String, means: SourceDeclaration.TimeMeaning,
    _ fields: KeyValuePairs<FieldRole, (name: String, unit: SourceUnit?)>
  ) -> ReaderContext {
    var source = source ?? SourceDeclaration(role: .gatewayAccess, files: [], line: 0)
    source.time = source.time ?? SourceDeclaration.Field(path: time)
    source.timeMeans = source.timeMeans ?? means
    for (role, field) in fields where source.fields[role.declaredName] == nil {
      source.fields[role.declaredName] = SourceDeclaration.Field(
        path: field.name, unit: field.unit)
    }
    var context = self
    context.source = source
    return context
  }
}
