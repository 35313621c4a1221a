internal import Glibc

/// Memory for long answers.
enum LargeBuffer {
  private static let hugePage = 2 << 20

  /// An array of `count` elements that `fill` writes all of.
  ///
  /// New memory costs a fault for every page touched, which for pages of 4 KiB is a third of the
  /// time that sliding quantiles take: the kernel is asked for large ones. It need not have any.
  static func array<Element>(
    _ count: Int, _ fill: (UnsafeMutablePointer<Element>) -> Void
  ) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      if let start = buffer.baseAddress, count > 0 {
        advise(UnsafeMutableRawBufferPointer(buffer))
        fill(start)
      }
      filled = count
    }
  }

  private static func advise(_ memory: UnsafeMutableRawBufferPointer) {
    guard let base = memory.baseAddress, memory.count >= 2 * hugePage else { return }
    let skipped = -Int(bitPattern: base) & (hugePage - 1)
    let whole = (memory.count - skipped) / hugePage * hugePage
    madvise(base + skipped, whole, MADV_HUGEPAGE)
  }
}
