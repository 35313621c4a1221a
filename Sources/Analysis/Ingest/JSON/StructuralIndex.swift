internal import CScan

/// Positions of quotes and line feeds of one chunk, found by a kernel in one go.
///
/// A class, because its buffers are reused from chunk to chunk.
final class StructuralIndex {
  private let kernel: ScanKernel
  private var capacityBlocks = 0
  private(set) var positions: UnsafeMutablePointer<UInt32>
  private var lineEnds: UnsafeMutablePointer<UInt32>
  private var suspect: UnsafeMutablePointer<UInt64>
  private var high: UnsafeMutablePointer<UInt64>
  private var escape: UnsafeMutablePointer<UInt64>
  private var counts = cscan_counts()

  init(_ kernel: ScanKernel) {
    self.kernel = kernel
    positions = .allocate(capacity: 0)
    lineEnds = .allocate(capacity: 0)
    suspect = .allocate(capacity: 0)
    high = .allocate(capacity: 0)
    escape = .allocate(capacity: 0)
  }

  deinit { free() }

  private func free() {
    positions.deallocate()
    lineEnds.deallocate()
    suspect.deallocate()
    high.deallocate()
    escape.deallocate()
  }

  /// Indexes `count` bytes; up to 64 more are read.
  /// - Precondition: `count` fits 32 bits: chunks do.
  func index(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let blocks = (count + 63) / 64
    if blocks > capacityBlocks {
      free()
      positions = .allocate(capacity: blocks * 64 + 64)
      lineEnds = .allocate(capacity: blocks * 64)
      suspect = .allocate(capacity: blocks / 64 + 1)
      high = .allocate(capacity: blocks / 64 + 1)
      escape = .allocate(capacity: blocks / 64 + 1)
      capacityBlocks = blocks
    }
    cscan_index(kernel.level, bytes, blocks, positions, lineEnds, suspect, high, escape, &counts)
  }

  /// Line feeds found.
  var lineCount: Int { counts.lines }
  /// Quotes and line feeds found.
  var positionCount: Int { counts.positions }
  /// Index in `positions` of a line's feed.
  func lineEnd(_ line: Int) -> Int { Int(lineEnds[line]) }

  /// Whether the lines' bytes may hold what a quick look cannot judge: control characters,
  /// `\u` escapes, wrong escapes.
  @inline(__always) func isSuspect(_ from: Int, _ to: Int) -> Bool {
    counts.suspects > 0 && Self.anyBit(suspect, from >> 6, to >> 6)
  }

  /// Whether the bytes may hold a backslash.
  @inline(__always) func mayEscape(_ from: Int, _ to: Int) -> Bool {
    Self.anyBit(escape, from >> 6, to >> 6)
  }

  /// Whether the bytes hold something beyond ASCII.
  @inline(__always) func isHigh(_ from: Int, _ to: Int) -> Bool {
    counts.highs > 0 && Self.anyBit(high, from >> 6, to >> 6)
  }

  /// Whether a bit from `first` to `last`, both included, is set.
  @inline(__always) private static func anyBit(
    _ words: UnsafeMutablePointer<UInt64>, _ first: Int, _ last: Int
  ) -> Bool {
    var block = first
    while block <= last {
      let rest = words[block >> 6] >> UInt64(block & 63)
      let wanted = last - block + 1
      let mask: UInt64 = wanted >= 64 ? .max : (1 << UInt64(wanted)) - 1
      if rest & mask != 0 { return true }
      block = (block | 63) + 1
    }
    return false
  }
}
