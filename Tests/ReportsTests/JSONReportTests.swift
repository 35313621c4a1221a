import Analysis
import Diagnostics
import Foundation
import Testing

@testable import Reports

/// `analysis.json` against PRODUCT "Machine output".
@Suite("analysis.json")
struct JSONReportTests {
  private func text(_ result: AnalysisResult) -> String {
    String(
      decoding: JSONReport().render(result, ReportContext(tool: Sample.tool)), as: UTF8.self)
  }

  private func parsed(_ result: AnalysisResult) throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(text(result).utf8))
    return try #require(object as? [String: Any])
  }

  /// Top-level names in the order they stand in.
  private func names(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      line.firstMatch(of: #/^  "(\w+)":/#).map { String($0.output.1) }
    }
  }

  @Test("names stand in the order of the specification")
  func order() {
    let wanted = [
      "schema", "digest", "tool", "appendix", "inputs", "verdicts", "breaches", "incidents",
      "baselines", "exposures", "diagnostics",
    ]
    let found = names(of: text(Sample.breached()))
    #expect(found.filter { wanted.contains($0) } == wanted)
    #expect(
      Set(found).subtracting(wanted)
        == ["complete", "judged", "clauses", "missingExports", "falseAlarms"])
  }

  @Test("the head names schema, digest, tool and appendix")
  func head() throws {
    let json = try parsed(Sample.empty())
    #expect(json["schema"] as? String == "estreat.analysis/1")
    #expect(json["digest"] as? String == "sha256:" + String(repeating: "ee", count: 32))
    #expect(json["complete"] as? Bool == true)
    let tool = try #require(json["tool"] as? [String: String])
    #expect(tool == ["name": "estreat", "version": "9.9.9", "sha256": Sample.tool.sha256])
    let appendix = try #require(json["appendix"] as? [String: String])
    #expect(appendix == ["version": "v2.3", "sha256": String(repeating: "cd", count: 32)])
  }

  @Test("a verdict has the members of the specification, in order, numbers unrounded")
  func verdict() {
    let value = AnalysisJSON.verdict(
      Sample.verdict("A3", 1, .breached, value: Sample.share(11, 12)))
    #expect(
      value.compact
        == #"{"clause":"A3","service":"gateway","from":"2024-05-15T06:21:00Z","#
        + #""to":"2024-05-15T06:22:00Z","verdict":"BREACHED","reason":null,"blockedBy":[],"#
        + #""support":null,"excused":false,"value":{"name":"trace-injection","numerator":11,"#
        + #""denominator":12,"observed":0.9166666666666666,"limit":0.9998,"unit":"ratio"},"#
        + #""evidence":[{"input":0,"offset":101,"length":210,"line":4}],"notes":[]}"#)
  }

  @Test("one verdict a window: runs are never merged")
  func unmerged() throws {
    let verdicts = try #require(try parsed(Sample.breached())["verdicts"] as? [Any])
    #expect(verdicts.count == 10)
  }

  @Test("inputs keep the digits of their stamps")
  func inputs() throws {
    let inputs = try #require(try parsed(Sample.empty())["inputs"] as? [[String: Any]])
    #expect(inputs[0]["from"] as? String == "2024-05-15T06:20:00Z")
    #expect(inputs[0]["to"] as? String == "2024-05-15T06:20:00.25Z")
    #expect(inputs[0]["role"] as? String == "gateway-access")
    #expect(inputs[0]["bytes"] as? Int == 123_456)
  }

  @Test("windows of a breach are a number, its onset an interval")
  func breach() throws {
    let breaches = try #require(try parsed(Sample.breached())["breaches"] as? [[String: Any]])
    #expect(breaches[1]["windows"] as? Int == 2)
    #expect(breaches[1]["end"] as? String == "2024-05-15T06:25:00Z")
    let onset = try #require(breaches[1]["onset"] as? [String: String])
    #expect(
      onset
        == ["earliest": "2024-05-15T06:23:08Z", "latest": "2024-05-15T06:23:08.000999999Z"])
  }

  @Test("clauses in an undecidable order share an array, and the incident says so")
  func undecidable() throws {
    let incidents = try #require(try parsed(Sample.chained())["incidents"] as? [[String: Any]])
    #expect(incidents[1]["undecidable"] as? Bool == true)
    #expect(incidents[1]["observedOrder"] as? [[String]] == [["A5", "A2"]])
    #expect(incidents[1]["contractOrder"] as? [String] == ["A5", "A2"])
    #expect(incidents[1]["grade"] as? String == "E1")
    let traces = try #require(incidents[1]["traces"] as? [String: Int])
    #expect(traces == ["complete": 1, "partial": 0, "contradicting": 1])
    let links = try #require(incidents[1]["links"] as? [[String: Any]])
    let tests = try #require(links[0]["tests"] as? [[String: Any]])
    #expect(tests.map { $0["result"] as? String } == ["PASS", "FAIL"])
    #expect(tests[1]["counts"] as? [String: Int] == ["shared": 1, "effectTraces": 41])
    #expect(incidents[0]["observedOrder"] as? [String] == ["A3"])
    #expect(incidents[0]["undecidable"] as? Bool == false)
    #expect(incidents[0]["grade"] is NSNull)
  }

  @Test("a baseline carries quartiles, limit and the hour's start")
  func baseline() throws {
    let baselines = try #require(try parsed(Sample.seasonal())["baselines"] as? [[String: Any]])
    #expect(baselines[0]["hour"] as? String == "2024-05-15T06:00:00Z")
    #expect(baselines[0]["limit"] as? Double == 0.0755)
    #expect(baselines[0]["iqr"] as? Double == 0.01756)
    #expect(baselines[0]["quantile"] as? String == "type7")
  }

  @Test("legs are evidence objects or null; patterns are names")
  func exposure() {
    let exposure = Exposure(
      clause: "A4", trace: "t", request: nil, time: Sample.start, resolutionNanoseconds: 1,
      application: Sample.place(1, line: 1), gateway: nil, audit: nil, patterns: ["SSN"],
      outcome: .indeterminate, reason: "missing-leg: audit")
    let text = AnalysisJSON.exposure(exposure).compact
    #expect(text.contains(#""legs":{"application":{"input":0,"#))
    #expect(text.contains(#""gateway":null,"audit":null},"patterns":["SSN"]"#))
  }

  @Test("diagnostics have every member, null where nothing is known")
  func diagnostic() {
    let value = DiagnosticJSON.value(Diagnostic(.error, "timestamp-zone", "no zone"))
    #expect(
      value.compact
        == #"{"severity":"error","code":"timestamp-zone","file":null,"line":null,"column":null,"#
        + #""message":"no zone","fix":null,"count":1,"offset":null}"#)
  }

  @Test("a value without a JSON form is null")
  func notFinite() {
    var value = Sample.share(1, 2)
    value.observed = .nan
    value.limit = .infinity
    let text = AnalysisJSON.verdict(Sample.verdict("A3", 0, .compliant, value: value)).compact
    #expect(text.contains(#""observed":null,"limit":null"#))
  }

  @Test("neither language nor outputs change a byte")
  func contextFree() {
    let plain = JSONReport().render(Sample.breached(), ReportContext(tool: Sample.tool))
    let other = JSONReport().render(
      Sample.breached(),
      ReportContext(
        tool: Sample.tool, language: .chinese, usesColour: true, packages: [.init(path: "x")],
        files: ["y"]))
    #expect(plain == other)
  }
}
