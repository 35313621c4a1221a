/// What a line of `#` states about its entry.
enum SlowQueryHeader {
  /// `# Time: …`, possibly with `# User@Host: …` behind it.
  case time
  /// `# User@Host: …`.
  case user
  /// `# Query_time: …`.
  case metrics
  /// `# administrator command: …`.
  case administrator
  /// Any other line of `#`.
  case other

  /// Reads the start of `text[from..<to]`, a line that begins with `#`.
  init(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) {
    self = .other
    guard to - from > 8, text[from + 1] == 0x20 else { return }
    switch text[from + 2] {
    case UInt8(ascii: "T"):
      if SQLBytes.begins("# Time:", text, from, to) { self = .time }
    case UInt8(ascii: "U"):
      if SQLBytes.begins("# User@Host:", text, from, to) { self = .user }
    case UInt8(ascii: "Q"):
      if SQLBytes.begins("# Query_time:", text, from, to) { self = .metrics }
    case UInt8(ascii: "a"):
      if SQLBytes.begins("# administrator command: ", text, from, to) { self = .administrator }
    default: break
    }
  }

  /// Whether a line in doubtful surroundings has all that a server writes: a time or user with
  /// its brackets. Words like these occur in statements, whole headers hardly ever.
  func isWhole(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    switch self {
    case .time:
      let value = Self.value(text, from + 7, to)
      if value < to, isDigit(text[value]) { return true }
      return SQLBytes.index(of: "# User@Host: ", text, from, to) != nil
    case .user:
      guard let at = SQLBytes.index(of: "] @ ", text, from, to) else { return false }
      return SQLBytes.index(of: UInt8(ascii: "["), text, at, to) != nil
    case .metrics:
      let value = Self.value(text, from + 13, to)
      let end = Self.wordEnd(text, value, to)
      return value < end
        && (value..<end).allSatisfy { isDigit(text[$0]) || text[$0] == UInt8(ascii: ".") }
    case .administrator, .other: return false
    }
  }

  /// The first byte at or after `from` that is no space.
  static func value(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
    return at
  }

  /// The byte after the word that begins at `from`.
  static func wordEnd(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Int {
    var at = from
    while at < to, text[at] != 0x20, text[at] != 0x09 { at += 1 }
    return at
  }

  /// Whether a line is one of the three that the server writes when it starts.
  ///
  /// `…/mysqld, Version: 5.0.38… started with:`, `Tcp port: 3306  Unix socket: …` (`TCP Port` on
  /// Windows), `Time                 Id Command    Argument`.
  static func isBanner(_ text: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    guard to - from > 12 else { return false }
    if text[from] | 0x20 == UInt8(ascii: "t") {
      if SQLBytes.begins("Tcp port: ", text, from, to) { return true }
      if SQLBytes.begins("TCP Port: ", text, from, to) { return true }
      if SQLBytes.begins("Time", text, from, to) {
        let at = value(text, from + 4, to)
        return at > from + 4 && SQLBytes.begins("Id Command", text, at, to)
      }
    }
    guard text[to - 1] == UInt8(ascii: ":") || text[to - 1] == UInt8(ascii: "y") else {
      return false
    }
    guard SQLBytes.index(of: ", Version: ", text, from, to) != nil else { return false }
    return SQLBytes.ends("started with:", text, from, to)
      || SQLBytes.ends("embedded library", text, from, to)
  }
}
