import Foundation
import Testing

@testable import Analysis

/// What the fields of platform records hold: severity, ids, durations, and the joined stack traces
/// that an exposure is found in.
struct PlatformFieldTests {
  private func records(_ fixture: String) throws -> [Line] {
    let url = FormatFixtureTests.folder.appending(path: fixture)
    let name = String(fixture.prefix { $0 != "/" })
    return try read([UInt8](try Data(contentsOf: url)), name).lines
  }

  private func read(
    _ content: [UInt8], _ format: String, _ limits: IngestLimits = IngestLimits()
  ) throws -> FieldSink {
    let sink = FieldSink()
    let reader = try #require(ExportFormats.named(format))
      .makeReader(ReaderContext(assumedZone: .utc, limits: limits))
    try content.withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink
  }

  @Test func textLogsKeepTheirStackTraces() throws {
    let found = try records("text-log/good-traces.log")
    #expect(found.map(\.level) == [.error, .error, .error, .error, .info])
    #expect(found[0].stack?.hasPrefix("java.lang.IllegalStateException: no card\n") == true)
    #expect(
      found[0].stack?.hasSuffix("Caused by: java.io.IOException: closed\n\t... 12 more") == true)
    #expect(found[0].trace == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(found[0].message == "failed")
    #expect(found[1].stack?.hasSuffix("ValueError: no card") == true)
    #expect(found[2].stack?.hasPrefix("System.InvalidOperationException: no card") == true)
    #expect(found[3].stack == "main.charge\n\t/src/main.go:7")
    #expect(found[3].trace == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(found[4].stack == nil)
  }

  @Test func framesJoinStackTraces() throws {
    let docker = try records("docker-json/good-parts-and-traces.log")
    #expect(docker.map(\.message).contains("boom"))
    let java = try #require(docker.first { $0.stack != nil })
    #expect(java.level == .error)
    #expect(
      java.stack
        == "java.lang.IllegalStateException: no card\n\tat shop.Pay.charge(Pay.java:7)\n"
        + "Caused by: java.io.IOException: closed\n\t... 12 more")
    let panic = "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:7 +0x1d"
    let pods = try #require(records("kubernetes-cri/good-partials.log").last)
    #expect(pods.level == .fatal && pods.stack == panic)
    let units = try records("syslog-text/good-iso-panic.log")
    #expect(
      units.contains { $0.stack == panic.replacing("\n\n", with: "\n") && $0.level == .fatal })
    let cloud = try records("cloudwatch-json/good-messages.json")
    #expect(cloud.last?.stack?.hasPrefix("Traceback (most recent call last):\n") == true)
  }

  @Test func databasesStateSeverityAndDuration() throws {
    let text = try records("postgres-log/good-statements.log")
    #expect(text.map(\.level) == [.error, .info, .warn])
    #expect(text.map(\.latency) == [nil, 123_400_000, nil])
    let csv = try records("postgres-csv/good-embedded.csv")
    #expect(csv.map(\.level) == [.error, .info] && csv[1].latency == 12_500_000)
    let json = try records("postgres-json/good-cnpg.jsonl")
    #expect(json.map(\.level) == [.error, .info, .info] && json[1].latency == 12_500_000)
    let mysql = try records("mysql-error-log/good-versions.log")
    #expect(mysql.map(\.level) == [.info, .fatal, .warn, .error])
  }

  @Test func journaldAndLogfmtFields() throws {
    let journal = try records("journald-json/good-entries.jsonl")
    #expect(journal.map(\.level) == [.error, .info, .error, .info])
    #expect(journal[1].message == "hé")
    let logfmt = try records("logfmt/good-logfmt.log")
    #expect(logfmt.map(\.level) == [.error, .warn, .info])
    #expect(logfmt[0].message == "said \"no\"" && logfmt[0].latency == 33_500_000)
    #expect(logfmt[0].trace == "4bf92f3577b34da6a3ce929d0e0e4736")
    #expect(logfmt[2].wait == 250_000_000)
  }

  @Test func joinedRecordsAreBounded() throws {
    var limits = IngestLimits()
    limits.recordBytes = 200
    let frame = "\tat shop.Pay.charge(Pay.java:7)\n"
    let text =
      "2024-05-15T06:20:01Z ERROR failed\n" + String(repeating: frame, count: 20)
      + "2024-05-15T06:20:02Z INFO next\n"
    let joined = try read(Array(text.utf8), "text-log", limits)
    #expect(joined.codes == ["record-too-long"] && joined.lines.map(\.level) == [.info])
    let part = "2024-05-15T06:20:01Z stdout P part\n"
    let pods =
      String(repeating: part, count: 20) + "2024-05-15T06:20:02Z stdout F end\n"
      + "2024-05-15T06:20:03Z stdout F next\n"
    let parts = try read(Array(pods.utf8), "kubernetes-cri", limits)
    #expect(parts.codes == ["record-too-long"] && parts.lines.map(\.message) == ["next"])
  }
}

/// One record with its texts copied.
private struct Line {
  var level: LogLevel?
  var message: String?
  var stack: String?
  var trace: String?
  var latency: Int64?
  var wait: Int64?
}

private final class FieldSink: QuietSink {
  private(set) var lines: [Line] = []
  private(set) var codes: [String] = []

  override var wants: RecordWants { [.texts, .waits, .outcomes] }
  override func application(_ record: AppRecord, at place: RecordPlace) {
    lines.append(
      Line(
        level: record.level, message: record.message?.string, stack: record.stackTrace?.string,
        trace: record.traceID?.string, latency: record.latencyNanoseconds,
        wait: record.waitNanoseconds))
  }
  override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
    codes.append(record.code)
  }
}
