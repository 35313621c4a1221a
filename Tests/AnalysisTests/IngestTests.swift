import Testing

@testable import Analysis

/// Stamps of every spelling; expected nanoseconds by Python's datetime and Decimal.
struct TimestampTests {
  private func parse(_ text: String, zone: String? = nil, unit: SourceUnit? = nil) -> String {
    let parser = TimestampParser(zone: zone.flatMap { CivilZone(name: $0) })
    let bytes = Array(text.utf8)
    switch bytes.withUnsafeBytes({ parser.parse($0, unit: unit) }) {
    case .success(let reading):
      return "\(reading.stamp.instant.nanoseconds)/\(reading.stamp.resolutionNanoseconds)"
        + (reading.zoneWasAssumed ? " assumed" : "")
    case .failure(let fault): return fault.rawValue
    }
  }

  @Test(arguments: [
    ("2024-05-15T06:20:01Z", "1715754001000000000/1000000000"),
    ("2024-05-15T14:20:01.25+08:00", "1715754001250000000/10000000"),
    ("2024-05-15T14:20:01+0800", "1715754001000000000/1000000000"),
    ("2024-05-15 06:20:01.123456789Z", "1715754001123456789/1"),
    ("2024-05-15T06:20:01.1234567899Z", "1715754001123456789/1"),
    ("2024/05/15 06:20:01 UTC", "1715754001000000000/1000000000"),
    ("15/May/2024:14:20:01 +0800", "1715754001000000000/1000000000"),
    ("2024-05-14T22:20:01-08:00", "1715754001000000000/1000000000"),
    ("2024-05-15T14:20+08:00", "1715754000000000000/60000000000"),
    ("2024-05-15T06:20:01,5Z", "1715754001500000000/100000000"),
    ("1715754001", "1715754001000000000/1000000000"),
    ("1715754001.123", "1715754001123000000/1000000"),
    ("1715754001.123456789", "1715754001123456789/1"),
    ("1715754001123", "1715754001123000000/1000000"),
    ("1715754001123456", "1715754001123456000/1000"),
    ("1715754001123456789", "1715754001123456789/1"),
    ("2024-05-15T06:20:01", "timestamp-zone"), ("240515 14:20:01", "timestamp-zone"),
    ("2024-05-15T25:00:00Z", "timestamp-syntax"), ("2024-02-30T00:00:00Z", "timestamp-syntax"),
    ("yesterday", "timestamp-syntax"), ("2024-05-15", "timestamp-syntax"),
    ("2024-05/15T06:20:01Z", "timestamp-syntax"), ("42", "timestamp-range"),
    ("", "timestamp-missing"), ("1970-01-20T20:35:54Z", "timestamp-range"),
  ])
  func spellings(_ text: String, _ expected: String) { #expect(parse(text) == expected) }

  @Test func localTimesNeedAZone() {
    #expect(
      parse("240515 14:20:01", zone: "Asia/Shanghai") == "1715754001000000000/1000000000 assumed")
    #expect(parse("240515  4:20:01", zone: "UTC") == "1715746801000000000/1000000000 assumed")
    // 2024-11-03 01:30 came twice in Los Angeles: the earlier, an hour of doubt.
    #expect(
      parse("2024-11-03T01:30:00", zone: "America/Los_Angeles")
        == "1730622600000000000/3601000000000 assumed")
    #expect(parse("2024-03-10T02:30:00", zone: "America/Los_Angeles") == "timestamp-skipped-hour")
  }

  @Test func unitsAreCheckedAgainstTheDigits() {
    #expect(parse("1715754001123456", unit: .milliseconds) == "timestamp-unit")
    #expect(parse("1715754001123456789", unit: .microseconds) == "timestamp-unit")
    #expect(parse("1715754001123", unit: .milliseconds) == "1715754001123000000/1000000")
    #expect(parse("1715754001.5", unit: .seconds) == "1715754001500000000/100000000")
  }
}

/// RFC 8259, strictly.
struct JSONTapeTests {
  private func code(_ text: String, depth: Int = 64) -> String? {
    let tape = JSONTape(depthLimit: depth)
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { tape.parse($0)?.code }
  }

