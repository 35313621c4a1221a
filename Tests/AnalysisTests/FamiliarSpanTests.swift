import TestSupport
import Testing

@testable import Analysis

/// Following spans by the text between their values gives what the strict parser gives, for good
/// lines and for broken ones, whichever kernel runs and however the export is cut.
struct FamiliarSpanTests {
  /// Every field of every record, and everything else that is told.
  private final class SpanLog: QuietSink {
    private(set) var calls: [String] = []
    override var wants: RecordWants { .rawBytes }
    override func rawBytes(_ bytes: UnsafeRawBufferPointer, at place: RecordPlace) {
      calls.append(String(decoding: bytes, as: UTF8.self))
    }
    override func span(_ record: SpanRecord, at place: RecordPlace) {
      let texts = [
        record.service, record.name, record.databaseSystem, record.databaseName, record.path,
        record.peer,
      ].map { $0.map { Array($0.bytes).description } ?? "-" }
      calls.append(
        "\(record.traceID) \(record.spanID) \(record.parentID ?? 0) \(record.start) \(record.end)"
          + " \(record.kind) \(record.status ?? 0) \(record.isError) \(record.isWait)"
          + " \(record.isEndKnown) \(record.isFollowing) \(texts) \(place)")
    }
    override func quarantine(_ record: QuarantinedRecord, at place: RecordPlace) {
      calls.append("\(record) \(place)")
    }
    override func note(_ diagnostic: FileNote) { calls.append("\(diagnostic)") }
    override func other(at place: RecordPlace, time: Stamp?) { calls.append("other \(place)") }
  }

  private func context(_ isStrict: Bool, _ kernel: ScanKernel, limit: Int) -> ReaderContext {
    var context = ReaderContext(assumedZone: nil, kernel: kernel, isStrict: isStrict)
    context.limits.recordBytes = limit
    return context
  }

