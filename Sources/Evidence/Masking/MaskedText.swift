/// Text with tokens in the place of what is masked.
enum MaskedText {
  /// Form of a text.
  enum Form {
    /// JSON, a document or one a line: what comes out is JSON if what went in was.
    case json
    case plain
  }

  /// `line` with tokens for `spans`, which are sorted and apart.
  static func render(
    _ line: UnsafeRawBufferPointer, _ spans: [SensitiveSpan], _ form: Form, _ tokens: MaskTokens
  ) -> [UInt8] {
    guard !spans.isEmpty else { return Array(line) }
    switch form {
    case .plain: return plain(line, spans, tokens)
    case .json:
      var mask = JSONMask(line: line, spans: spans, tokens: tokens)
      return mask.render()
    }
  }

  private static func plain(
    _ line: UnsafeRawBufferPointer, _ spans: [SensitiveSpan], _ tokens: MaskTokens
  ) -> [UInt8] {
    var out: [UInt8] = []
    var at = 0
    for span in spans {
      out += line[at..<span.range.lowerBound]
      out += tokens.token(Array(line[span.range]), rule: span.rule).utf8
      at = span.range.upperBound
    }
    return out + line[at...]
  }
}

/// Puts tokens into a line of JSON: inside a string as they are, for a number or a word as a string
/// of its own. What parts values (`,:{}[]`, blanks, the quotes) stays, because it tells nothing.
private struct JSONMask {
  private let line: UnsafeRawBufferPointer
  private let tokens: MaskTokens
  private var at = 0
  /// Those that end behind `at`.
  private var spans: ArraySlice<SensitiveSpan>
  private var out: [UInt8] = []
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let parting = Set(",:{}[] \t\r\n".utf8)

  init(line: UnsafeRawBufferPointer, spans: [SensitiveSpan], tokens: MaskTokens) {
    self.line = line
    self.spans = spans[...]
    self.tokens = tokens
  }

  mutating func render() -> [UInt8] {
    while at < line.count {
      if line[at] == Self.quote {
        copy()
        copyString()
      } else if Self.parting.contains(line[at]) {
        copy()
      } else {
        copyScalar()
      }
    }
    return out
  }

  private mutating func copy() {
    out.append(line[at])
    at += 1
  }

  /// The span that holds `at`.
  private mutating func current() -> SensitiveSpan? {
    while let first = spans.first, first.range.upperBound <= at { spans = spans.dropFirst() }
    guard let first = spans.first, first.range.lowerBound <= at else { return nil }
    return first
  }

  private mutating func mask(_ span: SensitiveSpan, to end: Int) {
    out += tokens.token(Array(line[span.range]), rule: span.rule).utf8
    at = end
  }

  /// The rest of a string and its closing quote.
  private mutating func copyString() {
    while at < line.count {
      if line[at] == Self.quote { return copy() }
      if let span = current() {
        mask(span, to: stringEnd(limit: span.range.upperBound))
      } else {
        if line[at] == Self.backslash, at + 1 < line.count { copy() }
        copy()
      }
    }
  }

  /// Where the string that holds `at` ends, or `limit` if that comes first.
  private func stringEnd(limit: Int) -> Int {
    var end = at
    while end < limit, line[end] != Self.quote { end += line[end] == Self.backslash ? 2 : 1 }
    return min(end, limit)
  }

  /// A number or a word; a string in its place if any of it is masked.
  private mutating func copyScalar() {
    var end = at
    while end < line.count, line[end] != Self.quote, !Self.parting.contains(line[end]) { end += 1 }
    _ = current()
    guard let first = spans.first, first.range.lowerBound < end else {
      while at < end { copy() }
      return
    }
    out.append(Self.quote)
    while at < end {
      if let span = current() { mask(span, to: min(end, span.range.upperBound)) } else { copy() }
    }
    out.append(Self.quote)
  }
}
