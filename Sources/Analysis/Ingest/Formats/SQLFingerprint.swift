internal import Glibc

/// The abstract form of SQL statements: literals become `?`, lists `(?+)`, so that executions of
/// one query with different values count as one.
///
/// The rules, and where rules meet their order, are those of pt-query-digest 3.2 (documented in
/// its manual and seen from its output), oddities included, so that figures by fingerprint can be
/// compared with it: any digit in a name begins a number (`orders_2024` → `orders_?`), a sign is
/// part of it (`a - 1` → `a ? ?`), comments are removed even inside literals, `x`, `b` and `.`
/// before a value vanish (`tab1` → `ta?`). Bytes outside of ASCII stay as they are.
///
/// A class because it owns memory that is used again for every statement.
final class SQLFingerprint {
  private var capacity = 0
  private var front: UnsafeMutablePointer<UInt8>
  private var back: UnsafeMutablePointer<UInt8>

  init() {
    capacity = 4096
    front = .allocate(capacity: capacity)
    back = .allocate(capacity: capacity)
  }

  deinit {
    front.deallocate()
    back.deallocate()
  }

  /// The fingerprint of `statement`, given without its closing semicolon.
  ///
  /// - Returns: bytes that are valid until the next call, or part of `statement`.
  func fingerprint(_ statement: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let text = statement.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return statement
    }
    let count = statement.count
    if let fixed = Self.specialCase(text, count) { return fixed }
    reserve(count)
    if let end = Self.endOfCall(text, count) {
      for at in 0..<end.count { back[at] = SQLBytes.lower(text[end.start + at]) }
      return UnsafeRawBufferPointer(start: back, count: end.count)
    }
    let kept = Self.endOfFirstRow(text, count) ?? count
    var source = (text: text, count: kept)
    if let stripped = withoutComments(source.text, source.count) { source = stripped }
    if let database = Self.use(source.text, source.count) { return database }
    if let plain = withoutDoubleQuotes(source.text, source.count) { source = plain }
    if source.count > 0, source.text[source.count - 1] == 0x0a { source.count -= 1 }
    let length = abstract(source.text, source.count)
    return SQLLists.collapse(&back, &front, length)
  }

  /// Lists and unions may add a few bytes to what they shorten: never more than as many again.
  private func reserve(_ count: Int) {
    guard capacity < 2 * count + 64 else { return }
    front.deallocate()
    back.deallocate()
    capacity = 4 * count + 64
    front = .allocate(capacity: capacity)
    back = .allocate(capacity: capacity)
  }

  // MARK: comments and quotes

  /// `/* … */` but not `/*! … */`, then `-- …` and `# …` up to the end of a line without quotes.
  private func withoutComments(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> (text: UnsafePointer<UInt8>, count: Int)? {
    let hasBlocks = SQLBytes.index(of: "/*", text, 0, count) != nil
    let hasLines =
      SQLBytes.index(of: "--", text, 0, count) != nil
      || SQLBytes.index(of: UInt8(ascii: "#"), text, 0, count) != nil
    guard hasBlocks || hasLines else { return nil }
    var length = 0
    var at = 0
    while let open = SQLBytes.index(of: "/*", text, at, count) {
      let isVersion = open + 2 >= count || text[open + 2] == UInt8(ascii: "!")
      let end = isVersion ? nil : SQLBytes.index(of: "*/", text, open + 3, count)
      let kept = end == nil ? open + 2 - at : open - at
      memcpy(front + length, text + at, kept)
      length += kept
      at = end.map { $0 + 2 } ?? open + 2
    }
    memcpy(front + length, text + at, count - at)
    length += count - at
    return (UnsafePointer(front), Self.removeLineComments(front, length))
  }

  private static func removeLineComments(
    _ text: UnsafeMutablePointer<UInt8>, _ count: Int
  ) -> Int {
    var length = 0
    var at = 0
    while at < count {
      let byte = text[at]
      let opens =
        byte == UInt8(ascii: "#")
        || (byte == UInt8(ascii: "-") && at + 1 < count && text[at + 1] == byte)
      if opens {
        var end = at
        while end < count, !SQLBytes.endsLineComment(text[end]) { end += 1 }
        if end == count || text[end] == 0x0a || text[end] == 0x0d {
          at = end
          continue
        }
      }
      text[length] = byte
      length += 1
      at += 1
    }
    return length
  }

  /// Escaped quotes vanish, then every `"…"` becomes `?`, whatever other quotes it spans.
  private func withoutDoubleQuotes(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> (text: UnsafePointer<UInt8>, count: Int)? {
    let hasEscapes = SQLBytes.index(of: UInt8(ascii: "\\"), text, 0, count) != nil
    guard hasEscapes || SQLBytes.index(of: UInt8(ascii: "\""), text, 0, count) != nil else {
      return nil
    }
    var length = 0
    var at = 0
    while at < count {
      let byte = text[at]
      if byte == UInt8(ascii: "\\"), at + 1 < count, SQLBytes.isQuote(text[at + 1]) {
        at += 2
        continue
      }
      // `front` may be what is read: writing never overtakes reading.
      front[length] = byte
      length += 1
      at += 1
    }
    return (UnsafePointer(front), Self.replaceDoubleQuoted(front, length))
  }

  private static func replaceDoubleQuoted(
    _ text: UnsafeMutablePointer<UInt8>, _ count: Int
  ) -> Int {
    let quote = UInt8(ascii: "\"")
    var length = 0
    var at = 0
    while let open = SQLBytes.index(of: quote, text, at, count),
      let close = SQLBytes.index(of: quote, text, open + 1, count)
    {
      memmove(text + length, text + at, open - at)
      length += open - at
      text[length] = UInt8(ascii: "?")
      length += 1
      at = close + 1
    }
    memmove(text + length, text + at, count - at)
    return length + count - at
  }

  // MARK: values

  /// Writes `text` to `back`: strings, booleans and numbers as `?`, lower case, white space as one
  /// space.
  ///
  /// - Returns: how many bytes were written.
  private func abstract(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var output = SQLOutput(back)
    let classes = SQLBytes.classes
    var quoteEnd = 0
    var at = 0
    /// The byte before `at`, `?` after a value that was replaced.
    var previous: UInt8 = 0
    while at < count {
      let byte = text[at]
      switch classes[Int(byte)] {
      case SQLBytes.space:
        output.space(byte)
        previous = byte
        at += 1
      case SQLBytes.number:
        at = Self.endOfNumber(text, at, count)
        previous = text[at - 1]
        output.value()
      case SQLBytes.quote where quoteEnd < count:
        // Without a closing quote it stays, and so do all after it.
        quoteEnd = SQLBytes.index(of: byte, text, at + 1, count) ?? count
        guard quoteEnd < count else { continue }
        output.value()
        previous = UInt8(ascii: "?")
        at = quoteEnd + 1
      case SQLBytes.mark:
        output.value()
        previous = byte
        at += 1
      case SQLBytes.boolean:
        if !SQLBytes.isWord(previous), let end = Self.endOfBoolean(text, at, count) {
          output.value()
          previous = UInt8(ascii: "?")
          at = end
          continue
        }
        fallthrough
      default:
        output.put(SQLBytes.lower(byte), byte)
        previous = byte
        at += 1
        while at < count, classes[Int(text[at])] == SQLBytes.copy {
          previous = text[at]
          output.put(SQLBytes.lower(previous), previous)
          at += 1
        }
      }
    }
    return output.count
  }

  /// `[0-9+-][0-9a-f.xb+-]*`; a boolean after a sign or dot is a value of its own.
  private static func endOfNumber(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ count: Int
  ) -> Int {
    var at = from + 1
    while at < count, SQLBytes.isInNumber(text[at]) {
      if text[at] == UInt8(ascii: "f"), !SQLBytes.isWord(text[at - 1]),
        endOfBoolean(text, at, count) != nil
      {
        break
      }
      at += 1
    }
    return at
  }

  private static func endOfBoolean(
    _ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int
  ) -> Int? {
    let word: StaticString = text[at] | 0x20 == UInt8(ascii: "t") ? "true" : "false"
    let end = at + word.utf8CodeUnitCount
    guard SQLBytes.beginsAnyCase(word, text, at, count) else { return nil }
    return end == count || !SQLBytes.isWord(text[end]) ? end : nil
  }
}
