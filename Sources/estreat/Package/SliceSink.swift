internal import Analysis
internal import Evidence

/// Takes the exhibits of one incident into slices: one file a source and kind, exact bytes, a line
/// feed between stretches, and an index line a record that says where it came from.
final class SliceSink: ExhibitSink {
  /// One slice as the findings state it.
  struct Summary {
    var member: String
    /// Kind of records: `gateway_access`, `app_log` …
    var kind: String
    var input: Int
    /// Records of the source in the stretch, and how many of them could not be used.
    var records: Int64 = 0
    var quarantined: Int64 = 0
    /// Offsets of records that count with another export.
    var duplicates: [Int64] = []
    /// Role of the records that its counts count.
    var role: SourceRole? { SliceCounts.role(ofSlice: kind) }
    /// Of a slice that would have been too long, how many records it holds; nil: all of them.
    var kept: Int64?
  }
  private final class Slice {
    let file: SliceFile
    let number: Int
    var summary: Summary
    /// Where records lie in it that are cited.
    var cited: [Range<Int64>] = []
    var last: RecordPlace?
    var pieces = SlicePieces()
    /// Where the stretch that was written last ends in the export.
    var written: (end: Int64, isText: Bool)?
    init(_ file: SliceFile, _ number: Int, _ summary: Summary) {
      self.file = file
      self.number = number
      self.summary = summary
    }
  }
  /// What is known of the input whose exhibits come.
  private final class Source {
    let input: Int
    let brief: SourceBrief
    var slices: [Slice] = []
    /// Index lines of the records that stand out, by place.
    var index: [String: SliceFile] = [:]
    /// Sizes of the indexes before this input.
    let indexStarts: [String: Int64]
    /// Whether its slices are longer than agreed: they are written anew at its end.
    var isTooLong = false
    /// Where records that are cited lie if its slices are written briefly.
    var cited: [(slice: Slice, place: Range<Int64>)] = []
    init(_ input: Int, _ brief: SourceBrief, _ indexStarts: [String: Int64]) {
      self.input = input
      self.brief = brief
      self.indexStarts = indexStarts
    }
  }

  private let folder: String
  private let inputs: [InputSummary]
  private let mostBytes: Int64
  private var slices: [Slice] = []
  /// How many sources a kind of slice has so far; exhibits come in input order.
  private var sources: [String: Int] = [:]
  private var indexes: [String: SliceFile] = [:]
  private var omitted: SliceFile?
  private var source: Source?

  /// - Parameters:
  ///   - folder: a private folder for the slices; it must exist.
  ///   - mostBytes: how long the slices of one input may be together.
  init(folder: String, inputs: [InputSummary], mostBytes: Int64) {
    self.folder = folder
    self.inputs = inputs
    self.mostBytes = mostBytes
  }

  func append(
    _ entry: ExhibitEntry, bytes: UnsafeRawBufferPointer, at extent: ExhibitExtent
  ) throws {
    let source = try source(of: entry.provenance.input)
    let slice = try slice(for: entry, source)
    var isNew = !entry.isDuplicate && !entry.isContext
    if isNew {
      // Records of one exported line share its place; the line is kept once.
      isNew = slice.last != entry.provenance.place
      slice.last = entry.provenance.place
      if isNew {
        slice.summary.records += 1
        if entry.isQuarantined { slice.summary.quarantined += 1 }
      } else if !entry.standsOut {
        return
      }
    }
    try source.brief.add(
      entry, extent, count: bytes.count, slice: slice.number, isNew: isNew)
    let counts = isNew || entry.isDuplicate || entry.isContext
    guard counts, !source.isTooLong else { return }
    slice.pieces.add(entry, bytes, extent)
    try write(slice, all: false)
    if isTooLong(source) { try giveUp(source) }
  }

  private func isTooLong(_ source: Source) -> Bool {
    source.slices.reduce(0) { $0 + $1.file.byteCount } > mostBytes
  }

  /// What was written of the source goes; from now on only places are kept.
  private func giveUp(_ source: Source) throws {
    source.isTooLong = true
    for slice in source.slices {
      slice.pieces = SlicePieces()
      slice.written = nil
      slice.summary.duplicates = []
      slice.cited = []
      try slice.file.cut(to: 0)
    }
    for (place, index) in indexes { try index.cut(to: source.indexStarts[place] ?? 0) }
  }

  func finish(
    input: Int, _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    guard let source, source.input == input else { return }
    defer { self.source = nil }
    if !source.isTooLong {
      for slice in source.slices.sorted(by: { $0.summary.member < $1.summary.member }) {
        try write(slice, all: true)
      }
      if isTooLong(source) { try giveUp(source) }
    }
    if source.isTooLong { try writeBriefly(source, content) }
    source.brief.remove()
    for file in source.index.values { file.remove() }
  }

