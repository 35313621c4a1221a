/// Decides which lines of one entry end it: headers and banners that a server wrote, as against
/// text of a statement that looks the same.
///
/// - A header is believed before any statement text, and after a statement that is complete: outside
///   of quotes and comments, the last line ending in a semicolon (the server always adds one).
/// - Inside a quote the text is a literal, unless the quotes are out of step: the statement was cut
///   by a crash, or it is one whose escapes the server reads differently. Both readings are kept
///   until the next whole header after a semicolon: if the quotes are closed there, the first was
///   text; if not, it was a header.
/// - Outside of quotes without a semicolon, `#` begins a comment. A whole block of headers with a
///   `Query_time`, followed by what only servers write (`SET timestamp`, `use`), ends a cut entry.
/// - `SELECT 1 -- note;` ends in a comment that swallowed the server's semicolon: a whole block of
///   headers is believed behind it.
///
/// What no reader can tell apart stays undecided in favour of the server: a comment that holds a
/// perfect copy of a whole entry, `SET timestamp` included, reads as an entry.
struct SlowQueryBoundaries {
  /// A line before which an entry ends.
  struct Boundary {
    /// Its first byte.
    var start: Int
    /// The byte after the last line before it that is not blank.
    var previousEnd: Int
    /// Its line number.
    var line: Int64
    /// Whether the statement before it is cut, or its quotes do not match.
    var isCut = false
  }

  /// What a line is to its entry.
  enum Decision {
    /// The entry ended before it, or before an earlier line that was in doubt.
    case entryEnds(Boundary)
    /// One of its headers.
    case header(SlowQueryHeader)
    /// Statement text.
    case text
  }

  /// A line that may have been a header.
  private struct Suspect {
    var at: Boundary
    /// Outside of quotes: its own block decides, not the rest of the statement.
    var isPlain: Bool
    /// Nothing but what a server writes next confirms it.
    var needsPrefix: Bool
    /// While the lines of `#` go on.
    var isBlockOpen = true
    var hasMetrics: Bool
  }

  private var lexer = SQLLexer()
  private var lexed = -1
  /// The same text read as GBK and its like; only needed inside of quotes.
  private var otherLexer = SQLLexer(readsTrailBytes: true)
  private var otherLexed = -1
  private var endsInSemicolon = false
  private var suspect: Suspect?
  /// The byte after the last line that is not blank.
  private(set) var lastEnd = 0
  /// Up to here the text is read again because an earlier line of it was a header: nothing in
  /// quotes is in doubt a second time, so that no log is read more than twice.
  private let settled: Int

  /// - Parameter settled: what was read before, in bytes from the entry's start.
  init(settled: Int) { self.settled = settled }

  /// Decides on the line `text[start..<end]`, which is not empty.
  mutating func decide(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ isHeader: Bool,
    _ marks: SlowQueryEntry.Marks, line: Int64
  ) -> Decision {
    let here = Boundary(start: start, previousEnd: lastEnd, line: line)
    guard isHeader else {
      if suspect?.isBlockOpen == true, endsInSemicolon { suspect = nil }
      if let ended = endOfBlock(isServerText: SlowQueryEntry.Marks.isPrefix(text, start, end)) {
        return .entryEnds(ended)
      }
      return banner(text, start, end, marks) ? .entryEnds(here) : .text
    }
    let header = SlowQueryHeader(text, start, end)
    if marks.statement < 0 { return beforeStatement(header, marks, here) }
    switch header {
    case .other: return .text
    case .administrator:
      if marks.argument < 0 { return .header(header) }
      return endOfBlock(isServerText: true).map { .entryEnds($0) } ?? .text
    case .time, .user, .metrics: break
    }
    // Of a server's headers only the administrator command ends in a semicolon.
    if suspect?.isBlockOpen == true, endsInSemicolon { suspect = nil }
    if suspect?.isBlockOpen == true {
      if case .metrics = header, header.isWhole(text, start, end) { suspect?.hasMetrics = true }
      return .text
    }
    // Only `use` and `SET` so far: an entry without a statement.
    if marks.argument < 0 { return .entryEnds(here) }
    return inStatement(header, text, end, marks, here)
  }

  private func beforeStatement(
    _ header: SlowQueryHeader, _ marks: SlowQueryEntry.Marks, _ here: Boundary
  ) -> Decision {
    let ends: Bool
    switch header {
    case .time: ends = true
    case .user:
      ends = marks.hasMetrics || marks.isAdministrative || (marks.hasUser && !marks.isCombined)
    case .metrics: ends = marks.hasMetrics || marks.isAdministrative
    case .administrator: ends = marks.isAdministrative
    case .other: ends = false
    }
    return ends ? .entryEnds(here) : .header(header)
  }

