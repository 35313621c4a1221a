internal import Analysis
internal import Evidence

/// Takes the exhibits of one incident into slices: one file a source and kind, exact bytes, a line
/// feed between stretches, and an index line a record that says where it came from.
final class SliceSink: ExhibitSink {
  /// One slice as the findings state it.
  struct Summary {
    var member: String
    var input: Int
    var records: Int64 = 0
    var quarantined: Int64 = 0
    /// Offsets of records that count with another export.
    var duplicates: [Int64] = []
  }
  private final class Slice {
    let file: SliceFile
    let kind: String
    var summary: Summary
    var last: RecordPlace?
    var pieces = SlicePieces()
    /// Where the stretch that was written last ends in the export.
    var written: (end: Int64, isText: Bool)?
    init(_ file: SliceFile, _ kind: String, _ summary: Summary) {
      self.file = file
      self.kind = kind
      self.summary = summary
    }
  }
  private struct Key: Hashable {
    var slice: String
    var input: Int
  }

  private let folder: String
  private let inputs: [InputSummary]
  private var slices: [Key: Slice] = [:]
  /// How many sources a kind of slice has so far; exhibits come in input order.
  private var sources: [String: Int] = [:]
  private var indexes: [String: SliceFile] = [:]
  private var input: Int?

  /// - Parameter folder: a private folder for the slices; it must exist.
  init(folder: String, inputs: [InputSummary]) {
    self.folder = folder
    self.inputs = inputs
  }

  func append(
    _ entry: ExhibitEntry, bytes: UnsafeRawBufferPointer, at extent: ExhibitExtent
  ) throws {
    if input != entry.provenance.input { try flush() }
    input = entry.provenance.input
    let slice = try slice(for: entry)
    if !entry.isDuplicate && !entry.isContext {
      // Records of one exported line share its place; the line is kept once.
      if slice.last == entry.provenance.place { return }
      slice.last = entry.provenance.place
      slice.summary.records += 1
      if entry.isQuarantined { slice.summary.quarantined += 1 }
    }
    slice.pieces.add(entry, bytes, extent)
    try write(slice, all: false)
  }

  /// Writes out everything that came of one input.
  private func flush() throws {
    for (_, slice) in slices.sorted(by: { $0.value.summary.member < $1.value.summary.member }) {
      try write(slice, all: true)
    }
  }

  private func write(_ slice: Slice, all: Bool) throws {
    for piece in slice.pieces.take(all: all) {
      // Stretches that adjoin in the export adjoin in the slice.
      if let written = slice.written, written.isText, written.end != piece.start {
        try slice.file.append("\n")
      }
      let offset = slice.file.byteCount
      try piece.bytes.withUnsafeBytes { try slice.file.append($0) }
      slice.written = (piece.end, piece.isText)
      let entries = piece.entries.sorted { $0.provenance < $1.provenance }
      for entry in entries where !entry.isContext {
        let place = offset + entry.provenance.place.offset - piece.start
        if entry.isDuplicate {
          slice.summary.duplicates.append(place)
          continue
        }
        let line = indexLine(entry, slice.summary.member, offset: place)
        try index(Self.place(of: slice.kind)).append(line.compact + "\n")
      }
    }
    guard all, slice.written?.isText == true else { return }
    try slice.file.append("\n")
    slice.written = nil
  }

  private func slice(for entry: ExhibitEntry) throws -> Slice {
    let key = Key(slice: entry.slice, input: entry.provenance.input)
    if let known = slices[key] { return known }
    let number = sources[entry.slice, default: 0] + 1
    sources[entry.slice] = number
    let name = entry.slice + (number == 1 ? "" : "-\(number)") + extensionOf(key.input)
    let slice = Slice(
      try SliceFile(path: folder + "/" + name), entry.slice,
      Summary(member: Self.place(of: entry.slice) + name, input: key.input))
    slices[key] = slice
    return slice
  }

  /// The folder of a package that a kind of slice belongs to.
  private static func place(of slice: String) -> String {
    switch slice {
    case "spans": "data/traces/"
    case "deployments", "git_commits": "data/config/"
    default: "data/logs/"
    }
  }

  /// The source's own extension, `.gz` aside, so that a reader knows what to expect.
  private func extensionOf(_ input: Int) -> String {
    let name = inputs[input].path.split(separator: "/").last ?? ""
    let parts = name.split(separator: ".").dropFirst().filter { $0 != "gz" }
    guard let last = parts.last, last.utf8.count <= 8,
      last.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 })
    else { return ".log" }
    return "." + last.lowercased()
  }

  private func indexLine(
    _ entry: ExhibitEntry, _ member: String, offset: Int64
  ) -> JSONValue {
    let source = inputs[entry.provenance.input]
    let place = entry.provenance.place
    return .object([
      ("slice", .string(member)), ("offset", .integer(offset)), ("length", .integer(place.length)),
      ("source", .string(source.path)), ("sha256", .string(source.sha256)),
      ("sourceOffset", .integer(place.offset)), ("sourceLength", .integer(place.length)),
      ("line", .integer(place.line)), ("time", .optional(entry.time?.rfc3339)),
      ("service", .optional(entry.service)), ("trace_id", .optional(entry.trace)),
      ("quarantined", .bool(entry.isQuarantined)),
    ])
  }

  private func index(_ place: String) throws -> SliceFile {
    if let known = indexes[place] { return known }
    let name = "index-" + place.filter { $0 != "/" } + ".jsonl"
    let file = try SliceFile(path: folder + "/" + name)
    indexes[place] = file
    return file
  }

  /// Ends the slices.
  /// - Returns: their members and those of the indexes, and what each slice holds.
  func finish() throws -> (members: [PackageMember], summaries: [Summary]) {
    var members: [PackageMember] = []
    try flush()
    for slice in slices.values {
      try slice.file.flush()
      members.append(PackageMember(slice.summary.member, .file(slice.file.path)))
    }
    for (place, file) in indexes {
      try file.flush()
      members.append(PackageMember(place + "index.jsonl", .file(file.path)))
    }
    return (
      members.sorted { $0.path < $1.path },
      slices.values.map(\.summary).sorted { $0.member < $1.member }
    )
  }
}
