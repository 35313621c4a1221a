import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Every kind of mistake in an appendix gets its place, code and suggestion.
struct AppendixTests {
  private let sound = AppendixTemplate.text

  private func problems(_ text: String) -> [Diagnostic] {
    do throws(DiagnosticError) {
      _ = try AppendixReader.read(bytes: Array(text.utf8), path: "a.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func replaced(_ old: String, _ new: String) -> String {
    precondition(sound.contains(old), "the template changed: \(old)")
    return sound.replacing(old, with: new)
  }

  @Test func theTemplateIsSound() throws {
    #expect(problems(sound).isEmpty)
    let appendix = try AppendixReader.read(bytes: Array(sound.utf8), path: "a.yaml").appendix
    #expect(appendix.clauses.map(\.id) == ["A1", "A3", "A2", "A4", "A5"])
    #expect(appendix.clause("A2")?.requires == ["A1", "A3"])
    #expect(RequirementGraph.order(of: appendix) == ["A1", "A3", "A2", "A4", "A5"])
    let latency = try #require(appendix.clause("A2")?.rule as? LatencyPercentile)
    #expect(latency.limitNanoseconds == 200_000_000)
    #expect(latency.percentile == ExactRatio(numerator: 99, denominator: 100))
    let injection = try #require(appendix.clause("A3")?.rule as? TraceInjection)
    #expect(injection.atLeast == ExactRatio(numerator: 9998, denominator: 10000))
    let seasonal = try #require(appendix.clause("A5")?.rule as? SeasonalBaseline)
    #expect(seasonal.spreadFactor.double == 2.5)
  }

  @Test func theSpecificationsExampleIsRead() throws {
    let path = CorpusTests.folder.deletingLastPathComponent()
      .appending(path: "spec/appendix.example.yaml").path
    guard FileManager.default.fileExists(atPath: path) else { return }
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let appendix = try AppendixReader.read(bytes: bytes, path: path).appendix
    #expect(appendix.sources.count == 2)
    #expect(appendix.excusals.first?.interval.from.rfc3339 == "2024-05-11T18:00:00Z")
  }

  // (what is replaced, by what, code, line of the mistake, part of the fix)
  @Test(arguments: [
    ("timezone: Asia/Shanghai", "timezone: Asia/Shangai", "timezone-unknown", 6, "Asia/Shanghai"),
    ("timezone: Asia/Shanghai", "# none", "timezone-missing", 4, "timezone"),
    ("at-most: 200ms", "at-most: -200ms", "negative-value", 24, ""),
    ("at-most: 200ms", "at-most: 200", "unit-missing", 24, "200ms"),
    ("at-most: 200ms", "at-mots: 200ms", "unknown-key", 24, "at-most"),
    ("at-least: 99.98%", "at-least: -1%", "negative-value", 17, ""),
    ("at-least: 99.98%", "at-least: 120%", "value-range", 17, ""),
    ("kind: trace-injection", "kind: trace-injektion", "unknown-kind", 14, "trace-injection"),
    ("requires: [A1, A3]", "requires: [A1, A33]", "unknown-clause", 21, "A"),
    (
      "patterns: [SSN, CREDIT_CARD]", "patterns: [SSN, CREDITCARD]", "unknown-pattern", 29,
      "CREDIT_CARD"
    ),
    ("window: 30m", "window: 7m", "window-length", 34, ""),
    ("limit: median + 2.5 * iqr", "limit: median - 2.5 * iqr", "negative-value", 36, "2.5"),
    ("limit: median + 2.5 * iqr", "limit: mean + 2 * sd", "value-syntax", 36, "iqr"),
    ("quantile: type7", "quantile: type9", "unknown-name", 37, "type"),
    ("order: [A5, A2, A4]", "order: [A5, A2, A9]", "unknown-clause", 43, "A"),
    ("path: [mysql_slow_log,", "path: [mysql_slowlog,", "unknown-node", 44, "mysql_slow_log"),
    ("estreat: 1 ", "estreat: 2 ", "appendix-version", 4, "1"),
    ("arbitration:", "arbitrations:", "unknown-key", 41, "arbitration"),
  ])
  func mistakes(_ old: String, _ new: String, _ code: String, _ line: Int, _ fix: String) {
    let found = problems(replaced(old, new))
    let match = found.first { $0.code == code }
    #expect(match != nil, "\(found.map(\.rendered))")
    #expect(match?.location?.line == line, "\(match?.rendered ?? "")")
    #expect((match?.location?.column ?? 0) > 0)
    #expect(fix.isEmpty || match?.fix?.contains(fix) == true, "\(match?.fix ?? "no fix")")
  }

  @Test func cyclesArePrinted() {
    let text = replaced("kind: trace-injection", "kind: trace-injection\n    requires: [A2]")
    let cycle = problems(text).first { $0.code == "requirement-cycle" }
    #expect(cycle?.message.contains("A3 → A2 → A3") == true)
    let own = replaced("requires: [A1, A3]", "requires: [A2]")
    #expect(problems(own).contains { $0.message.contains("A2 → A2") })
  }

  @Test func brokenFiles() {
    #expect(problems("").map(\.code) == ["appendix-empty"])
    #expect(problems("- 1\n- 2\n").map(\.code) == ["wrong-type"])
    let broken = problems("a: [1, 2\nb: }")
    #expect(broken.map(\.code) == ["yaml-syntax"])
    #expect(broken.first?.location?.line != nil)
    #expect(problems("a: 1\na: 2\n").map(\.code).contains("duplicate-key"))
    let latin: [UInt8] = Array("parties: {x: caf".utf8) + [0xe9] + Array("}".utf8)
    do throws(DiagnosticError) {
      _ = try AppendixReader.read(bytes: latin, path: "a")
      Issue.record("invalid UTF-8 was read")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["invalid-utf8"])
    }
  }

  @Test func allMistakesAreReportedAtOnce() {
    let text = sound.replacing("at-most: 200ms", with: "at-most: 200")
      .replacing("window: 30m", with: "window: 7m").replacing("kind: blue", with: "kind: blu")
    #expect(
      Set(problems(text).map(\.code)).isSuperset(of: [
        "unit-missing", "window-length", "unknown-kind",
      ]))
  }

