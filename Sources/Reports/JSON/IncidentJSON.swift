public import Analysis

extension AnalysisJSON {
  /// One incident. Clauses whose order is undecidable share a nested array in `observedOrder`, and
  /// `undecidable` is then true; `undecidable`, `inferredNodes`, `notInForce`, `notes` and the
  /// `grade`, `gap` and `detail` of links and tests are ours.
  public static func incident(_ incident: Incident) -> JSONValue {
    .object([
      ("id", .string(incident.id)), ("from", .string(incident.interval.from.rfc3339)),
      ("to", .string(incident.interval.to.rfc3339)), ("breaches", .strings(incident.breaches)),
      ("clauses", .strings(incident.clauses)), ("contractOrder", .strings(incident.contractOrder)),
      ("observedOrder", observedOrder(incident.observedOrder)),
      ("path", .strings(incident.path)), ("grade", .optional(incident.grade?.code)),
      (
        "traces",
        .object([
          ("complete", .integer(Int64(incident.traceCount(.complete)))),
          ("partial", .integer(Int64(incident.traceCount(.partial)))),
          ("contradicting", .integer(Int64(incident.traceCount(.contradicting)))),
        ])
      ),
      ("links", .array(incident.links.map(link))),
      ("undecidable", .bool(incident.isOrderUndecidable)),
      ("inferredNodes", .strings(incident.inferredNodes)),
      ("notInForce", .strings(incident.notInForce)), ("notes", .strings(incident.notes)),
    ])
  }

  private static func observedOrder(_ groups: [[ClauseID]]) -> JSONValue {
    .array(
      groups.map { group in
        group.count == 1 ? .string(group[0]) : .strings(group)
      })
  }

  private static func link(_ link: CausalLink) -> JSONValue {
    .object([
      ("from", .string(link.from)), ("to", .string(link.to)),
      ("tests", .array(link.tests.map(test))), ("grade", .string(link.grade.code)),
      ("gap", .strings(link.gap)),
    ])
  }

  private static func test(_ test: LinkTest) -> JSONValue {
    .object([
      ("test", .string(test.test)), ("result", .string(test.result.rawValue)),
      ("counts", .object(test.counts.map { ($0.name, .integer($0.value)) })),
      ("evidence", .array(test.evidence.map(evidence))), ("detail", .string(test.detail)),
    ])
  }

  /// The traces of an incident, for the package's `causality.json`.
  public static func traces(_ incident: Incident) -> JSONValue {
    .array(
      incident.traces.map { trace in
        .object([
          ("trace", .string(trace.id)), ("standing", .string(trace.standing.rawValue)),
          (
            "nodes",
            .array(
              trace.nodes.map { node in
                .object([
                  ("node", .string(node.node)), ("earliest", .string(node.time.first.rfc3339)),
                  ("latest", .string(node.time.last.rfc3339)),
                  ("evidence", evidence(node.evidence)),
                ])
              })
          ),
          ("missing", .strings(trace.missing)),
        ])
      })
  }

  /// One baseline; the counts of a day, `otherLimits` and what follows are ours.
  public static func baseline(_ baseline: BaselineSummary) -> JSONValue {
    .object([
      ("clause", .string(baseline.clause)), ("service", .optional(baseline.service)),
      ("hour", .string(baseline.hour.rfc3339)), ("days", .array(baseline.days.map(day))),
      ("q1", .optional(baseline.q1)), ("median", .optional(baseline.median)),
      ("q3", .optional(baseline.q3)), ("iqr", .optional(baseline.iqr)),
      ("limit", .optional(baseline.limit)), ("quantile", .string(baseline.quantile)),
      (
        "otherLimits",
        .array(
          baseline.otherLimits.map {
            .object([("quantile", .string($0.quantile)), ("limit", .optional($0.limit))])
          })
      ),
      (
        "withoutDay",
        .array(
          baseline.withoutDay.map {
            .object([("date", .string($0.date)), ("limit", .optional($0.limit))])
          })
      ),
      ("cleanLimit", .optional(baseline.cleanLimit)), ("poisoned", .bool(baseline.isPoisoned)),
      (
        "sameDayType",
        baseline.sameType.map {
          .object([
            ("dayType", .string($0.dayType)), ("dates", .strings($0.dates)),
            ("limit", .optional($0.limit)),
          ])
        } ?? .null
      ),
    ])
  }

  private static func day(_ day: BaselineSummary.Day) -> JSONValue {
    .object([
      ("date", .string(day.date)), ("ratio", .optional(day.ratio)), ("note", .optional(day.note)),
      ("numerator", .optional(day.numerator)), ("denominator", .optional(day.denominator)),
    ])
  }

  /// One exposure candidate; `clause`, `time` and `reason` are ours. Patterns are names, never
  /// values.
  public static func exposure(_ exposure: Exposure) -> JSONValue {
    .object([
      ("trace", .optional(exposure.trace)), ("request", .optional(exposure.request)),
      (
        "legs",
        .object([
          ("application", exposure.application.map(evidence) ?? .null),
          ("gateway", exposure.gateway.map(evidence) ?? .null),
          ("audit", exposure.audit.map(evidence) ?? .null),
        ])
      ),
      ("patterns", .strings(exposure.patterns)), ("verdict", .string(exposure.outcome.rawValue)),
      ("clause", .string(exposure.clause)), ("time", .string(exposure.time.rfc3339)),
      ("reason", .optional(exposure.reason)),
    ])
  }
}
