import Testing

@testable import Analysis

/// Time, windows, ids and numbers, against values worked out with Python's datetime, zoneinfo
/// and json, and the vectors of RFC 8785.
struct ModelTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (1_715_754_001, "2024-05-15T06:20:01Z"),
    (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    (4_102_444_799, "2099-12-31T23:59:59Z"),
  ])
  func rfc3339(_ seconds: Int64, _ text: String) {
    #expect(Instant(seconds: seconds).rfc3339 == text)
    let civil = CivilTime(secondsSinceEpoch: seconds)
    #expect(civil.secondsSinceEpoch == seconds)
  }

  @Test func nanosecondsRoundTrip() {
    let instant = Instant(nanoseconds: 1_717_023_456_789_012_345)
    #expect(instant.rfc3339 == "2024-05-29T22:57:36.789012345Z")
    #expect((Instant(seconds: 1) + 500_000_000).rfc3339 == "1970-01-01T00:00:01.5Z")
  }

  @Test func datesThatDoNotExist() {
    #expect(CivilTime(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilTime(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilTime(year: 2024, month: 4, day: 31) == nil)
    #expect(CivilTime(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilTime(year: 1900, month: 2, day: 29) == nil)
  }

  @Test func civilZones() throws {
    #expect(CivilZone(name: "Asia/Shangai") == nil)
    #expect(CivilZone(name: "CST") == nil)
    let shanghai = try #require(CivilZone(name: "Asia/Shanghai"))
    #expect(shanghai.rfc3339(Instant(seconds: 1_715_754_001)) == "2024-05-15T14:20:01+08:00")
    let angeles = try #require(CivilZone(name: "America/Los_Angeles"))
    let skipped = try #require(CivilTime(year: 2024, month: 3, day: 10, hour: 2, minute: 30))
    #expect(angeles.instants(of: skipped).isEmpty)
    let twice = try #require(CivilTime(year: 2024, month: 11, day: 3, hour: 1, minute: 30))
    #expect(angeles.instants(of: twice).map(\.secondsFloor) == [1_730_622_600, 1_730_626_200])
    // Lord Howe moves by half an hour: 02:00 falls back to 01:30 on 2024-04-07.
    let howe = try #require(CivilZone(name: "Australia/Lord_Howe"))
    let half = try #require(CivilTime(year: 2024, month: 4, day: 7, hour: 1, minute: 45))
    #expect(howe.instants(of: half).count == 2)
  }

  @Test func windowsTileCivilHours() throws {
    let shanghai = try #require(CivilZone(name: "Asia/Shanghai"))
    let halfHours = try #require(WindowGrid(zone: shanghai, lengthNanoseconds: 1_800_000_000_000))
    let window = halfHours.window(at: Instant(seconds: 1_715_754_001))
    #expect(window.from.rfc3339 == "2024-05-15T06:00:00Z")
    #expect(window.to.rfc3339 == "2024-05-15T06:30:00Z")
    #expect(WindowGrid(zone: shanghai, lengthNanoseconds: 7 * 60_000_000_000) == nil)
    #expect(WindowGrid(zone: shanghai, lengthNanoseconds: 25 * 3_600_000_000_000) == nil)
    // Nepal is 5:45 ahead: its hours begin at quarter past.
    let nepal = try #require(CivilZone(name: "Asia/Kathmandu"))
    let hours = try #require(WindowGrid(zone: nepal, lengthNanoseconds: 3_600_000_000_000))
    #expect(
      hours.window(at: Instant(seconds: 1_715_754_001)).from.rfc3339 == "2024-05-15T06:15:00Z")
  }

  @Test func daysOfTwentyThreeAndTwentyFiveHours() throws {
    let angeles = try #require(CivilZone(name: "America/Los_Angeles"))
    let hours = try #require(WindowGrid(zone: angeles, lengthNanoseconds: 3_600_000_000_000))
    func count(_ from: Int64, _ to: Int64) -> Int {
      hours.windows(
        overlapping: Interval(from: Instant(seconds: from), to: Instant(seconds: to))
      ).count
    }
    // 2024-03-10T08:00Z..2024-03-11T07:00Z and 2024-11-03T07:00Z..2024-11-04T08:00Z.
    #expect(count(1_710_057_600, 1_710_140_400) == 23)
    #expect(count(1_730_617_200, 1_730_707_200) == 25)
  }

  // RULES A3: 32 lowercase hex digits, not all zero.
  @Test(arguments: [
    ("4bf92f3577b34da6a3ce929d0e0e4736", "valid"), ("", "missing-id"), ("-", "missing-id"),
    ("00000000000000000000000000000000", "zero-id"),
    ("4BF92F3577B34DA6A3CE929D0E0E4736", "uppercase-id"), ("4bf92f3577b34da6", "wrong-length-id"),
    ("4bf92f3577b34da6a3ce929d0e0e473g", "not-hex-id"),
    ("4bf92f3577b34da6a3ce929d0e0e47361", "wrong-length-id"),
  ])
  func traceIDs(_ text: String, _ expected: String) {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBytes { TraceID.parse($0, allows64Bit: false) }
    switch result {
    case .success(let id):
      #expect(expected == "valid")
      #expect(id.description == text)
    case .failure(let error): #expect(error.defect.rawValue == expected)
    }
  }

  @Test func sixtyFourBitIDsOnlyWhereAllowed() {
    let bytes = Array("a3ce929d0e0e4736".utf8)
    let id = bytes.withUnsafeBytes { try? TraceID.parse($0, allows64Bit: true).get() }
    #expect(id?.description == "0000000000000000a3ce929d0e0e4736")
  }

  // 9998/10000 holds, 9997 does not; 699/700 is 99.857 %; 12499/12500 is 99.992 %.
  @Test(arguments: [
    (9998, 10000, true), (9997, 10000, false), (10000, 10000, true), (699, 700, false),
    (12499, 12500, true), (4999, 5000, true), (4998, 4999, false),
  ])
  func exactRatios(_ part: Int64, _ total: Int64, _ holds: Bool) throws {
    let ratio = try #require(ExactRatio(parsing: "99.98%"))
    #expect(ratio.isReached(by: part, of: total) == holds)
  }

  @Test func ratioSpellings() {
    #expect(ExactRatio(parsing: "0.9998")?.double == 0.9998)
    #expect(ExactRatio(parsing: "99", percentByDefault: true)?.double == 0.99)
    for bad in ["-1%", "1e3", "", "%", "99,98%", "1.", ".5", "abc"] {
      #expect(ExactRatio(parsing: bad) == nil, "\(bad)")
    }
    #expect(ExactRatio(numerator: 99, denominator: 100).countNeeded(of: 101) == 100)
  }

  // RFC 8785 appendix B.
  @Test(arguments: [
    (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"),
    (0x0000_0000_0000_0001, "5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
    (0x4340_0000_0000_0000, "9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
    (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
    (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
    (0x41b3_de43_5555_5553, "333333333.3333332"),
    (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
  ])
  func canonicalNumbers(_ bits: UInt64, _ text: String) {
    #expect(ecmaScriptNumber(Double(bitPattern: bits)) == text)
  }

  @Test func canonicalJSONSortsByUTF16() {
    let value = JSONValue.object([
      ("\u{20ac}", .string("Euro")), ("\r", .string("CR")), ("1", .integer(1)),
      ("\u{1F600}", .null), ("\u{fb33}", .bool(true)), ("\u{80}", .array([])),
    ])
    let text = String(decoding: value.canonicalBytes, as: UTF8.self)
    #expect(
      text
        == "{\"\\r\":\"CR\",\"1\":1,\"\u{80}\":[],\"\u{20ac}\":\"Euro\",\"\u{1F600}\":null,\"\u{fb33}\":true}"
    )
  }
}
