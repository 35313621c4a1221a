internal import CZlib
internal import Dispatch

/// One block of a member: its bytes, what lies before them, and what deflate makes of both.
///
/// Members are deflated block by block, so that threads can share them and a member of any size
/// takes the memory of a few blocks. Each block sees the last 32 KiB before it, all that deflate
/// can look back, and ends on a byte; joined they are one ordinary stream. Where blocks end
/// depends on nothing but the content: the bytes are the same at any number of threads.
///
/// A class because a thread fills it in place. It belongs to the writer until it is submitted, to
/// the worker until `wait` returns, then to the writer again; that is what makes it safe.
final class DeflateBlock: @unchecked Sendable {
  /// Larger blocks hardly compress better; pigz takes an eighth of this.
  static let contentBytes = 1 << 20
  /// The window of deflate.
  static let dictionaryBytes = 32 << 10

  /// The dictionary, then the content.
  private let input: UnsafeMutableRawBufferPointer
  private let output: UnsafeMutableRawBufferPointer
  private var dictionaryCount = 0
  private var contentCount = 0
  private var outputCount = 0
  private let isDone = DispatchSemaphore(value: 0)

  /// CRC-32 of the content.
  private(set) var crc: UInt32 = 0
  /// Whether the member ends with this block.
  private(set) var isLast = false

  /// - Parameter room: the content it must hold; less than a full block if the member is short.
  init(room: UInt64 = UInt64(contentBytes)) {
    let room = Int(min(room, UInt64(Self.contentBytes)))
    input = .allocate(byteCount: Self.dictionaryBytes + room, alignment: 64)
    // More than deflate can make of the content, even of noise.
    output = .allocate(byteCount: room + room >> 4 + 1024, alignment: 64)
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  /// Length of the content.
  var count: Int { contentCount }
  var isFull: Bool { contentCount == Self.contentBytes }
  /// The deflated bytes.
  var deflated: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: output[..<outputCount]) }

  /// Begins anew, after `previous` of the same member; nil if it has none.
  func start(after previous: DeflateBlock?) {
    contentCount = 0
    isLast = false
    dictionaryCount = 0
    guard let previous else { return }
    // Only full blocks have a successor, and those are longer than the dictionary.
    precondition(previous.isFull, "blocks but the last are full")
    dictionaryCount = Self.dictionaryBytes
    let end = Self.dictionaryBytes + Self.contentBytes
    input.copyMemory(
      from: UnsafeRawBufferPointer(
        rebasing: previous.input[(end - Self.dictionaryBytes)..<end]))
  }

  /// Appends content, which must fit.
  func append(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    precondition(
      contentCount + bytes.count <= input.count - Self.dictionaryBytes, "the block is full")
    UnsafeMutableRawBufferPointer(rebasing: input[(Self.dictionaryBytes + contentCount)...])
      .copyMemory(from: bytes)
    contentCount += bytes.count
    self.isLast = isLast
  }

  /// Deflates the content, on whatever thread.
  func run(_ deflater: Deflater) {
    let content = UnsafeRawBufferPointer(
      rebasing: input[Self.dictionaryBytes..<(Self.dictionaryBytes + contentCount)])
    crc = crc32(0, content)
    outputCount = deflater.deflate(
      content, after: UnsafeRawBufferPointer(rebasing: input[..<dictionaryCount]),
      isLast: isLast, into: output)
  }

  /// Says that `run` is over.
  func finish() { isDone.signal() }

  /// Waits until `finish` was called.
  func wait() { isDone.wait() }
}

/// zlib's raw deflate at level 6, used for one block after another.
///
/// A class because the zlib stream must be freed exactly once; the stream itself lives on the
/// heap because zlib keeps a pointer back to it. One thread uses it at a time.
final class Deflater: @unchecked Sendable {
  private let stream: UnsafeMutablePointer<z_stream>
  private var isFresh = true

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    precondition(estreat_deflate_init(stream, 6, -15) == Z_OK, "zlib cannot start a stream")
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Deflates `content` after `dictionary` to a byte boundary, or to the end of the stream.
  /// - Returns: bytes written to `output`, which must hold whatever comes out.
  fileprivate func deflate(
    _ content: UnsafeRawBufferPointer, after dictionary: UnsafeRawBufferPointer, isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> Int {
    if !isFresh { precondition(deflateReset(stream) == Z_OK, "zlib cannot start a stream") }
    isFresh = false
    if let base = dictionary.bindMemory(to: UInt8.self).baseAddress, dictionary.count > 0 {
      let status = deflateSetDictionary(stream, base, UInt32(dictionary.count))
      precondition(status == Z_OK, "zlib takes no dictionary")
    }
    let base = content.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.next_in = base.map { UnsafeMutablePointer(mutating: $0) }
    stream.pointee.avail_in = UInt32(content.count)
    stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    stream.pointee.avail_out = UInt32(output.count)
    let status = CZlib.deflate(stream, isLast ? Z_FINISH : Z_SYNC_FLUSH)
    precondition(status == (isLast ? Z_STREAM_END : Z_OK), "zlib did not end the block")
    precondition(stream.pointee.avail_out > 0 || isLast, "a block does not fit its buffer")
    return output.count - Int(stream.pointee.avail_out)
  }
}

/// CRC-32 as zip counts it, continued from `crc`.
func crc32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
  guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return crc }
  return UInt32(crc32_z(UInt(crc), base, bytes.count))
}

/// CRC-32 of two stretches, of which the second is `count` bytes long.
func crc32(_ first: UInt32, joining second: UInt32, count: Int) -> UInt32 {
  UInt32(crc32_combine(UInt(first), UInt(second), count))
}
