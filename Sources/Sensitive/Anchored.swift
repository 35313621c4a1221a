internal import CCandidates

/// Where the search for one kind of value begins.
enum Anchor: Sendable {
  /// A shape that the candidate kernel marks.
  case shape(CandidateKind)
  /// Texts that precede or begin the value.
  case literals([AnchorLiteral])
}

/// The kernel's candidate kinds; `estreat_candidates.h` says what each of them promises.
enum CandidateKind: UInt32, Sendable, CaseIterable {
  /// A digit at the start of 11 or more digits and gaps.
  case number = 1
  /// `@`.
  case at = 2
  /// `AA00` and what may go on as an IBAN.
  case iban = 4
  /// `000-00-0000`.
  case ssn = 8
}

/// A text that a value is found by.
struct AnchorLiteral: Sendable, Hashable {
  /// The text's bytes; lower case when the case is ignored.
  let bytes: [UInt8]
  /// Whether ASCII letters match in both cases.
  let ignoresCase: Bool

  init(_ text: String, ignoresCase: Bool = false) {
    bytes = Array(text.utf8)
    self.ignoresCase = ignoresCase
  }

  /// Whether the literal stands at `start`.
  func matches(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    guard start + bytes.count <= text.count else { return false }
    for (offset, wanted) in bytes.enumerated() {
      let byte = text[start + offset]
      if byte == wanted { continue }
      guard ignoresCase, isLetter(byte), byte | 0x20 == wanted else { return false }
    }
    return true
  }
}

/// A detector whose values are found from anchors.
///
/// Hits are defined position by position: at the leftmost place, not inside the hit before, where
/// the detector's shape matches and the validator accepts an end, the longest such end is the hit.
/// The tests hold this against RE2, which finds all matches of the shapes.
protocol Anchored: Sendable {
  /// Where to look.
  var anchor: Anchor { get }
  /// The hit that the anchor at byte `anchor` leads to and that begins at `floor` or later.
  ///
  /// The anchor is only a hint: whatever the shape demands is checked again.
  func match(at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer) -> AnchoredMatch?
}

/// A validated match.
struct AnchoredMatch: Sendable {
  /// End of the match; the next one begins here or later.
  var end: Int
  /// The value inside it, without a keyword that led to it.
  var value: Range<Int>

  init(_ value: Range<Int>) {
    end = value.upperBound
    self.value = value
  }
}

extension Detector where Self: Anchored {
  /// Looks at every byte: the plain definition of what the sweep finds faster.
  func find(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var hits: [Range<Int>] = []
    var floor = 0
    for at in 0..<bytes.count {
      if case .literals(let literals) = anchor,
        !literals.contains(where: { $0.matches(bytes, at: at) })
      {
        continue
      }
      guard let match = match(at: at, from: floor, in: bytes) else { continue }
      hits.append(match.value)
      floor = match.end
    }
    return hits
  }
}
