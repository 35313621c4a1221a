/// SplitMix64: small, seeded, and the same on every platform and Swift version.
///
/// The standard library's `random(in:using:)` is not used on top of it, because its
/// algorithm may change between releases and the data sets are pinned byte for byte.
public struct SeededGenerator: Sendable {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  public init(seed: UInt64) { state = seed }

  /// A stream of its own for one purpose, so that drawing more numbers for one part of a
  /// scenario does not shift every other part.
  public init(seed: UInt64, purpose: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    self.init(seed: seed ^ hash)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// A number in `0 ..< bound`; `bound` is at least 1.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "an empty range has no member")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in the closed range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in `numerator` of `denominator` draws.
  public mutating func chance(_ numerator: Int, of denominator: Int) -> Bool {
    below(denominator) < numerator
  }

  /// One element; `choices` is not empty.
  public mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[below(choices.count)]
  }

  /// `digits` lowercase hex digits, never all zero.
  public mutating func hex(_ digits: Int) -> String {
    var text = ""
    while text.utf8.count < digits {
      let word = String(next(), radix: 16)
      text += String(repeating: "0", count: 16 - word.utf8.count) + word
    }
    let cut = String(text.prefix(digits))
    return cut.contains { $0 != "0" } ? cut : hex(digits)
  }

  /// A Fisher–Yates permutation.
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var result = elements
    for index in stride(from: result.count - 1, to: 0, by: -1) {
      result.swapAt(index, below(index + 1))
    }
    return result
  }
}
