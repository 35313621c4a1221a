internal import CScan

/// Looks at the first records of a possible JSON-lines export.
struct JSONHead {
  /// Lines looked at; blank ones and objects that do not parse speak for nothing.
  private(set) var lines = 0
  /// Of those, lines that hold an object matching the predicate.
  private(set) var matching = 0

  /// Judges up to 32 whole lines of `head` by `predicate`.
  init(_ head: ExportHead, _ predicate: (JSONTape) -> Bool) {
    let tape = JSONTape(depthLimit: 128)
    var splitter = LineSplitter(limit: 4 << 20)
    var lines = 0
    var matching = 0
    func look(_ item: LineSplitter.Item) {
      guard lines < 32, case .line(let line) = item,
        line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 })
      else { return }
      guard line.bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") else {
        lines += 1
        return
      }
      guard tape.parse(line.bytes) == nil else { return }
      lines += 1
      if predicate(tape) { matching += 1 }
    }
    splitter.consume(head.bytes, look)
    // A cut last line of the head says nothing, but a whole short file may lack a line feed.
    if head.isWhole { splitter.finish(look) }
    self.lines = lines
    self.matching = matching
  }

  /// Whether most lines match.
  var isMostly: Bool { matching > 0 && matching * 2 > lines }
}

/// The first non-blank byte of a head.
func firstByte(_ head: ExportHead) -> UInt8? {
  head.bytes.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }
}

/// Whether `needle` occurs in the head.
func contains(_ head: ExportHead, _ needle: StaticString) -> Bool {
  guard let base = head.bytes.baseAddress else { return false }
  return cscan_contains(
    base, head.bytes.count, needle.utf8Start, needle.utf8CodeUnitCount) != 0
}
