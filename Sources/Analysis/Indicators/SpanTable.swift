internal import Dispatch
internal import Synchronization

/// How many spans each service has, how many failed and how long they took.
///
/// A class because readers hold it as their sink; tables of several workers are put together by
/// `rows`.
final class SpanTable: RecordSink {
  private struct Counts {
    var spans: Int64 = 0
    var errors: Int64 = 0
    var durations = LatencyDistribution()

    @inline(__always) mutating func add(_ record: SpanRecord) {
      spans &+= 1
      errors &+= record.isError ? 1 : 0
      durations.add(record.end - record.start.instant)
    }
  }
  /// What every span changes; in memory of its own, where no access needs to be checked.
  private struct State {
    /// By the number of the service.
    var counts: [Counts] = []
    var nameless = Counts()
    var kept = 0
  }

  private let names = ServiceNames()
  private let state: UnsafeMutablePointer<State>
  private let budget: LatencyBudget
  private(set) var quarantined: Int64 = 0

  init(_ budget: LatencyBudget) {
    self.budget = budget
    state = .allocate(capacity: 1)
    state.initialize(to: State())
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  func span(_ record: SpanRecord, at place: RecordPlace) {
    if let service = record.service, !service.isEmpty {
      let number = names.number(service.bytes)
      if number >= state.pointee.counts.count { state.pointee.counts.append(Counts()) }
      state.pointee.counts[number].add(record)
    } else {
      state.pointee.nameless.add(record)
    }
    state.pointee.kept &+= 1
    if state.pointee.kept >= 1 << 14 { settle() }
  }

  private func settle() {
    if budget.add(state.pointee.kept) { coarsen() }
    state.pointee.kept = 0
  }

  private func coarsen() {
    for index in state.pointee.counts.indices { state.pointee.counts[index].durations.coarsen() }
    state.pointee.nameless.durations.coarsen()
  }

  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) { quarantined += 1 }

  func request(_ record: RequestRecord, at place: RecordPlace) {}
  func application(_ record: AppRecord, at place: RecordPlace) {}
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {}
  func audit(_ record: AuditRecord, at place: RecordPlace) {}
  func wantsMetric(named name: String) -> Bool { false }
  func sample(_ record: SampleRecord, at place: RecordPlace) {}
  func skippedSamples(count: Int, span: TimeSpan?) {}
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {}
  func commit(_ record: CommitRecord, at place: RecordPlace) {}
  func document(_ record: DocumentRecord, at place: RecordPlace) {}
  func other(at place: RecordPlace, time: Stamp?) {}
  func note(_ diagnostic: FileNote) {}

  /// All counts of `tables`, by service.
  static func rows(_ tables: [SpanTable]) -> [SpanRow] {
    var all: [String: Counts] = [:]
    for table in tables { table.settle() }
    let isCoarse = tables.contains { $0.budget.isExceeded }
    func add(_ name: String, _ counts: Counts) {
      guard counts.spans > 0 else { return }
      var sum = all[name] ?? Counts()
      sum.spans += counts.spans
      sum.errors += counts.errors
      sum.durations.merge(counts.durations)
      all[name] = sum
    }
    for table in tables {
      if isCoarse { table.coarsen() }
      for (number, counts) in table.state.pointee.counts.enumerated() {
        add(table.names.names[number], counts)
      }
      add("", table.state.pointee.nameless)
    }
    return all.sorted { $0.key < $1.key }.map { name, counts in
      SpanRow(
        service: name, spans: counts.spans, errors: counts.errors,
        p99Nanoseconds: counts.durations.value(atRank: (counts.spans * 99 + 99) / 100) ?? 0)
    }
  }
}

/// One line of the table: one service.
public struct SpanRow: Sendable, Hashable {
  /// Service; empty for spans that name none.
  public let service: String
  /// Its spans.
  public let spans: Int64
  /// Of them, those that state that they failed.
  public let errors: Int64
  /// 99th percentile of their durations by nearest rank, in nanoseconds.
  public let p99Nanoseconds: Int64
}
