internal import Glibc

/// The second half of a fingerprint: NULLs, lists, unions, limits and orders, on text that is
/// lower case with single spaces already.
enum SQLLists {
  private typealias Text = UnsafeMutablePointer<UInt8>

  private struct Words: OptionSet {
    let rawValue: Int
    static let null = Words(rawValue: 1)
    static let list = Words(rawValue: 2)
    static let union = Words(rawValue: 4)
    static let limit = Words(rawValue: 8)
    static let order = Words(rawValue: 16)
  }

  /// Shortens `text[0..<count]`; `spare` is as large. The two change places as needed.
  ///
  /// - Returns: the result, in what is `text` afterwards.
  static func collapse(
    _ text: inout UnsafeMutablePointer<UInt8>, _ spare: inout UnsafeMutablePointer<UInt8>,
    _ count: Int
  ) -> UnsafeRawBufferPointer {
    var count = count
    let words = find(text, count)
    if words.contains(.null) { count = replaceNulls(text, count) }
    // A NULL that became `?` can complete a list or a limit, but brings no new word.
    if words.contains(.list) {
      count = collapseLists(text, count, spare)
      swap(&text, &spare)
    }
    if words.contains(.union) {
      count = collapseUnions(text, count, spare)
      swap(&text, &spare)
    }
    if words.contains(.limit) { count = shortenLimit(text, count) }
    if words.contains(.order) { count = removeAscending(text, count) }
    return UnsafeRawBufferPointer(start: text, count: count)
  }

  /// Which words occur at all: most statements have none or two of them.
  private static func find(_ text: Text, _ count: Int) -> Words {
    var words: Words = []
    var isInWord = false
    for at in 0..<count {
      let byte = text[at]
      defer { isInWord = SQLBytes.isWord(byte) }
      if isInWord { continue }
      switch byte {
      case UInt8(ascii: "n"):
        if SQLBytes.begins("null", text, at, count) { words.insert(.null) }
      case UInt8(ascii: "i"):
        if SQLBytes.begins("in", text, at, count) { words.insert(.list) }
      case UInt8(ascii: "v"):
        if SQLBytes.begins("value", text, at, count) { words.insert(.list) }
      case UInt8(ascii: "u"):
        if SQLBytes.begins("union", text, at, count) { words.insert(.union) }
      case UInt8(ascii: "l"):
        if SQLBytes.begins("limit ", text, at, count) { words.insert(.limit) }
      case UInt8(ascii: "o"):
        if SQLBytes.begins("order by ", text, at, count) { words.insert(.order) }
      default: break
      }
    }
    return words
  }

  private static func replaceNulls(_ text: Text, _ count: Int) -> Int {
    var length = 0
    var at = 0
    var previous: UInt8 = 0
    while at < count {
      let end = at + 4
      if text[at] == UInt8(ascii: "n"), !SQLBytes.isWord(previous),
        SQLBytes.begins("null", text, at, count), end == count || !SQLBytes.isWord(text[end])
      {
        text[length] = UInt8(ascii: "?")
        previous = UInt8(ascii: "l")
        at = end
      } else {
        previous = text[at]
        text[length] = previous
        at += 1
      }
      length += 1
    }
    return length
  }

  // MARK: in (?, ?) and values (?), (?)

  private static func collapseLists(_ text: Text, _ count: Int, _ output: Text) -> Int {
    var length = 0
    var at = 0
    var previous: UInt8 = 0
    while at < count {
      if !SQLBytes.isWord(previous), let name = endOfListName(text, at, count),
        let end = endOfLists(text, name, count)
      {
        memcpy(output + length, text + at, name - at)
        length += name - at
        memcpy(output + length, "(?+)", 4)
        length += 4
        previous = UInt8(ascii: ")")
        at = end
      } else {
        previous = text[at]
        output[length] = previous
        length += 1
        at += 1
      }
    }
    return length
  }

  private static func endOfListName(_ text: Text, _ at: Int, _ count: Int) -> Int? {
    if SQLBytes.begins("in", text, at, count) { return at + 2 }
    guard SQLBytes.begins("value", text, at, count) else { return nil }
    return at + 5 < count && text[at + 5] == UInt8(ascii: "s") ? at + 6 : at + 5
  }

