/// Cuts a slow log into entries, streaming, without copying what lies in one chunk.
///
/// An entry begins with `# Time`, `# User@Host` or `# Query_time` and ends before the next such
/// line that a server wrote. Statements may hold lines that look the same, so `Boundaries` decides
/// which are believed. All offsets of the state count from the first pending byte, so that it does
/// not matter where in memory the text lies: in the chunk, or in `carry` where an entry goes on
/// from one chunk to the next.
struct SlowQueryScanner {
  /// What comes out, in file order; valid during the call.
  enum Item {
    /// An entry.
    case entry(SlowQueryEntry)
    /// A line outside of entries: the server's banner, text before the first header.
    case other(RecordPlace)
    /// An entry or line longer than the limit; only its place is known.
    case tooLong(RecordPlace)
  }

  private let limit: Int
  private var carry: [UInt8] = []
  /// Offset in the file, and line, of the first pending byte.
  private var offset: Int64
  private var firstLine: Int64
  /// Start of the line being read, its number, and how many of its bytes hold no line feed.
  private var cursor = 0
  private var lineNumber: Int64
  private var searched = 0
  /// Set while the start of the line being read was thrown away.
  private var isMidLine = false
  private var isOpen = false
  private var marks = SlowQueryEntry.Marks()
  private var boundaries = SlowQueryBoundaries(settled: 0)
  /// Offset in the file up to which lines in doubt were decided.
  private var settled: Int64 = 0
  /// Set while the bytes of an entry beyond the limit are thrown away: where it began.
  private var oversized: RecordPlace?
  /// Entries that were cut, or ended inside what their quotes say is a literal.
  private(set) var unbalanced = 0

  /// - Parameters:
  ///   - limit: longest entry, in bytes.
  ///   - offset: where in the file the first byte lies; `line` its line number.
  init(limit: Int, offset: Int64 = 0, line: Int64 = 1) {
    self.limit = limit
    self.offset = offset
    firstLine = line
    lineNumber = line
  }

