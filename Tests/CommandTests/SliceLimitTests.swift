import Evidence
import Foundation
import Testing

/// `analyze --max-slice`: a source that is too long is carried by its late, failed and chained lines,
/// counts, and the digests of what was left out.
@Suite("Slice limit")
struct SliceLimitTests {
  private typealias Object = [String: Any]

  private func lines(_ name: String, _ members: [String: [UInt8]]) throws -> [Object] {
    try String(decoding: try #require(members[name]), as: UTF8.self).split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? Object)
    }
  }

  private func range(_ object: Object, _ offset: String, _ length: String) throws -> Range<Int> {
    let from = try #require(object[offset] as? Int)
    return from..<(from + (try #require(object[length] as? Int)))
  }

  /// Places of records in their exports, by source, from both indexes of a package.
  private func places(_ members: [String: [UInt8]]) throws -> [String: Set<Range<Int>>] {
    var out: [String: Set<Range<Int>>] = [:]
    for name in ["data/logs/index.jsonl", "data/traces/index.jsonl"] {
      for line in try lines(name, members) {
        out[try #require(line["source"] as? String), default: []].insert(
          try range(line, "sourceOffset", "sourceLength"))
      }
    }
    return out
  }

  private static let spans = "data/traces/spans.jsonl"
  private static let briefSources = [
    "logs/gateway-access.jsonl.gz", "logs/payment-app.jsonl.gz", "logs/mariadb-slow.log",
    "traces/otlp-spans.jsonl.gz",
  ]

  @Test("Lines that are there are exact, and lie where the index says")
  func keptLines() throws {
    let made = try BriefPackage.payment.get()
    for name in ["data/logs/index.jsonl", "data/traces/index.jsonl"] {
      var ends: [String: Int] = [:]
      for line in try lines(name, made.members) {
        let slice = try #require(line["slice"] as? String)
        let source = try #require(line["source"] as? String)
        let own = try range(line, "offset", "length")
        let place = try range(line, "sourceOffset", "sourceLength")
        let member = try #require(made.members[slice])
        #expect(Array(member[own]) == Array(try #require(made.exports[source])[place]))
        ends[slice] = max(ends[slice] ?? 0, own.upperBound)
      }
      // Nothing but the last line feed comes after the last record; spans lie inside documents.
      for (slice, end) in ends where slice != Self.spans {
        #expect(made.members[slice]?.count == end + 1)
      }
    }
  }

  @Test("Lines and omitted ranges tile the slices that there would have been")
  func tiling() throws {
    let made = try BriefPackage.payment.get()
    let (kept, whole) = (try places(made.members), try places(made.whole))
    var ranges: [String: [Range<Int>]] = [:]
    var stated: [String: Int] = [:]
    for line in try lines("data/logs/omitted.jsonl", made.members) {
      let source = try #require(line["source"] as? String)
      ranges[source, default: []].append(try range(line, "sourceOffset", "sourceLength"))
      stated[source, default: 0] += try #require(line["records"] as? Int)
    }
    #expect(Set(ranges.keys) == Set(Self.briefSources))
    for (source, all) in whole where source != Self.briefSources[3] {
      let bytes = try #require(made.exports[source])
      let there = kept[source] ?? []
      #expect(there.isSubset(of: all))
      let missing = all.subtracting(there).sorted { $0.lowerBound < $1.lowerBound }
      let omitted = (ranges[source] ?? []).sorted { $0.lowerBound < $1.lowerBound }
      #expect(stated[source] ?? 0 == missing.count)
      // Walk through the ranges: each is made of missing records and line ends alone.
      var next = missing[...]
      for range in omitted {
        var at = range.lowerBound
        #expect(next.first?.lowerBound == at)
        while let record = next.first, record.lowerBound < range.upperBound {
          #expect(bytes[at..<record.lowerBound].allSatisfy { $0 == 0x0a || $0 == 0x0d })
          at = record.upperBound
          next.removeFirst()
        }
        #expect(at == range.upperBound)
        for record in there { #expect(!range.overlaps(record)) }
      }
      #expect(next.isEmpty, "\(source)")
    }
    // Of spans whole documents, one a line, are there or not.
    let bytes = try #require(made.exports[Self.briefSources[3]])
    let there = try #require(made.members[Self.spans]).split(separator: 0x0a)
    let omitted = (ranges[Self.briefSources[3]] ?? []).flatMap { bytes[$0].split(separator: 0x0a) }
    let all = try #require(made.whole[Self.spans]).split(separator: 0x0a)
    #expect(there.count > 50 && omitted.count > 50)
    #expect(
      (there + omitted).map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
        == all.map(Array.init).sorted { $0.lexicographicallyPrecedes($1) })
  }

  @Test("sha256sum of the export gives the digest of every omitted range, as VERIFY.txt says")
  func rangeDigests() throws {
    let made = try BriefPackage.payment.get()
    for source in Self.briefSources {
      try withProgram { program in
        try program.write(Data(try #require(made.exports[source])), to: "EXPORT")
        let wanted = try lines("data/logs/omitted.jsonl", made.members)
          .filter { $0["source"] as? String == source }
        let places = try wanted.map {
          let range = try range($0, "sourceOffset", "sourceLength")
          return "\(range.lowerBound) \(range.count)\n"
        }
        try program.write(places.joined(), to: "places")
        let sums = try Shell.run(
          """
          while read offset length
          do tail -c +$((offset + 1)) EXPORT | head -c $length | sha256sum
          done < places
          """, in: program
        ).split(separator: "\n").map { String($0.prefix(64)) }
        #expect(sums == wanted.map { $0["rangeSha256"] as? String })
        let bytes = try #require(made.exports[source])
        for line in wanted {
          let range = try range(line, "sourceOffset", "sourceLength")
          let before = bytes[..<range.lowerBound].count { $0 == 0x0a }
          #expect(line["line"] as? Int == before + 1)
          #expect(line["lines"] as? Int == bytes[range].count { $0 == 0x0a } + 1)
        }
      }
    }
    // The commands of VERIFY.txt as they stand there, for the last range of the access log.
    try withProgram { program in
      try program.write(
        Data(try #require(made.members["data/logs/omitted.jsonl"])), to: "data/logs/omitted.jsonl")
      let source = Self.briefSources[0]
      try program.write(Data(try #require(made.exports[source])), to: "EXPORT")
      let number = try lines("data/logs/omitted.jsonl", made.members)
        .lastIndex { $0["source"] as? String == source }
      let text = made.instructions
      let start = try #require(text.range(of: "    line=$(sed")).lowerBound
      let commands = text[start...].split(separator: "\n").prefix(4).joined(separator: "\n")
      let output = try Shell.run("r=\(try #require(number) + 1)\n\(commands)", in: program)
      let sums = output.replacing("-", with: "").split(whereSeparator: \.isWhitespace)
      // `field` prints no line feed: both digests stand behind each other.
      let digits = sums.joined()
      #expect(digits.count == 128 && digits.prefix(64) == digits.suffix(64), "\(output)")
    }
  }

  /// Requests of the export between 06:00 and 07:00 UTC, when the incident's windows lie.
  private func requests(_ made: BriefPackage) throws -> [(
    range: Range<Int>, object: Object, end: Double
  )] {
    let bytes = try #require(made.exports[Self.briefSources[0]])
    var at = 0
    var out: [(Range<Int>, Object, Double)] = []
    for line in bytes.split(separator: 0x0a, omittingEmptySubsequences: false) {
      defer { at += line.count + 1 }
      guard
        let object = try? JSONSerialization.jsonObject(with: Data(line)) as? Object,
        let end = number(object["msec"]), end >= 1_715_752_800, end < 1_715_756_400
      else { continue }
      out.append((at..<(at + line.count), object, end))
    }
    return out
  }

  private func number(_ value: Any?) -> Double? {
    (value as? NSNumber)?.doubleValue ?? (value as? String).flatMap(Double.init)
  }

  @Test("Of the requests exactly the late, failed, chained and cited ones are there")
  func chosenRequests() throws {
    let made = try BriefPackage.payment.get()
    let causality = Data(try #require(made.members["data/findings/causality.json"]))
    let incident = try #require(try JSONSerialization.jsonObject(with: causality) as? Object)
    let traces = try #require(incident["traces"] as? [Object])
    let chained = Set(traces.compactMap { $0["trace"] as? String ?? $0["id"] as? String })
    try #require(chained.count > 80)
    var wanted: Set<Range<Int>> = []
    for (range, object, _) in try requests(made) {
      let status = Int(number(object["status"]) ?? 0)
      let isLate =
        (object["uri"] as? String ?? "").hasPrefix("/api/")
        && (number(object["request_time"]) ?? 0) > 0.2
      let trace = object["trace_id"] as? String ?? ""
      if isLate || status >= 500 || chained.contains(trace) { wanted.insert(range) }
    }
    #expect(wanted.count >= 89)
    let kept = try #require(try places(made.members)[Self.briefSources[0]])
    #expect(wanted.isSubset(of: kept))
    // What else is there is cited by a verdict of the package, or failed upstream.
    let cited = try Set(
      lines("data/findings/verdicts.json", ["data/findings/verdicts.json": verdictLines(made)])
        .flatMap { $0["evidence"] as? [Object] ?? [] }
        .map { try range($0, "offset", "length") })
    let others = kept.subtracting(wanted).subtracting(cited)
    for range in others {
      let line = String(decoding: made.exports[Self.briefSources[0]]![range], as: UTF8.self)
      #expect(line.contains(#""upstream_status":"50"#), "\(line)")
    }
  }

  /// The verdicts of a package, one a line.
  private func verdictLines(_ made: BriefPackage) throws -> [UInt8] {
    let text = String(
      decoding: try #require(made.members["data/findings/verdicts.json"]), as: UTF8.self)
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix(#"{"clause":"#) }.map {
        $0.hasSuffix(",") ? String($0.dropLast()) : $0
      }
    return Array(lines.joined(separator: "\n").utf8)
  }

  @Test("counts.jsonl counts what the export holds, and the verdicts say the same")
  func counts() throws {
    let made = try BriefPackage.payment.get()
    struct Window: Equatable {
      var all = 0
      var late = 0
      var valid = 0
    }
    var windows: [Int: Window] = [:]
    var records: [Int: Int] = [:]
    for (_, object, end) in try requests(made) {
      let minute = Int(end) / 60 * 60
      records[minute, default: 0] += 1
      guard (object["uri"] as? String ?? "").hasPrefix("/api/") else { continue }
      windows[minute, default: Window()].all += 1
      if (number(object["request_time"]) ?? 0) > 0.2 { windows[minute]?.late += 1 }
      let id = object["trace_id"] as? String ?? ""
      if id.wholeMatch(of: /[0-9a-f]{32}/) != nil, id.contains(where: { $0 != "0" }) {
        windows[minute]?.valid += 1
      }
    }
    let format = ISO8601DateFormatter()
    var found: [Int: Window] = [:]
    var foundRecords: [Int: Int] = [:]
    for row in try lines("data/logs/counts.jsonl", made.members)
    where row["slice"] as? String == "data/logs/gateway_access.jsonl" {
      let text = try #require(row["from"] as? String)
      let from = Int(try #require(format.date(from: text)).timeIntervalSince1970)
      switch row["clause"] as? String {
      case "A2":
        found[from, default: Window()].all = try #require(row["requests"] as? Int)
        found[from]?.late = try #require(row["late"] as? Int)
      case "A3": found[from, default: Window()].valid = try #require(row["valid"] as? Int)
      default: foundRecords[from] = row["records"] as? Int
      }
    }
    #expect(windows.count == 60 && windows == found)
    #expect(records == foundRecords)
    var judged = 0
    for verdict in try lines("v", ["v": verdictLines(made)])
    where verdict["clause"] as? String == "A2" {
      let text = try #require(verdict["from"] as? String)
      let from = Int(try #require(format.date(from: text)).timeIntervalSince1970)
      let value = try #require(verdict["value"] as? Object)
      let window = try #require(windows[from])
      #expect(value["numerator"] as? Int == window.all - window.late)
      #expect(value["denominator"] as? Int == window.all)
      judged += 1
    }
    #expect(judged == 60)
  }

  @Test("The package says counts-only wherever it describes itself")
  func stated() throws {
    let made = try BriefPackage.payment.get()
    #expect(made.bagInfo.contains("\nReplay: counts-only\n"))
    #expect(made.instructions.contains("Replay: counts-only"))
    func text(_ name: String) -> String {
      String(decoding: made.members[name] ?? [], as: UTF8.self)
    }
    #expect(text("data/custody/statement.json").contains(#""replay": "counts-only""#))
    #expect(
      String(decoding: made.whole["data/custody/statement.json"] ?? [], as: UTF8.self)
        .contains(#""replay": "full""#))
    #expect(text("data/custody/custody.jsonl").contains(#"["kept","#))
    // Sources within the limit are whole.
    #expect(
      made.members["data/logs/security_audit.jsonl"]
        == made.whole["data/logs/security_audit.jsonl"])
    #expect(made.whole["data/logs/omitted.jsonl"] == nil)
    #expect(made.whole["data/logs/counts.jsonl"] == nil)
  }

  // MARK: the rest of the tool

  @Test("The shortest limit: every package stays sound, and the disclosure copy shows no digest")
  func shortest() throws {
    try withProgram { program in
      let set = Program.dataset("payment-2024-05-15")
      let run = try program.run([
        "analyze", "-a", set + "/appendix.yaml", set + "/exports", "--now", "2024-06-01T00:00Z",
        "--fail-on", "never", "--max-slice", "1", "-o", "out", "--profile", "both",
      ])
      #expect(run.status == 0, "\(run.errors)")
      for name in program.names("out/packages") where name.hasSuffix(".zip") {
        let path = "out/packages/" + name
        #expect(try program.run(["verify", path]).status == 0)
        if name.hasSuffix("-FULL.zip") {
          #expect(try program.run(["replay", path]).status == 3)
        } else {
          let copy = try PackageContents(path: program.path(path))
          let text = String(
            decoding: try copy.bytes("data/logs/omitted.masked.jsonl"), as: UTF8.self)
          #expect(text.contains(#""rangeSha256":"[DIGEST:"#))
          #expect(text.firstMatch(of: /[0-9a-f]{64}/) == nil)
        }
      }
      // The one request without a trace id is what the breach of A3 cites.
      let other = try ForgedPackage(
        program.path("out/packages/INC-20240515-101700-FULL.zip")
      ).members
      let kept = String(
        decoding: try #require(other["data/logs/gateway_access.jsonl"]), as: UTF8.self)
      #expect(kept.split(separator: "\n").count == 1)
    }
  }

  @Test(
    "A limit that is none is a mistake on the command line",
    arguments: ["0", "x", "12Q", "-5", "99999999999999999999", "1.5M"])
  func badLimit(_ text: String) throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "a.yaml")
      try program.write(Sample.accessLog(late: [2]), to: "access.jsonl")
      let run = try program.run([
        "analyze", "-a", "a.yaml", "access.jsonl", "-o", "out", "--max-slice=\(text)",
      ])
      #expect(run.status == 2 && run.reports("slice-limit"), "\(run.errors)")
      #expect(!program.exists("out"))
    }
  }

  @Test("A source is cut only above the limit, and only where something can be left out")
  func edge() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "a.yaml")
      // Six requests in the breached minute, of which one is late.
      let log = Sample.accessLog(late: [2]).split(separator: "\n").enumerated().map {
        $0 == 13 ? String($1) : String($1).replacing("0.900", with: "0.100")
      }
      try program.write(log.joined(separator: "\n") + "\n", to: "access.jsonl")
      let bytes = log[12..<18].reduce(0) { $0 + $1.utf8.count + 1 }
      for (limit, status) in [(bytes, 0), (bytes - 1, 3)] {
        let run = try program.run([
          "analyze", "-a", "a.yaml", "access.jsonl", "-o", "out\(limit)", "--max-slice",
          "\(limit)", "--now", "2024-06-01T00:00Z", "--no-certificate", "--fail-on", "never",
        ])
        #expect(run.status == 0, "\(run.errors)")
        let folder = "out\(limit)/packages/"
        let name = try #require(program.names(folder).first { $0.hasSuffix(".zip") })
        #expect(try program.run(["replay", folder + name]).status == status)
      }
      // All six late: nothing can be left out, and the package is whole.
      try program.write(Sample.accessLog(late: [2]), to: "late/access.jsonl")
      let run = try program.run([
        "analyze", "-a", "a.yaml", "late/access.jsonl", "-o", "late-out", "--max-slice", "1K",
        "--now", "2024-06-01T00:00Z", "--no-certificate", "--fail-on", "never",
      ])
      #expect(run.status == 0, "\(run.errors)")
      let name = try #require(program.names("late-out/packages").first { $0.hasSuffix(".zip") })
      #expect(try program.run(["replay", "late-out/packages/" + name]).status == 0)
    }
  }

  @Test("Without a folder for packages the option means nothing")
  func withoutFolder() throws {
    try withProgram { program in
      try program.write(Sample.appendix, to: "a.yaml")
      let run = try program.run(["analyze", "-a", "a.yaml", ".", "--max-slice", "5M"])
      #expect(run.status == 2 && run.errors.contains("-o"))
    }
  }
}
