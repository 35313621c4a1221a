/// A4's kind: no sensitive field leaks in a stack trace, shown by three logs together.
public struct SensitiveExposure: ClauseRule {
  /// A status or a class of statuses.
  public enum StatusPattern: Sendable, Hashable {
    /// Exactly this status.
    case exactly(Int)
    /// `5xx`: the hundreds digit.
    case hundreds(Int)
    /// Whether `status` is meant.
    public func matches(_ status: Int) -> Bool {
      switch self {
      case .exactly(let wanted): status == wanted
      case .hundreds(let hundreds): status / 100 == hundreds
      }
    }
  }
  /// A pattern by name, with its own expression when it is not built in.
  public struct Pattern: Sendable, Hashable {
    /// `SSN`, `CREDIT_CARD`, or a name of the appendix' own.
    public var name: String
    /// Expression of an own pattern.
    public var expression: String?
  }
  /// `sensitive-exposure`.
  public static let kind = "sensitive-exposure"
  /// None.
  public static let defaultRequires: [ClauseID] = []

  /// Patterns in appendix order.
  public var patterns: [Pattern]
  /// Statuses sent to the client that count as an exposed error.
  public var gatewayStatus: [StatusPattern]
  /// Length of the verdict windows in nanoseconds.
  public var windowNanoseconds: Int64

  /// `no SSN, CREDIT_CARD in a stack trace`.
  public var condition: String {
    "no \(patterns.map(\.name).joined(separator: ", ")) leaked in a stack trace"
  }
}

extension SensitiveExposure {
  /// Reads the keys of the kind.
  public static func parse(_ reader: inout ClauseReader) -> SensitiveExposure? { nil }
}