  @Test func aMistakeInAClauseMakesNoOther() {
    let found = problems(replaced("at-most: 200ms", "at-most: 200"))
    #expect(found.map(\.code) == ["unit-missing"])
  }

  @Test func jsonMeansTheSame() throws {
    let json = """
      {"estreat": 1, "appendix": "v1", "timezone": "Asia/Shanghai", "clauses": {
        "L": {"kind": "latency-percentile", "requires": [], "at-most": "200ms", "percentile": 99.9}}}
      """
    let appendix = try AppendixReader.read(bytes: Array(json.utf8), path: "a.json").appendix
    let rule = try #require(appendix.clause("L")?.rule as? LatencyPercentile)
    #expect(rule.percentile.countNeeded(of: 1000) == 999)
    #expect(rule.condition == "P99.9 ≤ 200 ms per 60 s")
  }

  @Test func globsAndFilePatterns() {
    #expect(Glob("/api/*").matches(text: "/api/v1/x/y"))
    #expect(!Glob("/api/*").matches(text: "/apix"))
    #expect(Glob("*/a*b").matches(text: "/x/aab"))
    #expect(!Glob("a").matches(text: nil))
    #expect(Glob("**").matches(text: ""))
    let pattern = FilePattern("logs/gateway*.jsonl*")
    #expect(pattern.matches("logs/gateway-access.jsonl.gz"))
    #expect(pattern.matches("exports/logs/gateway.jsonl"))
    #expect(!pattern.matches("oldlogs/gateway.jsonl"))
  }
}
