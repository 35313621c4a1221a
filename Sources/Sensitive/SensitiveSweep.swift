internal import CCandidates

/// Runs any number of detectors over large chunks of text in one go.
///
/// Two passes serve all built-in detectors: the candidate kernel marks the places where numbers,
/// addresses and accounts may begin, and one vectorscan database finds the literals of the others.
/// Own patterns run one by one. Any number of threads may use one sweep.
///
/// A chunk should begin at the start of a line and end at the end of one: a value that is cut by
/// the edge is not found, and the edge counts as the boundary of a word.
public struct SensitiveSweep: Sendable {
  /// What was found in one or more chunks, by the order of ``SensitiveSweep/names``.
  public struct Tally: Sendable, Hashable {
    /// Hits.
    public var hits: [Int]
    /// Lines in which a hit begins, as `grep -c` counts them.
    public var lines: [Int]

    /// Nothing found by any of `count` detectors.
    public init(count: Int) {
      hits = Array(repeating: 0, count: count)
      lines = hits
    }

    /// Adds what was found in another chunk; a line must not be parted between chunks.
    public mutating func add(_ other: Tally) {
      for i in hits.indices {
        hits[i] += other.hits[i]
        lines[i] += other.lines[i]
      }
    }
  }

  /// Names of the detectors, in the order in which they were given.
  public let names: [String]

  /// Built-in detectors by index; nil where an own pattern stands.
  private let anchored: [(any Anchored)?]
  private let others: [(index: Int, detector: any Detector)]
  /// Indices of the detectors that each candidate kind serves, in the order of the kinds' bits.
  private let byKind: [[Int]]
  private let literals: LiteralFinder?
  /// Longest piece that is scanned at once: offsets have 32 bits in the kernel and in vectorscan.
  private let pieceBytes: Int

  /// A sweep with `detectors`.
  public init(detectors: [any Detector] = Detectors.all) {
    self.init(detectors: detectors, pieceBytes: 1 << 30)
  }

  /// A sweep with the patterns of an appendix.
  ///
  /// - Throws: `PatternError` for an unknown name, or an expression that ``OwnPattern`` refuses.
  public init(
    patterns: [SensitiveScanner.Pattern]
  ) throws(SensitiveScanner.PatternError) {
    var detectors: [any Detector] = []
    for pattern in patterns {
      if let expression = pattern.expression {
        detectors.append(try OwnPattern(name: pattern.name, expression: expression))
      } else if let known = Detectors.named(pattern.name) {
        detectors.append(known)
      } else {
        throw SensitiveScanner.PatternError(
          name: pattern.name, reason: "no built-in detector has this name")
      }
    }
    self.init(detectors: detectors)
  }

  init(detectors: [any Detector], pieceBytes: Int) {
    self.pieceBytes = pieceBytes
    names = detectors.map(\.name)
    let anchored = detectors.map { $0 as? any Anchored }
    self.anchored = anchored
    others = detectors.indices.filter { anchored[$0] == nil }.map { ($0, detectors[$0]) }
    byKind = CandidateKind.allCases.map { kind in
      anchored.indices.filter { index in
        if case .shape(let shape)? = anchored[index]?.anchor { shape == kind } else { false }
      }
    }
    var owned: [LiteralFinder.Owned] = []
    for (index, detector) in anchored.enumerated() {
      if case .literals(let literals)? = detector?.anchor {
        owned += literals.map { LiteralFinder.Owned(literal: $0, owner: index) }
      }
    }
    literals = owned.isEmpty ? nil : LiteralFinder(owned)
  }

  /// Number of hits of each detector.
  public func count(in chunk: UnsafeRawBufferPointer) -> [Int] { tally(in: chunk).hits }

  /// Number of hits, and of lines with a hit, of each detector.
  public func tally(in chunk: UnsafeRawBufferPointer) -> Tally {
    var tally = Tally(count: names.count)
    var lineEnds = Array(repeating: 0, count: names.count)
    each(in: chunk) { index, range in
      tally.hits[index] += 1
      guard range.lowerBound >= lineEnds[index] else { return }
      tally.lines[index] += 1
      lineEnds[index] =
        chunk.end(from: range.lowerBound) { $0 != UInt8(ascii: "\n") } + 1
    }
    return tally
  }

  /// All hits, in the order of the detectors, then by position.
  public func hits(in chunk: UnsafeRawBufferPointer) -> [SensitiveHit] {
    var found: [[SensitiveHit]] = Array(repeating: [], count: names.count)
    each(in: chunk) { index, range in
      found[index].append(SensitiveHit(pattern: names[index], range: range))
    }
    return found.flatMap { $0 }
  }

  /// Calls `body` with detector and range of every hit; those of one detector come in order.
  private func each(in chunk: UnsafeRawBufferPointer, _ body: (Int, Range<Int>) -> Void) {
    var start = 0
    while chunk.count - start > pieceBytes {
      // Between two lines if there are any: no value but an own pattern's can span them.
      var end = start + pieceBytes
      while end > start, chunk[end - 1] != UInt8(ascii: "\n") { end -= 1 }
      if end == start { end = start + pieceBytes }
      let offset = start
      piece(UnsafeRawBufferPointer(rebasing: chunk[start..<end])) { index, range in
        body(index, (range.lowerBound + offset)..<(range.upperBound + offset))
      }
      start = end
    }
    let offset = start
    piece(UnsafeRawBufferPointer(rebasing: chunk[start...])) { index, range in
      body(index, (range.lowerBound + offset)..<(range.upperBound + offset))
    }
  }

  private func piece(_ bytes: UnsafeRawBufferPointer, _ body: (Int, Range<Int>) -> Void) {
    var floors = Array(repeating: 0, count: names.count)
    func visit(_ index: Int, _ anchor: Int) {
      guard let detector = anchored[index],
        let match = detector.match(at: anchor, from: floors[index], in: bytes)
      else { return }
      floors[index] = match.end
      body(index, match.value)
    }
    if byKind.contains(where: { !$0.isEmpty }) {
      candidates(bytes) { candidate in
        var kinds = candidate.kinds
        while kinds != 0 {
          for index in byKind[kinds.trailingZeroBitCount] { visit(index, Int(candidate.offset)) }
          kinds &= kinds - 1
        }
      }
    }
    literals?.each(in: bytes, visit)
    for (index, detector) in others {
      for range in detector.find(in: bytes) { body(index, range) }
    }
  }

  private func candidates(
    _ bytes: UnsafeRawBufferPointer, _ body: (estreat_candidate) -> Void
  ) {
    guard let base = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
    let level = estreat_simd_level()
    withUnsafeTemporaryAllocation(of: estreat_candidate.self, capacity: 1024) { buffer in
      var from = 0
      while from < bytes.count {
        var resume = 0
        let found = estreat_candidates(
          level, base, bytes.count, from, buffer.baseAddress, buffer.count, &resume)
        for candidate in buffer.prefix(found) { body(candidate) }
        from = resume
      }
    }
  }
}
