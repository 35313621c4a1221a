import Diagnostics
import Testing

@testable import Analysis

/// CSV of metrics: what an appendix may declare of it, and what becomes of every cell.
struct MetricsCSVTests {
  // MARK: the declaration

  private func problems(_ source: String) -> [Diagnostic] {
    let text =
      "estreat: 1\nappendix: v1\ntimezone: UTC\nclauses: {A1: {kind: blue-green-verified}}\n"
      + "sources:\n" + source
    do throws(DiagnosticError) {
      _ = try AppendixReader.read(bytes: Array(text.utf8), path: "a.yaml")
      return []
    } catch {
      return error.diagnostics
    }
  }

  private static let long = """
      - role: metrics
        files: m.csv
        time: {field: Time, unit: ms}
        csv:
          layout: long
          name: metric
          value: value
          labels: [instance]
          constant-labels: {job: mysql}
          delimiter: ";"
          decimal: ","
          header: true
          missing: [N/A]

    """

  @Test func aWholeDeclarationIsRead() throws {
    #expect(problems(Self.long).isEmpty)
    let wide = Self.long.replacing("layout: long", with: "layout: wide")
      .replacing("      name: metric\n", with: "")
      .replacing("value: value", with: "metrics: {Q: 'q_total{a=\"b\"}', 2: x}")
    #expect(problems(wide).isEmpty)
  }

  // (what is replaced, by what, code, line of the mistake, part of the message or fix)
  @Test(arguments: [
    ("layout: long", "layout: lang", "unknown-name", 10, "long"),
    ("layout: long", "comment: \"#\"", "missing-key", 10, "layout"),
    ("decimal: \",\"", "decimal: \";\"", "value-syntax", 16, "decimal"),
    ("delimiter: \";\"", "delimiter: ab", "value-syntax", 15, "tab"),
    ("delimiter: \";\"", "delimitr: \";\"", "unknown-key", 15, "delimiter"),
    ("delimiter: \";\"", "comment: \",\"", "conflict", 10, "comment"),
    ("header: true", "header: maybe", "unknown-name", 17, "true"),
    ("header: true", "header: false", "value-syntax", 13, "{instance: 3}"),
    ("name: metric", "metric: a\n      name: b", "conflict", 10, "exclude"),
    ("name: metric", "comment: \"#\"", "missing-key", 10, "name"),
    ("value: value", "comment: \"#\"", "missing-key", 10, "value"),
    ("value: value", "value: Time", "conflict", 10, "Time"),
    ("value: value", "value: v\n      metrics: {a: b}", "conflict", 13, "wide"),
    ("layout: long", "layout: wide", "conflict", 11, "long"),
    ("{job: mysql}", "{instance: a}", "conflict", 10, "instance"),
    ("{job: mysql}", "{__name__: a}", "conflict", 10, "__name__"),
    ("{job: mysql}", "a", "wrong-type", 14, "constant-labels"),
    ("time: {field: Time, unit: ms}", "zone: UTC", "missing-key", 10, "time"),
    ("unit: ms", "format: \"%d.%q.%Y\"", "value-syntax", 8, "%q"),
    ("unit: ms", "format: \"%d.%m %H:%M\"", "value-syntax", 8, "%Y"),
    ("unit: ms", "format: \"%d.%m.%Y %I:%M\"", "value-syntax", 8, "%p"),
    ("unit: ms", "unit: s, format: \"%d.%m.%Y %H:%M\"", "conflict", 8, "exclude"),
    ("unit: ms", "means: start", "conflict", 10, "means"),
    ("role: metrics", "role: app-log", "conflict", 10, "metrics"),
  ])
  func mistakesAreNamed(
    _ old: String, _ new: String, _ code: String, _ line: Int, _ part: String
  ) {
    #expect(Self.long.contains(old))
    let found = problems(Self.long.replacing(old, with: new))
    let hit = found.first { $0.code == code && $0.location?.line == line }
    #expect(hit != nil, "\(found)")
    #expect((hit?.message ?? "").contains(part) || (hit?.fix ?? "").contains(part), "\(found)")
  }

