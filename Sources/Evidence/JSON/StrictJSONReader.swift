/// Reads JSON (RFC 8259) strictly: whatever two readers could read differently – a member given
/// twice, bytes that are not UTF-8, half a surrogate pair, a fraction – is a defect.
struct StrictJSONReader {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  /// Deeper nesting than our files have is refused, so that reading needs no deep stack.
  private static let depthLimit = 32

  private init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The one value of `bytes`.
  static func read(_ bytes: [UInt8]) throws(StrictJSON.Defect) -> StrictJSON {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(StrictJSON.Defect) in try read(buffer) }
    }
    return try result.get()
  }

  /// The one value of `bytes`; spaces and line feeds around it are allowed.
  static func read(_ bytes: UnsafeRawBufferPointer) throws(StrictJSON.Defect) -> StrictJSON {
    var reader = StrictJSONReader(bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else { throw reader.defect("something follows the value") }
    return value
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func defect(_ reason: String) -> StrictJSON.Defect {
    StrictJSON.Defect(at: index, reason: reason)
  }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A {
      index += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(StrictJSON.Defect) -> StrictJSON {
    guard depth < Self.depthLimit else { throw defect("it is nested too deeply") }
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return .integer(try integer())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw defect("the value is cut off")
    default: throw defect("here stands no value that is allowed")
    }
  }

  private mutating func word(
    _ word: String, _ value: StrictJSON
  ) throws(StrictJSON.Defect) -> StrictJSON {
    guard bytes[index...].starts(with: word.utf8) else { throw defect("an unknown word") }
    index += word.utf8.count
    return value
  }

  private mutating func object(_ depth: Int) throws(StrictJSON.Defect) -> StrictJSON {
    index += 1
    var members: [StrictJSON.Member] = []
    var names: Set<String> = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      let start = index
      let name = try string()
      guard names.insert(name).inserted else {
        throw StrictJSON.Defect(at: start, reason: "a member is given twice")
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw defect("a colon is missing") }
      members.append(StrictJSON.Member(name: name, value: try value(depth: depth + 1)))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw defect("the object has no end") }
    }
  }

  private mutating func array(_ depth: Int) throws(StrictJSON.Defect) -> StrictJSON {
    index += 1
    var elements: [StrictJSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw defect("the array has no end") }
    }
  }

  private mutating func integer() throws(StrictJSON.Defect) -> UInt64 {
    let start = index
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let value = UInt64(digits), digits.utf8.count == 1 || digits.utf8.first != 0x30 else {
      throw StrictJSON.Defect(at: start, reason: "the number is too large or begins with 0")
    }
    if let byte = peek, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") {
      throw StrictJSON.Defect(at: start, reason: "the number is not whole")
    }
    return value
  }

  private mutating func string() throws(StrictJSON.Defect) -> String {
    guard take(UInt8(ascii: "\"")) else { throw defect("a string is missing") }
    let start = index
    while let byte = peek, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw defect("a control character stands in a string") }
      index += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    guard index < bytes.count else { throw StrictJSON.Defect(at: start, reason: "it has no end") }
    let inside = UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    index += 1
    guard let plain = ChainText.unescaped(inside) else {
      throw StrictJSON.Defect(at: start, reason: "a string has an escape that is none")
    }
    guard let text = String(validating: plain, as: UTF8.self) else {
      throw StrictJSON.Defect(at: start, reason: "a string is not UTF-8")
    }
    return text
  }
}
