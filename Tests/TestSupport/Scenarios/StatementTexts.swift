/// SQL of the fictional payment schema. Some slow statements span lines, and some hold lines
/// that look like headers of the slow log, inside a literal or an alias.
struct StatementTexts: Sendable {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed, purpose: "sql") }

  mutating func quick() -> String {
    let id = 1000 + generator.below(9000)
    return generator.pick([
      "SELECT id, status FROM payments WHERE id = \(id)",
      "SELECT balance FROM accounts WHERE id = \(id) FOR UPDATE",
      "INSERT INTO outbox (payment_id, kind) VALUES (\(id), 'created')",
      "UPDATE payments SET status = 'authorised' WHERE id = \(id)",
    ])
  }

  mutating func slow() -> String {
    let merchant = 100 + generator.below(900)
    return generator.pick([
      "SELECT SUM(amount) FROM ledger WHERE merchant_id = \(merchant) AND settled = 0 FOR UPDATE",
      """
      SELECT p.id, p.amount, l.entry
        FROM payments p
        JOIN ledger l ON l.payment_ref = CONCAT('P', p.id)
       WHERE p.merchant_id = \(merchant)
         AND l.settled = 0
      """,
      """
      SELECT COUNT(*) AS `open
      # Query_time: 99.9`
        FROM ledger WHERE merchant_id = \(merchant)
      """,
      """
      UPDATE ledger SET note = 'moved by hand
      # Time: 240101 00:00:00
      see ticket' WHERE merchant_id = \(merchant) AND settled = 0
      """,
      "SELECT * FROM ledger WHERE note LIKE '%refund \(merchant)%' ORDER BY created_at",
    ])
  }

  /// Statements of jobs that no request waits for.
  mutating func batch() -> String {
    let day = 1 + generator.below(28)
    return generator.pick([
      "SELECT merchant_id, SUM(amount) FROM ledger GROUP BY merchant_id",
      """
      SET STATEMENT max_statement_time=900 FOR
      SELECT DATE(created_at) AS booked, COUNT(*)
        FROM payments
       WHERE created_at >= CURRENT_DATE - INTERVAL \(day) DAY
       GROUP BY booked
      """,
      "DELETE FROM outbox WHERE delivered = 1 AND created_at < NOW() - INTERVAL \(day) DAY",
    ])
  }

  /// A statement written on one line, for entries whose place in the log must be plain.
  static let reconciliation =
    "SELECT id FROM ledger l WHERE NOT EXISTS (SELECT 1 FROM payments p WHERE p.ref = l.ref)"
}
