/// What a token states (RFC 3161 TSTInfo).
struct TimestampInfo: Equatable {
  /// MessageImprint, a whole SEQUENCE.
  var imprint: [UInt8]
  /// genTime, in whole seconds since 1970-01-01T00:00:00Z, rounded down.
  var seconds: Int64
  /// What genTime has beyond `seconds`, rounded up, in microseconds: 0 to 1 000 000.
  var microseconds: Int64
  /// How far genTime may be off, in microseconds; 0 where none is stated.
  var accuracyMicroseconds: Int64
  /// Content of the INTEGER; nil if there is none.
  var nonce: [UInt8]?

  /// The first whole second, counted from 1970-01-01T00:00:00Z, that is not before genTime with
  /// its accuracy: what was stamped existed no later than that.
  var latest: Int64 { seconds + (microseconds + accuracyMicroseconds + 999_999) / 1_000_000 }

  /// Reads the content of a token; nil if it is no TSTInfo of version 1.
  init?(der bytes: [UInt8]) {
    var file = DERReader(bytes)
    guard var info = file.enter(DER.sequence), file.isAtEnd, info.read(DER.integer) == [1],
      // The policy under which the authority works must be stated; which one is its own affair.
      let policy = info.read(DER.objectIdentifier), !policy.isEmpty,
      let imprint = info.readWhole(DER.sequence), info.read(DER.integer) != nil,
      let time = info.read(DER.generalizedTime), let parsed = Self.time(time)
    else { return nil }
    self.imprint = imprint
    (seconds, microseconds) = parsed
    accuracyMicroseconds = 0
    if info.nextTag == DER.sequence {
      guard var accuracy = info.enter(DER.sequence), let value = Self.accuracy(&accuracy) else {
        return nil
      }
      accuracyMicroseconds = value
    }
    if info.nextTag == DER.boolean { _ = info.read(DER.boolean) }
    if info.nextTag == DER.integer { nonce = info.read(DER.integer).map(Array.init) }
    for tag in [DER.context(0), DER.context(1)] where info.nextTag == tag {
      guard info.read(tag) != nil else { return nil }
    }
    guard info.isAtEnd else { return nil }
  }

  /// `YYYYMMDDhhmmss[.f…]Z`.
  private static func time(_ text: ArraySlice<UInt8>) -> (Int64, Int64)? {
    guard text.last == UInt8(ascii: "Z") else { return nil }
    let parts = text.dropLast().split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard let whole = parts.first, whole.count == 14, parts.count <= 2 else { return nil }
    func number(_ digits: ArraySlice<UInt8>) -> Int? {
      guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return Int(String(decoding: digits, as: UTF8.self))
    }
    var fields: [Int] = []
    var rest = whole
    for count in [4, 2, 2, 2, 2, 2] {
      guard let field = number(rest.prefix(count)) else { return nil }
      fields.append(field)
      rest = rest.dropFirst(count)
    }
    // Years that nanoseconds since 1970 in 64 bits can name; no authority stamps others.
    guard (1970...2261).contains(fields[0]), (1...12).contains(fields[1]),
      (1...31).contains(fields[2]), fields[3] < 24,
      fields[4] < 60, fields[5] <= 60
    else { return nil }
    var microseconds: Int64 = 0
    if parts.count == 2 {
      guard parts[1].count <= 18, number(parts[1]) != nil else { return nil }
      var digits = parts[1].prefix(6)
      while digits.count < 6 { digits.append(UInt8(ascii: "0")) }
      microseconds = Int64(number(digits) ?? 0)
      if parts[1].dropFirst(6).contains(where: { $0 != 0x30 }) { microseconds += 1 }
    }
    let days = CMSTime.day(year: fields[0], month: fields[1], day: fields[2])
    let seconds = fields[3] * 3_600 + fields[4] * 60 + fields[5]
    return (Int64(days) * 86_400 + Int64(seconds), microseconds)
  }

  /// Accuracy: seconds, `[0]` milliseconds, `[1]` microseconds, each optional.
  private static func accuracy(_ reader: inout DERReader) -> Int64? {
    var total: Int64 = 0
    let parts = [(DER.integer, 1_000_000), (DER.primitive(0), 1_000), (DER.primitive(1), 1)]
    for (tag, factor) in parts where reader.nextTag == tag {
      guard let digits = reader.read(tag), (1...4).contains(digits.count),
        digits[digits.startIndex] < 0x80
      else { return nil }
      total += digits.reduce(Int64(0)) { $0 << 8 | Int64($1) } * Int64(factor)
    }
    return reader.isAtEnd ? total : nil
  }
}
