/// What time each role's exports cover, and where they are silent (RULES "Coverage").
public struct Coverage: Sendable {
  private let spans: [SourceRole: TimeSpan]
  let supplied: Set<SourceRole>
  private let roles: [SourceRole: Survey.RoleFacts]
  private let activity: WindowGrid
  private let lateAllowanceNanoseconds: Int64
  let lost: [SourceRole: [Interval]]

  /// Coverage from what was read, widened by what the appendix declares for matched sources.
  public init(
    survey: Survey, declared: [DeclaredCoverage], supplied: Set<SourceRole>,
    activity: WindowGrid, lateAllowanceNanoseconds: Int64, lost: [SourceRole: [Interval]] = [:]
  ) {
    var spans = survey.roles.compactMapValues(\.span)
    for coverage in declared {
      let span = TimeSpan(first: coverage.interval.from, last: coverage.interval.to)
      spans[coverage.role] = TimeSpan.union(spans[coverage.role], span)
    }
    self.spans = spans
    self.supplied = supplied
    roles = survey.roles
    self.activity = activity
    self.lateAllowanceNanoseconds = lateAllowanceNanoseconds
    self.lost = lost
  }

  /// A `covers` of the appendix whose source matched at least one file.
  public struct DeclaredCoverage: Sendable, Hashable {
    /// Role of the source.
    public var role: SourceRole
    /// Declared time.
    public var interval: Interval
    /// A declared coverage.
    public init(role: SourceRole, interval: Interval) {
      self.role = role
      self.interval = interval
    }
  }

  /// Whether any export of `role` was supplied.
  public func isSupplied(_ role: SourceRole) -> Bool { supplied.contains(role) }

  /// First to last covered instant of a role.
  public func span(_ role: SourceRole) -> TimeSpan? { spans[role] }

  /// Whether `role` covers the window and the late allowance after it.
  public func covers(_ role: SourceRole, _ window: Interval) -> Bool {
    guard let span = spans[role] else { return false }
    return span.first <= window.from && window.to + lateAllowanceNanoseconds <= span.last
  }

  /// Whether records of `role` in the window were cut off when it was exported.
  public func isTruncated(_ role: SourceRole, _ window: Interval) -> Bool {
    lost[role]?.contains { $0.from < window.to && window.from < $0.to } ?? false
  }

  /// Whether `role` covers one instant.
  public func covers(_ role: SourceRole, _ instant: Instant) -> Bool {
    guard let span = spans[role], lost[role]?.contains(where: { $0.contains(instant) }) != true
    else { return false }
    return span.first <= instant && instant <= span.last
  }

  /// Whether a dense role is silent over the whole window although it has records before and
  /// after, while another log or trace export shows traffic.
  public func isGap(_ role: SourceRole, _ window: Interval) -> Bool {
    guard role.isDense, let facts = roles[role], let span = facts.span,
      span.first < window.from, window.to <= span.last, !isActive(facts, in: window)
    else { return false }
    return [SourceRole.gatewayAccess, .appLog, .spans].contains { other in
      other != role && roles[other].map { isActive($0, in: window) } ?? false
    }
  }

  private func isActive(_ facts: Survey.RoleFacts, in window: Interval) -> Bool {
    var at = window.from
    while at < window.to {
      let step = activity.window(at: at)
      if let count = facts.activity[step.from], count.count > 0 { return true }
      at = step.to
    }
    return false
  }
}
