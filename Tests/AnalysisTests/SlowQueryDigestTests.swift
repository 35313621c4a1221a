import TestSupport
import Testing

@testable import Analysis

/// Fingerprints and figures by fingerprint. The expected fingerprints are those of
/// pt-query-digest's manual and of its output for the same statements.
struct SlowQueryDigestTests {
  @Test(arguments: [
    (
      "SELECT name, password FROM user WHERE id='12823'",
      "select name, password from user where id=?"
    ),
    ("select name,   password from user\nwhere id=5", "select name, password from user where id=?"),
    (
      "SELECT * FROM t WHERE a IN (1, 2,  3) AND b in('x')",
      "select * from t where a in(?+) and b in(?+)"
    ),
    ("INSERT INTO t (a) VALUES (1, NULL), ('x;', 2)", "insert into t (a) values(?+)"),
    ("select 1 union select 1 union select 1", "select ? /*repeat union*/"),
    ("select 1 union all select 1", "select ? /*repeat union all*/"),
    ("select a from b order by a ASC, c asc limit 5, 10", "select a from b order by a, c limit ?"),
    ("select a limit 5 offset 10", "select a limit ?"),
    ("use `shop`", "use ?"), ("administrator command: Quit", "administrator command: Quit"),
    ("CALL Proc(1, 2)", "call proc"), ("SELECT /*!40001 SQL_NO_CACHE */ * FROM `t`", "mysqldump"),
    ("REPLACE /*db.tbl:3/9*/ INTO c SELECT 1", "percona-toolkit"),
    ("select 'a''b', \"c\\\"d\", true, -1.5e3, 0xff, x'1f', null", "select ??, ?, ?, ?, ?, ?, ?"),
    (
      "select foo_1, bar2 from db3.t -- note\nwhere /* c */ x = 1",
      "select foo_?, bar? from d?t where x = ?"
    ),
    ("select /*!50002 a */ 1", "select /*!? a */ ?"), ("", ""), ("   ", ""),
    ("SELECT 'é' AS é", "select ? as é"),
  ])
  func fingerprints(_ statement: String, _ expected: String) {
    #expect(Self.fingerprint(Array(statement.utf8)) == Array(expected.utf8))
  }

  @Test func bytesThatAreNoText() {
    let statement: [UInt8] = [0x53, 0x00, 0xff, 0x27, 0xfe, 0x27, 0x31]
    #expect(Self.fingerprint(statement) == [0x73, 0x00, 0xff, 0x3f, 0x3f])
  }

  /// The buffers are used again: a long statement before a short one leaves nothing behind.
  @Test func buffersAreUsedAgain() {
    let fingerprint = SQLFingerprint()
    let long = "select " + String(repeating: "a, ", count: 5000) + "1"
    for (text, wanted) in [("select 1", "select ?"), (long, long.dropLast() + "?")] {
      for _ in 0..<2 {
        let found = Array(text.utf8).withUnsafeBytes { Array(fingerprint.fingerprint($0)) }
        #expect(found == Array(wanted.utf8))
      }
    }
    // Lists grow by at most as much as is kept free for them.
    let lists = String(repeating: "in() ", count: 3000)
    #expect(Self.fingerprint(Array(lists.utf8)).count == 7 * 3000)
  }

  /// RFC 1321's vectors, and an id that pt-query-digest prints.
  @Test func ids() {
    #expect(SQLFingerprintHash.md5([]) == "D41D8CD98F00B204E9800998ECF8427E")
    #expect(SQLFingerprintHash.md5(Array("abc".utf8)) == "900150983CD24FB0D6963F7D28E17F72")
    let digits = String(repeating: "1234567890", count: 8)
    #expect(SQLFingerprintHash.md5(Array(digits.utf8)) == "57EDF4A22BE3C955AC49DA2E2107B67A")
    let quit = Array("administrator command: Quit".utf8)
    #expect(SlowQueryDigest.id(ofFingerprint: quit) == "EDBC971AEC392917")
  }

