import CScan
import TestSupport
import Testing

@testable import Analysis

/// Which spans are followed by the text between their values, and which are left to others.
struct SpanWayTests {
  private static let known =
    #"{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"GET /a","#
    + #""kind":2,"startTimeUnixNano":"1715754001000000000","endTimeUnixNano":"#
    + #""1715754001250000000","x":null,"attributes":[{"key":"url.path","value":"#
    + #"{"stringValue":"/a"}}],"status":{"code":1}}"#

  /// What comes of `span` for someone who has learned `lessons`.
  private func follow(
    _ span: String, _ lessons: [String] = [known], behind: Int = 64,
    kernel: ScanKernel = .best, _ check: (OTLPSpanText) -> Void = { _ in }
  ) -> String {
    let ways = SpanWays(kernel)
    for lesson in lessons { Array(lesson.utf8).withUnsafeBytes { ways.learn($0) } }
    let bytes = Array(span.utf8) + [UInt8](repeating: 0x20, count: behind)
    return bytes.withUnsafeBufferPointer { buffer in
      var text = OTLPSpanText()
      guard let base = buffer.baseAddress else { return "" }
      switch ways.follow(base, buffer.count, &text) {
      case .end(let count):
        check(text)
        return "\(count)"
      case .unknown: return "unknown"
      case .refused: return "refused"
      }
    }
  }

