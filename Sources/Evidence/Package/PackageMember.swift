internal import Diagnostics

/// Where the bytes of a member come from.
public enum MemberContent: Sendable {
  /// Held in memory; for small things.
  case bytes([UInt8])
  /// A file, streamed; its path, which must stay unchanged until the package is written.
  case file(String)
}

/// One file of a package: payload under `data/`, or a tag file beside it.
public struct PackageMember: Sendable {
  /// Path in the package: ASCII, `/` between segments, `data/logs/app_error.jsonl`.
  public var path: String
  /// Its bytes.
  public var content: MemberContent

  /// A member named `path`.
  public init(_ path: String, _ content: MemberContent) {
    self.path = path
    self.content = content
  }
}

/// An opened member content of known size.
struct MemberSource {
  private enum Origin {
    case bytes([UInt8])
    case file(InputFile)
  }
  private let origin: Origin
  let sizeBytes: UInt64

  /// - Throws: `file-unreadable`.
  init(_ content: MemberContent) throws(DiagnosticError) {
    switch content {
    case .bytes(let bytes):
      origin = .bytes(bytes)
      sizeBytes = UInt64(bytes.count)
    case .file(let path):
      let file = try InputFile(path: path)
      origin = .file(file)
      sizeBytes = file.sizeBytes
    }
  }

  init(_ file: InputFile) {
    origin = .file(file)
    sizeBytes = file.sizeBytes
  }

  /// Hands over the content in full chunks of `ZipFormat.chunkBytes`; only the last is shorter.
  /// Empty content is one empty last chunk.
  /// - Throws: what `body` throws, `file-unreadable`, `file-changed-while-read`.
  func forEachChunk(
    _ body: (UnsafeRawBufferPointer, _ isLast: Bool) throws(DiagnosticError) -> Void
  ) throws(DiagnosticError) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: Int(min(UInt64(ZipFormat.chunkBytes), max(sizeBytes, 1))), alignment: 16)
    defer { buffer.deallocate() }
    var offset: UInt64 = 0
    repeat {
      let wanted = Int(min(UInt64(ZipFormat.chunkBytes), sizeBytes - offset))
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      try read(at: offset, into: target)
      offset += UInt64(wanted)
      try body(UnsafeRawBufferPointer(target), offset == sizeBytes)
    } while offset < sizeBytes
    try checkEnd()
  }

  /// Fills `target` from `offset` on.
  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  func read(
    at offset: UInt64, into target: UnsafeMutableRawBufferPointer
  ) throws(DiagnosticError) {
    switch origin {
    case .bytes(let bytes):
      target.copyBytes(from: bytes[Int(offset)..<(Int(offset) + target.count)])
    case .file(let file):
      guard try file.read(at: offset, into: target) == target.count else {
        throw changed(file.path)
      }
    }
  }

  /// Whether it still ends where it did when it was opened.
  /// - Throws: `file-unreadable`, `file-changed-while-read`.
  func checkEnd() throws(DiagnosticError) {
    if case .file(let file) = origin, try file.hasBytes(past: sizeBytes) {
      throw changed(file.path)
    }
  }

  private func changed(_ path: String) -> DiagnosticError {
    DiagnosticError(MemberSource.changedDiagnostic(path))
  }

  static func changedDiagnostic(_ path: String) -> Diagnostic {
    Diagnostic(
      .error, "file-changed-while-read", "the file changed while it was read",
      at: SourceLocation(file: path), fix: "run again when nothing writes to it")
  }
}
