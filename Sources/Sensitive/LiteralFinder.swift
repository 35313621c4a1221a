internal import Synchronization

/// Finds the anchors of all literal-anchored detectors in one pass.
///
/// A class because the database is compiled once, by the first scan: a command that scans nothing
/// starts without that work.
final class LiteralFinder: Sendable {
  /// A literal and the detector it belongs to.
  struct Owned: Sendable {
    var literal: AnchorLiteral
    var owner: Int
  }

  private enum State {
    case untried
    case ready(Vectorscan)
    /// Vectorscan does not run on this processor.
    case unavailable
  }

  private let literals: [Owned]
  private let state = Mutex(State.untried)

  init(_ literals: [Owned]) { self.literals = literals }

  /// Calls `body` with owner and start of every literal; those of one owner come in order.
  func each(in bytes: UnsafeRawBufferPointer, _ body: (Int, Int) -> Void) {
    guard let database = database() else { return eachPlain(in: bytes, body) }
    var found: [(start: Int, index: Int)] = []
    database.scan(bytes) { [literals] index, range in
      found.append((range.upperBound - literals[index].literal.bytes.count, index))
    }
    found.sort { ($0.start, $0.index) < ($1.start, $1.index) }
    for anchor in found { body(literals[anchor.index].owner, anchor.start) }
  }

  /// The same without vectorscan.
  func eachPlain(in bytes: UnsafeRawBufferPointer, _ body: (Int, Int) -> Void) {
    for start in 0..<bytes.count {
      for item in literals where item.literal.matches(bytes, at: start) { body(item.owner, start) }
    }
  }

  private func database() -> Vectorscan? {
    state.withLock { state in
      if case .untried = state {
        if let made = try? Vectorscan.literals(literals.map(\.literal)) {
          state = .ready(made)
        } else {
          state = .unavailable
        }
      }
      return if case .ready(let database) = state { database } else { nil }
    }
  }
}
