/// The strict single pass over one JSON document.
struct JSONParser {
  private let bytes: UnsafeRawBufferPointer
  private let depthLimit: Int
  private var at = 0
  private(set) var sawHighByte = false

  private let valueLimit: Int

  init(bytes: UnsafeRawBufferPointer, depthLimit: Int, valueLimit: Int) {
    self.bytes = bytes
    self.valueLimit = valueLimit
    self.depthLimit = depthLimit
  }

  /// Fills `nodes`; `open` is a reused stack of open containers.
  mutating func run(_ nodes: inout [JSONTape.Node], _ open: inout [Int]) -> JSONFault? {
    do throws(JSONFault) {
      try document(&nodes, &open)
      return nil
    } catch {
      return error
    }
  }

  private mutating func document(
    _ nodes: inout [JSONTape.Node], _ open: inout [Int]
  ) throws(JSONFault) {
    try value(&nodes, &open)
    while let container = open.last {
      let isObject = nodes[container].kind == .object
      skipSpace()
      let isFirst = nodes.count == container + 1
      guard at < bytes.count else { throw truncated() }
      let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      if bytes[at] == close {
        at += 1
        nodes[container].end = at
        nodes[container].next = nodes.count
        open.removeLast()
        continue
      }
      if !isFirst {
        guard bytes[at] == UInt8(ascii: ",") else { throw syntax("expected , or the end") }
        at += 1
        skipSpace()
        guard at < bytes.count else { throw truncated() }
      }
      if isObject {
        guard bytes[at] == UInt8(ascii: "\"") else { throw syntax("expected a member name") }
        try string(&nodes)
        skipSpace()
        guard at < bytes.count else { throw truncated() }
        guard bytes[at] == UInt8(ascii: ":") else { throw syntax("expected :") }
        at += 1
      }
      try value(&nodes, &open)
    }
    skipSpace()
    if at < bytes.count { throw syntax("something follows the value") }
  }

  private mutating func value(
    _ nodes: inout [JSONTape.Node], _ open: inout [Int]
  ) throws(JSONFault) {
    skipSpace()
    guard at < bytes.count else { throw truncated() }
    guard nodes.count < valueLimit else {
      throw JSONFault(
        code: "document-too-large", message: "more values than fit the memory limit", offset: at)
    }
    switch bytes[at] {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < depthLimit else {
        throw JSONFault(code: "json-depth", message: "nested too deeply", offset: at)
      }
      let kind: JSONKind = bytes[at] == UInt8(ascii: "{") ? .object : .array
      open.append(nodes.count)
      nodes.append(JSONTape.Node(kind: kind, flag: false, start: at, end: at, next: 0))
      at += 1
    case UInt8(ascii: "\""): try string(&nodes)
    case UInt8(ascii: "t"): try word("true", .bool, true, &nodes)
    case UInt8(ascii: "f"): try word("false", .bool, false, &nodes)
    case UInt8(ascii: "n"): try word("null", .null, false, &nodes)
    case UInt8(ascii: "-"), 0x30...0x39: try number(&nodes)
    default: throw syntax("expected a value")
    }
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONKind, _ flag: Bool, _ nodes: inout [JSONTape.Node]
  ) throws(JSONFault) {
    let start = at
    for i in 0..<word.utf8CodeUnitCount {
      guard at < bytes.count else { throw truncated() }
      guard bytes[at] == word.utf8Start[i] else { throw syntax("expected a value") }
      at += 1
    }
    nodes.append(
      JSONTape.Node(kind: kind, flag: flag, start: start, end: at, next: nodes.count + 1))
  }

