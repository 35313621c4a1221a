internal import Diagnostics
internal import Digest
internal import Dispatch
internal import Glibc

/// The SHA-256 of a file that is still being written: another thread reads behind the writer what
/// will not change any more.
///
/// A class because the queue works on it while its owner goes on. Only what runs on the queue touches
/// what varies.
final class TrailingDigest: @unchecked Sendable {
  private static let chunkBytes = 1 << 20
  private let file: InputFile
  private let queue = DispatchQueue(label: "trailing-digest")
  private let hasher = SHA256()
  private var position: UInt64 = 0
  private var failure: DiagnosticError?
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: chunkBytes, alignment: 64)

  /// - Parameter descriptor: of the file; this object closes it.
  init(path: String, descriptor: Int32) {
    file = InputFile(path: path, sizeBytes: 0, descriptor: descriptor)
  }

  deinit { buffer.deallocate() }

  /// Bytes before `offset` are as they will stay.
  func follow(to offset: UInt64) { queue.async { self.hash(to: offset) } }

  /// Reads the rest.
  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  func finish(sizeBytes: UInt64) throws(DiagnosticError) -> FileDigest {
    queue.sync { hash(to: sizeBytes) }
    if let failure { throw failure }
    return FileDigest(sizeBytes: sizeBytes, sha256: hexString(hasher.finish()))
  }

  private func hash(to end: UInt64) {
    while failure == nil, position < end {
      let wanted = Int(min(UInt64(Self.chunkBytes), end - position))
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      do throws(DiagnosticError) {
        guard try file.read(at: position, into: target) == wanted else {
          throw DiagnosticError(MemberSource.changedDiagnostic(file.path))
        }
      } catch {
        failure = error
        return
      }
      hasher.update(UnsafeRawBufferPointer(target))
      position += UInt64(wanted)
    }
  }
}