  /// Takes the next bytes.
  mutating func consume(_ chunk: UnsafeRawBufferPointer, _ body: (Item) -> Void) {
    guard let start = chunk.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var at = 0
    var step = 4096
    while !carry.isEmpty, at < chunk.count {
      let piece = min(step, chunk.count - at)
      carry.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[at..<(at + piece)]))
      at += piece
      step *= 4
      // Moved out while it is read: reading changes everything else.
      var held: [UInt8] = []
      swap(&held, &carry)
      let used = held.withUnsafeBufferPointer { run($0.baseAddress, $0.count, body) }
      swap(&held, &carry)
      // What is pending may lie in the chunk by now: go on there without copying.
      if carry.count - used <= at {
        at -= carry.count - used
        carry.removeAll(keepingCapacity: true)
      } else if used > 0 {
        carry.removeFirst(used)
      }
    }
    guard at < chunk.count else { return }
    let used = run(start + at, chunk.count - at, body)
    carry.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[(at + used)...]))
  }

  /// Ends the content.
  mutating func finish(_ body: (Item) -> Void) {
    let rest = carry
    carry = []
    rest.withUnsafeBufferPointer { rest in
      guard var text = rest.baseAddress else { return }
      var count = rest.count
      repeat {
        let used = run(text, count, body)
        text += used
        count -= used
        if cursor < count {
          let again = line(text, to: count, isTerminated: false, body)
          if let again {
            restart(at: again.at, line: again.line)
            text += again.at
            count -= again.at
          } else {
            cursor = count
            lineNumber += 1
          }
        } else if let at = isOpen ? boundaries.decideAtEnd(text, count, marks) : nil {
          close(text, at: at.previousEnd, body)
          if at.isCut { unbalanced += 1 }
          settled = offset + Int64(count)
          restart(at: at.start, line: at.line)
          text += at.start
          count -= at.start
        } else {
          if isOpen { close(text, at: boundaries.lastEnd, body) }
          return
        }
      } while true
    }
    if isOpen || oversized != nil { closeOversized(body) }
  }

  // MARK: lines

  /// Where reading goes on after an entry was closed.
  private struct Restart {
    var at: Int
    var line: Int64
  }

  /// Reads every whole line of `text[0..<count]`, whose first byte is the first pending one.
  ///
  /// - Returns: how many bytes are done with.
  private mutating func run(
    _ text: UnsafePointer<UInt8>?, _ count: Int, _ body: (Item) -> Void
  ) -> Int {
    guard var text else { return 0 }
    var count = count
    var used = 0
    while true {
      guard let feed = SQLBytes.index(of: 0x0a, text, cursor + searched, count) else {
        searched = count - cursor
        if count - cursor > limit { used += discardLine(text, upTo: count) }
        return used
      }
      searched = 0
      if feed - cursor > limit {
        let gone = discardLine(text, upTo: feed)
        text += gone
        count -= gone
        used += gone
        continue
      }
      let end = feed > cursor && text[feed - 1] == 0x0d && !isMidLine ? feed - 1 : feed
      if let again = line(text, to: end, isTerminated: true, body) {
        restart(at: again.at, line: again.line)
        text += again.at
        count -= again.at
        used += again.at
        continue
      }
      cursor = feed + 1
      lineNumber += 1
      if !isOpen {
        restart(at: cursor, line: lineNumber)
        text += feed + 1
        count -= feed + 1
        used += feed + 1
      } else if cursor > limit {
        let gone = discard(text, upTo: cursor)
        text += gone
        count -= gone
        used += gone
      }
    }
  }

  /// Reads the line `text[cursor..<end]`.
  ///
  /// - Returns: where to go on when an entry was closed before this line.
  private mutating func line(
    _ text: UnsafePointer<UInt8>, to end: Int, isTerminated: Bool, _ body: (Item) -> Void
  ) -> Restart? {
    let start = cursor
    let isHeader = start < end && text[start] == UInt8(ascii: "#")
    guard isOpen else {
      if isHeader {
        open(text, start, end, isTerminated)
      } else if start < end {
        body(.other(place(from: start, to: end, line: lineNumber)))
      }
      return nil
    }
    if isMidLine {
      isMidLine = false
      boundaries.passedUnread(end)
      return nil
    }
    guard start < end else { return nil }
    let decision = boundaries.decide(text, start, end, isHeader, marks, line: lineNumber)
    switch decision {
    case .entryEnds(let at):
      close(text, at: at.previousEnd, body)
      if at.isCut { unbalanced += 1 }
      settled = max(settled, offset + Int64(start))
      return Restart(at: at.start, line: at.line)
    case .header(let header):
      marks.take(header, text, start, end, isTerminated: isTerminated)
    case .text: marks.takeText(text, start, end)
    }
    boundaries.passed(text, start, end)
    return nil
  }

  private mutating func open(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ isTerminated: Bool
  ) {
    isOpen = true
    firstLine = lineNumber
    marks = SlowQueryEntry.Marks()
    boundaries = SlowQueryBoundaries(settled: Int(max(0, settled - offset)))
    let header = SlowQueryHeader(text, start, end)
    marks.take(header, text, start, end, isTerminated: isTerminated)
    boundaries.passed(text, start, end)
  }

  /// Makes `at` the first pending byte, the start of line `line`, outside of any entry.
  private mutating func restart(at: Int, line: Int64) {
    offset += Int64(at)
    cursor = 0
    searched = 0
    lineNumber = line
    firstLine = line
    isOpen = false
  }

  private mutating func close(
    _ text: UnsafePointer<UInt8>, at end: Int, _ body: (Item) -> Void
  ) {
    isOpen = false
    if oversized != nil {
      lengthenOversized(to: end)
      closeOversized(body)
      return
    }
    body(
      .entry(
        SlowQueryEntry(
          text: text, count: end, marks: marks, place: place(from: 0, to: end, line: firstLine))))
  }

  private func place(from: Int, to: Int, line: Int64) -> RecordPlace {
    RecordPlace(offset: offset + Int64(from), length: Int64(to - from), line: line)
  }

  // MARK: the limit

  /// Throws away the pending bytes before `end` of an entry beyond the limit.
  private mutating func discard(_ text: UnsafePointer<UInt8>, upTo end: Int) -> Int {
    if oversized == nil { oversized = place(from: 0, to: end, line: firstLine) }
    lengthenOversized(to: end)
    boundaries.discard(text, end, marks)
    offset += Int64(end)
    searched = 0
    cursor = 0
    return end
  }

  /// Throws away the pending bytes before `end` of a line beyond the limit. What it was is not
  /// known: the next header is believed.
  private mutating func discardLine(_ text: UnsafePointer<UInt8>, upTo end: Int) -> Int {
    isOpen = true
    isMidLine = true
    marks.statement = 0
    marks.argument = 0
    return discard(text, upTo: end)
  }

  private mutating func lengthenOversized(to end: Int) {
    guard var place = oversized else { return }
    place.length = max(place.length, offset + Int64(end) - place.offset)
    oversized = place
  }

  private mutating func closeOversized(_ body: (Item) -> Void) {
    guard let place = oversized else { return }
    oversized = nil
    isOpen = false
    body(.tooLong(place))
  }
}
