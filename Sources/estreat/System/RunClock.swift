internal import Analysis
internal import Diagnostics
internal import Foundation

/// The only clock: `--now`, else `SOURCE_DATE_EPOCH`, else the system's.
enum RunClock {
  /// Which of the three it is.
  static func origin(_ option: Instant?) -> String {
    if option != nil { return "--now" }
    return Environment.value("SOURCE_DATE_EPOCH") == nil ? "system clock" : "SOURCE_DATE_EPOCH"
  }

  /// The time that a run is said to have been made at, whole seconds.
  static func now(_ option: Instant?) throws -> Instant {
    if let option { return Instant(seconds: option.secondsFloor) }
    guard let text = Environment.value("SOURCE_DATE_EPOCH") else {
      return Instant(seconds: Int64(Date().timeIntervalSince1970))
    }
    guard let seconds = Int64(text), (0..<9_000_000_000).contains(seconds) else {
      throw CommandFailure.usage(
        "source-date-epoch", "SOURCE_DATE_EPOCH is \"\(text)\", not a count of seconds",
        fix: "unset it, or pass --now")
    }
    return Instant(seconds: seconds)
  }
}