  @Test func figures() throws {
    let log = """
      # User@Host: a[a] @ h []
      # Query_time: 1.5  Lock_time: 0
      SELECT 1;
      # User@Host: a[a] @ h []
      # Query_time: 0.000001  Lock_time: 0
      SELECT 2;
      # User@Host: a[a] @ h []
      # Query_time: 18446744073708.796870.000036  Lock_time: 0
      SELECT 2;
      # User@Host: a[a] @ h []
      # Query_time: 3  Lock_time: 0
      # administrator command: Quit;

      """
    let digest = SlowQueryPeerTests.digest(Array(log.utf8))
    #expect(digest.unusable == 1)
    #expect(digest.lines.map(\.fingerprint) == ["administrator command: Quit", "select ?"])
    let figures = try #require(digest.classes[Array("select ?".utf8)])
    #expect(figures.count == 2)
    #expect(figures.totalNanoseconds == 1_500_001_000)
    #expect(figures.minNanoseconds == 1000)
    #expect(figures.maxNanoseconds == 1_500_000_000)
  }

  /// Parts merge in any order, at the largest number too.
  @Test func anyOrder() {
    var generator = SeededGenerator(seed: 7, purpose: "digest")
    let parts = (0..<40).map { _ in
      let tally = SlowQueryTally()
      for _ in 0..<generator.below(8) {
        let key = [UInt8(generator.below(5))]
        let huge = generator.chance(1, of: 3)
        key.withUnsafeBytes { tally.add($0, nanoseconds: huge ? .max / 3 : 1000) }
      }
      if generator.chance(1, of: 2) { tally.addUnusable() }
      return tally.digest
    }
    func merged(_ parts: [SlowQueryDigest]) -> SlowQueryDigest {
      parts.reduce(into: SlowQueryDigest()) { $0.merge($1) }
    }
    let whole = merged(parts)
    #expect(whole == merged(parts.reversed()))
    #expect(whole == merged([merged(Array(parts[20...])), merged(Array(parts[..<20]))]))
    #expect(whole.classes.values.contains { $0.totalNanoseconds == .max })
    #expect(whole.classes.values.contains { $0.count > 5 })
  }

  /// The table grows without losing anything.
  @Test func manyFingerprints() {
    let tally = SlowQueryTally()
    for round in 1...2 {
      for number in 0..<5000 {
        Array("select \(number)".utf8).withUnsafeBytes {
          tally.add($0, nanoseconds: Int64(number + round))
        }
      }
    }
    let digest = tally.digest
    #expect(digest.classes.count == 5000 && digest.count == 10_000)
    #expect(digest.classes[Array("select 4321".utf8)]?.totalNanoseconds == 8645)
  }

  // MARK: parts

  static let mixed =
    SlowQueryTests.kept.enumerated().map { index, statement in
      "# Time: 240515  6:20:\(10 + index)\n" + SlowQueryTests.entry(index, statement)
    }.joined()
    + "# User@Host: a[a] @ h []\n# Query_time: 1  Lock_time: 0\n# administrator command: Quit;\n"

  /// Cut at any boundary, the parts give what the whole gives; but for literals that hold entries.
  @Test func partsGiveTheWhole() {
    let log = Array(Self.mixed.utf8)
    let whole = SlowQueryPeerTests.digest(log)
    #expect(Int(whole.count) == SlowQueryTests.kept.count + 1)
    var cuts = 0
    log.withUnsafeBytes { bytes in
      for at in 0..<bytes.count where SlowQueryDigest.isBoundary(bytes, at: at) {
        cuts += 1
        var parts = SlowQueryPeerTests.digest(Array(log[..<at]))
        parts.merge(SlowQueryPeerTests.digest(Array(log[at...])))
        #expect(parts == whole, "cut at \(at)")
      }
    }
    #expect(cuts >= SlowQueryTests.kept.count - 5)
  }

  @Test func workersDoNotMatter() {
    let log = Array(String(repeating: Self.mixed, count: 30).utf8)
    let whole = SlowQueryPeerTests.digest(log)
    for workers in 1...9 {
      let found = log.withUnsafeBytes {
        SlowQueryDigest.reading($0, workers: workers, smallestPart: 1000)
      }
      #expect(found == whole, "\(workers) workers")
    }
  }

  private static func fingerprint(_ statement: [UInt8]) -> [UInt8] {
    let fingerprint = SQLFingerprint()
    return statement.withUnsafeBytes { Array(fingerprint.fingerprint($0)) }
  }
}
