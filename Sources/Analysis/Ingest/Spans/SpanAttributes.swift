/// What the attributes of a span say of it, whatever its export calls them: OpenTelemetry's names
/// old and new, OpenTracing's, Zipkin's.
struct SpanAttributes {
  private var kind: SpanKind?
  private var system: ByteText?
  private var oldSystem: ByteText?
  private var database: ByteText?
  private var peerService: ByteText?
  private var peerAddress: ByteText?
  private var path: ByteText?
  private var status: Int?
  private var isWait = false

  /// Takes one attribute.
  mutating func take(_ name: ByteText, _ value: ByteText) {
    let key = name.bytes
    guard !value.isEmpty, let first = key.first else { return }
    switch first {
    case UInt8(ascii: "d"): takeDatabase(key, value)
    case UInt8(ascii: "h"), UInt8(ascii: "u"): takeRequest(key, value)
    case UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "s"): takePeer(key, value)
    case UInt8(ascii: "c") where key.has("cassandra.query"): oldSystem = Self.prefix(key)
    case UInt8(ascii: "m") where key.has("mongodb.command"): oldSystem = Self.prefix(key)
    case UInt8(ascii: "r") where key.has("redis.command"): oldSystem = Self.prefix(key)
    default: break
    }
  }

  /// Takes one attribute that is a number.
  mutating func take(_ key: UnsafeRawBufferPointer, _ value: Int64) {
    if key.equals("http.response.status_code") || key.equals("http.status_code") {
      status = (100...999).contains(value) ? Int(value) : nil
    } else if key.equals("pool.wait") {
      isWait = true
    }
  }

  /// Whether an attribute of that name may say something; others need not be read.
  @inline(__always) static func mayKnow(_ key: UnsafeRawBufferPointer) -> Bool {
    guard let first = key.first else { return false }
    switch first {
    case UInt8(ascii: "d"):
      return key.count <= 14 && !(key.count == 12 && key.equals("db.statement"))
    case UInt8(ascii: "h"): return key.count >= 9
    case UInt8(ascii: "u"): return key.count == 8
    case UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "c"),
      UInt8(ascii: "m"), UInt8(ascii: "r"):
      return true
    default: return false
    }
  }

  private mutating func takeDatabase(_ key: UnsafeRawBufferPointer, _ value: ByteText) {
    if key.equals("db.system") || key.equals("db.system.name") {
      system = value
    } else if key.equals("db.type") {
      oldSystem = value
    } else if key.equals("db.name") || key.equals("db.namespace") || key.equals("db.instance") {
      database = value
    }
  }

  private mutating func takeRequest(_ key: UnsafeRawBufferPointer, _ value: ByteText) {
    if key.equals("http.response.status_code") || key.equals("http.status_code") {
      status = httpStatus(value.bytes)
    } else if key.equals("url.path") || key.equals("http.target") || key.equals("http.path") {
      path = value
    }
  }

  private mutating func takePeer(_ key: UnsafeRawBufferPointer, _ value: ByteText) {
    if key.equals("span.kind") || key.equals("span@kind") {
      kind = SpanKind(name: value.bytes)
    } else if key.equals("peer.service") {
      peerService = value
    } else if key.equals("server.address") || key.equals("net.peer.name")
      || key.equals("peer.hostname") || key.equals("peer.address")
    {
      peerAddress = peerAddress ?? value
    } else if key.equals("sql.query") {
      oldSystem = Self.prefix(key)
    } else if key.equals("pool.wait") {
      isWait = true
    }
  }

  /// `cassandra` of `cassandra.query`: Zipkin's tags name the system only so.
  private static func prefix(_ key: UnsafeRawBufferPointer) -> ByteText {
    ByteText(UnsafeRawBufferPointer(rebasing: key.prefix { $0 != UInt8(ascii: ".") }))
  }

  /// Fills what was found into `record`, whose kind and name are known where they have a field.
  func fill(_ record: inout SpanRecord) {
    if let kind { record.kind = kind }
    record.databaseSystem = system ?? oldSystem
    record.databaseName = database
    record.status = status
    record.path = path
    // The address on the answering side is its own, not its caller's.
    let isAnswering = record.kind == .server || record.kind == .consumer
    record.peer = peerService ?? record.peer ?? (isAnswering ? nil : peerAddress)
    record.isWait = isWait || record.name.map { Self.isWait($0.bytes) } ?? false
  }

  /// Whether an operation's name says that it waits for a pool or a queue.
  private static func isWait(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name.count >= 8, name.count <= 512 else { return false }
    return withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lower in
      for (at, byte) in name.enumerated() {
        lower[at] = byte &- 0x41 < 26 ? byte | 0x20 : byte
      }
      let text = UnsafeRawBufferPointer(lower)
      return find("wait", in: text) != nil
        && (find("pool", in: text) != nil || find("queue", in: text) != nil)
    }
  }
}

extension SpanKind {
  /// `server`, `SERVER`, `SPAN_KIND_SERVER` or OTLP's number.
  init(name: UnsafeRawBufferPointer) {
    let isLong = name.count > 10 && name.has("SPAN_KIND_")
    let word = isLong ? UnsafeRawBufferPointer(rebasing: name[10...]) : name
    func isWord(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { wanted in
        word.count == wanted.count && zip(word, wanted).allSatisfy { $0 | 0x20 == $1 }
      }
    }
    if isWord("server") || word.equals("2") {
      self = .server
    } else if isWord("client") || word.equals("3") {
      self = .client
    } else if isWord("producer") || word.equals("4") {
      self = .producer
    } else if isWord("consumer") || word.equals("5") {
      self = .consumer
    } else if isWord("internal") || word.equals("1") {
      self = .internal
    } else {
      self = .unspecified
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are exactly `text`.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { elementsEqual($0) }
  }
}
