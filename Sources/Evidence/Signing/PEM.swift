internal import COpenSSL

/// One block of a PEM file.
struct PEMBlock {
  /// `CERTIFICATE`, `PRIVATE KEY`, …
  var label: String
  /// Header lines of the old encrypted forms; empty in the forms that are read here.
  var headers: String
  var der: [UInt8]

  /// Whether a file is PEM and not DER.
  static func isPEM(_ bytes: [UInt8]) -> Bool {
    let mark = Array("-----BEGIN ".utf8)
    guard bytes.count > mark.count, bytes.first != DER.sequence else { return false }
    return bytes.indices.dropLast(mark.count).contains { bytes[$0...].starts(with: mark) }
  }

  /// All blocks of a file, in order; text between them is passed over, as stock tools do.
  static func all(in bytes: [UInt8]) -> [PEMBlock] {
    Libcrypto.reading(bytes) { bio in
      var out: [PEMBlock] = []
      while let block = next(bio) { out.append(block) }
      ERR_clear_error()
      return out
    } ?? []
  }

  private static func next(_ bio: OpaquePointer) -> PEMBlock? {
    var name: UnsafeMutablePointer<CChar>?
    var header: UnsafeMutablePointer<CChar>?
    var data: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard PEM_read_bio(bio, &name, &header, &data, &count) == 1, let name, let header, let data
    else { return nil }
    defer {
      CRYPTO_free(name, "", 0)
      CRYPTO_free(header, "", 0)
      CRYPTO_clear_free(data, count, "", 0)
    }
    return PEMBlock(
      label: String(cString: name), headers: String(cString: header),
      der: [UInt8](UnsafeBufferPointer(start: data, count: count)))
  }

  /// One block as text: base64 in lines of 64 characters.
  static func text(_ label: String, _ der: [UInt8]) -> String {
    let digits = Array(Base64.text(der).utf8)
    var out = "-----BEGIN \(label)-----\n"
    for start in stride(from: 0, to: digits.count, by: 64) {
      let line = digits[start..<min(start + 64, digits.count)]
      out += String(decoding: line, as: UTF8.self) + "\n"
    }
    return out + "-----END \(label)-----\n"
  }
}

/// RFC 4648 base64 with padding.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "" }
    var out = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    let count = EVP_EncodeBlock(&out, bytes, Int32(bytes.count))
    return String(decoding: out.prefix(Int(count)), as: UTF8.self)
  }

  /// The bytes that `text` writes as just this text; nil for any other spelling.
  static func bytes(_ spelling: String) -> [UInt8]? {
    let digits = Array(spelling.utf8)
    guard digits.count % 4 == 0 else { return nil }
    var out = [UInt8](repeating: 0, count: digits.count / 4 * 3)
    guard EVP_DecodeBlock(&out, digits, Int32(digits.count)) == out.count else { return nil }
    let bytes = Array(out.dropLast(digits.suffix(2).count { $0 == UInt8(ascii: "=") }))
    return text(bytes) == spelling ? bytes : nil
  }
}
