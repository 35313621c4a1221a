/// Dates that have no year, as syslog and klog write them.
///
/// The year is never guessed from today. It is known from a full date that the export itself
/// states (a header such as `Log file created at: 2024/05/15`, or the same day with its year
/// inside a line's own message); from there on each stamp takes the year that puts it nearest to
/// the stamp before, so that a log may run over New Year. Lines before the first such date are
/// quarantined as `timestamp-year`.
final class YearlessClock {
  private let stamps: StampReader
  private var anchor: (year: Int, month: Int, day: Int)?

  init(_ zone: CivilZone?) { stamps = StampReader(zone) }

  /// Stamps whose zone had to be assumed.
  var assumed: Int { stamps.assumed }

  /// Takes a header line that states a full date.
  func see(header: UnsafeRawBufferPointer) {
    for at in 0..<max(0, header.count - 9) {
      if let date = Self.fullDate(header, at) { anchor = date }
    }
  }

  /// Reads a stamp of month, day and `time` (`14:20:01.123`), with the message that follows it.
  func read(
    month: Int, day: Int, time: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer
  ) -> Result<Stamp, StampFault> {
    for at in 0..<max(0, min(message.count, 512) - 9) {
      if at > 0, isDigit(message[at - 1]) { continue }
      guard let date = Self.fullDate(message, at), date.month == month, date.day == day else {
        continue
      }
      anchor = date
      break
    }
    guard let known = anchor else { return .failure(.year) }
    func distance(_ year: Int) -> Int {
      abs((year - known.year) * 372 + (month - known.month) * 31 + day - known.day)
    }
    let near = [known.year, known.year - 1, known.year + 1]
    let year = near.min { distance($0) < distance($1) } ?? known.year
    anchor = (year, month, day)
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    var text = Array("\(year)-\(padded(month))-\(padded(day)) ".utf8)
    text.append(contentsOf: time)
    return text.withUnsafeBytes { stamps.read($0) }
  }

  /// `2024-05-15` or `2024/05/15` at `at`.
  private static func fullDate(
    _ text: UnsafeRawBufferPointer, _ at: Int
  ) -> (year: Int, month: Int, day: Int)? {
    guard at + 10 <= text.count, text[at] == UInt8(ascii: "1") || text[at] == UInt8(ascii: "2"),
      text[at + 4] == UInt8(ascii: "-") || text[at + 4] == UInt8(ascii: "/"),
      text[at + 7] == text[at + 4], let year = parseInteger(text.part(at, at + 4)),
      let month = parseInteger(text.part(at + 5, at + 7)),
      let day = parseInteger(text.part(at + 8, at + 10)), (1995...2045).contains(year),
      (1...12).contains(month), (1...31).contains(day),
      at + 10 == text.count || !isDigit(text[at + 10])
    else { return nil }
    return (Int(year), Int(month), Int(day))
  }

  /// The number of an English month name, such as `May`.
  static func month(_ name: UnsafeRawBufferPointer) -> Int? {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.firstIndex { name.elementsEqual($0.utf8) }.map { $0 + 1 }
  }
}
