import Diagnostics
import Foundation
import Testing

@testable import Evidence

@Suite struct PackageBuilderTests {
  @Test func aPackageIsIntactAndUnsigned() throws {
    let scratch = try Scratch()
    let builder = PackageBuilder.example()
    let path = scratch.file(builder.info.fileName)
    let written = try builder.write(to: path)
    let report = PackageVerifier().verify(path: path, packageID: written.packageID)
    #expect(report.outcome == .intact)
    #expect(report.codes == ["unsigned"])
    #expect(report.packageID == written.packageID)
    #expect(report.zipSHA256 == written.zipSHA256)
    #expect(report.memberCount == 17)
    #expect(report.sizeBytes == written.sizeBytes)
    #expect(
      try scratch.contents == [
        "INC-20240515-142000-FULL.zip", "INC-20240515-142000-FULL.zip.sha256",
      ])
  }

  @Test func membersAreMimetypeThenSortedByBytes() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example().write(to: scratch.file("p.zip"))
    #expect(
      written.members == [
        "mimetype", "VERIFY.txt", "bag-info.txt", "bagit.txt", "data/custody/empty",
        "data/integrity/mask-key.hex", "data/integrity/merkle-segments.jsonl",
        "data/integrity/merkle.json", "data/logs/a.jsonl", "data/logs/app_error.jsonl",
        "data/metrics/flat.openmetrics",
        "data/scan/noise", "manifest-sha256.txt", "report.html", "sm3sums.txt",
        "tagmanifest-sha256.txt", "verify.sh",
      ])
  }

  @Test func bagInfoSaysWhatWasGiven() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example(lines: 1).write(to: scratch.file("p.zip"))
    let info = PackageVerifier().verify(path: written.path).bagInfo
    #expect(info.filter { $0.key == "Party" }.map(\.value) == ["甲方", "乙方"])
    let pairs = Dictionary(info.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
    #expect(pairs["Contains-Unmasked-Data"] == "yes")
    #expect(pairs["External-Identifier"] == "INC-20240515-142000")
    #expect(pairs["Internal-Sender-Identifier"] == "CASE-7")
    #expect(pairs["Bagging-Date"] == "2024-05-16")
    #expect(pairs["Bag-Software-Agent"] == "estreat 0.1.0")
    #expect(pairs["Payload-Oxum"]?.hasSuffix(".8") == true)
    #expect(pairs["Merkle-Root"]?.count == 64)
    #expect(pairs["Merkle-Leaves"].flatMap { Int($0) } ?? 0 > 1)
    #expect(info.last == BagInfoField("Appendix-SHA256", "00ff"))
  }

  @Test(arguments: [false, true])
  func equalInputGivesEqualBytes(store: Bool) throws {
    let scratch = try Scratch()
    var shuffled = PackageBuilder.example(seed: 7, lines: 3000, store: store)
    let a = try shuffled.write(to: scratch.file("a.zip"))
    shuffled.payload.reverse()
    let b = try shuffled.write(to: scratch.file("b.zip"))
    #expect(try contents(of: a.path) == contents(of: b.path))
    #expect(a.packageID == b.packageID)
  }

  @Test func storingKeepsTheIdentity() throws {
    let scratch = try Scratch()
    let deflated = try PackageBuilder.example().write(to: scratch.file("a.zip"))
    let stored = try PackageBuilder.example(store: true).write(to: scratch.file("b.zip"))
    #expect(deflated.packageID == stored.packageID)
    #expect(deflated.zipSHA256 != stored.zipSHA256)
    #expect(PackageVerifier().verify(path: stored.path).outcome == .intact)
  }

  @Test func contentFromFilesEqualsContentFromMemory() throws {
    let scratch = try Scratch()
    let seed: UInt64 = 99
    var random = SeededGenerator(seed: seed)
    // Around the chunk size, where a streaming mistake would show.
    for size in [0, 1, 262_143, 262_144, 262_145, 600_000] {
      let bytes = Array(random.logText(lines: size / 60 + 1).prefix(size))
      #expect(bytes.count == size, "seed \(seed)")
      let file = try scratch.write("source", bytes)
      var builder = PackageBuilder.example(lines: 1)
      builder.payload = [PackageMember("data/a", .bytes(bytes))]
      let a = try builder.write(to: scratch.file("a.zip"))
      builder.payload = [PackageMember("data/a", .file(file))]
      let b = try builder.write(to: scratch.file("b.zip"))
      #expect(try contents(of: a.path) == contents(of: b.path), "size \(size)")
      try FileManager.default.removeItem(atPath: b.sidecarPath)
      #expect(PackageVerifier().verify(path: b.path).codes == ["unsigned"], "size \(size)")
    }
  }

  @Test func filesArePrivate() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example().write(to: scratch.file("p.zip"))
    for path in [written.path, written.sidecarPath] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test func onlyMimetypeAndSealedKindsAreStored() throws {
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    builder.tagFiles.append(PackageMember("certificate.pdf", .bytes(Array("%PDF".utf8))))
    let zip = try contents(of: builder.write(to: scratch.file("p.zip")).path)
    // mimetype: 30 fixed bytes, its name, no extra field, then the media type as it is.
    #expect(RawZip.u16(zip, 8) == 0 && RawZip.u16(zip, 28) == 0)
    #expect(Array(zip[30..<69]) == Array("mimetypeapplication/vnd.etsi.asic-e+zip".utf8))
    let end = zip.count - 22
    var index = RawZip.u32(zip, end + 16)
    while index < end {
      let nameBytes = RawZip.u16(zip, index + 28)
      let name = String(decoding: zip[(index + 46)..<(index + 46 + nameBytes)], as: UTF8.self)
      let isStored = name == "mimetype" || name == "certificate.pdf"
      #expect(RawZip.u16(zip, index + 10) == (isStored ? 0 : 8), "\(name)")
      #expect(RawZip.u16(zip, index + 8) == 0, "flags of \(name)")
      #expect(RawZip.u32(zip, index + 12) == 0x0021_0000, "time of \(name)")
      #expect(RawZip.u16(zip, index + 30) == 0, "extra field of \(name)")
      index += 46 + nameBytes
    }
  }

  @Test func aStoredPackageIsWhatTheOtherWriterMakes() throws {
    let scratch = try Scratch()
    let written = try PackageBuilder.example(store: true).write(to: scratch.file("p.zip"))
    let zip = try contents(of: written.path)
    #expect(RawZip(parsing: zip).bytes == zip)
  }
}