  @Test(arguments: [
    "{}", "[]", "0", "-0", "1e5", "1E+5", "-1.25e-3", "\"\"", "true", " [ 1 , 2 ] ",
    "{\"a\":{\"b\":[null,false]}}", "\"\\u00e9\\n\\\\\"", "{\"a\":1,\"a\":2}", "\"\\ud83d\\ude00\"",
  ])
  func accepts(_ text: String) { #expect(code(text) == nil, "\(text)") }

  @Test(arguments: [
    "{a:1}", "{'a':1}", "[1,]", "{\"a\":1,}", "01", "+1", "1.", ".5", "1e", "nul x", "[1 2]",
    "{\"a\" 1}", "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "{} {}", "[1]]", "NaN", "-", "{\"a\":}",
    "tru1",
  ])
  func refuses(_ text: String) {
    let found = code(text)
    #expect(
      found == "json-syntax" || found == "json-truncated", "\(text) gave \(found ?? "nothing")")
  }

  @Test(arguments: ["{\"a\":1", "[1,2", "\"abc", "{\"a\":\"b", "{\"a\"", "tru", "[", ""])
  func tellsACutFromAFault(_ text: String) { #expect(code(text) == "json-truncated") }

  @Test func depthAndNUL() {
    #expect(
      code(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)) == "json-depth")
    #expect(code(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == nil)
    #expect(code("{\"a\":\"x\0y\"}") == "nul-bytes")
    #expect(code("{\"a\":1}\0\0") == "nul-bytes")
  }

  @Test func navigation() {
    let tape = JSONTape(depthLimit: 16)
    let text = """
      {"a":{"b":[1,{"c":"x\\u00e9\\ud83d\\ude00\\ud800"}]},"k.l":7,"n":"0042","a/b":5,"d":1,"d":2,"z":null}
      """
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { raw in
      #expect(tape.parse(raw) == nil)
      func integer(_ path: String) -> Int64? {
        tape.find(FieldPath(path)).flatMap { tape.integer($0) }
      }
      #expect(integer("k.l") == 7)
      #expect(integer("n") == 42)
      #expect(integer("/a~1b") == 5)
      #expect(integer("d") == 2)
      #expect(tape.find([FieldPath("z")]) == nil)
      let inner = tape.find(FieldPath("a.b")).map { tape.elements($0) } ?? []
      #expect(inner.count == 2)
      let c = tape.member(inner[1], "c").map { tape.text($0).string }
      #expect(c == "xé😀\u{fffd}")
    }
  }

  @Test func invalidUTF8IsKeptAndFlagged() {
    let tape = JSONTape(depthLimit: 16)
    let bytes: [UInt8] = Array("{\"a\":\"caf".utf8) + [0xe9] + Array("\"}".utf8)
    bytes.withUnsafeBytes { raw in
      #expect(tape.parse(raw) == nil)
      #expect(tape.hasInvalidUTF8)
      #expect(tape.member(0, "a").map { tape.text($0).bytes.count } == 4)
    }
    let good = Array("{\"a\":\"café 中文 😀\"}".utf8)
    good.withUnsafeBytes { raw in
      #expect(tape.parse(raw) == nil)
      #expect(!tape.hasInvalidUTF8)
    }
  }

  @Test(arguments: [
    ("1.5", 1_000_000_000, 1_500_000_000), ("0.012", 1_000_000_000, 12_000_000),
    ("1e-3", 1_000_000_000, 1_000_000), ("1.5e3", 1_000_000, 1_500_000_000),
    ("-2", 1_000, -2_000), ("0.2000000000000000000001", 1_000_000_000, 200_000_000),
  ])
  func scaledDecimals(_ text: String, _ scale: Int64, _ expected: Int64) {
    let bytes = Array(text.utf8)
    #expect(bytes.withUnsafeBytes { parseScaledDecimal($0, scale: scale)?.value } == expected)
  }

  @Test func hugeIntegersDoNotTrap() {
    let bytes = Array("99999999999999999999999999".utf8)
    #expect(bytes.withUnsafeBytes { parseScaledDecimal($0, scale: 1) } == nil)
    #expect(bytes.withUnsafeBytes { parseInteger($0) } == nil)
    let least = Array("-9223372036854775808".utf8)
    #expect(least.withUnsafeBytes { parseInteger($0) } == .min)
  }
}
