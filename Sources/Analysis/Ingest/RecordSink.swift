/// Receives the records of one export in file order.
///
/// Texts inside records are valid only during the call. Formats call exactly one method per
/// record; nothing that was read is passed over without a call.
public protocol RecordSink: AnyObject {
  /// What is wanted beyond the records that the survey counts.
  var wants: RecordWants { get }
  /// A chunk of whole lines begins; the records up to `end` lie in it.
  func begin(_ chunk: LineChunk)
  /// The chunk has ended.
  func end(_ chunk: LineChunk)
  /// Chunks were passed over that hold nothing of interest; the last good record in them, or
  /// before them, was at `lastTime`.
  func passedOver(lastTime: Instant?)
  /// The exact bytes of the record whose call follows.
  func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace)
  /// A gateway access record.
  func request(_ record: RequestRecord, at place: RecordPlace)
  /// An application log record.
  func application(_ record: AppRecord, at place: RecordPlace)
  /// A security-audit record.
  func audit(_ record: AuditRecord, at place: RecordPlace)
  /// A slow-log entry.
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace)
  /// Whether the samples of a metric family are wanted; others are only counted.
  func wantsMetric(named name: String) -> Bool
  /// What an export says that the samples of a name are: `counter`, `gauge`, `histogram` ….
  func metricType(_ type: String, of name: String)
  /// A metric sample of a wanted family.
  func sample(_ record: SampleRecord, at place: RecordPlace)
  /// Samples of one series of a wanted family that lie in one place.
  func samples(_ batch: SampleBatch, at place: RecordPlace)
  /// Samples that were recognised but not wanted, spanning the given times.
  func skippedSamples(count: Int, span: TimeSpan?)
  /// Entries that lead to the records of other inputs: the series of an index.
  func entries(count: Int)
  /// A span.
  func span(_ record: SpanRecord, at place: RecordPlace)
  /// A deployment step.
  func deployment(_ record: DeploymentRecord, at place: RecordPlace)
  /// A commit.
  func commit(_ record: CommitRecord, at place: RecordPlace)
  /// A whole document.
  func document(_ record: DocumentRecord, at place: RecordPlace)
  /// Something well-formed that no clause can use: a klog line between JSON records, a header.
  func other(at place: RecordPlace, time: Stamp?)
  /// A record that could not be used.
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace)
  /// How the stamps that one reader read gave their zone.
  func zones(_ zones: Set<StatedZone>)
  /// A finding about the file as a whole (assumed zone, unit doubt, truncation).
  func note(_ diagnostic: FileNote)
}

extension RecordSink {
  /// Nothing.
  public var wants: RecordWants { [] }
  /// Nothing.
  public func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {}
  /// Nothing.
  public func zones(_ zones: Set<StatedZone>) {}
  /// Nothing.
  public func begin(_ chunk: LineChunk) {}
  /// Nothing.
  public func end(_ chunk: LineChunk) {}
  /// Nothing.
  public func passedOver(lastTime: Instant?) {}
  /// One call of `sample` for each of them.
  public func samples(_ batch: SampleBatch, at place: RecordPlace) {
    for index in 0..<batch.count { sample(batch[index], at: place) }
  }
  /// Nothing.
  public func entries(count: Int) {}
  /// Nothing.
  public func metricType(_ type: String, of name: String) {}
}

/// What a sink wants beyond the fields that every reader delivers; what costs time is read only
/// when asked for.
public struct RecordWants: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int
  /// Wants by their bits.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// `rawBytes` before every record.
  public static let rawBytes = RecordWants(rawValue: 1)
  /// `waitNanoseconds` of application records.
  public static let waits = RecordWants(rawValue: 2)
  /// Message and stack trace of application records with their escapes resolved; without it the
  /// message is left out, and the stack trace may be as written.
  public static let texts = RecordWants(rawValue: 8)
  /// Request ids.
  public static let requestIDs = RecordWants(rawValue: 16)
  /// Status and latency of application records.
  public static let outcomes = RecordWants(rawValue: 4)
}

/// A finding about a file or about one record that stays usable.
public struct FileNote: Sendable, Hashable {
  /// Diagnostic code.
  public var code: String
  /// What was found; the same text for the same kind.
  public var message: String
  /// What to do about it.
  public var fix: String?
  /// First place.
  public var place: RecordPlace?
  /// How often.
  public var count: Int
  /// Whether it is a warning (otherwise a note).
  public var isWarning: Bool

  /// A finding.
  public init(
    _ code: String, _ message: String, fix: String? = nil, place: RecordPlace? = nil,
    count: Int = 1, isWarning: Bool = true
  ) {
    self.code = code
    self.message = message
    self.fix = fix
    self.place = place
    self.count = count
    self.isWarning = isWarning
  }
}
