import Analysis
import Diagnostics
import Testing

@testable import Reports

/// The summary that a responder reads.
@Suite("Text summary")
struct TextReportTests {
  private func lines(
    _ result: AnalysisResult, _ language: ReportLanguage = .english, colour: Bool = false,
    packages: [String] = []
  ) -> [String] {
    let bytes = TextReport().render(
      result,
      ReportContext(
        tool: Sample.tool, language: language, usesColour: colour,
        packages: packages.map { .init(path: $0) }))
    return String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  private func holds(_ lines: [String], _ parts: String...) -> Bool {
    lines.contains { line in parts.allSatisfy { line.contains($0) } }
  }

  @Test("the first line says which clauses since when, on both clocks")
  func headline() {
    let found = lines(Sample.breached())
    #expect(found[0] == "BREACHED: A3 since 2024-05-15 14:21:01 +08:00 (2024-05-15T06:21:01Z)")
    #expect(found[1].contains("A2 since 2024-05-15 14:23:08 +08:00 (2024-05-15T06:23:08Z)"))
    #expect(holds(found, "judged", "14:20 – 14:30 +08:00", "06:20:00Z – 06:30:00Z"))
  }

  @Test("a chain is named before breaches of their own")
  func chainFirst() {
    #expect(lines(Sample.chained())[0].hasPrefix("BREACHED: A5, A2 since"))
  }

  @Test("nothing breached, undecided, incomplete and nothing judged say so")
  func otherHeadlines() {
    var clean = Sample.empty()
    clean.verdicts = [Sample.verdict("A2", 0, .compliant)]
    #expect(lines(clean)[0] == "NO BREACH: 1 window decided")
    #expect(holds(lines(clean), "packages", "none: nothing was breached"))
    clean.verdicts.append(Sample.verdict("A2", 1, .indeterminate, reason: "no-data"))
    #expect(lines(clean)[0].hasPrefix("UNDECIDED"))
    clean.isComplete = false
    #expect(lines(clean)[0].hasPrefix("INCOMPLETE"))
    clean.judgedRange = nil
    #expect(lines(clean)[1].hasPrefix("NOTHING JUDGED"))
  }

  @Test("a minute with one missing id: its exact counts, and that A2 was not in force")
  func singleMiss() {
    let found = lines(Sample.breached())
    #expect(holds(found, "A3", "14:21 – 14:22, 1 window", "91.667 % (11/12)", "limit 99.98 %"))
    #expect(holds(found, "11 of 12 valid, 12 needed for 99.98 %"))
    #expect(holds(found, "411 of 412 = 99.7573 %", "each window is judged by itself"))
    #expect(holds(found, "so A2 is NOT_IN_FORCE in 1 window, blocked by A3"))
  }

  @Test("a value next to its limit is printed with the digits that tell them apart")
  func noEqualRounding() {
    let found = lines(Sample.breached())
    #expect(holds(found, "200.0004 ms"))
    #expect(Quantity.pair(75.000_01, 75, unit: "ms") == ("75.00001\u{a0}ms", "75\u{a0}ms"))
    #expect(Quantity.pair(0.5, 0.5, unit: "ratio") == ("50\u{a0}%", "50\u{a0}%"))
  }

  @Test("the seasonal limit: 7.55 % from median 3.16 %, IQR 1.756 %, from unrounded inputs")
  func golden() {
    let found = lines(Sample.seasonal())
    #expect(holds(found, "A5", "14:00 – 15:00, 2 windows", "12.7 % (1016/8000), 8.9 % (623/7000)"))
    #expect(holds(found, "limit 7.55 % from median 3.16 %, IQR 1.756 %"))
    #expect(found.joined(separator: " ").contains("unrounded"))
  }

  @Test("the chain: order, undecidable onset, inferred nodes, failed test with its sentence")
  func chain() {
    let found = lines(Sample.chained())
    #expect(holds(found, "INC-20240515-142308", "grade E1", "contract order only"))
    #expect(holds(found, "undecidable within clock uncertainty"))
    #expect(holds(found, "mysql_slow_log → app_thread_blocked → gateway_timeout"))
    #expect(holds(found, "inferred, not observed: app_thread_blocked"))
    #expect(holds(found, "1 complete, 0 partial, 1 contradicting"))
    #expect(holds(found, "A5 → A2", "E1: mechanism PASS, shared-traces FAIL"))
    #expect(holds(found, "shared-traces: 1 of 41 traces"))
  }

  @Test("counts of windows per clause and verdict")
  func table() {
    let found = lines(Sample.breached())
    let row = found.first { $0.hasPrefix("A2 ") }?.split(separator: " ").prefix(6)
    #expect(row.map(Array.init) == ["A2", "2", "2", "1", "0", "0"])
  }

  @Test("runs of equal verdicts are merged")
  func runs() {
    let merged = VerdictRun.merge(Sample.breached().verdicts)
    #expect(merged.map(\.verdicts.count) == [1, 1, 3, 1, 1, 1, 2])
    #expect(
      holds(lines(Sample.breached()), "14:21 – 14:22", "NOT_IN_FORCE blocked by A3, 1 window"))
  }

