import Analysis
import Diagnostics
import Reports

/// Results built by hand, small enough that every number in a report can be worked out on paper.
enum Sample {
  static let shanghai = CivilZone(name: "Asia/Shanghai") ?? .utc
  /// 2024-05-15T06:20:00Z, 14:20 in Shanghai.
  static let start = Instant(seconds: 1_715_754_000)
  static let tool = ReportTool(
    name: "estreat", version: "9.9.9", sha256: String(repeating: "ab", count: 32))

  static func place(_ offset: Int64, line: Int64, input: Int = 0) -> Provenance {
    Provenance(input: input, place: RecordPlace(offset: offset, length: 210, line: line))
  }

  static func minute(_ index: Int64) -> Interval {
    Interval(
      from: start + index * 60_000_000_000, to: start + (index + 1) * 60_000_000_000)
  }

  static func verdict(
    _ clause: String, _ minute: Int64, _ outcome: Outcome, reason: String? = nil,
    value: VerdictValue? = nil, blockedBy: [String] = [], excused: Bool = false
  ) -> Verdict {
    var verdict = Verdict(
      clause: clause, service: "gateway", window: self.minute(minute), outcome: outcome,
      reason: reason)
    verdict.value = value
    verdict.blockedBy = blockedBy
    verdict.isExcused = excused
    verdict.evidence = [place(100 + minute, line: 3 + minute)]
    return verdict
  }

  static func share(_ valid: Int64, _ total: Int64) -> VerdictValue {
    VerdictValue(
      name: "trace-injection", numerator: valid, denominator: total,
      observed: Double(valid) / Double(total), limit: 0.9998, unit: "ratio")
  }

  static func p99(_ within: Int64, _ total: Int64, _ observed: Double) -> VerdictValue {
    VerdictValue(
      name: "p99", numerator: within, denominator: total, observed: observed, limit: 200,
      unit: "ms")
  }

  static func empty() -> AnalysisResult {
    var input = InputSummary(
      path: "logs/access.jsonl", sha256: String(repeating: "0f", count: 32), bytes: 123_456)
    input.format = "nginx-json"
    input.role = .gatewayAccess
    input.records = 1_000
    input.span = TimeSpan(first: start, last: start + 250_000_000)
    return AnalysisResult(
      appendixVersion: "v2.3", appendixSHA256: String(repeating: "cd", count: 32), zone: shanghai,
      clauses: [
        .init(id: "A3", kind: "trace-injection", condition: "valid trace id on ≥ 99.98 %"),
        .init(id: "A2", kind: "latency-percentile", condition: "P99 ≤ 200 ms per 60 s"),
      ],
      judgedRange: Interval(from: start, to: start + 600_000_000_000), inputs: [input],
      verdicts: [], breaches: [], incidents: [], baselines: [], exposures: [],
      missingExports: [], diagnostics: [], isComplete: true,
      digest: String(repeating: "ee", count: 32))
  }

  /// Minute 1 lacks one trace id of 12, so that A2 is not in force there; A2 is breached in
  /// minutes 3 and 4.
  static func breached() -> AnalysisResult {
    var result = empty()
    result.verdicts =
      (0..<5).map {
        $0 == 1
          ? verdict("A3", 1, .breached, value: share(11, 12))
          : verdict("A3", $0, .compliant, value: share(100, 100))
      } + [
        verdict("A2", 0, .compliant, value: p99(30, 30, 80)),
        verdict("A2", 1, .notInForce, value: p99(12, 12, 70), blockedBy: ["A3"]),
        verdict("A2", 2, .compliant, value: p99(30, 30, 80)),
        verdict("A2", 3, .breached, value: p99(15, 30, 1_010)),
        verdict("A2", 4, .breached, value: p99(29, 30, 200.000_4)),
      ]
    result.breaches = [
      breach("A3-1", "A3", minutes: [1], onset: 61),
      breach("A2-1", "A2", minutes: [3, 4], onset: 188),
    ]
    result.incidents = [
      incident("INC-20240515-142101", clauses: ["A3"], breaches: ["A3-1"], onset: 61, end: 120),
      incident("INC-20240515-142308", clauses: ["A2"], breaches: ["A2-1"], onset: 188, end: 300),
    ]
    return result
  }

