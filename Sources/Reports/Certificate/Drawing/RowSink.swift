/// Takes the rows of a document in order.
protocol RowSink {
  /// Adds a row.
  mutating func add(_ row: CertificateRow)
  /// Adds a table of `count` rows.
  mutating func addTable(
    head: CertificateRow, rows count: Int, _ row: (Int) -> CertificateRow)
  /// What follows stands below the code of the first page.
  mutating func clearCode()
}

/// The texts of a document without pages, a piece a line: what a gate looks through for values that
/// must not leave, because the text of a drawn page is glyph numbers.
struct RowTexts: RowSink {
  private(set) var lines: [String] = []

  mutating func add(_ row: CertificateRow) {
    for cell in row.cells { lines += cell.pieces.map(\.text).filter { !$0.isEmpty } }
  }

  mutating func addTable(
    head: CertificateRow, rows count: Int, _ row: (Int) -> CertificateRow
  ) {
    add(head)
    for index in 0..<count { add(row(index)) }
  }

  mutating func clearCode() {}
}

/// Passes rows on with every text changed by `mask`: the one way onto a page, so that no text of a
/// copy for circulation gets past it.
struct MaskedRows<Sink: RowSink>: RowSink {
  var sink: Sink
  let mask: @Sendable (String) -> String

  mutating func add(_ row: CertificateRow) { sink.add(Self.masked(row, mask)) }

  mutating func addTable(
    head: CertificateRow, rows count: Int, _ row: (Int) -> CertificateRow
  ) {
    let mask = mask
    sink.addTable(head: Self.masked(head, mask), rows: count) { Self.masked(row($0), mask) }
  }

  mutating func clearCode() { sink.clearCode() }

  private static func masked(
    _ row: CertificateRow, _ mask: (String) -> String
  ) -> CertificateRow {
    var row = row
    for index in row.cells.indices {
      for piece in row.cells[index].pieces.indices {
        row.cells[index].pieces[piece].text = mask(row.cells[index].pieces[piece].text)
      }
    }
    return row
  }
}
