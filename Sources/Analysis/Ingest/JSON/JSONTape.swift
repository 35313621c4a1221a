/// Kinds of JSON values.
enum JSONKind: UInt8 {
  case null, bool, number, string, object, array
}

/// Why bytes are no JSON document (RFC 8259), with the byte that shows it.
struct JSONFault: Error, Equatable {
  /// `json-syntax`, `json-truncated`, `json-depth`, `nul-bytes`.
  var code: String
  var message: String
  /// Zero-based offset in the record.
  var offset: Int
}

/// One parsed record: a flat list of nodes over its bytes, reused from record to record.
///
/// Parsing is strict and single-pass. Nodes of an object alternate key and value; a duplicate
/// key's last value counts, as in every common reader, and is reported. Invalid UTF-8 inside
/// strings is kept and flagged. A class because readers keep it and its buffers across records.
final class JSONTape {
  struct Node {
    var kind: JSONKind
    /// For strings: whether escapes must be resolved. For bools: the value.
    var flag: Bool
    /// First byte of the value; for strings the first byte after the quote.
    var start: Int
    /// After the last byte; for strings the closing quote.
    var end: Int
    /// Index of the next node after this one and everything in it.
    var next: Int
  }

  private(set) var nodes: [Node] = []
  private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var open: [Int] = []
  private var sawHighByte = false
  private var blocks: [UnsafeMutableRawBufferPointer] = []
  private var blockUsed = 0
  private let depthLimit: Int

  private let valueLimit: Int

  init(depthLimit: Int, valueLimit: Int = 8 << 20) {
    self.depthLimit = depthLimit
    self.valueLimit = valueLimit
  }
  /// A tape within `limits`.
  convenience init(_ limits: IngestLimits) {
    self.init(depthLimit: limits.nestingDepth, valueLimit: limits.valueCount)
  }

  deinit { for block in blocks { block.deallocate() } }

  /// Parses one document; the bytes must stay valid while nodes are used.
  /// - Returns: nil when the bytes are one JSON value with nothing but space around it.
  func parse(_ bytes: UnsafeRawBufferPointer) -> JSONFault? {
    nodes.removeAll(keepingCapacity: true)
    root = 0
    open.removeAll(keepingCapacity: true)
    self.bytes = bytes
    sawHighByte = false
    if blocks.count > 1 {
      for block in blocks.dropFirst() { block.deallocate() }
      blocks.removeLast(blocks.count - 1)
    }
    blockUsed = 0
    var parser = JSONParser(bytes: bytes, depthLimit: depthLimit, valueLimit: valueLimit)
    let fault = parser.run(&nodes, &open)
    sawHighByte = parser.sawHighByte
    return fault
  }

  /// Forgets the document, so that texts can be resolved for another record.
  func clear() {
    if !nodes.isEmpty { nodes.removeAll(keepingCapacity: true) }
    blockUsed = 0
  }

  /// A text of another record's bytes with its escapes resolved, valid until the next one.
  func resolved(_ source: UnsafeRawBufferPointer) -> ByteText {
    let target = scratch(source.count)
    let count = resolveEscapes(source, into: target)
    return ByteText(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[0..<count]))
  }

  /// Whether some string holds bytes that are not UTF-8.
  var hasInvalidUTF8: Bool { sawHighByte && !isValidUTF8(bytes) }

  // MARK: navigation

  /// The node that paths start from: the whole document unless a reader says otherwise.
  var root = 0

  func kind(_ node: Int) -> JSONKind { nodes[node].kind }

  /// The value of a member; of duplicates the last.
  func member(_ object: Int, _ key: StaticString) -> Int? {
    key.withUTF8Buffer { member(object, UnsafeRawBufferPointer($0)) }
  }

  /// The value of a member by a key known at run time.
  func member(_ object: Int, _ key: [UInt8]) -> Int? {
    key.withUnsafeBytes { member(object, $0) }
  }

  private func member(_ object: Int, _ key: UnsafeRawBufferPointer) -> Int? {
    guard nodes[object].kind == .object else { return nil }
    var found: Int?
    var at = object + 1
    let end = nodes[object].next
    while at < end {
      if keyEquals(at, key) { found = at + 1 }
      at = nodes[at + 1].next
    }
    return found
  }

  private func keyEquals(_ node: Int, _ key: UnsafeRawBufferPointer) -> Bool {
    let name = nodes[node]
    if name.flag { return text(node).bytes.elementsEqual(key) }
    guard name.end - name.start == key.count else { return false }
    for i in 0..<key.count where bytes[name.start + i] != key[i] { return false }
    return true
  }

  /// Calls `body` with key and value of each member in document order.
  func forEachMember(_ object: Int, _ body: (_ key: Int, _ value: Int) -> Void) {
    guard nodes[object].kind == .object else { return }
    var at = object + 1
    let end = nodes[object].next
    while at < end {
      body(at, at + 1)
      at = nodes[at + 1].next
    }
  }

  /// The elements of an array; nothing for other kinds.
  func elements(_ array: Int) -> [Int] {
    guard nodes[array].kind == .array else { return [] }
    var found: [Int] = []
    var at = array + 1
    let end = nodes[array].next
    while at < end {
      found.append(at)
      at = nodes[at].next
    }
    return found
  }

  // MARK: values

  /// A string's text with escapes resolved, or a number's digits; nil for other kinds.
  func text(ofScalar node: Int) -> ByteText? {
    switch nodes[node].kind {
    case .string: text(node)
    case .number: ByteText(raw(node))
    default: nil
    }
  }

  /// The bytes of a value as written, quotes of strings left out.
  func raw(_ node: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[nodes[node].start..<nodes[node].end])
  }

  /// A string's text with escapes resolved.
  func text(_ node: Int) -> ByteText {
    let source = raw(node)
    return nodes[node].flag ? resolved(source) : ByteText(source)
  }

  private func scratch(_ count: Int) -> UnsafeMutableRawBufferPointer {
    if let last = blocks.last, last.count - blockUsed >= count {
      let piece = UnsafeMutableRawBufferPointer(rebasing: last[blockUsed..<(blockUsed + count)])
      blockUsed += count
      return piece
    }
    let block = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(count, 64 << 10), alignment: 8)
    blocks.append(block)
    blockUsed = count
    return UnsafeMutableRawBufferPointer(rebasing: block[0..<count])
  }
}

/// Whether `bytes` are well-formed UTF-8 (no surrogates, nothing overlong).
func isValidUTF8(_ bytes: UnsafeRawBufferPointer) -> Bool {
  var at = 0
  while at < bytes.count {
    let lead = bytes[at]
    if lead < 0x80 {
      at += 1
      continue
    }
    let (length, low, high): (Int, UInt8, UInt8)
    switch lead {
    case 0xc2...0xdf: (length, low, high) = (2, 0x80, 0xbf)
    case 0xe0: (length, low, high) = (3, 0xa0, 0xbf)
    case 0xe1...0xec, 0xee, 0xef: (length, low, high) = (3, 0x80, 0xbf)
    case 0xed: (length, low, high) = (3, 0x80, 0x9f)
    case 0xf0: (length, low, high) = (4, 0x90, 0xbf)
    case 0xf1...0xf3: (length, low, high) = (4, 0x80, 0xbf)
    case 0xf4: (length, low, high) = (4, 0x80, 0x8f)
    default: return false
    }
    guard at + length <= bytes.count, bytes[at + 1] >= low, bytes[at + 1] <= high else {
      return false
    }
    for i in 2..<max(2, length) where bytes[at + i] & 0xc0 != 0x80 { return false }
    at += length
  }
  return true
}
