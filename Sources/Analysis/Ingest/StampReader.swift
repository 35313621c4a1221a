/// Reads the stamps of one export, most of which lie in the same minute as the one before.
///
/// The first stamp of a minute goes through the parser; the ones that repeat its date, minute and
/// zone byte for byte only have their seconds read. A class because it keeps that state.
final class StampReader {
  private let parser: TimestampParser
  /// The minute that was read last, in raw memory because every record looks at it.
  private struct Minute {
    /// `2024-05-15T14:20`, and what follows its seconds.
    var prefix: (UInt64, UInt64) = (0, 0)
    var suffix: UInt64 = 0
    var suffixCount = -1
    var start: Int64 = 0
    var zoneWasAssumed = false
    var assumed = 0
  }
  private let minute: UnsafeMutablePointer<Minute>
  private static let second: Int64 = 1_000_000_000

  init(_ zone: CivilZone?) {
    parser = TimestampParser(zone: zone)
    minute = .allocate(capacity: 1)
    minute.initialize(to: Minute())
  }

  deinit { minute.deallocate() }

  /// Stamps whose zone had to be assumed.
  var assumed: Int { minute.pointee.assumed }

  /// Reads a text; see `TimestampParser.parse`.
  @inline(__always) func read(
    _ text: UnsafeRawBufferPointer, unit: SourceUnit? = nil
  ) -> Result<Stamp, StampFault> {
    if let stamp = repeated(text) { return .success(stamp) }
    return whole(text, unit)
  }

  /// A stamp of the minute that was read last.
  @inline(__always) func repeated(_ text: UnsafeRawBufferPointer) -> Stamp? {
    guard let base = text.baseAddress, text.count >= 19, minute.pointee.suffixCount >= 0,
      base.loadUnaligned(as: UInt64.self) == minute.pointee.prefix.0,
      base.loadUnaligned(fromByteOffset: 8, as: UInt64.self) == minute.pointee.prefix.1,
      text[16] == UInt8(ascii: ":")
    else { return nil }
    let tens = text[17] &- 0x30
    let ones = text[18] &- 0x30
    guard tens < 6, ones < 10 else { return nil }
    var at = 19
    var step = Self.second
    var fraction: Int64 = 0
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at &+= 1
      let first = at
      while at < text.count, text[at] &- 0x30 < 10, at &- first < 9 {
        step /= 10
        fraction = fraction &* 10 &+ Int64(text[at] &- 0x30)
        at &+= 1
      }
      guard at > first else { return nil }
      fraction &*= step
    }
    guard text.count &- at == minute.pointee.suffixCount,
      Self.word(text, at) == minute.pointee.suffix
    else { return nil }
    if minute.pointee.zoneWasAssumed { minute.pointee.assumed &+= 1 }
    let seconds = Int64(tens) &* 10 &+ Int64(ones)
    return Stamp(
      Instant(nanoseconds: minute.pointee.start &+ seconds &* Self.second &+ fraction),
      resolutionNanoseconds: step)
  }

  /// Up to eight bytes from `at` as one number.
  @inline(__always) private static func word(_ text: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    var word: UInt64 = 0
    var at = at
    while at < text.count {
      word = word &<< 8 | UInt64(text[at])
      at &+= 1
    }
    return word
  }

  private func whole(
    _ text: UnsafeRawBufferPointer, _ unit: SourceUnit?
  ) -> Result<Stamp, StampFault> {
    let result = parser.parse(text, unit: unit)
    guard case .success(let reading) = result else { return result.map(\.stamp) }
    if reading.zoneWasAssumed { minute.pointee.assumed += 1 }
    remember(text, reading)
    return .success(reading.stamp)
  }

  private func remember(_ text: UnsafeRawBufferPointer, _ reading: TimestampParser.Reading) {
    // Only a plain calendar stamp with seconds below 60 and an unambiguous zone is repeated.
    guard let base = text.baseAddress, text.count >= 19, text[4] == UInt8(ascii: "-"),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), isDigit(text[17]),
      isDigit(text[18]), text[17] < UInt8(ascii: "6"),
      reading.stamp.resolutionNanoseconds <= Self.second
    else { return }
    var at = 19
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      while at < text.count, isDigit(text[at]) { at += 1 }
      guard at - 20 <= 9 else { return }
    }
    // What follows the seconds belongs to the zone; a fraction behind a comma does not.
    guard text.count - at <= 8, at == text.count || text[at] != UInt8(ascii: ",") else { return }
    let minuteNanoseconds = 60 * Self.second
    minute.pointee = Minute(
      prefix: (
        base.loadUnaligned(as: UInt64.self),
        base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      ),
      suffix: Self.word(text, at), suffixCount: text.count - at,
      // Zones differ by whole minutes, so the minute of the instant is the minute of the text.
      start: floorMultiple(reading.stamp.instant.nanoseconds, minuteNanoseconds),
      zoneWasAssumed: reading.zoneWasAssumed, assumed: minute.pointee.assumed)
  }
}