  static func breach(
    _ id: String, _ clause: String, minutes: [Int64], onset seconds: Int64
  ) -> Breach {
    let onset = start + seconds * 1_000_000_000
    return Breach(
      id: id, clause: clause, service: "gateway",
      onset: TimeSpan(first: onset, last: onset + 999_999), end: minute(minutes.last ?? 0).to,
      windows: minutes.map(minute), isExcused: false)
  }

  static func incident(
    _ id: String, clauses: [String], breaches: [String], onset: Int64, end: Int64
  ) -> Incident {
    Incident(
      id: id,
      interval: Interval(from: start + onset * 1_000_000_000, to: start + end * 1_000_000_000),
      breaches: breaches, clauses: clauses, contractOrder: [],
      observedOrder: clauses.map { [$0] }, path: [], inferredNodes: [], grade: nil, links: [],
      traces: [], notInForce: [], notes: [])
  }

  /// A5 → A2 with one test that fails, and an order that cannot be decided.
  static func chained() -> AnalysisResult {
    var result = breached()
    var chain = incident(
      "INC-20240515-142308", clauses: ["A5", "A2"], breaches: ["A2-1"], onset: 188, end: 300)
    chain.contractOrder = ["A5", "A2"]
    chain.observedOrder = [["A5", "A2"]]
    chain.path = ["mysql_slow_log", "app_thread_blocked", "gateway_timeout"]
    chain.inferredNodes = ["app_thread_blocked"]
    chain.grade = .contractOrderOnly
    chain.links = [
      CausalLink(
        from: "A5", to: "A2",
        tests: [
          LinkTest(test: "mechanism", result: .pass, detail: "declared"),
          LinkTest(
            test: "shared-traces", result: .fail,
            counts: [.init("shared", 1), .init("effectTraces", 41)],
            detail: "1 of 41 traces", evidence: [place(7, line: 1)]),
        ], grade: .contractOrderOnly)
    ]
    chain.traces = [
      IncidentTrace(
        id: String(repeating: "a", count: 32), standing: .complete,
        nodes: [
          TraceNode(
            node: "mysql_slow_log", time: TimeSpan(first: start, last: start),
            evidence: place(9, line: 2))
        ], missing: []),
      IncidentTrace(id: "request:r-1", standing: .contradicting, nodes: [], missing: ["x"]),
    ]
    result.incidents[1] = chain
    return result
  }

  /// The golden baseline of CLAUSES: limit 7.55 %.
  static func goldenBaseline() -> BaselineSummary {
    let ratios = [0.019, 0.022, 0.025, 0.0316, 0.039, 0.04312, 0.05]
    return BaselineSummary(
      clause: "A5", service: nil, hour: Instant(seconds: 1_715_752_800),
      days: ratios.enumerated().map {
        .init(
          date: "2024-05-0\($0.offset + 8 > 9 ? 9 : $0.offset + 8)", ratio: $0.element,
          numerator: nil, denominator: nil, note: nil)
      },
      q1: 0.0235, median: 0.0316, q3: 0.04106, iqr: 0.01756, limit: 0.0755, quantile: "type7",
      otherLimits: [.init(quantile: "type6", limit: 0.0844)])
  }

  /// Two breached half hours at 12.7 % and 8.9 %.
  static func seasonal() -> AnalysisResult {
    var result = empty()
    result.clauses = [.init(id: "A5", kind: "seasonal-baseline", condition: "slow ratio")]
    let hour = Instant(seconds: 1_715_752_800)
    let halves: [(Int64, Int64, Int64)] = [(0, 1_016, 8_000), (1, 623, 7_000)]
    for (index, slow, all) in halves {
      var verdict = Verdict(
        clause: "A5", service: nil,
        window: Interval(
          from: hour + index * 1_800_000_000_000, to: hour + (index + 1) * 1_800_000_000_000),
        outcome: .breached)
      verdict.value = VerdictValue(
        name: "slow-ratio", numerator: slow, denominator: all,
        observed: Double(slow) / Double(all), limit: 0.0755, unit: "ratio")
      result.verdicts.append(verdict)
    }
    result.baselines = [goldenBaseline()]
    result.breaches = [
      Breach(
        id: "A5-1", clause: "A5", service: nil, onset: TimeSpan(first: start, last: start),
        end: hour + 3_600_000_000_000, windows: result.verdicts.map(\.window), isExcused: false)
    ]
    result.incidents = [
      incident("INC-20240515-142000", clauses: ["A5"], breaches: ["A5-1"], onset: 0, end: 2_400)
    ]
    return result
  }
}
