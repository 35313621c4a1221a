import Foundation
import Testing

@testable import Analysis

/// A slice is read again by what was recorded of its export: whatever the format, the same records
/// come out of it, and the same number of broken ones.
@Suite("Slices read again")
struct SliceReadingTests {
  /// Puts the stretches of each kind one behind the other, each byte once, a line feed where bytes
  /// were left out, as packages do.
  private final class Slices: ExhibitSink {
    private var stretches: [String: [(offset: Int64, bytes: [UInt8], isText: Bool)]] = [:]
    private(set) var quarantined = 0
    private var last: [String: RecordPlace] = [:]

    func append(
      _ entry: ExhibitEntry, bytes: UnsafeRawBufferPointer, at extent: ExhibitExtent
    ) {
      stretches[entry.slice, default: []].append((extent.offset, Array(bytes), extent.isText))
      if entry.isContext || last[entry.slice] == entry.provenance.place { return }
      last[entry.slice] = entry.provenance.place
      if entry.isQuarantined { quarantined += 1 }
    }

    var bytes: [String: [UInt8]] {
      stretches.mapValues { stretches in
        var out: [UInt8] = []
        var end = Int64.min
        for stretch in stretches.sorted(by: {
          ($0.offset, -$0.bytes.count) < ($1.offset, -$1.bytes.count)
        }) {
          let stop = stretch.offset + Int64(stretch.bytes.count)
          if stretch.offset > end, end != Int64.min, stretch.isText { out.append(0x0a) }
          out += stretch.bytes.suffix(Int(max(0, stop - max(end, stretch.offset))))
          end = max(end, stop)
        }
        return stretches.first?.isText == true ? out + [0x0a] : out
      }
    }
  }

  private static let roles: Set<SourceRole> = [
    .gatewayAccess, .appLog, .securityAudit, .slowLog, .spans, .deployments, .config,
  ]

  /// A statement whose quote was never closed ends at a banner of the server, which is no record
  /// and in no slice: the one known log that a slice cannot be read like.
  private static let known = "mysql-slow-log/bad-cut-statements.log"

  static let fixtures = FormatFixtureTests.fixtures.filter { name in
    if name == known { return false }
    let format = name.split(separator: "/").first.flatMap { ExportFormats.named(String($0)) }
    return format.map { roles.contains($0.role) || $0.framesAnyLog } ?? false
  }

  /// Calls about records, without the places, which are others in a slice.
  private func records(_ log: CallLog) -> [String] {
    let kinds = ["request ", "app ", "audit ", "slow ", "span ", "deployment ", "commit "]
    return log.calls.filter { call in kinds.contains { call.hasPrefix($0) } }.map { call in
      call.range(of: " @", options: .backwards).map { String(call[..<$0.lowerBound]) } ?? call
    }
  }

  @Test(arguments: fixtures) func sameRecords(_ name: String) throws {
    let url = FormatFixtureTests.folder.appending(path: name)
    let declared = try FormatFixtureTests().declared(name).first
    let isZoneless = name.hasPrefix("mysql") || name.hasPrefix("klog")
    let zone = isZoneless || name.contains("zoned-by-option") ? CivilZone.utc : nil
    func scanner(_ input: InputFile) -> ExportScanner {
      ExportScanner(
        input: input, source: declared, assumedZone: zone,
        forced: input.recorded?.format.flatMap { ExportFormats.named($0) },
        limits: IngestLimits())
    }
    let original = InputFile(path: url.path, displayPath: name, isNamed: true)
    let before = CallLog()
    let acquisition = try scanner(original).scan(hashing: false, into: .one(before))
    let always = Interval(from: .distantPast, to: .distantFuture)
    let slices = Slices()
    let collector = ExhibitCollector(
      scope: ExhibitScope(window: always, slow: [always]), traces: [], commits: [""],
      sink: slices)
    collector.role = acquisition.role
    let unit = acquisition.formatName.flatMap { ExportFormats.named($0) }?.sliceUnit ?? .record
    let enclosed = EnclosedExhibits(slices)
    if unit != .record { collector.sink = enclosed }
    _ = try scanner(original).scan(hashing: false, into: .one(collector))
    try enclosed.finish(unit, duplicates: SkippedOffsets()) { body in
      // Small pieces, so that documents lie in several.
      let content = [UInt8](try Data(contentsOf: url))
      for at in stride(from: 0, to: content.count, by: 50) {
        try content[at..<min(content.count, at + 50)].withUnsafeBytes { try body($0) }
      }
    }
    var again: [String] = []
    var broken = 0
    for (_, bytes) in slices.bytes.sorted(by: { $0.key < $1.key }) {
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      try Data(bytes).write(to: path)
      defer { try? FileManager.default.removeItem(at: path) }
      var slice = InputFile(path: path.path, displayPath: name, isNamed: true)
      slice.recorded = RecordedReading(format: acquisition.formatName, role: acquisition.role)
      let log = CallLog()
      _ = try scanner(slice).scan(hashing: false, into: .one(log))
      again += records(log)
      broken += log.calls.count { $0.hasPrefix("quarantine ") }
    }
    #expect(again.sorted() == records(before).sorted())
    // Whole documents bring what is broken in them along, be it of a kind that is never sliced.
    if unit == .record { #expect(broken == slices.quarantined) }
  }
}
