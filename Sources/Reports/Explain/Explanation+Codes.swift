internal import Analysis

extension Explanation {
  /// The codes that were met, with their titles: each has a page of its own.
  mutating func codes(_ subject: ExplainSubject, language: ReportLanguage) {
    let met: [String]
    switch subject {
    case .clause(let id):
      met = codes(of: result.verdicts.filter { $0.clause == id })
    case .window(let id, let instant):
      met = codes(of: result.verdicts.filter { $0.clause == id && $0.window.contains(instant) })
    case .breach(let id):
      let breach = result.breaches.first { $0.id == id }
      met = codes(
        of: result.verdicts.filter {
          $0.clause == breach?.clause && $0.service == breach?.service
            && breach?.windows.contains($0.window) == true
        })
    case .incident(let id):
      met = result.incidents.first { $0.id == id }.map { codes(of: $0) } ?? []
    }
    let hints = CodeCatalogue.standard.hints(met, language: language)
    if !hints.isEmpty { lines += [""] + hints }
  }

  /// Outcomes that need a word, reasons, notes and support, sorted.
  private func codes(of verdicts: [Verdict]) -> [String] {
    var met: Set<String> = []
    for verdict in verdicts {
      if verdict.outcome == .notInForce { met.insert(verdict.outcome.rawValue) }
      if let reason = verdict.reasonCode { met.insert(reason) }
      if let support = verdict.support { met.insert(support.rawValue) }
      met.formUnion(verdict.notes.map(Self.code))
      for exposure in result.exposures
      where exposure.clause == verdict.clause && verdict.window.contains(exposure.time) {
        if let reason = exposure.reason { met.insert(Self.code(reason)) }
      }
    }
    return met.sorted()
  }

  /// The grades, what is said about the order, and the tests that did not pass.
  private func codes(of incident: Incident) -> [String] {
    var met = Set(incident.notes.map(Self.code))
    if let grade = incident.grade { met.insert(grade.code) }
    if incident.isOrderUndecidable { met.insert("undecidable") }
    for link in incident.links {
      met.insert(link.grade.code)
      met.formUnion(link.tests.filter { $0.result != .pass }.map(\.test))
    }
    return met.sorted()
  }

  /// `topology` of `topology: 2 of 2 agreed edges seen`.
  private static func code(_ note: String) -> String { String(note.prefix { $0 != ":" }) }
}
