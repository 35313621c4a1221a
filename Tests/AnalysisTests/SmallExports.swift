import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// A throw-away folder of small exports and an appendix, for tests of single rules.
struct SmallExports {
  let folder: URL
  private(set) var inputs: [InputFile] = []
  var appendix: String

  /// 2024-05-15T06:20:00Z, a whole minute and a whole ten minutes.
  static let start: Int64 = 1_715_754_000

  init(_ clauses: String, zone: String = "UTC", tail: String = "") throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "estreat-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    appendix = "estreat: 1\nappendix: t\ntimezone: \(zone)\nclauses:\n\(clauses)\n\(tail)\n"
  }

  mutating func add(_ name: String, _ text: String, isNamed: Bool = true) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    inputs.append(InputFile(path: url.path, displayPath: name, isNamed: isNamed))
  }

  func run(
    from: Int64? = nil, to: Int64? = nil, jobs: Int = 1, reversed: Bool = false,
    assumedZone: CivilZone? = nil
  ) throws -> AnalysisRun {
    let read = try AppendixReader.read(bytes: Array(appendix.utf8), path: "appendix.yaml")
    return try Analyzer(
      AnalysisRequest(
        appendix: read.appendix, inputs: reversed ? inputs.reversed() : inputs,
        from: from.map { Instant(seconds: Self.start + $0) },
        to: to.map { Instant(seconds: Self.start + $0) },
        reading: .init(assumedZone: assumedZone, jobs: jobs))
    ).run()
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// An access line that ended `at` seconds after the start.
  static func access(
    _ at: Double, latency: Double? = 0.01, status: Int = 200, trace: String? = goodTrace,
    request: String = "r", service: String = "gw", path: String = "/api/x"
  ) -> String {
    let took = latency.map { "\"request_time\":\($0)," } ?? ""
    let id = trace.map { "\"trace_id\":\"\($0)\"," } ?? ""
    return "{\"msec\":\(stamp(at)),\"service\":\"\(service)\",\"request_method\":\"GET\","
      + "\"uri\":\"\(path)\",\(took)\(id)\"status\":\(status),\"request_id\":\"\(request)\"}"
  }

  static func app(
    _ at: Double, level: String = "info", message: String = "m", trace: String? = nil,
    request: String? = nil, stack: String? = nil
  ) -> String {
    let fields = [
      trace.map { "\"trace_id\":\"\($0)\"" }, request.map { "\"request_id\":\"\($0)\"" },
      stack.map { "\"stack_trace\":\"\($0)\"" },
    ].compactMap { $0 }.map { "," + $0 }.joined()
    return
      "{\"level\":\"\(level)\",\"ts\":\(stamp(at)),\"msg\":\"\(message)\",\"service\":\"app\"\(fields)}"
  }

  static func audit(
    _ at: Double, pattern: String? = nil, trace: String? = nil, request: String? = nil
  )
    -> String
  {
    let fields = [
      pattern.map { "\"data_leak_pattern\":\"\($0)\"" }, trace.map { "\"trace_id\":\"\($0)\"" },
      request.map { "\"request_id\":\"\($0)\"" },
    ].compactMap { $0 }.map { "," + $0 }.joined()
    return "{\"time\":\(stamp(at)),\"service\":\"app\",\"event\":\"e\",\"actor\":\"a\"\(fields)}"
  }

  static let goodTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static func stamp(_ at: Double) -> String {
    let milliseconds = Int64((at * 1000).rounded()) + start * 1000
    let fraction = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

extension AnalysisRun {
  /// `OUTCOME reason blockers` of the window that starts `at` seconds after the bench's start.
  func verdict(_ clause: String, _ at: Int64, service: String? = nil) -> String {
    let found = result.verdicts.first {
      $0.clause == clause && $0.window.from == Instant(seconds: SmallExports.start + at)
        && (service == nil || $0.service == service)
    }
    guard let found else { return "none" }
    return ([found.outcome.rawValue, found.reason] + [found.blockedBy.joined(separator: ",")])
      .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
  }
  func codes() -> Set<String> { Set(result.diagnostics.map(\.code)) }
}
