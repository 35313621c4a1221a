internal import Dispatch

/// Reading one slow log in several parts.
extension SlowQueryDigest {
  /// Whether an entry certainly begins at `position`, given the text before it, without reading the
  /// file from its start.
  ///
  /// Holds where a whole header line (`# Time: 2…`, `# User@Host: a[a] @ h [i]`) follows a line
  /// that ends in a semicolon or is a server's banner, and the statement before it, read from its
  /// own header within `text`, has its quotes and comments closed. It says no where it cannot tell,
  /// so a boundary may be missed, as after a statement that ends in a comment. Limits:
  /// - The statement's header must lie in the bytes given; hand over a megabyte if there is one.
  /// - That header is itself believed by its looks. A literal that holds whole entries (headers,
  ///   `Query_time` and a statement with a semicolon) makes the parts differ from the whole.
  /// - What an entry inherits (`# Time` of an entry above) is not in the part; digests do without,
  ///   and readers of records need it only where `SET timestamp` is absent.
  public static func isBoundary(_ text: UnsafeRawBufferPointer, at position: Int) -> Bool {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self), position > 0,
      position < text.count, base[position - 1] == 0x0a,
      isHeader(base, position, text.count)
    else { return false }
    var start = lineStart(base, before: position)
    guard let end = lineEnd(base, start, position), end > start else { return false }
    if SlowQueryHeader.isBanner(base, start, end) { return true }
    guard base[end - 1] == UInt8(ascii: ";") else { return false }
    // Back to the last line of the headers above the statement.
    while base[start] != UInt8(ascii: "#") || !isMetrics(base, start, position) {
      guard start > 0 else { return false }
      start = lineStart(base, before: start)
    }
    var statement = start
    while statement < position, base[statement] == UInt8(ascii: "#") {
      guard let feed = SQLBytes.index(of: 0x0a, base, statement, position) else { return false }
      statement = feed + 1
    }
    // Headers up to `position`: an administrator command.
    var lexer = SQLLexer()
    lexer.scan(base, from: statement, to: position)
    return lexer.mode == .plain && !lexer.endsInLineComment
  }

  /// The first boundary at or after `position`, or the end of the text.
  static func boundary(_ text: UnsafeRawBufferPointer, from position: Int) -> Int {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    var at = position
    while let feed = SQLBytes.index(of: 0x0a, base, at, text.count) {
      at = feed + 1
      if at < text.count, base[at] == UInt8(ascii: "#"), isBoundary(text, at: at) { return at }
    }
    return text.count
  }

  /// The digest of a whole log in memory, read by up to `workers` threads, in parts of
  /// `smallestPart` bytes or more.
  public static func reading(
    _ text: UnsafeRawBufferPointer, workers: Int, smallestPart: Int = 1 << 20
  ) -> SlowQueryDigest {
    let parts = max(1, min(workers, text.count / smallestPart))
    var cuts = [0]
    for part in 1..<max(2, parts) where part < parts {
      cuts.append(boundary(text, from: max(cuts[part - 1], text.count / parts * part)))
    }
    cuts.append(text.count)
    var digests = [SlowQueryDigest](repeating: SlowQueryDigest(), count: parts)
    digests.withUnsafeMutableBufferPointer { digests in
      nonisolated(unsafe) let digests = digests
      nonisolated(unsafe) let text = text
      let cuts = cuts
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let reader = SlowQueryDigestReader()
        reader.consume(UnsafeRawBufferPointer(rebasing: text[cuts[part]..<cuts[part + 1]]))
        digests[part] = reader.finish()
      }
    }
    return digests.reduce(into: SlowQueryDigest()) { $0.merge($1) }
  }

  private static func isHeader(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Bool {
    guard base[start] == UInt8(ascii: "#"), let end = lineEnd(base, start, count) else {
      return false
    }
    let header = SlowQueryHeader(base, start, end)
    if case .metrics = header { return false }
    return header.isWhole(base, start, end)
  }

  private static func isMetrics(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Bool {
    guard let end = lineEnd(base, start, count) else { return false }
    let header = SlowQueryHeader(base, start, end)
    guard case .metrics = header else { return false }
    return header.isWhole(base, start, end)
  }

  private static func lineStart(_ base: UnsafePointer<UInt8>, before position: Int) -> Int {
    var at = position - 1
    while at > 0, base[at - 1] != 0x0a { at -= 1 }
    return at
  }

  /// The end of the line at `start` without its line end.
  private static func lineEnd(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    guard let feed = SQLBytes.index(of: 0x0a, base, start, count) else { return nil }
    return feed > start && base[feed - 1] == 0x0d ? feed - 1 : feed
  }
}
