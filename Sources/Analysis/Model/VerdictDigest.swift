internal import Digest
internal import Foundation

/// The digest that a replay must reproduce (RULES "Digest"): what was decided, nothing about
/// where the bytes lay.
enum VerdictDigest {
  /// SHA-256 of the RFC 8785 form of the sorted verdicts and incidents, 64 hex digits.
  /// - Parameter workers: threads; never changes the result.
  static func compute(
    verdicts: [Verdict], incidents: [Incident], workers: Int = 1
  ) -> String {
    // The object of both lists, put together of texts that are canonical already.
    var bytes = Array("{\"incidents\":".utf8)
    append(incidents.map { incident($0).canonicalBytes }, to: &bytes)
    bytes += ",\"verdicts\":".utf8
    append(
      concurrentMap(verdicts.count, workers: workers) { verdict(verdicts[$0]).canonicalBytes },
      to: &bytes)
    bytes += "}".utf8
    return SHA256.hexDigest(bytes)
  }

  /// An array of texts, sorted by their bytes.
  private static func append(_ texts: [[UInt8]], to bytes: inout [UInt8]) {
    let sorted = texts.sorted { a, b in
      let order = memcmp(a, b, min(a.count, b.count))
      return order == 0 ? a.count < b.count : order < 0
    }
    bytes += "[".utf8
    for (index, text) in sorted.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += text
    }
    bytes += "]".utf8
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
