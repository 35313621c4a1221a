/// What bytes are, by how they begin. Only text can be masked.
enum ContentForm {
  /// Lines; JSON or not is for the name to tell.
  case text
  /// Something compressed that can be read.
  case gzip
  /// Something in which no line can be looked at.
  case opaque

  /// Bytes that tell the form.
  static let headBytes = 16

  init(head: [UInt8]) {
    if head.starts(with: [0x1F, 0x8B, 8]) {
      self = .gzip
    } else if Self.magics.contains(where: { head.starts(with: $0) }) {
      self = .opaque
    } else {
      self = .text
    }
  }

  /// zip, bzip2, xz, Zstandard, LZ4, PDF, ELF, PNG, JPEG, SQLite, Parquet, compress, 7z, DER.
  private static let magics: [[UInt8]] = [
    [0x50, 0x4B, 3, 4], [0x50, 0x4B, 5, 6], Array("BZh".utf8), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
    [0x28, 0xB5, 0x2F, 0xFD], [4, 0x22, 0x4D, 0x18], Array("%PDF-".utf8), [0x7F, 0x45, 0x4C, 0x46],
    [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], Array("SQLite format 3".utf8),
    Array("PAR1".utf8), [0x1F, 0x9D], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], [0x30, 0x80],
    [0x30, 0x82], [0x30, 0x83],
  ]

  /// Whether a line is text. A zero byte is in none of ours and in every line of UTF-16.
  static func isText(_ line: UnsafeRawBufferPointer) -> Bool { !line.contains(0) }

  /// Whether a member of this name holds JSON.
  static func maskedForm(_ name: String) -> MaskedText.Form {
    let lower = name.lowercased()
    return [".json", ".jsonl", ".ndjson"].contains(where: lower.hasSuffix) ? .json : .plain
  }
}
