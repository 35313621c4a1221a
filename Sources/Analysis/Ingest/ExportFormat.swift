/// One export format: recognised by content, read as a stream.
public protocol ExportFormat: Sendable {
  /// Stable name, such as `nginx-json`; what `--as` and `inspect` use.
  var name: String { get }
  /// Role of its records; nil when the records decide (a mixed OTLP file).
  var role: SourceRole { get }
  /// Whether `head` looks like this format, and why.
  func recognizes(_ head: ExportHead) -> Recognition?
  /// Whether every line can be read without the lines before it, so that several readers may
  /// share an export, each taking chunks of whole lines. Their reader is a `LineChunkReader`.
  var hasIndependentLines: Bool { get }
  /// The same of one export, where exports of the format differ; nil when `head` does not tell and
  /// more must be seen. A head that is whole, or as long as a record may be, must tell.
  func linesAreIndependent(in head: ExportHead) -> Bool?
  /// Whether its records may be of any log role: frames of a log store or a container runtime.
  var framesAnyLog: Bool { get }
  /// Whether its files are worth nothing without records; no for parts that only lead to others.
  var holdsRecords: Bool { get }
  /// What a record needs around it to be read again from a slice.
  var sliceUnit: SliceUnit { get }
  /// Whether the absence of a leak in an export of security audits says that none was seen; no for
  /// audits that watch other things.
  var reportsLeaks: Bool { get }
  /// A reader for one file.
  func makeReader(_ context: ReaderContext) -> any ExportReader
}

extension ExportFormat {
  /// No: what a line means may depend on the lines before it.
  public var hasIndependentLines: Bool { false }
  /// As the format says.
  public func linesAreIndependent(in head: ExportHead) -> Bool? { hasIndependentLines }
  /// No: the format tells the role.
  public var framesAnyLog: Bool { false }
  /// Yes.
  public var holdsRecords: Bool { true }
  /// Nothing.
  public var sliceUnit: SliceUnit { .record }
  /// Yes.
  public var reportsLeaks: Bool { true }
}

/// The start of an export, decompressed.
public struct ExportHead {
  /// Up to 64 KiB from the start.
  public let bytes: UnsafeRawBufferPointer
  /// Whether `bytes` is the whole export.
  public let isWhole: Bool
  /// Its first lines, parsed as JSON when a format asks about them.
  let records: HeadRecords

  /// The first bytes of an export.
  public init(bytes: UnsafeRawBufferPointer, isWhole: Bool) {
    self.bytes = bytes
    self.isWhole = isWhole
    records = HeadRecords(bytes, isWhole: isWhole)
  }
}

/// Why a format claims an export.
public struct Recognition: Sendable, Hashable {
  /// 1 (could be) to 100 (certain); the highest wins, registry order breaks ties.
  public var confidence: Int
  /// One clause for `inspect`: "lines hold `request_time` and `status`".
  public var reason: String

  /// Role of the records where the format alone does not tell: logs inside the frames of a store.
  public var role: SourceRole?

  /// A claim.
  public init(confidence: Int, reason: String, role: SourceRole? = nil) {
    self.confidence = confidence
    self.reason = reason
    self.role = role
  }
}

/// What a reader needs to know about its file.
public struct ReaderContext: Sendable {
  /// The appendix' declaration for this file, if any matched.
  public var source: SourceDeclaration?
  /// Zone for stamps that have none: the source's, else `--assume-zone`.
  public var assumedZone: CivilZone?
  /// Limits on what one record may be.
  public var limits: IngestLimits
  /// Role of the records, where the format leaves it open: declared, else recognised.
  public var role: SourceRole?
  /// The file, for formats of which the parts explain each other: a block's index its chunks.
  public var path: String?
  /// Bytes of an export that a worker takes at a time.
  public var chunkBytes = 256 << 10
  /// Instructions for the structural index.
  public var kernel: ScanKernel
  /// Whether every record is parsed in full even where a quick look would do.
  public var isStrict: Bool
  /// Whether the text comes out of a frame, whose reader hands over the stored bytes.
  var isFramed = false
  /// What the format's makers document about its fields, where a reader serves several formats.
  var documented: DocumentedFields?

  /// What a reader needs to know.
  public init(
    source: SourceDeclaration? = nil, assumedZone: CivilZone? = nil,
    limits: IngestLimits = IngestLimits(), kernel: ScanKernel = .best, isStrict: Bool = false
  ) {
    self.source = source
    self.assumedZone = assumedZone
    self.limits = limits
    self.kernel = kernel
    self.isStrict = isStrict
  }
}

/// Limits that keep a hostile or broken export from taking the machine.
public struct IngestLimits: Sendable, Hashable {
  /// Longest line or record, in bytes.
  public var recordBytes = 16 << 20
  /// Largest document that must be read whole, in bytes.
  public var documentBytes = 64 << 20
  /// Most values of a document or record of JSON.
  public var valueCount = 8 << 20
  /// Latencies of one run that are kept one by one; beyond it they are kept to a part in 1 024.
  public var latencyCount = 32 << 20
  /// Records of overlapping exports that are compared at a time; more take more passes.
  public var comparedCount = 1 << 20
  /// Spans of one run that are kept until their traces are looked at; more take more passes.
  public var spanCount = 1 << 20
  /// Deepest nesting of JSON.
  public var nestingDepth = 512
  /// Most decompressed bytes per compressed byte, counted once 64 MiB have come out.
  public var inflateRatio = 2_000
  /// Most series of one run.
  public var seriesCount = 2_000_000

  /// The documented defaults, which stay below 512 MiB.
  public init() {}

  /// Limits that keep a run below `bytes` of memory; their sum leaves room for the program.
  /// - Parameter bytes: at least 64 MiB.
  public init(memoryBytes bytes: Int) {
    recordBytes = min(recordBytes, bytes / 32)
    documentBytes = bytes / 8
    valueCount = bytes / 64
    latencyCount = bytes / 16
    comparedCount = bytes / 512
    spanCount = bytes / 512
    seriesCount = min(seriesCount, bytes / 256)
  }
}

/// Reads one export. A class, because it keeps state between chunks and is used through an
/// existential once per chunk.
public protocol ExportReader: AnyObject {
  /// Takes the next bytes of the decompressed content.
  func consume(_ chunk: UnsafeRawBufferPointer, into sink: any RecordSink) throws
  /// Ends the content: delivers what is pending, quarantines what is cut.
  func finish(into sink: any RecordSink) throws
}

/// Reads chunks of whole lines that may come from anywhere in an export.
protocol LineChunkReader: ExportReader {
  /// Takes one chunk; nothing is carried from one to the next.
  func read(_ chunk: LineChunk, into sink: any RecordSink)
}