  /// Writes the slices of a source that are too long: what stands out, and of the rest the digests.
  private func writeBriefly(
    _ source: Source, _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    try source.brief.finish()
    var writer = try BriefWriter(source.brief)
    let slices = Dictionary(uniqueKeysWithValues: source.slices.map { (Int64($0.number), $0) })
    let targets = BriefWriter.Targets(
      keep: { stretch, bytes, isFirst in
        guard let slice = slices[stretch.slice] else { return }
        if isFirst, let written = slice.written, written.isText, written.end != stretch.start {
          try slice.file.append("\n")
        }
        try slice.file.append(bytes)
        slice.written = (stretch.end, stretch.isText)
      },
      omit: { try self.omit($0, source.input) })
    try content { try writer.consume($0, targets) }
    precondition(writer.isComplete, "the export is as it was when its records were read")
    for slice in source.slices {
      if slice.written?.isText == true { try slice.file.append("\n") }
      slice.written = nil
      if source.brief.omittedRecords > 0 {
        slice.summary.kept = source.brief.keptRecords[slice.number] ?? 0
      }
    }
    for (slice, place) in source.cited { slice.cited.append(place) }
    for (place, lines) in source.index.sorted(by: { $0.key < $1.key }) {
      let index = try index(place)
      try lines.forEachChunk { try index.append($0) }
    }
  }

  private func omit(_ range: BriefWriter.Omitted, _ input: Int) throws {
    let file = try omitted ?? SliceFile(path: folder + "/omitted.jsonl")
    omitted = file
    let line = JSONValue.object([
      ("source", .string(inputs[input].path)), ("sha256", .string(inputs[input].sha256)),
      ("sourceOffset", .integer(range.stretch.start)),
      ("sourceLength", .integer(range.stretch.end - range.stretch.start)),
      ("line", .integer(range.line)), ("lines", .integer(range.lines)),
      ("records", .integer(range.stretch.records)), ("rangeSha256", .string(range.sha256)),
    ])
    try file.append(line.compact + "\n")
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
        if entry.isCited { slice.cited.append(place..<(place + entry.length)) }
        let line = indexLine(entry, slice.summary.member, offset: place)
        try index(Self.place(of: slice.summary.kind)).append(line.compact + "\n")
      }
    }
    guard all, slice.written?.isText == true else { return }
    try slice.file.append("\n")
    slice.written = nil
  }

  private func source(of input: Int) throws -> Source {
    if let source, source.input == input { return source }
    let brief = try SourceBrief(path: folder + "/brief-\(input)") { entry, number, offset in
      try self.indexBriefly(entry, number, offset)
    }
    let source = Source(input, brief, indexes.mapValues(\.byteCount))
    self.source = source
    return source
  }

  /// Keeps the index line of a record that stands out until it is known whether it is needed.
  private func indexBriefly(_ entry: ExhibitEntry, _ number: Int, _ offset: Int64) throws {
    guard let source else { return }
    let slice = slices[number]
    let place = Self.place(of: slice.summary.kind)
    let name = "brief-index-\(source.input)-" + place.filter { $0 != "/" }
    if entry.isCited { source.cited.append((slice, offset..<(offset + entry.length))) }
    let file = try source.index[place] ?? SliceFile(path: folder + "/" + name)
    source.index[place] = file
    let line = indexLine(entry, slice.summary.member, offset: offset)
    try file.append(line.compact + "\n")
  }

  private func slice(for entry: ExhibitEntry, _ source: Source) throws -> Slice {
    if let known = source.slices.first(where: { $0.summary.kind == entry.slice }) { return known }
    let number = sources[entry.slice, default: 0] + 1
    sources[entry.slice] = number
    let name = entry.slice + (number == 1 ? "" : "-\(number)") + extensionOf(source.input)
    let slice = Slice(
      try SliceFile(path: folder + "/" + name), slices.count,
      Summary(
        member: Self.place(of: entry.slice) + name, kind: entry.slice, input: source.input))
    slices.append(slice)
    source.slices.append(slice)
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
    for slice in slices {
      try slice.file.flush()
      members.append(PackageMember(slice.summary.member, .file(slice.file.path)))
    }
    for (place, file) in indexes {
      try file.flush()
      if file.byteCount > 0 {
        members.append(PackageMember(place + "index.jsonl", .file(file.path)))
      }
    }
    if let omitted {
      try omitted.flush()
      members.append(PackageMember(Self.omittedMember, .file(omitted.path)))
    }
    return (
      members.sorted { $0.path < $1.path },
      slices.map(\.summary).sorted { $0.member < $1.member }
    )
  }

  /// Lines of cited records by member, ascending: all lines of each record.
  /// - Parameter most: how many at most; the first by member and line.
  func citedLines(most: Int) throws -> [String: [UInt64]] {
    var out: [String: [UInt64]] = [:]
    var left = most
    for slice in slices.sorted(by: { $0.summary.member < $1.summary.member }) where left > 0 {
      guard !slice.cited.isEmpty else { continue }
      var lines = LineNumbers(of: slice.cited)
      try slice.file.forEachChunk { lines.consume($0) }
      let found = lines.found.prefix(left)
      left -= found.count
      out[slice.summary.member] = Array(found)
    }
    return out
  }

  /// Digests of the stretches that are not in the package.
  static let omittedMember = "data/logs/omitted.jsonl"
}

extension ExhibitEntry {
  fileprivate var length: Int64 { provenance.place.length }
}
