import Testing

@testable import Evidence

@Suite struct LineCommitmentTests {
  private static let member = "data/logs/a.jsonl"
  private static let line = Array("{\"ssn\":\"123-45-6789\"}语\n".utf8)
  private static let segments = LineSegment.split(
    line.count, at: [SensitiveSpan(range: 8..<19, rule: "SSN")])

  /// Worked out with Python's hashlib and hmac from the words of Format.md, K = 00 01 … 1f, line 12.
  @Test func bytesWorkedOutElsewhere() {
    let salts = MaskKey.example.salts
    let wanted = [
      (
        "9892efc460e02943425bbc5960e1a86a",
        "042af9d4ccf3881f6865e781a8727ce172a9267f38a87b98f7eec06ea8c19c71"
      ),
      (
        "d3b6bb4ad4d4be16f9458db5701fa4a7",
        "ff3b98a2eb49c103dee3698f6918f340db2b7d40fb618f0699f6d77a08723926"
      ),
      (
        "5c4448123e73db2e03db0ae16f11cde1",
        "f717353840c2c585f4ef00c937aa19b61b9a7bb5594ab66e1c15674954affe51"
      ),
    ]
    #expect(Self.segments.map(\.rule) == [nil, "SSN", nil])
    for (index, segment) in Self.segments.enumerated() {
      let salt = salts.salt(member: Self.member, line: 12, segment: UInt32(index))
      #expect(Hex.text(salt) == wanted[index].0)
      let bytes = Array(Self.line[segment.range])
      #expect(
        Hex.text(LineCommitment.segment(salt: salt, bytes: bytes)) == wanted[index].1)
    }
    let leaf = LineCommitment.leaf(
      member: Self.member, line: 12, bytes: Self.line, segments: Self.segments, salts: salts)
    #expect(
      Hex.text(leaf) == "bb9557bab8cf391918144fdf0554a77671b006f8df69753e0cfdd301ef616226")
  }

  @Test func theQuickHasherAgrees() {
    let salts = MaskKey.example.salts
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    // Names and lines around the 64 bytes of a SHA-256 block.
    for name in ["data/a", "data/" + String(repeating: "n", count: 60)] {
      let hasher = LeafHasher(member: name, salts: salts)
      for number in 1...200 as ClosedRange<UInt64> {
        let line = random.bytes(Int.random(in: 1...150, using: &random))
        let spans = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          let start = Int.random(in: 0..<line.count, using: &random)
          return SensitiveSpan(range: start..<(start + 9), rule: "R")
        }
        let segments = LineSegment.split(line.count, at: spans)
        var found = [UInt8](repeating: 0, count: 32)
        found.withUnsafeMutableBytes { out in
          guard let base = out.baseAddress else { return }
          line.withUnsafeBytes { hasher.hash(number, $0, segments, into: base) }
        }
        let wanted = LineCommitment.leaf(
          member: name, line: number, bytes: line, segments: segments, salts: salts)
        #expect(found == wanted, "seed \(seed), line \(number)")
      }
    }
  }

  /// Nothing that stands for a place or a byte is without effect.
  @Test func everyPartCounts() {
    let salts = MaskKey.example.salts
    func leaf(
      _ member: String = Self.member, _ line: UInt64 = 12, _ bytes: [UInt8] = Self.line,
      _ segments: [LineSegment] = Self.segments, _ salts: LineSalts = salts
    ) -> [UInt8] {
      LineCommitment.leaf(
        member: member, line: line, bytes: bytes, segments: segments, salts: salts)
    }
    var edited = Self.line
    edited[3] ^= 1
    var other = MaskKey.example.bytes
    other[31] ^= 1
    let leaves = [
      leaf(), leaf("data/logs/b.jsonl"), leaf(Self.member, 13), leaf(Self.member, 12, edited),
      leaf(Self.member, 12, Self.line, LineSegment.split(Self.line.count, at: [])),
      leaf(Self.member, 12, Self.line, Self.segments, LineSalts(key: other)),
    ]
    #expect(Set(leaves).count == leaves.count)
  }

  @Test func splitting() {
    func split(_ count: Int, _ spans: (Range<Int>, String)...) -> [String] {
      LineSegment.split(count, at: spans.map { SensitiveSpan(range: $0.0, rule: $0.1) })
        .map { "\($0.range.lowerBound)-\($0.range.upperBound)\($0.rule.map { " " + $0 } ?? "")" }
    }
    #expect(split(10) == ["0-10"])
    #expect(split(0) == ["0-0"])
    #expect(split(10, (2..<4, "A")) == ["0-2", "2-4 A", "4-10"])
    #expect(split(10, (0..<4, "A")) == ["0-4 A", "4-10"])
    #expect(split(10, (6..<10, "A")) == ["0-6", "6-10 A"])
    #expect(split(10, (0..<10, "A")) == ["0-10 A"])
    // Neighbours stay apart, overlaps become one: the first, then the longest, then by name.
    #expect(split(10, (4..<6, "B"), (2..<4, "A")) == ["0-2", "2-4 A", "4-6 B", "6-10"])
    #expect(split(10, (3..<6, "B"), (2..<4, "A")) == ["0-2", "2-6 A", "6-10"])
    #expect(split(10, (2..<4, "A"), (2..<6, "B")) == ["0-2", "2-6 B", "6-10"])
    #expect(split(10, (2..<6, "B"), (2..<6, "A")) == ["0-2", "2-6 A", "6-10"])
    #expect(split(10, (2..<9, "A"), (3..<4, "B"), (8..<10, "C")) == ["0-2", "2-10 A"])
    // What lies outside, or is empty, is nothing.
    #expect(split(10, (8..<20, "A"), (3..<3, "B"), (12..<14, "C")) == ["0-8", "8-10 A"])
  }

  @Test func lengthsAreTold() {
    let classes = [1, 8, 9, 16, 17, 32, 33, 64, 65, 1000].map(LengthClass.name)
    #expect(
      classes == [
        "1-8", "1-8", "9-16", "9-16", "17-32", "17-32", "33-64", "33-64", "65-128", "513-1024",
      ])
  }
}

