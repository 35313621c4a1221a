/// Where a value ends that was read without parsing it, or the last of several.
struct QuickEnd {
  /// The index after it.
  var at: Int
  /// Elements of the array at hand that followed the first one.
  var furtherElements = 0
  /// Line feeds in it, and the last of them.
  var feeds = 0
  var lastFeed: Int?
}

/// Walks over the skeleton of JSON documents as their bytes come by, keeping the way from the root.
///
/// Chunks may end anywhere. Values are either entered or skipped as a whole; strings are only
/// followed to their ends.
struct DocumentScanner {
  /// What one step came to.
  enum Event {
    /// More bytes are needed, or nothing of interest has happened.
    case more
    /// A value begins at the cursor: call `enter` or `beginSkip`.
    case value
    /// A document has ended.
    case documentEnd
    case fault(Fault)
  }
  /// Something that cannot be JSON, with its place.
  struct Fault {
    var code: String
    var message: String
    var offset: Int64
    var line: Int64
    var column: Int
    /// Whether nothing after it can be read.
    var losesRest: Bool
  }
  private enum Expecting {
    case document, value, valueOrEnd, keyOrEnd, key, colon, commaOrEnd
    /// Inside a scalar or string that was entered; inside a member name.
    case scalar, string, name
    /// Passing over the rest of a broken line; of a broken document.
    case restOfLine, rest
  }

  /// Containers from the root to the cursor.
  private(set) var open: [OpenContainer] = []
  private(set) var line: Int64 = 1
  private var base: Int64 = 0
  private var lineStart: Int64 = 0
  private var documentLine: Int64 = 1
  private var expecting = Expecting.document
  private var isEscaped = false
  // The value that is being skipped.
  private var skipDepth = 0
  private var skipInString = false
  private var skipBegan = false

  /// A number that changes with every container that is entered or left.
  private(set) var way = 0

  /// Begins anew with a document at `place`.
  mutating func restart(_ place: RecordPlace) {
    open.removeAll(keepingCapacity: true)
    base = place.offset
    line = place.line
    lineStart = place.offset
    documentLine = place.line
    expecting = .document
    entering = false
    way += 1
  }

  /// Goes on in a document at `place` as `known` would, which stood in another one behind the same
  /// bytes.
  mutating func resume(_ known: DocumentScanner, _ place: RecordPlace) {
    let way = way + 1
    self = known
    self.way = way
    base = place.offset
    line = place.line
    lineStart = place.offset
    documentLine = place.line
  }

  /// As it was before it came to the value at the cursor.
  var beforeValue: DocumentScanner {
    var before = self
    before.open[open.count - 1].count -= 1
    return before
  }

  /// The value at the cursor was read to `end`.
  mutating func pass(_ end: QuickEnd) {
    if let feed = end.lastFeed {
      line += Int64(end.feeds)
      lineStart = offset(of: feed) + 1
    }
    open[open.count - 1].count += end.furtherElements
    _ = ended(end.at)
  }

  /// The offset in the content of a place in the chunk at hand.
  func offset(of at: Int) -> Int64 { base + Int64(at) }

  /// The chunk is done.
  mutating func advance(_ count: Int) { base += Int64(count) }

  /// Goes into the value at the cursor.
  mutating func enter() { entering = true }
  private var entering = false

  /// Passes over the value at the cursor as a whole; `skipValue` says where it ends.
  mutating func beginSkip() {
    skipDepth = 0
    skipInString = false
    skipBegan = false
    isEscaped = false
  }

