/// The byte rules of a package (EVIDENCE): every header field has exactly one right value, so
/// that the writer cannot vary and the verifier can name every byte that differs.
///
/// Layout: local header, name and data of each entry without gaps; the central directory in the
/// same order; the Zip64 end record and locator when needed; the end record; nothing after it.
enum ZipFormat {
  static let localSignature: UInt32 = 0x0403_4b50
  static let centralSignature: UInt32 = 0x0201_4b50
  static let endSignature: UInt32 = 0x0605_4b50
  static let zip64EndSignature: UInt32 = 0x0606_4b50
  static let zip64LocatorSignature: UInt32 = 0x0706_4b50
  static let localHeaderBytes = 30
  static let centralHeaderBytes = 46
  static let endRecordBytes = 22
  static let zip64EndBytes = 56
  static let zip64LocatorBytes = 20

  /// 1980-01-01 00:00:00, the earliest DOS time: a package has no clock of its own.
  static let time: UInt16 = 0
  static let date: UInt16 = 0x0021
  /// A regular Unix file, mode 0644.
  static let externalAttributes: UInt32 = 0o100644 << 16
  static let zip64ExtraID: UInt16 = 1
  static let sentinel16: UInt16 = 0xFFFF
  static let sentinel32: UInt32 = 0xFFFF_FFFF

  /// What is read at once; a whole number of these makes a `DeflateBlock`.
  static let chunkBytes = 256 << 10

  /// Already compressed or signed over as bytes: deflate would gain nothing.
  static let storedExtensions: Set<String> = ["p7s", "tsq", "tsr", "cms", "pdf"]

  /// `mimetype` and the stored extensions are stored, everything else deflated unless `store`.
  static func method(for name: String, store: Bool) -> ZipMethod {
    store || mustBeStored(name) ? .stored : .deflated
  }

  static func mustBeStored(_ name: String) -> Bool {
    if name == PackageLayout.mimetype { return true }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return storedExtensions.contains(String(name[name.utf8.index(after: dot)...]))
  }
}

/// The two methods a package uses.
enum ZipMethod: UInt16, Sendable {
  case stored = 0
  case deflated = 8
}

/// The values from which on a field needs Zip64. Tests lower them; nobody else does.
struct Zip64Limits: Sendable {
  var sizeBytes: UInt64 = 0xFFFF_FFFF
  var entries: UInt64 = 0xFFFF

  /// Whether the sizes go to a Zip64 field. The local header is laid out before the data is
  /// deflated, so what counts is how large the data could become (`Deflater.bound` of its blocks:
  /// five bytes for each 5 000 and fourteen more: 1 064 a MiB).
  func needsZip64(contentBytes: UInt64, method: ZipMethod) -> Bool {
    if contentBytes >= sizeBytes { return true }
    guard method == .deflated else { return false }
    let growth = (contentBytes >> 20 + 1) * 1064
    return contentBytes + growth >= sizeBytes
  }
}

/// What differs from entry to entry; all other header fields follow from it.
struct ZipEntry: Sendable {
  var name: [UInt8]
  var method: ZipMethod
  var crc: UInt32
  var compressedBytes: UInt64
  var contentBytes: UInt64
  /// Offset of the local header.
  var offset: UInt64

  func localHeader(_ limits: Zip64Limits) -> [UInt8] {
    let zip64 = limits.needsZip64(contentBytes: contentBytes, method: method)
    var out: [UInt8] = []
    out.append(u32: ZipFormat.localSignature)
    appendCommonFields(to: &out, zip64: zip64, zip64Sizes: zip64, extraBytes: zip64 ? 20 : 0)
    out += name
    if zip64 {
      out.append(u16: ZipFormat.zip64ExtraID)
      out.append(u16: 16)
      out.append(u64: contentBytes)
      out.append(u64: compressedBytes)
    }
    return out
  }

