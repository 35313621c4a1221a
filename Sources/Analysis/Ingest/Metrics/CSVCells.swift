/// One cell of a row, as it lies in the row's bytes.
struct CSVCell {
  /// What stands between the delimiters, quotes left out.
  var text: UnsafeRawBufferPointer
  /// Offset of the cell in the row, its opening quote included.
  var offset: Int
  /// Length of the cell in the row, its quotes included.
  var length: Int
  /// Whether it stands in quotes.
  var isQuoted = false
  /// Whether `text` holds doubled quotes, which stand for one.
  var hasDoubledQuotes = false

  /// The cell as text; blanks around it count only in quotes.
  var string: String {
    let bytes = isQuoted ? text : text.trimmed
    guard hasDoubledQuotes else { return String(decoding: bytes, as: UTF8.self) }
    var halved: [UInt8] = []
    var at = 0
    while at < bytes.count {
      halved.append(bytes[at])
      at += bytes[at] == 0x22 ? 2 : 1
    }
    return String(decoding: halved, as: UTF8.self)
  }
}

/// The cells of rows as RFC 4180 has them; the bytes between cells are the export's own.
struct CSVCells {
  let delimiter: UInt8

  /// Cuts one row, which may hold line ends inside quotes.
  /// - Returns: the offset of a quote that is where none may be, or nil when all is well.
  func cut(_ row: UnsafeRawBufferPointer, into cells: inout [CSVCell]) -> Int? {
    cells.removeAll(keepingCapacity: true)
    var at = 0
    while true {
      let start = at
      if at < row.count, row[at] == 0x22 {
        var hasDoubled = false
        at += 1
        while true {
          while at < row.count, row[at] != 0x22 { at += 1 }
          guard at < row.count else { return start }
          guard at + 1 < row.count, row[at + 1] == 0x22 else { break }
          hasDoubled = true
          at += 2
        }
        cells.append(
          CSVCell(
            text: row.part(start + 1, at), offset: start, length: at + 1 - start, isQuoted: true,
            hasDoubledQuotes: hasDoubled))
        at += 1
        if at < row.count, row[at] != delimiter { return at }
      } else {
        while at < row.count, row[at] != delimiter {
          if row[at] == 0x22 { return at }
          at += 1
        }
        cells.append(CSVCell(text: row.part(start, at), offset: start, length: at - start))
      }
      guard at < row.count else { return nil }
      at += 1
    }
  }
}

extension MetricSeriesID {
  /// A series as Prometheus writes it, `name{label="value"}`; a text without braces is a name.
  init?(text: String) {
    guard text.contains("{") else {
      guard !text.isEmpty else { return nil }
      self.init(name: text, labels: [])
      return
    }
    let line = Array((text + " 0").utf8)
    guard
      let found = line.withUnsafeBytes({ bytes in
        SampleLine(bytes).flatMap { $0.timestamp == nil ? $0.seriesID() : nil }
      }), !found.name.isEmpty
    else { return nil }
    self = found
  }
}
