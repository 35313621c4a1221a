import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Known-bad trees. All lists are made anew after each change, so that nothing but the tree can
/// show it; each change has its own code.
@Suite struct MerkleTamperingTests {
  private let scratch: Scratch
  private let full: RawZip

  private static let document = "data/integrity/merkle.json"
  private static let key = "data/integrity/mask-key.hex"
  private static let segments = "data/integrity/merkle-segments.jsonl"

  init() throws {
    scratch = try Scratch()
    let written = try MerkleSample.builder().write(to: scratch.file("good.zip"))
    full = RawZip(parsing: try contents(of: written.path))
  }

  private func codes(_ zip: RawZip, _ edit: (inout RawZip) -> Void) throws -> Set<String> {
    var zip = zip
    edit(&zip)
    zip.relist()
    let report = PackageVerifier().verify(path: try scratch.write("bad.zip", zip.bytes))
    return report.errorCodes
  }

  private func codes(_ edit: (inout RawZip) -> Void) throws -> Set<String> {
    try codes(full, edit)
  }

  @Test func relistingAloneChangesNothing() throws {
    #expect(try codes { _ in } == [])
  }

  @Test func aChangedByteOfALine() throws {
    let found = try codes {
      $0.edit("data/logs/b.log") { $0.replacing("call 2000\n", with: "call 2009\n") }
    }
    #expect(found == ["merkle-root", "merkle-block"])
    // Three leaves come before the member's: line 2001 is leaf 2003, in the second block.
    let report = PackageVerifier().verify(path: scratch.file("bad.zip"))
    let block = report.errors.filter { $0.code == "merkle-block" }
    #expect(block.count == 1)
    #expect(block.first?.message.hasPrefix("leaves 1024 to 2047 ") == true)
    #expect(block.first?.location?.line == 1022)
    #expect(block.first?.location?.file.hasSuffix("bad.zip/data/logs/b.log") == true)
  }

  @Test func aChangedByteOfASensitiveValue() throws {
    let found = try codes {
      $0.edit("data/logs/b.log") { $0.replacing("pin 1300,", with: "pin 1301,") }
    }
    #expect(found == ["merkle-root", "merkle-block"])
  }

