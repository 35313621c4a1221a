/// MariaDB's slow query log, as servers really write it.
///
/// `# Time` (civil time without a zone) and `SET timestamp` are both the statement's start,
/// entries stand in the order of their ends, and `# Time` is left out of about half of them.
enum SlowLog {
  static func text(_ truth: GroundTruth, seed: UInt64) -> String {
    let ahead = truth.databaseClockAheadNanoseconds
    let ordered = truth.slowStatements.sorted { left, right in
      left.end == right.end ? left.start < right.start : left.end < right.end
    }
    var generator = SeededGenerator(seed: seed, purpose: "slow-log-layout")
    var text = banner
    var previousSecond = -1
    for (index, statement) in ordered.enumerated() {
      let start = statement.start + ahead
      let second = start / nanosecondsPerSecond
      if second != previousSecond, index == 0 || generator.chance(11, of: 20) {
        text += "# Time: \(truth.zone.slowLogStamp(start))\n"
        previousSecond = second
      }
      text += entry(statement, second: second, thread: 8100 + generator.below(64))
    }
    return text
  }

  private static let banner = """
    /usr/sbin/mariadbd, Version: 10.11.6-MariaDB-log (MariaDB Server). started with:
    Tcp port: 3306  Unix socket: /run/mysqld/mysqld.sock
    Time\t\t    Id Command\tArgument

    """

  private static func entry(_ statement: SlowStatement, second: Int, thread: Int) -> String {
    let query = decimal(statement.queryMicroseconds, digits: 6)
    let lock = decimal(statement.lockMicroseconds, digits: 6)
    let rows = "Rows_sent: \(statement.rowsSent)  Rows_examined: \(statement.rowsExamined)"
    var sql = statement.sql
    if let comment = statement.comment {
      sql += " " + traceComment(traceID: comment.traceID, spanID: comment.spanID)
    }
    return """
      # User@Host: \(statement.user)[\(statement.user)] @  [10.20.0.14]
      # Thread_id: \(thread)  Schema: payment  QC_hit: No
      # Query_time: \(query)  Lock_time: \(lock)  \(rows)
      # Rows_affected: 0  Bytes_sent: \(52 + statement.rowsSent * 41)
      SET timestamp=\(second);
      \(sql);

      """
  }
}

/// The comment that sqlcommenter appends to a statement.
func traceComment(traceID: String, spanID: String) -> String {
  "/*traceparent='00-\(traceID)-\(spanID)-01'*/"
}
