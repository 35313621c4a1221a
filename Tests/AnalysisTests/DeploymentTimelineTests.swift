import Testing

@testable import Analysis

/// RULES A1: a deployment arms from *verified* until superseded, rolled back, or the next switch.
struct DeploymentTimelineTests {
  private func step(
    _ id: String, _ phase: DeploymentRecord.Phase, at seconds: Int64
  ) -> Located<DeploymentRecord> {
    Located(
      DeploymentRecord(
        deployID: id, service: "app", phase: phase,
        time: Stamp(Instant(seconds: seconds), resolutionNanoseconds: 1_000_000_000)),
      Provenance(input: 0, place: RecordPlace(offset: seconds, length: 1, line: seconds)))
  }

  /// States over [0, 1000) as `from-to:state`.
  private func states(_ steps: [Located<DeploymentRecord>]) -> [String] {
    let range = Interval(from: Instant(seconds: 0), to: Instant(seconds: 1000))
    return DeploymentTimeline(steps).stretches(over: range).map {
      "\($0.interval.from.secondsFloor)-\($0.interval.to.secondsFloor):"
        + ($0.inForce?.id ?? $0.reason ?? "?")
    }
  }

  @Test func nothingVerifiedArmsNothing() {
    #expect(states([]) == ["0-1000:no-verified-deployment"])
    #expect(
      states([step("d1", .started, at: 10), step("d1", .switched, at: 20)])
        == ["0-1000:no-verified-deployment"])
    #expect(
      states([step("d1", .started, at: 10), step("d1", .paused, at: 20)])
        == ["0-1000:no-verified-deployment"])
  }

  @Test func verifiedArmsUntilTheNextSwitch() {
    #expect(
      states([
        step("d1", .verified, at: 100), step("d2", .started, at: 300),
        step("d2", .switched, at: 400), step("d2", .verified, at: 500),
      ]) == ["0-100:no-verified-deployment", "100-400:d1", "400-500:switching", "500-1000:d2"])
  }

  @Test func withoutASwitchRecordTheStartDisarms() {
    #expect(
      states([
        step("d1", .verified, at: 100), step("d2", .started, at: 300),
        step("d2", .verified, at: 500),
      ]) == ["0-100:no-verified-deployment", "100-300:d1", "300-500:switching", "500-1000:d2"])
  }

  @Test func merelyStartingOrPausingDisarmsNothing() {
    #expect(
      states([
        step("d1", .verified, at: 100), step("d2", .started, at: 300), step("d2", .paused, at: 350),
      ]) == ["0-100:no-verified-deployment", "100-1000:d1"])
  }

  @Test func rollbackDisarmsUntilVerifiedAgain() {
    #expect(
      states([
        step("d1", .verified, at: 100), step("d2", .switched, at: 300),
        step("d2", .verified, at: 350), step("d2", .rolledBack, at: 600),
        step("d3", .switched, at: 700), step("d3", .verified, at: 800),
      ]) == [
        "0-100:no-verified-deployment", "100-300:d1", "300-350:switching", "350-600:d2",
        "600-800:rolled-back", "800-1000:d3",
      ])
  }

  @Test func supersededEndsForceAndOrderOfRecordsDoesNotMatter() {
    let steps = [
      step("d1", .verified, at: 100), step("d1", .superseded, at: 400),
      step("d2", .switched, at: 600), step("d2", .verified, at: 700),
    ]
    let expected = [
      "0-100:no-verified-deployment", "100-400:d1", "400-700:no-verified-deployment",
      "700-1000:d2",
    ]
    #expect(states(steps) == expected)
    #expect(states(steps.reversed()) == expected)
  }
}
