extension SliceCounts {
  /// Lays the counts over what the carried lines of a source showed; what only lines can show – the
  /// earliest late requests, ids, candidates of exposures – stays.
  /// - Returns: counts that the lines do not bear out.
  func apply(to survey: inout Survey, _ appendix: Appendix) -> [Mismatch] {
    var mismatches: [Mismatch] = []
    for row in rows {
      if let id = row.clause {
        guard let index = appendix.clauses.firstIndex(where: { $0.id == id }) else { continue }
        let key = Survey.Key(clause: index, service: row.service)
        let start = row.window.from
        if appendix.clauses[index].rule is LatencyPercentile {
          let shown = survey.latency[key]?[start].map(Self.late) ?? 0
          if shown != row.count(Self.late) {
            mismatches.append(Mismatch(row: row, name: Self.late, shown: shown))
          }
          survey.latency[key, default: WindowSeries()].update(start, empty: LatencyCounts()) {
            row.fill(&$0)
          }
        } else if row.role == .appLog {
          survey.appInjection[key, default: WindowSeries()].update(
            start, empty: InjectionCounts()
          ) { row.fill(&$0) }
        } else {
          survey.injection[key, default: WindowSeries()].update(start, empty: InjectionCounts()) {
            row.fill(&$0)
          }
        }
      } else if let count = row.count(Self.records) {
        survey.roles[row.role, default: Survey.RoleFacts()].activity.update(
          row.window.from, empty: RecordCount()
        ) { $0.count = count }
      } else if let count = row.count(Self.statements) {
        survey.slow.update(row.window.from, empty: SlowCounts()) { $0.statements = count }
      }
    }
    return mismatches
  }

  private static func late(_ counts: LatencyCounts) -> Int64 {
    counts.total - counts.within - counts.withoutLatency
  }
}

extension SliceCounts.Row {
  /// The count of a name.
  public func count(_ name: String) -> Int64? { counts.first { $0.name == name }?.value }

  fileprivate func fill(_ cell: inout LatencyCounts) {
    cell.total = count(SliceCounts.requests) ?? 0
    cell.withoutLatency = count(SliceCounts.withoutLatency) ?? 0
    cell.within = cell.total - cell.withoutLatency - (count(SliceCounts.late) ?? 0)
    cell.abortedWithin = count(SliceCounts.clientAborts) ?? 0
  }

  fileprivate func fill(_ cell: inout InjectionCounts) {
    cell.total = count(SliceCounts.requests) ?? 0
    cell.valid = count(SliceCounts.valid) ?? 0
    cell.defects = [:]
    for defect in TraceID.Defect.allCases {
      if let count = count(defect.rawValue) { cell.defects[defect] = count }
    }
  }
}

extension SliceCounts.Row {
  /// Members of a line of `data/logs/counts.jsonl`, before `slice` names the slice.
  public var members: [(String, JSONValue)] {
    [
      ("role", .string(role.rawValue)), ("clause", .optional(clause)),
      ("service", .optional(service)), ("from", .string(window.from.rfc3339)),
      ("to", .string(window.to.rfc3339)),
    ] + counts.map { ($0.name, .integer($0.value)) }
  }

  /// Reads what `members` wrote.
  public init?(_ json: JSONValue) {
    guard let role = json["role"].text.flatMap(SourceRole.init),
      let from = Self.instant(json["from"]), let to = Self.instant(json["to"]),
      case .object(let members) = json
    else { return nil }
    self.init(
      role: role, clause: json["clause"].text, service: json["service"].text,
      window: Interval(from: from, to: to),
      counts: members.compactMap { name, value in
        value.integer.map { SliceCounts.Count(name: name, value: $0) }
      })
  }

  private static func instant(_ json: JSONValue) -> Instant? {
    guard var text = json.text else { return nil }
    let reading = text.withUTF8 {
      TimestampParser(zone: nil).parse(UnsafeRawBufferPointer($0))
    }
    guard case .success(let found) = reading, found.offsetSeconds == 0 else { return nil }
    return found.stamp.instant
  }
}
