/// What metric families exports hold: series, samples and times by name.
///
/// A class because readers hold it as their sink; tables of several exports are put together by
/// `rows`. Of a series no more than a fingerprint of 128 bits is kept.
final class SeriesTable: RecordSink {
  /// What is known of one name.
  struct Family {
    var series = 0
    var samples: Int64 = 0
    var staleMarkers: Int64 = 0
    var histograms: Int64 = 0
    var span: TimeSpan?
    var steps = SampleSteps()

    mutating func add(_ other: Family) {
      samples += other.samples
      staleMarkers += other.staleMarkers
      histograms += other.histograms
      span = TimeSpan.union(span, other.span)
      steps.add(other.steps)
    }
  }

  private(set) var families: [String: Family] = [:]
  /// Types that an export states, by the name it states them for.
  private(set) var types: [String: String] = [:]
  /// Series that were told apart, with the time of the last sample of each.
  private var seen: [SeriesFingerprint: Int64] = [:]
  private(set) var quarantined: Int64 = 0
  /// Whether there were more series than may be told apart.
  private(set) var hasTooMany = false
  private let seriesLimit: Int
  private let shared: SharedSamples?
  private var last: (series: MetricSeriesID, print: SeriesFingerprint)?

  /// - Parameters:
  ///   - seriesLimit: most series that are told apart.
  ///   - shared: which samples another export may hold too.
  init(seriesLimit: Int, shared: SharedSamples?) {
    self.seriesLimit = seriesLimit
    self.shared = shared
  }

  /// How many series there are.
  var seriesCount: Int { seen.count }

  private func fingerprint(_ series: MetricSeriesID) -> SeriesFingerprint {
    if let last, last.series == series { return last.print }
    let print = SeriesFingerprint(series)
    last = (series, print)
    if seen[print] == nil {
      if seen.count < seriesLimit {
        seen[print] = Int64.min
        families[series.name, default: Family()].series += 1
      } else {
        hasTooMany = true
      }
    }
    return print
  }

  func wantsMetric(named name: String) -> Bool { true }

  func samples(_ batch: SampleBatch, at place: RecordPlace) {
    let print = fingerprint(batch.series)
    var added = Family()
    var first = Int64.max
    var last = Int64.min
    var before = seen[print]
    for index in 0..<batch.count {
      let time = batch.nanoseconds[index]
      if let shared, !shared.isFirst(print, time) { continue }
      first = min(first, time)
      last = max(last, time)
      added.samples += 1
      added.steps.add(time, after: &before)
      if SampleBatch.isStale(batch.values[index]) { added.staleMarkers += 1 }
    }
    guard added.samples > 0 else { return }
    seen[print] = before
    added.span = TimeSpan(first: Instant(nanoseconds: first), last: Instant(nanoseconds: last))
    families[batch.series.name, default: Family()].add(added)
  }

  func sample(_ record: SampleRecord, at place: RecordPlace) {
    let print = fingerprint(record.series)
    let time = record.time.instant
    if let shared, !shared.isFirst(print, time.nanoseconds) { return }
    var added = Family()
    added.samples = 1
    var before = seen[print]
    added.steps.add(time.nanoseconds, after: &before)
    seen[print] = before
    added.staleMarkers = record.isStale ? 1 : 0
    added.histograms = record.histogram == nil ? 0 : 1
    added.span = TimeSpan(first: time, last: time)
    families[record.series.name, default: Family()].add(added)
  }

  func metricType(_ type: String, of name: String) { types[name] = type }
  func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) { quarantined += 1 }

  func request(_ record: RequestRecord, at place: RecordPlace) {}
  func application(_ record: AppRecord, at place: RecordPlace) {}
  func slowQuery(_ record: SlowQueryRecord, at place: RecordPlace) {}
  func audit(_ record: AuditRecord, at place: RecordPlace) {}
  func skippedSamples(count: Int, span: TimeSpan?) {}
  func span(_ record: SpanRecord, at place: RecordPlace) {}
  func deployment(_ record: DeploymentRecord, at place: RecordPlace) {}
  func commit(_ record: CommitRecord, at place: RecordPlace) {}
  func document(_ record: DocumentRecord, at place: RecordPlace) {}
  func other(at place: RecordPlace, time: Stamp?) {}
  func note(_ diagnostic: FileNote) {}

  /// All families, by name.
  var rows: [SeriesRow] {
    families.map { SeriesRow($0.key, type(of: $0.key, $0.value), $0.value) }
      .sorted { $0.name < $1.name }
  }

  /// Names of samples are longer than those of the families that types are stated for.
  private func type(of name: String, _ family: Family) -> String? {
    if let type = types[name] { return type }
    for suffix in ["_total", "_bucket", "_count", "_sum", "_created", "_info"]
    where name.hasSuffix(suffix) {
      if let type = types[String(name.dropLast(suffix.count))] { return type }
    }
    return family.histograms > 0 ? "histogram" : nil
  }
}

/// One line of the table: the series of one name.
public struct SeriesRow: Sendable, Hashable {
  /// Name of the metric, as samples carry it.
  public let name: String
  /// `counter`, `gauge`, `histogram` …, where an export says so.
  public let type: String?
  /// Series of that name.
  public let series: Int
  /// Samples, stale markers included; one that two blocks hold counts once.
  public let samples: Int64
  /// Of them, stale markers.
  public let staleMarkers: Int64
  /// Of them, native histograms.
  public let histograms: Int64
  /// Time of the first sample.
  public let first: Instant?
  /// Time of the last sample.
  public let last: Instant?
  /// Median distance of neighbouring samples of a series, in nanoseconds; nil where no series has two.
  public let spacingNanoseconds: Int64?
  /// How far after a whole minute the samples lie that come soonest after one, in nanoseconds.
  public let offsetNanoseconds: Int64?

  init(_ name: String, _ type: String?, _ family: SeriesTable.Family) {
    self.name = name
    self.type = type
    series = family.series
    samples = family.samples
    staleMarkers = family.staleMarkers
    histograms = family.histograms
    first = family.span?.first
    last = family.span?.last
    spacingNanoseconds = family.steps.median
    offsetNanoseconds = family.steps.leastOffset
  }
}
