import Testing

@testable import Analysis

/// Triggers, grouping and grades of RULES "Triggers and incidents", worked out by hand.
struct ChainTests {
  private let order = ["A5", "A2", "A4"]

  private func onset(
    _ clause: String, _ at: Double, slice: ClosedRange<Int64>? = nil, isInterval: Bool = false
  ) -> BreachOnset {
    let instant = Instant(nanoseconds: Int64((at * 1e9).rounded()))
    let window = slice ?? Int64(at) / 60 * 60...(Int64(at) / 60 * 60 + 60)
    let interval = Interval(
      from: Instant(seconds: window.lowerBound), to: Instant(seconds: window.upperBound))
    return BreachOnset(
      clause: clause, service: nil, window: interval, at: TimeSpan(first: instant, last: instant),
      slice: interval, isInterval: isInterval, evidence: nil)
  }

  private func groups(_ onsets: [BreachOnset]) -> [[String]] {
    IncidentSeed.group(onsets.shuffled(), order: order, withinNanoseconds: 60_000_000_000).map {
      $0.onsets.map(\.clause)
    }
  }

  @Test func sixtySecondsChainAndOneNanosecondMoreDoesNot() {
    #expect(groups([onset("A5", 10), onset("A2", 70)]) == [["A5", "A2"]])
    #expect(groups([onset("A5", 10), onset("A2", 70.000000001)]).count == 2)
    #expect(groups([onset("A5", 10), onset("A2", 65), onset("A4", 120)]) == [["A5", "A2", "A4"]])
  }

  @Test func adjoiningWindowsOfOneClauseStayTogether() {
    // First late requests at 0:01 and 1:59 are 118 s apart, but it is one run of windows.
    #expect(groups([onset("A2", 1), onset("A2", 119)]).count == 1)
    #expect(groups([onset("A2", 1), onset("A2", 179)]).count == 2)
  }

  @Test func clausesOutsideTheOrderStandAlone() {
    let seeds = groups([onset("A5", 10), onset("A3", 20), onset("A2", 30)])
    #expect(seeds == [["A5", "A2"], ["A3"]])
    #expect(groups([onset("A5", 10), onset("A3", 60), onset("A2", 110)]).count == 3)
  }

  @Test func anIntervalTriggerReachesToItsEnd() {
    let wide = onset("A5", 0, slice: 0...1800, isInterval: true)
    #expect(groups([wide, onset("A2", 1860)]).count == 1)
    #expect(groups([wide, onset("A2", 1861)]).count == 2)
  }

  // MARK: links

  private func context(
    cause: (Double, Double) = (0, 1), effect: (Double, Double) = (5, 6),
    causes: Set<String> = ["a", "b", "c"], effects: Set<String> = ["a", "b", "c", "d"],
    absent: Set<String> = [], later: Set<String> = [], between: [(node: String, hasData: Bool)] = []
  ) -> LinkContext {
    func at(_ clause: String, _ span: (Double, Double)) -> BreachOnset {
      var found = onset(clause, span.0)
      found.at.last = Instant(nanoseconds: Int64(span.1 * 1e9))
      return found
    }
    return LinkContext(
      cause: "A5", effect: "A2", causeNode: "x", effectNode: "y", causeOnset: at("A5", cause),
      effectOnset: at("A2", effect), gap: [], isDeclared: true, causes: causes, effects: effects,
      absent: absent, later: later, between: between, evidence: [])
  }

  private func grade(_ context: LinkContext) -> String {
    LinkTests.grade(LinkTests.all.map { $0.run(context) }, context).code
  }

  @Test func grades() {
    #expect(grade(context()) == "E3")
    // Half of the effect's traces is enough, less is not.
    #expect(grade(context(causes: ["a", "b"])) == "E3")
    #expect(grade(context(causes: ["a"])) == "E2")
    #expect(grade(context(causes: [])) == "E2")
    #expect(grade(context(cause: (0, 5.5))) == "E1")
    #expect(grade(context(cause: (7, 8))) == "E0")
    #expect(grade(context(absent: ["b", "c", "d"])) == "E0")
    #expect(grade(context(absent: ["c", "d"])) == "E3")
  }

  @Test func contradictionsAreCountedOnceAndBoundedByATenth() {
    func result(_ against: Int, of total: Int) -> LinkTest.Result {
      let traces = (0..<total).map { "t\($0)" }
      let context = context(
        causes: Set(traces), effects: Set(traces), absent: Set(traces.prefix(against)),
        later: Set(traces.prefix(against)))
      return ContradictionsTest().run(context).result
    }
    #expect(result(1, of: 10) == .pass)
    #expect(result(2, of: 19) == .fail)
  }

  @Test func aNodeWithoutDataIsInferredAndTheChainIsKept() {
    let gap = context(between: [(node: "app_thread_blocked", hasData: false)])
    #expect(CompletenessTest().run(gap).result == .unknown)
    #expect(grade(gap) == "E3")
  }
}
