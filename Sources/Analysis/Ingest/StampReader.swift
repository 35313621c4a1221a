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
    /// The suffix as its bytes lie in memory.
    var tail: UInt64 = 0
    var suffixCount = -1
    /// Bytes and fraction digits of the whole text, and the step of its last digit.
    var count = -1
    var digits = 0
    var step: Int64 = 1_000_000_000
    var start: Int64 = 0
    var zoneWasAssumed = false
    var assumed = 0
  }
  private let minute: UnsafeMutablePointer<Minute>
  /// How stamps that were read in full state their zone; those repeated from them do the same.
  private(set) var zones: Set<StatedZone> = []
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
    let seconds = Int64(tens) &* 10 &+ Int64(ones)
    if text.count == minute.pointee.count,
      let fraction = alike(text, digits: minute.pointee.digits)
    {
      if minute.pointee.zoneWasAssumed { minute.pointee.assumed &+= 1 }
      return Stamp(
        Instant(
          nanoseconds: minute.pointee.start &+ seconds &* Self.second
            &+ fraction &* minute.pointee.step), resolutionNanoseconds: minute.pointee.step)
    }
    return varied(text, seconds)
  }

  /// The fraction of a text as long as the one that was remembered; nil unless it is written alike.
  @inline(__always) private func alike(_ text: UnsafeRawBufferPointer, digits: Int) -> Int64? {
    guard let base = text.baseAddress else { return nil }
    // Of the last eight bytes those of the suffix, which are the highest.
    let tail = UInt64(
      littleEndian: base.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self))
    let unused = UInt64(truncatingIfNeeded: 64 &- 8 &* minute.pointee.suffixCount)
    let suffix = unused >= 64 ? 0 : tail >> unused
    guard suffix == minute.pointee.tail else { return nil }
    if digits == 0 { return 0 }
    guard text[19] == UInt8(ascii: ".") else { return nil }
    var fraction: Int64 = 0
    for at in 20..<(20 &+ digits) {
      let digit = text[at] &- 0x30
      guard digit < 10 else { return nil }
      fraction = fraction &* 10 &+ Int64(digit)
    }
    return fraction
  }

  /// A stamp of the minute whose fraction has another number of digits.
  private func varied(_ text: UnsafeRawBufferPointer, _ seconds: Int64) -> Stamp? {
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
    zones.insert(StatedZone(reading))
    if reading.zoneWasAssumed { minute.pointee.assumed += 1 }
    remember(text, reading)
    return .success(reading.stamp)
  }

  private func remember(_ text: UnsafeRawBufferPointer, _ reading: TimestampParser.Reading) {
    // Only a plain calendar stamp with seconds below 60 and an unambiguous zone is repeated.
    guard let base = text.baseAddress, text.count >= 19,
      text[4] == UInt8(ascii: "-") || text[4] == UInt8(ascii: "/"), text[13] == UInt8(ascii: ":"),
      text[16] == UInt8(ascii: ":"),
      isDigit(text[17]), isDigit(text[18]), text[17] < UInt8(ascii: "6"),
      reading.stamp.resolutionNanoseconds <= Self.second
    else { return }
    var at = 19
    if at < text.count, text[at] == UInt8(ascii: ".") {
      at += 1
      while at < text.count, isDigit(text[at]) { at += 1 }
      guard at - 20 <= 9 else { return }
    }
    // A comma as decimal sign would be taken for part of the zone, and its digits lost.
    guard text.count - at <= 8, at == text.count || text[at] != UInt8(ascii: ",") else { return }
    let minuteNanoseconds = 60 * Self.second
    let digits = max(0, at - 20)
    minute.pointee = Minute(
      prefix: (
        base.loadUnaligned(as: UInt64.self),
        base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      ),
      suffix: Self.word(text, at), tail: Self.word(text, at).byteSwapped(text.count - at),
      suffixCount: text.count - at, count: text.count, digits: digits,
      step: (0..<digits).reduce(Self.second) { step, _ in step / 10 },
      // Zones differ by whole minutes, so the minute of the instant is the minute of the text.
      start: floorMultiple(reading.stamp.instant.nanoseconds, minuteNanoseconds),
      zoneWasAssumed: reading.zoneWasAssumed, assumed: minute.pointee.assumed)
  }
}

extension UInt64 {
  /// The lowest `count` bytes in the other order.
  fileprivate func byteSwapped(_ count: Int) -> UInt64 {
    count == 0 ? 0 : byteSwapped >> UInt64(64 - 8 * count)
  }
}

/// How a stamp states its zone.
public enum StatedZone: Sendable, Hashable, Comparable {
  /// A number since 1970, which needs none.
  case epoch
  /// By an offset.
  case offset(seconds: Int)
  /// Not at all; one was declared or assumed.
  case none

  init(_ reading: TimestampParser.Reading) {
    if reading.zoneWasAssumed {
      self = .none
    } else {
      self = reading.offsetSeconds.map { .offset(seconds: $0) } ?? .epoch
    }
  }

  /// `+08:00`, `Z`, `epoch`, `none`.
  public var name: String {
    switch self {
    case .epoch: return "epoch"
    case .none: return "none"
    case .offset(0): return "Z"
    case .offset(let seconds):
      let minutes = abs(seconds) / 60
      return (seconds < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
    }
  }
}
