/// Text as vectorscan wants it: its UTF-8 mode leaves open what happens with other bytes.
enum UTF8Text {
  /// Whether all of `bytes` is UTF-8.
  static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool { firstDefect(bytes) == nil }

  /// A copy of equal length in which bytes that are no UTF-8 are control characters SUB.
  static func repaired(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var copy = Array(bytes)
    var start = 0
    while let defect = firstDefect(UnsafeRawBufferPointer(rebasing: bytes[start...])) {
      for offset in defect { copy[start + offset] = 0x1A }
      start += defect.upperBound
    }
    return copy
  }

  /// Whether a byte goes on with a character that began before it.
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static func firstDefect(_ bytes: UnsafeRawBufferPointer) -> Range<Int>? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)
      return nil
    } catch {
      return error.byteOffsets
    }
  }
}
