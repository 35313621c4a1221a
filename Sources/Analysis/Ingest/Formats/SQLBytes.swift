/// Tables of what bytes are in SQL.
enum SQLBytes {
  static let copy: UInt8 = 0
  static let space: UInt8 = 1
  static let number: UInt8 = 2
  static let quote: UInt8 = 3
  static let mark: UInt8 = 4
  static let boolean: UInt8 = 5

  /// What each byte begins. Written once, before anybody reads it.
  nonisolated(unsafe) static let classes = table { byte in
    switch byte {
    case 0x20, 0x09, 0x0a, 0x0c, 0x0d: space
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"): number
    case UInt8(ascii: "'"): quote
    case UInt8(ascii: "?"): mark
    case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"): boolean
    default: copy
    }
  }

  /// Kept for the life of the process, so that no loop counts references or checks bounds.
  private static func table(_ value: (UInt8) -> UInt8) -> UnsafePointer<UInt8> {
    let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    for byte in 0...255 { (table + byte).initialize(to: value(UInt8(byte))) }
    return UnsafePointer(table)
  }

  /// Lower case of ASCII letters; all other bytes as they are.
  @inline(__always) static func lower(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }
  /// Letters, digits and underscores of ASCII.
  @inline(__always) static func isWord(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
  }
  /// Whether a number goes on with `byte`: digits, `a` to `f`, `x`, `.`, `+`, `-`.
  @inline(__always) static func isInNumber(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte &- 0x61 < 6 || byte == UInt8(ascii: "x")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
  }
  @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0d)
  }
  @inline(__always) static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"")
  }
  @inline(__always) static func endsLineComment(_ byte: UInt8) -> Bool {
    isQuote(byte) || byte == 0x0a || byte == 0x0d
  }

  static func skipSpace(_ text: UnsafePointer<UInt8>, _ from: Int, _ count: Int) -> Int {
    var at = from
    while at < count, isSpace(text[at]) { at += 1 }
    return at
  }

  /// Whether `text[at..<count]` begins with `word`, which is lower case, in any case.
  static func beginsAnyCase(
    _ word: StaticString, _ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int
  ) -> Bool {
    let length = word.utf8CodeUnitCount
    guard count - at >= length else { return false }
    for index in 0..<length where lower(text[at + index]) != word.utf8Start[index] {
      return false
    }
    return true
  }
}

/// Where fingerprints are written, and the last byte as it stood in the statement.
struct SQLOutput {
  private let bytes: UnsafeMutablePointer<UInt8>
  private(set) var count = 0
  private var last: UInt8 = 0

  init(_ bytes: UnsafeMutablePointer<UInt8>) { self.bytes = bytes }

  @inline(__always)
  mutating func put(_ byte: UInt8, _ original: UInt8) {
    bytes[count] = byte
    count += 1
    last = original
  }

  /// White space: one space, none at the start.
  @inline(__always)
  mutating func space(_ original: UInt8) {
    last = original
    guard count > 0, bytes[count - 1] != 0x20 else { return }
    bytes[count] = 0x20
    count += 1
  }

  /// A value; `x`, `b` or `.` before it belongs to it.
  @inline(__always)
  mutating func value() {
    let isPrefix =
      last == UInt8(ascii: "x") || last == UInt8(ascii: "b") || last == UInt8(ascii: ".")
    if isPrefix { count -= 1 }
    put(UInt8(ascii: "?"), UInt8(ascii: "?"))
  }
}
