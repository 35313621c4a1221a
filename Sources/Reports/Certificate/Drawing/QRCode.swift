internal import CQREncode
internal import Diagnostics

/// A QR code: a square of dark and light modules.
struct QRCode {
  /// Modules a side.
  let size: Int
  private let dark: [Bool]

  /// The code of `text` in UTF-8, at level M: 15 % of it may be lost on paper.
  /// - Throws: `certificate-library`, or `certificate-drawing` when the text is too long for a code.
  init(_ text: String) throws(DiagnosticError) {
    let library = try Self.load()
    // Version 0: the smallest that holds the text.
    guard let code = library.QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
      throw PDFDrawing.failed("the QR code of \(text.utf8.count) bytes cannot be made")
    }
    defer { library.QRcode_free(code) }
    size = Int(code.pointee.width)
    // The lowest bit of a module says whether it is dark.
    dark = (0..<(size * size)).map { [data = code.pointee.data] in data![$0] & 1 == 1 }
  }

  /// libqrencode.
  /// - Throws: `certificate-library`.
  static func load() throws(DiagnosticError) -> CQREncode {
    var library = CQREncode()
    if let missing = cqrencode_load(&library) {
      throw PDFDrawing.missing(String(cString: missing), package: "libqrencode4")
    }
    return library
  }

  /// Runs of dark modules: row, first column, length. Whole runs leave no seams between modules.
  var runs: [(row: Int, column: Int, length: Int)] {
    var out: [(row: Int, column: Int, length: Int)] = []
    for row in 0..<size {
      var column = 0
      while column < size {
        guard dark[row * size + column] else {
          column += 1
          continue
        }
        let first = column
        while column < size, dark[row * size + column] { column += 1 }
        out.append((row, first, column - first))
      }
    }
    return out
  }
}
