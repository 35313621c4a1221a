import Foundation
import Testing

@testable import Analysis

/// Hostile scans, objects, images and audits: each ends in a code, none in a trap or a silence.
struct HostileDocumentTests {
  static let formats = [
    "trivy-json", "kubernetes-objects", "image-inspect", "scan-not-read", "kubernetes-audit",
    "cloudtrail-json", "suricata-eve", "laurel-json", "modsecurity-json", "modsecurity-text",
    "git-log",
  ]

  private func codes(_ format: String, _ content: [UInt8]) throws -> (codes: [String], calls: Int) {
    let sink = CodeSink()
    let reader = try #require(ExportFormats.named(format)).makeReader(
      ReaderContext(assumedZone: .utc))
    var at = 0
    while at < content.count {
      let end = min(content.count, at + 65_536)
      try content[at..<end].withUnsafeBytes { try reader.consume($0, into: sink) }
      at = end
    }
    try reader.finish(into: sink)
    return (sink.codes, sink.calls)
  }

  /// 10⁷ brackets, open and never closed.
  @Test(arguments: formats) func deepNestingEndsInACode(_ format: String) throws {
    for bracket in ["[", "{\"a\":"] {
      let content = Array(String(repeating: bracket, count: 10_000_000 / bracket.utf8.count).utf8)
      let found = try codes(format, content)
      #expect(found.calls > 0, "\(format) was silent")
      if !["scan-not-read", "git-log"].contains(format) { #expect(!found.codes.isEmpty) }
    }
  }

  @Test(arguments: formats) func everyCutSpeaks(_ format: String) throws {
    let folder = FormatFixtureTests.folder.appending(path: format)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix("good-") && !$0.hasSuffix(".expected") }
    #expect(!names.isEmpty)
    for name in names {
      let content = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      for length in stride(from: 1, to: content.count, by: max(1, content.count / 97)) {
        let part = Array(content[..<length])
        guard part.contains(where: { $0 > 0x20 }) else { continue }
        #expect(try codes(format, part).calls > 0, "\(name) cut at \(length)")
      }
    }
  }

  /// Values of the wrong kind everywhere.
  @Test(arguments: formats, ["null", "7", "\"x\"", "[]", "{}", "[null]", "[[{}]]", "true"])
  func wrongKindsSpeak(_ format: String, _ value: String) throws {
    let names = [
      "Results", "Vulnerabilities", "Severity", "Secrets", "Misconfigurations", "MisconfSummary",
      "Metadata", "RepoDigests", "CreatedAt", "ArtifactName", "items", "metadata", "kind", "spec",
      "status", "containers", "object", "type", "Id", "RepoTags", "Config", "Created", "Records",
      "Events", "eventName", "eventTime", "auditID", "stageTimestamp", "event_type", "timestamp",
      "ID", "transaction", "SchemaVersion", "Resources", "data_leak_pattern",
    ]
    let object = "{" + names.map { "\"\($0)\":\(value)" }.joined(separator: ",") + "}"
    for content in [
      object, "[\(object)]", "{\"Results\":[\(object)],\"items\":[\(object)]}", value,
    ] {
      #expect(try codes(format, Array(content.utf8)).calls > 0, "\(content.prefix(40))")
    }
  }

  /// Counts beyond an integer, and numbers of 400 digits.
  @Test func numbersBeyondAnyCountAreNoTrap() throws {
    let huge = String(repeating: "9", count: 400)
    for number in ["9223372036854775807", "-9223372036854775808", huge, "1e999"] {
      let result = "{\"MisconfSummary\":{\"Successes\":\(number)}}"
      let report = "{\"SchemaVersion\":2,\"ArtifactName\":\"a\",\"Results\":[\(result),\(result)]}"
      #expect(try codes("trivy-json", Array(report.utf8)).calls > 0)
      let event = "{\"ID\":\"\(number).1:1\"}"
      #expect(try !codes("laurel-json", Array(event.utf8)).codes.isEmpty)
    }
  }
}

/// Counts calls, and keeps the codes.
private final class CodeSink: QuietSink {
  private(set) var codes: [String] = []
  private(set) var calls = 0
  override func audit(_ record: AuditRecord, at place: RecordPlace) { calls += 1 }
  override func commit(_ record: CommitRecord, at place: RecordPlace) { calls += 1 }
  override func document(_ record: DocumentRecord, at place: RecordPlace) { calls += 1 }
  override func other(at place: RecordPlace, time: Stamp?) { calls += 1 }
  override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    calls += 1
    codes.append(record.code)
  }
  override func note(_ diagnostic: FileNote) { codes.append(diagnostic.code) }
}
