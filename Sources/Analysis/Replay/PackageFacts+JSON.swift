extension PackageFacts {
  /// The facts as `data/findings/context.json` states them, its `schema` and `readings` aside.
  public var json: JSONValue { .object(members) }

  /// Members of `json`, in their order.
  public var members: [(String, JSONValue)] {
    [
      ("judged", Self.interval(range)), ("window", Self.interval(window)),
      ("supplied", .array(supplied.map { .string($0.rawValue) })),
      ("matchedSources", .array(sources.map { .integer(Int64($0)) })),
      ("roles", .array(roles.map(\.json))), ("unknown", .array(unknown.map(Self.unknown))),
      ("shortestSlowNanoseconds", .optional(shortestSlowNanoseconds)),
      ("otherCommits", .integer(otherCommits)), ("spacings", .array(spacings.map(\.json))),
      ("clauses", .array(clauses.map(\.json))), ("graphs", .array(graphs.map(\.json))),
    ]
  }

  /// Reads what `members` wrote.
  /// - Returns: nil when something that must be there is not.
  public init?(_ json: JSONValue) {
    guard let range = Self.interval(json["judged"]), let window = Self.interval(json["window"])
    else { return nil }
    self.init(range: range, window: window)
    supplied = json["supplied"].elements.compactMap { $0.text.flatMap(SourceRole.init) }
    sources = json["matchedSources"].elements.compactMap { $0.integer.map(Int.init) }
    roles = json["roles"].elements.compactMap(Role.init)
    unknown = json["unknown"].elements.compactMap(Self.unknown)
    shortestSlowNanoseconds = json["shortestSlowNanoseconds"].integer
    otherCommits = json["otherCommits"].integer ?? 0
    spacings = json["spacings"].elements.compactMap(Spacing.init)
    clauses = json["clauses"].elements.compactMap(ClauseFacts.init)
    graphs = json["graphs"].elements.compactMap(Graph.init)
  }

  /// `{"from","to"}` in nanoseconds since 1970: ends of time have no civil form.
  static func interval(_ interval: Interval) -> JSONValue {
    .object([
      ("from", .integer(interval.from.nanoseconds)), ("to", .integer(interval.to.nanoseconds)),
    ])
  }

  static func interval(_ json: JSONValue) -> Interval? {
    guard let from = json["from"].integer, let to = json["to"].integer else { return nil }
    return Interval(from: Instant(nanoseconds: from), to: Instant(nanoseconds: to))
  }

  private static func unknown(_ records: Survey.UnknownRecords) -> JSONValue {
    .object([
      ("role", .string(records.role.rawValue)),
      ("first", .integer(records.span.first.nanoseconds)),
      ("last", .integer(records.span.last.nanoseconds)), ("count", .integer(records.count)),
    ])
  }

  private static func unknown(_ json: JSONValue) -> Survey.UnknownRecords? {
    guard let role = json["role"].text.flatMap(SourceRole.init),
      let first = json["first"].integer, let last = json["last"].integer,
      let count = json["count"].integer
    else { return nil }
    return Survey.UnknownRecords(
      role: role,
      span: TimeSpan(first: Instant(nanoseconds: first), last: Instant(nanoseconds: last)),
      count: count)
  }
}

extension PackageFacts.Role {
  fileprivate var json: JSONValue {
    .object([
      ("role", .string(role.rawValue)), ("first", .optional(span?.first.nanoseconds)),
      ("last", .optional(span?.last.nanoseconds)),
      ("services", .array(services.map { .string($0) })), ("traceField", .bool(hasTraceField)),
      ("lost", .array(lost.map { PackageFacts.interval($0) })),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let role = json["role"].text.flatMap(SourceRole.init) else { return nil }
    self.role = role
    if let first = json["first"].integer, let last = json["last"].integer {
      span = TimeSpan(first: Instant(nanoseconds: first), last: Instant(nanoseconds: last))
    }
    services = json["services"].elements.compactMap(\.text)
    hasTraceField = json["traceField"].flag ?? false
    lost = json["lost"].elements.compactMap { PackageFacts.interval($0) }
  }
}

extension PackageFacts.Spacing {
  fileprivate var json: JSONValue {
    .object([
      ("series", .string(series)), ("nanoseconds", .integer(nanoseconds)),
      ("native", .bool(isNative)),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let series = json["series"].text, let nanoseconds = json["nanoseconds"].integer else {
      return nil
    }
    self.series = series
    self.nanoseconds = nanoseconds
    isNative = json["native"].flag ?? false
  }
}

extension PackageFacts.ClauseFacts {
  fileprivate var json: JSONValue {
    .object([
      ("clause", .string(clause)), ("services", .array(services.map { .string($0) })),
      ("growthAbove", .optional(growthAbove)), ("growthInHighest", .optional(growthInHighest)),
      ("unitFits", unitFits.map { .bool($0) } ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let clause = json["clause"].text else { return nil }
    self.clause = clause
    services = json["services"].elements.compactMap(\.text)
    growthAbove = json["growthAbove"].double
    growthInHighest = json["growthInHighest"].double
    unitFits = json["unitFits"].flag
  }
}

extension RecordedReading {
  /// As `data/findings/context.json` states it, before `member` names the slice.
  public var members: [(String, JSONValue)] {
    [
      ("format", .optional(format)), ("role", .optional(role?.rawValue)),
      ("source", .optional(source.map(Int64.init))), ("assumedZone", .optional(assumedZone)),
      ("clockStepNanoseconds", .optional(clockStepNanoseconds)), ("native", .bool(isNative)),
      ("duplicates", .array(duplicates.map { .integer($0) })),
    ] + (counts == nil ? [] : [("countsOnly", .bool(true))])
  }

  /// Reads what `members` wrote; the counts themselves stand in another document.
  public init(_ json: JSONValue) {
    self.init(
      format: json["format"].text, role: json["role"].text.flatMap(SourceRole.init),
      source: json["source"].integer.map(Int.init), assumedZone: json["assumedZone"].text,
      clockStepNanoseconds: json["clockStepNanoseconds"].integer,
      isNative: json["native"].flag ?? false,
      duplicates: json["duplicates"].elements.compactMap(\.integer))
    if json["countsOnly"].flag == true { counts = SliceCounts() }
  }
}