  @Test("a gap between equal verdicts is not bridged")
  func runsWithGap() {
    let verdicts = [Sample.verdict("A2", 0, .compliant), Sample.verdict("A2", 2, .compliant)]
    #expect(VerdictRun.merge(verdicts).count == 2)
  }

  @Test("undecided windows by reason, missing exports, excused totals with and without")
  func limits() {
    var result = Sample.empty()
    result.verdicts = [
      Sample.verdict("A2", 0, .indeterminate, reason: "partial-window"),
      Sample.verdict("A2", 1, .indeterminate, reason: "no-data"),
      Sample.verdict("A2", 2, .indeterminate, reason: "no-data"),
      Sample.verdict("A2", 3, .breached, excused: true), Sample.verdict("A2", 4, .breached),
    ]
    result.missingExports = [MissingExport(clause: "A4", needs: "security-audit")]
    let found = lines(result)
    #expect(holds(found, "undecided", "A2: no-data 2 windows, partial-window 1 window"))
    #expect(holds(found, "not evaluated", "A4: supply security-audit"))
    #expect(holds(found, "excused", "A2: 1 window excused; breached 2 with them, 1 without"))
  }

  @Test("data quality: quarantine, duplicates, identical files, assumed zones, unrecognised files")
  func data() {
    var result = Sample.empty()
    result.inputs[0].quarantined = 3
    result.inputs[0].assumedZone = "UTC"
    var copy = InputSummary(path: "logs/copy.jsonl", sha256: "", bytes: 1)
    copy.format = "nginx-json"
    copy.identicalTo = "logs/access.jsonl"
    copy.duplicates = 12
    result.inputs += [copy, InputSummary(path: "notes.txt", sha256: "", bytes: 10)]
    result.diagnostics = [
      Diagnostic(.error, "a", "a"), Diagnostic(.warning, "b", "b"), Diagnostic(.note, "c", "c"),
    ]
    let found = lines(result)
    #expect(holds(found, "3 inputs, 123 467 bytes, 1 000 records, 3 quarantined, 12 duplicates"))
    #expect(holds(found, "counted once: logs/copy.jsonl"))
    #expect(holds(found, "zone assumed for logs/access.jsonl UTC"))
    #expect(holds(found, "not recognised: notes.txt"))
    #expect(holds(found, "1 errors, 1 warnings, 1 notes"))
  }

  @Test("packages are named and flagged")
  func packages() {
    let found = lines(Sample.breached(), packages: ["out/packages/INC-1-FULL.zip"])
    #expect(holds(found, "out/packages/INC-1-FULL.zip (holds unmasked data)"))
    #expect(holds(lines(Sample.breached()), "-o DIR"))
  }

  @Test("no line is wider than 100 columns", arguments: ReportLanguage.allCases)
  func width(_ language: ReportLanguage) {
    for result in [Sample.breached(), Sample.chained(), Sample.seasonal(), Sample.empty()] {
      for line in lines(result, language) { #expect(TextLayout.width(line) <= 100, "\(line)") }
    }
  }

  @Test("colour only where it is asked for")
  func colour() {
    #expect(!lines(Sample.breached()).joined().contains("\u{1b}"))
    #expect(lines(Sample.breached(), colour: true)[0].contains("\u{1b}[1;31mBREACHED: \u{1b}[0m"))
  }

  @Test("every phrase exists in both languages and keeps its places to fill in")
  func catalogue() {
    let (english, chinese) = (Phrases(language: .english), Phrases(language: .chinese))
    for key in Phrases.Key.allCases {
      #expect(!english(key).isEmpty && !chinese(key).isEmpty, "\(key)")
      for place in ["{0}", "{1}", "{2}", "{3}"] {
        #expect(english(key).contains(place) == chinese(key).contains(place), "\(key) \(place)")
      }
    }
    #expect(lines(Sample.breached(), .chinese)[0].hasPrefix("违约"))
  }

  @Test("wide characters count twice")
  func wide() {
    #expect(TextLayout.width("违约 A") == 6)
    #expect(TextLayout.left("违约", 6) == "违约  ")
  }
}
