public import Diagnostics

/// What is known of a chain from elsewhere; without it a cut tail cannot be seen.
public struct ChainPin: Sendable {
  /// Hash of the last record, 64 lowercase hex digits.
  public var head: String?
  /// Number of records.
  public var records: Int?

  /// A pin of what is given.
  public init(head: String? = nil, records: Int? = nil) {
    self.head = head
    self.records = records
  }
}

/// What was found in one chain.
public struct ChainReport: Sendable {
  /// The path as given.
  public var path: String
  /// Number of records, the broken ones among them; lines that are none are not counted.
  public var records: Int
  /// Line of the first error, one-based; nil if there is none that stands in a line.
  public var firstBrokenLine: Int?
  /// Hash of the last record, 64 lowercase hex digits; nil if there is none.
  public var head: String?
  /// All errors, warnings and notes; the codes are stable.
  public var diagnostics: [Diagnostic]
  /// Whether the file could be read to its end.
  public var isReadable: Bool

  /// The errors among the diagnostics.
  public var errors: [Diagnostic] { diagnostics.filter { $0.severity == .error } }
}
