/// Security-audit JSON lines: times in UTC with nanoseconds; a leak names its pattern and
/// never the matched value.
enum SecurityAudit {
  static func lines(_ truth: GroundTruth) -> String {
    var records: [(at: Int, value: JSONValue)] = truth.auditNotes.map { note in
      (note.at, head(note.at, note.event, [("actor", .string(note.actor))]))
    }
    for request in truth.requests {
      guard let failure = request.application?.failure, let audit = failure.audit else { continue }
      for (index, field) in failure.exposed.enumerated() {
        let at = audit.at + index * 1_311_007
        let trace = audit.namesTrace ? [("trace_id", JSONValue.string(request.traceID))] : []
        let fields: [(String, JSONValue)] =
          [("data_leak_pattern", .string(field.pattern)), ("severity", .string("critical"))]
          + trace + [("request_id", .string(request.requestID))]
        records.append((at, head(at, "data_leak_detected", fields)))
      }
    }
    let ordered = records.enumerated().sorted { left, right in
      left.element.at == right.element.at
        ? left.offset < right.offset : left.element.at < right.element.at
    }
    return ordered.map { $0.element.value.compact + "\n" }.joined()
  }

  private static func head(
    _ at: Int, _ event: String, _ fields: [(String, JSONValue)]
  ) -> JSONValue {
    .object(
      [
        ("time", .string(CivilTime.utc.rfc3339Nanoseconds(at))),
        ("service", .string("payment-app")), ("event", .string(event)),
      ] + fields)
  }
}
