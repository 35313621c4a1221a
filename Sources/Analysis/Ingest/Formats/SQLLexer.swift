/// Follows the quotes and comments of one SQL statement, so that a line inside a literal is not
/// taken for a header of the slow log.
///
/// It is run lazily: only when a line looks like a header must it be known whether the text before
/// it is open. Calls must hand over adjoining ranges that begin at line starts; no pair of bytes
/// that means something (`/*`, `*/`, a backslash and what it escapes) is cut then, apart from an
/// escaped line feed, which is inside a literal anyway.
struct SQLLexer {
  /// What the text read so far is inside of.
  enum Mode: UInt8 {
    /// Nothing.
    case plain
    /// A literal or quoted name; ends at the next quote of its kind.
    case single, double, backtick
    /// `/* … */`.
    case comment
  }

  private(set) var mode = Mode.plain
  /// Whether the text read so far ends with a comment up to the end of the line: `-- …;`.
  private(set) var endsInLineComment = false
  /// Reads a backslash after a byte of 0x81 or more as the second half of a character (GBK, Big5
  /// and Shift-JIS have such), and so not as an escape. UTF-8 text is not concerned: there the
  /// sequence before the backslash is whole.
  private let readsTrailBytes: Bool

  init(readsTrailBytes: Bool = false) { self.readsTrailBytes = readsTrailBytes }

  /// Reads `text[from..<to]`; bytes before `from` may be looked at.
  mutating func scan(_ text: UnsafePointer<UInt8>, from: Int, to: Int) {
    var at = from
    if from < to { endsInLineComment = false }
    while at < to {
      switch mode {
      case .plain: at = plain(text, at, to)
      case .single: at = quoted(text, at, to, UInt8(ascii: "'"))
      case .double: at = quoted(text, at, to, UInt8(ascii: "\""))
      case .backtick: at = quoted(text, at, to, UInt8(ascii: "`"))
      case .comment:
        guard let end = SQLBytes.index(of: "*/", text, at, to) else { return }
        mode = .plain
        at = end + 2
      }
    }
  }

  /// Reads up to the byte after whatever opens something.
  private mutating func plain(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to {
      let byte = text[at]
      at += 1
      switch byte {
      case UInt8(ascii: "'"):
        mode = .single
        return at
      case UInt8(ascii: "\""):
        mode = .double
        return at
      case UInt8(ascii: "`"):
        mode = .backtick
        return at
      case UInt8(ascii: "/") where at < to && text[at] == UInt8(ascii: "*"):
        mode = .comment
        return at + 1
      case UInt8(ascii: "#"): at = lineComment(text, at, to)
      case UInt8(ascii: "-") where at < to && text[at] == UInt8(ascii: "-"):
        // MySQL wants white space or a control character after the dashes: `a--1` is arithmetic.
        if at + 1 >= to || text[at + 1] <= 0x20 { at = lineComment(text, at, to) }
      default: break
      }
    }
    return at
  }

  /// - Returns: the byte after the comment's line feed.
  private mutating func lineComment(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> Int {
    let end = SQLBytes.index(of: 0x0a, text, from, to).map { $0 + 1 } ?? to
    endsInLineComment = end == to
    return end
  }

  /// A doubled quote stands for itself: closing and opening again has the same effect.
  private mutating func quoted(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ quote: UInt8
  ) -> Int {
    var at = from
    while at < to {
      let byte = text[at]
      if byte == quote {
        mode = .plain
        return at + 1
      }
      let escapes = byte == UInt8(ascii: "\\") && quote != UInt8(ascii: "`")
      at += escapes && !(readsTrailBytes && isTrailByte(text, at)) ? 2 : 1
    }
    return to
  }

  private func isTrailByte(_ text: UnsafePointer<UInt8>, _ at: Int) -> Bool {
    guard at > 0, text[at - 1] >= 0x81 else { return false }
    var back = 1
    while back < 4, at - back > 0, text[at - back] & 0xc0 == 0x80 { back += 1 }
    let lead = text[at - back]
    let length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
    return length != back
  }
}
