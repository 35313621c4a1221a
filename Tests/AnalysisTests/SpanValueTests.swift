import TestSupport
import Testing

@testable import Analysis

/// Numbers and names of spans that are read eight bytes at a time, against the standard library.
struct SpanValueTests {
  @Test func integersAreThoseOfTheStandardLibrary() {
    var random = SeededGenerator(seed: 1_970)
    let odd = Array("+-. e/:9\u{0}\u{ff}".utf8) + [0x30 ^ 0x80, 0xb9]
    var read = 0
    for round in 0..<40_000 {
      let count = round % 4 == 0 ? random.within(0...22) : 19
      var digits = (0..<count).map { _ in UInt8(0x30 + random.below(10)) }
      // Around the largest that fits.
      if round % 8 == 1 { digits = Array("9223372036854775".utf8) + digits.prefix(3) }
      if round % 5 == 0, count > 0 { digits[random.below(count)] = odd[random.below(odd.count)] }
      let text = String(decoding: digits, as: UTF8.self)
      let wanted = Int64(text)
      let found = digits.withUnsafeBytes { parseInteger($0) }
      if found != wanted {
        Issue.record("\(digits): \(found.map(String.init) ?? "nil")")
        return
      }
      if wanted != nil { read += 1 }
    }
    #expect(read > 20_000)
  }

  /// Names that say that a span waits, by the letters of any size in them.
  @Test func waitsAreFoundInNames() {
    var random = SeededGenerator(seed: 2_718)
    let words = [
      "wait", "Wait", "WAIT", "pool", "POOL", "queue", "Queue", "wai", "w", "poo", "-", " ",
    ]
    var waits = 0
    for _ in 0..<5_000 {
      let name = (0..<random.within(1...5)).map { _ in words[random.below(words.count)] }.joined()
      let small = name.lowercased()
      let wanted =
        name.utf8.count >= 8 && small.contains("wait")
        && (small.contains("pool") || small.contains("queue"))
      var record = SpanRecord.blank
      Array(name.utf8).withUnsafeBytes { bytes in
        record.name = ByteText(bytes)
        SpanAttributes().fill(&record)
      }
      #expect(record.isWait == wanted, "\(name)")
      if wanted { waits += 1 }
    }
    #expect(waits > 500)
  }

  @Test(
    arguments: [
      ("0", .unspecified), ("1", .internal), ("2", .server), ("3", .client), ("4", .producer),
      ("5", .consumer), ("6", .unspecified), ("/", .unspecified), ("", .unspecified),
      ("22", .unspecified), ("SPAN_KIND_SERVER", .server), ("Client", .client),
      ("SPAN_KIND_", .unspecified), ("INTERNAL", .internal), ("producer", .producer),
    ] as [(String, SpanKind)]) func kindsHaveNamesAndNumbers(_ name: String, _ wanted: SpanKind)
  {
    #expect(Array(name.utf8).withUnsafeBytes { SpanKind(name: $0) } == wanted)
  }

  /// A text without a place is one without bytes, and takes no more room than its two words.
  @Test func textsMayBeEmpty() {
    #expect(ByteText(UnsafeRawBufferPointer(start: nil, count: 0)).bytes.isEmpty)
    #expect(MemoryLayout<ByteText?>.size == 2 * MemoryLayout<Int>.size)
  }
}
