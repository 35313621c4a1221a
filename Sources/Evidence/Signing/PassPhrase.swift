internal import COpenSSL
public import Diagnostics
internal import Glibc

/// A pass phrase, read from a file or a descriptor and never from an argument or the
/// environment, where every process of the machine could see it.
///
/// A class because the bytes are wiped exactly once, when the last user is done; `@unchecked
/// Sendable` because nothing changes them before.
public final class PassPhrase: @unchecked Sendable {
  private static let maximumBytes = 1024
  private let storage: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) {
    storage = .allocate(capacity: bytes.count)
    _ = storage.initialize(from: bytes)
  }

  deinit {
    OPENSSL_cleanse(storage.baseAddress, storage.count)
    storage.deallocate()
  }

  /// Lends the bytes; they are gone with the object.
  func withBytes<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    body(UnsafeBufferPointer(storage))
  }

  /// The first line of a file, without its end.
  /// - Throws: `pass-phrase-unreadable`.
  public convenience init(file path: String) throws(DiagnosticError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.unreadable(path, systemMessage()) }
    defer { close(descriptor) }
    try self.init(reading: descriptor, called: path)
  }

  /// The first line that comes out of an inherited descriptor, without its end.
  /// - Throws: `pass-phrase-unreadable`.
  public convenience init(descriptor: Int32) throws(DiagnosticError) {
    try self.init(reading: descriptor, called: "file descriptor \(descriptor)")
  }

  private convenience init(reading descriptor: Int32, called name: String) throws(DiagnosticError) {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    // Byte by byte: what follows the line on a shared descriptor belongs to others.
    while true {
      let count = read(descriptor, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.unreadable(name, systemMessage()) }
      if count == 0 || byte == UInt8(ascii: "\n") { break }
      line.append(byte)
      guard line.count <= Self.maximumBytes else {
        throw Self.unreadable(name, "its first line is longer than \(Self.maximumBytes) bytes")
      }
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard !line.isEmpty, !line.contains(0) else {
      throw Self.unreadable(name, "its first line is no pass phrase")
    }
    self.init(line)
    line.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }

  private static func unreadable(_ name: String, _ reason: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "pass-phrase-unreadable", "cannot read the pass phrase: \(reason)",
        at: SourceLocation(file: name),
        fix: "put it in the first line of a file, or of what the descriptor reads"))
  }
}
