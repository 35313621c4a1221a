/// Looks at the start of an export that may be CSV of numbers over time: rows of as many cells, a
/// column of times, a column of numbers.
struct CSVHead {
  /// Why it is one; nil when it is none.
  private(set) var claim: Recognition?

  private static let delimiters: [(byte: UInt8, name: String)] = [
    (UInt8(ascii: ","), "commas"), (UInt8(ascii: ";"), "semicolons"), (0x09, "tabs"),
    (UInt8(ascii: "|"), "bars"),
  ]
  private static let rowLimit = 32

  init(_ head: ExportHead) {
    guard let first = firstByte(head), first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else {
      return
    }
    for delimiter in Self.delimiters {
      let look = Look(head, CSVCells(delimiter: delimiter.byte))
      guard look.isTable else { continue }
      // Log lines may be cut alike by chance, but no log has a header.
      claim = Recognition(
        confidence: look.hasHeader ? 20 : 5,
        reason: "rows of cells between \(delimiter.name), with times and numbers")
      return
    }
  }

  private struct Look {
    private(set) var isTable = false
    private(set) var hasHeader = false

    init(_ head: ExportHead, _ cutter: CSVCells) {
      var splitter = LineSplitter(limit: 1 << 16)
      var cells: [CSVCell] = []
      var rows = 0
      var width = 0
      var isRegular = true
      var isNamed = false
      var times: Set<Int> = []
      var numbers: Set<Int> = []
      func look(_ item: LineSplitter.Item) {
        guard isRegular, rows < CSVHead.rowLimit else { return }
        guard case .line(var line) = item else {
          isRegular = false
          return
        }
        if line.bytes.starts(with: [0xef, 0xbb, 0xbf]) { line.bytes = line.bytes.rest(3) }
        if line.bytes.trimmed.isEmpty || line.bytes.has("#") || line.bytes.has("sep=") { return }
        guard cutter.cut(line.bytes, into: &cells) == nil, cells.count > 1,
          rows == 0 || cells.count == width, !cells.contains(where: { CSVHead.isProse($0.text) })
        else {
          isRegular = false
          return
        }
        rows += 1
        if rows == 1 {
          width = cells.count
          times = Set(0..<width)
          numbers = times
          isNamed = cells.allSatisfy { !CSVHead.isTime($0) && !CSVHead.isNumber($0) }
          if isNamed { return }
        }
        for (index, cell) in cells.enumerated() where !cell.text.trimmed.isEmpty {
          if !CSVHead.isTime(cell) { times.remove(index) }
          if !CSVHead.isNumber(cell) { numbers.remove(index) }
        }
      }
      splitter.consume(head.bytes, look)
      if head.isWhole { splitter.finish(look) }
      hasHeader = isNamed
      isTable =
        isRegular && rows > 1 && !times.isEmpty && times.union(numbers).count > 1
        && !numbers.isEmpty
    }
  }

  /// A cell of words, as messages of logs are.
  private static func isProse(_ text: UnsafeRawBufferPointer) -> Bool {
    text.count > 1_024 || text.count { $0 == 0x20 } > 3 && !text.contains(UInt8(ascii: "{"))
  }

  private static func isNumber(_ cell: CSVCell) -> Bool {
    let bare = cell.text.trimmed
    return bare.first.map { isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
      == true && bare.allSatisfy { isDigit($0) || ".,-+eE".utf8.contains($0) }
  }

  private static func isTime(_ cell: CSVCell) -> Bool {
    let bare = cell.text.trimmed
    if case .success = TimestampParser(zone: .utc).parse(bare) { return true }
    // Dates in the order of some country: what they mean is declared, that they are dates shows.
    let digits = bare.count { isDigit($0) }
    return digits >= 8 && bare.contains(UInt8(ascii: ":"))
      && bare.allSatisfy { isDigit($0) || " .:/-+TZapmAPM".utf8.contains($0) }
  }
}
