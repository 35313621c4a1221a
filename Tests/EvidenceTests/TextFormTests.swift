import Testing

@testable import Evidence

@Suite struct ChecksumListTests {
  private let digest = String(repeating: "0a", count: 32)

  @Test func bothFormsReadBack() {
    for style in [ChecksumList.Style.plain, .tagged("SM3")] {
      let text = ChecksumList.text([("data/b", digest), ("data/a", digest)], style: style)
      let (lines, defects) = ChecksumList.parse(Array(text.utf8), style: style)
      #expect(defects.isEmpty)
      #expect(lines.map(\.path) == ["data/a", "data/b"])
      #expect(lines.map(\.digest) == [digest, digest])
    }
  }

  @Test func linesAreAsTheToolsWriteThem() {
    #expect(ChecksumList.text([("a", digest)], style: .plain) == "\(digest)  a\n")
    #expect(ChecksumList.text([("a", digest)], style: .tagged("SM3")) == "SM3 (a) = \(digest)\n")
  }

  @Test func defectsNameTheirLine() {
    let upper = digest.uppercased()
    for bad in ["\(digest) a\n", "\(digest) *a\n", "\(upper)  a\n", "\(digest)  ../a\n", "\n"] {
      let text = "\(digest)  0\n" + bad
      let (lines, defects) = ChecksumList.parse(Array(text.utf8), style: .plain)
      #expect(lines.count == 1)
      #expect(defects.map(\.line) == [2], "\(bad)")
    }
    let twice = "\(digest)  a\n\(digest)  a\n"
    #expect(ChecksumList.parse(Array(twice.utf8), style: .plain).defects.count == 1)
    let unsorted = "\(digest)  b\n\(digest)  a\n"
    #expect(ChecksumList.parse(Array(unsorted.utf8), style: .plain).defects.count == 1)
  }
}

@Suite struct BagInfoTests {
  @Test func foldedLinesAreUnfolded() {
    let (fields, malformed) = BagInfo.parse(Array("A: one\n  two\nB: x: y\n".utf8))
    #expect(fields == [BagInfoField("A", "one two"), BagInfoField("B", "x: y")])
    #expect(malformed == [])
  }

  @Test func malformedLinesAreNumbered() {
    #expect(BagInfo.parse(Array("A: one\nB\n: x\nC:x\nD: 1".utf8)).malformedLines == [5, 2, 3, 4])
    #expect(BagInfo.parse(Array(" folded\n".utf8)).malformedLines == [1])
    #expect(BagInfo.parse([0x41, 0x3A, 0x20, 0xFF, 0x0A]).malformedLines == [1])
  }
}

@Suite struct MemberNameTests {
  @Test(arguments: ["mimetype", "data/logs/a-1_b.jsonl", "data/x+y=z@w,v", "data/.hidden"])
  func safe(name: String) { #expect(MemberName.defect(name) == nil) }

  @Test func unusualBytesAreShownEscaped() {
    #expect(MemberName.display([0x61, 0x1B, 0x5C, 0xE9]) == #"a\x1b\x5c\xe9"#)
  }
}

@Suite struct MemberDigestTests {
  /// The examples of FIPS 180-4 and GB/T 32905-2016, both for "abc".
  @Test func digestsAreThoseOfTheStandards() throws {
    let digest = try MemberDigest(of: .bytes(Array("abc".utf8)))
    #expect(
      digest.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(digest.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
    #expect(digest.sizeBytes == 3)
  }
}