  /// Every call from one chunk of lines.
  private func lines(
    _ content: [UInt8], strict: Bool, kernel: ScanKernel = .best
  ) -> [String] {
    let sink = SpanLog()
    let reader = OTLPJSONReader(context(strict, kernel, limit: 1 << 16))
    // Behind the line feed stands what would go on with the last line.
    let behind = Array(#","name":"x"}]}]}"#.utf8)
    let padded = content + [0x0a] + behind + [UInt8](repeating: 0x20, count: LineChunker.padding)
    padded.withUnsafeBytes { bytes in
      reader.read(
        LineChunk(
          bytes: UnsafeRawBufferPointer(rebasing: bytes[..<content.count]), offset: 100,
          firstLine: 7, index: 0, isTerminated: content.last == 0x0a), into: sink)
    }
    try? reader.finish(into: sink)
    return sink.calls
  }

  /// Every call from a stream in pieces of `size` bytes.
  private func stream(
    _ content: [UInt8], size: Int, strict: Bool, limit: Int = 1 << 16
  ) throws -> [String] {
    let sink = SpanLog()
    let reader = OTLPJSONReader(context(strict, .best, limit: limit))
    var at = 0
    while at < content.count {
      let end = min(content.count, at + size)
      try Array(content[at..<end]).withUnsafeBytes { try reader.consume($0, into: sink) }
      at = end
    }
    try reader.finish(into: sink)
    return sink.calls
  }

  private static let ids =
    #""traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174""#
  private static let times =
    #""startTimeUnixNano":"1715754001000000000","endTimeUnixNano":"1715754001250000000""#

  /// Spans of every kind that exports hold, each of which is met three times.
  private static let spans: [String] = [
    #"{\#(ids),"parentSpanId":"","name":"GET /a","kind":2,\#(times),"attributes":[{"key":"http.response.status_code","value":{"intValue":"200"}},{"key":"url.path","value":{"stringValue":"/a"}},{"key":"user_agent.original","value":{"stringValue":"a long text that nobody asks for, longer than the sixty-four bytes that are looked at"}}],"status":{}}"#,
    // Other orders, more members, blanks.
    #"{ "name" : "wait for pool" , \#(times), "kind" : "SPAN_KIND_CLIENT",\#(ids),"flags":257,"droppedAttributesCount":0}"#,
    #"{\#(ids),"name":"q","kind":3,\#(times),"events":[{"timeUnixNano":"1","name":"e","attributes":[{"key":"url.path","value":{"stringValue":"/not/of/the/span"}}]}],"links":[],"status":{"message":"m","code":2}}"#,
    // snake_case, ids in base64, numbers as numbers.
    #"{"trace_id":"W47/95gDgQPSabYzgT/GDA==","span_id":"7uGbfsPBsXQ=","parent_span_id":"7uGbfsPBsXU=","name":"p","kind":1,"start_time_unix_nano":1715754001000000000,"end_time_unix_nano":1715754001250000000,"status":{"code":"STATUS_CODE_ERROR"}}"#,
    // Upper case, escapes in values and names, text beyond ASCII.
    #"{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","name":"a \"b\" \u00e9",\#(times)}"#,
    #"{\#(ids),"n\u0061me":"escaped name","name":"é ü",\#(times)}"#,
    // Missing members, wrong ids and times.
    #"{"spanId":"eee19b7ec3c1b174",\#(times)}"#,
    #"{\#(ids),"startTimeUnixNano":"1715754001000000000"}"#,
    #"{\#(ids),"startTimeUnixNano":"1715754002000000000","endTimeUnixNano":"1715754001000000000"}"#,
    #"{"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b174",\#(times)}"#,
    #"{\#(ids),"name":null,"kind":null,"parentSpanId":null,"startTimeUnixNano":1.5e18,"endTimeUnixNano":"1715754001000000000"}"#,
    #"{\#(ids),"startTimeUnixNano":17157540010000000000,"endTimeUnixNano":-5}"#,
    // Repeated members.
    #"{\#(ids),"name":"first","name":"second",\#(times)}"#,
    #"{\#(ids),\#(times),"x":1,"x":2,"status":{"code":1,"code":2}}"#,
    // Attributes: repeated, of the same topic, empty, of every kind of value, of no usual form.
    #"{\#(ids),\#(times),"attributes":[{"key":"net.peer.name","value":{"stringValue":"first"}},{"key":"server.address","value":{"stringValue":"second"}},{"key":"db.name","value":{"stringValue":"one"}},{"key":"db.namespace","value":{"stringValue":"two"}},{"key":"db.system","value":{"stringValue":""}}],"kind":3}"#,
    #"{\#(ids),\#(times),"attributes":[{"key":"a","value":{"boolValue":true}},{"key":"b","value":{"arrayValue":{"values":[{"stringValue":"x"}]}}},{"key":"c","value":{"doubleValue":-0.25}},{"key":"d","value":{}},{"key":"http.status_code","value":{"intValue":404}},{"key":"pool.wait","value":{"boolValue":true}}]}"#,
    #"{\#(ids),\#(times),"attributes":[{"key":"peer.service","value":{"arrayValue":{"values":[]}}}],"kind":3}"#,
    #"{\#(ids),\#(times),"attributes":[{"value":{"stringValue":"/v"},"key":"url.path"},{"key":"http.target","value":{"intValue":true,"stringValue":"/w"}}]}"#,
    #"{\#(ids),\#(times),"attributes":[{"key":"cassandra.query","value":{"stringValue":"q"}},{"key":"span.kind","value":{"stringValue":"server"}}]}"#,
    #"{\#(ids),\#(times),"attributes":null,"status":null}"#, "{}", "[]", "7", "null",
  ]

  private static func line(_ spans: [String], service: String = "shop") -> String {
    #"{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"\#(service)"}}]},"#
      + #""scopeSpans":[{"scope":{"name":"s"},"spans":[\#(spans.joined(separator: ","))]}]}"#
  }

  private func demandAlike(_ content: [UInt8], _ what: String) {
    let wanted = lines(content, strict: true)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      let found = lines(content, strict: false, kernel: kernel)
      guard found != wanted else { continue }
      let same = zip(found, wanted).prefix { $0 == $1 }.count
      #expect(found.dropFirst(same).first == wanted.dropFirst(same).first, "\(what), \(kernel)")
    }
  }

  @Test func spansOfEveryKindReadAlike() {
    var all: [String] = []
    for span in Self.spans { all += [Self.line([span, span, span])] }
    all.append(Self.line(Self.spans + Self.spans.reversed(), service: "other"))
    demandAlike(Array(all.joined(separator: "\n").utf8), "every kind")
    // Both ways agree on something: the first line has three spans.
    let first = lines(Array((all[0] + "\n").utf8), strict: false)
    #expect(first.count == 6)
    #expect(first[1].hasPrefix("5b8efff798038103d269b633813fc60c 17213210219539181940 0 "))
    #expect(first[1].contains("server 200 false false true false"))
  }

  /// Known lines, then one of them with a byte changed, left out, or cut there.
  @Test func everyByteCounts() {
    let spice = Array("\"\\{}[]:,\n\r\t\0 0u1-.eEx~".utf8) + [0x7f, 0x80, 0xff]
    let lines = [
      Self.line([Self.spans[0], Self.spans[0]]), Self.line([Self.spans[1], Self.spans[3]]),
      Self.line([Self.spans[2]]),
    ].map { Array($0.utf8) }
    for (number, line) in lines.enumerated() {
      for at in line.indices {
        var changed = line
        changed[at] = spice[(at + number) % spice.count]
        var less = line
        less.remove(at: at)
        let flipped = line[..<at] + [line[at] ^ 1] + line[(at + 1)...]
        var content: [UInt8] = []
        for piece in [line, changed, less, Array(line[..<at]), Array(flipped), line] {
          content += piece + [0x0a]
        }
        demandAlike(content, "byte \(at) of line \(number)")
      }
    }
  }

