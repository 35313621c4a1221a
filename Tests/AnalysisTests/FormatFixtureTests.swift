import Diagnostics
import Foundation
import Testing

@testable import Analysis

/// Every format's good and bad fixtures under Datasets/formats, read from a file and byte by
/// byte: records, quarantine, span, services and codes are those beside the fixture.
struct FormatFixtureTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Datasets/formats")

  static let fixtures: [String] =
    (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? [])
    .filter { name in
      var isFolder: ObjCBool = false
      return name.contains("/") && !name.hasSuffix(".expected") && !name.hasSuffix(".sources")
        && FileManager.default.fileExists(
          atPath: folder.appending(path: name).path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()

  private func expectation(_ name: String) throws -> [String: String] {
    let text = try String(
      contentsOf: Self.folder.appending(path: name + ".expected"), encoding: .utf8)
    return Dictionary(
      uniqueKeysWithValues: text.split(separator: "\n").map { line in
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        return (parts[0], parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : "")
      })
  }

  /// What the appendix declares of a fixture: the entry of `sources:` that lies beside it.
  func declared(_ name: String) throws -> [SourceDeclaration] {
    let path = Self.folder.appending(path: name + ".sources")
    guard FileManager.default.fileExists(atPath: path.path) else { return [] }
    let text = try String(contentsOf: path, encoding: .utf8)
    let appendix =
      "estreat: 1\nappendix: v1\ntimezone: UTC\nclauses: {A1: {kind: blue-green-verified}}\n"
      + "sources:\n" + text
    return try AppendixReader.read(bytes: Array(appendix.utf8), path: path.path).appendix.sources
  }

  @Test func everyFormatHasGoodAndBadFixtures() {
    #expect(Self.fixtures.count >= 20)
    for format in ExportFormats.all {
      for kind in ["good-", "bad-"] {
        #expect(
          Self.fixtures.contains { $0.hasPrefix("\(format.name)/\(kind)") },
          "\(format.name) lacks a \(kind)* fixture")
      }
    }
  }

  @Test(arguments: fixtures) func matchesItsExpectation(_ name: String) throws {
    let wanted = try expectation(name)
    let input = InputFile(
      path: Self.folder.appending(path: name).path, displayPath: name, isNamed: true)
    let isZoneless = name.hasPrefix("mysql") || name.hasPrefix("klog")
    let zone = isZoneless || name.contains("zoned-by-option") ? CivilZone.utc : nil
    let found = try #require(
      ExportInspector.inspect(
        [input], .init(assumedZone: zone), sources: declared(name)
      ).first)
    let summary = found.summary
    #expect(summary.format == wanted["format"])
    #expect("\(summary.records)" == wanted["records"])
    #expect("\(summary.quarantined)" == wanted["quarantined"])
    #expect((summary.span?.first.rfc3339 ?? "-") == wanted["first"])
    #expect((summary.span?.last.rfc3339 ?? "-") == wanted["last"])
    #expect(summary.services.joined(separator: ",") == wanted["services"])
    let codes = Set(found.diagnostics.map(\.code)).sorted().joined(separator: ",")
    #expect(codes == wanted["codes"])
  }

  /// However the content is cut into chunks, the same calls arrive.
  @Test(arguments: fixtures) func chunksDoNotMatter(_ name: String) throws {
    let content = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    let format = try #require(
      ExportFormats.named(try expectation(name)["format"] ?? ""))
    let source = try declared(name).first
    func calls(_ size: Int) throws -> [String] {
      let sink = CallLog()
      let reader = format.makeReader(ReaderContext(source: source, assumedZone: .utc))
      var at = 0
      while at < content.count {
        let end = min(content.count, at + size)
        // A copy of its own, so that text kept beyond the call would show.
        let piece = Array(content[at..<end])
        try piece.withUnsafeBytes { try reader.consume($0, into: sink) }
        at = end
      }
      try reader.finish(into: sink)
      return sink.calls
    }
    let whole = try calls(content.count + 1)
    #expect(!whole.isEmpty)
    for size in [1, 2, 7, 64, 1000] { #expect(try calls(size) == whole, "chunks of \(size)") }
  }

  /// The bytes handed over for a record are exactly the bytes at its place in the file.
  @Test(arguments: fixtures) func placesPointAtTheBytes(_ name: String) throws {
    let content = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
    let format = try #require(
      ExportFormats.named(try expectation(name)["format"] ?? ""))
    let sink = CallLog()
    let reader = format.makeReader(
      ReaderContext(source: try declared(name).first, assumedZone: .utc))
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    for (place, bytes) in sink.raw {
      let range = Int(place.offset)..<Int(place.offset + place.length)
      #expect(Array(content[range]) == bytes, "\(name) at \(place.offset)")
      #expect(content[..<range.lowerBound].count { $0 == 0x0a } + 1 == Int(place.line))
    }
  }
}

/// Writes down every call as text.
final class CallLog: QuietSink {
  private(set) var calls: [String] = []
  private(set) var raw: [(RecordPlace, [UInt8])] = []

  private let wanted: RecordWants
  init(wants: RecordWants = [.rawBytes, .waits, .texts, .outcomes, .requestIDs]) { wanted = wants }
  override var wants: RecordWants { wanted }
  override func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
    raw.append((place, Array(bytes)))
  }
  private func note(_ what: String, _ place: RecordPlace) {
    calls.append("\(what) @\(place.offset)+\(place.length) line \(place.line)")
  }
  override func request(_ record: RequestRecord, at place: RecordPlace) {
    note(
      "request \(record.end) \(record.status ?? 0) \(record.latencyNanoseconds ?? -1)"
        + " \(record.path?.string ?? "-") \(record.traceID?.string ?? "-")", place)
  }
  override func application(_ record: AppRecord, at place: RecordPlace) {
    note(
      "app \(record.time) \(record.message?.string ?? "-") \(record.stackTrace?.string ?? "-")"
        + " \(record.waitNanoseconds ?? -1) \(record.level.map { "\($0)" } ?? "-")"
        + " \(record.service?.string ?? "-") \(record.traceID?.string ?? "-")"
        + " \(record.requestID?.string ?? "-") \(record.status ?? 0)"
        + " \(record.latencyNanoseconds ?? -1)", place)
  }
  override func audit(_ record: AuditRecord, at place: RecordPlace) {
    note("audit \(record.time) \(record.leakPattern?.string ?? "-")", place)
  }
  override func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    note(
      "slow \(record.start) \(record.durationNanoseconds) \(record.traceID?.string ?? "-")"
        + " \(record.isAdministrative)", place)
  }
  override func wantsMetric(named name: String) -> Bool { true }
  override func sample(_ record: SampleRecord, at place: RecordPlace) {
    note("sample \(record.series) \(record.time) \(record.value)", place)
  }
  override func entries(count: Int) { calls.append("entries \(count)") }
  override func span(_ record: SpanRecord, at place: RecordPlace) {
    note("span \(record.traceID) \(record.spanID) \(record.end) \(record.status ?? 0)", place)
  }
  override func deployment(_ record: DeploymentRecord, at place: RecordPlace) {
    note("deployment \(record)", place)
  }
  override func commit(_ record: CommitRecord, at place: RecordPlace) {
    note("commit \(record)", place)
  }
  override func document(_ record: DocumentRecord, at place: RecordPlace) {
    note("document \(record)", place)
  }
  override func other(at place: RecordPlace, time: Stamp?) { note("other", place) }
  override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    note("quarantine \(record)", place)
  }
  override func note(_ diagnostic: FileNote) { calls.append("note \(diagnostic)") }
}
