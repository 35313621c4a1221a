import CCandidates
import Testing

/// All versions of the candidate kernel against a definition by byte, on text made to be hard.
struct CandidateTests {
  private struct Candidate: Hashable { var offset: Int, kinds: UInt32 }

  private static let levels = [
    ESTREAT_SIMD_PORTABLE, ESTREAT_SIMD_AVX2, ESTREAT_SIMD_AVX512,
  ].map { Int32($0) }

  /// What `estreat_candidates.h` promises, spelled out place by place.
  private static func expected(_ bytes: [UInt8]) -> [Candidate] {
    func at(_ i: Int) -> Character {
      bytes.indices.contains(i) ? Character(Unicode.Scalar(bytes[i])) : "\0"
    }
    func digit(_ i: Int) -> Bool { ("0"..."9").contains(at(i)) }
    func upper(_ i: Int) -> Bool { ("A"..."Z").contains(at(i)) }
    func word(_ i: Int) -> Bool {
      digit(i) || upper(i) || ("a"..."z").contains(at(i)) || at(i) == "_"
    }
    func gap(_ i: Int) -> Bool { at(i) == " " || at(i) == "-" }
    return bytes.indices.compactMap { i in
      var kinds: UInt32 = at(i) == "@" ? 2 : 0
      if !word(i - 1) {
        let run = (i..<(i + 11)).allSatisfy {
          digit($0) || gap($0) && digit($0 - 1) && digit($0 + 1)
        }
        if digit(i), run { kinds |= 1 }
        if upper(i), upper(i + 1), digit(i + 2), digit(i + 3),
          gap(i + 4) || digit(i + 4) || upper(i + 4),
          (5...7).allSatisfy({ digit(i + $0) || upper(i + $0) })
        {
          kinds |= 4
        }
        if (0..<11).allSatisfy({ [3, 6].contains($0) ? gap(i + $0) : digit(i + $0) }) {
          kinds |= 8
        }
      }
      return kinds == 0 ? nil : Candidate(offset: i, kinds: kinds)
    }
  }

  private func found(_ bytes: [UInt8], level: Int32, capacity: Int = 4096) -> [Candidate] {
    // The text is copied behind an odd offset into memory that is full of digits: a read beyond
    // the end would show as a candidate, an aligned load as a fault.
    var room = [UInt8](repeating: UInt8(ascii: "7"), count: bytes.count + 193)
    room.replaceSubrange(1..<(1 + bytes.count), with: bytes)
    var all: [Candidate] = []
    room.withUnsafeBufferPointer { room in
      var out = Array(repeating: estreat_candidate(), count: capacity)
      var from = 0
      while from < bytes.count, let base = room.baseAddress {
        var resume = 0
        let count = estreat_candidates(
          level, base + 1, bytes.count, from, &out, capacity, &resume)
        all += out.prefix(count).map { Candidate(offset: Int($0.offset), kinds: $0.kinds) }
        #expect(resume > from)
        from = resume
      }
    }
    return all
  }

  private func check(_ bytes: [UInt8]) {
    let expected = Self.expected(bytes)
    for level in Self.levels where estreat_simd_supported(level) != 0 {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(found(bytes, level: level) == expected, "level \(level): \(text)")
      #expect(found(bytes, level: level, capacity: 64) == expected, "level \(level), piecemeal")
    }
  }

  @Test("Values at every offset of a block, and cut by the end of the text")
  func straddling() {
    let values = [
      "13800138000", "4111 1111 1111 1111", "536-22-1234", "GB82WEST12345698765432",
      "GB82 WEST 1234", "a@b", "11010519491231002X", "+86-138-0013-8000", "1-2-3-4-5-6-7-8-9-0",
    ].map { Array($0.utf8) }
    for value in values {
      for pad in 0..<140 {
        let blank = [UInt8](repeating: UInt8(ascii: "."), count: pad)
        check(blank + value)
        check(blank + value + [UInt8](repeating: UInt8(ascii: "x"), count: 70))
        check(blank + value + value)
      }
      for length in 0..<value.count { check(Array(value.prefix(length))) }
    }
    #expect(Self.expected(Array("x 13800138000".utf8)) == [Candidate(offset: 2, kinds: 1)])
    #expect(Self.expected(Array("536-22-1234".utf8)) == [Candidate(offset: 0, kinds: 9)])
  }

  @Test("Random text of the bytes that matter, and of all bytes", arguments: [1, 2, 3] as [UInt64])
  func random(seed: UInt64) {
    var chance = Chance(seed: seed)
    let alphabets: [[UInt8]] = [
      Array("0123456789- ".utf8), Array("09-".utf8), Array("AZ09 -_az@.".utf8),
      Array("@".utf8), (0...255).map { UInt8($0) }, Array("/09:@AZ[`az{_^".utf8),
    ]
    for alphabet in alphabets {
      for _ in 0..<60 {
        let count = chance.below(400)
        check((0..<count).map { _ in alphabet[chance.below(alphabet.count)] })
      }
    }
  }

  @Test("One level always runs, and the chosen one can")
  func levels() {
    #expect(estreat_simd_supported(Int32(ESTREAT_SIMD_PORTABLE)) != 0)
    #expect(estreat_simd_supported(estreat_simd_level()) != 0)
    #expect(estreat_simd_supported(3) == 0)
  }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Chance {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
