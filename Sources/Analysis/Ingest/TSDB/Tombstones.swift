/// Samples that were deleted but are still in the chunks: by series, the times that no longer count.
struct Tombstones: Sendable {
  /// Both ends belong to it; milliseconds since 1970.
  struct Span: Sendable, Hashable {
    var first: Int64
    var last: Int64
  }
  static let magic: [UInt8] = [0x01, 0x30, 0xba, 0x30]
  static let headBytes = 5

  private(set) var spans: [UInt64: [Span]] = [:]
  private(set) var count = 0

  /// Nothing was deleted.
  init() {}

  /// - Throws: `TSDBDefect`; what was deleted is then not known.
  init(_ content: UnsafeRawBufferPointer) throws(TSDBDefect) {
    guard content.starts(with: Self.magic) else {
      throw TSDBDefect("tsdb-tombstones-magic", "the tombstones do not begin like such a file")
    }
    guard content.count >= Self.headBytes + 4 else {
      throw TSDBDefect("tsdb-tombstones-truncated", "the tombstones are cut", at: 4)
    }
    guard content[4] == 1 else {
      throw TSDBDefect(
        "tsdb-tombstones-version", "tombstones of an unknown version",
        fix: "make the snapshot with a Prometheus that writes version 1", at: 4)
    }
    let end = content.count - 4
    let body = UnsafeRawBufferPointer(rebasing: content[Self.headBytes..<end])
    let crc = UInt32(bigEndian: content.loadUnaligned(fromByteOffset: end, as: UInt32.self))
    guard CRC32C.of(body) == crc else {
      throw TSDBDefect(
        "tsdb-tombstones-crc", "the checksum of the tombstones is wrong", at: Int64(end))
    }
    var cursor = ByteCursor(body)
    while cursor.left > 0 {
      let start = cursor.at
      let series = cursor.uvarint()
      let span = Span(first: cursor.varint(), last: cursor.varint())
      guard !cursor.isBroken, span.first <= span.last else {
        throw TSDBDefect(
          "tsdb-tombstones-corrupt", "a tombstone is broken",
          at: Int64(Self.headBytes + start))
      }
      spans[series, default: []].append(span)
      count += 1
    }
    spans = spans.mapValues { $0.sorted { ($0.first, $0.last) < ($1.first, $1.last) } }
  }
}

extension Tombstones {
  /// Reads a block's tombstones.
  /// - Throws: `TSDBDefect`, also when the file is larger than `limitBytes`.
  init(_ file: BlockFile, limitBytes: Int) throws(TSDBDefect) {
    guard file.sizeBytes <= Int64(limitBytes) else {
      throw TSDBDefect(
        "tsdb-tombstones-large", "the tombstones do not fit into memory",
        fix: "raise --max-memory, or clean the tombstones of the snapshot")
    }
    let content = file.bytes(at: 0, count: Int(file.sizeBytes))
    let result = content.withUnsafeBytes { bytes -> Result<Tombstones, TSDBDefect> in
      do throws(TSDBDefect) {
        return .success(try Tombstones(bytes))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }
}
