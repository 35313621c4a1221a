internal import Glibc

/// Looking for bytes in raw memory without building slices.
extension SQLBytes {
  /// The index of `byte` in `text[from..<to]`.
  @inline(__always)
  static func index(
    of byte: UInt8, _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> Int? {
    guard from < to, let found = memchr(text + from, Int32(byte), to - from) else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(text)
  }

  /// The index of `needle`, which is not empty, in `text[from..<to]`.
  ///
  /// Looks for the last byte of the needle (`=`, `:`, `/`), which is rarer than its first letter.
  static func index(
    of needle: StaticString, _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> Int? {
    let last = needle.utf8CodeUnitCount - 1
    let rare = needle.utf8Start[last]
    var at = from + last
    while let found = index(of: rare, text, at, to) {
      if memcmp(text + found - last, needle.utf8Start, last) == 0 { return found - last }
      at = found + 1
    }
    return nil
  }

  /// Whether `text[from..<to]` begins with `prefix`.
  @inline(__always)
  static func begins(
    _ prefix: StaticString, _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> Bool {
    let count = prefix.utf8CodeUnitCount
    return to - from >= count && memcmp(text + from, prefix.utf8Start, count) == 0
  }

  /// Whether `text[from..<to]` ends with `suffix`.
  static func ends(
    _ suffix: StaticString, _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> Bool {
    let count = suffix.utf8CodeUnitCount
    return to - from >= count && memcmp(text + to - count, suffix.utf8Start, count) == 0
  }

  /// `text[from..<to]` as a buffer.
  @inline(__always)
  static func buffer(
    _ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int
  ) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: text + from, count: to - from)
  }
}
