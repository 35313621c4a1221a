internal import Digest
internal import Dispatch

/// A SHA-256 that is worked out behind whoever reads, in the order of the bytes.
///
/// The hasher is used on its own queue alone, which is what makes it safe.
final class BackgroundHash: @unchecked Sendable {
  private let hasher: SHA256
  private let queue = DispatchQueue(label: "hash")
  /// What waits to be hashed is bounded; begins at zero, see `ReadAhead`.
  private let room = DispatchSemaphore(value: 0)
  private static let pieces = 16

  init(_ hasher: SHA256) {
    self.hasher = hasher
    for _ in 0..<Self.pieces { room.signal() }
  }

  /// Appends a copy of `bytes`.
  func update(_ bytes: UnsafeRawBufferPointer) {
    let copy = Array(bytes)
    room.wait()
    queue.async {
      copy.withUnsafeBytes { self.hasher.update($0) }
      self.room.signal()
    }
  }

  /// Waits until everything is hashed.
  func drain() { queue.sync {} }
}
