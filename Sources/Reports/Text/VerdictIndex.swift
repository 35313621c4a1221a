internal import Analysis

/// Finds the verdicts and baselines of one clause and service, however many there are of others.
struct VerdictIndex {
  private struct Lane: Hashable {
    var clause: ClauseID
    var service: String?
  }
  private let result: AnalysisResult
  private var verdicts: [Lane: [Int]] = [:]
  private var baselines: [Lane: [Int]] = [:]
  private var disarmed: [ClauseID: [Int]] = [:]
  private var breaches: [String: Int] = [:]

  init(_ result: AnalysisResult) {
    self.result = result
    for (index, verdict) in result.verdicts.enumerated() {
      verdicts[Lane(clause: verdict.clause, service: verdict.service), default: []].append(index)
      guard verdict.outcome == .notInForce else { continue }
      for clause in verdict.blockedBy { disarmed[clause, default: []].append(index) }
    }
    for (index, baseline) in result.baselines.enumerated() {
      baselines[Lane(clause: baseline.clause, service: baseline.service), default: []].append(index)
    }
    for (index, breach) in result.breaches.enumerated() { breaches[breach.id] = index }
  }

  /// In the order of the result.
  func verdicts(_ clause: ClauseID, _ service: String?) -> [Verdict] {
    verdicts[Lane(clause: clause, service: service)]?.map { result.verdicts[$0] } ?? []
  }

  /// In the order of the result.
  func baselines(_ clause: ClauseID, _ service: String?) -> [BaselineSummary] {
    baselines[Lane(clause: clause, service: service)]?.map { result.baselines[$0] } ?? []
  }

  /// Verdicts of windows in which a clause was not in force because of `clause`.
  func disarmed(by clause: ClauseID) -> [Verdict] {
    disarmed[clause]?.map { result.verdicts[$0] } ?? []
  }

  /// Breaches by their ids, in the order of the result.
  func breaches(_ ids: [String]) -> [Breach] {
    ids.compactMap { breaches[$0] }.sorted().map { result.breaches[$0] }
  }
}
