import Testing
import TestSupport

@testable import Analysis

/// Values that are read many bytes at a time, against the same values read one by one.
struct QuickValueTests {
  private func bytes<Result>(
    _ text: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result {
    // Whoever reads eight bytes at a time may look behind the text; what is there must not count.
    (text + Array("12.34567".utf8)).withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[..<text.count]))
    }
  }

  @Test func shortDecimalsAreExact() {
    let cases: [(String, Int, Int64?)] = [
      ("12.345", 6, 12_345_000), ("0", 9, 0), ("7", 9, 7_000_000_000), ("0.001", 9, 1_000_000),
      ("99999999", 0, 99_999_999), (".5", 3, 500), ("5.", 3, 5_000), (".", 3, nil),
      ("", 3, nil), ("1.2345", 3, nil), ("1.2.3", 9, nil), ("-1", 3, nil), ("1e3", 3, nil),
      ("12a", 3, nil), ("1,5", 3, nil), ("\u{e9}", 3, nil), ("1234567.", 0, 1_234_567),
      (".1234567", 9, 123_456_700), ("0.00000", 6, 0),
    ]
    for (text, exponent, wanted) in cases {
      #expect(bytes(Array(text.utf8)) { tinyDecimal($0, exponent: exponent) } == wanted, "\(text)")
    }
  }

  @Test func shortDecimalsAgreeWithTheLongWay() {
    var random = SeededGenerator(seed: 3)
    let digits = String(repeating: "0123456789", count: 4)
    let characters = Array((digits + "..-e ").utf8) + [0x80, 0xae, 0x00]
    for _ in 0..<50_000 {
      let text = (0..<random.within(1...8)).map { _ in characters[random.below(characters.count)] }
      let exponent = random.below(10)
      let quick = bytes(text) { tinyDecimal($0, exponent: exponent) }
      let slow = bytes(text) { shortDecimal($0, exponent: exponent) }
      #expect(quick == slow, "\(String(decoding: text, as: UTF8.self))")
    }
  }

  /// RULES A3: exactly 32 lowercase hex digits, not all zero.
  @Test func traceIDsAreValidByTheRule() {
    var random = SeededGenerator(seed: 32)
    for round in 0..<20_000 {
      var id = (0..<32).map { _ in Array("0123456789abcdef".utf8)[random.below(16)] }
      if round % 3 == 1 { id[random.below(32)] = UInt8(random.below(256)) }
      if round % 50 == 2 { id = Array(repeating: 0x30, count: 32) }
      if round % 50 == 3 { id.removeLast() }
      if round % 50 == 4 { id.append(0x61) }
      let wanted =
        id.count == 32 && id.contains { $0 != 0x30 }
        && id.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      #expect(bytes(id) { TraceID.isValid($0) } == wanted)
      let parsed = bytes(id) { text -> TraceID? in
        guard case .success(let parsed) = TraceID.parse(text, allows64Bit: false) else {
          return nil
        }
        return parsed
      }
      #expect(parsed?.description == (wanted ? String(decoding: id, as: UTF8.self) : nil))
    }
  }

  /// Stamps of one minute in many spellings, each read after another: as if it were the first.
  @Test func repeatedStampsReadAsIfTheyWereTheFirst() {
    var random = SeededGenerator(seed: 60)
    let zones = ["Z", "+08:00", "", " +0800", " UTC", "-03:30"]
    let fractions = ["", ".5", ".123", ".123456", ".123456789", ",123", ".1234567890", "."]
    let utc = CivilZone(name: "UTC")
    let reader = StampReader(utc)
    for _ in 0..<20_000 {
      let second = random.below(61)
      let text =
        "2024-05-15T06:2\(random.below(2)):\(second < 10 ? "0" : "")\(second)"
        + fractions[random.below(fractions.count)] + zones[random.below(zones.count)]
      let found = bytes(Array(text.utf8)) { reader.read($0) }
      let wanted = bytes(Array(text.utf8)) { StampReader(utc).read($0) }
      #expect(found == wanted, "\(text)")
    }
  }
}
