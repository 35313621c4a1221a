internal import Glibc

/// What the lines of an export begin with, up to their first element, and where it leaves a scanner:
/// batches of few senders take turns, and what names the sender need not be read again.
struct LineHeads {
  /// The text before the first element of a line.
  struct Head {
    var bytes: [UInt8]
    /// Behind it.
    var scanner: DocumentScanner
    /// The path of the element.
    var path: Int
    /// What the reader calls it.
    var number: Int
  }
  /// What an element is to the head of its line.
  enum Step {
    /// A part of it that says who sends.
    case goesOn
    /// The first one behind it; what is known by then has a number.
    case ends(Int)
    /// A record that comes too early: the line has no head.
    case hasNone
  }
  private var all: [Head] = []
  private static let limit = 32
  private static let bytesLimit = 4_096

  /// The head that `line` begins with.
  func find(_ line: UnsafeRawBufferPointer) -> Head? {
    guard let base = line.baseAddress else { return nil }
    for index in all.indices where all[index].bytes.count <= line.count {
      if memcmp(all[index].bytes, base, all[index].bytes.count) == 0 { return all[index] }
    }
    return nil
  }

  /// Whether a head of so many bytes would be remembered.
  func hasRoom(_ count: Int) -> Bool { all.count < Self.limit && count <= Self.bytesLimit }

  /// Remembers a head for which there is room.
  mutating func add(
    _ bytes: UnsafeRawBufferPointer, _ scanner: DocumentScanner, _ path: Int, _ number: Int
  ) {
    all.append(Head(bytes: Array(bytes), scanner: scanner, path: path, number: number))
  }
}
