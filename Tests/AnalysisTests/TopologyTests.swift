import Diagnostics
import Testing

@testable import Analysis

/// The service graph of a release against the agreed one (CLAUSES A1, RULES A1).
///
/// d1 is in force from before; traffic moves to d2 at 600 s, and it is verified at 660 s.
struct TopologyTests {
  private static let sql = ["sql.query": "SELECT 1"]
  private typealias Callees = [(name: String, tags: [String: String])]
  private static let mysql: Callees = [("mysql", sql)]

  private struct Outcome {
    var before: String
    var after: String
    var support: Support?
    var codes: Set<String>
    var messages: [String]
    var notes: [String]
  }

  private func judge(
    edges: String = "gateway -> app, app -> mysql", onDifference: String = "breach",
    fill: ((inout ZipkinSpans) -> Void)?
  ) throws -> Outcome {
    var exports = try SmallExports(
      "  A1: {kind: blue-green-verified, topology: {edges: [\(edges)], on-difference:"
        + " \(onDifference)}}")
    defer { exports.remove() }
    func step(_ id: String, _ phase: String, _ second: Int) -> String {
      "{\"deploy_id\":\"\(id)\",\"service\":\"app\",\"phase\":\"\(phase)\","
        + "\"time\":\(1_715_754_000 + second)}\n"
    }
    try exports.add(
      "deploy.jsonl",
      step("d1", "switched", -7_200) + step("d1", "verified", -7_000)
        + step("d2", "switched", 600) + step("d2", "verified", 660))
    var spans = ZipkinSpans()
    if let fill {
      fill(&spans)
      try exports.add("spans.jsonl", spans.text)
    }
    let run = try exports.run(from: -1_800, to: 3_000)
    let found = run.result.diagnostics.filter { $0.code.hasPrefix("topology-") }
    let after = run.result.verdicts.first {
      $0.window.from == Instant(seconds: SmallExports.start + 660)
    }
    return Outcome(
      before: run.verdict("A1", -1_800), after: run.verdict("A1", 660), support: after?.support,
      codes: Set(found.map(\.code)), messages: found.map(\.message), notes: after?.notes ?? [])
  }

  /// Ten requests before the switch and `count` after it.
  private static func requests(
    _ spans: inout ZipkinSpans, before: Callees = mysql, after: Callees = mysql, count: Int = 10
  ) {
    for number in 0..<10 {
      spans.request(1 + number, at: -600 + number, calling: before)
    }
    for number in 0..<count {
      spans.request(101 + number, at: 700 + number, calling: after)
    }
  }

  @Test func theAgreedGraphComplies() throws {
    let found = try judge { Self.requests(&$0) }
    #expect(found.before == "COMPLIANT")
    #expect(found.after == "COMPLIANT")
    #expect(found.codes.isEmpty)
    #expect(found.notes.contains("topology: 2 of 2 agreed edges seen"))
  }

  @Test func anEdgeTooManyIsABreachFromTheVerifiedReleaseOn() throws {
    let found = try judge { Self.requests(&$0, after: Self.mysql + [("redis", [:])]) }
    #expect(found.before == "COMPLIANT")
    #expect(found.after == "BREACHED topology-difference")
    #expect(found.support == .confirmed)
    #expect(found.codes == ["topology-extra", "topology-switched"])
    #expect(found.messages.contains { $0.contains("app -> redis") && $0.contains("10 times") })
  }

  @Test func asAFindingItIsNoBreach() throws {
    let found = try judge(onDifference: "finding") {
      Self.requests(&$0, after: Self.mysql + [("redis", [:])])
    }
    #expect(found.after == "COMPLIANT")
    #expect(found.codes == ["topology-extra", "topology-switched"])
  }

  /// Used in 10 of 10 traces before. None in ten after it: 10 × 10 / 10 = 10 expected, surely gone.
  /// None in two: 2 expected, fewer than three: weak.
  @Test(arguments: [(10, Support.confirmed), (2, .weak)])
  func anEdgeTooFewIsABreach(_ count: Int, _ support: Support) throws {
    let found = try judge { Self.requests(&$0, after: [], count: count) }
    #expect(found.before == "COMPLIANT")
    #expect(found.after == "BREACHED topology-difference")
    #expect(found.support == support)
    #expect(found.codes == ["topology-missing", "topology-switched"])
    let saysSo = found.messages.contains { $0.contains("sampling or rare use cannot be excluded") }
    #expect(saysSo == (support == .weak))
  }

