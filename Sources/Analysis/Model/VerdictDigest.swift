internal import Digest

/// The digest that a replay must reproduce (RULES "Digest"): what was decided, nothing about
/// where the bytes lay.
enum VerdictDigest {
  /// SHA-256 of the RFC 8785 form of the sorted verdicts and incidents, 64 hex digits.
  static func compute(verdicts: [Verdict], incidents: [Incident]) -> String {
    let document = JSONValue.object([
      ("incidents", sorted(incidents.map(incident))),
      ("verdicts", sorted(verdicts.map(verdict))),
    ])
    return SHA256.hexDigest(document.canonicalBytes)
  }

  private static func sorted(_ values: [JSONValue]) -> JSONValue {
    let keyed = values.map { (String(decoding: $0.canonicalBytes, as: UTF8.self), $0) }
    return .array(keyed.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }.map(\.1))
  }

  private static func verdict(_ verdict: Verdict) -> JSONValue {
    .object([
      ("blockedBy", .array(verdict.blockedBy.sorted().map { .string($0) })),
      ("clause", .string(verdict.clause)),
      ("denominator", .optional(verdict.value?.denominator)),
      ("excused", .bool(verdict.isExcused)),
      ("from", .string(verdict.window.from.rfc3339)),
      ("limit", .optional(verdict.value?.limit)),
      ("numerator", .optional(verdict.value?.numerator)),
      ("reason", .optional(verdict.reason)),
      ("service", .optional(verdict.service)),
      ("to", .string(verdict.window.to.rfc3339)),
      ("verdict", .string(verdict.outcome.rawValue)),
    ])
  }

  private static func incident(_ incident: Incident) -> JSONValue {
    .object([
      ("clauses", strings(incident.clauses)),
      ("contractOrder", strings(incident.contractOrder)),
      ("grade", .optional(incident.grade?.code)),
      (
        "observedOrder",
        .array(
          incident.observedOrder.map { group in
            group.count == 1 ? .string(group[0]) : strings(group)
          })
      ),
      ("path", strings(incident.path)),
    ])
  }

  private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
