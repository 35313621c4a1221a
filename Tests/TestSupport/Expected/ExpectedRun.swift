public import Foundation

/// What one data set must give, as `Datasets/expectations.py` worked it out without the product.
public struct ExpectedRun: Sendable {
  /// Every window of every clause, in the order clause, time.
  public let verdicts: [ExpectedVerdict]
  /// In order of onset.
  public let incidents: [ExpectedIncident]
  /// The exit status of `analyze`.
  public let exitCode: Int
  /// The judged range, RFC 3339 with `Z`.
  public let judgedFrom: String
  /// The end of the judged range.
  public let judgedTo: String

  /// Reads `expected/verdicts.jsonl` and `expected/incidents.json`.
  /// - Parameter dataset: the data set's folder, which holds `expected`.
  /// - Throws: what Foundation throws for a missing or malformed file.
  public init(dataset: URL) throws {
    let folder = dataset.appendingPathComponent("expected")
    let lines = try String(
      contentsOf: folder.appendingPathComponent("verdicts.jsonl"), encoding: .utf8)
    verdicts = try lines.split(separator: "\n").flatMap { line in
      try JSONDecoder().decode(Run.self, from: Data(line.utf8)).windowed()
    }
    let found = try JSONDecoder().decode(
      Found.self, from: Data(contentsOf: folder.appendingPathComponent("incidents.json")))
    incidents = found.incidents
    exitCode = found.exitCode
    judgedFrom = found.judged.from
    judgedTo = found.judged.to
  }

  private struct Found: Decodable {
    var exitCode: Int
    var judged: Range
    var incidents: [ExpectedIncident]

    struct Range: Decodable {
      var from: String
      var to: String
    }
  }

  /// One line of verdicts.jsonl.
  private struct Run: Decodable {
    var clause: String
    var from: String
    var to: String
    var windowSeconds: Int?
    var verdict: String
    var reason: String?
    var blockedBy: [String]
    var windows: Int
    var numerators: [Int]
    var denominators: [Int]
    var limits: [Double]

    func windowed() throws -> [ExpectedVerdict] {
      (0..<windows).map { index in
        ExpectedVerdict(
          clause: clause, from: windowSeconds.map { shifted(from, by: index * $0) } ?? from,
          to: windowSeconds.map { shifted(from, by: (index + 1) * $0) } ?? to, verdict: verdict,
          reason: reason, blockedBy: blockedBy,
          numerator: numerators.isEmpty ? nil : numerators[index],
          denominator: denominators.isEmpty ? nil : denominators[index],
          limit: limits.isEmpty ? nil : limits[index])
      }
    }

    /// `time` (whole seconds, `Z`) moved on.
    private func shifted(_ time: String, by seconds: Int) -> String {
      let part = time.split { !$0.isNumber }.compactMap { Int($0) }
      let base = CivilTime.utc.instant(part[0], part[1], part[2], part[3], part[4], part[5])
      let moved = CivilTime.utc.rfc3339Seconds(base + seconds * nanosecondsPerSecond)
      return moved.replacingOccurrences(of: "+00:00", with: "Z")
    }
  }
}

/// One window of one clause. Times are RFC 3339 with `Z`, whole seconds.
public struct ExpectedVerdict: Sendable, Equatable {
  /// A1 to A5.
  public let clause: String
  /// Start of the window, included.
  public let from: String
  /// End of the window, excluded.
  public let to: String
  /// COMPLIANT, BREACHED, NOT_IN_FORCE, INDETERMINATE or NOT_EVALUATED.
  public let verdict: String
  /// The reason code, where there is one.
  public let reason: String?
  /// The requirements that did not hold.
  public let blockedBy: [String]
  /// A2 requests within the limit, A3 valid ids, A4 confirmed leaks, A5 slow statements.
  public let numerator: Int?
  /// A2 and A3 requests, A4 candidates, A5 statements.
  public let denominator: Int?
  /// A5 only: the unrounded limit, a ratio.
  public let limit: Double?
}

/// One incident.
public struct ExpectedIncident: Sendable, Equatable, Decodable {
  /// `INC-<civil date>-<HHMMSS of onset>`.
  public let id: String
  /// In contract order; clauses outside the arbitration after them.
  public let clauses: [String]
  /// The arbitration's clauses among them.
  public let contractOrder: [String]
  /// By onset.
  public let observedOrder: [String]
  /// Nodes from the first clause's to the last one's, the inferred ones included.
  public let path: [String]
  /// `E0` to `E3`; `nil` for a lone breach.
  public let grade: String?
  /// RFC 3339 with `Z`: the earliest onset.
  public let from: String
  /// RFC 3339 with `Z`: the end of the last breached window or leak.
  public let to: String
  /// For each clause the interval in which it began.
  public let onset: [String: Onset]
  /// Traces with at least one node of the path.
  public let traces: Traces
  /// One for each pair of neighbouring clauses.
  public let links: [Link]

  /// Both ends included, RFC 3339 with `Z`.
  public struct Onset: Sendable, Equatable, Decodable {
    /// Not before this instant.
    public let earliest: String
    /// Not after this instant.
    public let latest: String
  }

  /// How many traces hold the chain.
  public struct Traces: Sendable, Equatable, Decodable {
    /// All four nodes, no contradiction.
    public let complete: Int
    /// Some node missing, no contradiction.
    public let partial: Int
    /// The effect without its cause, or before it.
    public let contradicting: Int
  }

  /// One edge of the chain.
  public struct Link: Sendable, Equatable, Decodable {
    /// The cause's clause.
    public let from: String
    /// The effect's clause.
    public let to: String
    /// Clauses of the contract order between the two that are not in the incident.
    public let gap: [String]
    /// `E0` to `E3`.
    public let grade: String
    /// By the number of the specification's test.
    public let tests: [String: LinkTest]
  }

  /// One test of one edge; a count is `nil` where the test has none.
  public struct LinkTest: Sendable, Equatable, Decodable {
    /// PASS, FAIL or UNKNOWN.
    public let result: String
    /// Test 3: effect traces that hold the cause.
    public let effectTracesWithCause: Int?
    /// Test 3: all effect traces.
    public let effectTraces: Int?
    /// Test 3: all cause traces.
    public let causeTraces: Int?
    /// Test 8: effect traces whose cause is observed absent.
    public let causeAbsent: Int?
    /// Test 8: effect traces whose cause came later.
    public let causeLater: Int?
    /// Test 9: nodes that no export tells about.
    public let inferred: [String]?
  }
}
