import Foundation
import TestSupport
import Testing

/// `estreat replay` from start to end where packages carry something out of the ordinary: whole binary
/// exports, bounds of native histograms, declared spacings, a slow log that is counted.
@Suite("Replay of every kind of evidence")
struct ReplayKindTests {
  /// Runs an analysis; paths of its packages.
  private func analyze(
    _ program: Program, _ appendix: String, _ exports: String, _ more: [String] = []
  ) throws -> [String] {
    let run = try program.run(
      [
        "analyze", "-a", appendix, exports, "-o", "out", "--now", "2024-06-01T00:00Z",
        "--fail-on", "never", "--no-certificate", "--force",
      ] + more)
    #expect(run.status == 0, "\(run.errors)")
    return program.names("out/packages").filter { $0.hasSuffix(".zip") }
      .map { "out/packages/" + $0 }
  }

  private func payment(_ program: Program) throws -> String {
    let set = Program.dataset("payment-2024-05-15")
    try FileManager.default.copyItem(atPath: set + "/exports", toPath: program.path("exports"))
    try FileManager.default.copyItem(atPath: set + "/appendix.yaml", toPath: program.path("a.yaml"))
    return "a.yaml"
  }

  private func edit(
    _ program: Program, _ name: String, _ from: String, _ to: String
  ) throws {
    let text = try String(contentsOfFile: program.path(name), encoding: .utf8)
    try #require(text.contains(from))
    try program.write(text.replacing(from, with: to), to: name)
  }

  // MARK: OTLP

