@testable internal import Analysis

/// Stamps, one a line: the reader that remembers a minute gives what the parser gives.
struct TimestampsFamily: FuzzFamily {
  let name = "timestamps"
  let seedPaths: [String] = []
  let tokens = [
    "2024-05-15T14:20:01.123456789Z", "2024-05-15T14:20:01,123Z", "2024-05-15 14:20", "+08:00",
    "-0330", " UTC", "15/May/2024:14:20:01 +0800", "240515 14:20:01", "240515  4:20:01", ":60",
    "1715754003", "1715754003123", "1715754003123456", "1715754003123456789", "1.715754003e9",
    "1e99", "1e-99", "9223372036854775807", "2044-12-31T23:59:60", "1995-01-01T00:00:00",
    "2024-11-03T01:30:00", "2024-03-10T02:30:00",
  ]

  private static let zones: [CivilZone?] =
    [nil, .utc]
    + [
      "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu",
    ].map { CivilZone(name: $0) }

  func ownSeeds() -> [[UInt8]] {
    let lines = tokens.prefix(3) + tokens.dropFirst(6)
    return Self.zones.indices.flatMap { zone in
      [lines.joined(separator: "\n"), lines.map { $0 + "\n" + $0 }.joined(separator: "\n")]
        .map { [UInt8(zone), 0] + Array($0.utf8) }
    }
  }

  func run(_ content: UnsafeRawBufferPointer, _ control: [UInt8]) {
    let zone = Self.zones[Int(control[0]) % Self.zones.count]
    let units: [SourceUnit?] = [nil] + SourceUnit.allCases
    let unit = units[Int(control[1]) % units.count]
    let parser = TimestampParser(zone: zone)
    let reader = StampReader(zone)
    var assumed = 0
    for line in content.split(separator: 0x0a, maxSplits: 200) {
      let text = UnsafeRawBufferPointer(rebasing: line)
      let wanted = parser.parse(text, unit: unit)
      for _ in 0..<2 {
        if case .success(let reading) = wanted, reading.zoneWasAssumed { assumed += 1 }
        let found = reader.read(text, unit: unit)
        demand(
          found == wanted.map(\.stamp),
          "\(String(decoding: text, as: UTF8.self)) is \(found), not \(wanted)")
      }
      check(wanted, text)
    }
    demand(reader.assumed == assumed, "\(reader.assumed) zones assumed, not \(assumed)")
  }

  private func check(
    _ reading: Result<TimestampParser.Reading, StampFault>, _ text: UnsafeRawBufferPointer
  ) {
    _ = gitDate(String(decoding: text, as: UTF8.self))
    guard case .success(let reading) = reading else { return }
    let stamp = reading.stamp
    demand(stamp.resolutionNanoseconds > 0, "a step of \(stamp.resolutionNanoseconds)")
    demand(
      StampFault.plausibleSeconds.contains(stamp.instant.secondsFloor), "out of range: \(stamp)")
    // Its own spelling reads back to the same instant.
    let written = Array(stamp.instant.rfc3339.utf8)
    let again = written.withUnsafeBytes { TimestampParser(zone: nil).parse($0) }
    guard case .success(let back) = again else { return demand(false, "\(stamp) is not read back") }
    demand(back.stamp.instant == stamp.instant, "\(stamp) reads back as \(back.stamp)")
  }
}
