/// Why a time stamp cannot be used; the raw value is the diagnostic code.
enum StampFault: String, Error {
  /// No zone, and none was declared or assumed.
  case zone = "timestamp-zone"
  /// Not a time stamp in any known spelling.
  case syntax = "timestamp-syntax"
  /// The digit count contradicts the unit.
  case unit = "timestamp-unit"
  /// Before 1995 or after 2045.
  case range = "timestamp-range"
  /// The wall clock skipped this hour.
  case skippedHour = "timestamp-skipped-hour"
  /// A date without a year, and nothing in the export that states one.
  case year = "timestamp-year"
  /// The record has no time at all.
  case missing = "timestamp-missing"

  /// Seconds from 1995 to 2045: no export states anything else.
  static let plausibleSeconds: Range<Int64> = 788_918_400..<2_398_377_600

  /// One line for the diagnostic.
  var message: String {
    switch self {
    case .zone: "timestamp has no zone"
    case .syntax: "not a timestamp in a known spelling"
    case .unit: "the number of digits contradicts the timestamp's unit"
    case .range: "timestamp lies outside 1995 to 2045"
    case .skippedHour: "the wall clock skipped this hour"
    case .year: "timestamp has no year"
    case .missing: "the record has no timestamp"
    }
  }

  /// What to do about it.
  var fix: String {
    switch self {
    case .zone: "re-export with offsets, declare the source's zone, or pass --assume-zone ZONE"
    case .syntax: "declare the field in the appendix: sources: - time: {field: …, unit: …}"
    case .unit: "check the exporter's unit; declare it in the appendix: time: {field: …, unit: …}"
    case .range: "check the unit: seconds, milliseconds, microseconds and nanoseconds differ"
    case .skippedHour: "check the zone of the source"
    case .year: "export again with full dates, such as journalctl -o json or -o short-iso"
    case .missing: "declare the time field in the appendix: sources: - time: {field: …}"
    }
  }
}

extension QuarantinedRecord {
  /// A record whose stamp cannot be used.
  init(_ fault: StampFault, column: Int?) {
    self.init(code: fault.rawValue, message: fault.message, fix: fault.fix, column: column)
  }
}

/// Reads time stamps of every spelling seen in exports, exactly, to integer nanoseconds.
struct TimestampParser: Sendable {
  /// Zone of stamps that have none.
  let zone: CivilZone?

  /// A stamp, and whether its zone had to be assumed.
  struct Reading {
    var stamp: Stamp
    var zoneWasAssumed = false
    /// The offset that the text states; nil for epochs and for texts without one.
    var offsetSeconds: Int?
  }

  /// Reads a text; bare numbers are epochs in `unit`, or by their digit count without one.
  func parse(
    _ bytes: UnsafeRawBufferPointer, unit: SourceUnit? = nil
  ) -> Result<Reading, StampFault> {
    var text = bytes
    while let first = text.first, first == 0x20 {
      text = UnsafeRawBufferPointer(rebasing: text.dropFirst())
    }
    while let last = text.last, last == 0x20 {
      text = UnsafeRawBufferPointer(rebasing: text.dropLast())
    }
    guard !text.isEmpty else { return .failure(.missing) }
    if isDecimal(text) {
      // `240515 14:20:01` has a space and is no decimal; a bare number is an epoch.
      return epoch(text, unit: unit).map { Reading(stamp: $0) }
    }
    var cursor = Cursor(text)
    return calendar(&cursor)
  }

  // MARK: epochs

