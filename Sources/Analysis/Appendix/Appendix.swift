/// The agreed text as data: clauses, arbitration, sources. Everything is decided from it.
public struct Appendix: Sendable {
  /// Version of the agreed text, such as `v2.3`.
  public var version: String
  /// SHA-256 of the file's exact bytes, 64 hex digits.
  public var sha256: String
  /// The exact bytes, carried into packages.
  public var bytes: [UInt8]
  /// Path as given.
  public var path: String
  /// Service space the contract is about.
  public var space: String?
  /// The contract's zone: civil hours, calendar days, reports.
  public var zone: CivilZone
  /// Parties by role name, in document order: ("supplier", "Example Cloud Ltd.").
  public var parties: [Party]
  /// Clauses in document order.
  public var clauses: [Clause]
  /// Arbitration of concurrent breaches; nil when the appendix has none.
  public var arbitration: Arbitration?
  /// A window is judged only when every deciding source reaches this far past its end.
  public var lateAllowanceNanoseconds: Int64
  /// Agreed exceptions.
  public var excusals: [Excusal]
  /// Holidays and make-up workdays as civil dates; nil when none was agreed, and days of one type
  /// are not compared.
  public var calendar: Calendar?
  /// Declared sources.
  public var sources: [SourceDeclaration]
  /// Law references, printed as given.
  public var lawReferences: [LawReference]

  /// A party to the contract.
  public struct Party: Sendable, Hashable {
    /// `supplier`.
    public var role: String
    /// Name.
    public var name: String
    /// A party.
    public init(role: String, name: String) {
      self.role = role
      self.name = name
    }
  }

  /// How concurrent breaches are ranked.
  public struct Arbitration: Sendable, Hashable {
    /// Triggers at most this far apart belong together (inclusive).
    public var withinNanoseconds: Int64
    /// Contract order: cause before effect.
    public var order: [ClauseID]
    /// Root-cause path, node names in causal order.
    public var path: [String]
    /// A wait at least this long counts as blocked; nil for the latency clause's limit.
    public var blockedAtLeastNanoseconds: Int64?
    /// An arbitration rule.
    public init(
      withinNanoseconds: Int64, order: [ClauseID], path: [String],
      blockedAtLeastNanoseconds: Int64? = nil
    ) {
      self.withinNanoseconds = withinNanoseconds
      self.order = order
      self.path = path
      self.blockedAtLeastNanoseconds = blockedAtLeastNanoseconds
    }
  }

  /// An agreed exception, such as a maintenance window: an overlay, never a deletion.
  public struct Excusal: Sendable, Hashable {
    /// When.
    public var interval: Interval
    /// Which clauses.
    public var clauses: [ClauseID]
    /// Why.
    public var reason: String
    /// Who agreed.
    public var agreedBy: String?
    /// An exception.
    public init(interval: Interval, clauses: [ClauseID], reason: String, agreedBy: String?) {
      self.interval = interval
      self.clauses = clauses
      self.reason = reason
      self.agreedBy = agreedBy
    }
  }

  /// Days that do not follow the weekly pattern, as `2024-05-01`.
  public struct Calendar: Sendable, Hashable {
    /// Holidays.
    public var holidays: [String]
    /// Make-up workdays.
    public var workdays: [String]
    /// A calendar.
    public init(holidays: [String] = [], workdays: [String] = []) {
      self.holidays = holidays
      self.workdays = workdays
    }
  }

  /// A reference printed in the certificate.
  public struct LawReference: Sendable, Hashable {
    /// `电子签名法 第八条`.
    public var label: String
    /// What it is cited for.
    public var note: String
    /// A reference.
    public init(label: String, note: String) {
      self.label = label
      self.note = note
    }
  }

  /// An appendix from its parts; `AppendixReader` makes one from a file.
  public init(
    version: String, sha256: String, bytes: [UInt8], path: String, space: String?,
    zone: CivilZone, parties: [Party], clauses: [Clause], arbitration: Arbitration?,
    lateAllowanceNanoseconds: Int64, excusals: [Excusal], calendar: Calendar?,
    sources: [SourceDeclaration], lawReferences: [LawReference]
  ) {
    self.version = version
    self.sha256 = sha256
    self.bytes = bytes
    self.path = path
    self.space = space
    self.zone = zone
    self.parties = parties
    self.clauses = clauses
    self.arbitration = arbitration
    self.lateAllowanceNanoseconds = lateAllowanceNanoseconds
    self.excusals = excusals
    self.calendar = calendar
    self.sources = sources
    self.lawReferences = lawReferences
  }

  /// The clause with `id`.
  public func clause(_ id: ClauseID) -> Clause? { clauses.first { $0.id == id } }
}

/// One clause: an id, what it requires, whom it concerns, and the rule of its kind.
public struct Clause: Sendable {
  /// Whom a clause is judged over.
  public enum Scope: Sendable, Hashable {
    /// Once, over all matching records.
    case all
    /// Once, over the records of one service.
    case service(String)
    /// Once for each service seen.
    case perService
  }
  /// Id, such as `A2` or `A2H`.
  public var id: ClauseID
  /// Clauses that must hold over a window before this one is armed.
  public var requires: [ClauseID]
  /// Whom it concerns.
  public var scope: Scope
  /// The rule; its type is the clause kind.
  public var rule: any ClauseRule
  /// Line of the clause in the appendix.
  public var line: Int

  /// A clause.
  public init(
    id: ClauseID, requires: [ClauseID], scope: Scope, rule: any ClauseRule, line: Int
  ) {
    self.id = id
    self.requires = requires
    self.scope = scope
    self.rule = rule
    self.line = line
  }
}

/// The rule of one clause kind. One file a kind under `Clauses/`, one line in `ClauseKinds`.
public protocol ClauseRule: Sendable {
  /// Kind name in the appendix: `latency-percentile`.
  static var kind: String { get }
  /// The contract's ids of required clauses when `requires` is absent.
  static var defaultRequires: [ClauseID] { get }
  /// Reads the kind's own keys; problems go to the reader, which knows the places.
  /// - Returns: nil when a required key is missing or wrong.
  static func parse(_ reader: inout ClauseReader) -> Self?
  /// One line for the summary: `P99 ≤ 200 ms per 60 s`.
  var condition: String { get }
  /// Decides the clause over the judged range, before requirements and excuses.
  func judge(_ context: JudgingContext) -> ClauseFindings
}

/// Which requests a clause is about: every given field must match one of its globs.
///
/// `*` matches any run of characters, `/` included; paths are matched before `?`.
public struct RecordFilter: Sendable, Hashable {
  /// Fields that a filter may name.
  public enum Field: String, Sendable, CaseIterable {
    /// Request path.
    case path
    /// HTTP method.
    case method
    /// Status sent to the client.
    case status
    /// Service.
    case service
  }
  /// Globs by field; empty means everything matches.
  public var globs: [Field: [Glob]]
  /// A filter.
  public init(globs: [Field: [Glob]] = [:]) { self.globs = globs }
}
