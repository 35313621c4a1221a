/// Time as CMS writes it (RFC 5652, 11.3): UTCTime from 1950 to 2049, GeneralizedTime else,
/// whole seconds, `Z`.
enum CMSTime {
  /// - Parameter seconds: since 1970-01-01T00:00:00Z, of a year from 0 to 9999.
  static func der(_ seconds: Int64) -> [UInt8] {
    let day = Int(seconds.floorQuotient(86_400))
    let second = Int(seconds - Int64(day) * 86_400)
    let date = civil(day)
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let isShort = (1950..<2050).contains(date.year)
    let year = isShort ? digits(date.year % 100, 2) : digits(date.year, 4)
    let rest = [date.month, date.day, second / 3_600, second / 60 % 60, second % 60]
    let text = year + rest.map { digits($0, 2) }.joined() + "Z"
    return DER.element(isShort ? DER.utcTime : DER.generalizedTime, Array(text.utf8))
  }

  /// The inverse; nil unless the bytes are exactly what `der` writes.
  static func seconds(_ bytes: [UInt8]) -> Int64? {
    var reader = DERReader(bytes)
    guard let tag = reader.nextTag, tag == DER.utcTime || tag == DER.generalizedTime,
      let text = reader.read(tag)
    else { return nil }
    let yearDigits = tag == DER.utcTime ? 2 : 4
    guard text.count == yearDigits + 11 else { return nil }
    var numbers: [Int] = []
    var rest = text
    for count in [yearDigits, 2, 2, 2, 2, 2] {
      guard let number = Int(String(decoding: rest.prefix(count), as: UTF8.self)), number >= 0
      else { return nil }
      numbers.append(number)
      rest = rest.dropFirst(count)
    }
    let year = yearDigits == 4 ? numbers[0] : numbers[0] + (numbers[0] < 50 ? 2000 : 1900)
    guard (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
    let days = day(year: year, month: numbers[1], day: numbers[2])
    let seconds = numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
    let value = Int64(days) * 86_400 + Int64(seconds)
    return der(value) == bytes ? value : nil
  }

  /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; months count from
  /// March, so that the leap day ends the year.
  static func day(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = Int(Int64(y).floorQuotient(400))
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = Int(Int64(shifted).floorQuotient(146_097))
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}

extension Int64 {
  /// Division that rounds down.
  fileprivate func floorQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
