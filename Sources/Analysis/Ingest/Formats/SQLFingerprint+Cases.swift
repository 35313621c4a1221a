/// Statements whose fingerprint is not made from their text alone, or only from its start.
extension SQLFingerprint {
  /// mysqldump's dumps and percona-toolkit's checksums by name; administrator commands as written.
  static func specialCase(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> UnsafeRawBufferPointer? {
    if SQLBytes.begins("SELECT /*!40001 SQL_NO_CACHE */ * FROM `", text, 0, count) {
      return Self.buffer("mysqldump")
    }
    if SQLBytes.begins("administrator command: ", text, 0, count) {
      return SQLBytes.buffer(text, 0, count)
    }
    return isToolkit(text, count) ? Self.buffer("percona-toolkit") : nil
  }

  private static func buffer(_ name: StaticString) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
  }

  /// `/*db.table:1/1*/`: database, table and chunk that a percona tool wrote.
  private static func isToolkit(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var from = 0
    while let open = SQLBytes.index(of: "/*", text, from, count) {
      from = open + 2
      var at = from
      while at < count, SQLBytes.isWord(text[at]) { at += 1 }
      guard at > from, at < count, text[at] == UInt8(ascii: ".") else { continue }
      let table = at + 1
      at = table
      while at < count, SQLBytes.isWord(text[at]) { at += 1 }
      guard at > table, at + 5 < count, text[at] == UInt8(ascii: ":"), isDigit(text[at + 1]),
        text[at + 2] == UInt8(ascii: "/"), isDigit(text[at + 3]),
        SQLBytes.begins("*/", text, at + 4, count)
      else { continue }
      return true
    }
    return false
  }

  /// `call name(…)`: everything before the last parenthesis of the first word is kept.
  static func endOfCall(
    _ text: UnsafePointer<UInt8>, _ count: Int
  ) -> (start: Int, count: Int)? {
    var start = 0
    while start < count, SQLBytes.isSpace(text[start]) { start += 1 }
    guard SQLBytes.beginsAnyCase("call", text, start, count) else { return nil }
    var name = start + 4
    while name < count, SQLBytes.isSpace(text[name]) { name += 1 }
    guard name > start + 4 else { return nil }
    var end = name
    while end < count, !SQLBytes.isSpace(text[end]) { end += 1 }
    while end > name + 1 {
      end -= 1
      if text[end] == UInt8(ascii: "(") { return (start, end - start) }
    }
    return nil
  }

  /// The end of the first row of `INSERT INTO … VALUES (…), (…)`: the other rows add nothing.
  static func endOfFirstRow(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    var at = 6
    if !SQLBytes.beginsAnyCase("insert", text, 0, count) {
      guard SQLBytes.beginsAnyCase("replace", text, 0, count) else { return nil }
      at = 7
    }
    if SQLBytes.beginsAnyCase(" ignore", text, at, count) { at += 7 }
    let gap = at
    while at < count, SQLBytes.isSpace(text[at]) { at += 1 }
    guard at > gap, SQLBytes.beginsAnyCase("into", text, at, count) else { return nil }
    at += 5
    while at < count {
      if text[at] | 0x20 == UInt8(ascii: "v"), SQLBytes.beginsAnyCase("values", text, at, count) {
        let open = SQLBytes.skipSpace(text, at + 6, count)
        if open < count, text[open] == UInt8(ascii: "(") {
          return endOfRow(text, open + 1, count)
        }
      }
      at += 1
    }
    return nil
  }

  private static func endOfRow(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ count: Int
  ) -> Int? {
    var from = from
    while let close = SQLBytes.index(of: UInt8(ascii: ")"), text, from, count) {
      from = close + 1
      let comma = SQLBytes.skipSpace(text, from, count)
      guard comma < count, text[comma] == UInt8(ascii: ",") else { continue }
      let open = SQLBytes.skipSpace(text, comma + 1, count)
      if open < count, text[open] == UInt8(ascii: "(") { return from }
    }
    return nil
  }

  /// `use db` is `use ?`.
  static func use(_ text: UnsafePointer<UInt8>, _ count: Int) -> UnsafeRawBufferPointer? {
    guard count > 4, SQLBytes.beginsAnyCase("use ", text, 0, count) else { return nil }
    var end = 4
    while end < count, !SQLBytes.isSpace(text[end]) { end += 1 }
    guard end > 4 else { return nil }
    if end == count { return Self.buffer("use ?") }
    return end + 1 == count && text[end] == 0x0a ? Self.buffer("use ?\n") : nil
  }
}
