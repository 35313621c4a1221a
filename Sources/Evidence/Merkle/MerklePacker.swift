internal import Diagnostics

/// Where the tree of a package comes from.
public enum MerkleInput: Sendable {
  /// Of the lines of the payload, split where `splitter` says; with nil for `key` a random K, so
  /// that neither salts nor root are the same twice.
  case lines(key: MaskKey?, splitter: SensitiveSplitter?)
  /// For a disclosure copy: the tree of its full twin, whose `merkle.json` is this. The payload
  /// holds the lines as `MerkleLayout.disclosedSuffix` says.
  case carried(document: [UInt8])
}

/// What a package holds about its tree.
struct MerklePack: Sendable {
  var statement: MerkleStatement
  var members: [PackageMember]
  /// Holds a member's content; must live until the package is written.
  var spool: SpoolFile?
}

/// Works out the tree of a payload.
struct MerklePacker {
  let input: MerkleInput
  /// Folder for what outgrows memory, with its slash.
  let folder: String
  /// Lines whose proofs are stored as well.
  var cited: [String: [UInt64]] = [:]

  /// - Throws: `file-unreadable`, `file-changed-while-read`, `output-unwritable`, `mask-key`;
  ///   `merkle-malformed` for a carried document.
  func pack(_ payload: [PackageMember]) throws(DiagnosticError) -> MerklePack {
    switch input {
    case .carried(let document):
      do throws(MerkleDefect) {
        let tree = try MerkleDocument(document)
        return MerklePack(
          statement: tree.statement,
          members: [PackageMember(MerkleLayout.document, .bytes(document))])
      } catch {
        throw DiagnosticError(
          Diagnostic(
            .error, "merkle-malformed", "\(MerkleLayout.document) is not readable: \(error.reason)")
        )
      }
    case .lines(let key, let splitter):
      // Not `??`: its right side cannot throw a typed error.
      let drawn = key == nil ? try MaskKey.random() : nil
      guard let key = key ?? drawn else { preconditionFailure("a key was given or drawn") }
      return try pack(payload, key: key, splitter: splitter)
    }
  }

  private func pack(
    _ payload: [PackageMember], key: MaskKey, splitter: SensitiveSplitter?
  ) throws(DiagnosticError) -> MerklePack {
    let covered = payload.filter { MerkleLayout.isCovered($0.path) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let spool = SpoolFile(folder: folder)
    var recorder = MerkleRecorder()
    var members: [MerkleDocument.Member] = []
    for member in covered {
      let first = recorder.count
      recorder.want(first)
      for line in cited[member.path] ?? [] { recorder.want(first + line - 1) }
      let lines = MemberLines(
        member: member.path, salts: key.salts, splitter: splitter, spool: spool)
      try lines.append(try MemberSource(member.content), to: &recorder)
      let count = recorder.count - first
      if count > 0 { recorder.want(recorder.count - 1) }
      members.append(.init(name: member.path, firstLeaf: first, lines: count))
    }
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
        PackageMember(MerkleLayout.key, .bytes(key.fileContent)),
      ], spool: spool)
  }
}

/// The lines of one member as leaves, split by a splitter.
private final class MemberLines {
  private let hasher: LeafHasher
  private let splitter: SensitiveSplitter?
  private let spool: SpoolFile
  private var number: UInt64 = 0
  private let leaf = UnsafeMutableRawBufferPointer.allocate(byteCount: 32, alignment: 16)

  init(member: String, salts: LineSalts, splitter: SensitiveSplitter?, spool: SpoolFile) {
    hasher = LeafHasher(member: member, salts: salts)
    self.splitter = splitter
    self.spool = spool
  }

  deinit { leaf.deallocate() }

  func append(
    _ source: MemberSource, to recorder: inout MerkleRecorder
  ) throws(DiagnosticError) {
    let blocks = LineBlocks()
    try source.forEachChunk { (chunk, _) throws(DiagnosticError) in
      try blocks.append(chunk) { (block) throws(DiagnosticError) in
        try append(block, to: &recorder)
      }
    }
    try blocks.finish { (block) throws(DiagnosticError) in try append(block, to: &recorder) }
  }

  private func append(
    _ block: UnsafeRawBufferPointer, to recorder: inout MerkleRecorder
  ) throws(DiagnosticError) {
    var spans = (splitter.map { LineSegment.merged($0(block), block.count) } ?? [])[...]
    var single = [LineSegment(range: 0..<0, rule: nil)]
    guard let target = leaf.baseAddress else { return }
    try LineBlocks.lines(of: block) { (range) throws(DiagnosticError) in
      number += 1
      let line = UnsafeRawBufferPointer(rebasing: block[range])
      // Nothing sensitive begins before the end of most lines.
      if let span = spans.first, span.range.lowerBound < range.upperBound {
        let own = Self.take(&spans, in: range, feed: line.last == 0x0A ? 1 : 0)
        if !own.isEmpty {
          try spool.append(SplitLine(leaf: recorder.count, spans: own).text)
          hasher.hash(number, line, LineSegment.split(line.count, at: own), into: target)
          return recorder.append(UnsafeRawBufferPointer(leaf))
        }
      }
      single[0].range = 0..<line.count
      hasher.hash(number, line, single, into: target)
      recorder.append(UnsafeRawBufferPointer(leaf))
    }
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
