import Foundation
import TestSupport
import Testing

/// The shipped data sets are exactly what the generator makes.
@Suite("Data sets regenerate")
struct DatasetsRegenerateTests {
  private static let datasets = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Datasets")

  @Test("Every generated file has the bytes that are shipped")
  func sameBytes() throws {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("datasets-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try DatasetTree.write(to: scratch)
    let generated = try relativePaths(below: scratch)
    #expect(generated.count > 50)
    for path in generated {
      let fresh = try Data(contentsOf: scratch.appendingPathComponent(path))
      let shipped = try? Data(contentsOf: Self.datasets.appendingPathComponent(path))
      #expect(fresh == shipped, "\(path) differs: run make datasets")
    }
  }

  @Test("Nothing lies among the exports that the generator does not make")
  func nothingElse() throws {
    let generated = Set(DatasetTree.files().map(\.path))
    let shipped = try relativePaths(below: Self.datasets).filter { $0.contains("/exports/") }
    #expect(Set(shipped) == generated)
  }

  @Test("Writing keeps what it does not make")
  func keepsOtherFiles() throws {
    let scratch = FileManager.default.temporaryDirectory
      .appendingPathComponent("datasets-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let folder = scratch.appendingPathComponent("incidents/payment-2024-05-15/exports/logs")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let note = folder.appendingPathComponent("note.txt")
    try Data("kept".utf8).write(to: note)
    try DatasetTree.write(to: scratch)
    #expect(try Data(contentsOf: note) == Data("kept".utf8))
  }

  @Test("Sizes stay within the repository's limits")
  func sizes() {
    let payment = DatasetTree.files().filter { $0.path.contains("payment-2024-05-15") }
    #expect(payment.map(\.bytes.count).reduce(0, +) < 3_500_000)
    #expect(DatasetTree.files().allSatisfy { $0.bytes.count < 2_000_000 })
  }

  @Test("SplitMix64 gives its published sequence")
  func publishedSequence() {
    var generator = SeededGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in generator.next() } == expected)
  }

  @Test("A gzip member has no time, no name and no operating system")
  func gzipHeader() {
    let member = gzipped(Array("abc".utf8))
    #expect(Array(member.prefix(10)) == [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
    // CRC-32 of "abc" is 352441c2; both trailer fields are little-endian.
    #expect(Array(member.suffix(8)) == [0xc2, 0x41, 0x24, 0x35, 3, 0, 0, 0])
  }

  /// Paths of the regular files below `root`, sorted, with `/` between components.
  private func relativePaths(below root: URL) throws -> [String] {
    let base = root.resolvingSymlinksInPath().path
    var paths: [String] = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: base) {
      var isFolder: ObjCBool = false
      let full = base + "/" + path
      guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else { continue }
      if !isFolder.boolValue { paths.append(path) }
    }
    return paths.sorted()
  }
}