@Suite struct PackageBuilderRefusalTests {
  private func codes(_ edit: (inout PackageBuilder) -> Void) throws -> Set<String> {
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    edit(&builder)
    var codes: Set<String> = []
    do {
      _ = try builder.write(to: scratch.file("p.zip"))
    } catch {
      codes = Set(error.diagnostics.map(\.code))
    }
    #expect(try scratch.contents == [], "nothing may be left behind")
    return codes
  }

  @Test func eachDefectHasItsCode() throws {
    let empty = MemberContent.bytes([])
    #expect(try codes { $0.payload = [] } == ["payload-empty"])
    #expect(try codes { $0.payload.append(PackageMember("logs/a", empty)) } == ["member-place"])
    #expect(try codes { $0.tagFiles.append(PackageMember("data/x", empty)) } == ["member-place"])
    #expect(try codes { $0.tagFiles.append(PackageMember("seal/x", empty)) } == ["member-place"])
    #expect(
      try codes { $0.payload.append(PackageMember("data/../x", empty)) } == ["unsafe-name"])
    #expect(try codes { $0.payload.append($0.payload[0]) } == ["duplicate-member"])
    #expect(
      try codes { $0.tagFiles.append(PackageMember("bagit.txt", empty)) } == ["duplicate-member"])
    #expect(
      try codes { $0.payload.append(PackageMember("data/logs/A.jsonl", empty)) }
        == ["name-clash"])
    #expect(
      try codes { $0.payload.append(PackageMember("data/logs", empty)) } == ["name-clash"])
    #expect(
      try codes { $0.payload.append(PackageMember("data/x", .file("/no/such/file"))) }
        == ["file-unreadable"])
    #expect(try codes { $0.info.baggingDate = "16.05.2024" } == ["package-info"])
    #expect(try codes { $0.info.incidentID = "../x" } == ["package-info"])
    #expect(try codes { $0.info.caseID = "a\nPayload-Oxum: 0.0" } == ["package-info"])
    #expect(
      try codes { $0.info.extra = [BagInfoField("Payload-Oxum", "1.1")] } == ["package-info"])
  }

  @Test func defectsAreReportedTogether() throws {
    let found = try codes {
      $0.info.baggingDate = "x"
      $0.payload = [PackageMember("/data/x", .bytes([]))]
    }
    #expect(found == ["package-info", "unsafe-name"])
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let scratch = try Scratch()
    #expect(throws: DiagnosticError.self) {
      _ = try PackageBuilder.example().write(to: scratch.file("none/p.zip"))
    }
  }
}
