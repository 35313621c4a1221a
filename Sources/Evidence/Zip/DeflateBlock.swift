internal import CDeflate
internal import CZlib
internal import Diagnostics
internal import Dispatch

/// One block of a member: its bytes, and what deflate makes of them.
///
/// Members are deflated block by block, so that threads can share them and a member of any size
/// takes the memory of a few blocks. No block looks back at the one before, and each ends on a
/// byte; joined they are one ordinary stream. Where blocks end depends on nothing but the content:
/// the bytes are the same at any number of threads.
///
/// A class because a thread fills it in place. It belongs to the writer until it is submitted, to
/// the worker until `wait` returns, then to the writer again; that is what makes it safe.
final class DeflateBlock: @unchecked Sendable {
  /// A block begins without the 32 KiB before it: of logs that costs half a percent at this size.
  static let contentBytes = 1 << 20

  private let input: UnsafeMutableRawBufferPointer
  private let output: UnsafeMutableRawBufferPointer
  private var contentCount = 0
  private var outputCount = 0
  private let isDone = DispatchSemaphore(value: 0)

  /// CRC-32 of the content.
  private(set) var crc: UInt32 = 0
  /// From ``DeflateLevel``, which looks at the content first.
  var level = DeflateLevel.standard
  /// Whether the member ends with this block.
  private(set) var isLast = false

  /// - Parameter room: the content it must hold; less than a full block if the member is short.
  init(room: UInt64 = UInt64(contentBytes)) {
    let room = Int(min(room, UInt64(Self.contentBytes)))
    input = .allocate(byteCount: room, alignment: 64)
    output = .allocate(byteCount: Deflater.bound(room), alignment: 64)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  /// Length of the content.
  var count: Int { contentCount }
  var isFull: Bool { contentCount == Self.contentBytes }
  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: input[..<contentCount]) }
  /// The deflated bytes.
  var deflated: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: output[..<outputCount]) }

  /// Begins anew.
  func start() {
    contentCount = 0
    isLast = false
  }

  /// Appends content, which must fit.
  func append(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    precondition(contentCount + bytes.count <= input.count, "the block is full")
    UnsafeMutableRawBufferPointer(rebasing: input[contentCount...]).copyMemory(from: bytes)
    contentCount += bytes.count
    self.isLast = isLast
  }

  /// Begins anew with what `body` puts into the room for a full block.
  func fill(
    _ body: (UnsafeMutableRawBufferPointer) throws(DiagnosticError) -> (count: Int, isLast: Bool)
  ) throws(DiagnosticError) {
    (contentCount, isLast) = try body(input)
  }

  /// Deflates the content, on whatever thread.
  func run(_ deflater: Deflater) {
    crc = crc32(0, content)
    outputCount = deflater.deflate(content, level: level, isLast: isLast, into: output)
  }

  /// Says that `run` is over.
  func finish() { isDone.signal() }

  /// Waits until `finish` was called.
  func wait() { isDone.wait() }
}

/// CRC-32 as zip counts it, continued from `crc`.
func crc32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
  // libdeflate takes a missing buffer as a wish for the initial value.
  guard let base = bytes.baseAddress else { return crc }
  return libdeflate_crc32(crc, base, bytes.count)
}

/// CRC-32 of two stretches, of which the second is `count` bytes long.
func crc32(_ first: UInt32, joining second: UInt32, count: Int) -> UInt32 {
  UInt32(crc32_combine(UInt(first), UInt(second), count))
}
