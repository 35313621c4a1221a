/// Columns of a terminal: width of texts, padding, wrapping.
enum TextLayout {
  /// Widest line of a summary.
  static let columns = 100

  /// Columns that `text` takes: East Asian wide characters take two.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36f, 0x200b...0x200f: 0
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff,
      0xa000...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
      0xffe0...0xffe6, 0x20000...0x3fffd:
      2
    default: 1
    }
  }

  /// `text` followed by blanks up to `width` columns.
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(text)))
  }

  /// `text` preceded by blanks up to `width` columns.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - self.width(text))) + text
  }

  /// `head` and then `text`, broken at blanks so that no line is wider than `columns`; further
  /// lines are indented to where the text began. A word that fits no line is broken; `Quantity.tie`
  /// ties words together.
  static func wrap(_ head: String, _ text: String) -> [String] {
    let indent = String(repeating: " ", count: width(head))
    let room = max(10, columns - width(head))
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").flatMap({ pieces(String($0), room) }) {
      if line.isEmpty {
        line = word
      } else if width(line) + 1 + width(word) <= room {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    lines.append(line)
    return lines.enumerated().map { ($0.offset == 0 ? head : indent) + $0.element }
  }

  /// The lines as a text, ties undone.
  static func bytes(_ lines: [String]) -> [UInt8] {
    Array((lines.joined(separator: "\n") + "\n").replacing(Quantity.tie, with: " ").utf8)
  }

  private static func pieces(_ word: String, _ room: Int) -> [String] {
    guard width(word) > room else { return [word] }
    var found: [String] = []
    var piece = ""
    for character in word {
      if width(piece) + width(String(character)) > room {
        found.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    return found + [piece]
  }
}
