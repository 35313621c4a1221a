/// Takes the records of one export whose format needs what lies around them, and hands them on with
/// the exact bytes of the documents that hold them.
final class EnclosedExhibits: ExhibitSink {
  private var entries: [ExhibitEntry] = []
  private let sink: any ExhibitSink
  private static let pieceBytes = 1 << 20

  init(_ sink: any ExhibitSink) { self.sink = sink }

  func append(_ entry: ExhibitEntry, bytes: UnsafeRawBufferPointer, at extent: ExhibitExtent) {
    // A document goes whole into one slice, whatever kinds of records it holds.
    var entry = entry
    entry.slice = entries.first?.slice ?? entry.slice
    entries.append(entry)
  }

  /// Reads the export once more and hands on.
  /// - Parameters:
  ///   - duplicates: places of records that count with another export, told by their offset.
  ///   - content: hands the whole content to a closure, piece by piece.
  func finish(
    _ unit: SliceUnit, duplicates: SkippedOffsets,
    _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    guard let first = entries.first else { return }
    entries.sort { $0.provenance < $1.provenance }
    var documents = DocumentUnits(holding: entries.map(\.provenance.place.offset))
    var size: Int64 = 0
    try content { bytes in
      if unit == .document { documents.consume(bytes) }
      size += Int64(bytes.count)
    }
    documents.finish()
    let units = unit == .file ? [0..<size] : documents.found
    for offset in duplicates.all where units.contains(where: { $0.contains(offset) }) {
      var copy = first
      copy.provenance.place = RecordPlace(offset: offset, length: 0, line: 0)
      copy.isDuplicate = true
      copy.standsOut = false
      entries.append(copy)
    }
    entries.sort { $0.provenance < $1.provenance }
    let standouts = shareStandouts(units)
    try copy(units, standouts, isText: unit == .document, content)
    entries = []
  }

  /// A document is carried whole or not at all: one record that stands out takes the others along.
  /// - Returns: for each unit whether it stands out.
  private func shareStandouts(_ units: [Range<Int64>]) -> [Bool] {
    var next = 0
    return units.map { unit in
      while next < entries.count, entries[next].provenance.place.offset < unit.lowerBound {
        next += 1
      }
      let first = next
      while next < entries.count, entries[next].provenance.place.offset < unit.upperBound {
        next += 1
      }
      guard entries[first..<next].contains(where: \.standsOut) else { return false }
      for index in first..<next { entries[index].standsOut = true }
      return true
    }
  }

  /// Hands on the bytes of the units, each entry with the piece in which it begins.
  private func copy(
    _ units: [Range<Int64>], _ standouts: [Bool], isText: Bool,
    _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {
    guard let template = entries.first else { return }
    var at: Int64 = 0
    var unit = 0
    var entry = 0
    try content { bytes in
      let end = at + Int64(bytes.count)
      while unit < units.count, units[unit].lowerBound < end {
        let from = max(at, units[unit].lowerBound)
        let to = min(end, units[unit].upperBound)
        guard from < to else { break }
        let piece = UnsafeRawBufferPointer(rebasing: bytes[Int(from - at)..<Int(to - at)])
        let extent = ExhibitExtent(offset: from, isText: isText)
        while entry < entries.count, entries[entry].provenance.place.offset < from { entry += 1 }
        var isEmpty = true
        while entry < entries.count, entries[entry].provenance.place.offset < to {
          try sink.append(entries[entry], bytes: piece, at: extent)
          isEmpty = false
          entry += 1
        }
        if isEmpty {
          // The middle of a long document: bytes without a record of their own.
          var rest = template
          rest.isContext = true
          rest.standsOut = standouts[unit]
          try sink.append(rest, bytes: piece, at: extent)
        }
        guard units[unit].upperBound <= end else { break }
        unit += 1
      }
      at = end
    }
  }
}
