/// Passwords that are assigned to a name: `password=…`, `"db_passwd": "…"`, `secret: …`; the hit is
/// the value.
///
/// A quoted value goes to its quote, a bare one to a blank or a sign of punctuation, both not
/// beyond the line. Prose is full of `password: must …`, so a bare value that follows a colon and a
/// blank counts only with a byte in it that is no letter. What stands for a value is none: empty,
/// `null`, stars, `[REDACTED]`, `${NAME}`, and the path in `pwd=/srv`.
struct Password: Detector, Anchored {
  let name = "PASSWORD"
  let anchor = Anchor.literals(Password.names)
  private static let names = ["password", "passwd", "pwd", "secret"].map {
    AnchorLiteral($0, ignoresCase: true)
  }

  func match(
    at anchor: Int, from floor: Int, in bytes: UnsafeRawBufferPointer
  ) -> AnchoredMatch? {
    guard anchor >= floor,
      let name = Self.names.first(where: { $0.matches(bytes, at: anchor) })?.bytes,
      let value = Assignment.value(in: bytes, afterKey: anchor + name.count)
    else { return nil }
    // `pwd` is the working directory as well.
    if name.count == 3, bytes.at(value.start) == UInt8(ascii: "/") { return nil }
    let end = end(bytes, value)
    let text = bytes[value.start..<end]
    guard end > value.start, !Masked.isMasked(text) else { return nil }
    if value.quote == 0, value.followsColonAndBlank, text.allSatisfy(isLetter) { return nil }
    return AnchoredMatch(value.start..<end)
  }

  private func end(_ bytes: UnsafeRawBufferPointer, _ value: Assignment.Value) -> Int {
    let backslash = UInt8(ascii: "\\")
    guard value.quote != 0 else { return bytes.end(from: value.start, while: Self.isBare) }
    var at = value.start
    while at < bytes.count, bytes[at] != value.quote, bytes[at] != 0x0A, bytes[at] != 0x0D {
      guard bytes[at] == backslash else {
        at += 1
        continue
      }
      // Inside a string that is itself escaped, a backslash announces the closing quote.
      let next = bytes.at(at + 1)
      guard !value.isEscaped, next != 0, next != 0x0A, next != 0x0D else { break }
      at += 2
    }
    return at
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"), UInt8(ascii: ","),
      UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"):
      false
    default: true
    }
  }
}
