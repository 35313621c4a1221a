import Diagnostics
import Testing

@testable import Analysis

/// What a metric's unit and labels say, where they may say something else than is declared.
struct MetricLabelTests {
  private static let clause = """
      A3: {kind: trace-injection, from: [metric], metric: {name: inj, unit: UNIT}, at-least: 99.98%, window: 60s}
    """

  /// Verdicts of the first minutes by a gauge with these values, one a minute.
  private func judge(
    _ values: [String], unit: String
  ) throws -> (verdicts: [Verdict], codes: Set<String>) {
    var exports = try SmallExports(Self.clause.replacing("UNIT", with: unit))
    defer { exports.remove() }
    var page = "# TYPE inj gauge\n"
    for (minute, value) in values.enumerated() {
      page += "inj \(value) \(SmallExports.start + Int64(60 * minute) + 30)\n"
    }
    try exports.add("m.txt", page + "# EOF\n")
    let result = try exports.run(from: 0, to: Int64(60 * values.count)).result
    return (result.verdicts, Set(result.diagnostics.map(\.code)))
  }

  @Test func aRatioDeclaredInPercentIsNoBreach() throws {
    // 0.9999 of all requests; read as percent it would be 0.009999.
    let found = try judge(["0.9999", "1", "0.9998"], unit: "percent")
    #expect(found.verdicts.count == 3)
    for verdict in found.verdicts {
      #expect(verdict.outcome == .indeterminate)
      #expect(verdict.reason == "unit: inj")
    }
    #expect(found.codes.contains("metric-unit"))
  }

  @Test func aPercentageDeclaredAsRatioIsNotDecided() throws {
    let found = try judge(["99.99", "100"], unit: "ratio")
    #expect(found.verdicts.map(\.reason) == ["unit: inj", "unit: inj"])
  }

  @Test func unitsThatFitDecide() throws {
    // 99.98 holds, 0.5 % is a breach: one value above 1 shows that percents are meant.
    let percent = try judge(["99.98", "0.5", "99.97"], unit: "percent")
    #expect(percent.verdicts.map(\.outcome) == [.compliant, .breached, .breached])
    #expect(!percent.codes.contains("metric-unit"))
    let ratio = try judge(["0.9998", "0.5"], unit: "ratio")
    #expect(ratio.verdicts.map(\.outcome) == [.compliant, .breached])
  }

  /// Prometheus renames the exporter's label where the target has one of that name.
  @Test func theExportersOwnLabelIsMeant() {
    let id = MetricSeriesID(
      name: "m",
      labels: [
        .init(name: "service", value: "scraper"), .init(name: "exported_service", value: "pay"),
        .init(name: "job", value: "node"),
      ])
    #expect(id.stated("service") == "pay")
    #expect(id.stated("job") == "node")
    #expect(id.stated("instance") == nil)
  }
}
