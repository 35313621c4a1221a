/// One latency clause's counts while an export is read.
final class LatencyFold {
  let key: Survey.Key
  let isOpen: Bool
  let filter: RecordFilter
  let limitNanoseconds: Int64
  let cells: CellStore<LatencyCounts>
  private let scope: ServiceScope

  init(_ item: SurveyPlan.LatencyItem, _ names: ServiceNames) {
    key = item.key
    filter = item.rule.filter
    isOpen = filter.globs.isEmpty
    limitNanoseconds = item.rule.limitNanoseconds
    cells = CellStore(item.grid, empty: LatencyCounts())
    scope = ServiceScope(item.scope, names)
  }

  @inline(__always) func applies(to service: Int) -> Bool { scope.applies(to: service) }
  @inline(__always) func slot(_ service: Int) -> Int { scope.slot(service) }

  /// Gives single latencies up, of the windows so far.
  func coarsen() { cells.forEach { $0.distribution.coarsen() } }

  /// Adds what was counted to `survey`.
  func add(to survey: inout Survey, _ names: ServiceNames) {
    for (service, series) in cells.takeSeries() {
      survey.latency[scope.key(key, service, names), default: WindowSeries()].merge(series)
    }
  }
}

/// One trace-injection clause's counts while an export is read.
final class InjectionFold {
  let key: Survey.Key
  let isOpen: Bool
  let filter: RecordFilter
  let allows64Bit: Bool
  let countsApplication: Bool
  let gateway: CellStore<InjectionCounts>
  let application: CellStore<InjectionCounts>
  private let scope: ServiceScope

  init(_ item: SurveyPlan.InjectionItem, _ names: ServiceNames) {
    key = item.key
    filter = item.rule.filter
    isOpen = filter.globs.isEmpty
    allows64Bit = item.rule.allows64Bit
    countsApplication = item.rule.from.contains(.appLog)
    gateway = CellStore(item.grid, empty: InjectionCounts())
    application = CellStore(item.grid, empty: InjectionCounts())
    scope = ServiceScope(item.scope, names)
  }

  @inline(__always) func applies(to service: Int) -> Bool { scope.applies(to: service) }
  @inline(__always) func slot(_ service: Int) -> Int { scope.slot(service) }

  /// Adds what was counted to `survey`.
  func add(to survey: inout Survey, _ names: ServiceNames) {
    for (service, series) in gateway.takeSeries() {
      survey.injection[scope.key(key, service, names), default: WindowSeries()].merge(series)
    }
    for (service, series) in application.takeSeries() {
      survey.appInjection[scope.key(key, service, names), default: WindowSeries()].merge(series)
    }
  }
}

/// Whose records a clause counts, by service number.
private struct ServiceScope {
  private let wanted: Int?
  private let isSplit: Bool

  init(_ scope: Clause.Scope, _ names: ServiceNames) {
    switch scope {
    case .all: (wanted, isSplit) = (nil, false)
    case .service(let name): (wanted, isSplit) = (names.number(name), false)
    case .perService: (wanted, isSplit) = (nil, true)
    }
  }

  @inline(__always) func applies(to service: Int) -> Bool { wanted == nil || wanted == service }
  @inline(__always) func slot(_ service: Int) -> Int { isSplit ? service : -1 }

  func key(_ key: Survey.Key, _ service: Int, _ names: ServiceNames) -> Survey.Key {
    isSplit
      ? Survey.Key(clause: key.clause, service: service < 0 ? nil : names.names[service]) : key
  }
}

/// What one role's records of an export hold together, while it is read.
final class RoleFold {
  let role: SourceRole
  private(set) var records: Int64 = 0
  private var first = Int64.max
  private var last = Int64.min
  private var services: [Bool] = []
  private let activity: CellStore<RecordCount>
  var hasTraceField = false
  var carriesTraceIDs = false
  /// Requests that state no duration; no status.
  var withoutLatency: Int64 = 0
  var withoutStatus: Int64 = 0

  init(_ role: SourceRole, _ steps: WindowGrid) {
    self.role = role
    activity = CellStore(steps, empty: RecordCount())
  }

  @inline(__always) func add(_ time: Instant, _ service: Int) {
    records &+= 1
    extend(to: time)
    activity.cell(-1, time.nanoseconds).pointee.count &+= 1
    if service >= 0, service >= services.count || !services[service] { name(service) }
  }

  private func name(_ service: Int) {
    while services.count <= service { services.append(false) }
    services[service] = true
  }

  @inline(__always) func extend(to time: Instant) {
    if time.nanoseconds < first { first = time.nanoseconds }
    if time.nanoseconds > last { last = time.nanoseconds }
  }

  var span: TimeSpan? {
    first <= last
      ? TimeSpan(first: Instant(nanoseconds: first), last: Instant(nanoseconds: last)) : nil
  }

  /// The facts for the survey.
  func facts(_ names: ServiceNames) -> Survey.RoleFacts {
    var facts = Survey.RoleFacts()
    facts.span = span
    facts.records = records
    facts.services = Set(services.indices.filter { services[$0] }.map { names.names[$0] })
    facts.hasTraceField = hasTraceField
    facts.carriesTraceIDs = carriesTraceIDs
    facts.withoutLatency = withoutLatency
    facts.withoutStatus = withoutStatus
    facts.activity = activity.takeSeries()[-1] ?? WindowSeries()
    return facts
  }
}
