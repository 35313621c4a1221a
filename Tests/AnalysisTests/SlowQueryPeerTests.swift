import Foundation
import TestSupport
import Testing

@testable import Analysis

/// Our digest of slow logs against that of the real pt-query-digest (Debian percona-toolkit);
/// skipped where the tool or the corpus is absent.
struct SlowQueryPeerTests {
  static let folder = CorpusTests.folder.appending(path: "slowlog")
  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  /// Where we differ from pt-query-digest on purpose, one by one.
  struct Difference {
    let file: String
    let fingerprint: String
    /// What pt-query-digest counts more than we do.
    let surplus: Int
    let reason: String
  }
  static let differences = [
    Difference(
      file: "slow041.txt", fingerprint: "administrator command: Quit", surplus: 1,
      reason: "the first line is the end of an entry cut by rotation: no Query_time, quarantined")
  ]

  @Test(.enabled(if: Peer.isPresent && CorpusTests.isPresent), arguments: files)
  func corpusFilesAgree(_ file: String) throws {
    let path = Self.folder.appending(path: file).path
    var theirs = try Peer.digest(path)
    for difference in Self.differences where difference.file == file {
      let id = SlowQueryDigest.id(ofFingerprint: Array(difference.fingerprint.utf8))
      theirs[id]?.count -= difference.surplus
    }
    try expectEqual(Self.digest([UInt8](Data(contentsOf: URL(filePath: path)))), theirs)
  }

  @Test(.enabled(if: CorpusTests.isPresent)) func everyCorpusFileIsCompared() {
    #expect(Self.files.count >= 36)
    #expect(Set(Self.differences.map(\.file)).isSubset(of: Self.files))
  }

  /// Statements put together at random from pieces that meet in every order. Their quotes match
  /// nothing, so the peer cuts the log and we are given the statements one by one.
  @Test(.enabled(if: Peer.isPresent), arguments: [1, 2, 3, 4] as [UInt64])
  func randomStatementsAgree(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, purpose: "fingerprints")
    let fingerprint = SQLFingerprint()
    let tally = SlowQueryTally()
    var log = ""
    for index in 0..<3000 {
      let pieces = (0...generator.below(12)).map { _ in
        StatementPieces.all[generator.below(StatementPieces.all.count)]
      }
      let start = StatementPieces.starts[generator.below(StatementPieces.starts.count)]
      let statement = start + pieces.joined()
      log += "# User@Host: a[a] @ h []\n# Query_time: 0.\(100_000 + index)  Lock_time: 0\n"
      log += "\(statement);\n"
      Array(statement.utf8).withUnsafeBytes {
        tally.add(fingerprint.fingerprint($0), nanoseconds: Int64(100_000 + index) * 1000)
      }
    }
    let url = FileManager.default.temporaryDirectory
      .appending(path: "estreat-peer-\(seed)-\(UUID().uuidString).log")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(log.utf8).write(to: url)
    try expectEqual(tally.digest, Peer.digest(url.path))
  }

  static func digest(_ bytes: [UInt8]) -> SlowQueryDigest {
    let reader = SlowQueryDigestReader()
    bytes.withUnsafeBytes { reader.consume($0) }
    return reader.finish()
  }

  private func expectEqual(_ ours: SlowQueryDigest, _ theirs: [String: Peer.Line]) {
    #expect(Int(ours.count) == theirs.values.reduce(0) { $0 + $1.count })
    var left = theirs
    for line in ours.lines {
      guard let peer = left.removeValue(forKey: line.id) else {
        Issue.record("only we have \(line.fingerprint.debugDescription)")
        continue
      }
      let figures = line.figures
      #expect(peer.count == Int(figures.count), "\(line.fingerprint)")
      #expect(abs(peer.sum - seconds(figures.totalNanoseconds)) < 2e-6, "\(line.fingerprint)")
      #expect(abs(peer.min - seconds(figures.minNanoseconds)) < 2e-6, "\(line.fingerprint)")
      #expect(abs(peer.max - seconds(figures.maxNanoseconds)) < 2e-6, "\(line.fingerprint)")
    }
    for line in left.values where line.count > 0 {
      Issue.record("only the peer has \(line.fingerprint.debugDescription)")
    }
  }

  private func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }
}

