import CSelect
import Testing

@testable import Analysis

/// The selection kernels against each other and against sorting.
struct SelectionKernelTests {
  static let levels: [Int32] = [
    Int32(CSELECT_PORTABLE.rawValue), Int32(CSELECT_AVX2.rawValue), Int32(CSELECT_AVX512.rawValue),
  ].filter { cselect_has_level($0) != 0 }
  static let slack = Int(CSELECT_SLACK)
  static let counts = [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100, 420, 1_000, 5_000]

  /// What a level finds among `values`, and how many of them are numbers.
  private func found<Sample: SelectableSample>(
    _ level: Int32, _ values: [Sample], _ ranks: [UInt32]
  ) -> (count: Int, values: [Sample]) {
    let room = values.count + Self.slack
    var keys = [Sample.Key](repeating: 0, count: room)
    var scratch = [Sample.Key](repeating: 0, count: room)
    var found = [Sample.Key](repeating: 0, count: ranks.count)
    let count = Sample.load(level, values, values.count, &keys)
    ranks.withUnsafeBufferPointer {
      Sample.select(level, &keys, count, $0, &found, &scratch)
    }
    return (count, found.map { Sample.value($0) })
  }

  private func check<Sample: SelectableSample>(_ values: [Sample], _ ranks: [UInt32]) {
    let numbers = values.filter { !$0.isNaN }.sorted {
      $0 < $1 || $0 == $1 && $0.sign == .minus && $1.sign == .plus
    }
    for level in Self.levels {
      let found = found(level, values, ranks)
      #expect(found.count == numbers.count)
      let expected = ranks.map { numbers[Int($0)] }
      let isSame = zip(found.values, expected).allSatisfy { $0 == $1 && $0.sign == $1.sign }
      #expect(isSame, "level \(level), \(values.count) values, ranks \(ranks.prefix(8))")
    }
  }

  @Test("Every level finds what sorting finds", arguments: RollingShape.allCases)
  func sorted(_ shape: RollingShape) {
    for count in Self.counts {
      let values = shape.samples(count, seed: UInt64(count))
      let numbers = UInt32(values.count { !$0.isNaN })
      if numbers == 0 { continue }
      let last = numbers - 1
      let quarters = [last / 4, last / 2, last / 4 * 3]
      let lists = [
        [0], [last], [last / 2], quarters, Array(0...last),
        Array(Set(quarters + [0, last])).sorted(),
      ]
      for ranks in lists {
        check(values, ranks)
        check(values.map { Float($0) }, ranks)
      }
    }
  }

  @Test("Pivots that are bad again and again", arguments: levels)
  func badPivots(level: Int32) {
    // Samples are taken at even distances: there the least values stand, whatever the round.
    for count in [420, 4_096] {
      for lanes in [8, 16] {
        let values = (0..<count).map { i in
          i % (count / lanes) == 0 ? Float(i) : Float(1_000_000 + (i * 7919) % count)
        }
        let ranks = [UInt32(count / 2), UInt32(count - 1)]
        let expected = values.sorted()
        #expect(found(level, values, ranks).values == ranks.map { expected[Int($0)] })
      }
    }
  }

  @Test("The portable level is always there, unknown ones never")
  func available() {
    #expect(cselect_has_level(0) == 1)
    #expect(cselect_has_level(3) == 0 && cselect_has_level(-1) == 0)
    for kernel in ScanKernel.allCases where kernel.isAvailable {
      #expect(cselect_has_level(kernel.selectLevel) != 0)
    }
  }
}
