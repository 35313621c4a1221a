internal import Diagnostics

/// Reads the tree of a package again, from its bytes: of a full package with K and the places where
/// lines are split, of a disclosure copy from the disclosed lines.
///
/// Members come one after another and chunk by chunk, from whoever reads them: `begin`, `append`
/// and `end` for each, then `endAll`; or `run` reads them itself.
///
/// A class because all of that goes on with one tree.
final class MerkleReading {
  let archive: ZipArchive
  let document: MerkleDocument
  /// Nil for a disclosure copy.
  let salts: LineSalts?
  private var split: SplitLines
  private var nextSplit: SplitLine?
  private var hasBegun = false
  private var recorder: MerkleRecorder
  /// Lines that are wanted in their disclosed form, by leaf of `document`.
  private let wanted: Set<UInt64>
  private let token: (_ value: [UInt8], _ rule: String) -> String
  private(set) var lines: [UInt64: DisclosedLine] = [:]
  /// Lines of each member of the document, as far as they were read.
  private(set) var counts: [UInt64] = []
  /// Places in the archive of the members of the document; nil for one that is not there.
  private let places: [Int?]
  /// Members of the document by their place in the archive.
  private let numbers: [Int: Int]
  private var open: OpenMember?
  /// Root and proofs of what was read; only once all of it was.
  private(set) var root: [UInt8] = []
  private(set) var proofs: [UInt64: MerkleRecorder.Proof] = [:]

  /// The member that is being read.
  private struct OpenMember {
    var name: String
    var entryName: String
    let blocks = LineBlocks()
    /// Nil for a disclosure copy.
    var batch: LeafBatch?
    var firstLeaf: UInt64
    var line: UInt64 = 0
    var isReadable = true
  }

  /// - Parameters:
  ///   - segments: lines of `merkle-segments.jsonl`; none for a disclosure copy.
  ///   - wanted: leaves whose lines are to be disclosed.
  ///   - token: what stands for a masked value.
  init(
    _ archive: ZipArchive, _ document: MerkleDocument, salts: LineSalts?, segments: SplitSource,
    wanted: Set<UInt64> = [], token: @escaping (_ value: [UInt8], _ rule: String) -> String
  ) {
    self.archive = archive
    self.document = document
    self.salts = salts
    self.wanted = wanted
    self.token = token
    split = SplitLines(segments)
    let suffix = salts == nil ? MerkleLayout.disclosedSuffix : ""
    let known = Dictionary(
      archive.members.indices.map { (archive.members[$0].name, $0) },
      uniquingKeysWith: { first, _ in first })
    places = document.members.map { known[$0.name + suffix] }
    numbers = Dictionary(
      places.enumerated().compactMap { number, place in place.map { ($0, number) } },
      uniquingKeysWith: { first, _ in first })
    let proven = Set(document.proofs.map(\.leaf)).union(wanted)
    recorder = MerkleRecorder(wanted: proven.sorted())
  }

  var blockRoots: [[UInt8]] { recorder.blockRoots }
  var treeSize: UInt64 { recorder.count }

