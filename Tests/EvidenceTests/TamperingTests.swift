import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Known-bad variants of a good package; each must be reported by its own code.
@Suite struct TamperingTests {
  private let scratch: Scratch
  private let good: RawZip

  init() throws {
    scratch = try Scratch()
    let written = try PackageBuilder.example(store: true).write(to: scratch.file("good.zip"))
    good = RawZip(parsing: try contents(of: written.path))
  }

  private func codes(_ bytes: [UInt8]) throws -> Set<String> {
    let path = try scratch.write("bad.zip", bytes)
    let report = PackageVerifier().verify(path: path)
    #expect(report.outcome == .defects)
    // What the Merkle tree shows of it besides is in MerkleTamperingTests.
    return report.errorCodes.filter { !$0.hasPrefix("merkle-") }
  }

  private func codes(_ edit: (inout RawZip) -> Void) throws -> Set<String> {
    var zip = good
    edit(&zip)
    return try codes(zip.bytes)
  }

  private func index(_ name: String) throws -> Int {
    try #require(good.entries.firstIndex { $0.text == name })
  }

  @Test func theUntouchedPackageIsIntact() throws {
    let path = try scratch.write("same.zip", good.bytes)
    #expect(PackageVerifier().verify(path: path).outcome == .intact)
  }

