/// How windows of one length tile the civil hours of a zone (RULES "Windows").
///
/// Lengths divide 60 minutes, or are whole hours counted from civil midnight. Where the clock
/// changes, the window that holds the change is cut there, so a repeated hour tiles twice.
public struct WindowGrid: Sendable, Hashable {
  /// The zone whose hours are tiled.
  public let zone: CivilZone
  /// Length of an uncut window in nanoseconds.
  public let lengthNanoseconds: Int64

  /// A grid, or nil when `lengthNanoseconds` neither divides an hour nor is whole hours up to a day.
  public init?(zone: CivilZone, lengthNanoseconds: Int64) {
    let hour: Int64 = 3_600_000_000_000
    guard lengthNanoseconds >= 1_000_000_000,
      hour % lengthNanoseconds == 0
        || (lengthNanoseconds % hour == 0 && lengthNanoseconds <= 24 * hour)
    else { return nil }
    self.zone = zone
    self.lengthNanoseconds = lengthNanoseconds
  }

  /// The window that holds `instant`.
  public func window(at instant: Instant) -> Interval {
    let stable = zone.constantOffsetInterval(at: instant)
    let offset = Int64(zone.offsetSeconds(at: instant)) * 1_000_000_000
    let local = instant.nanoseconds + offset
    let day: Int64 = 86_400_000_000_000
    let midnight = floorMultiple(local, day)
    let start = midnight + (local - midnight) / lengthNanoseconds * lengthNanoseconds
    let end = min(start + lengthNanoseconds, midnight + day)
    return Interval(
      from: max(Instant(nanoseconds: start - offset), stable.from),
      to: min(Instant(nanoseconds: end - offset), stable.to))
  }

  /// All windows that overlap `range`, in order.
  public func windows(overlapping range: Interval) -> [Interval] {
    var windows: [Interval] = []
    var at = range.from
    while at < range.to {
      let window = window(at: at)
      windows.append(window)
      at = window.to
    }
    return windows
  }
}

func floorMultiple(_ value: Int64, _ step: Int64) -> Int64 {
  let remainder = value % step
  return value - (remainder < 0 ? remainder + step : remainder)
}
