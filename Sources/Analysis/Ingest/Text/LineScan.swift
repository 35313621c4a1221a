/// Walks over the fields of one text line without copying any.
///
/// Where a step fails, `at` stays on the first byte that does not fit.
struct LineScan {
  typealias Bytes = UnsafeRawBufferPointer

  let bytes: Bytes
  var at = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  /// The byte `ahead` of the one at hand; 0 beyond the end.
  @inline(__always) func byte(_ ahead: Int = 0) -> UInt8 {
    at &+ ahead < bytes.count ? bytes[at &+ ahead] : 0
  }

  func slice(_ from: Int, _ to: Int) -> Bytes { Bytes(rebasing: bytes[from..<to]) }

  mutating func skip(_ wanted: UInt8) -> Bool {
    guard !isAtEnd, bytes[at] == wanted else { return false }
    at += 1
    return true
  }

  /// One or more spaces.
  mutating func space() -> Bool {
    guard skip(0x20) else { return false }
    while byte() == 0x20 { at += 1 }
    return true
  }

  /// Up to the next space; nil where there is nothing.
  mutating func word() -> Bytes? {
    let from = at
    while at < bytes.count, bytes[at] != 0x20 { at &+= 1 }
    return at > from ? slice(from, at) : nil
  }

  /// The insides of `[…]`.
  mutating func bracketed() -> Bytes? {
    guard skip(UInt8(ascii: "[")) else { return nil }
    let from = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "]") { at &+= 1 }
    guard at < bytes.count else { return nil }
    at += 1
    return slice(from, at - 1)
  }

  /// The insides of `"…"`, escapes as written. A bare quote inside is text: the closing one ends
  /// the line or stands before a space, of a request line before a space and a status if any
  /// does.
  mutating func quoted(beforeStatus: Bool = false) -> Bytes? {
    guard skip(UInt8(ascii: "\"")) else { return nil }
    let from = at
    var fallback: Int?
    while at < bytes.count {
      if bytes[at] == UInt8(ascii: "\\") {
        at &+= 2
        continue
      }
      if bytes[at] == UInt8(ascii: "\"") {
        if closes(beforeStatus) {
          at += 1
          return slice(from, at - 1)
        }
        if beforeStatus, fallback == nil, closes(false) { fallback = at }
      }
      at &+= 1
    }
    at = fallback.map { $0 + 1 } ?? bytes.count
    return fallback.map { slice(from, $0) }
  }

  private func closes(_ beforeStatus: Bool) -> Bool {
    if at + 1 == bytes.count { return true }
    guard bytes[at + 1] == 0x20 else { return false }
    guard beforeStatus else { return true }
    return byte(2) == UInt8(ascii: "-")
      || isDigit(byte(2)) && isDigit(byte(3)) && isDigit(byte(4))
        && (byte(5) == 0x20 || at + 5 == bytes.count)
  }

  /// A word, or several that nginx joins for the upstreams of one request: `0.000, 1.000 : 0.2`.
  mutating func list() -> Bytes? {
    let from = at
    guard word() != nil else { return nil }
    while byte() == 0x20 {
      if bytes[at - 1] == UInt8(ascii: ",") {
        at += 1
      } else if byte(1) == UInt8(ascii: ":"), byte(2) == 0x20 {
        at += 3
      } else {
        break
      }
      guard word() != nil else { break }
    }
    return slice(from, at)
  }

  /// A word of digits or `-`.
  mutating func count() -> Bytes? {
    let from = at
    guard let word = word(), word.isAbsent || word.allSatisfy(isDigit) else {
      at = from
      return nil
    }
    return word
  }

  /// Three digits or `-`; 000 and `-` are no status.
  mutating func status() -> Int?? {
    let from = at
    guard let word = word() else { return nil }
    if word.isAbsent { return .some(nil) }
    guard word.count == 3, word.allSatisfy(isDigit) else {
      at = from
      return nil
    }
    return .some(httpStatus(word))
  }

  /// Moves behind `text` when it is next.
  mutating func literal(_ text: StaticString) -> Bool {
    let fits = text.withUTF8Buffer { wanted in
      bytes.count - at >= wanted.count && bytes[at..<(at + wanted.count)].elementsEqual(wanted)
    }
    if fits { at += text.utf8CodeUnitCount }
    return fits
  }
}

extension UnsafeRawBufferPointer {
  /// `-`, as all access logs write what is not there.
  var isAbsent: Bool { count == 1 && self[0] == UInt8(ascii: "-") }

  /// The text, unless it is `-` or empty.
  var stated: UnsafeRawBufferPointer? { isEmpty || isAbsent ? nil : self }

  /// Digits with a decimal point and at least `fraction` digits behind it.
  func isDecimal(fraction: Int) -> Bool {
    guard let point = firstIndex(of: UInt8(ascii: ".")), point > 0, count - point > fraction
    else { return false }
    return self[..<point].allSatisfy(isDigit) && self[(point + 1)...].allSatisfy(isDigit)
  }
}
