import CScan
import Testing
import TestSupport

@testable import Analysis

/// The kernels against each other and against the definition, one byte at a time.
struct StructuralIndexTests {
  struct Found: Equatable {
    var positions: [UInt32]
    var lineEnds: [UInt32]
    var suspect: [Int]
    var high: [Int]
    var escape: [Int]
  }

  private func run(_ level: Int32, _ text: [UInt8]) -> Found {
    let blocks = (text.count + 63) / 64
    let padded = text + [UInt8](repeating: 0x20, count: blocks * 64 - text.count + 64)
    var positions = [UInt32](repeating: 0, count: blocks * 64 + 64)
    var lineEnds = [UInt32](repeating: 0, count: blocks * 64 + 1)
    var suspect = [UInt64](repeating: .max, count: blocks / 64 + 1)
    var high = [UInt64](repeating: .max, count: blocks / 64 + 1)
    var escape = [UInt64](repeating: .max, count: blocks / 64 + 1)
    var counts = cscan_counts()
    cscan_index(level, padded, blocks, &positions, &lineEnds, &suspect, &high, &escape, &counts)
    func bits(_ words: [UInt64]) -> [Int] {
      (0..<blocks).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }
    let found = Found(
      positions: Array(positions[..<counts.positions]),
      lineEnds: Array(lineEnds[..<counts.lines]), suspect: bits(suspect), high: bits(high),
      escape: bits(escape))
    #expect(found.suspect.count == counts.suspects)
    #expect(found.high.count == counts.highs)
    return found
  }

  /// What the header promises, written down directly.
  private func defined(_ text: [UInt8]) -> Found {
    let padded = text + [UInt8](repeating: 0x20, count: (text.count + 63) / 64 * 64 - text.count)
    var found = Found(positions: [], lineEnds: [], suspect: [], high: [], escape: [])
    var isEscaped = false
    for (at, byte) in padded.enumerated() {
      func mark(_ list: WritableKeyPath<Found, [Int]>) {
        if found[keyPath: list].last != at / 64 { found[keyPath: list].append(at / 64) }
      }
      if byte == 0x22 && !isEscaped || byte == 0x0a {
        if byte == 0x0a { found.lineEnds.append(UInt32(found.positions.count)) }
        found.positions.append(UInt32(at))
      }
      let next = at + 1 < padded.count ? padded[at + 1] : 0x20
      if byte < 0x20 && byte != 0x0a && !(byte == 0x0d && next == 0x0a) { mark(\.suspect) }
      if isEscaped && !"\"\\/bfnrt".utf8.contains(byte) { mark(\.suspect) }
      if byte >= 0x80 { mark(\.high) }
      if byte == 0x5c { mark(\.escape) }
      isEscaped = byte == 0x5c && !isEscaped
    }
    return found
  }

  @Test func allKernelsAgreeWithTheDefinition() {
    var random = SeededGenerator(seed: 20_240_515)
    let alphabets: [[UInt8]] = [
      Array("\"\\\n{}:, ax".utf8), Array("\\\\\\\"n".utf8), Array("\"a\r\n\tu".utf8),
      Array(0...255), Array(repeating: 0x5c, count: 9) + Array("\"\n".utf8),
    ]
    for round in 0..<600 {
      let alphabet = alphabets[round % alphabets.count]
      let count = random.below(701)
      let text = (0..<count).map { _ in alphabet[random.below(alphabet.count)] }
      let wanted = defined(text)
      for kernel in ScanKernel.allCases where kernel.isAvailable {
        #expect(run(kernel.level, text) == wanted, "\(kernel) in round \(round)")
      }
    }
  }

  @Test func linesAreCountedByEveryKernel() {
    var random = SeededGenerator(seed: 7)
    for count in [0, 1, 7, 8, 31, 32, 63, 64, 65, 1_000] {
      let text = (0..<count).map { _ in random.chance(1, of: 2) ? UInt8(0x0a) : 0x61 }
      for kernel in ScanKernel.allCases where kernel.isAvailable {
        #expect(cscan_count_lines(kernel.level, text, count) == text.count { $0 == 0x0a })
      }
    }
  }

  @Test func thisMachineHasMoreThanOneKernelToCompare() {
    #expect(ScanKernel.portable.isAvailable)
    #expect(ScanKernel.best.isAvailable)
  }
}
