/// Everything the tests of one link look at.
struct LinkContext: Sendable {
  var cause: ClauseID
  var effect: ClauseID
  var causeNode: String
  var effectNode: String
  /// First onset of each, with uncertainty.
  var causeOnset: BreachOnset
  var effectOnset: BreachOnset
  /// Clauses of the contract order between the two that are not part of the incident.
  var gap: [ClauseID]
  /// Whether the appendix declares cause before effect.
  var isDeclared: Bool
  /// Traces that show the cause, and the effect.
  var causes: Set<String>
  var effects: Set<String>
  /// Effect traces whose cause is observed to be absent.
  var absent: Set<String>
  /// Effect traces whose cause began only after the effect was over.
  var later: Set<String>
  /// Path nodes strictly between, with whether they have data.
  var between: [(node: String, hasData: Bool)]
  /// A proof for each trace: the cause's and the effect's records.
  var evidence: [Provenance]

  var contradicting: Set<String> { absent.union(later) }
}

/// One test of a link. One file a test, one line in `LinkTests.all`.
protocol LinkTesting: Sendable {
  /// Stable name in the machine output.
  var name: String { get }
  /// The result for one link.
  func run(_ context: LinkContext) -> LinkTest
}

/// The registry of link tests, in the order of CLAUSES "Arbitration".
enum LinkTests {
  static let all: [any LinkTesting] = [
    MechanismTest(),
    OnsetOrderTest(),
    SharedTracesTest(),
    ContradictionsTest(),
    CompletenessTest(),
  ]

  /// The grade that test results allow. E4 needs the time-share test.
  static func grade(_ tests: [LinkTest], _ context: LinkContext) -> EvidenceGrade {
    func result(_ name: String) -> LinkTest.Result? { tests.first { $0.test == name }?.result }
    if result("onset-order") == .fail { return .contradicted }
    if !context.effects.isEmpty, context.contradicting.count * 2 > context.effects.count {
      return .contradicted
    }
    guard result("mechanism") == .pass, result("onset-order") == .pass else {
      return .contractOrderOnly
    }
    guard result("shared-traces") == .pass else { return .consistent }
    guard result("time-share") == .pass, result("contradictions") == .pass else {
      return .supported
    }
    return .established
  }
}
