internal import Glibc

/// One export as a stream of decompressed bytes; what is stored is hashed on the way.
///
/// A class because it owns a file descriptor for the length of one pass.
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
  /// How a source is read.
  struct Settings {
    /// Whether the stored bytes are hashed.
    var hashing: Bool
    /// Most decompressed bytes per compressed byte.
    var inflateRatio: Int
    /// zlib instead of ISA-L.
    var prefersZlib = false
  }

  private let stored: StoredBytes
  private let gzip: GzipStream?
  private var ahead: ReadAhead?
  let identity: Identity

  init(path: String, _ settings: Settings) throws(Failure) {
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else {
      throw Failure(code: "unreadable", message: String(cString: strerror(errno)))
    }
    var info = stat()
    guard fstat(opened, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw Failure(code: "unreadable", message: "not a regular file")
    }
    stored = StoredBytes(opened, hashing: settings.hashing)
    identity = Identity(
      sizeBytes: Int64(info.st_size),
      modifiedNanoseconds: Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec),
      inode: UInt64(info.st_ino))
    var magic: (UInt8, UInt8, UInt8) = (0, 0, 0)
    let count = withUnsafeMutableBytes(of: &magic) { pread(opened, $0.baseAddress, 3, 0) }
    if count == 3 && magic == (0x1f, 0x8b, 0x08) {
      gzip = GzipStream(
        settings.prefersZlib ? ZlibInflater() : IsalInflater(), ratioLimit: settings.inflateRatio)
    } else {
      gzip = nil
    }
  }

  deinit { ahead?.stop() }

  /// Inflates and hashes on threads of their own from here on, when there are workers enough and
  /// the content is compressed.
  /// - Returns: workers left for what comes out.
  func readAhead(workers: Int) -> Int {
    guard let gzip, ahead == nil, workers > 1 else { return workers }
    let stored = stored
    stored.hashBehind()
    ahead = ReadAhead { output in try gzip.read(into: output) { try stored.read(into: $0) } }
    return workers - 1
  }

  /// The size of a file in bytes; 0 when it cannot be told.
  static func size(of path: String) -> Int64 {
    var info = stat()
    return stat(path, &info) == 0 ? Int64(info.st_size) : 0
  }

  /// What makes two paths one file.
  struct FileID: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  /// The file at `path`; nil when there is none.
  static func fileID(of path: String) -> FileID? {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    return FileID(device: UInt64(info.st_dev), inode: UInt64(info.st_ino))
  }

  /// Whether a regular file lies at `path`.
  static func isFile(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
  }

  var isGzip: Bool { gzip != nil }
  /// Bytes read so far, as stored.
  var storedBytesRead: Int64 { stored.count }
  /// What is wrong with the compressed form; known for certain once the content has ended.
  var defect: StreamDefect? {
    ahead?.stop()
    return gzip?.defect
  }

  /// Fills `output` with the next decompressed bytes.
  /// - Returns: bytes written; fewer than asked only at the end of the content.
  func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
    if let ahead { return try ahead.read(into: output) }
    if let gzip { return try gzip.read(into: output) { try stored.read(into: $0) } }
    var filled = 0
    while filled < output.count {
      // A stretch that the hash finds still in the cache.
      let end = min(output.count, filled + (256 << 10))
      let count = try stored.read(
        into: UnsafeMutableRawBufferPointer(rebasing: output[filled..<end]))
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// SHA-256 of the stored bytes, 64 hex digits; only after `read` came to the end.
  func finishHash() -> String? {
    ahead?.stop()
    return stored.finishHash()
  }
}