/// Pieces of SQL that fingerprints have rules for, and such that only look so.
private enum StatementPieces {
  static let starts = [
    "SELECT ", "select ", " SELECT 1, ", "INSERT INTO t VALUES ", "INSERT IGNORE INTO t (a) VALUES",
    "REPLACE INTO `t` VALUES (1, 2), (3, 4)", "call p(1) ", "CALL a.b(c(1), 2)", "USE ", "USE x",
    "UPDATE t SET ", "administrator command: Ping", "/* c */ SELECT ", "-- x\nSELECT", "Use`a`",
    "SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`", "/*db.t:1/2*/ SELECT ", "SET STATEMENT x=1 FOR ",
    "SELECT 1 UNION SELECT 1", "select a from t union all select a from t union select a from t",
    "SET NAMES utf8", "insert  into t values(1),(2) on duplicate key update a=", "call  x y(1)",
  ]
  static let all = [
    " ", "  ", "\t", "\n", "'a'", "'a''b'", "'it\\'s'", "\"a\"", "\"a 'b\"", "'", "\"", "\\'",
    "\\\\'",
    "1", "-1", "+ 2", "1.5e3", "0xFF", "0xab", "x'1f'", "X'1f'", "b'01'", "abc1", "tab1", "t_2a",
    "a.1",
    "true", "FALSE", " true ", "1.false", "x.true", "null", " NULL ", "nullable", ".null", "b?",
    "xx?",
    " in (1, 2)", " IN('a','b')", " in ()", "int(1)", " in (select 1)", " values (1,2),(3,4)",
    " value(?)", " VALUES\n(1), (2)", " limit 1", " LIMIT 1, 2", " limit 1 offset 2", " limit 1,2",
    " order by a asc, b ASC", " ORDER BY asc", " order by a ascii",
    " union select 1 union select 1",
    " union all select a", "/* c */", "/*!40000 a */", "/**/", "/* ' */", "-- c\n", "-- it's\n",
    "--", "# c\n",
    "#", "é", "`a b`", "`tab1`", "a-b", "a--1", "foo", ", ", "(", ")", "?", "=", " where ", " and ",
    " from t ",
    "/*traceparent='00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'*/", "fal\\'se", "\r",
    "\u{b}",
    "e", "x", "b", "f", "t", ".", "true1", "1true", "notnull", "'a\nb'", "unionised ", " by ",
    "select ",
  ]
}

/// The real pt-query-digest.
private enum Peer {
  struct Line {
    var fingerprint: String
    var count: Int
    var sum: Double
    var min: Double
    var max: Double
  }

  static let tool = "/usr/bin/pt-query-digest"
  static let isPresent = FileManager.default.isExecutableFile(atPath: tool)

  struct Unreadable: Error { let path: String }

  /// Its classes by the first 16 digits of their checksums; durations in seconds.
  static func digest(_ path: String) throws -> [String: Line] {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = ["--output", "json", "--limit", "100%", "--no-version-check", path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // Nothing at all is printed for a log without entries.
    guard data.contains(where: { $0 != 0x0a }) else { return [:] }
    guard let json = try JSONSerialization.jsonObject(with: data) as? [String: Any],
      let classes = json["classes"] as? [[String: Any]]
    else { throw Unreadable(path: path) }
    var lines: [String: Line] = [:]
    for item in classes {
      guard let checksum = item["checksum"] as? String, let count = item["query_count"] as? Int,
        let metrics = item["metrics"] as? [String: Any]
      else { throw Unreadable(path: path) }
      // A metric of zeros is left out.
      let time = metrics["Query_time"] as? [String: Any] ?? [:]
      func figure(_ name: String) -> Double { Double(time[name] as? String ?? "0") ?? .nan }
      lines[String(checksum.prefix(16))] = Line(
        fingerprint: item["fingerprint"] as? String ?? "", count: count, sum: figure("sum"),
        min: figure("min"), max: figure("max"))
    }
    return lines
  }
}
