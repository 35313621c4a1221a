@testable import Analysis

/// Bits, the most significant of each byte first.
struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var free = 0

  mutating func bit(_ isSet: Bool) {
    if free == 0 {
      bytes.append(0)
      free = 8
    }
    free -= 1
    if isSet { bytes[bytes.count - 1] |= 1 << UInt8(free) }
  }

  mutating func bits(_ value: UInt64, _ count: Int) {
    for place in stride(from: count - 1, through: 0, by: -1) {
      bit(value >> UInt64(place) & 1 == 1)
    }
  }

  mutating func whole(_ bytes: [UInt8]) { for byte in bytes { bits(UInt64(byte), 8) } }

  /// How a value differs from the one before.
  mutating func xor(_ value: UInt64, _ state: inout XORState) {
    let delta = value ^ state.value
    state.value = value
    guard delta != 0 else { return bit(false) }
    bit(true)
    let leading = min(delta.leadingZeroBitCount, 31)
    let trailing = delta.trailingZeroBitCount
    if let window = state.window, leading >= window.leading, trailing >= window.trailing {
      bit(false)
      bits(delta >> UInt64(window.trailing), 64 - window.leading - window.trailing)
      return
    }
    state.window = (leading, trailing)
    bit(true)
    bits(UInt64(leading), 5)
    let count = 64 - leading - trailing
    bits(UInt64(count & 63), 6)
    bits(delta >> UInt64(trailing), count)
  }

  /// Numbers of histograms, signed.
  mutating func varbit(_ value: Int64) {
    guard value != 0 else { return bit(false) }
    for (ones, size) in zip(1..., [3, 6, 9, 12, 18, 25, 56]) {
      let half = Int64(1) << Int64(size - 1)
      // The greatest positive number is 2^(n-1) itself.
      guard value > -half, value <= half else { continue }
      for _ in 0..<ones { bit(true) }
      bit(false)
      return bits(UInt64(bitPattern: value) & (1 << UInt64(size) - 1), size)
    }
    bits(255, 8)
    bits(UInt64(bitPattern: value), 64)
  }

  /// Numbers of histograms, unsigned.
  mutating func varbitUnsigned(_ value: UInt64) {
    guard value != 0 else { return bit(false) }
    for (ones, size) in zip(1..., [3, 6, 9, 12, 18, 25, 56]) where value < 1 << UInt64(size) {
      for _ in 0..<ones { bit(true) }
      bit(false)
      return bits(value, size)
    }
    bits(255, 8)
    bits(value, 64)
  }
}

/// What an XOR encoder remembers.
struct XORState {
  var value: UInt64
  var window: (leading: Int, trailing: Int)?
}

/// Encoders of chunks, from the format's description.
enum ChunkWriter {
  static let staleBits: UInt64 = 0x7ff0_0000_0000_0002

  /// XOR chunk.
  static func floats(_ samples: [(time: Int64, bits: UInt64)]) -> [UInt8] {
    var out = BitWriter()
    out.bits(UInt64(samples.count), 16)
    var state = XORState(value: 0)
    var (last, step): (Int64, Int64) = (0, 0)
    for (turn, sample) in samples.enumerated() {
      switch turn {
      case 0:
        out.whole(Encoded.varint(sample.time))
        out.bits(sample.bits, 64)
        state.value = sample.bits
      case 1:
        step = sample.time &- last
        out.whole(Encoded.uvarint(UInt64(bitPattern: step)))
        out.xor(sample.bits, &state)
      default:
        let next = sample.time &- last
        change(next &- step, &out)
        step = next
        out.xor(sample.bits, &state)
      }
      last = sample.time
    }
    return out.bytes
  }

  private static func change(_ value: Int64, _ out: inout BitWriter) {
    if value == 0 { return out.bit(false) }
    for (ones, size) in [(1, 14), (2, 17), (3, 20)] {
      let half = Int64(1) << Int64(size - 1)
      guard value > -half, value <= half else { continue }
      for _ in 0..<ones { out.bit(true) }
      out.bit(false)
      return out.bits(UInt64(bitPattern: value) & (1 << UInt64(size) - 1), size)
    }
    out.bits(15, 4)
    out.bits(UInt64(bitPattern: value), 64)
  }

  /// A histogram as an encoder takes it: buckets in the order of the layout.
  struct Histogram {
    var time: Int64
    var count: Double
    var zeros: Double
    var sumBits: UInt64
    var buckets: [Double]
    var isStale: Bool { sumBits == staleBits }
  }
  struct Layout {
    var flags: UInt8 = 0
    var zeroThreshold: Double
    var schema: Int32
    /// Offset and length of each span.
    var positive: [(Int32, Int)] = []
    var negative: [(Int32, Int)] = []
    var bounds: [Double] = []
  }

