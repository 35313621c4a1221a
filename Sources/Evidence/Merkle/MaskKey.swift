internal import COpenSSL
public import Diagnostics

/// K, the secret from which all salts of a package come. Whoever has it and one masked value's
/// commitment can search the value; so it lies in full packages and sealed parts only.
public struct MaskKey: Sendable, Hashable {
  /// 32 bytes.
  let bytes: [UInt8]

  init?(bytes: [UInt8]) {
    guard bytes.count == LineSalts.keyBytes else { return nil }
    self.bytes = bytes
  }

  /// A key nobody knows yet, from libcrypto.
  /// - Throws: `mask-key`.
  public static func random() throws(DiagnosticError) -> MaskKey {
    var bytes = [UInt8](repeating: 0, count: LineSalts.keyBytes)
    guard RAND_bytes(&bytes, Int32(bytes.count)) == 1, let key = MaskKey(bytes: bytes) else {
      throw DiagnosticError(
        Diagnostic(
          .error, "mask-key", "libcrypto has no random bytes for the mask key",
          fix: "name a key with --mask-key"))
    }
    return key
  }

  /// The key in `file`: 64 lowercase hex digits on one line, as packages hold it.
  /// - Throws: `mask-key`, `file-unreadable`.
  public init(file path: String) throws(DiagnosticError) {
    let file = try InputFile(path: path)
    guard let key = Self.parse(try file.bytes(at: 0, count: 80)) else {
      throw DiagnosticError(
        Diagnostic(
          .error, "mask-key", "it does not hold 64 lowercase hex digits on one line",
          at: SourceLocation(file: path), fix: "make one: openssl rand -hex 32 > FILE"))
    }
    self = key
  }

  /// The content of a key file.
  static func parse(_ content: [UInt8]) -> MaskKey? {
    let line = content.last == 0x0A ? content.dropLast() : content[...]
    return Hex.bytes(String(decoding: line, as: UTF8.self), count: LineSalts.keyBytes)
      .flatMap { MaskKey(bytes: $0) }
  }

  var fileContent: [UInt8] { Array((Hex.text(bytes) + "\n").utf8) }
  var salts: LineSalts { LineSalts(key: bytes) }
}
