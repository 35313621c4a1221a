/// What stands between the braces of a series: labels, and a quoted name without a value.
struct LabelList {
  /// Quoted texts without a value: the metric's name.
  private(set) var names: [String] = []
  private(set) var labels: [MetricSeriesID.Label] = []

  private let text: UnsafeRawBufferPointer
  private let isGo: Bool
  private var at = 0

  /// The list; nil when it does not hold to the grammar.
  init?(_ text: UnsafeRawBufferPointer, isGo: Bool) {
    self.text = text
    self.isGo = isGo
    skipBlanks()
    while at < text.count {
      guard item() else { return nil }
      skipBlanks()
      guard at < text.count else { break }
      guard text[at] == UInt8(ascii: ",") else { return nil }
      at += 1
      skipBlanks()
    }
  }

  private mutating func skipBlanks() {
    while at < text.count, text[at] == 0x20 || text[at] == 0x09 { at += 1 }
  }

  private mutating func item() -> Bool {
    let isQuoted = text[at] == UInt8(ascii: "\"")
    guard let name = isQuoted ? quoted() : word() else { return false }
    skipBlanks()
    guard at < text.count, text[at] == UInt8(ascii: "=") else {
      names.append(name)
      return isQuoted
    }
    at += 1
    skipBlanks()
    guard at < text.count, text[at] == UInt8(ascii: "\""), let value = quoted() else {
      return false
    }
    labels.append(MetricSeriesID.Label(name: name, value: value))
    return true
  }

  private mutating func word() -> String? {
    let start = at
    while at < text.count, isLabelByte(text[at]) { at += 1 }
    guard at > start, !isDigit(text[start]) else { return nil }
    return String(decoding: text[start..<at], as: UTF8.self)
  }

  private func isLabelByte(_ byte: UInt8) -> Bool {
    // A dump does not quote names with dots and other signs.
    (0x61...0x7a).contains(byte | 0x20) || byte == UInt8(ascii: "_") || isDigit(byte)
      || isGo && byte != UInt8(ascii: "=") && byte != UInt8(ascii: ",") && byte != 0x20
  }

  private mutating func quoted() -> String? {
    at += 1
    var bytes: [UInt8] = []
    while at < text.count, text[at] != UInt8(ascii: "\"") {
      guard text[at] == UInt8(ascii: "\\"), at + 1 < text.count else {
        bytes.append(text[at])
        at += 1
        continue
      }
      at += 2
      switch text[at - 1] {
      case UInt8(ascii: "n"): bytes.append(0x0a)
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes.append(text[at - 1])
      case let kind where isGo:
        guard goEscape(kind, &bytes) else { return nil }
      // The exposition format knows no other escapes: both bytes stay.
      case let other: bytes += [UInt8(ascii: "\\"), other]
      }
    }
    guard at < text.count else { return nil }
    at += 1
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func goEscape(_ kind: UInt8, _ bytes: inout [UInt8]) -> Bool {
    let plain: [(StaticString, UInt8)] = [
      ("a", 7), ("b", 8), ("t", 9), ("v", 0x0b), ("f", 0x0c), ("r", 0x0d),
    ]
    if let known = plain.first(where: { $0.0.utf8Start[0] == kind }) {
      bytes.append(known.1)
      return true
    }
    let digits: Int
    switch kind {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default: return false
    }
    guard at + digits <= text.count,
      let code = UInt32(String(decoding: text[at..<(at + digits)], as: UTF8.self), radix: 16)
    else { return false }
    at += digits
    if digits == 2 {
      bytes.append(UInt8(truncatingIfNeeded: code))
    } else {
      guard let scalar = Unicode.Scalar(code) else { return false }
      bytes += Array(String(Character(scalar)).utf8)
    }
    return true
  }
}
