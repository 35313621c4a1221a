/// The ways in which a request can be late. A scenario picks one for each late request.
struct LateProfile: Sendable {
  enum Statement: Sendable {
    /// No slow statement: the database answered at once.
    case none
    /// A slow statement inside the request; `commented` tells whether it carries the trace.
    case within(commented: Bool)
    /// A slow statement of the same trace that starts seconds after the request was over.
    case afterwards
  }

  enum Identity: Sendable {
    case kept
    /// The application logs the request id only, so that the trace must be bridged.
    case requestOnly
    /// The application logs neither id.
    case lost
  }

  var latencyMilliseconds: ClosedRange<Int>
  var status: Int
  /// What the upstream answered; `nil` when nobody waited for it any longer.
  var upstreamStatus: Int?
  var statement: Statement
  var waits: Bool
  var renders = false
  var identity = Identity.kept
  /// Writes an error record with a stack trace, and shows these patterns in it.
  var fails = false
  var exposes: [String] = []
  var audited = true
  /// How long the statement runs on the server, for requests that do not wait for its end.
  var statementMilliseconds = 1100...6400

  /// The gateway gave up after one second; the application goes on.
  static let timedOut = LateProfile(
    latencyMilliseconds: 1001...1012, status: 504, upstreamStatus: 504,
    statement: .within(commented: true), waits: true)

  /// As `timedOut`, and the application logs a stack trace in which masking worked.
  static let failedMasked = varied(timedOut) { $0.fails = true }

  /// The client left before the gateway gave up.
  static let abandoned = LateProfile(
    latencyMilliseconds: 640...985, status: 499, upstreamStatus: nil,
    statement: .within(commented: true), waits: true)

  /// Late, but answered.
  static let slowAnswer = LateProfile(
    latencyMilliseconds: 590...980, status: 200, upstreamStatus: 200,
    statement: .within(commented: true), waits: true)

  /// Late because of the application alone; its database calls were fast.
  static let rendering = LateProfile(
    latencyMilliseconds: 460...900, status: 200, upstreamStatus: 200, statement: .none,
    waits: false, renders: true)

  /// Late because all workers were taken; its database calls were fast.
  static let queued = LateProfile(
    latencyMilliseconds: 360...940, status: 200, upstreamStatus: 200, statement: .none,
    waits: true)

  /// Late, with a slow statement of the trace that only started afterwards.
  static let compensatedLater = LateProfile(
    latencyMilliseconds: 1001...1012, status: 504, upstreamStatus: 504, statement: .afterwards,
    waits: false)

  /// The upstream time-out that a location maps to 500, with a stack trace that shows `patterns`.
  static func exposing(_ patterns: [String]) -> LateProfile {
    varied(timedOut) {
      $0.latencyMilliseconds = 1002...1014
      $0.status = 500
      $0.fails = true
      $0.exposes = patterns
    }
  }

  /// A copy of `profile` with changes.
  static func varied(
    _ profile: LateProfile, _ change: (inout LateProfile) -> Void
  ) -> LateProfile {
    var copy = profile
    change(&copy)
    return copy
  }
}
