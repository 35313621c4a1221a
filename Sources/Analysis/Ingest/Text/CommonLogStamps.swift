/// Reads stamps of access logs, `15/May/2024:14:20:01 +0800`, most of which lie in the same minute
/// as the one before.
///
/// The first stamp of a minute goes through the parser; the ones that repeat its date, minute and
/// zone byte for byte only have their seconds read. A class because it keeps that state.
final class CommonLogStamps {
  private let parser: TimestampParser
  /// `15/May/2024:14:20:` as numbers, and what follows the seconds.
  private var prefix: (UInt64, UInt64, UInt16) = (0, 0, 0)
  private var suffix: UInt64 = 0
  private var suffixCount = -1
  private var start: Int64 = 0
  private var zoneWasAssumed = false
  /// Stamps whose zone had to be assumed.
  private(set) var assumed = 0
  /// How stamps state their zone.
  private(set) var zones: Set<StatedZone> = []

  private static let second: Int64 = 1_000_000_000
  private static let prefixCount = 18

  init(_ zone: CivilZone?) { parser = TimestampParser(zone: zone) }

  /// Reads the text between the brackets.
  func read(_ text: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
    guard let clock = Clock(text) else { return whole(text, nil) }
    if let base = text.baseAddress, suffixCount == text.count - clock.end,
      base.loadUnaligned(as: UInt64.self) == prefix.0,
      base.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == prefix.1,
      base.loadUnaligned(fromByteOffset: 16, as: UInt16.self) == prefix.2,
      Self.word(text, clock.end) == suffix
    {
      if zoneWasAssumed { assumed += 1 }
      return .success(
        Stamp(Instant(nanoseconds: start &+ clock.sinceMinute), resolutionNanoseconds: clock.step))
    }
    return whole(text, clock)
  }

  private func whole(
    _ text: UnsafeRawBufferPointer, _ clock: Clock?
  ) -> Result<Stamp, StampFault> {
    let result = parser.parse(text)
    guard case .success(let reading) = result else { return result.map(\.stamp) }
    if reading.zoneWasAssumed { assumed += 1 }
    zones.insert(StatedZone(reading))
    // A repeated hour's doubt shows in the resolution; such a minute is not remembered.
    if let clock, let base = text.baseAddress, reading.stamp.resolutionNanoseconds == clock.step,
      text.count - clock.end <= 8
    {
      prefix = (
        base.loadUnaligned(as: UInt64.self),
        base.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
        base.loadUnaligned(fromByteOffset: 16, as: UInt16.self)
      )
      suffix = Self.word(text, clock.end)
      suffixCount = text.count - clock.end
      start = reading.stamp.instant.nanoseconds - clock.sinceMinute
      zoneWasAssumed = reading.zoneWasAssumed
    }
    return .success(reading.stamp)
  }

  /// Up to eight bytes from `at` as one number.
  private static func word(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    var word: UInt64 = 0
    for byte in text[at...] { word = word &<< 8 | UInt64(byte) }
    return word
  }

  /// Seconds below 60 and their fraction, at the place where the common log format has them.
  private struct Clock {
    var sinceMinute: Int64
    var step = CommonLogStamps.second
    var end: Int

    init?(_ text: UnsafeRawBufferPointer) {
      var at = CommonLogStamps.prefixCount
      guard text.count >= at + 2, text[at - 1] == UInt8(ascii: ":"), text[at] < UInt8(ascii: "6"),
        isDigit(text[at]), isDigit(text[at + 1])
      else { return nil }
      sinceMinute = Int64(text[at] - 0x30) * 10 + Int64(text[at + 1] - 0x30)
      sinceMinute *= CommonLogStamps.second
      at += 2
      if at < text.count, text[at] == UInt8(ascii: ".") {
        at += 1
        let first = at
        while at < text.count, isDigit(text[at]), at - first < 9 {
          step /= 10
          sinceMinute += Int64(text[at] - 0x30) * step
          at += 1
        }
        guard at > first, at == text.count || !isDigit(text[at]) else { return nil }
      }
      end = at
    }
  }
}