  /// The first line of a member has a stored proof as well.
  @Test func aChangedFirstLine() throws {
    #expect(
      try codes { $0.edit("data/logs/a.log") { $0.replacing("first", with: "First") } }
        == ["merkle-root", "merkle-block", "merkle-proof"])
  }

  @Test func linesThatWereExchanged() throws {
    #expect(
      try codes {
        $0.edit("data/logs/b.log") {
          $0.replacing("call 1\ncall 2\n", with: "call 2\ncall 1\n")
        }
      } == ["merkle-root", "merkle-block"])
  }

  /// Between members of one content, too: the name is in the salt.
  @Test func aLineThatMovedToAnotherMember() throws {
    #expect(
      try codes {
        $0.edit("data/logs/a.log") { $0.replacing("first\n", with: "") }
        $0.edit("data/logs/b.log") { "first\n" + $0 }
      } == ["merkle-root", "merkle-block", "merkle-count", "merkle-proof", "merkle-segments"])
  }

  @Test func linesThatWereAddedOrRemoved() throws {
    let longer = try codes { $0.edit("data/scan/noise") { $0 } }
    // The bytes are no text: reading them as such changed them.
    #expect(longer.isSuperset(of: ["merkle-root"]))
    #expect(
      try codes { $0.set("data/logs/b.log", $0.data("data/logs/b.log") + Array("x\n".utf8)) }
        .isSuperset(of: ["merkle-root", "merkle-count"]))
    #expect(
      try codes { $0.edit("data/logs/b.log") { $0.replacing("call 2\n", with: "") } }
        .isSuperset(of: ["merkle-root", "merkle-count"]))
    #expect(
      try codes { $0.set("data/custody/empty", [10]) }
        .isSuperset(of: ["merkle-root", "merkle-count"]))
  }

  /// The manifests do not tell a line feed from its absence better than the tree does.
  @Test func aLineFeedAtTheEnd() throws {
    #expect(
      try codes { $0.set("data/logs/a.log", $0.data("data/logs/a.log") + [10]) }
        == ["merkle-root", "merkle-block", "merkle-proof"])
  }

  @Test func aChangedKey() throws {
    #expect(
      try codes { $0.edit(Self.key) { "f" + $0.dropFirst() } }
        == ["merkle-root", "merkle-block", "merkle-proof"])
    for bad in ["", "00", String(repeating: "A0", count: 32) + "\n"] {
      #expect(try codes { $0.set(Self.key, Array(bad.utf8)) } == ["merkle-malformed"])
    }
  }

  @Test func aChangedRoot() throws {
    let root = try MerkleDocument(full.data(Self.document)).statement.root
    let changed = (root.first == "0" ? "1" : "0") + root.dropFirst()
    #expect(
      try codes { $0.edit(Self.document) { $0.replacing("\"\(root)\"", with: "\"\(changed)\"") } }
        == ["merkle-root", "merkle-bag-info", "merkle-proof"])
    #expect(
      try codes { $0.edit("bag-info.txt") { $0.replacing(root, with: changed) } }
        == ["merkle-bag-info"])
    #expect(
      try codes {
        $0.edit("bag-info.txt") { $0.replacing("Merkle-Leaves: 2", with: "Merkle-Leaves: 3") }
      }
        == ["merkle-bag-info"])
  }

  @Test func aChangedBlockRootOrProof() throws {
    let document = try MerkleDocument(full.data(Self.document))
    var blocks = document
    blocks.blockRoots[1][0] ^= 1
    #expect(
      try codes { $0.set(Self.document, Array(blocks.text.utf8)) } == ["merkle-root"])
    for edit in 0..<4 {
      var proofs = document
      switch edit {
      case 0: proofs.proofs[2].path[0][5] ^= 1
      case 1: proofs.proofs[2].hash[5] ^= 1
      case 2: proofs.proofs[2].leaf += 1
      default: proofs.proofs[2].path.removeLast()
      }
      #expect(
        try codes { $0.set(Self.document, Array(proofs.text.utf8)) } == ["merkle-proof"])
    }
  }

  @Test func wrongCounts() throws {
    let document = try MerkleDocument(full.data(Self.document))
    var moved = document
    // One line less here, one more there: the sum is right.
    moved.members[1].lines -= 1
    moved.members[2].firstLeaf -= 1
    moved.members[2].lines += 1
    #expect(try codes { $0.set(Self.document, Array(moved.text.utf8)) } == ["merkle-count"])
    var size = document
    size.treeSize += 1
    #expect(try codes { $0.set(Self.document, Array(size.text.utf8)) } == ["merkle-malformed"])
    var gap = document
    gap.members[2].firstLeaf += 1
    #expect(try codes { $0.set(Self.document, Array(gap.text.utf8)) } == ["merkle-malformed"])
    #expect(try codes { $0.set(Self.document, [123]) } == ["merkle-malformed"])
    #expect(
      try codes {
        $0.edit(Self.document) { $0.replacing("estreat.merkle/1", with: "estreat.merkle/2") }
      }
        == ["merkle-malformed"])
  }

  @Test func otherMembers() throws {
    #expect(
      try codes {
        let index = $0.entries.firstIndex { $0.text == "data/logs/b.log" } ?? 0
        $0.entries.insert(.init("data/logs/c.log", Array("slipped in\n".utf8)), at: index + 1)
      } == ["merkle-member"])
    #expect(
      try codes { $0.entries.removeAll { $0.text == "data/logs/a.log" } }
        .isSuperset(of: ["merkle-member", "merkle-count", "merkle-root"]))
  }

  @Test func missingParts() throws {
    for name in [Self.document, Self.key, Self.segments] {
      #expect(try codes { $0.entries.removeAll { $0.text == name } } == ["merkle-missing"])
    }
    #expect(
      try codes { $0.edit("bag-info.txt") { $0.replacing("Merkle-Root", with: "Merkle-Boot") } }
        == ["merkle-bag-info"])
  }

  /// Another split is another commitment, though every byte is the same.
  @Test func changedSplits() throws {
    let first = try #require(
      String(decoding: full.data(Self.segments), as: UTF8.self).split(separator: "\n").first)
    #expect(first == #"{"leaf":1,"spans":[[0,4,"PIN"],[9,4,"PIN"]]}"#)
    func edited(_ to: String) throws -> Set<String> {
      try codes { $0.edit(Self.segments) { $0.replacing(first, with: to) } }
    }
    #expect(
      try edited(#"{"leaf":1,"spans":[[0,5,"PIN"],[9,4,"PIN"]]}"#)
        == ["merkle-root", "merkle-block"])
    #expect(
      try edited(#"{"leaf":1,"spans":[[0,4,"PIN"]]}"#) == ["merkle-root", "merkle-block"])
    let bad = [
      #"{"leaf":1,"spans":[[9,4,"PIN"],[0,4,"PIN"]]}"#, #"{"leaf":1,"spans":[[0,0,"PIN"]]}"#,
      #"{"leaf":1,"spans":[]}"#, #"{"leaf":1,"spans":[[0,40,"PIN"]]}"#, #"{"leaf":1}"#,
      #"{"leaf":99999,"spans":[[0,4,"PIN"]]}"#, "x",
      #"{"leaf":1,"spans":[[0,9223372036854775807,"PIN"]]}"#,
    ]
    for text in bad { #expect(try edited(text).contains("merkle-segments"), "\(text)") }
    // The rule is no part of what is committed: it says only what found the value.
    #expect(try edited(#"{"leaf":1,"spans":[[0,4,"NIP"],[9,4,"PIN"]]}"#) == [])
  }
}

