/// One level strip of a page: cells side by side, never parted between pages unless it is taller
/// than one.
struct CertificateRow {
  /// Texts below each other at one place.
  struct Cell {
    var pieces: [(text: String, style: TextStyle)]
    /// From the left edge of the text area, in points.
    var x: Double
    var width: Double
    var alignsRight = false

    init(
      _ text: String, _ style: TextStyle, x: Double = 0, width: Double = PageFlow.textWidth,
      alignsRight: Bool = false
    ) {
      self.init([(text, style)], x: x, width: width, alignsRight: alignsRight)
    }

    init(
      _ pieces: [(text: String, style: TextStyle)], x: Double = 0,
      width: Double = PageFlow.textWidth, alignsRight: Bool = false
    ) {
      self.pieces = pieces
      self.x = x
      self.width = width
      self.alignsRight = alignsRight
    }
  }

  /// The line below a row; `halves` are two with a gap between.
  enum Rule { case none, hair, strong, halves }

  var cells: [Cell]
  /// Space before and after, in points; none before at the top of a page.
  var above: Double = 0
  var below: Double = 2
  /// Never the last of a page: headings.
  var keepsWithNext = false
  var ruleBelow = Rule.none
  /// Height at least, in points: fields to write in.
  var leastHeight: Double = 0

  init(_ cells: [Cell]) { self.cells = cells }

  /// The row in two, each cell's texts cut in the middle: for texts longer than a page.
  var halves: (CertificateRow, CertificateRow) {
    var (first, second) = (self, self)
    for (index, cell) in cells.enumerated() {
      for (number, piece) in cell.pieces.enumerated() {
        let characters = Array(piece.text)
        let middle = (characters.count + 1) / 2
        first.cells[index].pieces[number].text = String(characters[..<middle])
        second.cells[index].pieces[number].text = String(characters[middle...])
      }
    }
    first.below = 0
    first.ruleBelow = .none
    second.above = 0
    return (first, second)
  }

  /// Whether it can be cut any further.
  var isDivisible: Bool { cells.contains { $0.pieces.contains { $0.text.count > 1 } } }
}
