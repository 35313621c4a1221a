/// One export to be read.
public struct InputFile: Sendable, Hashable {
  /// Path to open.
  public var path: String
  /// Path shown in every output: relative to the argument it was found under.
  public var displayPath: String
  /// Whether it was named on the command line rather than met by recursion.
  public var isNamed: Bool
  /// How the export behind a slice was read; nil for an export.
  public var recorded: RecordedReading?

  /// An export.
  public init(path: String, displayPath: String, isNamed: Bool) {
    self.path = path
    self.displayPath = displayPath
    self.isNamed = isNamed
  }
}

/// Everything that can change a verdict, and nothing else.
public struct AnalysisRequest: Sendable {
  /// The contract.
  public var appendix: Appendix
  /// Exports, in any order.
  public var inputs: [InputFile]
  /// Start of the judged range; nil for what the exports cover.
  public var from: Instant?
  /// End of the judged range.
  public var to: Instant?
  /// How exports are read.
  public var reading: Reading
  /// What a package declares about the exports that its slices were cut from; nil for exports.
  public var facts: PackageFacts?

  /// How exports are read. Of these only the zone, the forced formats and the limits can change a
  /// verdict.
  public struct Reading: Sendable {
    /// Zone for stamps without one, where the source declares none.
    public var assumedZone: CivilZone?
    /// Formats forced by `--as FORMAT=GLOB`, first match wins.
    public var forcedFormats: [ForcedFormat] = []
    /// Limits on what an export may hold.
    public var limits = IngestLimits()
    /// Worker threads.
    public var jobs = 1
    /// Bytes of an export that a worker takes at a time.
    public var chunkBytes = 256 << 10
    /// Machine instructions for the structural index.
    public var kernel = ScanKernel.best
    /// Whether every record is parsed in full, even where a quick look is enough.
    public var isStrict = false
    /// Whether exports are hashed as acquired; only a measurement leaves it out.
    public var isHashing = true

    /// The defaults of the command line, on one thread.
    public init(assumedZone: CivilZone? = nil, jobs: Int = 1) {
      self.assumedZone = assumedZone
      self.jobs = jobs
    }
  }

  /// A format forced on the files that match a glob.
  public struct ForcedFormat: Sendable, Hashable {
    /// Format name.
    public var format: String
    /// Glob on the end of the path.
    public var glob: String
    /// A forced format.
    public init(format: String, glob: String) {
      self.format = format
      self.glob = glob
    }
  }

  /// A request for everything the exports cover.
  public init(
    appendix: Appendix, inputs: [InputFile], from: Instant? = nil, to: Instant? = nil,
    reading: Reading = Reading()
  ) {
    self.appendix = appendix
    self.inputs = inputs
    self.from = from
    self.to = to
    self.reading = reading
  }
}

/// How far a run has come, for a progress line.
public struct AnalysisProgress: Sendable, Hashable {
  /// What is being done: `survey`, `judge`, `resolve`, `collect`.
  public var stage: String
  /// Bytes of exports read in this stage, as stored.
  public var bytesDone: Int64
  /// Bytes to read in this stage; 0 in one that reads none.
  public var bytesTotal: Int64
  /// A state of progress.
  public init(stage: String, bytesDone: Int64, bytesTotal: Int64) {
    self.stage = stage
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
  }
}

/// One exact byte range of an export that proves something, as the second pass delivers it.
public struct ExhibitEntry: Sendable, Hashable {
  /// Slice it belongs to: `gateway_access`, `app_error`, `security_audit`, `mysql_slow`, `spans` …
  public var slice: String
  /// Where the bytes come from.
  public var provenance: Provenance
  /// Record time; nil for a quarantined record without one.
  public var time: Instant?
  /// Service.
  public var service: String?
  /// Trace id as logged.
  public var trace: String?
  /// Whether the record was quarantined.
  public var isQuarantined: Bool
  /// Whether the record counts with another export that holds it too: carried along, never counted.
  public var isDuplicate = false
  /// Whether the bytes are no record of their own: the middle of a long document.
  public var isContext = false
  /// Whether the record is late, failed or chained, or is cited: carried however long its slice is.
  public var standsOut = false
  /// Whether a verdict, a link test or a complete trace cites the record.
  public var isCited = false

  /// An exhibit.
  public init(
    slice: String, provenance: Provenance, time: Instant?, service: String?, trace: String?,
    isQuarantined: Bool
  ) {
    self.slice = slice
    self.provenance = provenance
    self.time = time
    self.service = service
    self.trace = trace
    self.isQuarantined = isQuarantined
  }
}

/// Where the bytes of an exhibit lie, which may be more than its record.
public struct ExhibitExtent: Sendable, Hashable {
  /// In the decompressed content.
  public var offset: Int64
  /// Whether a line feed may follow; it would spoil a binary export.
  public var isText: Bool

  /// An extent.
  public init(offset: Int64, isText: Bool) {
    self.offset = offset
    self.isText = isText
  }
}

/// Takes exhibits in the order of input; `bytes` are valid only during the call.
public protocol ExhibitSink: AnyObject {
  /// One record with the exact bytes at `extent`, which hold it; extents may repeat and overlap.
  func append(
    _ entry: ExhibitEntry, bytes: UnsafeRawBufferPointer, at extent: ExhibitExtent) throws

  /// All exhibits of one input were handed over; `content` hands its whole content over once more.
  func finish(
    input: Int, _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws
}

extension ExhibitSink {
  /// Nothing is left to do.
  public func finish(
    input: Int, _ content: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws {}
}
