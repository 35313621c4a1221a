@testable internal import Analysis

/// Slow logs: no cut changes a call or a digest, and no statement stops the fingerprint.
struct SlowLogFamily: FuzzFamily {
  let name = "slow-log"
  let seedPaths = ["/mysql-slow-log/", "/slowlog/", "slow.log"]
  let tokens = [
    "# Time: 2024-05-15T06:20:01.250000Z\n", "# Time: 240515 14:20:01\n",
    "# User@Host: a[a] @ b [1.2.3.4]  Id: 8\n", "# Query_time: 1.5  Lock_time: 0.1\n",
    "# administrator command: Ping;\n", "SET timestamp=1715754003;\n", "use shop;\n",
    "# Query_time: 18446744073709.551615\n", "select ", " in (1,2,3)", " values (1,'a'),(2,'b')",
    "/*", "*/", "-- ", "'", "\\'", "\"", "`", "0x", "1e9", "traceparent='00-", "limit 1, 2",
    " union all select ", "call p(", "insert into t ", " order by a asc, b asc", "null", "\r\n",
  ]

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let context = Reading.context(zone: control[0] & 1 == 0 ? .utc : nil)
    _ = Reading.demandAnyCut(
      SlowQueryLog(), context, Content(content), control[1], isInOrder: true)
    let whole = digest(content, size: .max / 2)
    demand(digest(content, size: 1) == whole, "the digest of single bytes differs")
    let size = max(1, Int(control[1]))
    demand(digest(content, size: size) == whole, "the digest in pieces of \(size) differs")
    fingerprint(content)
  }

  private func digest(_ content: UnsafeRawBufferPointer, size: Int) -> SlowQueryDigest {
    let reader = SlowQueryDigestReader(limit: 4_096)
    var at = 0
    while at < content.count {
      let end = min(content.count, at + size)
      reader.consume(UnsafeRawBufferPointer(rebasing: content[at..<end]))
      at = end
    }
    return reader.finish()
  }

  /// All of it as one statement; the fingerprint of a text does not depend on the one before.
  private func fingerprint(_ statement: UnsafeRawBufferPointer) {
    let used = SQLFingerprint()
    let first = Array(used.fingerprint(statement))
    demand(Array(used.fingerprint(statement)) == first, "the second fingerprint differs")
  }
}