  /// Whether the members come in the archive in the order of the document, so that it can be read
  /// from front to back.
  var isInOrder: Bool {
    let known = places.compactMap { $0 }
    return zip(known, known.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Reads all members of the document that the package has.
  /// - Throws: `file-unreadable`.
  func run(log: inout ProblemLog) throws(DiagnosticError) {
    for case let place? in places {
      let entry = archive.members[place]
      guard let offset = entry.dataOffset else { continue }
      begin(place, &log)
      // A fault in the zip is reported by whoever reads all members.
      _ = try MemberReader(file: archive.file).forEachChunk(of: entry.stated, at: offset) {
        append($0, &log)
      }
      end(&log)
    }
    endAll(&log)
  }

  /// Begins the member at `place` of the archive, if it is one of the document.
  func begin(_ place: Int, _ log: inout ProblemLog) {
    guard let number = numbers[place], number >= counts.count else { return }
    passOver(to: number, &log)
    let name = document.members[number].name
    open = OpenMember(
      name: name, entryName: archive.members[place].name,
      batch: salts.map { LeafBatch(member: name, salts: $0) }, firstLeaf: recorder.count)
  }

  /// Takes the next bytes of the member.
  func append(_ bytes: UnsafeRawBufferPointer, _ log: inout ProblemLog) {
    guard var member = open else { return }
    member.blocks.append(bytes) { take($0, of: &member, &log) }
    open = member
  }

  /// Ends the member.
  func end(_ log: inout ProblemLog) {
    guard var member = open else { return }
    member.blocks.finish { take($0, of: &member, &log) }
    counts.append(recorder.count - member.firstLeaf)
    open = nil
  }

  /// Ends the tree.
  func endAll(_ log: inout ProblemLog) {
    passOver(to: places.count, &log)
    if let left = nextSplit {
      log.add(
        "merkle-segments", "leaf \(left.leaf) is split, but the tree has no such leaf",
        member: MerkleLayout.segments, line: split.number)
    }
    (root, proofs) = recorder.finish()
  }

  private func passOver(to number: Int, _ log: inout ProblemLog) {
    if !hasBegun { advance(&log) }
    hasBegun = true
    while counts.count < number {
      if places[counts.count] == nil {
        log.add(
          "merkle-member", "\(MerkleLayout.document) names it, but it is not here",
          member: document.members[counts.count].name)
      }
      counts.append(0)
    }
  }

  private func take(
    _ block: UnsafeRawBufferPointer, of member: inout OpenMember, _ log: inout ProblemLog
  ) {
    LineBlocks.lines(of: block) { range in
      member.line += 1
      let line = UnsafeRawBufferPointer(rebasing: block[range])
      if let batch = member.batch {
        full(member.name, member.line, line, batch, &log)
      } else if member.isReadable {
        member.isReadable = disclosed(member.entryName, member.line, line, &log)
      }
    }
    member.batch?.flush { recorder.append($0) }
  }

  private func full(
    _ member: String, _ number: UInt64, _ line: UnsafeRawBufferPointer, _ batch: LeafBatch,
    _ log: inout ProblemLog
  ) {
    if batch.isFull { batch.flush { recorder.append($0) } }
    let leaf = recorder.count + UInt64(batch.count)
    var segments: [LineSegment]?
    if let next = nextSplit, next.leaf == leaf {
      if next.spans.last.map({ $0.range.upperBound > line.count }) ?? false {
        log.add(
          "merkle-segments", "a span ends behind the end of its line",
          member: MerkleLayout.segments, line: split.number)
      }
      segments = LineSegment.split(line.count, at: next.spans)
      advance(&log)
    }
    if let salts, !wanted.isEmpty, wanted.contains(leaf) {
      lines[leaf] = DisclosedLine(
        member: member, line: number, bytes: Array(line),
        segments: segments ?? [LineSegment(range: 0..<line.count, rule: nil)], salts: salts,
        token: token)
    }
    batch.add(number, line, segments)
  }

  /// - Returns: whether the member can be read on.
  private func disclosed(
    _ name: String, _ number: UInt64, _ line: UnsafeRawBufferPointer, _ log: inout ProblemLog
  ) -> Bool {
    do throws(DisclosedLineError) {
      let shown = try DisclosedLine(json: Array(line))
      guard shown.line == number else {
        throw DisclosedLineError(reason: "it says it is line \(shown.line)")
      }
      if wanted.contains(recorder.count) { lines[recorder.count] = shown }
      shown.leaf.withUnsafeBytes { recorder.append($0) }
      return true
    } catch {
      log.add(
        "merkle-line", "no disclosed line: \(error.reason)", member: name,
        line: Int(clamping: number))
      return false
    }
  }

  private func advance(_ log: inout ProblemLog) {
    do throws(MerkleDefect) {
      nextSplit = try split.next()
    } catch {
      nextSplit = nil
      log.add(
        "merkle-segments", "it is not readable: \(error.reason)", member: MerkleLayout.segments,
        line: split.number)
    }
  }
}