  private mutating func inStatement(
    _ header: SlowQueryHeader, _ text: UnsafePointer<UInt8>, _ end: Int,
    _ marks: SlowQueryEntry.Marks, _ here: Boundary
  ) -> Decision {
    catchUp(text, to: here.start, marks)
    let isComplete = lexer.mode == .plain && endsInSemicolon
    if let suspect {
      if !isComplete { return endsInSemicolon ? .entryEnds(suspect.at) : .text }
      self.suspect = nil
    }
    if isComplete && !lexer.endsInLineComment { return .entryEnds(here) }
    guard header.isWhole(text, here.start, end) else { return .text }
    var hasMetrics = false
    if case .metrics = header { hasMetrics = true }
    if lexer.mode == .plain {
      var here = here
      here.isCut = !endsInSemicolon
      suspect = Suspect(
        at: here, isPlain: true, needsPrefix: !endsInSemicolon, hasMetrics: hasMetrics)
      return .text
    }
    if hasMetrics || here.start < settled { return .text }
    if endsInSemicolon && lexer.mode != .comment {
      if otherLexed < 0 { otherLexed = marks.statement }
      otherLexer.scan(text, from: otherLexed, to: here.start)
      otherLexed = here.start
      // The quotes match, so nothing is cut.
      if otherLexer.mode == .plain { return .entryEnds(here) }
    }
    var here = here
    here.isCut = true
    suspect = Suspect(at: here, isPlain: false, needsPrefix: false, hasMetrics: false)
    return .text
  }

  /// The lines of `#` after a suspect have ended.
  ///
  /// - Parameter isServerText: whether the next line is one that servers write there.
  /// - Returns: the suspect if it was a header after all.
  private mutating func endOfBlock(isServerText: Bool) -> Boundary? {
    guard let found = suspect, found.isBlockOpen else { return nil }
    suspect = nil
    guard found.hasMetrics else { return nil }
    if found.isPlain { return isServerText || !found.needsPrefix ? found.at : nil }
    suspect = found
    suspect?.isBlockOpen = false
    return nil
  }

  /// The server's three lines are believed where a header is; the first of them, which no literal
  /// holds, also where a crash cut a statement.
  private mutating func banner(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ marks: SlowQueryEntry.Marks
  ) -> Bool {
    guard SlowQueryHeader.isBanner(text, start, end) else { return false }
    if marks.argument < 0 || text[end - 1] == UInt8(ascii: ":") { return true }
    catchUp(text, to: start, marks)
    return lexer.mode == .plain && endsInSemicolon
  }

  /// At the end of the content: whether a suspect was a header after all.
  mutating func decideAtEnd(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ marks: SlowQueryEntry.Marks
  ) -> Boundary? {
    if suspect?.isBlockOpen == true, endsInSemicolon { suspect = nil }
    if let ended = endOfBlock(isServerText: false) { return ended }
    guard let suspect else { return nil }
    catchUp(text, to: count, marks)
    if lexer.mode == .plain && endsInSemicolon { return nil }
    var fresh = SQLLexer()
    fresh.scan(text, from: suspect.at.start, to: count)
    return fresh.mode == .plain && endsInSemicolon ? suspect.at : nil
  }

  /// The line that ends at `end` belongs to the entry.
  @inline(__always)
  mutating func passed(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    var last = end
    while last > start, text[last - 1] == 0x20 || text[last - 1] == 0x09 { last -= 1 }
    guard last > start else { return }
    endsInSemicolon = text[last - 1] == UInt8(ascii: ";")
    lastEnd = end
  }

  /// A line that ends at `end` and was too long to be read belongs to the entry.
  mutating func passedUnread(_ end: Int) {
    lexer = SQLLexer()
    lexed = end
    endsInSemicolon = true
    suspect = nil
    lastEnd = end
  }

  /// The first `count` bytes of the entry are thrown away.
  mutating func discard(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ marks: SlowQueryEntry.Marks
  ) {
    if marks.statement >= 0 {
      catchUp(text, to: count, marks)
      lexed = 0
      otherLexer = lexer
      otherLexed = 0
    }
    suspect = nil
    lastEnd = 0
  }

  private mutating func catchUp(
    _ text: UnsafePointer<UInt8>, to end: Int, _ marks: SlowQueryEntry.Marks
  ) {
    if lexed < 0 { lexed = marks.statement }
    if lexed < end { lexer.scan(text, from: lexed, to: end) }
    lexed = max(lexed, end)
  }
}
