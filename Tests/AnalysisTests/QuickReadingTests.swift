import Testing
import TestSupport

@testable import Analysis

/// Reading off the structural index gives what the strict parser gives, for good lines and for
/// broken ones, whichever kernel runs and however the export is cut.
struct QuickReadingTests {
  private static let lines: [String] = [
    #"{"ts":"2024-05-15T06:20:01.250Z","service":"a","level":"error","msg":"x","stack_trace":"q\n\tat b","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}"#,
    #"{ "ts" : "2024-05-15T06:20:02Z" , "service":"b","status": 503,"latency_ms":12.5,"msg":"A\/\"" }"#,
    #"{"ts":1715754003.5,"msg":null,"message":"late name","level":30,"flag":true,"none":null,"e":1e5}"#,
    #"{"ts":"2024-05-15T06:20:04Z","msg":"first","msg":"second","level":"info"}"#,
    #"{"ts":"2024-05-15T06:20:05Z","msg":"nested","req":{"id":"r1","list":[1,{"a":"]"}]},"level":"warn"}"#,
    #"{"ts":"2024-05-15T06:20:06Z","msg":"u\u00e9\ud83d\ude00","level":"info"}"#,
    #"{"level":"info","ts":true,"msg":"a time that is no text"}"#,
    #"{"msg":"no time","level":"info"}"#,
    "klog line without JSON", "{}", #"{"a":[]}"#, "",
    "{\"ts\":\"2024-05-15T06:20:07Z\",\"msg\":\"latin \u{e9}\",\"level\":\"info\"}\r",
  ]

  /// Every call as text, from the lines joined by line feeds.
  private func calls(
    _ content: [UInt8], strict: Bool, kernel: ScanKernel = .best, format: any ExportFormat
  ) -> [String] {
    let sink = CallLog(wants: [.rawBytes, .texts, .outcomes, .requestIDs])
    var context = ReaderContext(assumedZone: nil, kernel: kernel, isStrict: strict)
    context.limits.recordBytes = 4_096
    guard let reader = format.makeReader(context) as? any LineChunkReader else { return [] }
    let padded = content + [0x0a] + [UInt8](repeating: 0x20, count: LineChunker.padding)
    padded.withUnsafeBytes { bytes in
      let chunk = LineChunk(
        bytes: UnsafeRawBufferPointer(rebasing: bytes[..<content.count]), offset: 100,
        firstLine: 7, index: 0, isTerminated: content.last == 0x0a)
      reader.read(chunk, into: sink)
    }
    try? reader.finish(into: sink)
    return sink.calls
  }

  @Test func goodAndOddLinesReadAlike() {
    let content = Array(Self.lines.joined(separator: "\n").utf8)
    for format: any ExportFormat in [JSONAppLog(), JSONAccessLog()] {
      let wanted = calls(content, strict: true, format: format)
      #expect(wanted.count >= 10)
      for kernel in ScanKernel.allCases where kernel.isAvailable {
        #expect(calls(content, strict: false, kernel: kernel, format: format) == wanted)
      }
    }
  }

  /// Bytes are changed, dropped, doubled and swapped at random: whatever comes of it is read, or
  /// quarantined with the same code at the same place, by both ways.
  @Test func brokenLinesReadAlike() {
    var random = SeededGenerator(seed: 515)
    let spice = Array("\"\\{}[]:,\n\r\t\0 u1-.eE+tfn\u{80}".utf8) + [0xff, 0xc3]
    for round in 0..<2_000 {
      var content: [UInt8] = []
      // Whole lines first, so that what stands between their values is known when it changes.
      let known = random.below(Self.lines.count)
      for index in 0..<4 {
        let line = index < 2 ? known : random.below(Self.lines.count)
        content += Array(Self.lines[line].utf8) + [0x0a]
      }
      if round % 3 == 0, !content.isEmpty { content.removeLast() }
      for _ in 0..<random.within(1...4) where content.count > 1 {
        let at = random.below(content.count)
        switch random.below(4) {
        case 0: content[at] = spice[random.below(spice.count)]
        case 1: content.remove(at: at)
        case 2: content.insert(spice[random.below(spice.count)], at: at)
        default: content.swapAt(at, random.below(content.count))
        }
      }
      let wanted = calls(content, strict: true, format: JSONAppLog())
      for kernel in ScanKernel.allCases where kernel.isAvailable {
        let found = calls(content, strict: false, kernel: kernel, format: JSONAppLog())
        if found != wanted {
          Issue.record("round \(round), \(kernel): \(String(decoding: content, as: UTF8.self))")
          #expect(found == wanted)
          return
        }
      }
    }
  }

  /// Numbers of every spelling behind a member that is known, at every level: the strict parser
  /// says which are numbers.
  @Test func numbersReadAlike() {
    var random = SeededGenerator(seed: 8_259)
    let characters = Array("0011223456789.-+eE".utf8)
    var content: [UInt8] = []
    for _ in 0..<3_000 {
      let digits = (0..<random.within(1...19)).map { _ in
        characters[random.below(characters.count)]
      }
      content += Array(#"{"ts":"2024-05-15T06:20:01Z","msg":"m","latency_ms":"#.utf8)
      content += digits + Array(",\"status\":200}\n".utf8)
    }
    let wanted = calls(content, strict: true, format: JSONAppLog())
    #expect(wanted.count > 100)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(calls(content, strict: false, kernel: kernel, format: JSONAppLog()) == wanted)
    }
  }

  /// More texts between values than are remembered, names in any order and spacing, members
  /// repeated and left out: nothing of it is lost or taken for something else.
  @Test func linesOfEveryOrderReadAlike() {
    var random = SeededGenerator(seed: 64)
    var content: [UInt8] = []
    for round in 0..<2_000 {
      var members = [
        #""ts":"2024-05-15T06:20:01Z""#, #""msg" : "m""#, #""level":"info""#, #""status":200"#,
        #""trace_id":"4bf92f3577b34da6a3ce929d0e0e4736""#, #""trace_id":null"#, #""flag":true"#,
        #""service":"s\#(round % 7)""#, #""extra\#(random.below(300))":1.5"#,
      ]
      for at in members.indices { members.swapAt(at, random.below(members.count)) }
      let kept = members.prefix(random.within(1...members.count))
      let separator = random.chance(1, of: 8) ? " , " : ","
      content += Array("{\(kept.joined(separator: separator))}\n".utf8)
    }
    let wanted = calls(content, strict: true, format: JSONAppLog())
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(calls(content, strict: false, kernel: kernel, format: JSONAppLog()) == wanted)
    }
  }
}
