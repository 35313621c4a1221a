internal import Diagnostics

/// Looks through the content of one member of a disclosure copy.
///
/// A class because content comes chunk by chunk.
final class ContentScan {
  /// A hit; lines count from 1, within what is unpacked.
  struct Hit: Hashable {
    var rule: String
    var line: Int
  }

  private(set) var hits: [Hit] = []

  private enum Reading {
    case undecided
    case text
    case disclosed
    case gzip(GunzipStream, ContentScan)
    case sealed
    case opaque
  }

  private let name: String
  private let rules: MaskingRules
  private let digests: MaskingRules.DigestRule
  private let depth: Int
  private var reading = Reading.undecided
  private var head: [UInt8] = []
  private let blocks = LineBlocks()
  private var line = 0
  private static let deepest = 3
  /// ContentInfo of id-ct-authEnvelopedData (RFC 5083), of indefinite length.
  private static let envelope: [UInt8] = [
    0x30, 0x80, 0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x17,
  ]

  init(name: String, rules: MaskingRules, depth: Int = 0) {
    self.name = name
    self.rules = rules
    self.depth = depth
    // Lists and the tree are made of digests: of what the copy shows, or of salted commitments.
    let isList = !PackageLayout.isPayload(name) || name == MerkleLayout.document
    digests = isList ? .none : DisclosureLayout.digests(name)
  }

  /// - Throws: nothing of its own.
  func append(_ chunk: UnsafeRawBufferPointer) throws(DiagnosticError) {
    if case .undecided = reading {
      head += chunk
      guard head.count >= ContentForm.headBytes else { return }
      try decide()
    } else {
      try read(chunk)
    }
  }

  func finish() throws(DiagnosticError) {
    if case .undecided = reading { try decide() }
    switch reading {
    case .text, .disclosed:
      try blocks.finish { (block) throws(DiagnosticError) in scan(block) }
    case .gzip(let stream, let inner):
      try inner.finish()
      hits += inner.hits
      if !stream.isWhole { add(RedactionGate.opaque, 0) }
    case .opaque: add(RedactionGate.opaque, 0)
    case .sealed, .undecided: break
    }
  }

  private func decide() throws(DiagnosticError) {
    let isSealed =
      name.hasPrefix(DisclosureLayout.sealedFolder)
      && name.hasSuffix(DisclosureLayout.sealedSuffix) && depth == 0
    switch ContentForm(head: head) {
    case _ where isSealed: reading = head.starts(with: Self.envelope) ? .sealed : .opaque
    case .gzip where depth < Self.deepest:
      reading = .gzip(GunzipStream(), ContentScan(name: name, rules: rules, depth: depth + 1))
    case .gzip, .opaque: reading = .opaque
    case .text:
      reading = name.hasSuffix(MerkleLayout.disclosedSuffix) && depth == 0 ? .disclosed : .text
    }
    let bytes = head
    head = []
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(DiagnosticError) in try read(buffer) }
    }
    try result.get()
  }

  private func read(_ chunk: UnsafeRawBufferPointer) throws(DiagnosticError) {
    switch reading {
    case .text, .disclosed:
      try blocks.append(chunk) { (block) throws(DiagnosticError) in scan(block) }
    case .gzip(let stream, let inner):
      try stream.read(chunk) { (part) throws(DiagnosticError) in try inner.append(part) }
    case .sealed, .opaque, .undecided: break
    }
  }

  private func scan(_ block: UnsafeRawBufferPointer) {
    if case .disclosed = reading {
      disclosed(block)
    } else {
      look(block, from: line)
      line += block.count { $0 == 0x0A }
      if block.contains(0) { add(RedactionGate.opaque, line) }
    }
  }

  /// What the lines show, as it reads.
  private func disclosed(_ block: UnsafeRawBufferPointer) {
    let first = line
    var shown: [UInt8] = []
    for row in block.split(separator: 0x0A, omittingEmptySubsequences: true) {
      line += 1
      guard let line = try? DisclosedLine(json: Array(row)) else {
        add(RedactionGate.opaque, self.line)
        continue
      }
      var bytes = line.shownBytes
      if bytes.contains(0) || isPacked(bytes) { add(RedactionGate.opaque, self.line) }
      while bytes.last == 0x0A { bytes.removeLast() }
      shown += bytes + [0x0A]
    }
    shown.withUnsafeBytes { look($0, from: first) }
  }

  private func isPacked(_ bytes: [UInt8]) -> Bool {
    line == 1 && ContentForm(head: Array(bytes.prefix(ContentForm.headBytes))) != .text
  }

  private func look(_ block: UnsafeRawBufferPointer, from first: Int) {
    let spans = rules.spans(in: block, digests: digests)
    guard !spans.isEmpty else { return }
    var at = 0
    var number = first + 1
    for span in spans.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      while at < span.range.lowerBound {
        if block[at] == 0x0A { number += 1 }
        at += 1
      }
      add(span.rule, number)
    }
  }

  private func add(_ rule: String, _ line: Int) {
    let hit = Hit(rule: rule, line: line)
    if hits.last != hit { hits.append(hit) }
  }
}
