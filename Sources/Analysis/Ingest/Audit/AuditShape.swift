/// What the audit events of a system look like, as its makers document them.
struct AuditShape: Sendable {
  /// How a time is written.
  enum Writing: Sendable {
    /// As any other log writes it.
    case stamp
    /// In nanoseconds since 1970.
    case nanoseconds
    /// `1688048710.843:30826`, as the kernel numbers its audit events.
    case auditNumber
    /// `Tue Sep 24 12:34:56 2019` or `24/Sep/2019:12:34:56 +0200`, as web servers write it.
    case webServer
  }

  /// A field that states when an event happened.
  struct Time: Sendable {
    var path: FieldPath
    var writing: Writing

    init(_ path: String, _ writing: Writing = .stamp) {
      self.path = FieldPath(path)
      self.writing = writing
    }
  }

  /// Members that hold several events.
  var lists: [FieldPath] = []
  /// Members of which every event has at least one.
  var marks: [FieldPath]
  /// Where the time stands; the first that is there counts.
  var times: [Time]
  /// Where the id of the request stands, where the system states one.
  var requests: [FieldPath] = []

  init(
    lists: [String] = [], marks: [String], times: [Time], requests: [String] = []
  ) {
    self.lists = lists.map(FieldPath.init)
    self.marks = marks.map(FieldPath.init)
    self.times = times
    self.requests = requests.map(FieldPath.init)
  }
}

extension StampReader {
  /// Reads a time that is written as an audit writes it.
  func read(
    _ text: UnsafeRawBufferPointer, _ writing: AuditShape.Writing
  ) -> Result<Stamp, StampFault> {
    switch writing {
    case .stamp: return read(text)
    case .nanoseconds: return read(text, unit: .nanoseconds)
    case .auditNumber:
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .failure(.syntax) }
      return read(text.part(0, colon), unit: .seconds)
    case .webServer: return readWebServer(text)
    }
  }

  /// Apache's and ModSecurity's stamps: both carry the month by its name, in English whatever the
  /// locale, and only one of them a zone.
  func readWebServer(_ text: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
    guard text.count <= 48 else { return .failure(.syntax) }
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    let plain: String
    if words.count == 5, let month = monthNumber(words[1]), words[2].count <= 2 {
      // Weekday, month, day, time, year; no zone.
      plain = "\(words[4])-\(month)-\(twoWide(words[2]))T\(words[3])"
    } else if words.count <= 2, let colon = words.first?.firstIndex(of: ":") {
      let date = words[0][..<colon].split(separator: "/")
      guard date.count == 3, let month = monthNumber(date[1]) else { return read(text) }
      let zone = words.count == 2 ? String(words[1]) : ""
      plain = "\(date[2])-\(month)-\(twoWide(date[0]))T\(words[0][colon...].dropFirst())\(zone)"
    } else {
      return read(text)
    }
    let bytes = Array(plain.utf8)
    return bytes.withUnsafeBytes { read($0) }
  }

  private func twoWide(_ day: Substring) -> String { day.count == 1 ? "0\(day)" : String(day) }

  private func monthNumber(_ name: Substring) -> String? {
    let names: [Substring] = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard let index = names.firstIndex(of: name) else { return nil }
    return index < 9 ? "0\(index + 1)" : "\(index + 1)"
  }
}
