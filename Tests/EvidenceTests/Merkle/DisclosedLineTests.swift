import Testing

@testable import Evidence

@Suite struct DisclosedLineTests {
  private static let member = "data/logs/a.jsonl"

  /// A line with text that JSON has to escape, bytes that are no text, and a value.
  private static func example() -> (line: DisclosedLine, leaf: [UInt8]) {
    let bytes = Array("a\"b\\c\t\u{1}\u{7f}/语".utf8) + Array("4111".utf8) + [0xFF, 0xFE, 10]
    let start = bytes.count - 7
    let segments = LineSegment.split(
      bytes.count, at: [SensitiveSpan(range: start..<(start + 4), rule: "CREDIT_CARD")])
    let salts = MaskKey.example.salts
    let line = DisclosedLine(
      member: member, line: 3, bytes: bytes, segments: segments, salts: salts
    ) { value, rule in "<\(rule) \(value.count)>" }
    let leaf = LineCommitment.leaf(
      member: member, line: 3, bytes: bytes, segments: segments, salts: salts)
    return (line, leaf)
  }

  @Test func itsLeafIsTheLines() throws {
    let (line, leaf) = Self.example()
    #expect(line.leaf == leaf)
    let back = try DisclosedLine(json: Array(line.json.utf8))
    #expect(back == line)
    #expect(back.leaf == leaf)
    #expect(back.json == line.json)
    #expect(line.json.contains(#"{"text":"a\"b\\c\t\u0001\u007f/语","salt":""#))
    #expect(line.json.contains(#"{"base64":"//4K","salt":""#))
    #expect(line.json.contains(#""rule":"CREDIT_CARD","length":"1-8","token":"<CREDIT_CARD 4>"}"#))
    #expect(!line.json.contains("4111"))
    #expect(line.shownBytes.suffix(18) == Array("<CREDIT_CARD 4>".utf8) + [0xFF, 0xFE, 10])
  }

  @Test func anEditShows() throws {
    let (line, leaf) = Self.example()
    let json = line.json
    let edits = [
      json.replacing("/语", with: "/语 "), json.replacing("//4K", with: "//8K"),
      json.replacing(#"a\"b"#, with: #"A\"b"#),
    ]
    for edit in edits {
      #expect(edit != json)
      #expect(try DisclosedLine(json: Array(edit.utf8)).leaf != leaf)
    }
    for index in line.segments.indices {
      var other = line
      switch line.segments[index] {
      case .visible(let bytes, var salt):
        salt[15] ^= 1
        other.segments[index] = .visible(bytes: bytes, salt: salt)
      case .masked(var masked):
        masked.commitment[0] ^= 0x80
        other.segments[index] = .masked(masked)
      }
      #expect(other.leaf != leaf)
      var fewer = line
      fewer.segments.remove(at: index)
      #expect(fewer.leaf != leaf)
    }
    var swapped = line
    swapped.segments.swapAt(0, 2)
    #expect(swapped.leaf != leaf)
  }

  @Test func whatIsNoLine() {
    let json = Self.example().line.json
    let salt = String(repeating: "0", count: 32)
    let bad = [
      "", "{}", "[]", String(json.dropLast()), json + "x",
      json.replacing("\"line\":3", with: "\"line\":0"),
      json.replacing("\"line\":3", with: "\"line\":3,\"line\":3"),
      json.replacing("\"line\":3", with: "\"line\":3.0"),
      json.replacing("\"line\":3", with: "\"line\":03"),
      json.replacing("\"line\":3", with: "\"line\":99999999999999999999"),
      json.replacing("//4K", with: "//4"),
      json.replacing("\"rule\"", with: "\"Rule\""), json.replacing("masked", with: "text"),
      #"{"line":1,"segments":[]}"#, #"{"line":1,"segments":[{"text":"a"}]}"#,
      #"{"line":1,"segments":[{"text":"a","salt":"00"}]}"#,
      #"{"line":1,"segments":[{"text":"\ud800","salt":"\#(salt)"}]}"#,
      #"{"line":1,"segments":[{"text":"\x","salt":"\#(salt)"}]}"#,
      #"{"line":1,"segments":[{"text":"a\","salt":"\#(salt)"}]}"#,
      String(repeating: "[", count: 100_000),
    ]
    for text in bad {
      #expect(throws: DisclosedLineError.self, "\(text.prefix(80))") {
        _ = try DisclosedLine(json: Array(text.utf8))
      }
    }
    #expect(throws: DisclosedLineError.self) {
      _ = try DisclosedLine(
        json: Array(#"{"line":1,"segments":[{"text":""#.utf8) + [0xFF] + Array("\"}]}".utf8))
    }
  }

  @Test func hexAndBase64HaveOneSpelling() {
    #expect(Hex.bytes("00ff", count: 2) == [0, 255])
    for bad in ["00FF", "00f", "00ff0", "0x0f", "00 f"] { #expect(Hex.bytes(bad, count: 2) == nil) }
    for bytes in [[], [1], [1, 2], [1, 2, 3], [255, 255, 255, 255]] as [[UInt8]] {
      #expect(Base64.bytes(Base64.text(bytes)) == bytes)
    }
    for bad in ["A", "AA", "AAA", "AB==", "AAB=", "A===", "====", "AA==AA==", "AAA=\n", "A-_="] {
      #expect(Base64.bytes(bad) == nil, "\(bad)")
    }
  }
}
