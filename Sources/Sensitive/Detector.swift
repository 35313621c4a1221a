/// Finds one kind of sensitive value in text.
///
/// A detector reports where a value lies, never the value itself. Hits are validated: a run of
/// digits that fails its check is no hit.
public protocol Detector: Sendable {
  /// Name in the appendix and in audit records: `SSN`.
  var name: String { get }
  /// Byte ranges of validated values, in order, without overlaps.
  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>]
}

/// The registry of built-in detectors.
public enum Detectors {
  /// Every built-in detector.
  public static let all: [any Detector] = [
    SocialSecurityNumber(),
    PaymentCard(),
    ResidentIdentity(),
    MobileNumber(),
    EmailAddress(),
    BankAccount(),
    PassportNumber(),
    JSONWebToken(),
    BearerToken(),
    AWSAccessKey(),
    PrivateKey(),
    Password(),
  ]

  /// The detector called `name`.
  public static func named(_ name: String) -> (any Detector)? {
    all.first { $0.name == name }
  }
}

/// One validated hit.
public struct SensitiveHit: Sendable, Hashable {
  /// Name of the pattern that hit.
  public var pattern: String
  /// Byte range of the value.
  public var range: Range<Int>
}

/// Runs the patterns an appendix names, built-in ones and its own. Any number of threads may scan
/// with one scanner.
public struct SensitiveScanner: Sendable {
  /// A pattern by name; with an expression when it is the appendix' own.
  public struct Pattern: Sendable, Hashable {
    /// Name.
    public var name: String
    /// Regular expression, or nil for a built-in detector.
    public var expression: String?
    /// A pattern.
    public init(name: String, expression: String?) {
      self.name = name
      self.expression = expression
    }
  }

  /// Why a pattern cannot be used.
  public struct PatternError: Error, Sendable {
    /// The pattern.
    public var name: String
    /// What is wrong.
    public var reason: String
  }

  private let sweep: SensitiveSweep

  /// A scanner for `patterns`.
  ///
  /// - Throws: ``PatternError`` for an unknown name, or an expression that ``OwnPattern`` refuses.
  public init(patterns: [Pattern]) throws(PatternError) {
    sweep = try SensitiveSweep(patterns: patterns)
  }

  /// All hits, in pattern order, then by position.
  public func scan(_ bytes: UnsafeRawBufferPointer) -> [SensitiveHit] {
    sweep.hits(in: bytes)
  }
}
