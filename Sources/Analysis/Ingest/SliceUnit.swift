/// What a record of a format needs around it to be read again.
public enum SliceUnit: Sendable, Hashable {
  /// Nothing: a line, or an object that stands by itself.
  case record
  /// The whole JSON document it lies in: a page of a query, a batch with its resource.
  case document
  /// The whole export: messages that state their length, objects that refer to each other.
  case file
}

/// Finds the JSON documents of an export that hold records at given offsets, whatever their size.
struct DocumentUnits {
  /// Documents that hold a wanted offset, as half-open ranges of bytes, in order.
  private(set) var found: [Range<Int64>] = []
  private let wanted: [Int64]
  private var next = 0
  private var at: Int64 = 0
  private var start: Int64?
  private var depth = 0
  private var isText = false
  private var isEscaped = false

  /// - Parameter offsets: where records begin, ascending.
  init(holding offsets: [Int64]) { wanted = offsets }

  /// Takes the next bytes of the content.
  mutating func consume(_ bytes: UnsafeRawBufferPointer) {
    for (index, byte) in bytes.enumerated() {
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isText = depth > 0
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        if depth == 0 { start = at + Int64(index) }
        depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { continue }
        depth -= 1
        if depth == 0 { close(at + Int64(index) + 1) }
      default: continue
      }
    }
    at += Int64(bytes.count)
  }

  /// Ends the content; a document that is cut reaches to its end.
  mutating func finish() { close(at) }

  private mutating func close(_ end: Int64) {
    guard let begin = start else { return }
    start = nil
    // Offsets before the document lie in none: those records stand by themselves.
    while next < wanted.count, wanted[next] < begin { next += 1 }
    guard next < wanted.count, wanted[next] < end else { return }
    found.append(begin..<end)
    while next < wanted.count, wanted[next] < end { next += 1 }
  }
}