  struct Export: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var format: String
    var content: @Sendable () -> [UInt8]
    var testDescription: String { new }
  }

  static let exports = [
    Export(
      old: "traces/otlp-spans.jsonl.gz", new: "traces/spans-request.binpb",
      format: "otlp-proto-traces", content: { OTLPProto.paymentTraces(prefixed: false) }),
    Export(
      old: "traces/otlp-spans.jsonl.gz", new: "traces/spans-stream.binpb",
      format: "otlp-proto-traces", content: { OTLPProto.paymentTraces(prefixed: true) }),
    Export(
      old: "logs/payment-app.jsonl.gz", new: "logs/payment-app.jsonl", format: "otlp-proto-logs",
      content: { OTLPProto.paymentLog() }),
  ]

  @Test(
    "OTLP in protobuf is carried whole and gives the digest of the JSON exports", arguments: exports
  )
  func otlp(_ export: Export) throws {
    try withProgram { program in
      let appendix = try payment(program)
      try FileManager.default.removeItem(atPath: program.path("exports/" + export.old))
      try program.write(Data(export.content()), to: "exports/" + export.new)
      let packages = try analyze(program, appendix, "exports")
      #expect(packages.count == 2)
      let main = try #require(packages.first { $0.contains("142002") })
      let replayed = try program.run(["replay", main, "--format", "json"])
      #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
      let usual = try BriefPackage.payment.get().bagInfo
      let digest = try #require(usual.firstMatch(of: /\nVerdict-Digest: (sha256:[0-9a-f]{64})\n/)).1
      #expect(replayed.output.contains(#""digest":"\#(digest)""#))
      // The records came from the binary member.
      let records = try #require(
        replayed.output.firstMatch(of: /"format":"(otlp-proto-[a-z]+)","records":(\d+)/))
      #expect(records.1 == export.format && (Int(records.2) ?? 0) > 100)
      var forged = try ForgedPackage(program.path(main))
      let name =
        export.format == "otlp-proto-logs" ? "data/logs/app_log.jsonl" : "data/traces/spans.binpb"
      let bytes = try #require(forged.members[name])
      // A failed comparison of long arrays would be spelled out for hours.
      let isWhole = bytes == export.content()
      #expect(isWhole)
      // The first half of the log: exposures of the rest lose their leg.
      guard export.format == "otlp-proto-logs" else { return }
      forged.members[name] = Array(bytes.prefix(bytes.count / 2))
      try forged.write(to: program.path("P.zip"))
      let other = try program.run(["replay", "P.zip"])
      #expect(other.status == 5 && other.reports("replay-differs"), "\(other.output.prefix(500))")
    }
  }

  // MARK: metrics

  @Test("Native histograms: the bounds around the limit are carried and decide again")
  func nativeHistograms() throws {
    try withProgram { program in
      // 1000 requests a minute; in the third 11 of them are late, in the others 2.
      var (quick, late) = (0, 0)
      var samples: [String] = []
      for minute in 0...5 {
        if minute > 0 {
          (quick, late) = (quick + (minute == 3 ? 989 : 998), late + (minute == 3 ? 11 : 2))
        }
        samples.append(
          "[\(1_715_754_000 + minute * 60),{\"count\":\"\(quick + late)\",\"sum\":\"1\",\"buckets\":["
            + "[0,\"0.09\",\"0.18\",\"\(quick)\"],[0,\"0.8\",\"0.9\",\"\(late)\"]]}]")
      }
      try program.write(
        #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"#
          + #""__name__":"d_seconds","instance":"a"},"histograms":["#
          + samples.joined(separator: ",") + "]}]}}", to: "in/answer.json")
      try program.write(
        """
        estreat: 1
        appendix: v1
        timezone: UTC
        clauses:
          A2: {kind: latency-percentile, requires: [], at-most: 200ms, window: 60s, from: [histogram], histogram: d_seconds}
        """, to: "a.yaml")
      let packages = try analyze(program, "a.yaml", "in")
      let package = try #require(packages.first)
      #expect(packages.count == 1)
      let replayed = try program.run(["replay", package])
      #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
      var forged = try ForgedPackage(program.path(package))
      let verdicts = try forged.text("data/findings/verdicts.json")
      #expect(verdicts.contains(#""numerator":989,"denominator":1000"#))
      // One late request less at the end of the minute: 990 of 1000, which complies.
      let end = " 1715754180\n"
      try forged.edit("data/metrics/native-buckets.openmetrics") { text in
        try #require(text.contains(" 2985\(end)"))
        return text.replacing(" 2985\(end)", with: " 2986\(end)")
      }
      try forged.write(to: program.path("P.zip"))
      let other = try program.run(["replay", "P.zip"])
      #expect(other.status == 5)
      #expect(other.output.contains("numerator: package 989, replay 990"))
      #expect(other.output.contains(#"verdict: package "BREACHED", replay "COMPLIANT""#))
    }
  }

  @Test("A spacing that the kept samples would show otherwise is declared, and needed")
  func spacings() throws {
    try withProgram { program in
      // Eight days of samples every five minutes; from 14:00 to 15:00 every minute, but none in the
      // four minutes before each half hour: a value at its edge is older than two such minutes.
      var lines = ["# TYPE slow counter", "# TYPE all counter"]
      var (slow, all) = (0, 0)
      var rows: [(Int, Int, Int)] = []
      let start = 1_715_126_400  // 2024-05-08T00:00:00Z
      for minute in 0...(7 * 1_440 + 16 * 60) {
        let (day, ofDay) = (minute / 1_440, minute % 1_440)
        all += 100
        // 2 to 5 % by day; 20 % from 14:00 to 14:30 of the last day.
        slow += day == 7 && (840..<870).contains(ofDay) ? 20 : 2 + day % 4
        let isDense = (840...900).contains(ofDay)
        let isHeld = isDense && (ofDay % 30 >= 26 || ofDay % 30 == 0)
        if isDense ? !isHeld : ofDay % 5 == 0 { rows.append((start + minute * 60, slow, all)) }
      }
      lines += rows.map { "slow_total \($0.1) \($0.0)" }
      lines += rows.map { "all_total \($0.2) \($0.0)" }
      try program.write(
        lines.filter { !$0.hasPrefix("all_total") && $0 != "# TYPE all counter" }
          .joined(separator: "\n") + "\n# TYPE all counter\n"
          + lines.filter { $0.hasPrefix("all_total") }.joined(separator: "\n") + "\n# EOF\n",
        to: "in/metrics.txt")
      try program.write(
        """
        estreat: 1
        appendix: v1
        timezone: UTC
        clauses:
          A5:
            kind: seasonal-baseline
            ratio: {slow: [slow_total], of: all_total}
            window: 30m
            same-hour-of-days: 7
            limit: median + 2.5 * iqr
            quantile: type7
            min-days: 5
            history: literal
        """, to: "a.yaml")
      let packages = try analyze(program, "a.yaml", "in")
      let package = try #require(packages.first)
      let replayed = try program.run(["replay", package])
      #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
      #expect(replayed.output.contains("median spacing of series"))
      var forged = try ForgedPackage(program.path(package))
      let context = try forged.text("data/findings/context.json")
      let declared = try #require(context.firstMatch(of: /"spacings": \[[^\]]*\]/)).0
      #expect(declared.contains("300000000000"))
      try forged.edit("data/findings/context.json") {
        $0.replacing(declared, with: #""spacings": []"#)
      }
      try forged.write(to: program.path("P.zip"))
      let other = try program.run(["replay", "P.zip"])
      #expect(other.status == 5 && other.reports("replay-differs"))
      #expect(other.output.contains("A5 2024-05-15T14:00:00Z/2024-05-15T14:30:00Z"))
    }
  }

  // MARK: slow log

  @Test("A slow log as the numerator of A5 is carried over its history, or counted")
  func slowLog() throws {
    try withProgram { program in
      let appendix = try payment(program)
      try edit(
        program, "a.yaml", "slow: [mysql_global_status_slow_queries, mysql_slow_queries_total]",
        "slow: [slow-log]")
      for (more, status) in [([], Int32(0)), (["--max-slice", "20000"], 3)] {
        let packages = try analyze(program, appendix, "exports", more)
        let main = try #require(packages.first { $0.contains("-1420") }, "\(packages)")
        let replayed = try program.run(["replay", main])
        #expect(replayed.status == status, "\(replayed.output)\(replayed.errors)")
        var forged = try ForgedPackage(program.path(main))
        // Statements that started from 14:00 to 14:30, by the log's own stamps.
        let log = try String(
          contentsOfFile: program.path("exports/logs/mariadb-slow.log"), encoding: .utf8)
        let started = log.split(separator: "\n").compactMap {
          $0.wholeMatch(of: /SET timestamp=(\d+);/).flatMap { Int($0.1) }
        }.count { (1_715_752_800..<1_715_754_600).contains($0) }
        #expect(started > 50)
        let verdicts = try forged.text("data/findings/verdicts.json")
        let a5 = try #require(
          verdicts.split(separator: "\n").first {
            $0.contains(#""clause":"A5""#) && $0.contains(#""from":"2024-05-15T06:00:00Z""#)
          })
        #expect(a5.contains(#""numerator":\#(started),"#), "\(started) \(a5)")
        guard status == 3 else { continue }
        try forged.edit("data/logs/counts.jsonl") { text in
          let row = try #require(
            text.firstMatch(of: /"from":"2024-05-15T06:20:\d\dZ","to":"[^"]*","statements":(\d+)/))
          return text.replacing(
            row.0, with: row.0.replacing("\"statements\":\(row.1)", with: "\"statements\":900"))
        }
        try forged.write(to: program.path("P.zip"))
        let other = try program.run(["replay", "P.zip"])
        #expect(other.status == 5)
        #expect(other.output.contains("numerator: package \(started), replay "))
      }
    }
  }

  // MARK: the page

  @Test(
    "The script of Replay.docc gives the pinned digest of every package",
    .enabled(if: Shell.has("python3") && Shell.has("unzip")), arguments: ReplayTests.datasets)
  func digestScript(_ dataset: (name: String, packages: Int)) throws {
    let page = try String(
      contentsOf: Program.repository.appending(
        path: "Sources/Analysis/Replay/Replay.docc/Format.md"), encoding: .utf8)
    let start = try #require(page.range(of: "```python\n")).upperBound
    let end = try #require(page.range(of: "```", range: start..<page.endIndex)).lowerBound
    let script = page[start..<end]
    try withProgram { program in
      try program.write(String(script), to: "digest.py")
      for package in try ReplayTests.packages(of: dataset.name, program) {
        let output = try Shell.run(
          """
          rm -rf bag && unzip -q '\(package)' -d bag && cd bag && python3 ../digest.py
          sed -n 's/^Verdict-Digest: //p' bag-info.txt
          """, in: program)
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2 && lines.first == lines.last, "\(package) \(output)")
      }
    }
  }

  // MARK: interruption

  private static func holdsSlice(_ descriptors: String) -> Bool {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? [] {
      let target = try? FileManager.default.destinationOfSymbolicLink(
        atPath: descriptors + "/" + name)
      if let target, target.contains("/estreat-"), target.hasSuffix("(deleted)") { return true }
    }
    return false
  }

  @Test("SIGINT while slices are read: status 130, and nothing is left")
  func interrupt() throws {
    try withProgram { program in
      let packages = try ReplayTests.packages(of: "payment-2024-05-15", program)
      let main = try #require(packages.first { $0.contains("142002") })
      var forged = try ForgedPackage(program.path(main))
      // Enough lines that reading them takes a while.
      let lines = try #require(forged.members["data/logs/gateway_access.jsonl"])
      forged.members["data/logs/gateway_access.jsonl"] = Array(
        repeatElement(lines, count: 6).joined())
      try forged.write(to: program.path("P.zip"))
      let started = try program.start(["replay", "P.zip", "--jobs", "1"])
      let descriptors = "/proc/\(started.process.processIdentifier)/fd"
      // The slices are files without a name: seen among the descriptors once they are read.
      var isReading = false
      let deadline = Date(timeIntervalSinceNow: 120)
      while !isReading, started.process.isRunning, Date() < deadline {
        isReading = Self.holdsSlice(descriptors)
        usleep(500)
      }
      #expect(isReading)
      kill(started.process.processIdentifier, SIGINT)
      started.process.waitUntilExit()
      let outcome = try started.outcome()
      #expect(outcome.status == 130, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output.isEmpty && program.names("tmp").isEmpty)
    }
  }
}