  @Test func aFormatIsForCSVAlone() {
    let found = problems(
      "  - {role: metrics, files: a, time: {field: t, format: \"%d.%m.%Y %H:%M\"}}\n")
    #expect(found.map(\.code) == ["conflict"])
  }

  @Test func aWideFileWithoutHeaderNeedsItsMetrics() {
    let found = problems(
      "  - {role: metrics, files: a, time: {field: 1}, csv: {layout: wide, header: false}}\n")
    #expect(found.map(\.code) == ["missing-key"])
    let twice = problems(
      "  - {role: metrics, files: a, time: {field: 1},"
        + " csv: {layout: wide, header: false, metrics: {2: a, 3: a}}}\n")
    #expect(twice.map(\.code) == ["conflict"])
  }

  // MARK: times

  @Test(arguments: [
    ("%d.%m.%Y %H:%M:%S", "15.05.2024 14:20:01", "2024-05-15T06:20:01Z"),
    ("%d.%m.%Y %H:%M:%S", "15.5.2024 14:20:1", "2024-05-15T06:20:01Z"),
    ("%m/%d/%Y %I:%M %p", "5/15/2024 2:20 PM", "2024-05-15T06:20:00Z"),
    ("%m/%d/%Y %I:%M %p", "05/15/2024 12:20 am", "2024-05-14T16:20:00Z"),
    ("%Y%m%d%H%M%S.%f", "20240515142001.25", "2024-05-15T06:20:01.25Z"),
    ("%d %b %y %H:%M:%S %z", "15 May 24 06:20:00 Z", "2024-05-15T06:20:00Z"),
    ("%Y-%m-%dT%H:%M:%S%z", "2024-05-15T06:20:00-01:30", "2024-05-15T07:50:00Z"),
    ("%Y-%m-%d %H h, 100%%", "2024-05-15 14 h, 100%", "2024-05-15T06:00:00Z"),
  ])
  func datesAreReadAsDeclared(_ pattern: String, _ text: String, _ instant: String) throws {
    let zone = try #require(CivilZone(name: "Asia/Shanghai"))
    let read = try TimePattern(pattern).parsed(text, zone)
    #expect(try read.get().stamp.instant.rfc3339 == instant)
  }

  @Test(arguments: [
    ("15.05.2024 14:20", StampFault.syntax), ("15.05.2024 14:20:00Z", .syntax),
    ("32.05.2024 14:20:00", .syntax), ("15-05-2024 14:20:00", .syntax), ("", .missing),
    ("15.05.1924 14:20:00", .range), ("15.05.2024 24:20:00", .syntax),
  ])
  func otherDatesAreNot(_ text: String, _ fault: StampFault) throws {
    let read = try TimePattern("%d.%m.%Y %H:%M:%S").parsed(text, .utc)
    #expect(throws: fault) { try read.get() }
  }

  @Test func aDateWithoutZoneNeedsOne() throws {
    let read = try TimePattern("%d.%m.%Y %H:%M").parsed("15.05.2024 14:20", nil)
    #expect(throws: StampFault.zone) { try read.get() }
  }

  // MARK: cells

