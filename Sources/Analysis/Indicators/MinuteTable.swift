internal import Dispatch
internal import Synchronization

/// What each service logged in each minute, for a first look at exports.
///
/// A class because readers hold it as their sink; tables of several workers are put together by
/// `rows`.
final class MinuteTable: RecordSink {
  /// Counts of one service and minute.
  struct Counts: Mergeable {
    var records: Int64 = 0
    var validTraceIDs: Int64 = 0
    var serverErrors: Int64 = 0
    var stackTraces: Int64 = 0
    var latency = LatencyDistribution()

    mutating func merge(_ other: Counts) {
      records += other.records
      validTraceIDs += other.validTraceIDs
      serverErrors += other.serverErrors
      stackTraces += other.stackTraces
      latency.merge(other.latency)
    }
  }

  private let names = ServiceNames()
  private let cells: CellStore<Counts>
  private let budget: LatencyBudget
  private var kept = 0
  private(set) var quarantined: Int64 = 0

  init(_ budget: LatencyBudget) {
    self.budget = budget
    guard let minutes = WindowGrid(zone: .utc, lengthNanoseconds: 60_000_000_000) else {
      preconditionFailure("a minute divides an hour")
    }
    cells = CellStore(minutes, empty: Counts())
  }

  var wants: RecordWants { .outcomes }

  @inline(__always) private func add(
    _ service: ByteText?, _ time: Stamp, _ trace: ByteText?, _ status: Int?, _ latency: Int64?
  ) -> UnsafeMutablePointer<Counts> {
    let number = service.map { $0.isEmpty ? -1 : names.number($0.bytes) } ?? -1
    let cell = cells.cell(number, time.instant.nanoseconds)
    cell.pointee.records &+= 1
    if let trace, TraceID.isValid(trace.bytes) { cell.pointee.validTraceIDs &+= 1 }
    if let status, status >= 500 { cell.pointee.serverErrors &+= 1 }
    if let latency {
      cell.pointee.latency.add(latency)
      kept &+= 1
      if kept >= 1 << 14 { settle() }
    }
    return cell
  }

  private func settle() {
    if budget.add(kept) { cells.forEach { $0.latency.coarsen() } }
    kept = 0
  }

  func request(_ record: RequestRecord, at place: RecordPlace) {
    _ = add(
      record.service, record.end, record.traceID, record.status, record.latencyNanoseconds)
  }

  func application(_ record: AppRecord, at place: RecordPlace) {
    let cell = add(
      record.service, record.time, record.traceID, record.status, record.latencyNanoseconds)
    if let stack = record.stackTrace, !stack.isEmpty, record.level ?? .error >= .error {
      cell.pointee.stackTraces &+= 1
    }
  }

  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {
    _ = add(nil, record.start, record.traceID, nil, record.durationNanoseconds)
  }

  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) { quarantined += 1 }

  func audit(_ record: AuditRecord, at place: RecordPlace) {}
  func wantsMetric(named name: String) -> Bool { false }
  func sample(_ record: SampleRecord, at place: RecordPlace) {}
  func skippedSamples(count: Int, span: TimeSpan?) {}
  func span(_ record: SpanRecord, at place: RecordPlace) {}
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {}
  func commit(_ record: CommitRecord, at place: RecordPlace) {}
  func document(_ record: DocumentRecord, at place: RecordPlace) {}
  func other(at place: RecordPlace, time: Stamp?) {}
  func note(_ diagnostic: FileNote) {}

  /// All counts of `tables` by service, then minute.
  static func rows(_ tables: [MinuteTable]) -> [MinuteRow] {
    var all: [String: WindowSeries<Counts>] = [:]
    for table in tables { table.settle() }
    let isCoarse = tables.contains { $0.budget.isExceeded }
    for table in tables {
      if isCoarse { table.cells.forEach { $0.latency.coarsen() } }
      for (service, series) in table.cells.takeSeries() {
        all[service < 0 ? "" : table.names.names[service], default: WindowSeries()].merge(series)
      }
    }
    let names = all.keys.sorted()
    let counted = names.map { all[$0] ?? WindowSeries() }
    let rows = Mutex([[MinuteRow]](repeating: [], count: names.count))
    DispatchQueue.concurrentPerform(iterations: names.count) { index in
      let series = counted[index]
      let own = series.starts.compactMap { start in
        series[start].map { MinuteRow(names[index], start, $0) }
      }
      rows.withLock { $0[index] = own }
    }
    return rows.withLock { $0 }.flatMap { $0 }
  }
}

/// One line of the table: one service in one minute.
public struct MinuteRow: Sendable, Hashable {
  /// Service; empty for records that name none.
  public let service: String
  /// Start of the minute, UTC.
  public let minute: Instant
  /// Requests and application records.
  public let records: Int64
  /// Of them, those with a valid trace id (32 lowercase hex digits, not all zero).
  public let validTraceIDs: Int64
  /// Of them, those with a status of 500 or more.
  public let serverErrors: Int64
  /// Of them, errors with a stack trace.
  public let stackTraces: Int64
  /// 99th percentile of the latency by nearest rank, in nanoseconds; nil when none is stated.
  public let p99Nanoseconds: Int64?

  init(_ service: String, _ minute: Instant, _ counts: MinuteTable.Counts) {
    self.service = service
    self.minute = minute
    records = counts.records
    validTraceIDs = counts.validTraceIDs
    serverErrors = counts.serverErrors
    stackTraces = counts.stackTraces
    p99Nanoseconds = counts.latency.value(atRank: (counts.latency.count * 99 + 99) / 100)
  }
}
