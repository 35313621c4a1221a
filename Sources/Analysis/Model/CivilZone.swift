internal import Foundation

/// An IANA time zone as a table of offset changes: pure look-ups, no locale, no environment.
///
/// The table reaches from 1995 to 2045; outside it the nearest offset holds.
public struct CivilZone: Sendable, Hashable {
  /// IANA name, such as `Asia/Shanghai`.
  public let name: String
  private let changes: [Change]

  private struct Change: Sendable, Hashable {
    var from: Int64
    var offsetSeconds: Int
  }

  /// Looks `name` up in the zone data; nil when there is no such IANA zone.
  public init?(name: String) {
    guard name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) else {
      return nil
    }
    self.name = name
    var changes: [Change] = []
    var at = Date(timeIntervalSince1970: 788_918_400)
    let end = Date(timeIntervalSince1970: 2_366_841_600)
    changes.append(Change(from: .min, offsetSeconds: zone.secondsFromGMT(for: at)))
    while let next = zone.nextDaylightSavingTimeTransition(after: at), next > at, next < end {
      let offset = zone.secondsFromGMT(for: next)
      if offset != changes[changes.count - 1].offsetSeconds {
        changes.append(
          Change(from: Int64(next.timeIntervalSince1970.rounded()), offsetSeconds: offset))
      }
      at = next
    }
    self.changes = changes
  }

  /// The version of the zone data that zones are looked up in, such as `2025b`.
  public static var dataVersion: String { TimeZone.timeZoneDataVersion }

  /// Universal time.
  public static let utc = CivilZone(fixed: "UTC", offsetSeconds: 0)

  private init(fixed name: String, offsetSeconds: Int) {
    self.name = name
    changes = [Change(from: .min, offsetSeconds: offsetSeconds)]
  }

  /// Seconds east of UTC in force at `instant`.
  public func offsetSeconds(at instant: Instant) -> Int {
    changes[changeIndex(atSeconds: instant.secondsFloor)].offsetSeconds
  }

  /// The stretch around `instant` during which the offset does not change.
  public func constantOffsetInterval(at instant: Instant) -> Interval {
    let index = changeIndex(atSeconds: instant.secondsFloor)
    let from =
      changes[index].from == .min ? Instant.distantPast : Instant(seconds: changes[index].from)
    let to =
      index + 1 < changes.count ? Instant(seconds: changes[index + 1].from) : .distantFuture
    return Interval(from: from, to: to)
  }

  /// The wall clock at `instant`, cut to whole seconds.
  public func civilTime(at instant: Instant) -> CivilTime {
    CivilTime(secondsSinceEpoch: instant.secondsFloor + Int64(offsetSeconds(at: instant)))
  }

  /// Every instant at which the wall clock shows `civil`: none in a skipped hour, two in a
  /// repeated one, in chronological order.
  public func instants(of civil: CivilTime) -> [Instant] {
    let local = civil.secondsSinceEpoch
    var found: [Instant] = []
    for (index, change) in changes.enumerated() {
      let seconds = local - Int64(change.offsetSeconds)
      let end = index + 1 < changes.count ? changes[index + 1].from : Int64.max
      if seconds >= change.from && seconds < end { found.append(Instant(seconds: seconds)) }
    }
    return found
  }

  /// RFC 3339 with the zone's own offset: `2024-05-15T14:20:01+08:00`.
  public func rfc3339(_ instant: Instant) -> String {
    instant.rfc3339(offsetSeconds: offsetSeconds(at: instant))
  }

  private func changeIndex(atSeconds seconds: Int64) -> Int {
    var low = 0
    var high = changes.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if changes[middle].from <= seconds { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
