internal import Diagnostics

/// Records whose `prev_hash` is not the hash of the record before them. A second reading looks
/// for the hashes they name, which tells what became of the chain there.
struct ChainBreaks {
  private struct Break {
    var line: Int
    var column: Int
    var hash: [UInt8]
    var previous: [UInt8]
    var isAfterDefect: Bool
  }

  /// Where a hash that is looked for was met.
  private struct Found {
    /// First line whose `hash` it is.
    var line: Int?
    /// First line that names it as its predecessor, and the hash of that line.
    var follower: (line: Int, hash: [UInt8])?
  }

  /// Line of the pinned head, if it was looked for and found.
  private(set) var headLine: Int?
  private let maximum: Int
  private var breaks: [Break] = []
  /// Beyond `maximum`.
  private var others = 0
  private var firstOther: (line: Int, column: Int)?
  private var wanted: [ChainDigest: Found] = [:]
  private var head: [UInt8]?
  private var line = 0

  init(maximum: Int) { self.maximum = maximum }

  var isEmpty: Bool { breaks.isEmpty }

  mutating func add(
    line: Int, column: Int, hash: [UInt8], previous: [UInt8], isAfterDefect: Bool
  ) {
    guard breaks.count < maximum else {
      others += 1
      firstOther = firstOther ?? (line, column)
      return
    }
    breaks.append(
      Break(
        line: line, column: column, hash: hash, previous: previous, isAfterDefect: isAfterDefect))
  }

  /// Prepares the second reading.
  mutating func look(for head: String?) {
    self.head = head.map { Array($0.utf8) }
    for hash in breaks.flatMap({ [$0.previous, $0.hash] }) {
      wanted[hash.withUnsafeBytes { ChainDigest($0) }] = Found()
    }
  }

  /// Takes one line of the second reading.
  mutating func take(_ bytes: UnsafeRawBufferPointer?) {
    line += 1
    guard let bytes, case .success(let record) = ChainRecord.parse(bytes) else { return }
    let stated = UnsafeRawBufferPointer(rebasing: bytes[record.hash])
    if let head, headLine == nil, head.withUnsafeBytes({ $0.isEqual(to: stated) }) {
      headLine = line
    }
    // Nothing is looked for that most records hold.
    let hash = ChainDigest(stated)
    if let found = wanted[hash], found.line == nil { wanted[hash]?.line = line }
    let previous = ChainDigest(UnsafeRawBufferPointer(rebasing: bytes[record.previous]))
    if let found = wanted[previous], found.follower == nil {
      wanted[previous]?.follower = (line, Array(stated))
    }
  }

  /// Says what each break is.
  func report(_ path: String, to log: inout DiagnosticLog) {
    for item in breaks {
      guard let (code, message, fix) = finding(item) else { continue }
      let place = SourceLocation(file: path, line: item.line, column: item.column)
      log.add(Diagnostic(.error, code, message, at: place, fix: fix))
    }
    if let firstOther {
      log.add(
        Diagnostic(
          .error, "chain-link", "prev_hash is not the hash of the record before",
          at: SourceLocation(file: path, line: firstOther.line, column: firstOther.column),
          fix: "mend the first \(maximum) broken links, then verify again", count: others))
    }
  }

  private func found(_ hash: [UInt8]) -> Found? {
    hash.withUnsafeBytes { wanted[ChainDigest($0)] }
  }

  /// - Returns: nil if the record is where it belongs, and another one is to blame.
  private func finding(_ item: Break) -> (code: String, message: String, fix: String)? {
    if let first = found(item.hash)?.line, first < item.line {
      return (
        code: "chain-duplicate", message: "it repeats line \(first)",
        fix: "remove the copy, and what follows of it"
      )
    }
    let isStart = item.previous.allSatisfy { $0 == UInt8(ascii: "0") }
    let named = found(item.previous)
    if let follower = named?.follower, follower.line < item.line, follower.hash != item.hash {
      return (
        code: "chain-fork",
        message: isStart
          ? "a second chain begins, after that of line \(follower.line)"
          : "it names the same predecessor as line \(follower.line)",
        fix: "find out which of the two was there first, and who made the other"
      )
    }
    if isStart { return nil }
    guard let predecessor = named?.line else {
      // The line that is no record may have been what is named.
      if item.isAfterDefect { return nil }
      return (
        code: "chain-missing",
        message: "no record has the hash it names as that of its predecessor: records before it are"
          + " missing, or one was changed and hashed anew",
        fix: "obtain the records between this one and the one before from their source"
      )
    }
    guard predecessor > item.line else { return nil }
    return (
      code: "chain-reordered", message: "it stands before its predecessor, line \(predecessor)",
      fix: "put the records into the order of their links"
    )
  }
}

/// The 64 digits of a hash, to be looked up by the million.
private struct ChainDigest: Hashable {
  private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  init(_ digits: UnsafeRawBufferPointer) {
    precondition(digits.count == ChainRecord.hashDigits, "the parser has counted them")
    words = digits.loadUnaligned(
      as: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64).self)
  }

  static func == (a: Self, b: Self) -> Bool {
    (a.words.0, a.words.1, a.words.2, a.words.3) == (b.words.0, b.words.1, b.words.2, b.words.3)
      && (a.words.4, a.words.5, a.words.6, a.words.7)
        == (b.words.4, b.words.5, b.words.6, b.words.7)
  }

  func hash(into hasher: inout Hasher) {
    // Sixteen digits tell hashes apart; whoever makes many that begin alike only waits longer.
    hasher.combine(words.0)
    hasher.combine(words.1)
  }
}
