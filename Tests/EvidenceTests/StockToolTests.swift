import Foundation
import Testing

@testable import Evidence

/// A package has to stand without our software: every command of VERIFY.txt is run.
@Suite struct StockToolTests {
  private let scratch: Scratch
  private let written: WrittenPackage
  private var bag: String { scratch.file("bag") }

  init() throws {
    scratch = try Scratch()
    let builder = PackageBuilder.example(seed: 3, lines: 2000)
    written = try builder.write(to: scratch.file(builder.info.fileName))
  }

  private func unpack() throws {
    let result = try Tool.run("unzip", ["-q", written.path, "-d", bag])
    #expect(result.status == 0, "\(result.output)")
  }

  private func expectPass(_ name: String, _ arguments: String..., in folder: String) throws {
    let result = try Tool.run(name, arguments, in: folder)
    #expect(result.status == 0, "\(name): \(result.output)")
  }

  @Test(.enabled(if: Tool.hasUnzip)) func unzipTestsIt() throws {
    try expectPass("unzip", "-tq", written.path, in: scratch.path)
  }

  @Test(.enabled(if: Tool.hasUnzip)) func unzippedContentIsTheContent() throws {
    try unpack()
    for member in PackageBuilder.example(seed: 3, lines: 2000).payload {
      guard case .bytes(let bytes) = member.content else { continue }
      #expect(try contents(of: "\(bag)/\(member.path)") == bytes)
    }
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasSha256sum)) func sha256sumChecksIt() throws {
    try unpack()
    try expectPass(
      "sha256sum", "-c", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt", in: bag)
    try expectPass(
      "sha256sum", "-c", "--strict", written.sidecarPath, in: scratch.path)
    let id = try Tool.run("sha256sum", ["tagmanifest-sha256.txt"], in: bag)
    #expect(id.output.prefix(64) == written.packageID)
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasSM3)) func cksumChecksSM3() throws {
    try unpack()
    try expectPass("cksum", "-a", "sm3", "-c", "--strict", "sm3sums.txt", in: bag)
  }

  @Test(.enabled(if: Tool.hasPython)) func pythonReadsIt() throws {
    let script = """
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1])
      assert z.testzip() is None
      first = z.infolist()[0]
      assert (first.filename, first.compress_type, first.header_offset) == ('mimetype', 0, 0)
      for m in z.infolist():
          assert m.date_time == (1980, 1, 1, 0, 0, 0), m
          assert m.flag_bits == 0 and not m.extra and not m.comment, m
          assert m.create_system == 3 and m.external_attr == 0o100644 << 16, m
      assert not z.comment
      """
    try expectPass("python3", "-c", script, written.path, in: scratch.path)
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasBagit)) func bagitValidatesIt() throws {
    try unpack()
    let script = "import bagit; bagit.Bag('.').validate()"
    try expectPass("python3", "-c", script, in: bag)
  }

  @Test(.enabled(if: Tool.hasUnzip)) func theScriptPasses() throws {
    try unpack()
    try expectPass("sh", "bag/verify.sh", in: scratch.path)
    try expectPass(
      "sh", "verify.sh", "../\(written.path.split(separator: "/").last ?? "")", in: bag)
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).output.contains(written.packageID))
  }

  @Test(.enabled(if: Tool.hasUnzip), arguments: 0..<8)
  func theScriptFails(tampering: Int) throws {
    try unpack()
    let files = FileManager.default
    switch tampering {
    case 0: try scratch.write("bag/data/custody/empty", [1])
    case 1: try scratch.write("bag/bagit.txt", [1])
    case 2: try scratch.write("bag/data/added", [])
    case 3: try files.removeItem(atPath: "\(bag)/data/logs/a.jsonl")
    case 4: try files.removeItem(atPath: "\(bag)/sm3sums.txt")
    case 5: try scratch.write("bag/mimetype", [1])
    case 6:
      try files.createSymbolicLink(atPath: "\(bag)/data/link", withDestinationPath: "/etc/passwd")
    default:
      try files.createDirectory(atPath: "\(bag)/seal", withIntermediateDirectories: true)
      try scratch.write("bag/seal/added", [])
    }
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).status != 0)
  }

  @Test(.enabled(if: Tool.hasUnzip)) func theScriptFailsForAnotherZip() throws {
    try unpack()
    var zip = try contents(of: written.path)
    zip[zip.count / 2] ^= 0xFF
    try scratch.write("broken.zip", zip)
    #expect(try Tool.run("sh", ["verify.sh", "../broken.zip"], in: bag).status != 0)
  }
}
