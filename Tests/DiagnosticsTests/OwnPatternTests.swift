import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Sensitive

/// Own patterns: what they hit, what is refused, and that they hit what RE2 hits.
struct OwnPatternTests {
  private func ranges(_ expression: String, _ bytes: [UInt8]) throws -> [Range<Int>] {
    let pattern = try OwnPattern(name: "X", expression: expression)
    return bytes.withUnsafeBytes { pattern.find(in: $0) }
  }

  private func hits(_ expression: String, _ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try ranges(expression, bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test("Leftmost, then longest, without overlaps")
  func semantics() throws {
    #expect(try hits("[0-9]{2,4}", "123456 7 89") == ["1234", "56", "89"])
    #expect(try hits("a|ab|abc", "abcab") == ["abc", "ab"])
    #expect(try hits("a.*?b", "a1b2b a3b\na4b") == ["a1b2b a3b", "a4b"])
    // The second match is hidden behind a longer one that begins inside the first.
    #expect(try hits("abcd|bcdefg|ef", "abcdefg") == ["abcd", "ef"])
    #expect(try hits(#"\b[0-9]{2,4}\b"#, "12345 67 8901") == ["67", "8901"])
    #expect(try hits(#"x|\Bz"#, "zxz z") == ["x", "z"])
    #expect(try hits("^a[0-9]", "a1 a2\na3") == ["a1"])
    #expect(try hits("(?m)^a[0-9]", "a1 a2\na3") == ["a1", "a3"])
    #expect(try hits("(?i)key", "Key kEY") == ["Key", "kEY"])
  }

  @Test("Characters are characters, and other bytes shift nothing")
  func encoding() throws {
    #expect(try hits("号.[0-9]", "护号é7") == ["号é7"])
    #expect(try hits("[号码]{2}", "号码号") == ["号码"])
    #expect(try ranges("[0-9]{3}", [0xFF, 0xC3, 0x31, 0x32, 0x33, 0xE6]) == [2..<5])
    #expect(try ranges("x.y", [0x78, 0xFF, 0x79]) == [0..<3])
    #expect(try ranges("a", []) == [])
  }

  @Test(
    "What could run away, matches nothing at all, or is no expression",
    arguments: [
      (#"(a)\1"#, ""), ("a(?=b)", ""), ("(?<!a)b", ""), ("a++", ""), ("(?>a)b", ""),
      ("", "empty text"), ("a*", "empty text"), ("(x|)", "empty text"), (#"\b"#, "empty text"),
      ("[", ""), ("(", ""), ("a{2,1}", ""), ("((a{1,500}){1,500}){1,500}", ""),
      (String(repeating: "a", count: 1001), "1000 bytes"), ("a\0b", "zero byte"),
    ])
  func refused(_ expression: String, _ reason: String) {
    let error = #expect(throws: SensitiveScanner.PatternError.self) {
      try SensitiveScanner(patterns: [.init(name: "MINE", expression: expression)])
    }
    #expect(error?.name == "MINE")
    #expect(error?.reason.isEmpty == false)
    #expect(error?.reason.contains(reason) == true || reason.isEmpty)
  }

  @Test("Nested repetition, which makes a backtracking engine run for years, is linear here")
  func runaway() throws {
    let text = String(repeating: "a", count: 20_000)
    #expect(try hits("(a+)+b", text).isEmpty)
    #expect(try hits("(a|a)*b", text + "b") == [text + "b"])
  }

  @Test(
    "A match at any place of a text of any length is found",
    arguments: [("a[bc]+", "ab"), ("é+", "é"), ("ab+", "ab"), ("x{2,3}|号.|é+", "é")])
  func everyPlace(_ expression: String, _ value: String) throws {
    // vectorscan 5.4.9 misses these behind byte 64 in its AVX-512 code, or near the text's end.
    let pattern = try OwnPattern(name: "X", expression: expression)
    let value = Array(value.utf8)
    for count in Array(1..<40) + [63, 64, 65, 100, 128, 130, 255, 300] where count >= value.count {
      for start in 0...(count - value.count) {
        var text = Array(repeating: UInt8(ascii: "-"), count: count)
        text.replaceSubrange(start..<(start + value.count), with: value)
        let found = text.withUnsafeBytes { pattern.find(in: $0) }
        #expect(found == [start..<(start + value.count)], "\(count) bytes")
      }
    }
    // And it aborts the process in block mode on 255 of these.
    #expect(try ranges("a+b", Array(repeating: UInt8(ascii: "a"), count: 5000)).isEmpty)
  }

  private static let expressions = [
    "[0-9]{2,4}", "a|ab|abc", "abcd|bcdefg|ef", #"\b[0-9a]{2,4}\b"#, "(?i)ab+c?", "a.{0,5}b",
    "[^a]b{1,3}", #"\w{3}"#, #"x\d+|\d{2}y?"#, "(ab|ba){1,3}", #"\Ba.|b"#, "a[^\n]*b|c", "号.|é+",
    "(?s)a.b", #"b\b|ab[0-9]"#, "(?m)^a+|b{2}",
  ]

  @Test(
    "Hits equal RE2's on random text", .enabled(if: RE2Oracle.isAvailable),
    arguments: expressions.indices)
  func likeRE2(index: Int) throws {
    let expression = Self.expressions[index]
    var chance = Chance(seed: UInt64(index))
    let pieces = ["a", "b", "c", "ab", "abcdefg", "1", "23", "x", "y", " ", "\n", "号", "é", "_"]
    var count = 0
    for _ in 0..<8 {
      var text: [UInt8] = []
      for _ in 0..<300 { text += pieces[chance.below(pieces.count)].utf8 }
      let wanted = try RE2Oracle.matches(expression, in: text, .hits).map { $0.start..<$0.ends[0] }
      let found = try ranges(expression, text)
      let first = zip(found, wanted).first { $0 != $1 }
      #expect(found == wanted, "\(expression) first at \(String(describing: first))")
      count += wanted.count
    }
    #expect(count > 20)
  }

  /// A random expression of what both engines know. Without `(?i:B)`: RE2 of 2022 reads
  /// `[ab]|(?i:B)` as `[ab]`.
  private static func expression(_ chance: inout Chance, depth: Int) -> String {
    let atoms = [
      "a", "b", "c", "ab", "[ab]", "[^a]", #"\d"#, #"\w"#, ".", "号", "é", "[号é1]", "x", " ",
      #"\b"#, #"\B"#, "1", #"\s"#,
    ]
    guard depth > 0 else { return atoms[chance.below(atoms.count)] }
    let one = expression(&chance, depth: depth - 1)
    let other = expression(&chance, depth: depth - 1)
    let counts = ["+", "*", "?", "{2}", "{1,3}", "{2,5}", "{3,}"]
    switch chance.below(5) {
    case 0: return "(?:\(one)|\(other))"
    case 1: return "(?:\(one))" + counts[chance.below(counts.count)] + other
    default: return one + other
    }
  }

  @Test(
    "Random expressions hit what they hit in RE2", .enabled(if: RE2Oracle.isAvailable),
    arguments: 0..<6)
  func randomExpressions(seed: Int) throws {
    var chance = Chance(seed: UInt64(seed) + 77)
    let pieces = ["a", "b", "c", "ab", "aaaa", "1", "23", "x", " ", "\n", "号", "é", "_", "B", "-"]
    var compared = 0
    for _ in 0..<40 {
      let expression = Self.expression(&chance, depth: 2 + chance.below(2))
      var text: [UInt8] = []
      let filler = pieces[chance.below(pieces.count)]
      for _ in 0..<500 {
        text += (chance.below(3) == 0 ? pieces[chance.below(pieces.count)] : filler).utf8
      }
      guard let pattern = try? OwnPattern(name: "X", expression: expression) else { continue }
      let wanted = try RE2Oracle.matches(expression, in: text, .hits).map { $0.start..<$0.ends[0] }
      let found = text.withUnsafeBytes { pattern.find(in: $0) }
      let other = zip(found, wanted).first { $0 != $1 }
      #expect(
        found == wanted,
        "\(expression): \(found.count), RE2 \(wanted.count), \(String(describing: other))")
      if !wanted.isEmpty { compared += 1 }
    }
    #expect(compared > 8)
  }

  @Test("One scanner on many threads at once")
  func concurrent() throws {
    let scanner = try SensitiveScanner(patterns: [
      .init(name: "REF", expression: "REF-[0-9]{4,8}"), .init(name: "PASSWORD", expression: nil),
      .init(name: "SSN", expression: nil),
    ])
    let text = Array("ssn 536-22-1234 password=hunter2 REF-12345 REF-123".utf8)
    let wanted = [
      SensitiveHit(pattern: "REF", range: 33..<42),
      SensitiveHit(pattern: "PASSWORD", range: 25..<32),
      SensitiveHit(pattern: "SSN", range: 4..<15),
    ]
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 400) { _ in
      let found = text.withUnsafeBytes { scanner.scan($0) }
      if found != wanted { wrong.withLock { $0 += 1 } }
    }
    #expect(wrong.withLock { $0 } == 0)
  }
}
