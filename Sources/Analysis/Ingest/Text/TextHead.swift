/// What the first line of a text record says besides its time: severity, ids, message.
struct TextHead {
  var level: LogLevel?
  var service: UnsafeRawBufferPointer?
  var traceID: UnsafeRawBufferPointer?
  var message: UnsafeRawBufferPointer
  /// The JSON object that zap's console encoder writes behind the message.
  var tail: UnsafeRawBufferPointer?

  /// Reads `line`, the time left out.
  init(_ line: UnsafeRawBufferPointer) {
    let body = line.trimmed
    message = body
    level = Self.level(body)
    if TraceFollower.isPanic(body) { level = .fatal }
    readBrackets(body)
    if traceID == nil { traceID = Self.namedTraceID(body) }
    readTail(body)
    // Spring's default pattern: `ERROR [ids] 1 --- [thread] logger : message`.
    if find(" --- [", in: body) != nil, let at = find(" : ", in: body) {
      message = body.rest(at + 3).trimmed
    }
  }

  /// The first severity among the first words: any spelling right after the time or inside a
  /// bracket, upper case only further on, because messages are about errors too.
  private static func level(_ body: UnsafeRawBufferPointer) -> LogLevel? {
    if let klog = KlogHead(body) { return klog.level }
    var at = 0
    for index in 0..<6 {
      while at < body.count, !isLetter(body[at]), !isDigit(body[at]) { at += 1 }
      let start = at
      while at < body.count, isLetter(body[at]) || isDigit(body[at]) { at += 1 }
      guard at > start else { return nil }
      let word = body.part(start, at)
      let isUpper = word.allSatisfy { (0x41...0x5a).contains($0) }
      let isMarked = start > 0 && body[start - 1] == UInt8(ascii: "[") || index == 0
      guard word.count >= 3, isUpper || isMarked, let level = LogLevel(word) else { continue }
      // `Log file …` or `Config loaded` is a sentence; a severity stands for itself.
      if !isUpper, at < body.count, body[at] == 0x20, index == 0, start == 0,
        word.first.map({ (0x41...0x5a).contains($0) }) == true
      {
        continue
      }
      return level
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

  private static func isTraceID(_ text: UnsafeRawBufferPointer) -> Bool {
    (text.count == 32 || text.count == 16) && text.allSatisfy { hexDigit($0) != nil }
  }

  /// `[service,trace,span]` of Sleuth, `[trace-span]` of Spring Boot 3.
  private mutating func readBrackets(_ body: UnsafeRawBufferPointer) {
    var at = 0
    for _ in 0..<8 {
      guard let open = body[at...].firstIndex(of: UInt8(ascii: "[")),
        let close = body[open...].firstIndex(of: UInt8(ascii: "]"))
      else { return }
      at = close + 1
      let inside = body.part(open + 1, close)
      let parts = inside.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        .map { UnsafeRawBufferPointer(rebasing: $0).trimmed }
      if parts.count >= 3, parts[1].isEmpty || Self.isTraceID(parts[1]) {
        service = parts[0].isEmpty ? nil : parts[0]
        traceID = parts[1].isEmpty ? nil : parts[1]
        return
      }
      if inside.count == 49, inside[32] == UInt8(ascii: "-"), Self.isTraceID(inside.part(0, 32)) {
        traceID = inside.part(0, 32)
        return
      }
    }
  }

  /// `trace_id=…`, `traceId=…`, `trace_id: …` anywhere in the line.
  private static func namedTraceID(_ body: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    for name in ["trace_id", "traceId", "traceID", "trace.id", "TraceId"] as [StaticString] {
      guard let found = find(name, in: body) else { continue }
      var at = found + name.utf8CodeUnitCount
      while at < body.count, [0x3d, 0x3a, 0x20, 0x22].contains(body[at]) { at += 1 }
      let start = at
      while at < body.count, hexDigit(body[at]) != nil { at += 1 }
      if at > start { return body.part(start, at) }
    }
    return nil
  }

  /// zap's console: `ERROR⇥logger⇥message⇥{"key": …}`.
  private mutating func readTail(_ body: UnsafeRawBufferPointer) {
    let columns = body.split(separator: 0x09).map { UnsafeRawBufferPointer(rebasing: $0) }
    guard columns.count >= 2, var last = columns.last else { return }
    if last.first == UInt8(ascii: "{"), last.last == UInt8(ascii: "}") {
      tail = last
      last = columns[columns.count - 2]
    }
    message = last
  }
}

/// The head of a klog line: `E0515 14:20:01.123456 1 file.go:123] message`.
struct KlogHead {
  var level: LogLevel
  var month: Int
  var day: Int
  var time: UnsafeRawBufferPointer
  var message: UnsafeRawBufferPointer

  init?(_ line: UnsafeRawBufferPointer) {
    guard line.count > 21, line[5] == 0x20, line[8] == UInt8(ascii: ":"),
      line[11] == UInt8(ascii: ":")
    else { return nil }
    switch line[0] {
    case UInt8(ascii: "I"): level = .info
    case UInt8(ascii: "W"): level = .warn
    case UInt8(ascii: "E"): level = .error
    case UInt8(ascii: "F"): level = .fatal
    default: return nil
    }
    guard let month = parseInteger(line.part(1, 3)), let day = parseInteger(line.part(3, 5)),
      (1...12).contains(month), (1...31).contains(day),
      let timeEnd = line[6...].firstIndex(of: 0x20), let close = find("] ", in: line)
    else { return nil }
    self.month = Int(month)
    self.day = Int(day)
    time = line.part(6, timeEnd)
    message = line.rest(close + 2)
  }
}
