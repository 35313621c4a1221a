/// How often each kind of statement ran and how long it took, by fingerprint.
///
/// A commutative monoid: parts of a file, files and threads merge in any order to the same value.
public struct SlowQueryDigest: Mergeable, Hashable {
  /// Figures of one fingerprint, in nanoseconds.
  public struct Figures: Mergeable, Hashable {
    /// Executions.
    public var count: Int64
    /// Sum of their durations; stays at the largest number there is (292 years) beyond it.
    public var totalNanoseconds: Int64
    /// Shortest duration.
    public var minNanoseconds: Int64
    /// Longest duration.
    public var maxNanoseconds: Int64

    /// One execution.
    public init(nanoseconds: Int64) {
      count = 1
      totalNanoseconds = nanoseconds
      minNanoseconds = nanoseconds
      maxNanoseconds = nanoseconds
    }

    /// Adds the executions of `other`.
    public mutating func merge(_ other: Figures) {
      count += other.count
      totalNanoseconds = Self.sum(totalNanoseconds, other.totalNanoseconds)
      minNanoseconds = min(minNanoseconds, other.minNanoseconds)
      maxNanoseconds = max(maxNanoseconds, other.maxNanoseconds)
    }

    /// Durations are never negative, so that a sum at the limit stays there in any order.
    @inline(__always)
    private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
      let (sum, overflow) = a.addingReportingOverflow(b)
      return overflow ? .max : sum
    }
  }

  /// One line of the digest.
  public struct Line: Sendable, Hashable {
    /// The fingerprint; bytes that are not UTF-8 are shown as U+FFFD.
    public var fingerprint: String
    /// The first 64 bits of its MD5 in upper-case hexadecimal, as pt-query-digest prints it.
    public var id: String
    /// Its figures.
    public var figures: Figures
  }

  /// Figures by fingerprint, as bytes: statements need not be valid UTF-8.
  public private(set) var classes: [[UInt8]: Figures] = [:]
  /// Entries that state no possible duration and are in no figure.
  public private(set) var unusable: Int64 = 0

  /// Nothing.
  public init() {}

  init(classes: [[UInt8]: Figures], unusable: Int64) {
    self.classes = classes
    self.unusable = unusable
  }

  /// All executions.
  public var count: Int64 { classes.values.reduce(0) { $0 + $1.count } }

  /// Adds the executions of `other`.
  public mutating func merge(_ other: SlowQueryDigest) {
    classes.merge(other.classes) { mine, theirs in
      var both = mine
      both.merge(theirs)
      return both
    }
    unusable += other.unusable
  }

  /// Every fingerprint, the longest total first; equal ones by their bytes.
  public var lines: [Line] {
    classes.sorted { left, right in
      left.value.totalNanoseconds == right.value.totalNanoseconds
        ? left.key.lexicographicallyPrecedes(right.key)
        : left.value.totalNanoseconds > right.value.totalNanoseconds
    }
    .map { key, figures in
      Line(
        fingerprint: String(decoding: key, as: UTF8.self), id: Self.id(ofFingerprint: key),
        figures: figures)
    }
  }

  /// The id of a fingerprint: `F9A57DD5A41825CA`, the first half of its MD5.
  public static func id(ofFingerprint bytes: [UInt8]) -> String {
    String(SQLFingerprintHash.md5(bytes).prefix(16))
  }
}

/// Reads a slow log for its digest alone: figures by fingerprint, times not looked at.
///
/// A class because it owns the table and the buffers of the fingerprints. One instance serves one
/// run of bytes that begins where an entry does.
public final class SlowQueryDigestReader {
  private var scanner: SlowQueryScanner
  private let fingerprint = SQLFingerprint()
  private let tally = SlowQueryTally()

  /// A reader of entries up to `limit` bytes.
  public init(limit: Int = IngestLimits().recordBytes) {
    scanner = SlowQueryScanner(limit: limit)
  }

  /// Takes the next bytes.
  public func consume(_ chunk: UnsafeRawBufferPointer) { scanner.consume(chunk) { add($0) } }

  /// Ends the content.
  public func finish() -> SlowQueryDigest {
    scanner.finish { add($0) }
    return tally.digest
  }

  private func add(_ item: SlowQueryScanner.Item) {
    switch item {
    case .entry(let entry):
      guard let duration = entry.durationNanoseconds else {
        tally.addUnusable()
        return
      }
      let text = entry.argument ?? UnsafeRawBufferPointer(start: nil, count: 0)
      tally.add(fingerprint.fingerprint(text), nanoseconds: duration)
    case .other: break
    case .tooLong: tally.addUnusable()
    }
  }
}
