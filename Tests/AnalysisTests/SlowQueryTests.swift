import TestSupport
import Testing

@testable import Analysis

/// Where entries of slow logs begin and end, and what their stamps mean; expected values worked
/// out by hand from what servers write.
struct SlowQueryTests {
  /// What came out of one log.
  struct Reading: Equatable {
    var starts: [Int64] = []
    var durations: [Int64] = []
    var statements: [String] = []
    var quarantined: [String] = []
    var notes: [String] = []
  }

  private final class Collector: QuietSink {
    var reading = Reading()
    override func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
      reading.starts.append(record.start.instant.nanoseconds / 1_000_000)
      reading.durations.append(record.durationNanoseconds / 1_000_000)
      reading.statements.append(record.statement?.string ?? "-")
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      reading.quarantined.append(record.code)
    }
    override func note(_ diagnostic: FileNote) { reading.notes.append(diagnostic.code) }
  }

  /// Reads `log` whole and in chunks of many sizes, which must give the same.
  static func read(
    _ log: [UInt8], source: SourceDeclaration? = nil, limits: IngestLimits = IngestLimits()
  ) throws -> Reading {
    func once(_ size: Int) throws -> Reading {
      let sink = Collector()
      let reader = SlowQueryLog().makeReader(
        ReaderContext(source: source, assumedZone: .utc, limits: limits))
      for at in stride(from: 0, to: log.count, by: size) {
        let piece = Array(log[at..<min(log.count, at + size)])
        try piece.withUnsafeBytes { try reader.consume($0, into: sink) }
      }
      try reader.finish(into: sink)
      return sink.reading
    }
    let whole = try once(max(1, log.count))
    for size in [1, 2, 3, 17, 100] { #expect(try once(size) == whole, "chunks of \(size)") }
    return whole
  }

  static func entry(_ second: Int, _ statement: String, id: Bool = false) -> String {
    """
    # User@Host: app[app] @ h [10.0.0.1]\(id ? "  Id:     7" : "")
    # Query_time: 2.000000  Lock_time: 0.000001  Rows_sent: 1  Rows_examined: 1
    SET timestamp=\(1_715_754_000 + second);
    \(statement)

    """
  }

  // MARK: boundaries

  static let kept: [String] = [
    "SELECT '\n# Time: 240515 23:59:59\n# User@Host: x[x] @ y []\n# Query_time: 9';",
    // A whole entry inside a literal, its statement closed.
    "SELECT 'a;\n" + entry(9, "fake;") + "', 1;",
    "SELECT \"a;\n" + entry(9, "fake;") + "\", 1;",
    "SELECT 1 AS `a;\n" + entry(9, "fake;") + "`;",
    "SELECT /* a;\n" + entry(9, "fake;") + "*/ 1;",
    // The server's time line in a comment of the statement.
    "SELECT 1\n# Time: 240515 23:59:59\n# User@Host: x[x] @ y []\n, 2;",
    "SELECT 1 -- a;\n# Time: 240515 23:59:59\n, 2;",
    "SELECT 1 -- it's\n, 2;", "SELECT 1 # it's\n, 2;", "SELECT 1 /* it's */, 2;",
    "SELECT a--1, '# User@Host: x[x] @ y []';", "SELECT 'it''s', 'it\\'s', \"\\\"\";",
    "BEGIN\n  SET a = 1;\n# Rows: so many\n  SET b = 2;\nEND;",
    "SELECT 'Version: 1 started with:';",
    "SELECT 'a\n\n\nb';", "SELECT '誠';",
  ]

  @Test(arguments: kept) func oneStatement(_ statement: String) throws {
    let log = Self.entry(1, "SELECT 0;") + Self.entry(2, statement) + Self.entry(3, "SELECT 4;")
    let found = try Self.read(Array(log.utf8))
    #expect(
      found.statements == [
        "SET timestamp=1715754001;\nSELECT 0;", "SET timestamp=1715754002;\n" + statement,
        "SET timestamp=1715754003;\nSELECT 4;",
      ])
    #expect(found.notes.isEmpty && found.quarantined.isEmpty)
  }

  /// Statements that a crash cut or whose quotes are out of step do not swallow what follows.
  @Test(arguments: [
    "SELECT 'never closed;", "SELECT \"never closed;", "SELECT `never closed;", "SELECT /* open;",
    "SELECT 'cut in a literal", "SELECT no semicolon", "SELECT 'trailing \\';",
  ])
  func cutStatement(_ statement: String) throws {
    let log =
      Self.entry(1, statement) + Self.entry(2, "SELECT 'two';") + Self.entry(3, "SELECT 'three';")
    let found = try Self.read(Array(log.utf8))
    #expect(found.starts == [1, 2, 3].map { 1_715_754_000_000 + $0 * 1000 })
    #expect(found.notes == ["slow-log-quotes"])
  }

  /// 誠 in GBK ends in a backslash: in a GBK log that byte escapes nothing, twice over.
  @Test func backslashAsSecondHalf() throws {
    let name: [UInt8] = Array("SELECT '".utf8) + [0xd5, 0x5c] + Array("';\n".utf8)
    var log: [UInt8] = []
    for second in 1...4 { log += Array(Self.entry(second, "").utf8.dropLast()) + name }
    #expect(try Self.read(log).starts.count == 4)
  }

  @Test func bannerAfterACrash() throws {
    let banner =
      "/usr/sbin/mysqld, Version: 8.0.36 (MySQL). started with:\n"
      + "Tcp port: 3306  Unix socket: /s\nTime                 Id Command    Argument\n"
    let log = Self.entry(1, "SELECT 'cut") + banner + Self.entry(2, "SELECT 2;") + banner
    let found = try Self.read(Array(log.utf8))
    #expect(
      found.statements == [
        "SET timestamp=1715754001;\nSELECT 'cut", "SET timestamp=1715754002;\nSELECT 2;",
      ])
  }

  @Test func lineEndsOfWindows() throws {
    let log = (Self.entry(1, "SELECT\n1;") + Self.entry(2, "use db;\nSELECT 2;"))
      .replacing("\n", with: "\r\n")
    let found = try Self.read(Array(log.utf8))
    #expect(
      found.statements == [
        "SET timestamp=1715754001;\r\nSELECT\r\n1;",
        "SET timestamp=1715754002;\r\nuse db;\r\nSELECT 2;",
      ])
  }

  /// The last number of a file without a last line feed may be cut.
  @Test(arguments: [
    ("# User@Host: a[a] @ h []\n# Query_time: 1", ["slow-log-entry"]),
    (
      "# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\nSET timestamp=17157540",
      ["timestamp-missing"]
    ),
    ("# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\nSET timestamp=1715754002", []),
    ("# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\nSET timestamp=1715754002;\nSEL", []),
    (
      "# User@Host: a[a] @ h []\n# Query_time: -1  Lock_time: 0\nSET timestamp=1715754002;\n1;\n",
      ["slow-log-duration"]
    ),
    (
      "# User@Host: a[a] @ h []\n# Query_time: 31622400  Lock_time: 0\nSET timestamp=1715754002;\n1;\n",
      ["slow-log-duration"]
    ),
    (
      "# User@Host: a[a] @ h []\n# Query_time: 31622399.9  Lock_time: 0\nSET timestamp=1715754002;\n1;\n",
      []
    ),
    ("# User@Host: a[a] @ h []\n# User@Host: b[b] @ h []\n", ["slow-log-entry", "slow-log-entry"]),
    ("# Query_time: 1  Lock_time: 0\nSELECT 1;\n", ["timestamp-missing"]),
  ])
  func quarantined(_ log: String, _ codes: [String]) throws {
    let found = try Self.read(Array(log.utf8))
    #expect(found.quarantined == codes)
    #expect(found.starts.count == (codes.isEmpty ? 1 : 0))
  }

  @Test func beyondTheLimit() throws {
    var limits = IngestLimits()
    limits.recordBytes = 300
    let long = "SELECT '" + String(repeating: "x", count: 900) + "';"
    let many = "SELECT 1" + String(repeating: ",\n1", count: 200) + ";"
    for statement in [long, many] {
      let log = Self.entry(1, "SELECT 1;") + Self.entry(2, statement) + Self.entry(3, "SELECT 3;")
      let found = try Self.read(Array(log.utf8), limits: limits)
      #expect(found.starts == [1_715_754_001_000, 1_715_754_003_000])
      #expect(found.quarantined == ["line-too-long"])
    }
  }

  // MARK: times

  static let second = 1_715_754_010_000 as Int64
  static let local = "# Time: 240515  6:20:10\n"
  static let iso = "# Time: 2024-05-15T06:20:10.500000Z\n"

  /// The start in milliseconds of an entry of two seconds.
  @Test(arguments: [
    // MariaDB and entries without evidence: both stamps are the start.
    (local + entry(10, "SELECT 1;"), second), (entry(10, "SELECT 1;"), second),
    // MySQL 8: `# Time` is the end, `SET timestamp` the start; 5.7: both are the end.
    (iso + entry(8, "SELECT 1;", id: true), second - 1500),
    (iso + entry(10, "SELECT 1;", id: true), second - 1500),
    ("# Time: 2024-05-15T14:20:10.500000+08:00\n" + entry(8, "SELECT 1;", id: true), second - 1500),
    // Percona and MySQL 5.6: an id behind the host, local time, the end.
    (local + entry(10, "SELECT 1;", id: true), second - 2000),
    (entry(10, "SELECT 1;", id: true), second - 2000),
  ])
  func startOfDialect(_ log: String, _ milliseconds: Int64) throws {
    #expect(try Self.read(Array(log.utf8)).starts == [milliseconds])
  }

  @Test func declaredMeaningWins() throws {
    var source = SourceDeclaration(role: .slowLog, files: [], line: 1)
    source.timeMeans = .start
    let old = Self.local + Self.entry(10, "SELECT 1;", id: true)
    #expect(try Self.read(Array(old.utf8), source: source).starts == [Self.second])
    let new = Self.iso + Self.entry(10, "SELECT 1;", id: true)
    #expect(try Self.read(Array(new.utf8), source: source).starts == [Self.second])
  }

  @Test func timeStandsForThoseAfterIt() throws {
    let bare = "# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\nSELECT 1;\n"
    let cut = Self.local + "# User@Host: a[a] @ h []\n"
    let found = try Self.read(Array((cut + bare + bare).utf8))
    #expect(found.starts == [Self.second, Self.second])
    #expect(found.quarantined == ["slow-log-entry"])
  }

  // MARK: hostile logs

  /// Bytes changed, taken out and doubled at random: nothing traps, and chunks do not matter.
  @Test(arguments: 1...100 as ClosedRange<UInt64>) func damaged(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, purpose: "damage")
    var log = Array(SlowQueryDigestTests.mixed.utf8.prefix(2500))
    let marks = Array("'\"`\\#;\n\r /*-\0\u{e9}".utf8)
    for _ in 0..<(1 + generator.below(40)) {
      let at = generator.below(log.count - 50)
      switch generator.below(4) {
      case 0: log[at] = marks[generator.below(marks.count)]
      case 1: log.removeSubrange(at..<(at + generator.below(40)))
      case 2:
        log.insert(contentsOf: log[at..<(at + generator.below(40))], at: generator.below(at + 1))
      default: log.insert(marks[generator.below(marks.count)], at: at)
      }
    }
    var limits = IngestLimits()
    limits.recordBytes = generator.chance(1, of: 2) ? 16 << 20 : 200
    let found = try Self.read(log, limits: limits)
    #expect(found.starts.count + found.quarantined.count > 0)
  }

  /// Thousands of lines in doubt in one literal are read twice, not once for each.
  @Test(.timeLimit(.minutes(1)), arguments: ["'", "x", "/*"]) func manyDoubts(_ quote: String)
    throws
  {
    let block = "# Time: 240515  6:20:10\n# Query_time: 1\n\(quote)\n;\n"
    let open = "# Time: 240515  6:20:10\n# User@Host: a[a] @ h []\n\(quote)\n"
    let whole = open.replacing("[]\n", with: "[]\n# Query_time: 1\n")
    for line in [block, open, whole, open.replacing("\n\(quote)", with: "\n;\n\(quote)")] {
      let log = Self.entry(1, "SELECT 'a") + String(repeating: line, count: 8_000) + ";\n"
      let digest = SlowQueryPeerTests.digest(Array((log + Self.entry(2, "SELECT 2;")).utf8))
      #expect(digest.count + digest.unusable >= 2)
    }
  }
}
