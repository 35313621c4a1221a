import Foundation
import Testing

@testable import Evidence

/// Large members are deflated in blocks: one ordinary stream, the same at any number of threads.
@Suite struct DeflateBlockTests {
  /// Sizes around the block and chunk sizes, where a streaming mistake would show.
  private static let sizes = [
    0, 1, 262_144, 1_048_575, 1_048_576, 1_048_577, 2_097_152, 3_500_000,
  ]

  /// Members of every size, text and noise, so that blocks of several are under way at once.
  private func builder(seed: UInt64) -> PackageBuilder {
    var random = SeededGenerator(seed: seed)
    let text = random.logText(lines: 70_000)
    let noise = random.bytes(1_200_000)
    var builder = PackageBuilder(info: .example, payload: [])
    for (index, size) in Self.sizes.enumerated() {
      builder.payload.append(
        PackageMember("data/logs/\(index).jsonl", .bytes(Array(text.prefix(size)))))
      // Already sealed kinds are stored, between others that are deflated.
      builder.payload.append(PackageMember("data/logs/\(index).pdf", .bytes([UInt8(index)])))
    }
    builder.payload.append(PackageMember("data/noise", .bytes(noise)))
    builder.merkle = .lines(key: .example, splitter: nil)
    return builder
  }

  @Test func bytesDoNotDependOnThreads() throws {
    let scratch = try Scratch()
    var builder = builder(seed: 11)
    let one = try builder.write(to: scratch.file("p.zip"))
    let expected = try contents(of: one.path)
    for jobs in [2, 3, 40] {
      builder.jobs = jobs
      let written = try builder.write(to: scratch.file("p.zip"))
      #expect(written.packageID == one.packageID)
      #expect(try contents(of: written.path) == expected, "\(jobs) threads")
    }
    // Without the sidecar every compressed byte is compared with what our zlib makes of it.
    try FileManager.default.removeItem(atPath: one.sidecarPath)
    #expect(PackageVerifier().verify(path: one.path).codes == ["unsigned"])
  }

  @Test func everyBlockIsUsedToItsEnd() throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 12)
    let text = random.logText(lines: 70_000)
    var builder = PackageBuilder(
      info: .example, payload: [PackageMember("data/a", .bytes(text))])
    builder.jobs = 2
    let deflated = try builder.write(to: scratch.file("a.zip")).sizeBytes
    // A block that lost the dictionary, or a stream that was restarted, would cost far more than
    // the few bytes by which blocks end.
    try scratch.write("text", text)
    let python = try Tool.run(
      "python3",
      ["-c", "import sys,zlib; print(len(zlib.compress(open(sys.argv[1],'rb').read(),6)))"]
        + [scratch.file("text")])
    if let whole = UInt64(python.output.trimmingCharacters(in: .whitespacesAndNewlines)) {
      #expect(deflated < whole + whole / 200 + 10_000)
    }
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasPython)) func stockToolsReadIt() throws {
    let scratch = try Scratch()
    var builder = builder(seed: 13)
    builder.jobs = 2
    let written = try builder.write(to: scratch.file("p.zip"))
    let unzip = try Tool.run("unzip", ["-tq", written.path])
    #expect(unzip.status == 0, "\(unzip.output)")
    if Tool.find("7z") != nil {
      let sevenZip = try Tool.run("7z", ["t", written.path])
      #expect(sevenZip.status == 0, "\(sevenZip.output)")
    }
    let script = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])"
    let python = try Tool.run("python3", ["-c", script, written.path, scratch.file("bag")])
    #expect(python.status == 0, "\(python.output)")
    for member in builder.payload {
      guard case .bytes(let bytes) = member.content else { continue }
      #expect(try contents(of: scratch.file("bag/" + member.path)) == bytes, "\(member.path)")
    }
  }

  @Test func aChangedByteOfAnyBlockIsSeen() throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: 14)
    var builder = PackageBuilder(
      info: .example, payload: [PackageMember("data/a", .bytes(random.logText(lines: 50_000)))])
    builder.jobs = 2
    let written = try builder.write(to: scratch.file("p.zip"))
    try FileManager.default.removeItem(atPath: written.sidecarPath)
    let zip = try contents(of: written.path)
    for step in 1..<12 {
      var bad = zip
      bad[zip.count * step / 12] ^= 1 << UInt8(step % 8)
      try scratch.write("p.zip", bad)
      #expect(!PackageVerifier().verify(path: written.path).errors.isEmpty, "twelfth \(step)")
    }
  }

  @Test func aFileThatFailsLeavesNothing() throws {
    let scratch = try Scratch()
    var builder = builder(seed: 15)
    builder.jobs = 2
    builder.payload.append(PackageMember("data/z", .file(scratch.file("missing"))))
    let found = #expect(throws: (any Error).self) {
      try builder.write(to: scratch.file("p.zip"))
    }
    #expect("\(found.map { "\($0)" } ?? "")".contains("file-unreadable"))
    #expect(try scratch.contents == [])
  }
}

/// A slice of many GiB is packed in the memory of a few blocks. Set ESTREAT_HUGE_GIB=10 to run it.
@Suite struct HugeMemberTests {
  private static let sizeGiB =
    ProcessInfo.processInfo.environment["ESTREAT_HUGE_GIB"].flatMap { Int($0) } ?? 0

  @Test(.enabled(if: sizeGiB > 0 && Tool.hasPython), arguments: [false, true])
  func memoryStaysFlat(store: Bool) throws {
    let scratch = try Scratch()
    let path = try scratch.write("slice", Array("begin\n".utf8))
    #expect(truncate(path, Self.sizeGiB << 30) == 0)
    var builder = PackageBuilder(
      info: .example, payload: [PackageMember("data/slice", .file(path))], store: store)
    builder.jobs = 2
    let before = Self.peakKiB
    let written = try builder.write(to: scratch.file("p.zip"))
    #expect(Self.peakKiB - before < 128 << 10)
    #expect(Self.peakKiB < 512 << 10)
    let script = """
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1])
      assert z.getinfo('data/slice').file_size == int(sys.argv[2]) << 30
      assert z.testzip() is None
      """
    let python = try Tool.run("python3", ["-c", script, written.path, "\(Self.sizeGiB)"])
    #expect(python.status == 0, "\(python.output)")
  }

  /// The most memory this process has had.
  private static var peakKiB: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }
}
