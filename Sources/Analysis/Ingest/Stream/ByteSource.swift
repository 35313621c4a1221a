internal import Digest
internal import Glibc

/// One export as a stream of decompressed chunks; what is stored is hashed on the way.
///
/// A class because it owns a file descriptor and a read buffer for the length of one pass.
final class ByteSource {
  /// Why a source cannot be opened or read.
  struct Failure: Error {
    var code: String
    var message: String
  }
  /// Something wrong with the compressed form; what came out before is kept.
  enum StreamDefect: Equatable {
    case truncated
    case corrupt(offset: Int64)
    case ratio
    case trailing(bytes: Int64)
  }
  /// What identifies the bytes between two passes.
  struct Identity: Sendable, Hashable {
    var sizeBytes: Int64
    var modifiedNanoseconds: Int64
    var inode: UInt64
  }

  private let descriptor: Int32
  private let buffer: UnsafeMutableRawBufferPointer
  private let hasher: SHA256?
  private let inflater: GzipInflater?
  let identity: Identity
  let isGzip: Bool
  private(set) var defect: StreamDefect?
  private var offset: Int64 = 0

  init(path: String, hashing: Bool, inflateRatio: Int) throws(Failure) {
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw Failure(code: "unreadable", message: String(cString: strerror(errno)))
    }
    var info = stat()
    guard fstat(opened, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw Failure(code: "unreadable", message: "not a regular file")
    }
    descriptor = opened
    identity = Identity(
      sizeBytes: Int64(info.st_size),
      modifiedNanoseconds: Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec),
      inode: UInt64(info.st_ino))
    buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 4096)
    hasher = hashing ? SHA256() : nil
    var magic: (UInt8, UInt8, UInt8) = (0, 0, 0)
    let count = withUnsafeMutableBytes(of: &magic) { pread(opened, $0.baseAddress, 3, 0) }
    isGzip = count == 3 && magic == (0x1f, 0x8b, 0x08)
    inflater = isGzip ? GzipInflater(ratioLimit: inflateRatio) : nil
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// Bytes read so far, as stored.
  var storedBytesRead: Int64 { offset }

  /// Reads to the end, handing over decompressed chunks. Once the compressed form turns out
  /// broken, the rest is only hashed.
  func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(code: "unreadable", message: String(cString: strerror(errno)))
      }
      if count == 0 { break }
      offset += Int64(count)
      let chunk = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[0..<count])
      hasher?.update(chunk)
      guard let inflater else {
        try body(chunk)
        continue
      }
      if defect != nil { continue }
      try guarded { try inflater.consume(chunk, body) }
    }
    guard let inflater, defect == nil else { return }
    try guarded { try inflater.drain(body) }
    if defect == nil && !inflater.isAtMemberEnd { defect = .truncated }
    if defect == nil && inflater.trailingBytes > 0 {
      defect = .trailing(bytes: inflater.trailingBytes)
    }
  }

  private func guarded(_ work: () throws -> Void) throws {
    do {
      try work()
    } catch GzipInflater.Failure.corrupt(let offset) {
      defect = .corrupt(offset: offset)
    } catch GzipInflater.Failure.ratio {
      defect = .ratio
    }
  }

  /// SHA-256 of the stored bytes, 64 hex digits; only after `read` has ended.
  func finishHash() -> String? { hasher.map { hexString($0.finish()) } }
}
