import Foundation

/// Writes Prometheus TSDB blocks from the format's description, for tests: nothing here shares code
/// with the readers.
struct BlockWriter {
  struct Chunk {
    var encoding: UInt8
    var data: [UInt8]
    var first: Int64
    var last: Int64
    /// Which segment it goes to, from 0.
    var segment = 0
  }
  struct Series {
    var labels: [(String, String)]
    var chunks: [Chunk]
  }
  struct Deleted {
    /// Position in `series`.
    var series: Int
    var first: Int64
    var last: Int64
  }

  var version: UInt8 = 2
  var series: [Series] = []
  var deleted: [Deleted] = []
  /// Whether chunks are laid down from the last series to the first.
  var isBackwards = false
  /// Said by meta.json.
  var times: (first: Int64, last: Int64) = (0, 7_200_000)
  var thanosResolution: Int64?

  /// All files of the block, by name.
  func files() -> [String: [UInt8]] {
    var segments: [[UInt8]] = []
    var references: [[UInt64]] = series.map { _ in [] }
    let order = isBackwards ? Array(series.indices.reversed()) : Array(series.indices)
    for number in order {
      for chunk in series[number].chunks {
        while segments.count <= chunk.segment {
          segments.append([0x85, 0xbd, 0x40, 0xdd, 1, 0, 0, 0])
        }
        let offset = segments[chunk.segment].count
        references[number].append(UInt64(chunk.segment) << 32 | UInt64(offset))
        let body = [chunk.encoding] + chunk.data
        segments[chunk.segment] +=
          Encoded.uvarint(UInt64(chunk.data.count)) + body + Encoded.big32(Encoded.crc32c(body))
      }
    }
    var files: [String: [UInt8]] = [:]
    for (number, segment) in segments.enumerated() {
      files[String(format: "chunks/%06d", number + 1)] = segment
    }
    let (index, places) = index(references)
    files["index"] = index
    files["tombstones"] = tombstones(places)
    files["meta.json"] = Array(meta.utf8)
    return files
  }

  private var meta: String {
    let thanos = thanosResolution.map { ", \"thanos\": {\"downsample\": {\"resolution\": \($0)}}" }
    return "{\"ulid\": \"01TESTBLOCK\", \"minTime\": \(times.first), \"maxTime\": \(times.last),"
      + " \"version\": 1\(thanos ?? "")}"
  }

  private func tombstones(_ places: [Int]) -> [UInt8] {
    var body: [UInt8] = []
    for item in deleted {
      let place = places[item.series]
      body += Encoded.uvarint(UInt64(version == 1 ? place : place / 16))
      body += Encoded.varint(item.first) + Encoded.varint(item.last)
    }
    return [0x01, 0x30, 0xba, 0x30, 1] + body + Encoded.big32(Encoded.crc32c(body))
  }

  /// The index, and where in it each series lies.
  private func index(_ references: [[UInt64]]) -> ([UInt8], [Int]) {
    var out: [UInt8] = [0xba, 0xaa, 0xd7, 0x00, version]
    let symbols = Set(series.flatMap { $0.labels.flatMap { [$0.0, $0.1] } }).sorted()
    let symbolsAt = out.count
    var symbol: [String: UInt64] = [:]
    var table = Encoded.big32(UInt32(symbols.count))
    for (number, text) in symbols.enumerated() {
      symbol[text] = version == 1 ? UInt64(symbolsAt + 4 + table.count) : UInt64(number)
      table += Encoded.uvarint(UInt64(text.utf8.count)) + Array(text.utf8)
    }
    out += Self.section(table)
    func align(_ to: Int) { while out.count % to != 0 { out.append(0) } }
    if version == 2 { align(16) }
    let seriesAt = out.count
    var places: [Int] = []
    for (number, item) in series.enumerated() {
      if version == 2 { align(16) }
      places.append(out.count)
      let body = entry(item, references[number], symbol)
      out += Encoded.uvarint(UInt64(body.count)) + body + Encoded.big32(Encoded.crc32c(body))
    }
    align(4)
    let postingsAt = out.count
    var lists: [(name: String, value: String, at: Int)] = []
    func list(_ name: String, _ value: String, _ members: [Int]) {
      align(4)
      lists.append((name, value, out.count))
      let numbers = members.map { Encoded.big32(UInt32(version == 1 ? $0 : $0 / 16)) }
      out += Self.section(Encoded.big32(UInt32(members.count)) + numbers.flatMap { $0 })
    }
    list("", "", places)
    for (name, value) in Set(series.flatMap { $0.labels.map { [$0.0, $0.1] } }).map({
      ($0[0], $0[1])
    })
    .sorted(by: { $0 < $1 }) {
      list(
        name, value,
        zip(series, places).filter { item, _ in
          item.labels.contains { $0 == (name, value) }
        }.map(\.1))
    }
    let tableAt = out.count
    var offsets = Encoded.big32(UInt32(lists.count))
    for list in lists {
      offsets += [2] + Encoded.uvarint(UInt64(list.name.utf8.count)) + Array(list.name.utf8)
      offsets += Encoded.uvarint(UInt64(list.value.utf8.count)) + Array(list.value.utf8)
      offsets += Encoded.uvarint(UInt64(list.at))
    }
    out += Self.section(offsets)
    let contents = [symbolsAt, seriesAt, postingsAt, 0, postingsAt, tableAt]
      .flatMap { Encoded.big64(UInt64($0)) }
    return (out + contents + Encoded.big32(Encoded.crc32c(contents)), places)
  }

  private func entry(
    _ item: Series, _ references: [UInt64], _ symbol: [String: UInt64]
  ) -> [UInt8] {
    var body = Encoded.uvarint(UInt64(item.labels.count))
    for (name, value) in item.labels {
      body += Encoded.uvarint(symbol[name] ?? 0) + Encoded.uvarint(symbol[value] ?? 0)
    }
    body += Encoded.uvarint(UInt64(item.chunks.count))
    var last: Int64 = 0
    var reference: UInt64 = 0
    for (turn, chunk) in item.chunks.enumerated() {
      if turn == 0 {
        body += Encoded.varint(chunk.first)
        body += Encoded.uvarint(UInt64(chunk.last - chunk.first))
        body += Encoded.uvarint(references[turn])
      } else {
        body += Encoded.uvarint(UInt64(chunk.first - last))
        body += Encoded.uvarint(UInt64(chunk.last - chunk.first))
        body += Encoded.varint(Int64(references[turn]) - Int64(reference))
      }
      last = chunk.last
      reference = references[turn]
    }
    return body
  }

  /// Length, body, checksum.
  private static func section(_ body: [UInt8]) -> [UInt8] {
    Encoded.big32(UInt32(body.count)) + body + Encoded.big32(Encoded.crc32c(body))
  }
}

/// Numbers as the format writes them.
enum Encoded {
  static func uvarint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var out: [UInt8] = []
    while rest >= 0x80 {
      out.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return out + [UInt8(rest)]
  }

  static func varint(_ value: Int64) -> [UInt8] {
    uvarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  static func big32(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) }
  }
  static func big64(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(value >> (56 - 8 * $0) & 255) }
  }

  /// Castagnoli's CRC, bit by bit (RFC 3720, appendix B.4 gives examples).
  static func crc32c(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
    }
    return ~crc
  }
}