  /// Histogram chunk, with integer or float counts.
  static func histograms(
    _ samples: [Histogram], _ layout: Layout, isFloat: Bool
  ) -> [UInt8] {
    var out = BitWriter()
    out.bits(UInt64(samples.count), 16)
    out.bits(UInt64(layout.flags), 8)
    write(layout, &out)
    var state = State(layout)
    for (turn, sample) in samples.enumerated() {
      let step = turn == 0 ? 0 : sample.time - state.time
      out.varbit(turn == 0 ? sample.time : step - state.step)
      (state.time, state.step) = (sample.time, step)
      if isFloat {
        floats(sample, turn, &state, &out)
      } else {
        integers(sample, turn, &state, &out)
      }
    }
    return out.bytes
  }

  private struct State {
    var time: Int64 = 0
    var step: Int64 = 0
    var sum = XORState(value: 0)
    var counts: [Int64] = [0, 0]
    var countSteps: [Int64] = [0, 0]
    var deltas: [Int64] = []
    var deltaSteps: [Int64] = []
    var floats: [XORState] = []
    /// Where the negative side begins among the buckets.
    let negative: Int
    init(_ layout: Layout) { negative = layout.positive.reduce(0) { $0 + $1.1 } }
  }

  private static func write(_ layout: Layout, _ out: inout BitWriter) {
    let threshold = layout.zeroThreshold
    if threshold == 0 {
      out.bits(0, 8)
    } else if threshold.significand == 1, (-243...10).contains(Int(threshold.exponent)) {
      out.bits(UInt64(Int(threshold.exponent) + 244), 8)
    } else {
      out.bits(255, 8)
      out.bits(threshold.bitPattern, 64)
    }
    out.varbit(Int64(layout.schema))
    for spans in [layout.positive, layout.negative] {
      out.varbitUnsigned(UInt64(spans.count))
      for (offset, length) in spans {
        out.varbitUnsigned(UInt64(length))
        out.varbit(Int64(offset))
      }
    }
    guard layout.schema == -53 else { return }
    out.varbitUnsigned(UInt64(layout.bounds.count))
    for bound in layout.bounds {
      let thousandths = bound * 1_000
      if thousandths >= 0, thousandths <= 33_554_430, thousandths == thousandths.rounded() {
        out.varbitUnsigned(UInt64(thousandths) + 1)
      } else {
        out.bit(false)
        out.bits(bound.bitPattern, 64)
      }
    }
  }

  private static func integers(
    _ sample: Histogram, _ turn: Int, _ state: inout State, _ out: inout BitWriter
  ) {
    let counts = [Int64(sample.count), Int64(sample.zeros)]
    var deltas: [Int64] = []
    for (place, bucket) in sample.buckets.enumerated() {
      let isFirst = place == 0 || place == state.negative
      deltas.append(Int64(bucket) - (isFirst ? 0 : Int64(sample.buckets[place - 1])))
    }
    if turn == 0 {
      for count in counts { out.varbitUnsigned(UInt64(count)) }
      out.bits(sample.sumBits, 64)
      state.sum.value = sample.sumBits
      for delta in deltas { out.varbit(delta) }
      (state.counts, state.deltas) = (counts, deltas)
      state.deltaSteps = deltas.map { _ in 0 }
      return
    }
    for place in 0..<2 {
      // A stale marker repeats the step, so that its counts mean nothing.
      let step = sample.isStale ? state.countSteps[place] : counts[place] - state.counts[place]
      out.varbit(step - state.countSteps[place])
      state.countSteps[place] = step
      state.counts[place] += step
    }
    out.xor(sample.sumBits, &state.sum)
    if sample.isStale { return }
    for place in deltas.indices {
      let step = deltas[place] - state.deltas[place]
      out.varbit(step - state.deltaSteps[place])
      state.deltaSteps[place] = step
    }
    state.deltas = deltas
  }

  private static func floats(
    _ sample: Histogram, _ turn: Int, _ state: inout State, _ out: inout BitWriter
  ) {
    let values =
      [sample.count.bitPattern, sample.zeros.bitPattern, sample.sumBits]
      + (sample.isStale ? [] : sample.buckets.map(\.bitPattern))
    if turn == 0 {
      for value in values { out.bits(value, 64) }
      state.floats = values.map { XORState(value: $0) }
      return
    }
    for (place, value) in values.enumerated() { out.xor(value, &state.floats[place]) }
  }
}
