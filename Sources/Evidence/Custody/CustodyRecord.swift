internal import Digest

/// One event of the custody chain of a package: what was done, and with what.
///
/// Its line is JSON in one spelling, so that two readers cannot read it differently:
/// `{"n":1,"event":"acquired","fields":[["path","a.log"]],"previous":"00…","hash":"9f…"}`.
struct CustodyRecord: Equatable {
  /// One-based position in the chain.
  var number: Int
  var event: String
  /// Names and values in order; a name may come again.
  var fields: [[String]]
  /// Hash of the record before, 64 lowercase hex digits; of the first: 64 zeros.
  var previous: String
  /// 64 lowercase hex digits.
  var hash: String

  static let genesis = String(repeating: "0", count: 64)
  private static let label = "estreat.custody/1"

  /// A record that continues a chain.
  init(number: Int, event: String, fields: [[String]], previous: String) {
    self.number = number
    self.event = event
    self.fields = fields
    self.previous = previous
    self.hash = ""
    self.hash = rightHash
  }

  /// SHA-256 over all parts but the hash, each behind its length, so that no content can pass
  /// for another way of dividing it: eight bytes, big-endian, then the bytes of the part.
  var rightHash: String {
    var message: [UInt8] = []
    func append(_ bytes: some Collection<UInt8>) {
      append(UInt64(bytes.count))
      message += bytes
    }
    func append(_ number: UInt64) {
      message += stride(from: 56, through: 0, by: -8).map {
        UInt8(truncatingIfNeeded: number >> $0)
      }
    }
    append(Self.label.utf8)
    append(UInt64(number))
    append(previous.utf8)
    append(event.utf8)
    append(UInt64(fields.count))
    for field in fields {
      append(field[0].utf8)
      append(field[1].utf8)
    }
    return hexString(SHA256.digest(message))
  }

  /// The line, without its line feed.
  var line: String {
    let fields = fields.map { "[\(Self.quoted($0[0])),\(Self.quoted($0[1]))]" }
    return "{\"n\":\(number),\"event\":\(Self.quoted(event)),\"fields\":["
      + fields.joined(separator: ",")
      + "],\"previous\":\"\(previous)\",\"hash\":\"\(hash)\"}"
  }

  /// A JSON string in which only what must be escaped is: `"`, `\`, and control characters as
  /// `\u00` and two lowercase digits.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        out += "\\u00" + hexString([UInt8(scalar.value)])
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// Reads a line; nil unless it is what `line` writes, whatever its hash.
  init?(_ bytes: some Collection<UInt8>) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var reader = CustodyLineReader(text)
    guard reader.skip("{\"n\":"), let number = reader.number(), reader.skip(",\"event\":"),
      let event = reader.string(), reader.skip(",\"fields\":[")
    else { return nil }
    var fields: [[String]] = []
    while !reader.skip("]") {
      guard fields.isEmpty || reader.skip(","), reader.skip("["), let name = reader.string(),
        reader.skip(","), let value = reader.string(), reader.skip("]")
      else { return nil }
      fields.append([name, value])
    }
    guard reader.skip(",\"previous\":"), let previous = reader.string(),
      reader.skip(",\"hash\":"), let hash = reader.string(), reader.skip("}"), number >= 1,
      Self.isHash(previous), Self.isHash(hash)
    else { return nil }
    self.number = number
    self.event = event
    self.fields = fields
    self.previous = previous
    self.hash = hash
    guard line.utf8.elementsEqual(bytes) else { return nil }
  }

  static func isHash(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}

/// Takes a line apart; what it accepts too much of shows when the line is written again.
private struct CustodyLineReader {
  private var rest: Substring.UnicodeScalarView

  init(_ text: String) { rest = Substring(text).unicodeScalars }

  mutating func skip(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }

  mutating func number() -> Int? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    return Int(String(digits))
  }

  mutating func string() -> String? {
    guard skip("\"") else { return nil }
    var out = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\"" { return String(out) }
      guard scalar == "\\" else {
        out.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      guard escaped == "u" else {
        out.append(escaped)
        continue
      }
      let digits = String(rest.prefix(4))
      rest = rest.dropFirst(4)
      guard let value = UInt32(digits, radix: 16), let control = Unicode.Scalar(value) else {
        return nil
      }
      out.append(control)
    }
    return nil
  }
}
