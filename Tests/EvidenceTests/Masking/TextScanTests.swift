import Testing

@testable import Evidence

/// The quick scans of text against slow ones that look at every byte.
@Suite struct TextScanTests {
  private static func text(
    _ random: inout SeededGenerator, _ alphabet: String, pieces: [String], count: Int
  ) -> [UInt8] {
    let letters = Array(alphabet.utf8)
    var out: [UInt8] = []
    while out.count < count {
      if Int.random(in: 0..<4, using: &random) == 0,
        let piece = pieces.randomElement(using: &random)
      {
        out += piece.utf8
      } else {
        for _ in 0..<Int.random(in: 1...70, using: &random) {
          out.append(letters.randomElement(using: &random) ?? 0)
        }
      }
    }
    return out
  }

  @Test func wordsOfEight() {
    var random = SeededGenerator(seed: 51)
    for round in 0..<20_000 {
      var bytes = Array("a90f5bc3".utf8)
      bytes[round % 8] = UInt8(truncatingIfNeeded: round / 8)
      if round % 3 == 0 {
        bytes = (0..<8).map { _ in
          Array("0123456789abcdefABCDEF/:@G`g\u{7F}\u{80}\"\\ ".utf8).randomElement(using: &random)
            ?? 0
        }
      }
      let (isLower, isHex, isPlain) = bytes.withUnsafeBytes {
        let word = WordOfText($0, at: 0)
        return (word.isLowerHex, word.isHex, word.isPlain)
      }
      #expect(isLower == bytes.allSatisfy { "0123456789abcdef".utf8.contains($0) }, "\(bytes)")
      #expect(
        isHex == bytes.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }, "\(bytes)")
      let mayNotBePlain = bytes.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
      if mayNotBePlain { #expect(!isPlain, "\(bytes)") }
      if !mayNotBePlain, bytes.allSatisfy({ $0 < 0x80 }) { #expect(isPlain, "\(bytes)") }
    }
  }

  @Test func digestsWhereverTheyStand() {
    var random = SeededGenerator(seed: 52)
    for _ in 0..<400 {
      var text = Self.text(
        &random, "0123456789abcdefABCDEF", pieces: ["\"", " ", "sha256:", "g", "_", "md5=", "-"],
        count: Int.random(in: 1...600, using: &random))
      for count in [64, 96, 128, 63, 65, 32, 40] {
        text += Array(" x:".utf8) + (0..<count).map { _ in UInt8(ascii: "b") }
      }
      var wanted: [Range<Int>] = []
      var start = 0
      for index in 0...text.count {
        let isWord =
          index < text.count
          && (text[index] == UInt8(ascii: "_") || Character(Unicode.Scalar(text[index])).isLetter
            || Character(Unicode.Scalar(text[index])).isNumber)
        if isWord { continue }
        let word = text[start..<index]
        if [64, 96, 128].contains(word.count), word.allSatisfy({ $0 != 0x5F && $0 | 0x20 != 0x67 }),
          word.allSatisfy({ "0123456789abcdefABCDEF".utf8.contains($0) })
        {
          wanted.append(start..<index)
        }
        start = index + 1
      }
      let found = text.withUnsafeBytes { HexWords.digests(in: $0, withPrefixed: true) }
        .filter { [64, 96, 128].contains($0.count) }
      #expect(found == wanted, "\(String(decoding: text, as: UTF8.self))")
    }
  }

  @Test func escapesLeadBackToTheirPlaces() {
    var random = SeededGenerator(seed: 53)
    for _ in 0..<400 {
      let text = Self.text(
        &random, "abc \n",
        pieces: [
          "\\n", "\\u0041", "%41", "%4", "\\", "%", "\\x41", "\\q", "\\ud83d\\ude00", "\\\"",
        ],
        count: Int.random(in: 1...300, using: &random))
      // Every byte by itself, of lines that hold a mark.
      var plain: [UInt8] = []
      var places: [Range<Int>] = []
      var isChanged = false
      text.withUnsafeBytes { bytes in
        var start = 0
        while start < bytes.count {
          let end = bytes[start...].firstIndex(of: 10).map { $0 + 1 } ?? bytes.count
          let hasMark = bytes[start..<end].contains { $0 == 0x25 || $0 == 0x5C }
          while hasMark, start < end {
            if let (own, after) = UnescapedText.escape(bytes, start) {
              for byte in own {
                plain.append(byte)
                places.append(start..<after)
              }
              isChanged = true
              start = after
            } else {
              plain.append(bytes[start])
              places.append(start..<(start + 1))
              start += 1
            }
          }
          start = end
        }
      }
      let view = text.withUnsafeBytes { UnescapedText($0) }
      #expect((view != nil) == isChanged)
      guard let view else { continue }
      #expect(view.bytes == plain)
      for _ in 0..<20 where !plain.isEmpty {
        let low = Int.random(in: 0..<plain.count, using: &random)
        let high = Int.random(in: low..<plain.count, using: &random)
        #expect(
          view.origin(low..<(high + 1)) == places[low].lowerBound..<places[high].upperBound)
      }
    }
  }
}
