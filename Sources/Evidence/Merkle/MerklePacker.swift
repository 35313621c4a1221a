internal import Diagnostics

/// Where the tree of a package comes from.
public enum MerkleInput: Sendable {
  /// Of the lines of the payload, split where `splitter` says; with nil for `key` a random K, so
  /// that neither salts nor root are the same twice.
  case lines(key: MaskKey?, splitter: SensitiveSplitter?)
  /// For a disclosure copy: the tree of its full twin, whose `merkle.json` is this. The payload
  /// holds the lines as `MerkleLayout.disclosedSuffix` says.
  case carried(document: [UInt8])

  fileprivate var splitter: SensitiveSplitter? {
    switch self {
    case .lines(_, let splitter): splitter
    case .carried: nil
    }
  }
}

/// What a package holds about its tree.
struct MerklePack: Sendable {
  var statement: MerkleStatement
  var members: [PackageMember]
  /// Holds a member's content; must live until the package is written.
  var spool: SpoolFile?
}

/// Works out the tree of a payload whose members come one after another, block by block, in byte
/// order of their names.
///
/// A class because it holds the tree in the making, which threads take turns at.
final class MerklePacker {
  private let input: MerkleInput
  /// Lines whose proofs are stored beside those of the first and the last one.
  private let cited: [String: [UInt64]]
  private let spool: SpoolFile
  private var key: MaskKey?
  private var recorder = MerkleRecorder()
  private var members: [MerkleDocument.Member] = []
  private var open: (lines: MemberLines, blocks: LineBlocks)?

  /// - Parameter folder: for what outgrows memory, with its slash.
  init(input: MerkleInput, cited: [String: [UInt64]] = [:], folder: String) {
    self.input = input
    self.cited = cited
    spool = SpoolFile(folder: folder)
  }

  /// Begins a member whose lines are leaves.
  /// - Throws: `mask-key`.
  func begin(_ member: String) throws(DiagnosticError) {
    if case .carried = input { return }
    recorder.want(recorder.count)
    for line in cited[member] ?? [] { recorder.want(recorder.count + line - 1) }
    members.append(.init(name: member, firstLeaf: recorder.count, lines: 0))
    let salts = try usedKey().salts
    let lines = MemberLines(member: member, salts: salts, splitter: input.splitter, spool: spool)
    open = (lines, LineBlocks())
  }

  /// Takes the next bytes of the member.
  /// - Throws: `output-unwritable`.
  func append(_ bytes: UnsafeRawBufferPointer) throws(DiagnosticError) {
    guard let (lines, blocks) = open else { return }
    try blocks.append(bytes) { (block) throws(DiagnosticError) in
      try lines.append(block, to: &recorder)
    }
  }

  /// Ends the member.
  /// - Throws: `output-unwritable`.
  func end() throws(DiagnosticError) {
    guard let (lines, blocks) = open else { return }
    try blocks.finish { (block) throws(DiagnosticError) in try lines.append(block, to: &recorder) }
    let last = members.count - 1
    members[last].lines = recorder.count - members[last].firstLeaf
    if members[last].lines > 0 { recorder.want(recorder.count - 1) }
    open = nil
  }

  /// Ends the tree.
  /// - Throws: `mask-key`, `output-unwritable`; `merkle-malformed` for a carried document.
  func finish() throws(DiagnosticError) -> MerklePack {
    if case .carried(let document) = input { return try Self.carried(document) }
    let (root, proofs) = recorder.finish()
    let document = MerkleDocument(
      treeSize: recorder.count, root: root, members: members, blockRoots: recorder.blockRoots,
      proofs: proofs.sorted { $0.key < $1.key }.map {
        .init(leaf: $0.key, hash: $0.value.leaf, path: $0.value.path)
      })
    return MerklePack(
      statement: document.statement,
      members: [
        PackageMember(MerkleLayout.document, .bytes(Array(document.text.utf8))),
        PackageMember(MerkleLayout.segments, try spool.content()),
        PackageMember(MerkleLayout.key, .bytes(try usedKey().fileContent)),
      ], spool: spool)
  }

  /// The key that was given, or one that nobody knows yet.
  private func usedKey() throws(DiagnosticError) -> MaskKey {
    if let key { return key }
    let used: MaskKey
    switch input {
    case .lines(let given?, _): used = given
    case .lines(nil, _): used = try MaskKey.random()
    case .carried: preconditionFailure("a carried tree has no key")
    }
    key = used
    return used
  }

  private static func carried(_ document: [UInt8]) throws(DiagnosticError) -> MerklePack {
    do throws(MerkleDefect) {
      let tree = try MerkleDocument(document)
      return MerklePack(
        statement: tree.statement,
        members: [PackageMember(MerkleLayout.document, .bytes(document))])
    } catch {
      throw DiagnosticError(
        Diagnostic(
          .error, "merkle-malformed", "\(MerkleLayout.document) is not readable: \(error.reason)"))
    }
  }
}

/// The lines of one member as leaves, split by a splitter.
private final class MemberLines {
  private let batch: LeafBatch
  private let splitter: SensitiveSplitter?
  private let spool: SpoolFile
  private var number: UInt64 = 0

  init(member: String, salts: LineSalts, splitter: SensitiveSplitter?, spool: SpoolFile) {
    batch = LeafBatch(member: member, salts: salts)
    self.splitter = splitter
    self.spool = spool
  }

  /// Appends the leaves of a block of whole lines.
  func append(
    _ block: UnsafeRawBufferPointer, to recorder: inout MerkleRecorder
  ) throws(DiagnosticError) {
    var spans = (splitter.map { LineSegment.merged($0(block), block.count) } ?? [])[...]
    try LineBlocks.lines(of: block) { (range) throws(DiagnosticError) in
      if batch.isFull { batch.flush { recorder.append($0) } }
      number += 1
      let line = UnsafeRawBufferPointer(rebasing: block[range])
      // Nothing sensitive begins before the end of most lines.
      if let span = spans.first, span.range.lowerBound < range.upperBound {
        let own = Self.take(&spans, in: range, feed: line.last == 0x0A ? 1 : 0)
        if !own.isEmpty {
          let leaf = recorder.count + UInt64(batch.count)
          try spool.append(SplitLine(leaf: leaf, spans: own).text)
          return batch.add(number, line, LineSegment.split(line.count, at: own))
        }
      }
      batch.add(number, line, nil)
    }
    batch.flush { recorder.append($0) }
  }

  /// The spans of one line, by their bytes in it. The line feed is never one of them: it shows
  /// nothing, and a shown line should end.
  private static func take(
    _ spans: inout ArraySlice<SensitiveSpan>, in range: Range<Int>, feed: Int
  ) -> [SensitiveSpan] {
    let inside = range.lowerBound..<(range.upperBound - feed)
    var out: [SensitiveSpan] = []
    while let span = spans.first, span.range.lowerBound < range.upperBound {
      let own = span.range.clamped(to: inside)
      if !own.isEmpty {
        let start = own.lowerBound - range.lowerBound
        out.append(SensitiveSpan(range: start..<(start + own.count), rule: span.rule))
      }
      // A value that goes on in the next line is one of that, too.
      guard span.range.upperBound <= range.upperBound else { break }
      spans.removeFirst()
    }
    return out
  }
}