  @Test func changedContentWithARightCRC() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes { $0.entries[log].setData(Array(good.entries[log].data.reversed())) }
        == ["member-changed", "sm3-mismatch"])
    let report = try index("report.html")
    #expect(
      try codes { $0.entries[report].setData(Array(good.entries[report].data.reversed())) }
        == ["member-changed", "sm3-mismatch"])
  }

  @Test func changedContentWithAStaleCRC() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes { $0.entries[log].data[5] ^= 1 }
        == ["crc-mismatch", "member-changed", "sm3-mismatch"])
  }

  @Test func aRemovedMember() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes { $0.entries.remove(at: log) } == ["member-missing", "payload-oxum-mismatch"])
    for name in ["bagit.txt", "sm3sums.txt", "tagmanifest-sha256.txt", "manifest-sha256.txt"] {
      let position = try index(name)
      #expect(try codes { $0.entries.remove(at: position) }.contains("member-missing"), "\(name)")
    }
    #expect(try codes { $0.entries.removeFirst() } == ["mimetype-missing"])
  }

  @Test func anAddedMember() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes { $0.entries.insert(.init("data/logs/aa", []), at: log + 1) }
        == ["member-unlisted", "payload-oxum-mismatch"])
    #expect(
      try codes { $0.entries.insert(.init("META-INF/signature001.p7s", []), at: 1) }
        == ["member-unlisted"])
    let script = try index("verify.sh")
    #expect(
      try codes { $0.entries.insert(.init("seal/x", []), at: script - 2) }.contains(
        "member-unlisted"))
  }

  @Test func aDuplicatedMember() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes { $0.entries.insert(good.entries[log], at: log) }
        == ["duplicate-member", "payload-oxum-mismatch"])
    #expect(
      try codes { $0.entries.insert(.init("data/logs/a.jsonl", [1]), at: log) }
        == ["duplicate-member", "member-changed", "sm3-mismatch", "payload-oxum-mismatch"])
  }

  @Test(arguments: [
    "../evil", "data/../../evil", "/etc/evil", "data\\evil", "C:evil", "data//evil", "data/./x",
    "data/", "data/\u{e9}", "data/a\nb", "data/nul", "data/x.", "-rf", "data/a b", "",
  ])
  func anUnsafeName(name: String) throws {
    let found = try codes { $0.entries.append(.init(name, [])) }
    #expect(found.contains("unsafe-name"))
    #expect(found.contains("member-unlisted"))
  }

  @Test func namesThatCannotBeUnpackedTogether() throws {
    #expect(
      try codes { $0.entries.append(.init("Report.html", [])) }.contains("name-clash"))
    #expect(
      try codes { $0.entries.append(.init("report.html/x", [])) }.contains("name-clash"))
  }

  @Test func bytesAroundTheZip() throws {
    #expect(try codes([1, 2, 3] + good.bytes) == ["prefix-bytes"])
    #expect(try codes(good.bytes + [0]) == ["trailing-bytes"])
    #expect(try codes(good.bytes + Array(repeating: 7, count: 200_000)) == ["trailing-bytes"])
    #expect(try codes { $0.prefix = [1, 2, 3] } == ["prefix-bytes"])
    #expect(try codes { $0.gap = [1] } == ["hidden-bytes"])
    var commented = good.bytes
    commented[commented.count - 2] = 2
    #expect(
      try codes(commented + [65, 66]) == ["archive-comment", "end-record-wrong"])
  }

  @Test func aHiddenEntryBetweenTwoListedOnes() throws {
    #expect(
      try codes {
        $0.entries.insert(.init("data/hidden", [1]), at: 5)
        $0.centralOrder = Array($0.entries.indices).filter { $0 != 5 }
      } == ["hidden-bytes"])
  }

  @Test func entriesOutOfOrder() throws {
    #expect(try codes { $0.entries.swapAt(3, 4) } == ["entry-order"])
    #expect(
      try codes {
        $0.centralOrder = Array($0.entries.indices)
        $0.centralOrder?.swapAt(3, 4)
      } == ["entry-order"])
    #expect(try codes { $0.entries.swapAt(0, 1) } == ["mimetype-not-first"])
  }

  @Test func aWrongMimetype() throws {
    #expect(
      try codes { $0.entries[0].setData(Array("application/zip".utf8)) } == ["mimetype-wrong"])
    #expect(
      try codes { $0.entries[0].setData(Array("application/vnd.etsi.asic-e+zip\n".utf8)) }
        == ["mimetype-wrong"])
  }

  @Test func aCompressedMimetype() throws {
    // "stored" inside deflate: 01, length, its complement, the bytes.
    let type = Array("application/vnd.etsi.asic-e+zip".utf8)
    let found = try codes {
      $0.entries[0].data = [1, 31, 0, 224, 255] + type
      for edit in [\RawZip.Entry.editLocal, \RawZip.Entry.editCentral] {
        $0.entries[0][keyPath: edit] = { header in
          let isCentral = header.count > 30
          header[isCentral ? 10 : 8] = 8
          header[isCentral ? 6 : 4] = 20
        }
      }
    }
    #expect(found.contains("mimetype-compressed"))
    #expect(!found.contains("mimetype-wrong"))
  }

  @Test func headersThatDiffer() throws {
    let log = try index("data/logs/a.jsonl")
    // flags, method, time, date, CRC, compressed size, size
    for field in [6, 8, 10, 12, 14, 18, 22] {
      let found = try codes { $0.entries[log].editLocal = { $0[field] ^= 1 } }
      #expect(found.contains("header-mismatch"), "field \(field)")
    }
    #expect(
      try codes { $0.entries[log].localName = Array("data/logs/b.jsonl".utf8) }
        == ["header-mismatch"])
  }

  @Test func headersThatBreakTheByteRulesAlike() throws {
    let log = try index("data/logs/a.jsonl")
    #expect(
      try codes {
        $0.entries[log].editLocal = { $0[10] = 9 }
        $0.entries[log].editCentral = { $0[12] = 9 }
      } == ["byte-rule"], "a time of its own")
    #expect(
      try codes {
        $0.entries[log].localExtra = [0x55, 0x54, 1, 0, 0]
        $0.entries[log].editLocal = { $0[28] = 5 }
      } == ["byte-rule"], "an extra field")
    #expect(
      try codes { $0.entries[log].editCentral = { $0[41] = 0xA1 } } == ["byte-rule"],
      "a symbolic link")
  }

  @Test func entriesThatOverlap() throws {
    let log = try index("data/logs/a.jsonl")
    let other = try index("data/logs/app_error.jsonl")
    var offset: [UInt8] = []
    var probe = good
    probe.entries[log].editCentral = { offset = Array($0[42..<46]) }
    #expect(probe.bytes == good.bytes)
    let found = try codes {
      $0.entries[other].editCentral = { $0.replaceSubrange(42..<46, with: offset) }
    }
    #expect(found.isSuperset(of: ["entry-overlap", "header-mismatch", "hidden-bytes"]))
  }

  @Test func aMalformedManifest() throws {
    let manifest = try index("manifest-sha256.txt")
    let text = good.entries[manifest].data
    let variants = [
      Array(text.dropLast()), text + [10], text + Array("zz  data/x\n".utf8),
      Array(text.dropFirst()),
    ]
    for bad in variants {
      let found = try codes { $0.entries[manifest].setData(bad) }
      #expect(found.contains("manifest-malformed"))
      #expect(found.contains("member-changed"))
    }
    let tagManifest = try index("tagmanifest-sha256.txt")
    let stray = Array((String(repeating: "0", count: 64) + "  verify.sh.x\n").utf8)
    #expect(
      try codes { $0.entries[tagManifest].setData(good.entries[tagManifest].data + stray) }
        .contains("member-missing"))
    #expect(
      try codes { $0.entries[manifest].setData(text + stray) }.contains("manifest-scope"))
  }

  @Test func wrongBagFiles() throws {
    let declaration = try index("bagit.txt")
    #expect(
      try codes { $0.entries[declaration].setData(Array("BagIt-Version: 0.97\n".utf8)) }
        .contains("bagit-wrong"))
    let info = try index("bag-info.txt")
    #expect(
      try codes { $0.entries[info].setData(Array("nonsense\n".utf8)) }
        .isSuperset(of: ["bag-info-malformed", "payload-oxum-missing"]))
    #expect(
      try codes { $0.entries[info].setData(Array("Payload-Oxum: 1.1\n".utf8)) }
        .contains("payload-oxum-mismatch"))
  }

  @Test func aPackageThatWasCutOff() throws {
    for count in [good.bytes.count - 1, good.bytes.count / 2, 100] {
      #expect(try codes(Array(good.bytes.prefix(count))).contains("end-record-missing"))
    }
  }

  @Test func everyProblemIsReportedAtOnce() throws {
    let log = try index("data/logs/a.jsonl")
    let found = try codes {
      $0.entries[log].data[3] ^= 1
      $0.entries[0].setData([1])
      $0.entries.append(.init("../x", []))
      $0.gap = [0]
    }
    #expect(
      found.isSuperset(of: [
        "crc-mismatch", "member-changed", "mimetype-wrong", "unsafe-name", "hidden-bytes",
      ]))
  }

  @Test func anotherPackageThanTheOneAskedFor() throws {
    let id = String(repeating: "0", count: 64)
    let report = PackageVerifier().verify(path: scratch.file("good.zip"), packageID: id)
    #expect(report.errorCodes == ["package-id-mismatch"])
  }

  @Test func theSidecar() throws {
    let path = scratch.file("good.zip")
    let line = try contents(of: path + ".sha256")
    func codes(_ sidecar: [UInt8]) throws -> Set<String> {
      try scratch.write("good.zip.sha256", sidecar)
      return PackageVerifier().verify(path: path).codes
    }
    #expect(try codes(line) == ["unsigned"])
    #expect(try codes([UInt8(ascii: "0")] + line.dropFirst()).contains("sidecar-mismatch"))
    #expect(try codes([]).contains("sidecar-malformed"))
    #expect(try codes(line + line).contains("sidecar-malformed"))
    let renamed = Array(String(decoding: line, as: UTF8.self).replacing("good", with: "x").utf8)
    #expect(try codes(renamed) == ["sidecar-name", "unsigned"])
  }
}

@Suite struct UnreadableTests {
  @Test func whatIsNoZip() throws {
    let scratch = try Scratch()
    for bytes in [[], Array("PK".utf8), Array(repeating: UInt8(65), count: 100_000)] {
      let report = PackageVerifier().verify(path: try scratch.write("x", bytes))
      #expect(report.outcome == .unreadable)
      #expect(report.errorCodes == ["not-a-zip"])
    }
  }

  @Test func whatCannotBeOpened() throws {
    let scratch = try Scratch()
    for path in [scratch.file("none"), scratch.path] {
      let report = PackageVerifier().verify(path: path)
      #expect(report.outcome == .unreadable)
      #expect(report.errorCodes == ["file-unreadable"])
    }
  }

  @Test func aZipThatIsNoPackage() throws {
    let scratch = try Scratch()
    let path = try scratch.write("x.zip", RawZip([.init("a.txt", [65])]).bytes)
    let report = PackageVerifier().verify(path: path)
    #expect(report.outcome == .defects)
    #expect(report.errorCodes == ["member-missing", "member-unlisted", "mimetype-missing"])
    let empty = try scratch.write("empty.zip", RawZip([]).bytes)
    #expect(PackageVerifier().verify(path: empty).outcome == .defects)
  }
}