  /// Moves to the next event; `at` is left behind what was read.
  mutating func step(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int, depthLimit: Int
  ) -> Event {
    if entering {
      entering = false
      return begin(bytes, &at, depthLimit)
    }
    while at < bytes.count {
      let byte = bytes[at]
      switch expecting {
      case .string, .name:
        if byte == 0x0a || byte < 0x20 && byte != 0x09 { return fault("json-syntax", at, bytes) }
        if isEscaped || byte == 0x5c || byte == 0x22 {
          at += 1
          text(byte)
        } else {
          plainText(bytes, &at)
        }
        continue
      case .scalar:
        if byte == 0x2c || byte == 0x7d || byte == 0x5d || byte <= 0x20 {
          expecting = open.isEmpty ? .document : .commaOrEnd
          if open.isEmpty { return .documentEnd }
        } else {
          at += 1
        }
        continue
      case .restOfLine, .rest:
        if byte == 0x0a {
          newLine(at)
          if expecting == .restOfLine { expecting = .document }
        }
        at += 1
        continue
      default: break
      }
      if byte == 0x0a { newLine(at) }
      if byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
        at += 1
        continue
      }
      if let event = structure(byte, bytes, &at) { return event }
    }
    return .more
  }

  private mutating func newLine(_ at: Int) {
    line += 1
    lineStart = offset(of: at) + 1
  }

  /// A byte of a string or of a member name.
  private mutating func text(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if byte == 0x5c {
      isEscaped = true
    } else if byte == 0x22 {
      expecting = expecting == .name ? .colon : (open.isEmpty ? .document : .commaOrEnd)
      return
    }
    if expecting == .name, open[open.count - 1].key.count < 256 {
      open[open.count - 1].key.append(byte)
    }
  }

  /// Bytes of a string or of a member name up to one that means something.
  private mutating func plainText(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) {
    let start = at
    while at < bytes.count, bytes[at] >= 0x20 || bytes[at] == 0x09, bytes[at] != 0x22,
      bytes[at] != 0x5c
    {
      at += 1
    }
    guard expecting == .name else { return }
    let room = 256 - open[open.count - 1].key.count
    open[open.count - 1].key.append(contentsOf: bytes[start..<min(at, start + max(0, room))])
  }

  /// A byte between values; nil to go on.
  private mutating func structure(
    _ byte: UInt8, _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) -> Event? {
    switch (expecting, byte) {
    case (.valueOrEnd, 0x5d), (.keyOrEnd, 0x7d): return close(&at)
    case (.commaOrEnd, 0x5d) where open.last?.isObject == false: return close(&at)
    case (.commaOrEnd, 0x7d) where open.last?.isObject == true: return close(&at)
    case (.commaOrEnd, 0x2c):
      expecting = open.last?.isObject == true ? .key : .value
      at += 1
      return nil
    case (.colon, 0x3a):
      expecting = .value
      at += 1
      return nil
    case (.key, 0x22), (.keyOrEnd, 0x22):
      expecting = .name
      open[open.count - 1].key.removeAll(keepingCapacity: true)
      at += 1
      return nil
    case (.document, 0x7b), (.document, 0x5b):
      documentLine = line
      return .value
    case (.value, _), (.valueOrEnd, _):
      guard isValueStart(byte) else { return fault("json-syntax", at, bytes) }
      open[open.count - 1].count += 1
      return .value
    default: return fault("json-syntax", at, bytes)
    }
  }

  private func isValueStart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x22, 0x2d, 0x30...0x39, 0x5b, 0x7b, 0x66, 0x6e, 0x74: true
    default: false
    }
  }

  private mutating func close(_ at: inout Int) -> Event {
    at += 1
    way += 1
    open.removeLast()
    expecting = open.isEmpty ? .document : .commaOrEnd
    return open.isEmpty ? .documentEnd : .more
  }

  private mutating func begin(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int, _ depthLimit: Int
  ) -> Event {
    switch bytes[at] {
    case 0x7b, 0x5b:
      guard open.count < depthLimit else { return fault("json-depth", at, bytes) }
      let isObject = bytes[at] == 0x7b
      open.append(OpenContainer(isObject: isObject))
      way += 1
      expecting = isObject ? .keyOrEnd : .valueOrEnd
      at += 1
    case 0x22:
      expecting = .string
      isEscaped = false
      at += 1
    default: expecting = .scalar
    }
    return .more
  }

  private mutating func fault(_ code: String, _ at: Int, _ bytes: UnsafeRawBufferPointer) -> Event {
    let losesRest = documentLine != line
    let fault = Fault(
      code: code,
      message: code == "json-depth" ? "nested too deeply" : "not JSON from here on",
      offset: offset(of: at), line: line, column: Int(offset(of: at) - lineStart) + 1,
      losesRest: losesRest)
    expecting = losesRest ? .rest : .restOfLine
    way += 1
    open.removeAll()
    return .fault(fault)
  }

  /// Passes over the value at the cursor.
  /// - Returns: the index after its last byte, or nil when it goes on in the next chunk.
  mutating func skipValue(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int, limits: IngestLimits
  ) -> Int? {
    while at < bytes.count {
      let byte = bytes[at]
      if skipInString {
        // No string may hold one, but what follows is found by its line all the same.
        if byte == 0x0a { newLine(at) }
        at += 1
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5c {
          isEscaped = true
        } else if byte == 0x22 {
          skipInString = false
          if skipDepth == 0 { return ended(at) }
        }
        continue
      }
      switch byte {
      case 0x22: skipInString = true
      case 0x7b, 0x5b: skipDepth += 1
      case 0x7d, 0x5d:
        if skipDepth == 0 { return ended(at) }
        skipDepth -= 1
        if skipDepth == 0 {
          at += 1
          return ended(at)
        }
      case 0x2c where skipDepth == 0 && skipBegan: return ended(at)
      case 0x0a:
        if skipDepth == 0 && skipBegan { return ended(at) }
        newLine(at)
      case 0x20, 0x09, 0x0d:
        if skipDepth == 0 && skipBegan { return ended(at) }
      default: break
      }
      skipBegan = true
      at += 1
    }
    return nil
  }

  private mutating func ended(_ at: Int) -> Int {
    expecting = open.isEmpty ? .document : .commaOrEnd
    return at
  }

  /// The content has ended.
  /// - Returns: a fault when a document is not complete.
  mutating func finish() -> Fault? {
    if expecting == .scalar && open.isEmpty { expecting = .document }
    switch expecting {
    case .document, .restOfLine, .rest: return nil
    default:
      return Fault(
        code: "json-truncated", message: "the document ends in the middle", offset: base,
        line: line, column: Int(base - lineStart) + 1, losesRest: true)
    }
  }
}
