import Foundation
import Testing

@testable import Evidence

/// Zip64 with its thresholds lowered, so that small files exercise every field of it.
@Suite struct Zip64Tests {
  private func write(_ scratch: Scratch, _ limits: Zip64Limits) throws -> String {
    let path = scratch.file("p.zip")
    _ = try PackageBuilder.example(lines: 200).write(to: path, limits: limits)
    return path
  }

  private func verify(_ path: String, _ limits: Zip64Limits) -> VerificationReport {
    var verifier = PackageVerifier()
    verifier.zip64 = limits
    return verifier.verify(path: path)
  }

  static let thresholds: [(sizeBytes: UInt64, entries: UInt64)] = [
    (4000, 0xFFFF), (0xFFFF_FFFF, 14), (4000, 3), (500, 0xFFFF), (600, 0xFFFF),
  ]

  @Test(arguments: thresholds)
  func largeSizesOffsetsAndCounts(sizeBytes: UInt64, entries: UInt64) throws {
    let scratch = try Scratch()
    let limits = Zip64Limits(sizeBytes: sizeBytes, entries: entries)
    let path = try write(scratch, limits)
    try FileManager.default.removeItem(atPath: path + ".sha256")
    #expect(verify(path, limits).codes == ["unsigned"])
    // By the real thresholds none of it was needed.
    #expect(PackageVerifier().verify(path: path).outcome == .defects)
    // The first entry stays plain: no extra field, version 1.0.
    let zip = try contents(of: path)
    #expect(RawZip.u16(zip, 28) == 0 && RawZip.u16(zip, 4) == 10)
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasPython), arguments: thresholds)
  func stockToolsReadIt(sizeBytes: UInt64, entries: UInt64) throws {
    let scratch = try Scratch()
    let path = try write(scratch, Zip64Limits(sizeBytes: sizeBytes, entries: entries))
    let unzip = try Tool.run("unzip", ["-tq", path])
    #expect(unzip.status == 0, "\(unzip.output)")
    let script = "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None"
    let python = try Tool.run("python3", ["-c", script, path])
    #expect(python.status == 0, "\(python.output)")
  }

  @Test func everyByteOfTheZip64RecordsCounts() throws {
    let scratch = try Scratch()
    let limits = Zip64Limits(sizeBytes: 500, entries: 3)
    let path = try write(scratch, limits)
    try FileManager.default.removeItem(atPath: path + ".sha256")
    let zip = try contents(of: path)
    // Central directory, Zip64 records and end record.
    let tail = (zip.count - 1500)..<zip.count
    for offset in tail {
      var bad = zip
      bad[offset] ^= 1 << UInt8(offset % 8)
      try scratch.write("p.zip", bad)
      #expect(!verify(path, limits).errors.isEmpty, "offset \(offset)")
    }
  }

  @Test func thresholdsAreThoseOfTheFormat() {
    let limits = Zip64Limits()
    #expect(!limits.needsZip64(contentBytes: 0xFFFF_FFFE, method: .stored))
    #expect(limits.needsZip64(contentBytes: 0xFFFF_FFFF, method: .stored))
    // Noise grows by 5 bytes for each 5 000, 9 for the stream and 5 for the join: 1 064 a MiB.
    // 4 090 MiB may become 4 293 027 600 bytes, 4 092 MiB 4 295 126 880, which is too much.
    #expect(!limits.needsZip64(contentBytes: 4090 << 20, method: .deflated))
    #expect(limits.needsZip64(contentBytes: 4092 << 20, method: .deflated))
    #expect(limits.needsZip64(contentBytes: 0xFFFF_FFFE, method: .deflated))
  }
}

/// Bombs are refused by what they claim, and lies about size by what they give.
@Suite struct LimitTests {
  private func codes(
    _ edit: (inout VerificationLimits) -> Void, flatBytes: Int = 1 << 20
  ) throws -> Set<String> {
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    builder.payload = [
      PackageMember("data/flat", .bytes(Array(repeating: 0, count: flatBytes)))
    ]
    let written = try builder.write(to: scratch.file("p.zip"))
    var verifier = PackageVerifier()
    edit(&verifier.limits)
    return verifier.verify(path: written.path).errorCodes
  }

  @Test func ratio() throws {
    #expect(try codes { $0.ratioFloorBytes = 1 << 19 }.contains("bomb-ratio"))
    #expect(try codes { _ in } == [])
  }

  @Test func total() throws {
    #expect(try codes { $0.contentBytes = 1 << 20 }.contains("bomb-total"))
  }

  @Test func members() throws {
    #expect(try codes { $0.members = 3 }.contains("bomb-members"))
  }

  @Test func lists() throws {
    #expect(try codes { $0.listBytes = 100 }.contains("list-too-large"))
  }

  @Test func sizesThatLie() throws {
    let scratch = try Scratch()
    var zip = try contents(
      of: PackageBuilder.example().write(to: scratch.file("p.zip")).path)
    // VERIFY.txt is the second entry: claim one byte less, then one more, in both headers.
    let local = 69
    let central = RawZip.u32(zip, zip.count - 6) + 46 + 8
    #expect(RawZip.u32(zip, central + 42) == local)
    let size = RawZip.u32(zip, local + 22)
    for lie in [size - 1, size + 1] {
      zip.replaceSubrange((local + 22)..<(local + 26), with: RawZip.le(UInt32(lie), 4))
      zip.replaceSubrange((central + 24)..<(central + 28), with: RawZip.le(UInt32(lie), 4))
      let path = try scratch.write("lie.zip", zip)
      #expect(PackageVerifier().verify(path: path).errorCodes.contains("size-mismatch"))
    }
  }

  @Test func dataThatIsNoDeflateStream() throws {
    let scratch = try Scratch()
    var zip = try contents(
      of: PackageBuilder.example().write(to: scratch.file("p.zip")).path)
    zip[69 + 30 + 10] = 0x07  // a block type that does not exist
    let path = try scratch.write("broken.zip", zip)
    #expect(PackageVerifier().verify(path: path).errorCodes.contains("bad-deflate"))
  }
}
