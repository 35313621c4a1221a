internal import Diagnostics
internal import Glibc

/// The lines of a file, one after the other, in the memory of the longest.
struct ChainLines: ~Copyable {
  /// Longer lines are not held; they are no records.
  static let maximumBytes = 16 << 20
  private static let bufferBytes = 1 << 20

  private let file: InputFile
  private var buffer: UnsafeMutableRawBufferPointer
  /// What of the buffer is filled, and where the next line begins.
  private var filled = 0
  private var start = 0
  private var position: UInt64 = 0
  private var isAtEnd = false
  /// Number of the line that was handed over last, one-based.
  private(set) var number = 0

  init(_ file: InputFile) {
    self.file = file
    buffer = .allocate(byteCount: Self.bufferBytes, alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// Hands the next line to `body`, without its line feed; nil stands for one that is too long.
  /// - Returns: false at the end of the file.
  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  mutating func next(_ body: (UnsafeRawBufferPointer?) -> Void) throws(DiagnosticError) -> Bool {
    var searched = start
    var isTooLong = false
    while true {
      let rest = UnsafeRawBufferPointer(rebasing: buffer[searched..<filled])
      if let offset = indexOfLineFeed(rest) {
        let end = searched + offset
        number += 1
        body(isTooLong ? nil : UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        start = end + 1
        return true
      }
      if isAtEnd {
        guard start < filled || isTooLong else { return false }
        number += 1
        body(isTooLong ? nil : UnsafeRawBufferPointer(rebasing: buffer[start..<filled]))
        start = filled
        return true
      }
      if filled - start >= Self.maximumBytes {
        isTooLong = true
        start = filled
      }
      searched = filled - start
      try fill()
    }
  }

  /// Moves what is left to the front and reads on behind it.
  private mutating func fill() throws(DiagnosticError) {
    let rest = filled - start
    if rest > 0, start > 0, let base = buffer.baseAddress {
      base.copyMemory(from: base + start, byteCount: rest)
    }
    start = 0
    filled = rest
    if filled == buffer.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: buffer.count * 2, alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
      buffer.deallocate()
      buffer = larger
    }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(at: position, into: target)
    position += UInt64(count)
    filled += count
    isAtEnd = count < target.count
    if isAtEnd, position != file.sizeBytes {
      throw DiagnosticError(MemberSource.changedDiagnostic(file.path))
    }
  }
}

/// Index of the first line feed; nil if there is none.
private func indexOfLineFeed(_ bytes: UnsafeRawBufferPointer) -> Int? {
  guard let base = bytes.baseAddress, bytes.count > 0,
    let found = memchr(base, Int32(UInt8(ascii: "\n")), bytes.count)
  else { return nil }
  return UnsafeRawPointer(found) - base
}
