internal import CScan

/// Looks at the first records of a possible JSON-lines export.
struct JSONHead {
  /// Lines looked at; blank ones and objects that do not parse speak for nothing.
  private(set) var lines = 0
  /// Of those, lines that hold an object matching the predicate.
  private(set) var matching = 0

  /// Judges up to 32 whole lines of `head` by `predicate`.
  init(_ head: ExportHead, _ predicate: (JSONTape) -> Bool) {
    for tape in head.records.tapes {
      lines += 1
      if let tape, predicate(tape) { matching += 1 }
    }
  }

  /// Whether most lines match.
  var isMostly: Bool { matching > 0 && matching * 2 > lines }
}

/// The first lines of an export, parsed once for all formats that ask about them.
///
/// A class because it fills itself in when it is asked first.
final class HeadRecords {
  /// One a line that speaks for something: nil for a line that is no object. Blank lines and
  /// objects that do not parse are left out.
  private(set) lazy var tapes: [JSONTape?] = parse()
  private let bytes: UnsafeRawBufferPointer
  private let isWhole: Bool
  private static let most = 32

  init(_ bytes: UnsafeRawBufferPointer, isWhole: Bool) {
    self.bytes = bytes
    self.isWhole = isWhole
  }

  private func parse() -> [JSONTape?] {
    var tapes: [JSONTape?] = []
    var splitter = LineSplitter(limit: 4 << 20)
    func look(_ item: LineSplitter.Item) {
      guard tapes.count < Self.most, case .line(let line) = item,
        let first = line.bytes.first(where: { $0 != 0x20 && $0 != 0x09 })
      else { return }
      guard first == UInt8(ascii: "{") else {
        tapes.append(nil)
        return
      }
      let tape = JSONTape(depthLimit: 128)
      // The head's own bytes: the splitter's may not outlive the call.
      let start = Int(line.place.offset)
      let kept = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + line.bytes.count)])
      if tape.parse(kept) == nil { tapes.append(tape) }
    }
    splitter.consume(bytes, look)
    // A cut last line of the head says nothing, but a whole short file may lack a line feed.
    if isWhole { splitter.finish(look) }
    return tapes
  }
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