  func centralHeader(_ limits: Zip64Limits) -> [UInt8] {
    let zip64Sizes = limits.needsZip64(contentBytes: contentBytes, method: method)
    let zip64Offset = offset >= limits.sizeBytes
    let zip64 = zip64Sizes || zip64Offset
    let fieldBytes = (zip64Sizes ? 16 : 0) + (zip64Offset ? 8 : 0)
    var out: [UInt8] = []
    out.append(u32: ZipFormat.centralSignature)
    out.append(u16: ZipEntry.versionMadeBy(zip64: zip64))
    appendCommonFields(
      to: &out, zip64: zip64, zip64Sizes: zip64Sizes, extraBytes: zip64 ? 4 + fieldBytes : 0)
    out.append(u16: 0)  // comment
    out.append(u16: 0)  // disk
    out.append(u16: 0)  // internal attributes
    out.append(u32: ZipFormat.externalAttributes)
    out.append(u32: zip64Offset ? ZipFormat.sentinel32 : UInt32(clamping: offset))
    out += name
    if zip64 {
      out.append(u16: ZipFormat.zip64ExtraID)
      out.append(u16: UInt16(fieldBytes))
      if zip64Sizes {
        out.append(u64: contentBytes)
        out.append(u64: compressedBytes)
      }
      if zip64Offset { out.append(u64: offset) }
    }
    return out
  }

  static func versionMadeBy(zip64: Bool) -> UInt16 { 3 << 8 | (zip64 ? 45 : 20) }

  static func versionNeeded(method: ZipMethod, zip64: Bool) -> UInt16 {
    zip64 ? 45 : method == .deflated ? 20 : 10
  }

  private func appendCommonFields(
    to out: inout [UInt8], zip64: Bool, zip64Sizes: Bool, extraBytes: Int
  ) {
    out.append(u16: ZipEntry.versionNeeded(method: method, zip64: zip64))
    out.append(u16: 0)  // flags: sizes in the header, ASCII names
    out.append(u16: method.rawValue)
    out.append(u16: ZipFormat.time)
    out.append(u16: ZipFormat.date)
    out.append(u32: crc)
    out.append(u32: zip64Sizes ? ZipFormat.sentinel32 : UInt32(clamping: compressedBytes))
    out.append(u32: zip64Sizes ? ZipFormat.sentinel32 : UInt32(clamping: contentBytes))
    out.append(u16: UInt16(clamping: name.count))
    out.append(u16: UInt16(extraBytes))
  }
}

/// Where the central directory lies, as the end records state it.
struct ZipEnd: Sendable, Equatable {
  var entries: UInt64
  var directoryOffset: UInt64
  var directoryBytes: UInt64

  func needsZip64(_ limits: Zip64Limits) -> Bool {
    entries >= limits.entries || directoryOffset >= limits.sizeBytes
      || directoryBytes >= limits.sizeBytes
  }

  /// The Zip64 records, if needed, and the end record.
  func records(_ limits: Zip64Limits) -> [UInt8] {
    var out: [UInt8] = []
    if needsZip64(limits) {
      out.append(u32: ZipFormat.zip64EndSignature)
      out.append(u64: UInt64(ZipFormat.zip64EndBytes - 12))
      out.append(u16: ZipEntry.versionMadeBy(zip64: true))
      out.append(u16: 45)
      out.append(u32: 0)
      out.append(u32: 0)
      out.append(u64: entries)
      out.append(u64: entries)
      out.append(u64: directoryBytes)
      out.append(u64: directoryOffset)
      out.append(u32: ZipFormat.zip64LocatorSignature)
      out.append(u32: 0)
      out.append(u64: directoryOffset &+ directoryBytes)
      out.append(u32: 1)
    }
    let count = entries >= limits.entries ? ZipFormat.sentinel16 : UInt16(clamping: entries)
    out.append(u32: ZipFormat.endSignature)
    out.append(u16: 0)
    out.append(u16: 0)
    out.append(u16: count)
    out.append(u16: count)
    out.append(u32: directoryBytes >= limits.sizeBytes ? ~0 : UInt32(clamping: directoryBytes))
    out.append(u32: directoryOffset >= limits.sizeBytes ? ~0 : UInt32(clamping: directoryOffset))
    out.append(u16: 0)
    return out
  }
}
