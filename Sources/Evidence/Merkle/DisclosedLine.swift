/// The form in which a line is shown: readable segments with their salts, of the others only the
/// commitments. Its leaf can be worked out from it, so that it proves under the signed root, and a
/// readable byte that was edited does not.
///
/// One JSON object a line:
/// `{"line":12,"segments":[{"text":"id=","salt":"…"},{"masked":"…","rule":"SSN","length":"9-16","token":"…"}]}`;
/// `base64` stands for `text` where a segment is not UTF-8.
public struct DisclosedLine: Sendable, Hashable {
  /// One segment, readable or not.
  public enum Segment: Sendable, Hashable {
    /// Bytes as they are, and the 16 bytes of their salt.
    case visible(bytes: [UInt8], salt: [UInt8])
    /// What is not shown.
    case masked(Masked)
  }

  /// What stands for a sensitive segment.
  public struct Masked: Sendable, Hashable {
    /// Commitment to the bytes, 32 bytes.
    public var commitment: [UInt8]
    /// Rule that found it: `SSN`.
    public var rule: String
    /// Class of its length, ``LengthClass``.
    public var lengthClass: String
    /// Stable token of whoever masks; it stands for the value in the text.
    public var token: String

    /// What stands for a segment with `commitment`.
    public init(commitment: [UInt8], rule: String, lengthClass: String, token: String) {
      self.commitment = commitment
      self.rule = rule
      self.lengthClass = lengthClass
      self.token = token
    }
  }

  /// Number of the line in its member, from 1.
  public var line: UInt64
  /// Its segments, in order.
  public var segments: [Segment]

  /// A line with these segments.
  public init(line: UInt64, segments: [Segment]) {
    self.line = line
    self.segments = segments
  }

  /// Line `line` of `member` with every sensitive segment masked; `token` gives what stands for a
  /// value found by a rule.
  public init(
    member: String, line: UInt64, bytes: [UInt8], segments: [LineSegment], salts: LineSalts,
    token: (_ value: [UInt8], _ rule: String) -> String
  ) {
    self.line = line
    self.segments = segments.enumerated().map { index, part in
      let salt = salts.salt(member: member, line: line, segment: UInt32(index))
      let value = Array(bytes[part.range])
      guard let rule = part.rule else { return .visible(bytes: value, salt: salt) }
      return .masked(
        Masked(
          commitment: LineCommitment.segment(salt: salt, bytes: value), rule: rule,
          lengthClass: LengthClass.name(value.count), token: token(value, rule)))
    }
  }

  /// Leaf hash of the line, worked out from what is shown of it.
  public var leaf: [UInt8] {
    LineCommitment.leaf(
      segments.map { segment in
        switch segment {
        case .visible(let bytes, let salt): LineCommitment.segment(salt: salt, bytes: bytes)
        case .masked(let masked): masked.commitment
        }
      })
  }

  /// The line as it reads, tokens in the place of what is masked.
  public var shownBytes: [UInt8] {
    segments.flatMap { segment in
      switch segment {
      case .visible(let bytes, _): bytes
      case .masked(let masked): Array(masked.token.utf8)
      }
    }
  }
}

/// Classes of lengths, so that a masked value does not tell its exact length.
public enum LengthClass {
  /// `1-8`, `9-16`, `17-32`, `33-64` … bytes: each class ends at a power of two.
  public static func name(_ count: Int) -> String {
    guard count > 8 else { return "1-8" }
    var end = 16
    while end < count { end *= 2 }
    return "\(end / 2 + 1)-\(end)"
  }
}
