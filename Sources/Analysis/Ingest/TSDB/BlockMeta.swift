/// What a block's `meta.json` says.
struct BlockMeta: Sendable, Hashable {
  /// The block's name.
  var id: String
  /// Times that the block covers, in milliseconds since 1970; the last one is not in it.
  var first: Int64
  var last: Int64
  var version: Int64
  /// Distance of the samples that Thanos downsampled the block to, in milliseconds; 0 for raw.
  var resolution: Int64

  /// The meta data on `tape`; nil when something is missing.
  init?(_ tape: JSONTape) {
    func number(_ path: String) -> Int64? {
      tape.find(FieldPath(path)).flatMap { tape.text(ofScalar: $0) }.flatMap { Int64($0.string) }
    }
    guard let id = tape.find(FieldPath("ulid")).flatMap({ tape.text(ofScalar: $0) }),
      let first = number("minTime"), let last = number("maxTime"),
      let version = number("version"), first <= last
    else { return nil }
    self.id = id.string
    self.first = first
    self.last = last
    self.version = version
    resolution = number("thanos.downsample.resolution") ?? 0
  }

  /// The meta data of the block in a folder.
  init?(path: String, limits: IngestLimits) {
    guard let file = try? BlockFile(path: path, memoryBytes: limits.recordBytes),
      file.sizeBytes <= Int64(limits.recordBytes)
    else { return nil }
    let tape = JSONTape(limits)
    let content = file.bytes(at: 0, count: Int(file.sizeBytes))
    let found = content.withUnsafeBytes { tape.parse($0) == nil ? BlockMeta(tape) : nil }
    guard let found else { return nil }
    self = found
  }
}
