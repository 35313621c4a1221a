internal import Glibc

extension UnsafeRawBufferPointer {
  /// Whether both hold the same bytes, compared as a whole.
  func isEqual(to other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    guard let base = baseAddress, let otherBase = other.baseAddress else { return true }
    return memcmp(base, otherBase, count) == 0
  }
}
