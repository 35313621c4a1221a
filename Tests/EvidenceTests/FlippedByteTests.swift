import Foundation
import Testing

@testable import Evidence

/// No byte of a package may change unseen, not even one that leaves every content as it is.
@Suite struct FlippedByteTests {
  @Test(arguments: [false, true])
  func everySingleByteCounts(store: Bool) throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example(lines: 6, store: store)
      .write(to: scratch.file("p.zip"))
    // The sidecar would show any change; here the package has to show it alone.
    try FileManager.default.removeItem(atPath: written.sidecarPath)
    let zip = try contents(of: written.path)
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
    let file = try #require(FileHandle(forUpdatingAtPath: written.path))
    func put(_ byte: UInt8, at offset: Int) throws {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: [byte])
    }
    var unseen: [Int] = []
    for offset in zip.indices {
      try put(zip[offset] ^ (1 << UInt8(offset % 8)), at: offset)
      if PackageVerifier().verify(path: written.path).errors.isEmpty { unseen.append(offset) }
      try put(zip[offset], at: offset)
    }
    #expect(unseen.isEmpty)
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
  }

  @Test func theSidecarShowsItToo() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example().write(to: scratch.file("p.zip"))
    var zip = try contents(of: written.path)
    zip[zip.count / 3] ^= 4
    try scratch.write("p.zip", zip)
    #expect(PackageVerifier().verify(path: written.path).errorCodes.contains("sidecar-mismatch"))
  }
}

/// Whatever a file holds, verifying it ends with a report.
@Suite struct GarbageTests {
  @Test(arguments: [false, true])
  func damagedAtRandom(store: Bool) throws {
    let scratch = try Scratch()
    let limits = Zip64Limits(sizeBytes: store ? 500 : 0xFFFF_FFFF)
    let path = scratch.file("p.zip")
    _ = try PackageBuilder.example(lines: 4, store: store).write(to: path, limits: limits)
    let good = try contents(of: path)
    try FileManager.default.removeItem(atPath: path + ".sha256")
    var verifier = PackageVerifier()
    verifier.zip64 = limits
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var bad = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // Half of the damage goes to the structures at the end.
        let isTail = Bool.random(using: &random)
        let lower = isTail ? max(0, bad.count - 1400) : 0
        let start = Int.random(in: lower..<bad.count, using: &random)
        let end = min(bad.count, start + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bad.replaceSubrange(start..<end, with: random.bytes(end - start))
        case 1: for index in start..<end { bad[index] = 0xFF }
        case 2: for index in start..<end { bad[index] = 0 }
        case 3: bad.removeSubrange(start..<end)
        default: bad.insert(contentsOf: bad[start..<end], at: start)
        }
      }
      guard bad != good else { continue }
      try scratch.write("p.zip", bad)
      #expect(!verifier.verify(path: path).errors.isEmpty, "seed \(seed)")
    }
  }
}

/// Compressed bytes that differ although the content does not: made with Python's zipfile, which
/// is told to keep every other byte rule.
@Suite(.enabled(if: Tool.hasPython)) struct DeflatedElsewhereTests {
  private func codes(levels: String) throws -> (VerificationReport, Set<String>) {
    let scratch = try Scratch()
    let written = try PackageBuilder.example(lines: 500).write(to: scratch.file("p.zip"))
    let script = """
      import sys, zipfile
      levels = \(levels)
      source = zipfile.ZipFile(sys.argv[1])
      target = zipfile.ZipFile(sys.argv[2], 'w')
      for m in source.infolist():
          n = zipfile.ZipInfo(m.filename, (1980, 1, 1, 0, 0, 0))
          n.create_system, n.create_version, n.extract_version = 3, 20, m.extract_version
          n.external_attr, n.compress_type = m.external_attr, m.compress_type
          target.writestr(n, source.read(m), compresslevel=levels(m.filename))
      target.close()
      """
    let path = scratch.file("q.zip")
    let python = try Tool.run("python3", ["-c", script, written.path, path])
    #expect(python.status == 0, "\(python.output)")
    let report = PackageVerifier().verify(path: path)
    #expect(report.packageID == written.packageID)
    return (report, report.codes)
  }

  @Test func bytesAsOursAreIntact() throws {
    let (report, codes) = try codes(levels: "lambda name: 6")
    #expect(report.outcome == .intact)
    #expect(codes == ["unsigned"])
  }

  @Test func anotherZlibIsAWarning() throws {
    let (report, codes) = try codes(levels: "lambda name: 1")
    #expect(report.outcome == .intact)
    #expect(codes == ["foreign-deflate", "unsigned"])
  }

  @Test func oneMemberThatDiffersWasAltered() throws {
    let (report, codes) = try codes(levels: "lambda name: 1 if name == 'data/logs/a.jsonl' else 6")
    #expect(report.outcome == .defects)
    #expect(codes == ["deflate-altered", "unsigned"])
  }
}
