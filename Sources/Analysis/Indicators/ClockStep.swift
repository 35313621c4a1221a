/// The coarsest clock step that all stamps of one export keep to.
///
/// An export may spell nanoseconds although its clock counts milliseconds: then every value is
/// divisible by 10⁶, and its events lie anywhere within such a step (CLAUSES "Time").
struct ClockStep: Sendable {
  private var candidateNanoseconds: Int64 = 1_000_000_000
  private var finestSpellingNanoseconds: Int64 = .max
  private var count = 0
  /// Fewer stamps may be round by chance.
  private static let enough = 16

  /// Takes one stamp into account.
  mutating func add(_ stamp: Stamp) {
    count += 1
    finestSpellingNanoseconds = min(finestSpellingNanoseconds, stamp.resolutionNanoseconds)
    while candidateNanoseconds > 1, stamp.instant.nanoseconds % candidateNanoseconds != 0 {
      candidateNanoseconds /= 1_000
    }
  }

  /// Takes the stamps of `other` into account.
  mutating func merge(_ other: ClockStep) {
    count += other.count
    finestSpellingNanoseconds = min(finestSpellingNanoseconds, other.finestSpellingNanoseconds)
    candidateNanoseconds = min(candidateNanoseconds, other.candidateNanoseconds)
  }

  /// The step when it is coarser than the spelling; nil when the spelling can be believed.
  var widenedNanoseconds: Int64? {
    count >= Self.enough && candidateNanoseconds > finestSpellingNanoseconds
      ? candidateNanoseconds : nil
  }
}

extension Survey {
  /// The interval an event lies in: its stamp, as coarse as its spelling or its export's clock.
  func span(of witness: Witness) -> TimeSpan {
    let step = max(
      witness.time.resolutionNanoseconds, clockSteps[witness.provenance.input] ?? 0)
    let first = witness.time.instant
    return TimeSpan(first: first, last: first + max(0, step - 1))
  }
}