  private func isDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.allSatisfy {
      isDigit($0) || $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e")
        || $0 == UInt8(ascii: "+")
    } && isDigit(bytes[0])
  }

  private func epoch(
    _ bytes: UnsafeRawBufferPointer, unit: SourceUnit?
  ) -> Result<Stamp, StampFault> {
    guard let whole = parseScaledDecimal(bytes, scale: 1) else { return .failure(.syntax) }
    let digits = String(whole.value).count
    let natural: SourceUnit
    switch digits {
    case 9...11: natural = .seconds
    case 12...14: natural = .milliseconds
    case 15...17: natural = .microseconds
    case 18...19: natural = .nanoseconds
    default: return .failure(.range)
    }
    if let unit, unit != natural { return .failure(.unit) }
    guard let value = parseScaledDecimal(bytes, scale: natural.nanoseconds) else {
      return .failure(.range)
    }
    return checked(Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step))
  }

  private func checked(_ stamp: Stamp) -> Result<Stamp, StampFault> {
    let seconds = stamp.instant.secondsFloor
    guard StampFault.plausibleSeconds.contains(seconds) else { return .failure(.range) }
    return .success(stamp)
  }

  // MARK: calendar spellings

  private func calendar(_ cursor: inout Cursor) -> Result<Reading, StampFault> {
    guard let date = cursor.date() else { return .failure(.syntax) }
    guard cursor.separator(), let time = cursor.time() else { return .failure(.syntax) }
    guard
      let civil = CivilTime(
        year: date.year, month: date.month, day: date.day, hour: time.hour, minute: time.minute,
        second: min(time.second, 59))
    else { return .failure(.syntax) }
    guard time.second <= 60 else { return .failure(.syntax) }
    let offset: Int?
    switch cursor.offset() {
    case .none: offset = nil
    case .seconds(let seconds): offset = seconds
    case .invalid: return .failure(.syntax)
    }
    // A leap second is the last instant before the next minute; it is not counted.
    let fraction = time.second == 60 ? 999_999_999 : time.fractionNanoseconds
    return reading(civil, fraction, time.stepNanoseconds, offset: offset)
  }

  /// The instant of a civil time: at its offset, else in the zone of stamps that have none.
  func reading(
    _ civil: CivilTime, _ fraction: Int64, _ step: Int64, offset: Int?
  ) -> Result<Reading, StampFault> {
    // Years that nanoseconds cannot count are out of range before they are computed with.
    guard
      StampFault.plausibleSeconds.contains(civil.secondsSinceEpoch)
        || StampFault.plausibleSeconds.contains(civil.secondsSinceEpoch - 86_400)
        || StampFault.plausibleSeconds.contains(civil.secondsSinceEpoch + 86_400)
    else { return .failure(.range) }
    guard let offset else { return local(civil, fraction, step) }
    let instant = Instant(seconds: civil.secondsSinceEpoch - Int64(offset)) + fraction
    return checked(Stamp(instant, resolutionNanoseconds: step)).map {
      Reading(stamp: $0, offsetSeconds: offset)
    }
  }

  private func local(
    _ civil: CivilTime, _ fraction: Int64, _ step: Int64
  ) -> Result<Reading, StampFault> {
    guard let zone else { return .failure(.zone) }
    let instants = zone.instants(of: civil)
    guard let first = instants.first, let last = instants.last else {
      return .failure(.skippedHour)
    }
    // In a repeated hour either instant may be meant: the earlier one, with the doubt stated.
    let doubt = last - first
    return checked(Stamp(first + fraction, resolutionNanoseconds: step + doubt)).map {
      Reading(stamp: $0, zoneWasAssumed: true)
    }
  }
}

/// Walks over the parts of a calendar stamp.
private struct Cursor {
  private let bytes: UnsafeRawBufferPointer
  private var at = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var rest: Int { bytes.count - at }
  private func byte(_ ahead: Int = 0) -> UInt8 { at + ahead < bytes.count ? bytes[at + ahead] : 0 }

  private mutating func number(_ digits: Int) -> Int? {
    guard rest >= digits else { return nil }
    var value = 0
    for _ in 0..<digits {
      guard isDigit(bytes[at]) else { return nil }
      value = value * 10 + Int(bytes[at] - 0x30)
      at += 1
    }
    return value
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard self.byte() == byte, rest > 0 else { return false }
    at += 1
    return true
  }

