/// Security-audit JSON lines: times in UTC with nanoseconds; a leak names its pattern and
/// never the matched value.
enum SecurityAudit {
  static func lines(_ truth: GroundTruth) -> String {
    var records: [(at: Int, value: JSONValue)] = truth.auditNotes.map { note in
      let actor = [("actor", JSONValue.string(note.actor))]
      let leak = note.leak.map { leakFields($0.pattern, $0.traceID, $0.requestID) } ?? []
      return (note.at, head(note.at, note.event, leak + actor))
    }
    for request in truth.requests {
      guard let failure = request.application?.failure, let audit = failure.audit else { continue }
      for (index, field) in failure.exposed.enumerated() {
        let at = audit.at + index * 1_311_007
        let fields = leakFields(
          field.pattern, audit.namesTrace ? request.traceID : nil, request.requestID)
        records.append((at, head(at, "data_leak_detected", fields)))
      }
    }
    let ordered = records.enumerated().sorted { left, right in
      left.element.at == right.element.at
        ? left.offset < right.offset : left.element.at < right.element.at
    }
    return ordered.map { $0.element.value.compact + "\n" }.joined()
  }

  private static func leakFields(
    _ pattern: String, _ traceID: String?, _ requestID: String
  ) -> [(String, JSONValue)] {
    let trace = traceID.map { [("trace_id", JSONValue.string($0))] } ?? []
    return [("data_leak_pattern", .string(pattern)), ("severity", .string("critical"))]
      + trace + [("request_id", .string(requestID))]
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
