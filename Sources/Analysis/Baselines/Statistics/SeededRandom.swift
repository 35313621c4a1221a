internal import Foundation

/// Numbers that are the same on every run: SplitMix64 (Steele, Lea and Flood 2014), and standard
/// normal deviates from it after Box and Muller.
struct SeededRandom {
  private var state: UInt64
  private var spare: Double?

  init(seed: UInt64) { state = seed }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in (0, 1].
  private mutating func unit() -> Double { Double((next() >> 11) + 1) * 0x1p-53 }

  /// A standard normal deviate.
  mutating func normal() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (-2 * log(unit())).squareRoot()
    let angle = 2 * Double.pi * unit()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
