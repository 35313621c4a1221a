internal import Glibc

/// Reads spans of OTLP in JSON off the structural index, without parsing them.
///
/// It takes exactly the spans that the strict reader takes, with the same texts; nesting beyond the
/// usual, repeated members, `\u` escapes and anything odd it leaves to that one. A class because it
/// owns its buffers; one for each reader.
final class QuickSpan {
  private let structure: StructuralIndex
  private let tape: JSONTape
  private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var base: UnsafePointer<UInt8>?
  private var count = 0
  /// Offset in the chunk of the first indexed byte.
  private var origin = 0
  private var slot = 0
  /// The span that was read last; its texts are valid until the next one.
  private(set) var text = OTLPSpanText()
  private static let padding = 128
  /// Bytes indexed at a time.
  private static let stretch = 1 << 20

  init(_ kernel: ScanKernel, _ tape: JSONTape) {
    structure = StructuralIndex(kernel)
    self.tape = tape
  }

  deinit { buffer.deallocate() }

  /// The chunk is over.
  func forget() { base = nil }

  /// Indexes a chunk from `from` on, which lies outside of strings.
  func index(_ chunk: UnsafeRawBufferPointer, from: Int) {
    // An index is larger than what it is of.
    let rest = min(chunk.count - from, Self.stretch)
    base = nil
    guard rest > 0 else { return }
    // A copy, behind which the kernel may read.
    if buffer.count < rest + Self.padding {
      buffer.deallocate()
      buffer = .allocate(byteCount: rest + Self.padding, alignment: 64)
    }
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk[from..<(from + rest)]))
    buffer[rest] = 0x0a
    for at in (rest + 1)..<(rest + Self.padding) { buffer[at] = 0x20 }
    let bytes = UnsafePointer(buffer.baseAddress?.assumingMemoryBound(to: UInt8.self))
    guard let bytes else { return }
    structure.index(bytes, rest)
    base = bytes
    count = rest
    origin = from
    slot = 0
  }

  /// Reads the span that begins at `at` of the chunk.
  /// - Returns: its end; nil when the strict reader must decide.
  func read(_ chunk: UnsafeRawBufferPointer, _ at: Int) -> QuickEnd? {
    if base == nil || at < origin || at - origin >= count { index(chunk, from: at) }
    var isShort = false
    if let end = attempt(at, &isShort) { return end }
    guard isShort, at > origin, origin + count < chunk.count else { return nil }
    // The indexed stretch ends inside of the span.
    index(chunk, from: at)
    return attempt(at, &isShort)
  }

  private func attempt(_ at: Int, _ isShort: inout Bool) -> QuickEnd? {
    guard let base else { return nil }
    let start = at - origin
    while slot < structure.positionCount, Int(structure.positions[slot]) < start { slot &+= 1 }
    var cursor = QuickCursor(base, count, structure, at: start, slot: slot)
    tape.clear()
    text = OTLPSpanText()
    guard cursor.byte == 0x7b, span(&cursor), cursor.at <= count,
      !structure.isSuspect(start, cursor.at)
    else {
      isShort = cursor.slot &+ 4 >= structure.positionCount || cursor.at &+ 4 >= count
      return nil
    }
    slot = cursor.slot
    var end = QuickEnd(at: cursor.at + origin, feeds: cursor.feeds)
    if cursor.feeds > 0 { end.lastFeed = cursor.lastFeed + origin }
    return end
  }

  /// Known members of a span, one bit each.
  enum Member: UInt32 {
    case trace = 1
    case span = 2
    case parent = 4
    case name = 8
    case kind = 16
    case start = 32
    case end = 64
    case attributes = 128
    case status = 256

    /// What its value is read for; nil of those that hold others.
    var role: SpanRole? {
      switch self {
      case .trace: .trace
      case .span: .span
      case .parent: .parent
      case .name: .name
      case .kind: .kind
      case .start: .start
      case .end: .end
      case .attributes, .status: nil
      }
    }
  }

  private func span(_ cursor: inout QuickCursor) -> Bool {
    var seen: UInt32 = 0
    cursor.at &+= 1
    cursor.blanks()
    if cursor.byte == 0x7d {
      cursor.at &+= 1
      return true
    }
    while true {
      guard let key = cursor.string(), !hasEscape(key), cursor.pass(0x3a) else { return false }
      if let member = Self.member(cursor.base + key.start, key.end &- key.start) {
        guard seen & member.rawValue == 0 else { return false }
        seen |= member.rawValue
        guard take(member, &cursor) else { return false }
      } else {
        guard cursor.value() else { return false }
      }
      cursor.blanks()
      if cursor.byte == 0x2c {
        cursor.at &+= 1
        cursor.blanks()
        continue
      }
      guard cursor.byte == 0x7d else { return false }
      cursor.at &+= 1
      return true
    }
  }

  private func take(_ member: Member, _ cursor: inout QuickCursor) -> Bool {
    switch member {
    case .attributes: return attributes(&cursor)
    case .status: return status(&cursor)
    case .trace: return scalar(&cursor, &text.trace)
    case .span: return scalar(&cursor, &text.span)
    case .parent: return scalar(&cursor, &text.parent)
    case .name: return scalar(&cursor, &text.name)
    case .kind: return scalar(&cursor, &text.kind)
    case .start: return scalar(&cursor, &text.start)
    case .end: return scalar(&cursor, &text.end)
    }
  }

  /// The member of that name.
  static func member(_ name: UnsafeRawBufferPointer) -> Member? {
    name.baseAddress.flatMap { member($0.assumingMemoryBound(to: UInt8.self), name.count) }
  }

  @inline(__always) private static func member(
    _ key: UnsafePointer<UInt8>, _ count: Int
  ) -> Member? {
    func isKey(_ name: StaticString) -> Bool { memcmp(key, name.utf8Start, count) == 0 }
    switch count {
    case 4: return isKey("name") ? .name : isKey("kind") ? .kind : nil
    case 6: return isKey("spanId") ? .span : isKey("status") ? .status : nil
    case 7: return isKey("traceId") ? .trace : isKey("span_id") ? .span : nil
    case 8: return isKey("trace_id") ? .trace : nil
    case 10: return isKey("attributes") ? .attributes : nil
    case 12: return isKey("parentSpanId") ? .parent : nil
    case 14: return isKey("parent_span_id") ? .parent : nil
    case 15: return isKey("endTimeUnixNano") ? .end : nil
    case 17: return isKey("startTimeUnixNano") ? .start : nil
    case 18: return isKey("end_time_unix_nano") ? .end : nil
    case 20: return isKey("start_time_unix_nano") ? .start : nil
    default: return nil
    }
  }

  @inline(__always) private func hasEscape(_ range: (start: Int, end: Int)) -> Bool {
    guard structure.mayEscape(range.start, range.end), let base else { return false }
    return memchr(base + range.start, 0x5c, range.end &- range.start) != nil
  }

  /// A text or number into `target`; other scalars leave it, as they say nothing.
  @inline(__always) private func scalar(
    _ cursor: inout QuickCursor, _ target: inout ByteText?
  ) -> Bool {
    if cursor.byte == 0x22 {
      guard let range = cursor.string() else { return false }
      target = resolved(range)
      return true
    }
    let isNumber = cursor.byte &- 0x30 < 10 || cursor.byte == 0x2d
    guard let range = cursor.scalar() else { return false }
    if isNumber { target = raw(range) }
    return true
  }

  @inline(__always) private func raw(_ range: (start: Int, end: Int)) -> ByteText {
    ByteText(
      UnsafeRawBufferPointer(
        start: base.map { $0 + range.start }, count: range.end &- range.start))
  }

  @inline(__always) private func resolved(_ range: (start: Int, end: Int)) -> ByteText {
    hasEscape(range) ? tape.resolved(raw(range).bytes) : raw(range)
  }

  private func status(_ cursor: inout QuickCursor) -> Bool {
    guard cursor.byte == 0x7b else { return false }
    cursor.at &+= 1
    cursor.blanks()
    if cursor.byte == 0x7d {
      cursor.at &+= 1
      return true
    }
    while true {
      guard let key = cursor.string(), !hasEscape(key), cursor.pass(0x3a) else { return false }
      if key.end &- key.start == 4, memcmp(cursor.base + key.start, "code", 4) == 0 {
        guard text.status == nil, scalar(&cursor, &text.status) else { return false }
      } else {
        guard cursor.value() else { return false }
      }
      cursor.blanks()
      if cursor.byte == 0x2c {
        cursor.at &+= 1
        cursor.blanks()
        continue
      }
      guard cursor.byte == 0x7d else { return false }
      cursor.at &+= 1
      return true
    }
  }

  // MARK: attributes

  private func attributes(_ cursor: inout QuickCursor) -> Bool {
    guard cursor.byte == 0x5b else { return false }
    cursor.at &+= 1
    cursor.blanks()
    if cursor.byte == 0x5d {
      cursor.at &+= 1
      return true
    }
    while true {
      guard attribute(&cursor) else { return false }
      cursor.blanks()
      if cursor.byte == 0x2c {
        cursor.at &+= 1
        cursor.blanks()
        continue
      }
      guard cursor.byte == 0x5d else { return false }
      cursor.at &+= 1
      return true
    }
  }

  /// `{"key":"…","value":{"stringValue":"…"}}`; anything else is odd.
  private func attribute(_ cursor: inout QuickCursor) -> Bool {
    guard cursor.byte == 0x7b else { return false }
    cursor.at &+= 1
    cursor.blanks()
    guard let keyName = cursor.string(), keyName.end &- keyName.start == 3,
      memcmp(cursor.base + keyName.start, "key", 3) == 0, cursor.pass(0x3a),
      let key = cursor.string(), !hasEscape(key), cursor.pass(0x2c),
      let valueName = cursor.string(), valueName.end &- valueName.start == 5,
      memcmp(cursor.base + valueName.start, "value", 5) == 0, cursor.pass(0x3a),
      cursor.byte == 0x7b
    else { return false }
    let start = cursor.at
    cursor.at &+= 1
    cursor.blanks()
    guard let kind = cursor.string(), !hasEscape(kind), cursor.pass(0x3a) else { return false }
    let name = raw(key)
    if Self.isScalarKind(cursor.base + kind.start, kind.end &- kind.start) {
      let isText = cursor.byte == 0x22
      guard isText || cursor.byte &- 0x30 < 10 || cursor.byte == 0x2d,
        let range = isText ? cursor.string() : cursor.scalar(), cursor.pass(0x7d)
      else { return false }
      if let topic = SpanAttributes.topic(name.bytes) {
        text.attributes.take(topic, resolved(range))
      }
    } else {
      guard cursor.value() else { return false }
      cursor.blanks()
      guard cursor.byte == 0x7d else { return false }
      cursor.at &+= 1
      text.attributes.take(name, raw((start, cursor.at)))
      cursor.blanks()
    }
    guard cursor.byte == 0x7d else { return false }
    cursor.at &+= 1
    return true
  }

  /// Whether a value of that kind is a text or a number.
  static func isScalarKind(_ name: UnsafeRawBufferPointer) -> Bool {
    name.baseAddress.map {
      isScalarKind($0.assumingMemoryBound(to: UInt8.self), name.count)
    } ?? false
  }

  @inline(__always) private static func isScalarKind(
    _ key: UnsafePointer<UInt8>, _ count: Int
  ) -> Bool {
    func isKey(_ name: StaticString) -> Bool { memcmp(key, name.utf8Start, count) == 0 }
    switch count {
    case 8: return isKey("intValue")
    case 9: return isKey("int_value")
    case 11: return isKey("stringValue") || isKey("doubleValue")
    case 12: return isKey("string_value") || isKey("double_value")
    default: return false
    }
  }
}
