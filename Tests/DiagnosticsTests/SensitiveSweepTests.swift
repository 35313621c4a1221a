import Testing

@testable import Sensitive

/// The sweep over large text: counts by hand, and the same hits as the detectors find alone.
struct SensitiveSweepTests {
  private func tally(_ sweep: SensitiveSweep, _ text: String) -> SensitiveSweep.Tally {
    Array(text.utf8).withUnsafeBytes { sweep.tally(in: $0) }
  }

  @Test("Hits and lines are counted as grep -o and grep -c do")
  func counts() throws {
    let sweep = try SensitiveSweep(patterns: [
      .init(name: "SSN", expression: nil), .init(name: "REF", expression: "R[0-9]"),
      .init(name: "PASSWORD", expression: nil),
    ])
    let text = "536-22-1234 001-01-0001\n\nR1 R2 password=a\n536-22-1234 R3"
    let tally = tally(sweep, text)
    #expect(sweep.names == ["SSN", "REF", "PASSWORD"])
    #expect(tally.hits == [3, 3, 1])
    #expect(tally.lines == [2, 2, 1])
    #expect(Array(text.utf8).withUnsafeBytes { sweep.count(in: $0) } == [3, 3, 1])
    var sum = tally
    sum.add(tally)
    #expect(sum.hits == [6, 6, 2] && sum.lines == [4, 4, 2])
  }

  @Test("An empty sweep and an empty text")
  func empty() {
    #expect(tally(SensitiveSweep(detectors: []), "536-22-1234").hits.isEmpty)
    let none = SensitiveSweep.Tally(count: Detectors.all.count)
    #expect(tally(SensitiveSweep(), "") == none)
    #expect(SensitiveSweep().hits(in: UnsafeRawBufferPointer(start: nil, count: 0)).isEmpty)
  }

  @Test("Random text: together, alone, and cut into pieces at line ends", arguments: 0..<6)
  func sameHits(seed: Int) {
    var chance = Chance(seed: UInt64(seed))
    var text: [UInt8] = []
    for name in Pieces.values.keys.sorted() {
      text += Pieces.text(&chance, own: name).prefix(1500) + [10]
    }
    let detectors = Detectors.all
    text.withUnsafeBytes { raw in
      let alone = detectors.flatMap { detector in
        detector.find(in: raw).map { SensitiveHit(pattern: detector.name, range: $0) }
      }
      #expect(alone.count > 100)
      #expect(SensitiveSweep().hits(in: raw) == alone)
    }
    // Values of one line each, so that no cut can part one.
    let lines = Array((Pieces.values.values.flatMap { $0 }.sorted().joined(separator: "\n")).utf8)
    lines.withUnsafeBytes { raw in
      let whole = SensitiveSweep().hits(in: raw)
      for pieceBytes in [120, 200, 333] {
        let cut = SensitiveSweep(detectors: detectors, pieceBytes: pieceBytes)
        #expect(cut.hits(in: raw) == whole)
        #expect(cut.tally(in: raw) == SensitiveSweep().tally(in: raw))
      }
    }
  }

  @Test("Every value is found at every place, by each detector alone", arguments: 0..<12)
  func everyPlace(index: Int) throws {
    let detector = Detectors.all[index]
    let sweep = SensitiveSweep(detectors: [detector])
    for value in try #require(Pieces.values[detector.name]) {
      for blanks in 0..<130 {
        let pad = Array(repeating: UInt8(ascii: ";"), count: blanks)
        for tail in [0, 1, 70] {
          let text = pad + value.utf8 + Array(repeating: UInt8(ascii: ";"), count: tail)
          text.withUnsafeBytes { raw in
            #expect(
              sweep.hits(in: raw).map(\.range) == detector.find(in: raw),
              "\(value) behind \(blanks), before \(tail) bytes")
          }
        }
      }
    }
  }

  @Test("Literals are found alike with and without vectorscan")
  func literals() {
    let words = ["pwd", "passwd", "eyJ", "护照"]
    let finder = LiteralFinder(
      words.enumerated().map {
        .init(literal: AnchorLiteral($0.element, ignoresCase: $0.offset < 2), owner: $0.offset)
      })
    let text = Array("PWDpwd eyjeyJ 护照 pAsSwD passwpwd 护".utf8)
    text.withUnsafeBytes { raw in
      var found: [[Int]] = []
      finder.each(in: raw) { found.append([$0, $1]) }
      #expect(found == [[0, 0], [0, 3], [2, 10], [3, 14], [1, 21], [0, 33]])
      var plain: [[Int]] = []
      finder.eachPlain(in: raw) { plain.append([$0, $1]) }
      #expect(plain == found)
    }
  }
}