  /// The end of one or more parentheses with nothing but values in them.
  private static func endOfLists(_ text: Text, _ from: Int, _ count: Int) -> Int? {
    var end: Int?
    var at = from
    while true {
      while at < count, text[at] == 0x20 || text[at] == 0x0b || text[at] == UInt8(ascii: ",") {
        at += 1
      }
      guard at < count, text[at] == UInt8(ascii: "(") else { return end }
      at += 1
      while at < count, isInList(text[at]) { at += 1 }
      guard at < count, text[at] == UInt8(ascii: ")") else { return end }
      at += 1
      end = at
    }
  }

  private static func isInList(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0b || byte == UInt8(ascii: "?") || byte == UInt8(ascii: ",")
  }

  // MARK: union

  /// `select a union select a` → `select a /*repeat union*/`.
  private static func collapseUnions(_ text: Text, _ count: Int, _ output: Text) -> Int {
    var length = 0
    var at = 0
    var previous: UInt8 = 0
    while at < count {
      if text[at] == UInt8(ascii: "s"), !SQLBytes.isWord(previous),
        SQLBytes.begins("select ", text, at, count), let found = repetition(text, at, count)
      {
        memcpy(output + length, text + at, found.select - at)
        length += found.select - at
        memcpy(output + length, " /*repeat", 9)
        length += 9
        memcpy(output + length, text + found.union.lowerBound, found.union.count)
        length += found.union.count
        memcpy(output + length, "*/", 2)
        length += 2
        at = found.end
        previous = UInt8(ascii: "/")
      } else {
        previous = text[at]
        output[length] = previous
        length += 1
        at += 1
      }
    }
    return length
  }

  /// The shortest select from `from` that is repeated: its end, the last ` union` or ` union all`,
  /// and the end of the last repetition.
  private static func repetition(
    _ text: Text, _ from: Int, _ count: Int
  ) -> (select: Int, union: Range<Int>, end: Int)? {
    var search = from + 7
    while let select = SQLBytes.index(of: " union", text, search, count) {
      search = select + 1
      var end = select
      var union = 0..<0
      while let next = endOfRepetition(text, end, from..<select, count) {
        union = end..<(next - (select - from) - 1)
        end = next
      }
      if end > select { return (select, union, end) }
    }
    return nil
  }

  private static func endOfRepetition(
    _ text: Text, _ at: Int, _ select: Range<Int>, _ count: Int
  ) -> Int? {
    for word: StaticString in [" union all ", " union "] {
      let start = at + word.utf8CodeUnitCount
      if SQLBytes.begins(word, text, at, count), count - start >= select.count,
        memcmp(text + start, text + select.lowerBound, select.count) == 0
      {
        return start + select.count
      }
    }
    return nil
  }

  // MARK: limit and order

  /// The first `limit ?, ?` or `limit ? offset ?` is `limit ?`.
  private static func shortenLimit(_ text: Text, _ count: Int) -> Int {
    var from = 0
    while let at = SQLBytes.index(of: "limit ?", text, from, count) {
      from = at + 7
      if at > 0, SQLBytes.isWord(text[at - 1]) { continue }
      var end = from
      for tail: StaticString in [", ?", ",?", " offset ?"]
      where SQLBytes.begins(tail, text, from, count) {
        end = from + tail.utf8CodeUnitCount
        break
      }
      memmove(text + from, text + end, count - end)
      return count - (end - from)
    }
    return count
  }

  /// After the first `order by`, ` asc` vanishes.
  private static func removeAscending(_ text: Text, _ count: Int) -> Int {
    var from = 0
    var start: Int?
    while start == nil, let at = SQLBytes.index(of: "order by ", text, from, count) {
      from = at + 9
      if at == 0 || !SQLBytes.isWord(text[at - 1]) { start = from }
    }
    guard var at = start else { return count }
    var length = at
    var kept = 0
    while at < count {
      if kept > 0, text[at] == 0x20, SQLBytes.begins(" asc", text, at, count) {
        at += 4
        kept = 0
      } else {
        text[length] = text[at]
        length += 1
        at += 1
        kept += 1
      }
    }
    return length
  }
}