  /// Lines that begin with the same text twice, however odd it is: nothing that was told the first
  /// time is kept back the second time.
  @Test func beginningsOfLinesReadAlikeEveryTime() {
    let span = Self.spans[0]
    let line = Array(Self.line([span]).utf8)
    let head = line.count - span.utf8.count - 4
    for (at, byte) in line[..<head].enumerated() {
      let changed = Array("\"x{[}],:7".utf8)[at % 9]
      let flipped = line[..<at] + [changed] + line[(at + 1)...]
      let less = line[..<at] + line[(at + 1)...]
      var content: [UInt8] = []
      for piece in [flipped, less, flipped, less] { content += piece + [0x0a] }
      demandAlike(content, "\(byte) at \(at)")
    }
    let odd = [
      #"{"resource":{"attributes":7},"scopeSpans":[{"spans":[\#(span)]}]}"#,
      #"{"resource":{"attributes":[tru]},"scopeSpans":[{"spans":[\#(span)]}]}"#,
      #"{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1715754001000000000"}]}],"scopeSpans":[{"spans":[\#(span)]}]}"#,
      #"{"scopeLogs":[{"logRecords":[nul]}],"scopeSpans":[{"spans":[\#(span)]}]}"#,
      #"{"resourceSpans":[{"resource":{},"scopeSpans":[{"spans":[]},{"spans":[\#(span)]}]},{"scopeSpans":[{"spans":[\#(span)]}],"resource":{"attributes":[]}}]}"#,
      Self.line([span]) + Self.line([span], service: "next"),
      Self.line([span]).replacing("{\"resource", with: " {\"resource"),
      #"{"scopeSpans":[{"spans":[\#(span)]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"late"}}]}}"#,
    ]
    demandAlike(Array((odd + odd + odd.reversed()).joined(separator: "\n").utf8), "odd heads")
    // More services than are remembered, the last ones a second time.
    let many = (0..<50).map { Self.line([span], service: "s\($0)") }
    let all = Array((many + many).joined(separator: "\n").utf8)
    demandAlike(all, "many")
    let names = lines(all, strict: false).filter { $0.hasPrefix("5b8e") }
    #expect(names.count == 100)
    // "s49" is what the last line says.
    #expect(names.last?.contains("[115, 52, 57]") == true)
  }

  /// A last line that is cut anywhere is not continued by what lies behind it.
  @Test func whatLiesBehindIsNoPartOfALine() {
    let line = Array(Self.line([Self.spans[0], Self.spans[0]]).utf8)
    for count in stride(from: line.count, through: line.count - 300, by: -1) {
      demandAlike(line + [0x0a] + line[..<count], "cut at \(count)")
    }
  }

  @Test(arguments: [1, 7, 64, 997, 1 << 20]) func cutsDoNotMatter(_ size: Int) throws {
    var all = Self.spans.map { Self.line([$0, $0, $0]) }
    all.append(Self.line(Self.spans))
    let content = Array((all.joined(separator: "\n") + "\n").utf8)
    let wanted = try stream(content, size: content.count, strict: true)
    #expect(wanted.count > 100)
    #expect(try stream(content, size: size, strict: false) == wanted)
    // As one document that is spread over lines.
    let document =
      "{\"resourceSpans\":[\n" + all.joined(separator: ",\n").replacing("},{", with: "},\n {")
      + "]}\n"
    let whole = try stream(Array(document.utf8), size: 1 << 20, strict: true)
    #expect(try stream(Array(document.utf8), size: size, strict: false) == whole)
  }

  /// What a broken line says of its service is not true of the next one, which has none.
  @Test func aBrokenLineSaysNothingOfTheNext() {
    let broken = Self.line([Self.spans[0]]).dropLast(3)
    let nameless = #"{"scopeSpans":[{"spans":[\#(Self.spans[0])]}]}"#
    let content = Array(
      [String(broken), nameless, Self.line([Self.spans[0]])].joined(separator: "\n").utf8)
    for isStrict in [true, false] {
      let calls = lines(content, strict: isStrict)
      let services = calls.filter { $0.hasPrefix("5b8e") }.map { $0.contains("[\"[115, 104") }
      #expect(services == [true, false, true])
      #expect(!calls.contains { $0.contains("resource-after-records") })
      #expect(calls.contains { $0.contains("json-") })
    }
  }