  /// `2024-05-15`, `2024/05/15`, `15/May/2024`, `240515`.
  mutating func date() -> (year: Int, month: Int, day: Int)? {
    if rest >= 11, byte(2) == UInt8(ascii: "/"), let day = number(2), skip(UInt8(ascii: "/")),
      let month = monthName(), skip(UInt8(ascii: "/")), let year = number(4)
    {
      return (year, month, day)
    }
    at = 0
    if rest >= 10, byte(4) == UInt8(ascii: "-") || byte(4) == UInt8(ascii: "/") {
      guard let year = number(4) else { return nil }
      let separator = byte()
      at += 1
      guard let month = number(2), skip(separator) else { return nil }
      guard let day = number(2) else { return nil }
      return (year, month, day)
    }
    // MySQL before 5.7 and MariaDB: two-digit years, hours padded with a space.
    guard rest >= 6, byte(6) == 0x20, let year = number(2), let month = number(2),
      let day = number(2)
    else { return nil }
    return (year < 70 ? 2000 + year : 1900 + year, month, day)
  }

  private mutating func monthName() -> Int? {
    guard rest >= 3 else { return nil }
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let name = String(decoding: bytes[at..<(at + 3)], as: UTF8.self).lowercased()
    guard let index = names.firstIndex(of: name) else { return nil }
    at += 3
    return index + 1
  }

  /// `T`, a space, several spaces, or the colon of the common log format.
  mutating func separator() -> Bool {
    guard rest > 0 else { return false }
    switch byte() {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: ":"): at += 1
    case 0x20: while byte() == 0x20 { at += 1 }
    default: return false
    }
    return true
  }

  struct TimeOfDay {
    var hour: Int
    var minute: Int
    var second: Int
    var fractionNanoseconds: Int64
    var stepNanoseconds: Int64
  }

  /// `14:20:01.123`, a comma as decimal sign, a single-digit hour; seconds may be left out.
  mutating func time() -> TimeOfDay? {
    let hourDigits = byte(1) == UInt8(ascii: ":") ? 1 : 2
    guard let hour = number(hourDigits), skip(UInt8(ascii: ":")), let minute = number(2) else {
      return nil
    }
    var time = TimeOfDay(
      hour: hour, minute: minute, second: 0, fractionNanoseconds: 0,
      stepNanoseconds: 60_000_000_000)
    guard skip(UInt8(ascii: ":")) else { return time }
    guard let second = number(2) else { return nil }
    time.second = second
    time.stepNanoseconds = 1_000_000_000
    guard byte() == UInt8(ascii: ".") || byte() == UInt8(ascii: ","), isDigit(byte(1)) else {
      return time
    }
    at += 1
    while isDigit(byte()) {
      if time.stepNanoseconds > 1 {
        time.stepNanoseconds /= 10
        time.fractionNanoseconds += Int64(byte() - 0x30) * time.stepNanoseconds
      }
      at += 1
    }
    return time
  }

  enum Offset {
    case none
    case seconds(Int)
    case invalid
  }

  /// `Z`, `+08:00`, `+0800`, `+08`, ` UTC`, ` GMT`, or nothing.
  mutating func offset() -> Offset {
    while byte() == 0x20 && rest > 0 { at += 1 }
    if rest == 0 { return .none }
    let tail = String(decoding: bytes[at...], as: UTF8.self)
    if ["Z", "z", "UTC", "GMT"].contains(tail) { return .seconds(0) }
    let sign = byte()
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return .invalid }
    at += 1
    guard let hours = number(2) else { return .invalid }
    _ = skip(UInt8(ascii: ":"))
    var minutes = 0
    if rest > 0 {
      guard let value = number(2) else { return .invalid }
      minutes = value
    }
    guard rest == 0, hours <= 18, minutes < 60 else { return .invalid }
    let seconds = hours * 3_600 + minutes * 60
    return .seconds(sign == UInt8(ascii: "-") ? -seconds : seconds)
  }
}
