/// The index of a block: head, table of contents and symbols, read and checked; series and
/// postings are read by those who need them.
final class IndexFile {
  /// Where the sections begin; 0 for one that is not there.
  struct Contents: Sendable, Hashable {
    var symbols: Int64 = 0
    var series: Int64 = 0
    var labelIndices: Int64 = 0
    var labelIndexTable: Int64 = 0
    var postings: Int64 = 0
    var postingsTable: Int64 = 0

    /// All of them, in no order.
    var all: [Int64] {
      [symbols, series, labelIndices, labelIndexTable, postings, postingsTable]
    }
  }

  static let magic: [UInt8] = [0xba, 0xaa, 0xd7, 0x00]
  static let headBytes: Int64 = 5
  /// Six sections and a checksum.
  static let contentsBytes: Int64 = 6 * 8 + 4

  let file: BlockFile
  /// 1 or 2.
  let version: UInt8
  let contents: Contents
  let symbols: SymbolTable
  /// Where the series end: at the next section.
  let seriesEnd: Int64

  /// - Throws: `TSDBDefect` when head, contents or symbols cannot be trusted.
  init(_ file: BlockFile, limits: IngestLimits) throws(TSDBDefect) {
    self.file = file
    version = try Self.version(file)
    let contents = try Self.contents(file)
    self.contents = contents
    let end = file.sizeBytes - Self.contentsBytes
    seriesEnd = contents.all.filter { $0 > contents.series }.min() ?? end
    symbols = try SymbolTable(
      file, at: contents.symbols, isByOffset: version == 1, limitBytes: 2 * limits.documentBytes)
  }

  /// What postings, tombstones and chunks call the series at `offset`.
  func reference(ofSeriesAt offset: Int64) -> UInt64 {
    version == 1 ? UInt64(offset) : UInt64(offset / 16)
  }

  private static func version(_ file: BlockFile) throws(TSDBDefect) -> UInt8 {
    let head = file.bytes(at: 0, count: Int(headBytes))
    guard head.starts(with: magic) else {
      throw TSDBDefect("tsdb-index-magic", "the index does not begin like one")
    }
    guard head.count == Int(headBytes), file.sizeBytes >= headBytes + contentsBytes else {
      throw TSDBDefect("tsdb-index-truncated", "the index is cut", at: file.sizeBytes)
    }
    guard head[4] == 1 || head[4] == 2 else {
      throw TSDBDefect(
        "tsdb-index-version", "the index is neither of version 1 nor of version 2",
        fix: "make the snapshot with a Prometheus that writes index version 2", at: 4)
    }
    return head[4]
  }

  private static func contents(_ file: BlockFile) throws(TSDBDefect) -> Contents {
    let start = file.sizeBytes - contentsBytes
    let bytes = file.bytes(at: start, count: Int(contentsBytes))
    var found = Contents()
    let isRight = bytes.withUnsafeBytes { bytes in
      var cursor = ByteCursor(bytes)
      let sections = (0..<6).map { _ in cursor.big64() }
      let crc = cursor.big32()
      guard !cursor.isBroken, sections.allSatisfy({ $0 <= UInt64(start) }),
        CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[..<48])) == crc
      else { return false }
      found = Contents(
        symbols: Int64(sections[0]), series: Int64(sections[1]),
        labelIndices: Int64(sections[2]), labelIndexTable: Int64(sections[3]),
        postings: Int64(sections[4]), postingsTable: Int64(sections[5]))
      return true
    }
    guard isRight else {
      throw TSDBDefect(
        "tsdb-index-toc", "the index' table of contents is broken, or cut off", at: start)
    }
    return found
  }
}

/// The texts of an index, each once.
final class SymbolTable {
  /// The section from its count to before its checksum.
  private let bytes: UnsafeMutableRawBufferPointer
  /// Where the section's bytes lie in the file.
  private let start: Int64
  private let isByOffset: Bool
  /// Where each text begins, by its number; empty where they go by offset.
  private var offsets: [UInt32] = []

  /// - Parameter isByOffset: whether series name texts by place in the file (version 1), not by
  ///   number.
  init(
    _ file: BlockFile, at offset: Int64, isByOffset: Bool, limitBytes: Int
  ) throws(TSDBDefect) {
    let window = FileWindow(file, bytes: 8)
    guard let length = window.big32(at: offset), length >= 4,
      offset + 4 + Int64(length) + 4 <= file.sizeBytes
    else { throw TSDBDefect("tsdb-index-symbols", "the symbol table is cut", at: offset) }
    guard Int64(length) <= Int64(limitBytes) else {
      throw TSDBDefect(
        "tsdb-index-symbols-large", "the symbol table does not fit into memory",
        fix: "raise --max-memory", at: offset)
    }
    start = offset + 4
    self.isByOffset = isByOffset
    bytes = .allocate(byteCount: Int(length), alignment: 8)
    guard file.read(at: start, into: bytes) == bytes.count,
      window.big32(at: start + Int64(length)) == CRC32C.of(UnsafeRawBufferPointer(bytes))
    else {
      throw TSDBDefect(
        "tsdb-index-symbols-crc", "the checksum of the symbol table is wrong", at: offset)
    }
    if !isByOffset {
      guard findOffsets() else {
        throw TSDBDefect("tsdb-index-symbols", "the symbol table is broken", at: offset)
      }
    }
  }

  deinit { bytes.deallocate() }

  private func findOffsets() -> Bool {
    var cursor = ByteCursor(UnsafeRawBufferPointer(bytes))
    let count = Int(cursor.big32())
    // Every text takes a byte at least.
    guard count <= bytes.count else { return false }
    offsets.reserveCapacity(count)
    for _ in 0..<count {
      offsets.append(UInt32(cursor.at))
      _ = cursor.text()
      if cursor.isBroken { return false }
    }
    return true
  }

  /// The text that a series names, valid as long as the table is.
  func text(_ reference: UInt32) -> UnsafeRawBufferPointer? {
    let at: Int
    if isByOffset {
      at = Int(Int64(reference) - start)
      guard at >= 4 && at < bytes.count else { return nil }
    } else {
      guard reference < offsets.count else { return nil }
      at = Int(offsets[Int(reference)])
    }
    var cursor = ByteCursor(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[at...]))
    let text = cursor.text()
    return cursor.isBroken ? nil : text
  }
}
