import Foundation
import Testing

@testable import Evidence

/// Members take no more room than zlib's level 6 needs, whatever is in them.
@Suite struct DeflateLevelTests {
  private static let bytes = 5 << 20

  /// Lines as different from each other as those of a JSON log.
  private static func varied() -> [UInt8] {
    var random = SeededGenerator(seed: 31)
    return Array(random.logText(lines: 90_000).prefix(bytes))
  }

  /// Long stretches that come again with small changes: statements, stack traces.
  private static func repetitive() -> [UInt8] {
    var random = SeededGenerator(seed: 32)
    let statements = (0..<40).map { _ in
      (0..<60).map { _ in
        ["select", "from", "where", "order", "by", "amount", "customer", "join", "on", "t1.id"]
          .randomElement(using: &random) ?? ""
      }.joined(separator: " ")
    }
    var out: [UInt8] = []
    while out.count < bytes {
      let number = Int.random(in: 0..<1_000_000, using: &random)
      out += "2024-05-15 14:20:0\(number % 10) UTC [\(number)] LOG: statement: ".utf8
      out += (statements.randomElement(using: &random) ?? "").utf8
      out.append(10)
    }
    return Array(out.prefix(bytes))
  }

  private func level(_ content: [UInt8]) -> Int32 {
    content.withUnsafeBytes {
      DeflateLevel().level(
        of: UnsafeRawBufferPointer(rebasing: $0.prefix(DeflateBlock.contentBytes)), at: 0,
        in: UInt64(content.count))
    }
  }

  @Test func theContentDecides() {
    // Members of less than 4 MiB are not worth a trial.
    #expect(level(Array(Self.varied().prefix(1 << 20))) == 6)
    #expect((4...5).contains(level(Self.varied())))
    #expect(level(Self.repetitive()) > 5)
  }

  @Test(.enabled(if: Tool.hasPython), arguments: [false, true])
  func noLargerThanZlib(isVaried: Bool) throws {
    let scratch = try Scratch()
    let content = isVaried ? Self.varied() : Self.repetitive()
    try scratch.write("content", content)
    var builder = PackageBuilder(
      info: .example, payload: [PackageMember("data/content", .file(scratch.file("content")))])
    builder.jobs = 2
    let package = try builder.write(to: scratch.file("p.zip")).path
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
          z.write(sys.argv[1], "data/content")
      for name in sys.argv[2:]:
          print(zipfile.ZipFile(name).getinfo("data/content").compress_size)
      """
    let python = try Tool.run(
      "python3", ["-c", script, scratch.file("content"), scratch.file("peer.zip"), package])
    let sizes = python.output.split(separator: "\n").compactMap { Int($0) }
    try #require(sizes.count == 2, "\(python.output)")
    #expect(sizes[1] <= sizes[0])
  }
}