@Suite struct LineBlocksTests {
  /// Blocks as Format.md and the type say, from the whole text at once.
  private static func blocks(_ text: ArraySlice<UInt8>, line: Int, block: Int) -> [[UInt8]] {
    var out: [[UInt8]] = []
    var rest = text
    while !rest.isEmpty {
      var end = 0
      if rest.count < block {
        end = rest.count
      } else if let feed = rest.prefix(block).lastIndex(of: 10) {
        end = feed + 1 - rest.startIndex
      } else {
        let feed = rest.prefix(line).firstIndex(of: 10).map { $0 + 1 - rest.startIndex }
        end = feed ?? min(line, rest.count)
      }
      out.append(Array(rest.prefix(end)))
      rest = rest.dropFirst(end)
    }
    return out
  }

  @Test func theSameForAllChunks() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 0...200, using: &random)
      let sparsity = Int.random(in: 2...60, using: &random)
      let text = (0..<count).map { _ in
        Int.random(in: 0..<sparsity, using: &random) == 0 ? UInt8(10) : 65
      }
      let block = Int.random(in: 4...24, using: &random)
      let line = block + Int.random(in: 0...40, using: &random)
      let wanted = Self.blocks(text[...], line: line, block: block)
      #expect(wanted.flatMap { $0 } == text)
      let cutter = LineBlocks(lineBytes: line, blockBytes: block)
      var found: [[UInt8]] = []
      var rest = text[...]
      while !rest.isEmpty {
        let chunk = Array(rest.prefix(Int.random(in: 1...30, using: &random)))
        rest = rest.dropFirst(chunk.count)
        chunk.withUnsafeBytes { cutter.append($0) { found.append(Array($0)) } }
      }
      cutter.finish { found.append(Array($0)) }
      #expect(found == wanted, "seed \(seed)")
    }
  }

  @Test func linesKeepTheirFeeds() throws {
    var lines: [String] = []
    let text = Array("a\n\nb\r\nc".utf8)
    text.withUnsafeBytes { bytes in
      LineBlocks.lines(of: bytes) {
        lines.append(String(decoding: bytes[$0], as: UTF8.self))
      }
    }
    #expect(lines == ["a\n", "\n", "b\r\n", "c"])
  }
}