  @Test func anotherDatabaseIsAChange() throws {
    let found = try judge {
      Self.requests(&$0, after: [("", ["db.system": "postgresql", "db.name": "ledger"])])
    }
    #expect(found.after == "BREACHED topology-difference")
    #expect(found.codes == ["topology-changed", "topology-switched"])
    #expect(
      found.messages.contains {
        $0.contains("agreed app -> mysql, seen app -> postgresql (ledger)")
      })
  }

  @Test func callsThatNameNobodyExcuseAnEdge() throws {
    let found = try judge { Self.requests(&$0, after: [("", [:])]) }
    #expect(found.after == "COMPLIANT")
    #expect(found.codes == ["topology-unseen", "topology-switched"])
    #expect(found.notes.contains("topology: 1 of 2 agreed edges seen"))
  }

  @Test func aCallerWithoutSpansExcusesItsEdges() throws {
    let found = try judge(edges: "gateway -> app, app -> mysql, app -> mail, mail -> smtp") {
      Self.requests(&$0, after: Self.mysql + [("mail", [:])])
    }
    #expect(found.after == "COMPLIANT")
    #expect(found.codes == ["topology-unseen", "topology-switched", "topology-missing"])
    // Before the switch app made no call to mail, in ten traces: a difference of that time.
    #expect(found.before == "BREACHED topology-difference")
    #expect(found.messages.contains { $0.contains("no span of mail in that time") })
  }

  /// Without the gateway's spans nobody knows who called the application.
  @Test func orphansExcuseAnEdge() throws {
    let found = try judge {
      for number in 0..<10 {
        $0.add(1 + number, 9, "gateway", "SERVER", at: (700 + number) * 1_000_000, for: 10)
        $0.add(
          1 + number, 3, of: 2, "app", "SERVER", at: (700 + number) * 1_000_000 + 1, for: 100)
        $0.add(
          1 + number, 4, of: 3, "app", "CLIENT", at: (700 + number) * 1_000_000 + 2, for: 10,
          peer: "mysql", tags: Self.sql)
      }
    }
    #expect(found.after == "COMPLIANT")
    #expect(found.codes.contains("topology-unseen"))
    #expect(found.messages.contains { $0.contains("callers of 10 spans of app") })
  }

  @Test func withoutSpansNothingIsCompared() throws {
    let none = try judge(fill: nil)
    #expect(none.after == "COMPLIANT")
    #expect(none.codes == ["topology-not-compared"])
    let early = try judge { spans in Self.requests(&spans, count: 0) }
    #expect(early.after == "COMPLIANT")
    #expect(early.codes == ["topology-not-compared"])
  }

  @Test func strangersAreNoDifference() throws {
    let found = try judge {
      Self.requests(&$0)
      $0.add(900, 1, "batch", "CLIENT", at: 800_000_000, for: 5, peer: "warehouse")
    }
    #expect(found.after == "COMPLIANT")
    #expect(found.codes == ["topology-outside", "topology-switched"])
  }

  /// A caller that only the answering side names is a caller too.
  @Test func aCallerNamedByTheOtherSideCounts() throws {
    let found = try judge {
      Self.requests(&$0)
      $0.add(900, 1, "app", "SERVER", at: 800_000_000, for: 5, peer: "batch")
    }
    #expect(found.after == "BREACHED topology-difference")
    #expect(found.messages.contains { $0.contains("batch -> app is not agreed, seen 1 times") })
  }

  @Test(arguments: [
    ("MySQL", true), ("mysql.prod.svc.cluster.local", true), ("mysql:3306", true),
    ("ledger-db", false),
  ])
  func namesOfHostsMeanTheirService(_ name: String, _ isAgreed: Bool) throws {
    let found = try judge { Self.requests(&$0, after: [(name, [:])]) }
    #expect((found.after == "COMPLIANT") == isAgreed, "\(found.messages)")
  }
}
