import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Analysis

/// Every verdict and incident of the shipped data sets equals the expectation that
/// `Datasets/expectations.py` derived from the exports, without our code.
struct OracleAgreementTests {
  static let datasets: [String] = {
    let hard = Self.root.appending(path: "hard-negatives")
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: hard.path))?
      .filter { !$0.contains(".") }.sorted() ?? []
    return ["payment-2024-05-15"] + names.map { "hard-negatives/" + $0 }
  }()

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Datasets/incidents")

  static func run(_ name: String, jobs: Int = 2) throws -> AnalysisRun {
    let folder = root.appending(path: name)
    let path = folder.appending(path: "appendix.yaml").path
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let appendix = try AppendixReader.read(bytes: bytes, path: "appendix.yaml").appendix
    let exports = folder.appending(path: "exports")
    var inputs: [InputFile] = []
    for case let file as String in FileManager.default.enumerator(atPath: exports.path)
      ?? FileManager.DirectoryEnumerator()
    {
      let full = exports.appending(path: file).path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue {
        inputs.append(InputFile(path: full, displayPath: file, isNamed: false))
      }
    }
    return try Analyzer(
      AnalysisRequest(appendix: appendix, inputs: inputs, reading: .init(jobs: jobs))
    ).run()
  }

  @Test(arguments: datasets) func verdicts(_ name: String) throws {
    let expected = try ExpectedRun(dataset: Self.root.appending(path: name))
    let result = try Self.run(name).result
    #expect(result.isComplete)
    struct Key: Hashable {
      var clause: String
      var from: String
    }
    var actual: [Key: Verdict] = [:]
    for verdict in result.verdicts {
      actual[Key(clause: verdict.clause, from: verdict.window.from.rfc3339)] = verdict
    }
    #expect(actual.count == result.verdicts.count)
    var wrong: [String] = []
    for want in expected.verdicts {
      let key = Key(clause: want.clause, from: want.from)
      guard let got = actual.removeValue(forKey: key) else {
        wrong.append("\(key): missing")
        continue
      }
      if got.outcome.rawValue != want.verdict || got.reason != want.reason
        || got.blockedBy != want.blockedBy || got.window.to.rfc3339 != want.to
      {
        wrong.append("\(key): \(got.outcome) \(got.reason ?? "-") \(got.blockedBy), want \(want)")
      }
      if let numerator = want.numerator, Int64(numerator) != got.value?.numerator {
        wrong.append("\(key): numerator \(got.value?.numerator ?? -1), want \(numerator)")
      }
      if let denominator = want.denominator, Int64(denominator) != got.value?.denominator {
        wrong.append("\(key): denominator \(got.value?.denominator ?? -1), want \(denominator)")
      }
      if let limit = want.limit, want.clause == "A5",
        abs(limit - (got.value?.limit ?? 0)) > 1e-15
      {
        wrong.append("\(key): limit \(got.value?.limit ?? 0), want \(limit)")
      }
    }
    wrong += actual.keys.map { "\($0): not expected" }
    #expect(
      wrong.isEmpty, "\(wrong.count) wrong:\n\(wrong.sorted().prefix(12).joined(separator: "\n"))")
  }
}

extension OracleAgreementTests {
  @Test(arguments: datasets) func incidents(_ name: String) throws {
    let expected = try ExpectedRun(dataset: Self.root.appending(path: name))
    let result = try Self.run(name).result
    #expect(result.incidents.map(\.id) == expected.incidents.map(\.id))
    for (got, want) in zip(result.incidents, expected.incidents) {
      #expect(got.clauses == want.clauses)
      #expect(got.contractOrder == want.contractOrder)
      #expect(got.observedOrder.flatMap { $0 } == want.observedOrder)
      #expect(got.path == want.path)
      #expect(got.grade?.code == want.grade)
      #expect(got.interval.from.rfc3339 == want.from)
      #expect(got.interval.to.rfc3339 == want.to)
      #expect(got.traceCount(.complete) == want.traces.complete)
      #expect(got.traceCount(.partial) == want.traces.partial)
      #expect(got.traceCount(.contradicting) == want.traces.contradicting)
      #expect(got.links.map(\.gap) == want.links.map(\.gap))
      for (link, wanted) in zip(got.links, want.links) {
        #expect(link.grade.code == wanted.grade)
        for (number, test) in wanted.tests {
          let ours = link.tests.first { Self.numbers[$0.test] == number }
          #expect(ours?.result.rawValue == test.result, "test \(number) of \(link.from)")
        }
      }
    }
  }

  private static let numbers = [
    "mechanism": "1", "onset-order": "2", "shared-traces": "3", "contradictions": "8",
    "completeness": "9",
  ]
}
