import Testing

@testable import Analysis

/// Inputs with which the fuzzer once broke a reader, cut down to what mattered.
struct FuzzFindingTests {
  /// Every call, the content handed over in pieces of `size` bytes.
  private func calls(
    _ format: any ExportFormat, _ content: [UInt8], size: Int = .max / 2
  ) throws -> CallLog {
    let sink = CallLog()
    var context = ReaderContext(assumedZone: .utc)
    context.limits.recordBytes = 4_096
    let reader = format.makeReader(context)
    var at = 0
    while at < content.count {
      let end = min(content.count, at + size)
      try Array(content[at..<end]).withUnsafeBytes { try reader.consume($0, into: sink) }
      at = end
    }
    try reader.finish(into: sink)
    return sink
  }

  /// A comma before the fraction is not repeated as if it belonged to the zone.
  @Test(arguments: [
    "2024-05-15T14:20:01,123Z", "2024-05-15T14:20:01,5", "2024-05-15 14:20:01,000001 +0800",
  ]) func fractionsBehindACommaAreReadEveryTime(_ text: String) throws {
    let bytes = Array(text.utf8)
    let reader = StampReader(.utc)
    let wanted = try bytes.withUnsafeBytes { try TimestampParser(zone: .utc).parse($0).get() }
    for _ in 0..<3 {
      let found = try bytes.withUnsafeBytes { try reader.read($0).get() }
      #expect(found == wanted.stamp)
    }
    #expect(wanted.stamp.resolutionNanoseconds < 1_000_000_000)
  }

  /// The bytes of a commit are those of the export, line ends of Windows included.
  @Test func commitsKeepTheirLineEnds() throws {
    let text = "commit 0123456789abcdef\r\nAuthor: a\r\nDate: Tue Apr 30 17:03:44 2024 +0800\r\n\r\n    x\r\n"
    let content = Array(text.utf8)
    let log = try calls(GitLog(), content)
    let (place, bytes) = try #require(log.raw.first)
    #expect(bytes == Array(content[..<Int(place.length)]))
    #expect(place.length == Int64(content.count - 2))
  }
}
