/// Puts rows onto pages: keeps headings with what follows, repeats the heads of tables, numbers the
/// pages. Run once to count the pages, and once to draw them; it holds a few rows at a time.
struct PageFlow: RowSink {
  /// What every page carries.
  struct Frame {
    /// At the top of every page but the first.
    var header: String
    /// At the bottom of every page.
    var footer: String
    /// Below the code on the first page.
    var caption: Bilingual
    /// Every page is stamped TEST.
    var isTest: Bool
  }

  static let margin = 54.0
  static let textWidth = PDFCanvas.width - 2 * margin
  /// Width of what stands beside the code.
  static let besideCode = textWidth - codeSide - 22
  private static let codeSide = 118.0
  private static let firstTop = 52.0
  private static let top = 66.0
  private static let bottom = PDFCanvas.height - 66

  private let canvas: PDFCanvas
  private let frame: Frame
  private let code: QRCode
  /// Nil while pages are only counted.
  private let pageCount: Int?
  private var page = 1
  private var y = Self.firstTop
  private var isPageEmpty = true
  private var pending: [(row: CertificateRow, height: Double)] = []
  private var tableHead: (row: CertificateRow, height: Double)?
  /// Whether the head itself still waits among the pending rows.
  private var isHeadPending = false

  init(canvas: PDFCanvas, frame: Frame, code: QRCode, pageCount: Int?) {
    self.canvas = canvas
    self.frame = frame
    self.code = code
    self.pageCount = pageCount
    startPage()
  }

  /// Adds a row.
  mutating func add(_ row: CertificateRow) {
    let height = height(of: row)
    if height > Self.bottom - Self.top - 40, row.isDivisible {
      let (first, second) = row.halves
      add(first)
      add(second)
      return
    }
    pending.append((row, height))
    if !row.keepsWithNext { place() }
  }

  /// Starts a table whose head is repeated on every page it reaches.
  private mutating func beginTable(_ head: CertificateRow) {
    var head = head
    head.keepsWithNext = true
    add(head)
    tableHead = (head, height(of: head))
    isHeadPending = true
  }

  /// Adds the rows of a table, its first two and its last two never parted, and ends it.
  mutating func addTable(
    head: CertificateRow, rows count: Int, _ row: (Int) -> CertificateRow
  ) {
    beginTable(head)
    for index in 0..<count {
      var row = row(index)
      row.keepsWithNext = index < count - 1 && (index == 0 || index == count - 2)
      add(row)
    }
    place()
    tableHead = nil
  }

  /// Goes on below the code of the first page.
  mutating func clearCode() {
    place()
    guard page == 1 else { return }
    y = max(y, Self.firstTop + Self.codeSide + 30)
  }

  /// Ends the last page.
  /// - Returns: how many pages there are.
  mutating func finish() -> Int {
    place()
    endPage()
    return page
  }

  private mutating func place() {
    guard !pending.isEmpty else { return }
    let needed = pending.reduce(0) { $0 + $1.row.above + $1.height + $1.row.below }
    if y + needed > Self.bottom, !isPageEmpty {
      endPage()
      page += 1
      isPageEmpty = true
      y = Self.top
      startPage()
      if let tableHead, !isHeadPending { put(tableHead.row, tableHead.height) }
    }
    for (row, height) in pending { put(row, height) }
    pending.removeAll(keepingCapacity: true)
    isHeadPending = false
  }

  private mutating func put(_ row: CertificateRow, _ height: Double) {
    if !isPageEmpty { y += row.above }
    isPageEmpty = false
    if pageCount != nil { draw(row, height) }
    y += height + row.below
  }

  private func draw(_ row: CertificateRow, _ height: Double) {
    for cell in row.cells {
      var top = y
      for piece in cell.pieces where !piece.text.isEmpty {
        canvas.draw(
          piece.text, piece.style, x: Self.margin + cell.x, y: top, width: cell.width,
          alignsRight: cell.alignsRight)
        top += canvas.height(piece.text, piece.style, width: cell.width)
      }
    }
    guard row.ruleBelow != .none else { return }
    let strong = row.ruleBelow == .strong
    let parts: [(x: Double, width: Double)] =
      row.ruleBelow == .halves
      ? [(0, Self.textWidth / 2 - 12), (Self.textWidth / 2 + 12, Self.textWidth / 2 - 12)]
      : [(0, Self.textWidth)]
    for part in parts {
      canvas.rule(
        x: Self.margin + part.x, y: y + height + 1.2, width: part.width,
        thickness: strong ? 0.8 : 0.3,
        ink: strong ? TextStyle.heading.ink : (0.72, 0.74, 0.78))
    }
  }

  private func height(of row: CertificateRow) -> Double {
    let cells = row.cells.map { cell in
      cell.pieces.reduce(0.0) {
        $1.text.isEmpty ? $0 : $0 + canvas.height($1.text, $1.style, width: cell.width)
      }
    }
    return max(row.leastHeight, cells.max() ?? 0)
  }

  private func startPage() {
    guard pageCount != nil else { return }
    if frame.isTest { canvas.stamp("TEST") }
    if page == 1 {
      let x = PDFCanvas.width - Self.margin - Self.codeSide
      canvas.draw(code, x: x, y: Self.firstTop + 4, side: Self.codeSide)
      var y = Self.firstTop + Self.codeSide + 9
      for text in [frame.caption.chinese, frame.caption.english] {
        canvas.draw(text, .small, x: x, y: y, width: Self.codeSide)
        y += canvas.height(text, .small, width: Self.codeSide)
      }
    } else {
      canvas.draw(frame.header, .small, x: Self.margin, y: 36, width: Self.textWidth)
      canvas.rule(
        x: Self.margin, y: 50, width: Self.textWidth, thickness: 0.5, ink: TextStyle.heading.ink)
    }
  }

  private func endPage() {
    guard let pageCount else { return }
    let y = PDFCanvas.height - 48
    canvas.rule(
      x: Self.margin, y: y - 5, width: Self.textWidth, thickness: 0.5, ink: TextStyle.heading.ink)
    canvas.draw(frame.footer, .small, x: Self.margin, y: y, width: Self.textWidth - 60)
    canvas.draw(
      "\(page) / \(pageCount)", .small, x: Self.margin, y: y, width: Self.textWidth,
      alignsRight: true)
    canvas.endPage()
  }
}
