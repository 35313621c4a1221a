import Foundation
import Testing

@testable import Analysis

/// Answers that numpy, pandas and Polars gave; `answers.py` asked them.
struct RollingAnswerTests {
  struct Answers: Decodable {
    struct Sample: Decodable {
      let sample: [Double]
      let type: String
      let answers: [Double?]
    }
    struct Windows: Decodable {
      let tool: String
      let series: String
      let length: Int
      let minCount: Int
      let answers: [[Double?]]
    }
    struct Timed: Decodable {
      let length: Int64
      let answers: [[Double?]]
    }
    let quantiles: [Double]
    let numpy: [Sample]
    let windows: [Windows]
    let timed: [Timed]
    let series: [String: [Double?]]
    let times: [Int64]
  }

  static func answers() throws -> Answers {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try JSONDecoder().decode(
      Answers.self, from: Data(contentsOf: path.appendingPathComponent("answers.json")))
  }

  private func numbers(_ values: [Double?]) -> [Double] { values.map { $0 ?? .nan } }

  /// A column of rows.
  private func column(_ rows: QuantileRows<Double>, _ column: Int) -> [Double] {
    (0..<rows.count).map { rows[$0, column] }
  }

  @Test("Three definitions, to the bit as numpy has them")
  func numpy() throws {
    let answers = try Self.answers()
    #expect(answers.numpy.count >= 24)
    for one in answers.numpy {
      let definition = try #require(QuantileDefinition(rawValue: one.type))
      let request = try QuantileRequest(answers.quantiles, definition: definition)
      let sliding = try SlidingQuantiles(length: one.sample.count, request: request)
      let rows = try sliding.rows(of: one.sample)
      let last = Array(rows.values.suffix(answers.quantiles.count))
      #expect(RollingOracle.bitDifference(last, numbers(one.answers)) == nil, "\(one.type)")

      var window = try RollingQuantiles(request: request)
      for value in one.sample { try window.insert(value) }
      #expect(RollingOracle.bitDifference(window.quantiles(), numbers(one.answers)) == nil)
    }
  }

  @Test("Sliding windows, as pandas and Polars have them")
  func windows() throws {
    let answers = try Self.answers()
    #expect(Set(answers.windows.map(\.tool)) == ["pandas", "Polars"])
    for one in answers.windows {
      let samples = numbers(try #require(answers.series[one.series]))
      let request = try QuantileRequest(answers.quantiles, missing: .ignore)
      let sliding = try SlidingQuantiles(
        length: one.length, request: request, minCount: one.minCount)
      let rows = try sliding.rows(of: samples)
      for (i, expected) in one.answers.enumerated() {
        let bad = RollingOracle.difference(column(rows, i), numbers(expected))
        #expect(bad == nil, "\(one.tool), \(one.series), windows of \(one.length)")
      }
    }
  }

  @Test("Windows of time, as Polars has them")
  func timed() throws {
    let answers = try Self.answers()
    let samples = numbers(try #require(answers.series["series"]))
    for one in answers.timed {
      let request = try QuantileRequest(answers.quantiles)
      let timed = try TimedQuantiles(length: one.length, request: request)
      let rows = try timed.rows(at: answers.times, of: samples)
      for (i, expected) in one.answers.enumerated() {
        let bad = RollingOracle.difference(column(rows, i), numbers(expected))
        #expect(bad == nil, "windows of \(one.length) ns")
      }
    }
  }
}