  private func source(_ entry: String) throws -> SourceDeclaration {
    let text =
      "estreat: 1\nappendix: v1\ntimezone: UTC\nclauses: {A1: {kind: blue-green-verified}}\n"
      + "sources:\n  - {role: metrics, files: a, \(entry)}\n"
    return try #require(
      AppendixReader.read(bytes: Array(text.utf8), path: "a.yaml").appendix.sources.first)
  }

  private func calls(_ entry: String, _ text: String) throws -> [String] {
    let sink = CallLog()
    let reader = MetricsCSV().makeReader(
      ReaderContext(source: try source(entry), assumedZone: .utc))
    try Array(text.utf8).withUnsafeBytes { try reader.consume($0, into: sink) }
    try reader.finish(into: sink)
    return sink.calls
  }

  private static let plain =
    "time: {field: t}, csv: {layout: long, metric: m, value: v, labels: [a]}"

  @Test(arguments: [
    ("1", 1.0), ("-1.5e3", -1500), (" 2 ", 2), ("\"3\"", 3), (".5", 0.5), ("+Inf", .infinity),
    ("0", 0),
  ])
  func numbersAreSamples(_ cell: String, _ value: Double) throws {
    let found = try calls(Self.plain, "t,a,v\n1715754000,x,\(cell)\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("sample m{a=\"x\"}") == true)
    #expect(found.first?.contains(" \(value) @") == true, "\(found)")
  }

  @Test(arguments: ["1,5", "1 000", "5 %", "1.5ms", "0x10", "null", "-", "1e", "1.2.3", "true"])
  func othersAreQuarantinedWithTheirPlace(_ cell: String) throws {
    // The cell begins at byte 19 of line 2: 1715754000 and x with their commas stand before.
    let found = try calls(Self.plain, "t,a,v\n1715754000,\"x\",\"\(cell)\"\n")
    #expect(found.count == 1)
    #expect(found.first?.contains("sample-value") == true)
    #expect(found.first?.contains("column: Optional(16)") == true, "\(found)")
    #expect(found.first?.hasSuffix("@21+\(cell.utf8.count + 2) line 2") == true, "\(found)")
  }

  @Test func anEmptyCellIsNoSample() throws {
    let wide = "time: {field: t}, csv: {layout: wide, missing: [NA]}"
    let found = try calls(wide, "t,a,b\n1715754000,,2\n1715754060,NA,\"\"\n")
    #expect(found.count == 3)
    #expect(found[0].hasPrefix("sample b{} ") || found[0].hasPrefix("sample b "))
    #expect(found[1].hasPrefix("other"))
    #expect(found[2].contains("csv-empty-cells") && found[2].contains("count: 3"))
  }

  @Test func aQuotedLineEndCountsForPlacesAfterIt() throws {
    let found = try calls(Self.plain, "t,a,v\n1715754000,\"x\r\ny\",z\n1715754000,b,1\n")
    #expect(found.count == 2)
    // z stands on line 3, behind y and its quote and comma.
    #expect(found[0].contains("column: Optional(4)") && found[0].hasSuffix("line 3"), "\(found)")
    #expect(found[1].hasPrefix("sample") && found[1].hasSuffix("line 4"))
  }

  @Test func seriesInCellsAndHeadersAreRead() throws {
    let named = "time: {field: t}, csv: {layout: long, name: n, value: v, constant-labels: {j: k}}"
    let found = try calls(
      named, "t,n,v\n1715754000,\"up{a=\"\"b\"\"}\",1\n1715754000,\"up{j=\"\"x\"\"}\",1\n")
    #expect(found[0].hasPrefix("sample up{a=\"b\",j=\"k\"}"))
    #expect(found[1].contains("series-labels"))
    let index = "time: {field: t}, csv: {layout: wide}"
    #expect(try calls(index, ",t,a\n0,1715754000,1\n").first?.contains("csv-column-name") == true)
    #expect(try calls(index, "t,a,a\n1715754000,1,1\n").first?.contains("csv-column-twice") == true)
  }

  @Test func secondsMayHaveADecimalComma() throws {
    let entry =
      "time: {field: 1, unit: s}, csv: {layout: wide, header: false, decimal: \",\","
      + " delimiter: tab, metrics: {2: m}}"
    let found = try calls(entry, "1715754000,25\t0,5\n")
    #expect(found.first?.contains(" 0.5 @0+17 line 1") == true, "\(found)")
  }

  // MARK: recognition

  private func format(_ text: String) -> String? {
    Array(text.utf8).withUnsafeBytes {
      ExportFormats.recognize(ExportHead(bytes: $0, isWhole: true))?.format.name
    }
  }

  @Test(arguments: [
    "time,slow,all\n2024-05-15T06:20:00Z,1,2\n",
    "\u{feff}sep=;\nTime;Value\n2024-05-15 06:20:00;1,5\n",
    "name\ttime\tvalue\nup\t1715754000000\t1\nup\t1715754060000\t\n",
    "Date,Load\n15.05.2024 08:20:00,5\n16.05.2024 08:20:00,6\n",
  ])
  func tablesOfNumbersOverTimeAreRecognised(_ text: String) {
    #expect(format(text) == "metrics-csv")
  }

  @Test(arguments: [
    "name,team\nAda,one\nBob,two\n", "global:\n  scrape_interval: 15s\n", "a,b\n",
    "2024-05-15 06:20:00,123 INFO a message\n2024-05-15 06:20:01,456 INFO another\n",
    "2024-05-15 06:20:00 | INFO | 17 | started\n2024-05-15 06:20:01 | INFO | 17 | stopped\n",
    "time,level,message\n2024-05-15T06:20:00Z,info,it was not to be found in there\n",
  ])
  func othersAreNoTables(_ text: String) { #expect(format(text) != "metrics-csv") }

  // MARK: runs

  @Test func aWantedFileThatNothingDeclaresIsAnError() throws {
    let clause =
      "  A3: {kind: trace-injection, from: [metric], metric: {name: i, unit: ratio},"
      + " at-least: 99.98%, window: 60s}"
    for isNamed in [true, false] {
      var exports = try SmallExports(clause)
      defer { exports.remove() }
      try exports.add("m.csv", "time,i\n1715754000,1\n", isNamed: isNamed)
      let run = try exports.run(from: 0, to: 60)
      let found = run.result.diagnostics.first { $0.code == "csv-undeclared" }
      #expect(found?.severity == (isNamed ? .error : .warning))
      #expect(found?.fix?.contains("csv:") == true)
      #expect(run.result.isComplete == !isNamed)
    }
  }

  /// A pattern that matches more than CSV spoils nothing: what is no CSV is read as what it is.
  @Test func otherFormatsUnderThePatternAreReadAsWhatTheyAre() throws {
    let tail =
      "sources:\n  - {role: metrics, files: \"m*\", time: {field: t}, csv: {layout: wide}}"
    var exports = try SmallExports(
      "  A3: {kind: trace-injection, from: [metric], metric: {name: inj, unit: ratio},"
        + " at-least: 99.98%, window: 60s}", tail: tail)
    defer { exports.remove() }
    let start = SmallExports.start
    try exports.add("m.csv", "t,inj\n\(start + 30),1\n")
    try exports.add("m.dump", "{__name__=\"inj\"} 0.5 \(start + 90)000\n")
    let run = try exports.run(from: 0, to: 120)
    #expect(run.result.inputs.map(\.format) == ["metrics-csv", "promtool-dump"])
    #expect(run.verdict("A3", 0) == "COMPLIANT")
    #expect(run.verdict("A3", 60) == "BREACHED")
  }

  @Test func aGaugeInCSVDecides() throws {
    let tail = """
      sources:
        - role: metrics
          files: m.csv
          time: {field: time, unit: s}
          csv: {layout: wide, metrics: {Injected: inj}}
      """
    var exports = try SmallExports(
      "  A3: {kind: trace-injection, from: [metric], metric: {name: inj, unit: ratio},"
        + " at-least: 99.98%, window: 60s}", tail: tail)
    defer { exports.remove() }
    let start = SmallExports.start
    try exports.add(
      "m.csv",
      "time,Injected\n\(start + 30),0.9998\n\(start + 90),0.5\n\(start + 150),\n"
        + "\(start + 210),1\n")
    let run = try exports.run(from: 0, to: 240)
    #expect(run.verdict("A3", 0) == "COMPLIANT")
    #expect(run.verdict("A3", 60) == "BREACHED")
    // An empty cell is no zero: the minute has no value.
    #expect(!["COMPLIANT", "BREACHED"].contains(run.verdict("A3", 120)))
    #expect(run.verdict("A3", 180) == "COMPLIANT")
  }
}

extension TimePattern {
  fileprivate func parsed(
    _ text: String, _ zone: CivilZone?
  ) -> Result<TimestampParser.Reading, StampFault> {
    Array(text.utf8).withUnsafeBytes { parse($0, zone: zone) }
  }
}