  /// A span beyond the limit is as long in either way.
  @Test func limitsHoldForBoth() throws {
    let content = Array(Self.line([Self.spans[1], Self.spans[0], Self.spans[1]]).utf8)
    let wanted = try stream(content, size: 4_096, strict: true, limit: 300)
    #expect(wanted.contains { $0.contains("record-too-long") })
    #expect(try stream(content, size: 4_096, strict: false, limit: 300) == wanted)
  }

  /// Exporters of every habit, a part of the lines damaged.
  @Test func exportersOfEveryHabitReadAlike() {
    var random = SeededGenerator(seed: 317)
    for round in 0..<150 {
      var exporter = SpanExporter(&random)
      var content: [UInt8] = []
      for _ in 0..<4 {
        let spans = (0..<random.within(1...5)).map { _ in exporter.span(&random) }
        content += Array(Self.line(spans, service: "s\(random.below(3))").utf8) + [0x0a]
      }
      if round % 2 == 0 {
        for _ in 0..<random.within(1...3) {
          let at = random.below(content.count)
          switch random.below(3) {
          case 0: content[at] = UInt8(random.below(256))
          case 1: content.remove(at: at)
          default: content.swapAt(at, random.below(content.count))
          }
        }
      }
      demandAlike(content, "round \(round)")
    }
  }
}

/// Writes spans as one exporter does: its spelling, order and spacing, and attributes that come and
/// go.
private struct SpanExporter {
  private let isSnake: Bool
  private let hasNumbers: Bool
  private let comma: String
  private let order: [Int]
  private let keys = [
    "http.method", "http.target", "db.system", "db.statement", "peer.service", "thread.id",
    "http.response.status_code", "span.kind", "server.address", "pool.wait", "messaging.system",
  ]

  init(_ random: inout SeededGenerator) {
    isSnake = random.chance(1, of: 3)
    hasNumbers = random.chance(1, of: 3)
    comma = random.chance(1, of: 4) ? ", " : ","
    var order = Array(0..<9)
    for at in order.indices { order.swapAt(at, random.below(order.count)) }
    self.order = order
  }

  private func hex(_ count: Int, _ random: inout SeededGenerator) -> String {
    String((0..<count).map { _ in Array("0123456789abcdef")[random.below(16)] })
  }

  private func time(_ random: inout SeededGenerator) -> String {
    let digits = "17157540\(10 + random.below(80))\(100_000_000 + random.below(900_000_000))"
    return hasNumbers ? digits : "\"\(digits)\""
  }

  private func attribute(_ random: inout SeededGenerator) -> String {
    let kinds = isSnake ? ["string_value", "int_value"] : ["stringValue", "intValue"]
    let key = keys[random.below(keys.count)]
    let value: String
    switch random.below(8) {
    case 0: value = "\"\(kinds[1])\":\(random.below(1_000))"
    case 1: value = "\"\(kinds[1])\":\"\(random.below(1_000))\""
    case 2: value = "\"boolValue\":\(random.chance(1, of: 2))"
    case 3: value = "\"arrayValue\":{\"values\":[{\"\(kinds[0])\":\"x\"}]}"
    case 4: value = "\"\(kinds[0])\":\"a\\\\b \\n \(hex(3, &random))\""
    default: value = "\"\(kinds[0])\":\"\(hex(random.below(90), &random))\""
    }
    return "{\"key\":\"\(key)\"\(comma)\"value\":{\(value)}}"
  }

  mutating func span(_ random: inout SeededGenerator) -> String {
    let names =
      isSnake
      ? ["trace_id", "span_id", "parent_span_id", "start_time_unix_nano", "end_time_unix_nano"]
      : ["traceId", "spanId", "parentSpanId", "startTimeUnixNano", "endTimeUnixNano"]
    var members: [String] = []
    for member in order {
      switch member {
      case 0: members.append("\"\(names[0])\":\"\(hex(32, &random))\"")
      case 1: members.append("\"\(names[1])\":\"\(hex(16, &random))\"")
      case 2 where random.chance(2, of: 3):
        members.append("\"\(names[2])\":\"\(hex(random.below(2) * 16, &random))\"")
      case 3: members.append("\"\(names[3])\":\(time(&random))")
      case 4: members.append("\"\(names[4])\":\(time(&random))")
      case 5: members.append("\"name\":\"op \(hex(random.below(70), &random))\"")
      case 6: members.append("\"kind\":\(random.below(6))")
      case 7:
        let list = (0..<random.below(4)).map { _ in attribute(&random) }
        members.append("\"attributes\":[\(list.joined(separator: comma))]")
      case 8 where random.chance(1, of: 2):
        members.append("\"status\":{\"code\":\(random.below(3))}")
      default: break
      }
    }
    return "{\(members.joined(separator: comma))}"
  }
}
