/// How an export was read when its records went into a package: a slice of it must be read alike,
/// whatever it looks like on its own.
public struct RecordedReading: Sendable, Hashable {
  /// Format name; nil for a document that is recognised by content.
  public var format: String?
  /// Role of the records.
  public var role: SourceRole?
  /// The declaration of the appendix that matched the export's path, as an index into `sources`.
  public var source: Int?
  /// Zone of stamps that state none, where the declaration has none either.
  public var assumedZone: String?
  /// Width of the steps that the export's stamps keep to, where that is more than they are spelled
  /// with; told from the whole export.
  public var clockStepNanoseconds: Int64?
  /// Whether the samples are the bounds of native histograms around the limits of latency clauses.
  public var isNative: Bool
  /// Offsets in the slice of records that count with another export, which holds them too.
  public var duplicates: [Int64]
  /// Counts of all records of the source in the stretch, where the slice holds some of them only.
  public var counts: SliceCounts?

  /// A reading.
  public init(
    format: String?, role: SourceRole?, source: Int? = nil, assumedZone: String? = nil,
    clockStepNanoseconds: Int64? = nil, isNative: Bool = false,
    duplicates: [Int64] = []
  ) {
    self.format = format
    self.role = role
    self.source = source
    self.assumedZone = assumedZone
    self.clockStepNanoseconds = clockStepNanoseconds
    self.isNative = isNative
    self.duplicates = duplicates
  }
}
