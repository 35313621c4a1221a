/// What is kept of one span until its trace is looked at as a whole.
struct SpanEntry: Sendable {
  var trace: TraceID
  var id: UInt64
  /// 0 for a root.
  var parent: UInt64
  var start: Int64
  var end: Int64
  var offset: Int64
  var length: UInt32
  var line: UInt32
  var input: Int32
  /// Numbers of names; -1 for none.
  var service: Int32
  var peer: Int32
  /// System and name of a database.
  var database: Int32
  /// Step of its stamps in nanoseconds.
  var step: UInt32
  var kind: SpanKind
  var isFollowing: Bool
  var isEndKnown: Bool

  /// Traces in an order that has nothing to do with time or with how ids are made, so that any
  /// stretch of it is a fair share.
  var key: UInt64 { Self.mixed(trace) }

  static func mixed(_ trace: TraceID) -> UInt64 {
    var value = (trace.low ^ trace.high &* 0x9e37_79b9_7f4a_7c15) &+ 0x9e37_79b9_7f4a_7c15
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  var place: RecordPlace {
    RecordPlace(offset: offset, length: Int64(length), line: Int64(line))
  }
}

/// Spans as they were read, by the parts that were read together.
///
/// A monoid: putting stores together only lists their parts. A store that came to hold too many
/// holds nothing and says so; then the exports are read again, a share of the traces at a time.
public struct SpanStore: Mergeable {
  /// Spans and the names that their numbers mean.
  struct Part: Sendable {
    var names: [String] = []
    /// Pieces of `pieceCount` spans, the last one shorter: growing copies nothing.
    var pieces: [[SpanEntry]] = []
    static let pieceCount = 1 << 14

    var count: Int {
      guard let last = pieces.last else { return 0 }
      return (pieces.count - 1) * Self.pieceCount + last.count
    }
    subscript(index: Int) -> SpanEntry { pieces[index / Self.pieceCount][index % Self.pieceCount] }
  }
  private(set) var parts: [Part] = []
  /// Whether there were more spans than may be kept.
  private(set) var isOverfull = false
  /// Whether names were left out because there were too many different ones.
  private(set) var lacksNames = false

  /// Nothing read.
  public init() {}

  init(_ part: Part, isOverfull: Bool, lacksNames: Bool) {
    if part.count > 0, !isOverfull { parts = [part] }
    self.isOverfull = isOverfull
    self.lacksNames = lacksNames
  }

  /// Spans kept.
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Adds the spans of `other`.
  public mutating func merge(_ other: SpanStore) {
    isOverfull = isOverfull || other.isOverfull
    lacksNames = lacksNames || other.lacksNames
    if isOverfull { parts = [] } else { parts += other.parts }
  }
}

/// Takes the spans of one worker.
///
/// A class because its owner is a sink, which adds to it with every span.
final class SpanFold {
  private let names: ServiceNames
  private let budget: LatencyBudget
  private var pieces: [[SpanEntry]] = []
  private var piece: [SpanEntry] = []
  private var isOverfull = false
  private var lacksNames = false
  /// Spans since the budget was asked last.
  private var kept = 0
  private static let budgetStep = 1 << 10
  /// More names than any system has services.
  private static let nameLimit = 1 << 16

  init(_ names: ServiceNames, _ budget: LatencyBudget) {
    self.names = names
    self.budget = budget
  }

  /// Keeps what the census needs of a span.
  /// - Parameter service: its number in `names`, or -1.
  func add(_ record: SpanRecord, _ service: Int, _ input: Int, _ place: RecordPlace) {
    guard !isOverfull else { return }
    piece.append(
      SpanEntry(
        trace: record.traceID, id: record.spanID, parent: record.parentID ?? 0,
        start: record.start.instant.nanoseconds, end: record.end.nanoseconds,
        offset: place.offset, length: UInt32(clamping: place.length),
        line: UInt32(clamping: place.line), input: Int32(clamping: input),
        service: Int32(clamping: service), peer: number(record.peer?.bytes),
        database: database(record),
        step: UInt32(clamping: max(1, record.start.resolutionNanoseconds)), kind: record.kind,
        isFollowing: record.isFollowing, isEndKnown: record.isEndKnown))
    kept += 1
    if piece.count == SpanStore.Part.pieceCount { closePiece() }
    if kept >= Self.budgetStep { settle() }
  }

  private func closePiece() {
    if !piece.isEmpty { pieces.append(piece) }
    piece = []
  }

  private func number(_ text: UnsafeRawBufferPointer?) -> Int32 {
    guard let text, !text.isEmpty else { return -1 }
    guard let number = names.number(text, atMost: Self.nameLimit) else {
      lacksNames = true
      return -1
    }
    return Int32(clamping: number)
  }

  /// System and name with a separator between them, as one name.
  private func database(_ record: SpanRecord) -> Int32 {
    guard let system = record.databaseSystem, !system.isEmpty else { return -1 }
    let name = record.databaseName?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    let count = system.bytes.count + 1 + name.count
    guard count <= 1_024 else {
      lacksNames = true
      return -1
    }
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { joined in
      joined.copyBytes(from: system.bytes)
      joined[system.bytes.count] = SeenNode.separator
      for (at, byte) in name.enumerated() { joined[system.bytes.count + 1 + at] = byte }
      return number(UnsafeRawBufferPointer(joined))
    }
  }

  private func settle() {
    if budget.add(kept) {
      isOverfull = true
      (pieces, piece) = ([], [])
    }
    kept = 0
  }

  /// Everything kept; the fold is empty afterwards.
  func takeStore() -> SpanStore {
    settle()
    closePiece()
    defer { pieces = [] }
    return SpanStore(
      SpanStore.Part(names: names.names, pieces: pieces), isOverfull: isOverfull,
      lacksNames: lacksNames)
  }
}
