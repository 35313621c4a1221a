internal import Glibc

/// A part of a TSDB block that is read here and there: the index, the tombstones.
///
/// It is read by `pread`, not mapped: a file that shrinks meanwhile gives short reads, no signal,
/// and its pages count for nobody's memory. A class because it owns a descriptor.
final class BlockFile {
  private let descriptor: Int32
  /// The content, where it is compressed or came as a stream.
  private let memory: [UInt8]
  let sizeBytes: Int64

  /// - Throws: `TSDBDefect` `tsdb-unreadable`, or `tsdb-compressed` when it is a gzip file that
  ///   holds more than `memoryBytes`.
  init(path: String, memoryBytes: Int) throws(TSDBDefect) {
    let source: ByteSource
    do {
      source = try ByteSource(
        path: path, ByteSource.Settings(hashing: false, inflateRatio: 2_000))
    } catch {
      throw TSDBDefect("tsdb-unreadable", error.message, fix: "check the path and its permissions")
    }
    if source.isGzip {
      memory = try Self.inflated(source, memoryBytes)
      sizeBytes = Int64(memory.count)
      descriptor = -1
      return
    }
    memory = []
    sizeBytes = source.identity.sizeBytes
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
  }

  /// A file of which the content is at hand.
  init(_ content: [UInt8]) {
    memory = content
    sizeBytes = Int64(content.count)
    descriptor = -1
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Reads from `offset` as much as there is.
  /// - Returns: bytes read; fewer than asked at the end of the file, and where reading fails.
  func read(at offset: Int64, into output: UnsafeMutableRawBufferPointer) -> Int {
    guard offset >= 0 && offset < sizeBytes else { return 0 }
    if descriptor < 0 {
      let count = min(output.count, memory.count - Int(offset))
      memory.withUnsafeBytes {
        output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)...].prefix(count)))
      }
      return count
    }
    var filled = 0
    while filled < output.count {
      let count = pread(
        descriptor, output.baseAddress?.advanced(by: filled), output.count - filled,
        off_t(offset) + off_t(filled))
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      filled += count
    }
    return filled
  }

  /// The bytes from `offset`, fewer at the end of the file.
  func bytes(at offset: Int64, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, used in
      used = read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  private static func inflated(
    _ source: ByteSource, _ memoryBytes: Int
  ) throws(TSDBDefect) -> [UInt8] {
    var content: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      guard let count = try? source.read(into: buffer) else {
        throw TSDBDefect("tsdb-unreadable", "the file cannot be read", fix: "copy the block again")
      }
      if count == 0 { return content }
      guard content.count + count <= memoryBytes else {
        throw TSDBDefect(
          "tsdb-compressed", "a compressed part of a block that is too large to be kept in memory",
          fix: "decompress the files of the block, or raise --max-memory")
      }
      content += buffer[..<count]
    }
  }
}

/// What is wrong with a part of a TSDB block.
struct TSDBDefect: Error, Sendable, Hashable {
  /// Diagnostic code.
  var code: String
  var message: String
  var fix: String
  /// Where in the part.
  var offset: Int64

  init(_ code: String, _ message: String, fix: String = TSDBDefect.copyAgain, at offset: Int64 = 0)
  {
    self.code = code
    self.message = message
    self.fix = fix
    self.offset = offset
  }

  static let copyAgain = "take the snapshot again, or copy the block again from where it was whole"

  /// The same as a quarantined record.
  func quarantined(time: Instant? = nil) -> QuarantinedRecord {
    QuarantinedRecord(code: code, message: message, fix: fix, time: time)
  }
}