  @Test func otherValuesAreFollowed() {
    let other = Self.known.replacing("GET /a", with: "").replacing("\"/a\"", with: "\"/b/ü/c\"")
      .replacing("\"kind\":2", with: "\"kind\":-30.25").replacing("null", with: "false")
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      let found = follow(other, kernel: kernel) { text in
        #expect(text.trace?.string == "0af7651916cd43dd8448eb211c80319c")
        #expect(text.span?.string == "b7ad6b7169203331")
        #expect(text.parent == nil)
        #expect(text.name?.string == "")
        #expect(text.kind?.string == "-30.25")
        #expect(text.start?.string == "1715754001000000000")
        #expect(text.end?.string == "1715754001250000000")
        #expect(text.status?.string == "1")
        var record = SpanRecord.blank
        text.attributes.fill(&record)
        #expect(record.path?.string == "/b/ü/c")
      }
      #expect(found == "\(other.utf8.count)")
    }
  }

  @Test(arguments: [
    ("\"kind\"", "\"kinD\"", "unknown"), (",\"kind\"", " ,\"kind\"", "unknown"),
    ("url.path", "url.pat_", "unknown"), ("}}", "}]", "unknown"), ("}]", "}}", "unknown"),
    ("GET /a", "GET \\u0061", "refused"), ("GET /a", "GET \t", "refused"),
    ("GET /a", "a\u{1f}", "refused"), ("\"kind\":2", "\"kind\":02", "refused"),
    ("\"kind\":2", "\"kind\":-", "refused"), ("\"kind\":2", "\"kind\":2.", "refused"),
    ("\"kind\":2", "\"kind\":2e5", "refused"), ("\"kind\":2", "\"kind\":\"2\"", "refused"),
    ("\"kind\":2", "\"kind\":null", "refused"), ("null", "nulL", "refused"),
    ("null", "\"null\"", "refused"),
    ("\"kind\":2", "\"kind\":1234567890123456789012345678901", "refused"),
    ("\"status\":{\"code\":1}", "\"status\":{\"code\":1,\"code\":2}", "unknown"),
    ("\"status\":{\"code\":1}", "\"status\":{}", "unknown"),
  ]) func whatDiffersIsNot(_ old: String, _ new: String, _ wanted: String) {
    let changed = Self.known.replacing(old, with: new)
    #expect(changed != Self.known)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(follow(changed, kernel: kernel) == wanted)
    }
  }

  /// Where a value may be a text or a number, both are followed once both were met.
  @Test func valuesOfSeveralKindsAreToldApart() {
    let text = Self.known.replacing("\"kind\":2", with: "\"kind\":\"SPAN_KIND_SERVER\"")
    let word = Self.known.replacing("\"kind\":2", with: "\"kind\":true")
    for lessons in [
      [Self.known, text, word], [word, text, Self.known], [text, Self.known, word],
    ] {
      for span in [text, word, Self.known] {
        var kind: String?
        let end = follow(span, lessons) { kind = $0.kind?.string }
        #expect(end == "\(span.utf8.count)")
        #expect(kind == (span == text ? "SPAN_KIND_SERVER" : span == word ? nil : "2"))
      }
    }
  }

  /// Bytes that may not be read are not: the last 64 are left to others.
  @Test func theEndOfTheBytesIsKept() {
    #expect(follow(Self.known, behind: 64) == "\(Self.known.utf8.count)")
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(follow(Self.known, behind: 0, kernel: kernel) == "refused")
      #expect(follow("{", behind: 0, kernel: kernel) == "refused")
    }
    #expect(follow(Self.known, []) == "unknown")
  }

  /// What nobody asks for may hold escapes, in the first span and in others.
  @Test func escapesArePassedOverWhereTheyDoNotMatter() {
    let plain = Self.known.replacing("null", with: "\"SELECT 1\"")
    let escaped = Self.known.replacing("null", with: #""a \"b\" \\ \/ \b\f\n\r\t""#)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(follow(escaped, [plain], kernel: kernel) == "\(escaped.utf8.count)")
      #expect(follow(plain, [escaped], kernel: kernel) == "\(plain.utf8.count)")
      for wrong in [#""\u0041""#, #""\x""#, #""\\\""#] {
        let span = Self.known.replacing("null", with: wrong)
        #expect(follow(span, [plain], kernel: kernel) != "\(span.utf8.count)")
      }
    }
  }

  /// Line feeds and escapes in names are not learned, nor attributes that are read as written.
  @Test(arguments: [
    ("\"x\"", "\"\\\\x\""), ("url.path", "url\\\\path"), (",\"kind\"", ",\n\"kind\""),
    ("\"stringValue\":\"/a\"", "\"arrayValue\":{\"values\":[]}"),
  ]) func whatWouldMisleadIsNotLearned(_ old: String, _ new: String) {
    let lesson = Self.known.replacing(old, with: new)
    #expect(follow(lesson, [lesson]) == "unknown")
    #expect(follow(Self.known, [lesson]) == "unknown")
  }

  /// Memory is bounded, whatever comes; what was learned first stays.
  @Test func whatFindsNoRoomIsNotLearned() {
    let ways = SpanWays(.best)
    var followed = 0
    for number in 0..<6_000 {
      let span = Self.known.replacing("\"x\"", with: "\"x\(number)\"")
      Array(span.utf8).withUnsafeBytes { ways.learn($0) }
      let bytes = Array(span.utf8) + [UInt8](repeating: 0x20, count: 64)
      bytes.withUnsafeBufferPointer { buffer in
        var text = OTLPSpanText()
        guard let base = buffer.baseAddress,
          case .end(let count) = ways.follow(base, buffer.count, &text)
        else { return }
        followed += 1
        #expect(count == span.utf8.count)
      }
    }
    #expect(followed == SpanWays.wayLimit)
  }

  // MARK: the kernels

  /// One piece as the tests have it.
  private struct Piece {
    var text: [UInt8]
    var kind: Int
    var isWanted: Bool
    var next: Int
    var other: Int
  }

  /// What the header promises, one byte at a time.
  private func defined(
    _ text: [UInt8], _ pieces: [Piece]
  ) -> (number: Int, values: [Range<Int>], end: Int) {
    let last = text.count - 64
    var at = 0
    var piece = 1
    var values: [Range<Int>] = []
    while true {
      if at > last { return (Int(CSCAN_TOO_SHORT), [], 0) }
      var length: Int?
      var hasText = false
      while piece > 0 {
        let value = at + pieces[piece].text.count
        if text[at...].starts(with: pieces[piece].text) {
          hasText = true
          switch pieces[piece].kind {
          case Int(CSCAN_GOES_ON): length = 0
          case Int(CSCAN_ENDS): return (pieces[piece].next, values, value)
          case Int(CSCAN_STRING):
            var from = value
            func next() -> Int? {
              text.indices.dropFirst(from).first {
                text[$0] == 0x22 || text[$0] == 0x5c || text[$0] < 0x20
              }
            }
            var stop = next()
            while let at = stop, at <= last, text[at] == 0x5c, !pieces[piece].isWanted,
              "\"\\/bfnrt".utf8.contains(text[at + 1])
            {
              from = at + 2
              stop = next()
            }
            guard let stop, stop <= last else { return (Int(CSCAN_TOO_SHORT), [], 0) }
            if text[stop] != 0x22 { return (Int(CSCAN_NO_VALUE), [], 0) }
            length = stop - value
          default:
            if value > last { return (Int(CSCAN_TOO_SHORT), [], 0) }
            let rest = String(decoding: text[value...], as: UTF8.self)
            let isNumber = pieces[piece].kind == Int(CSCAN_NUMBER)
            let found =
              isNumber
              ? rest.prefixMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/)?.output.0
              : rest.prefixMatch(of: /true|false|null/)?.output
            if let found, found.utf8.count <= 30,
              !isNumber || !"0123456789.eE".contains(rest.dropFirst(found.count).first ?? " ")
            {
              length = found.utf8.count
            }
          }
        }
        if length != nil { break }
        piece = pieces[piece].other
      }
      guard let length else {
        return (Int(hasText ? CSCAN_NO_VALUE : CSCAN_NO_PIECE), [], 0)
      }
      let value = at + pieces[piece].text.count
      if pieces[piece].isWanted { values.append(value..<(value + length)) }
      at = value + length
      piece = pieces[piece].next
    }
  }

  private func run(
    _ level: Int32, _ text: [UInt8], _ pieces: inout [cscan_piece]
  ) -> (number: Int, values: [Range<Int>], end: Int) {
    var values = [cscan_value](repeating: cscan_value(), count: Int(CSCAN_WANTED))
    var end: UInt32 = 0
    // Of its own size, so that a sanitizer sees what is read behind it.
    let number = text.withUnsafeBufferPointer {
      Int(cscan_follow(level, $0.baseAddress, $0.count, &pieces, &values, &end))
    }
    guard number >= 0 else { return (number, [], 0) }
    let found = values.prefix { $0.end > 0 }.map { Int($0.start)..<Int($0.end) }
    return (number, found, Int(end))
  }

  private func made(_ piece: Piece) -> cscan_piece {
    var made = cscan_piece()
    withUnsafeMutableBytes(of: &made.text) { $0.copyBytes(from: piece.text) }
    made.mask = piece.text.isEmpty ? 0 : UInt64.max >> UInt64(64 - piece.text.count)
    made.count = UInt8(piece.text.count)
    made.kind = UInt8(piece.kind)
    made.is_wanted = piece.isWanted ? 1 : 0
    made.next = UInt16(piece.next)
    made.other = UInt16(piece.other)
    return made
  }

  /// Trees of short and long pieces over texts that nearly follow them.
  @Test func allKernelsAgreeWithTheDefinition() {
    var random = SeededGenerator(seed: 90_125)
    var followed = 0
    for round in 0..<4_000 {
      var pieces = [Piece(text: [], kind: 0, isWanted: false, next: 0, other: 0)]
      var text: [UInt8] = []
      let depth = random.within(1...6)
      for level in 1...depth {
        let isLast = level == depth
        let kind = isLast ? Int(CSCAN_ENDS) : random.below(4)
        let length = [1, 2, 7, 8, 9, 31, 32, 33, 63, 64][random.below(10)]
        var piece = (0..<length).map { _ in UInt8(0x61 + random.below(3)) }
        if kind == Int(CSCAN_STRING) { piece[length - 1] = 0x22 }
        // Beside it stands one that differs in its last byte, or in its kind only.
        var beside = piece
        if random.chance(1, of: 2) { beside[length - 1] = 0x7a }
        let besideKind = Int([CSCAN_NUMBER, CSCAN_WORD, CSCAN_STRING][random.below(3)])
        let at = pieces.count
        let hasOther = random.chance(1, of: 2)
        let next = isLast ? 1_000 + round % 60_000 : at + (hasOther ? 2 : 1)
        let isWanted = random.chance(1, of: 2) && !isLast && kind != Int(CSCAN_GOES_ON)
        let right = Piece(
          text: piece, kind: kind, isWanted: isWanted, next: next,
          other: hasOther && level % 2 == 0 ? at + 1 : 0)
        let wrong = Piece(
          text: beside, kind: besideKind, isWanted: false, next: isLast ? 1 : next,
          other: hasOther && level % 2 == 1 ? at + 1 : 0)
        if hasOther { pieces += level % 2 == 0 ? [right, wrong] : [wrong, right] }
        if !hasOther { pieces.append(right) }
        text += piece
        switch kind {
        case Int(CSCAN_STRING):
          text += (0..<random.below(150)).map { _ in UInt8(0x23 + random.below(0x38)) }
          for _ in 0..<random.below(3) where random.chance(1, of: 2) {
            text += Array(["\\n", "\\\"", "\\\\", "\\/x", "\\u0041", "\\x"][random.below(6)].utf8)
          }
          text.append(0x22)
          // The next piece begins with the quote.
          text.removeLast()
          if level < depth { text.append(0x22) }
        case Int(CSCAN_NUMBER):
          let numbers = ["0", "-7", "200", "1715754001250000000", "-0.25", "01", "1e5", "1.", "-"]
          text += Array(numbers[random.below(random.chance(1, of: 4) ? 9 : 5)].utf8)
        case Int(CSCAN_WORD): text += Array(["true", "false", "null", "nul"][random.below(4)].utf8)
        default: break
        }
        _ = next
      }
      // Behind a string stands its quote: part of the piece that follows.
      for at in pieces.indices.dropFirst() where pieces[at].kind == Int(CSCAN_STRING) {
        let next = pieces[at].next
        for follower in [next, next + 1] where pieces.indices.contains(follower) {
          if pieces[follower].text.first != 0x22, pieces[follower].text.count < 64 {
            pieces[follower].text.insert(0x22, at: 0)
          }
        }
      }
      if random.chance(1, of: 3), !text.isEmpty {
        text[random.below(text.count)] = UInt8(random.below(256))
      }
      text += [UInt8](repeating: 0x20, count: [0, 30, 63, 64, 65, 200][random.below(6)])
      let wanted = text.count < 64 ? (Int(CSCAN_TOO_SHORT), [], 0) : defined(text, pieces)
      if wanted.0 >= 0 { followed += 1 }
      // What is expected of the lengths of values changes nothing.
      var stored = pieces.map { made($0) }
      for kernel in ScanKernel.allCases + ScanKernel.allCases where kernel.isAvailable {
        let found = run(kernel.level, text, &stored)
        #expect(found == wanted, "\(kernel) in round \(round): \(text)")
        if found != wanted { return }
        for at in stored.indices where random.chance(1, of: 2) { stored[at].length += 1 }
      }
    }
    #expect(followed > 400)
  }
}
