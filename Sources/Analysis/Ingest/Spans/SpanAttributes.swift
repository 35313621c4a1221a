internal import Glibc

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

  /// What an attribute is about.
  enum Topic: UInt8 {
    case kind, status, path, system, database, peerService, peerAddress, wait
    /// The system as older names have it: as the value, or as the beginning of the key, which is
    /// how Zipkin's tags name it.
    case oldSystem, cassandra, mongodb, redis, sql
  }

  /// Takes one attribute.
  mutating func take(_ name: ByteText, _ value: ByteText) {
    if let topic = Self.topic(name.bytes) { take(topic, value) }
  }

  /// Takes one attribute that is about `topic`.
  mutating func take(_ topic: Topic, _ value: ByteText) {
    guard !value.isEmpty else { return }
    switch topic {
    case .kind: kind = SpanKind(name: value.bytes)
    case .status: status = httpStatus(value.bytes)
    case .path: path = value
    case .system: system = value
    case .database: database = value
    case .peerService: peerService = value
    case .peerAddress: peerAddress = peerAddress ?? value
    case .wait: isWait = true
    case .oldSystem: oldSystem = value
    case .cassandra: oldSystem = Self.word("cassandra")
    case .mongodb: oldSystem = Self.word("mongodb")
    case .redis: oldSystem = Self.word("redis")
    case .sql: oldSystem = Self.word("sql")
    }
  }

  private static func word(_ text: StaticString) -> ByteText {
    ByteText(text.utf8Start, count: text.utf8CodeUnitCount)
  }

  /// Takes one attribute that is a number.
  mutating func take(_ key: UnsafeRawBufferPointer, _ value: Int64) {
    if key.equals("http.response.status_code") || key.equals("http.status_code") {
      status = (100...999).contains(value) ? Int(value) : nil
    } else if key.equals("pool.wait") {
      isWait = true
    }
  }

  /// What an attribute of that name is about; nil when it says nothing.
  static func topic(_ key: UnsafeRawBufferPointer) -> Topic? {
    guard let first = key.first else { return nil }
    switch first {
    case UInt8(ascii: "d"): return databaseTopic(key)
    case UInt8(ascii: "h"), UInt8(ascii: "u"): return requestTopic(key)
    case UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "s"): return peerTopic(key)
    case UInt8(ascii: "c") where key.has("cassandra.query"): return .cassandra
    case UInt8(ascii: "m") where key.has("mongodb.command"): return .mongodb
    case UInt8(ascii: "r") where key.has("redis.command"): return .redis
    default: return nil
    }
  }

  private static func databaseTopic(_ key: UnsafeRawBufferPointer) -> Topic? {
    if key.equals("db.system") || key.equals("db.system.name") { return .system }
    if key.equals("db.type") { return .oldSystem }
    if key.equals("db.name") || key.equals("db.namespace") || key.equals("db.instance") {
      return .database
    }
    return nil
  }

  private static func requestTopic(_ key: UnsafeRawBufferPointer) -> Topic? {
    if key.equals("http.response.status_code") || key.equals("http.status_code") {
      return .status
    }
    if key.equals("url.path") || key.equals("http.target") || key.equals("http.path") {
      return .path
    }
    return nil
  }

  private static func peerTopic(_ key: UnsafeRawBufferPointer) -> Topic? {
    if key.equals("span.kind") || key.equals("span@kind") { return .kind }
    if key.equals("peer.service") { return .peerService }
    if key.equals("server.address") || key.equals("net.peer.name")
      || key.equals("peer.hostname") || key.equals("peer.address")
    {
      return .peerAddress
    }
    if key.equals("sql.query") { return .sql }
    return key.equals("pool.wait") ? .wait : nil
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
    guard name.count >= 8, name.count <= 512, mayHoldW(name) else { return false }
    return holds("wait", name) && (holds("pool", name) || holds("queue", name))
  }

  /// Whether a `w` is among at least eight bytes; most names have none.
  @inline(__always) private static func mayHoldW(_ name: UnsafeRawBufferPointer) -> Bool {
    let every: UInt64 = 0x0101_0101_0101_0101
    func hasW(_ at: Int) -> Bool {
      let bytes = name.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      let differing = (bytes | every &* 0x20) ^ every &* UInt64(UInt8(ascii: "w"))
      return (differing &- every) & ~differing & (every &* 0x80) != 0
    }
    var at = 0
    while at &+ 8 <= name.count {
      if hasW(at) { return true }
      at &+= 8
    }
    return hasW(name.count &- 8)
  }

  /// Whether `text` holds a word of small letters, in letters of any size.
  private static func holds(_ word: StaticString, _ text: UnsafeRawBufferPointer) -> Bool {
    let letters = word.utf8Start
    let count = word.utf8CodeUnitCount
    func isLetter(_ at: Int, _ index: Int) -> Bool {
      text[at] | 0x20 == letters[index]
    }
    for at in 0...(text.count - count) where isLetter(at, 0) {
      if (1..<count).allSatisfy({ isLetter(at + $0, $0) }) { return true }
    }
    return false
  }
}

extension SpanKind {
  /// `server`, `SERVER`, `SPAN_KIND_SERVER` or OTLP's number.
  init(name: UnsafeRawBufferPointer) {
    let isLong = name.count > 10 && name.has("SPAN_KIND_")
    let word = isLong ? UnsafeRawBufferPointer(rebasing: name[10...]) : name
    if word.count == 1 {
      self = SpanKind(rawValue: word[0] &- 0x30) ?? .unspecified
      return
    }
    func isWord(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { wanted in
        word.count == wanted.count && zip(word, wanted).allSatisfy { $0 | 0x20 == $1 }
      }
    }
    if isWord("server") {
      self = .server
    } else if isWord("client") {
      self = .client
    } else if isWord("producer") {
      self = .producer
    } else if isWord("consumer") {
      self = .consumer
    } else if isWord("internal") {
      self = .internal
    } else {
      self = .unspecified
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the bytes are exactly `text`.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount, let baseAddress else { return false }
    return memcmp(baseAddress, text.utf8Start, count) == 0
  }
}
