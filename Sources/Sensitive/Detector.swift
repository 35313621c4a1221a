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

/// Runs the patterns an appendix names, built-in ones and its own.
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

  private let detectors: [any Detector]

  /// A scanner for `patterns`.
  public init(patterns: [Pattern]) throws(PatternError) {
    var detectors: [any Detector] = []
    for pattern in patterns {
      if let expression = pattern.expression {
        detectors.append(try OwnPattern(name: pattern.name, expression: expression))
      } else if let known = Detectors.named(pattern.name) {
        detectors.append(known)
      } else {
        throw PatternError(name: pattern.name, reason: "no built-in detector has this name")
      }
    }
    self.detectors = detectors
  }

  /// All hits, in pattern order, then by position.
  public func scan(_ bytes: UnsafeRawBufferPointer) -> [SensitiveHit] {
    detectors.flatMap { detector in
      detector.find(in: bytes).map { SensitiveHit(pattern: detector.name, range: $0) }
    }
  }
}

/// Whether a byte is an ASCII digit.
@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Whether a byte can be part of a word or number next to a value.
func isWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
}
