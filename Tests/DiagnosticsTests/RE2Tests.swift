import Foundation
import Testing

@testable import Sensitive

/// Hits equal to RE2's: it finds all matches of the shapes, the validators are the same on both
/// sides. Skipped without `libre2-dev`.
@Suite(.enabled(if: RE2Oracle.isAvailable))
struct RE2Tests {
  /// What the definition in `Anchored` makes of RE2's matches.
  private func expected(_ shape: RE2Shape, _ text: [UInt8]) throws -> [Range<Int>] {
    var values: [Range<Int>] = []
    var floor = 0
    for match in try RE2Oracle.matches(shape.expression, in: text, .everywhere)
    where match.start >= floor {
      for end in shape.triesShorter ? match.ends.reversed() : match.ends.suffix(1) {
        let place = RE2Shape.Place(text: text, range: match.start..<end)
        guard let value = shape.value(place) else { continue }
        values.append(value)
        floor = end
        break
      }
    }
    return values
  }

  private func check(_ shape: RE2Shape, _ text: [UInt8], _ title: String) throws -> Int {
    let detector = try #require(Detectors.named(shape.name))
    let expected = try expected(shape, text)
    text.withUnsafeBytes { raw in
      let plain = detector.find(in: raw)
      let swept = SensitiveSweep(detectors: [detector]).hits(in: raw).map(\.range)
      for found in [plain, swept] where found != expected {
        let missing = expected.first { !found.contains($0) }
        let extra = found.first { !expected.contains($0) }
        let window = (missing ?? extra ?? 0..<0)
        let near = text[max(0, window.lowerBound - 60)..<min(text.count, window.upperBound + 40)]
        Issue.record(
          """
          \(shape.name) in \(title): \(found.count) hits, RE2 \(expected.count); \
          missing \(String(describing: missing)), extra \(String(describing: extra)): \
          \(String(decoding: near, as: UTF8.self).debugDescription)
          """)
      }
    }
    return expected.count
  }

  @Test("Every detector has a shape")
  func complete() { #expect(RE2Shape.all.map(\.name) == Detectors.all.map(\.name)) }

  @Test("RE2 sees what stands behind a partial match")
  func context() throws {
    let found = try RE2Oracle.matches(#"\b[0-9]{3}\b"#, in: Array("1234 567".utf8), .everywhere)
    #expect(found.map(\.start) == [5] && found.map(\.ends) == [[8]])
  }

  @Test("Random text from pieces that nearly are values", arguments: RE2Shape.all.indices)
  func random(index: Int) throws {
    let shape = RE2Shape.all[index]
    var chance = Chance(seed: UInt64(index) + 11)
    let hits = try (0..<6).reduce(0) { sum, round in
      sum + (try check(shape, Pieces.text(&chance, own: shape.name), "round \(round)"))
    }
    #expect(hits >= 20, "\(shape.name): only \(hits) hits, the comparison says little")
  }

  @Test(
    "The corpus, with a value in some of its lines",
    .enabled(if: Pieces.corpus != nil),
    arguments: RE2Shape.all.indices)
  func corpus(index: Int) throws {
    let corpus = try #require(Pieces.corpus)
    let names = try FileManager.default.subpathsOfDirectory(atPath: corpus).sorted()
    var text: [UInt8] = []
    var chance = Chance(seed: 5)
    for name in names {
      guard let file = FileHandle(forReadingAtPath: corpus + "/" + name),
        let head = try? file.read(upToCount: 3000)
      else { continue }
      text += head + [10]
      let values = Pieces.values[RE2Shape.all[index].name] ?? []
      if chance.below(3) == 0 { text += values[chance.below(values.count)].utf8 }
    }
    #expect(try check(RE2Shape.all[index], text, "corpus") > 10)
  }
}

/// Text that is hard for detectors: values, parts of values, and what may stand between.
enum Pieces {
  /// The corpus beside the project, if it is there.
  static let corpus: String? = {
    let path = TidyTree.root.appendingPathComponent("../shared/corpus").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  static let values: [String: [String]] = [
    "SSN": ["536-22-1234", "001 01 0001", "666-12-3456"],
    "CREDIT_CARD": [
      "4111111111111111", "5555-5555-5555-4444", "3782 822463 10005", "6200000000000000003",
    ],
    "CN_RESIDENT_ID": ["11010519491231002X", "440524188001010014", "11010519491231002x"],
    "CN_MOBILE": ["13800138000", "+86 19912345678", "008613800138000", "+8613800138000"],
    "EMAIL": ["a.b+c@example.com", "x@y.co.uk", "u_1@a-b.org", "logo@2x.png", "a@b.com.png"],
    "IBAN": [
      "GB29NWBK60161331926819", "NO93 8601 1117 947", "AT61 1904 3002 3457 3201",
      "MT84MALT011000012345MTLCAST001S",
    ],
    "PASSPORT": ["passport: E12345678", "护照号 G12345678", "Passport 123456789", "EA1234567"],
    "JWT": [
      "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "eyJ0.e.c",
    ],
    "BEARER_TOKEN": [
      "Authorization: Bearer mF_9.B5f-4.1JqM", #""authorization":"bearer abcdefgh==""#,
      "Authorization=[Bearer abcdefgh]", "Authorization: Bearer [x",
    ],
    "AWS_ACCESS_KEY": [
      "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE",
      "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ],
    "PRIVATE_KEY": [
      "-----BEGIN PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN EC ",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----",
    ],
    "PASSWORD": [
      "password=hunter2", #""passwd": "a\"b""#, #"\"pwd\":\"x\""#, "secret: abc", "pwd=/x",
      "PASSWORD := 'p w'", "secret=>v1", "password=null",
    ],
  ]

  private static let between = [
    " ", " ", "\n", "-", ".", ",", ":", "=", "\"", "'", "\\", "@", "_", "x", "A", "7", "0", "[",
    "  ", "é", "护", ".com", "00", "+86", "1234", "\r\n", "\t", "bearer ", "passport ", "=", "**",
  ]

  /// About 4000 bytes.
  static func text(_ chance: inout Chance, own: String) -> [UInt8] {
    let pool = (values[own] ?? []) + (values[own] ?? [])
    let all = pool + values.keys.sorted().flatMap { values[$0] ?? [] }
    var text: [UInt8] = []
    while text.count < 4000 {
      let piece = Array(
        (chance.below(2) == 0 ? pool[chance.below(pool.count)] : all[chance.below(all.count)])
          .utf8)
      switch chance.below(8) {
      case 0: text += piece.prefix(chance.below(piece.count))
      case 1: text += piece.suffix(chance.below(piece.count))
      case 2:
        var changed = piece
        changed[chance.below(piece.count)] = UInt8(chance.below(256))
        text += changed
      default: text += piece
      }
      for _ in 0..<chance.below(3) { text += between[chance.below(between.count)].utf8 }
    }
    return text
  }
}
