internal import Analysis
internal import ArgumentParser

/// The exit statuses of PRODUCT, the same for every command and format.
enum ExitStatus: Int32 {
  /// No breach, all decided.
  case success = 0
  /// A breach in force.
  case breach = 1
  /// A mistake on the command line or in the appendix.
  case usage = 2
  /// Nothing breached, something required undecided.
  case undecided = 3
  /// An input is unreadable, corrupt or over a limit.
  case unreadable = 4
  /// A package does not verify.
  case unverified = 5
  /// A sensitive value would be readable in a disclosure copy; it was not kept.
  case leaked = 6
  /// Our own fault.
  case internalError = 70
  /// Interrupted from the keyboard.
  case interrupted = 130

  /// Which of two statuses a command ends with: 2 > 4 > 6 > 5 > 1 > 3 > 0.
  func combined(with other: ExitStatus) -> ExitStatus { rank >= other.rank ? self : other }

  private var rank: Int {
    switch self {
    case .success: 0
    case .undecided: 1
    case .breach: 2
    case .unverified: 3
    case .leaked: 4
    case .unreadable: 5
    case .usage: 6
    case .internalError: 7
    case .interrupted: 8
    }
  }
}

/// What `--fail-on` lets pass: each level includes those after it.
enum FailureLevel: String, ExpressibleByArgument, CaseIterable {
  /// Undecided windows (3) and breaches (1).
  case indeterminate
  /// Breaches (1).
  case breach
  /// Breaches, unless their support is known to be weak (1).
  case supported
  /// Neither; statuses 2, 4 and above stay.
  case never
}

extension ExitStatus {
  /// The status of a finished analysis.
  /// - Parameters:
  ///   - asksFrom: whether `--from` fixed the start of the judged range.
  ///   - asksTo: whether `--to` fixed its end.
  static func of(
    _ result: AnalysisResult, failOn level: FailureLevel, asksFrom: Bool, asksTo: Bool
  ) -> ExitStatus {
    var status: ExitStatus = result.isComplete ? .success : .unreadable
    let breached = result.verdicts.filter { $0.outcome == .breached && !$0.isExcused }
    let counted =
      switch level {
      case .never: false
      case .supported: breached.contains { $0.support == nil || $0.support == .confirmed }
      case .breach, .indeterminate: !breached.isEmpty
      }
    if counted { status = status.combined(with: .breach) }
    if level == .indeterminate, hasUndecided(result.verdicts, asksFrom: asksFrom, asksTo: asksTo) {
      status = status.combined(with: .undecided)
    }
    return status
  }

  /// Whether any unexcused window is undecided, edge windows that nobody asked for aside
  /// (RULES "Judged range").
  private static func hasUndecided(
    _ verdicts: [Verdict], asksFrom: Bool, asksTo: Bool
  ) -> Bool {
    let edges = EdgeWindows(verdicts)
    return verdicts.contains { verdict in
      guard verdict.outcome == .indeterminate, !verdict.isExcused else { return false }
      if edges.leading.contains(verdict.window.to, verdict) { return asksFrom }
      if edges.trailing.contains(verdict.window.from, verdict) { return asksTo }
      return true
    }
  }
}

/// The partial windows with which the verdicts of each clause begin and end.
struct EdgeWindows {
  /// Per clause and service, up to (or from) where windows are partial.
  struct Reach {
    private var instants: [String: Instant] = [:]
    private let isLeading: Bool
    init(isLeading: Bool) { self.isLeading = isLeading }

    mutating func set(_ verdict: Verdict) {
      instants[Self.lane(verdict)] = isLeading ? verdict.window.to : verdict.window.from
    }
    func contains(_ instant: Instant, _ verdict: Verdict) -> Bool {
      guard let reach = instants[Self.lane(verdict)] else { return false }
      return isLeading ? instant <= reach : instant >= reach
    }
    static func lane(_ verdict: Verdict) -> String {
      verdict.clause + "\u{0}" + (verdict.service ?? "")
    }
  }
  private(set) var leading = Reach(isLeading: true)
  private(set) var trailing = Reach(isLeading: false)

  /// Verdicts must be sorted by clause, service and window.
  init(_ verdicts: [Verdict]) {
    let partial = PartialWindows(verdicts)
    for isLeading in [true, false] {
      var ended: Set<String> = []
      for verdict in isLeading ? verdicts : verdicts.reversed() {
        let lane = Reach.lane(verdict)
        guard !ended.contains(lane) else { continue }
        guard partial.contains(verdict) else {
          ended.insert(lane)
          continue
        }
        if isLeading { leading.set(verdict) } else { trailing.set(verdict) }
      }
    }
  }
}

/// Windows that are undecided because they are partial, or because a requirement's window is.
private struct PartialWindows {
  private var partial: [String: [Interval]] = [:]

  init(_ verdicts: [Verdict]) {
    for verdict in verdicts where verdict.reasonCode == "partial-window" {
      partial[verdict.clause, default: []].append(verdict.window)
    }
  }

  func contains(_ verdict: Verdict) -> Bool {
    if verdict.reasonCode == "partial-window" { return true }
    guard verdict.reasonCode == "requirement-indeterminate" else { return false }
    return verdict.blockedBy.allSatisfy { clause in
      partial[clause]?.contains { $0.overlaps(verdict.window) } ?? false
    }
  }
}
