/// Looks at the first lines of a possible text log.
struct LineHead {
  /// Lines looked at; blank ones speak for nothing.
  private(set) var lines = 0
  /// Of those, lines that match the predicate.
  private(set) var matching = 0
  /// Whether the first line matches.
  private(set) var firstMatches = false

  /// Judges up to 64 whole lines of `head` by `predicate`.
  init(_ head: ExportHead, _ predicate: (UnsafeRawBufferPointer) -> Bool) {
    var splitter = LineSplitter(limit: 1 << 20)
    var (lines, matching, first) = (0, 0, false)
    func look(_ item: LineSplitter.Item) {
      guard lines < 64, case .line(let line) = item, !line.bytes.trimmed.isEmpty else { return }
      if predicate(line.bytes) {
        matching += 1
        if lines == 0 { first = true }
      }
      lines += 1
    }
    splitter.consume(head.bytes, look)
    // A head without a whole line is judged by what there is.
    if head.isWhole || lines == 0 { splitter.finish(look) }
    (self.lines, self.matching, firstMatches) = (lines, matching, first)
  }

  /// Whether most lines match.
  var isMostly: Bool { matching > 0 && matching * 2 > lines }
  /// Whether enough lines match for a log whose records run over several lines.
  var isOften: Bool { matching > 0 && (matching * 5 >= lines || firstMatches) }
}
