/// The series of a seasonal clause, found once for all its services.
struct RatioFamilies: Sendable {
  /// Slow events; empty where they come from the slow log.
  let slow: ServiceSeries
  let denominator: ServiceSeries
  let changes: ConfigChanges

  init(_ rule: SeasonalBaseline, _ metrics: MetricStore) {
    slow = ServiceSeries(rule.slowMetrics, metrics)
    denominator = ServiceSeries(rule.denominatorMetrics, metrics)
    changes = ConfigChanges(of: rule.configMetrics, metrics)
  }

  /// Services that the series name, sorted.
  var services: [String] { Set(slow.services).union(denominator.services).sorted() }
}

/// The series of the first family of some that is present, by service.
struct ServiceSeries: Sendable {
  private let all: [MetricSeriesID]
  private var byService: [String: [MetricSeriesID]] = [:]

  init(_ names: [String], _ metrics: MetricStore) {
    all = metrics.firstPresent(of: names).map { metrics.family($0) } ?? []
    for id in all {
      if let service = id.stated("service") { byService[service, default: []].append(id) }
    }
  }

  /// Services that are named.
  var services: [String] { Array(byService.keys) }

  /// Sorted: those of a service, or all where no service is asked for or named by any.
  func of(_ service: String?) -> [MetricSeriesID] {
    guard let service, !byService.isEmpty else { return all }
    return byService[service] ?? []
  }
}
