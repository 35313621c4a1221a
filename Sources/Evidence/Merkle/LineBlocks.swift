internal import Glibc

/// Cuts a member into blocks of whole lines, and these into lines, whatever chunks it comes in.
///
/// A line reaches up to its line feed, which belongs to it, so that the lines joined are the
/// member; the last may have none. A block is as many lines as fit into 1 MiB, or one longer line.
/// A line longer than 16 MiB counts as several, cut after each 16 MiB.
final class LineBlocks {
  /// A longer line is cut, in bytes.
  static let lineBytes = 16 << 20
  /// What a block of several lines has at most, in bytes.
  static let blockBytes = 1 << 20

  private var buffer: UnsafeMutableRawBufferPointer
  private var used = 0
  private let limit: Int
  private let target: Int

  /// - Parameters: the two sizes in bytes; tests lower them.
  init(lineBytes: Int = LineBlocks.lineBytes, blockBytes: Int = LineBlocks.blockBytes) {
    limit = lineBytes
    target = min(blockBytes, lineBytes)
    buffer = .allocate(byteCount: target, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// Takes the next bytes and hands over every block that is now known.
  func append<Failure: Error>(
    _ chunk: UnsafeRawBufferPointer,
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    var rest = chunk[...]
    while !rest.isEmpty {
      if used == buffer.count { grow() }
      let count = min(rest.count, buffer.count - used)
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(count))
      UnsafeMutableRawBufferPointer(rebasing: buffer[used..<(used + count)]).copyMemory(from: part)
      used += count
      rest = rest.dropFirst(count)
      while used >= target, let end = blockEnd(isLast: false) { try handOver(end, body) }
    }
  }

  /// Hands over what is left.
  func finish<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    while used > 0, let end = blockEnd(isLast: true) { try handOver(end, body) }
  }

  /// Calls `body` with every line of a block.
  static func lines<Failure: Error>(
    of block: UnsafeRawBufferPointer,
    _ body: (Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    guard let base = block.baseAddress else { return }
    var start = 0
    while start < block.count {
      let feed = memchr(base + start, 10, block.count - start)
      let end = feed.map { UnsafeRawPointer($0) - base + 1 } ?? block.count
      try body(start..<end)
      start = end
    }
  }

  /// Where the first block ends; nil if that takes more bytes to know.
  private func blockEnd(isLast: Bool) -> Int? {
    if isLast, used < target { return used }
    let bytes = UnsafeRawBufferPointer(buffer)
    guard let base = bytes.baseAddress else { return nil }
    for end in stride(from: target, to: 0, by: -1) where bytes[end - 1] == 0x0A { return end }
    if let feed = memchr(base + target, 10, min(used, limit) - target) {
      return UnsafeRawPointer(feed) - base + 1
    }
    return used >= limit ? limit : isLast ? used : nil
  }

  private func handOver<Failure: Error>(
    _ end: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    try body(UnsafeRawBufferPointer(rebasing: buffer[..<end]))
    let rest = UnsafeRawBufferPointer(rebasing: buffer[end..<used])
    buffer.copyMemory(from: rest)
    used = rest.count
  }

  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(limit, 2 * buffer.count), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<used]))
    buffer.deallocate()
    buffer = larger
  }
}