/// The same of disclosure copies, whose leaves come from what is shown.
@Suite struct DisclosureCopyTests {
  private let scratch: Scratch
  private let copy: RawZip
  private let root: String

  init() throws {
    scratch = try Scratch()
    let written = try MerkleSample.builder(lines: 1100).write(to: scratch.file("full.zip"))
    let full = RawZip(parsing: try contents(of: written.path))
    root = try MerkleDocument(full.data("data/integrity/merkle.json")).statement.root
    let other = try MerkleSample.copy(of: full).write(to: scratch.file("copy.zip"))
    copy = RawZip(parsing: try contents(of: other.path))
  }

  private func codes(_ edit: (inout RawZip) -> Void) throws -> Set<String> {
    var zip = copy
    edit(&zip)
    zip.relist()
    return PackageVerifier().verify(path: try scratch.write("bad.zip", zip.bytes)).errorCodes
  }

  @Test func itHoldsUnderTheSameRoot() throws {
    let report = PackageVerifier().verify(path: scratch.file("copy.zip"))
    #expect(report.outcome == .intact, "\(report.errors)")
    #expect(report.bagInfo.contains(BagInfoField("Merkle-Root", root)))
    #expect(report.bagInfo.contains(BagInfoField("Package-Kind", "DISCLOSURE")))
    for entry in copy.entries {
      let text = String(decoding: entry.data, as: UTF8.self)
      #expect(
        !text.contains("7777 and") && !text.contains("and 8888") && !text.contains("pin 1300"),
        "\(entry.text)")
    }
    #expect(try codes { _ in } == [])
  }

  private static let log = "data/logs/b.log.disclosed.jsonl"

  @Test func anEditedVisibleByte() throws {
    #expect(
      try codes { $0.edit(Self.log) { $0.replacing("call 500\\n", with: "call 501\\n") } }
        == ["merkle-root", "merkle-block"])
  }

  @Test func aChangedSalt() throws {
    let lines = String(decoding: copy.data(Self.log), as: UTF8.self).split(separator: "\n")
    let line = String(lines[500])
    let start = try #require(line.range(of: "\"salt\":\"")).upperBound
    let salt = String(line[start...].prefix(32))
    let other = (salt.first == "0" ? "1" : "0") + salt.dropFirst()
    #expect(
      try codes { $0.edit(Self.log) { $0.replacing(salt, with: other) } }
        == ["merkle-root", "merkle-block"])
  }

  @Test func maskedCommitmentsThatWereExchanged() throws {
    let lines = String(decoding: copy.data(Self.log), as: UTF8.self).split(separator: "\n")
    func commitment(_ line: Int) throws -> String {
      let start = try #require(lines[line].range(of: "\"masked\":\"")).upperBound
      return String(lines[line][start...].prefix(64))
    }
    let (a, b) = (try commitment(300), try commitment(303))
    let found = try codes {
      $0.edit(Self.log) {
        $0.replacing(a, with: "@").replacing(b, with: a).replacing("@", with: b)
      }
    }
    #expect(found == ["merkle-root", "merkle-block"])
  }

  @Test func linesThatWereMovedOrLost() throws {
    var lines = String(decoding: copy.data(Self.log), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    lines.swapAt(4, 5)
    let moved = Array(lines.joined(separator: "\n").utf8)
    #expect(try codes { $0.set(Self.log, moved) }.isSuperset(of: ["merkle-line", "merkle-root"]))
    #expect(
      try codes { $0.set(Self.log, Array(copy.data(Self.log).dropLast(5))) }
        .isSuperset(of: ["merkle-line", "merkle-root", "merkle-count"]))
    #expect(
      try codes { $0.entries.removeAll { $0.text == Self.log } }
        .isSuperset(of: ["merkle-member", "merkle-root", "merkle-count"]))
  }

  /// K, or the splits with their exact lengths, must never come into a copy.
  @Test func aSecretThatSlippedIn() throws {
    for name in ["data/integrity/mask-key.hex", "data/integrity/merkle-segments.jsonl"] {
      let found = try codes {
        let index = $0.entries.firstIndex { $0.text == "data/integrity/merkle.json" } ?? 0
        $0.entries.insert(.init(name, MaskKey.example.fileContent), at: index)
      }
      #expect(found == ["merkle-key-exposed"])
    }
  }

  @Test func aCarriedTreeThatIsNone() throws {
    var builder = MerkleSample.builder(lines: 3)
    builder.merkle = .carried(document: [])
    var codes: [String] = []
    do {
      _ = try builder.write(to: scratch.file("none.zip"))
    } catch {
      codes = error.diagnostics.map(\.code)
    }
    #expect(codes == ["merkle-malformed"])
    #expect(!FileManager.default.fileExists(atPath: scratch.file("none.zip")))
  }
}
