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
  }

  private let names = ServiceNames()
  /// By the number of the service; the last is that of spans without one.
  private var counts: [Counts] = []
  private var nameless = Counts()
  private let budget: LatencyBudget
  private var kept = 0
  private(set) var quarantined: Int64 = 0

  init(_ budget: LatencyBudget) { self.budget = budget }

  func span(_ record: SpanRecord, at place: RecordPlace) {
    let nanoseconds = record.end - record.start.instant
    let isError: Int64 = record.isError ? 1 : 0
    if let service = record.service, !service.isEmpty {
      let number = names.number(service.bytes)
      if number >= counts.count { counts.append(Counts()) }
      counts[number].spans &+= 1
      counts[number].errors &+= isError
      counts[number].durations.add(nanoseconds)
    } else {
      nameless.spans &+= 1
      nameless.errors &+= isError
      nameless.durations.add(nanoseconds)
    }
    kept &+= 1
    if kept >= 1 << 14 { settle() }
  }

  private func settle() {
    if budget.add(kept) { coarsen() }
    kept = 0
  }

  private func coarsen() {
    for index in counts.indices { counts[index].durations.coarsen() }
    nameless.durations.coarsen()
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
      for (number, counts) in table.counts.enumerated() { add(table.names.names[number], counts) }
      add("", table.nameless)
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