  private mutating func number(_ nodes: inout [JSONTape.Node]) throws(JSONFault) {
    let start = at
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    guard at < bytes.count else { throw truncated() }
    if bytes[at] == UInt8(ascii: "0") {
      at += 1
      if at < bytes.count, isDigit(bytes[at]) { throw syntax("a number starts with 0") }
    } else {
      try digits()
    }
    if at < bytes.count && bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if at < bytes.count && (bytes[at] | 0x20) == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        at += 1
      }
      try digits()
    }
    nodes.append(
      JSONTape.Node(kind: .number, flag: false, start: start, end: at, next: nodes.count + 1))
  }

  private mutating func digits() throws(JSONFault) {
    guard at < bytes.count else { throw truncated() }
    guard isDigit(bytes[at]) else { throw syntax("expected a digit") }
    while at < bytes.count, isDigit(bytes[at]) { at += 1 }
  }

  private mutating func string(_ nodes: inout [JSONTape.Node]) throws(JSONFault) {
    at += 1
    let start = at
    var hasEscapes = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\"") {
        nodes.append(
          JSONTape.Node(
            kind: .string, flag: hasEscapes, start: start, end: at, next: nodes.count + 1))
        at += 1
        return
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try escape()
      } else if byte < 0x20 {
        if byte == 0 {
          throw JSONFault(code: "nul-bytes", message: "NUL byte inside a record", offset: at)
        }
        throw syntax("control character inside a string")
      } else {
        if byte >= 0x80 { sawHighByte = true }
        at += 1
      }
    }
    throw truncated()
  }

  private mutating func escape() throws(JSONFault) {
    at += 1
    guard at < bytes.count else { throw truncated() }
    switch bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
    case UInt8(ascii: "u"):
      at += 1
      for _ in 0..<4 {
        guard at < bytes.count else { throw truncated() }
        guard hexDigit(bytes[at]) != nil else { throw syntax("\\u needs four hex digits") }
        at += 1
      }
    default: throw syntax("unknown escape")
    }
  }

  private mutating func skipSpace() {
    while at < bytes.count {
      switch bytes[at] {
      case 0x20, 0x09, 0x0a, 0x0d: at += 1
      default: return
      }
    }
  }

  private func truncated() -> JSONFault {
    JSONFault(code: "json-truncated", message: "the JSON value is cut off", offset: bytes.count)
  }

  private func syntax(_ message: String) -> JSONFault {
    if at < bytes.count && bytes[at] == 0 {
      return JSONFault(code: "nul-bytes", message: "NUL byte inside a record", offset: at)
    }
    return JSONFault(code: "json-syntax", message: message, offset: at)
  }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

func hexDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case 0x30...0x39: UInt32(byte - 0x30)
  case 0x41...0x46: UInt32(byte - 0x37)
  case 0x61...0x66: UInt32(byte - 0x57)
  default: nil
  }
}

/// Writes `source` with JSON escapes resolved; the result is never longer than the source. A
/// lone surrogate becomes U+FFFD.
/// - Returns: how many bytes were written.
func resolveEscapes(
  _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
) -> Int {
  var at = 0
  var count = 0
  func unit(_ start: Int) -> UInt32? {
    guard start + 4 <= source.count else { return nil }
    var value: UInt32 = 0
    for i in 0..<4 {
      guard let digit = hexDigit(source[start + i]) else { return nil }
      value = value << 4 | digit
    }
    return value
  }
  while at < source.count {
    let byte = source[at]
    guard byte == UInt8(ascii: "\\"), at + 1 < source.count else {
      target[count] = byte
      count += 1
      at += 1
      continue
    }
    let kind = source[at + 1]
    at += 2
    switch kind {
    case UInt8(ascii: "b"): target[count] = 0x08
    case UInt8(ascii: "f"): target[count] = 0x0c
    case UInt8(ascii: "n"): target[count] = 0x0a
    case UInt8(ascii: "r"): target[count] = 0x0d
    case UInt8(ascii: "t"): target[count] = 0x09
    case UInt8(ascii: "u"):
      var scalar = unit(at) ?? 0xfffd
      at += 4
      if (0xd800..<0xdc00).contains(scalar), at + 6 <= source.count,
        source[at] == UInt8(ascii: "\\"), source[at + 1] == UInt8(ascii: "u"),
        let low = unit(at + 2), (0xdc00..<0xe000).contains(low)
      {
        scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
        at += 6
      }
      let resolved = Unicode.Scalar(scalar) ?? "\u{fffd}"
      for unit in UTF8.encode(resolved) ?? UTF8.encodedReplacementCharacter {
        target[count] = unit
        count += 1
      }
      continue
    default: target[count] = kind
    }
    count += 1
  }
  return count
}
