internal import Diagnostics

/// Reads the tree of a package again, from its bytes: of a full package with K and the places where
/// lines are split, of a disclosure copy from the disclosed lines.
///
/// A class because the blocks of a member come one by one and all of them go on with one tree.
final class MerkleReading {
  let archive: ZipArchive
  let document: MerkleDocument
  /// Nil for a disclosure copy.
  let salts: LineSalts?
  private var split: SplitLines
  private var nextSplit: SplitLine?
  private var recorder: MerkleRecorder
  /// Lines that are wanted in their disclosed form, by leaf of `document`.
  private let wanted: Set<UInt64>
  private let token: (_ value: [UInt8], _ rule: String) -> String
  private(set) var lines: [UInt64: DisclosedLine] = [:]
  /// Lines of each member of the document.
  private(set) var counts: [UInt64] = []

  /// - Parameters:
  ///   - segments: content of `merkle-segments.jsonl`; empty for a disclosure copy.
  ///   - wanted: leaves whose lines are to be disclosed.
  ///   - token: what stands for a masked value.
  init(
    _ archive: ZipArchive, _ document: MerkleDocument, salts: LineSalts?, segments: [UInt8],
    wanted: Set<UInt64> = [], token: @escaping (_ value: [UInt8], _ rule: String) -> String
  ) {
    self.archive = archive
    self.document = document
    self.salts = salts
    self.wanted = wanted
    self.token = token
    split = SplitLines(segments)
    let proven = Set(document.proofs.map(\.leaf)).union(wanted)
    recorder = MerkleRecorder(wanted: proven.sorted())
  }

  var blockRoots: [[UInt8]] { recorder.blockRoots }
  var treeSize: UInt64 { recorder.count }

  /// Reads all members of the document that the package has.
  /// - Returns: root and proofs of what was read.
  /// - Throws: `file-unreadable`.
  func run(
    log: inout ProblemLog
  ) throws(DiagnosticError) -> (root: [UInt8], proofs: [UInt64: MerkleRecorder.Proof]) {
    advance(&log)
    for member in document.members {
      let before = recorder.count
      let name = salts == nil ? member.name + MerkleLayout.disclosedSuffix : member.name
      if let entry = archive.members.first(where: { $0.name == name }) {
        try read(entry, as: member.name, &log)
      } else {
        log.add(
          "merkle-member", "\(MerkleLayout.document) names it, but it is not here", member: name)
      }
      counts.append(recorder.count - before)
    }
    if let left = nextSplit {
      log.add(
        "merkle-segments", "leaf \(left.leaf) is split, but the tree has no such leaf",
        member: MerkleLayout.segments, line: split.number)
    }
    return recorder.finish()
  }

  private func read(
    _ entry: ZipMember, as member: String, _ log: inout ProblemLog
  ) throws(DiagnosticError) {
    guard let offset = entry.dataOffset else { return }
    let blocks = LineBlocks()
    let batch = salts.map { LeafBatch(member: member, salts: $0) }
    var number: UInt64 = 0
    var isReadable = true
    func take(_ block: UnsafeRawBufferPointer) throws(DiagnosticError) {
      try LineBlocks.lines(of: block) { (range) throws(DiagnosticError) in
        number += 1
        let line = UnsafeRawBufferPointer(rebasing: block[range])
        if let batch {
          full(member, number, line, batch, &log)
        } else if isReadable {
          isReadable = disclosed(entry.name, number, line, &log)
        }
      }
      batch?.flush { recorder.append($0) }
    }
    // A fault in the zip is reported by whoever reads all members.
    _ = try MemberReader(file: archive.file).forEachChunk(of: entry.stated, at: offset) {
      (chunk) throws(DiagnosticError) in
      try blocks.append(chunk) { (block) throws(DiagnosticError) in try take(block) }
    }
    try blocks.finish { (block) throws(DiagnosticError) in try take(block) }
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
