/// How dates and times are spelled where no usual spelling fits: `%d.%m.%Y %H:%M:%S`.
///
/// The directives are those of strptime and of pandas' `date_format`; numbers may lack leading
/// zeros, as they may there.
public struct TimePattern: Sendable, Hashable {
  /// The text as declared.
  public let text: String
  private let parts: [Part]

  private enum Part: Sendable, Hashable {
    case byte(UInt8)
    case field(Field)
  }

  private enum Field: UInt8, Sendable, CaseIterable {
    case year = 0x59  // Y
    case shortYear = 0x79  // y
    case month = 0x6d  // m
    case monthName = 0x62  // b
    case day = 0x64  // d
    case hour = 0x48  // H
    case hourOfHalf = 0x49  // I
    case half = 0x70  // p
    case minute = 0x4d  // M
    case second = 0x53  // S
    case fraction = 0x66  // f
    case offset = 0x7a  // z
  }

  /// Why a text is no pattern.
  enum Fault: Error, Equatable {
    case directive(String)
    case twice(String)
    case lacks(String)
  }

  /// What may stand behind `%`.
  static let known = Field.allCases.map { "%" + String(UnicodeScalar($0.rawValue)) } + ["%%"]

  /// - Throws: when a directive is not known or stands twice, or a part of the date is lacking.
  init(_ text: String) throws(Fault) {
    self.text = text
    var parts: [Part] = []
    var seen: Set<Field> = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        parts.append(.byte(byte))
        continue
      }
      let directive = bytes.popFirst() ?? 0x20
      if directive == UInt8(ascii: "%") {
        parts.append(.byte(directive))
        continue
      }
      let name = "%" + String(UnicodeScalar(directive))
      guard let field = Field(rawValue: directive) else { throw .directive(name) }
      guard seen.insert(field).inserted else { throw .twice(name) }
      parts.append(.field(field))
    }
    self.parts = parts
    for (either, name) in [
      ([Field.year, .shortYear], "%Y"), ([.month, .monthName], "%m"), ([.day], "%d"),
      ([.hour, .hourOfHalf], "%H"),
    ] {
      let found = either.filter(seen.contains)
      if found.isEmpty { throw .lacks(name) }
      if found.count > 1 { throw .twice(name) }
    }
    if seen.contains(.hourOfHalf) != seen.contains(.half) { throw .lacks("%I and %p together") }
    if seen.contains(.second), !seen.contains(.minute) { throw .lacks("%M") }
    if seen.contains(.fraction), !seen.contains(.second) { throw .lacks("%S") }
  }

  /// What a text states.
  private struct Reading {
    var year = 0
    var month = 0
    var day = 0
    var hour = 0
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var fraction: Int64 = 0
    var step: Int64 = 3_600_000_000_000
    var offset: Int?
  }

  /// Reads a text that is spelled as the pattern says, from its first byte to its last.
  func parse(
    _ bytes: UnsafeRawBufferPointer, zone: CivilZone?
  ) -> Result<TimestampParser.Reading, StampFault> {
    guard !bytes.isEmpty else { return .failure(.missing) }
    var rest = bytes[...]
    var found = Reading()
    for part in parts {
      switch part {
      case .byte(let byte):
        guard rest.popFirst() == byte else { return .failure(.syntax) }
      case .field(let field):
        guard Self.read(field, &rest, &found) else { return .failure(.syntax) }
      }
    }
    if let isAfternoon = found.isAfternoon {
      guard (1...12).contains(found.hour) else { return .failure(.syntax) }
      found.hour = found.hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard rest.isEmpty, found.second <= 60,
      let civil = CivilTime(
        year: found.year, month: found.month, day: found.day, hour: found.hour,
        minute: found.minute, second: min(found.second, 59))
    else { return .failure(.syntax) }
    // A leap second is the last instant before the next minute, as everywhere.
    return TimestampParser(zone: zone).reading(
      civil, found.second == 60 ? 999_999_999 : found.fraction, found.step, offset: found.offset)
  }

  private static func read(
    _ field: Field, _ rest: inout Slice<UnsafeRawBufferPointer>, _ found: inout Reading
  ) -> Bool {
    func number(_ most: Int, least: Int = 1) -> Int? {
      let digits = rest.prefix(most).prefix { isDigit($0) }
      guard digits.count >= least else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    func keep(_ value: Int?, _ path: WritableKeyPath<Reading, Int>, step: Int64? = nil) -> Bool {
      guard let value else { return false }
      found[keyPath: path] = value
      if let step { found.step = min(found.step, step) }
      return true
    }
    switch field {
    case .year: return keep(number(4, least: 4), \.year)
    case .shortYear: return keep(number(2, least: 2).map { $0 + ($0 < 69 ? 2000 : 1900) }, \.year)
    case .month: return keep(number(2), \.month)
    case .monthName: return keep(monthName(&rest), \.month)
    case .day: return keep(number(2), \.day)
    case .hour, .hourOfHalf: return keep(number(2), \.hour)
    case .half:
      let word = String(decoding: rest.prefix(2), as: UTF8.self).lowercased()
      guard word == "am" || word == "pm" else { return false }
      rest = rest.dropFirst(2)
      found.isAfternoon = word == "pm"
      return true
    case .minute: return keep(number(2), \.minute, step: 60_000_000_000)
    case .second: return keep(number(2), \.second, step: 1_000_000_000)
    case .fraction:
      let digits = rest.prefix { isDigit($0) }
      guard (1...9).contains(digits.count) else { return false }
      rest = rest.dropFirst(digits.count)
      for digit in digits {
        found.step /= 10
        found.fraction += Int64(digit - 0x30) * found.step
      }
      return true
    case .offset:
      guard let seconds = offset(&rest) else { return false }
      found.offset = seconds
      return true
    }
  }

  private static func monthName(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let word = String(decoding: rest.prefix(3), as: UTF8.self).lowercased()
    guard let index = names.firstIndex(of: word) else { return nil }
    rest = rest.dropFirst(3)
    return index + 1
  }

  /// `Z`, `+08:00`, `+0800`, `+08`.
  private static func offset(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    guard let sign = rest.popFirst() else { return nil }
    if sign | 0x20 == UInt8(ascii: "z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    func pair() -> Int? {
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.allSatisfy({ isDigit($0) }) else { return nil }
      rest = rest.dropFirst(2)
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard let hours = pair(), hours <= 18 else { return nil }
    if rest.first == UInt8(ascii: ":") { rest = rest.dropFirst() }
    let minutes = rest.first.map { isDigit($0) } == true ? pair() : 0
    guard let minutes, minutes < 60 else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
