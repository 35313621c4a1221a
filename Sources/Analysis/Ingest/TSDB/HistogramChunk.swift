/// What all histograms of a chunk share.
struct HistogramLayout {
  var schema: Int32
  var zeroThreshold: Double
  /// Indices of the buckets of each side, in the order their counts come.
  var positive: [Int32]
  var negative: [Int32]
  var customBounds: [Double]
  var isGauge: Bool

  /// Most buckets of one histogram.
  static let bucketLimit = 1 << 16

  /// Reads the layout; nil when the bits make none.
  init?(_ reader: inout BitReader, flags: UInt8) {
    isGauge = flags >> 6 == 0b11
    let threshold = reader.bits(8)
    switch threshold {
    case 0: zeroThreshold = 0
    case 255: zeroThreshold = Double(bitPattern: reader.bits(64))
    default: zeroThreshold = Double(sign: .plus, exponent: Int(threshold) - 244, significand: 1)
    }
    let schema = reader.varbitInt()
    guard schema == Int64(NativeHistogram.customSchema) || (-4...8).contains(schema) else {
      return nil
    }
    self.schema = Int32(schema)
    guard let positive = Self.buckets(&reader), let negative = Self.buckets(&reader) else {
      return nil
    }
    self.positive = positive
    self.negative = negative
    customBounds = []
    if self.schema == NativeHistogram.customSchema {
      let count = reader.varbitUint()
      guard count <= UInt64(Self.bucketLimit), count <= UInt64(reader.left) else { return nil }
      for _ in 0..<count { customBounds.append(Self.bound(&reader)) }
    }
    if reader.isBroken { return nil }
  }

  /// Spans of buckets, as how far each lies behind the one before and how long it is.
  private static func buckets(_ reader: inout BitReader) -> [Int32]? {
    let spans = reader.varbitUint()
    // A span takes two bits at least, and each of its buckets one in the first histogram.
    guard spans <= UInt64(reader.left) else { return nil }
    var indices: [Int32] = []
    var next: Int32 = 0
    for _ in 0..<spans {
      let length = reader.varbitUint()
      let (index, overflow) = Int64(next).addingReportingOverflow(reader.varbitInt())
      guard !reader.isBroken, !overflow, length <= UInt64(bucketLimit - indices.count),
        let start = Int32(exactly: index), start <= Int32.max - Int32(length)
      else { return nil }
      for step in 0..<Int32(length) { indices.append(start + step) }
      next = start + Int32(length)
    }
    return indices
  }

  /// A bound in thousandths where that is exact, else as it is.
  private static func bound(_ reader: inout BitReader) -> Double {
    let thousandths = reader.varbitUint()
    if thousandths == 0 { return Double(bitPattern: reader.bits(64)) }
    return Double(thousandths - 1) / 1_000
  }
}

/// Histograms of one chunk, read one by one: integer counts (encoding 2) or floats (encoding 3).
struct HistogramChunk {
  /// One histogram; nil for a stale marker.
  struct Sample {
    /// Milliseconds since 1970.
    var time: Int64
    var histogram: NativeHistogram?
  }

  private var reader: BitReader
  private let isFloat: Bool
  private let layout: HistogramLayout?
  /// How many samples the chunk says it holds.
  let count: Int
  private var turn = 0
  private var time: Int64 = 0
  private var timeStep: Int64 = 0
  private var sum = XORValue(0)
  private var integers = IntegerCounts()
  private var floats = FloatCounts()

  /// - Parameter data: behind which `BitReader.slackBytes` more can be read.
  init?(_ data: UnsafeRawBufferPointer, isFloat: Bool) {
    guard data.count >= 3, let made = BitReader(data) else { return nil }
    reader = made
    self.isFloat = isFloat
    count = Int(reader.bits(16))
    let flags = UInt8(reader.bits(8))
    layout = count == 0 ? nil : HistogramLayout(&reader, flags: flags)
    if count > 0 && layout == nil { return nil }
  }

  /// The next histogram; nil when all have come, or when the bits make none (`isBroken`).
  mutating func next() -> Sample? {
    guard turn < count, !isBroken, let layout else { return nil }
    let change = reader.varbitInt()
    if turn == 0 {
      time = change
    } else {
      timeStep &+= change
      time &+= timeStep
    }
    let buckets = layout.positive.count + layout.negative.count
    let isRead = isFloat ? readFloats(buckets) : readIntegers(buckets)
    guard isRead, !reader.isBroken else {
      isBroken = true
      return nil
    }
    turn += 1
    if sum.bits == staleMarkerBits { return Sample(time: time, histogram: nil) }
    guard let histogram = histogram(layout) else {
      isBroken = true
      return nil
    }
    return Sample(time: time, histogram: histogram)
  }

  /// Whether the bits ended before the samples, or made none.
  private(set) var isBroken = false

  private mutating func readIntegers(_ buckets: Int) -> Bool {
    if turn == 0 {
      guard buckets <= reader.left else { return false }
      integers.count = reader.varbitUint()
      integers.zeros = reader.varbitUint()
      sum = XORValue(reader.bits(64))
      integers.buckets = (0..<buckets).map { _ in reader.varbitInt() }
      integers.steps = [Int64](repeating: 0, count: buckets)
      return true
    }
    integers.countStep &+= reader.varbitInt()
    integers.count &+= UInt64(bitPattern: integers.countStep)
    integers.zeroStep &+= reader.varbitInt()
    integers.zeros &+= UInt64(bitPattern: integers.zeroStep)
    guard sum.read(&reader) else { return false }
    // A stale marker has no buckets.
    if sum.bits == staleMarkerBits { return true }
    for bucket in 0..<buckets {
      integers.steps[bucket] &+= reader.varbitInt()
      integers.buckets[bucket] &+= integers.steps[bucket]
    }
    return true
  }

  private mutating func readFloats(_ buckets: Int) -> Bool {
    if turn == 0 {
      guard buckets <= reader.left / 64 else { return false }
      floats.count = XORValue(reader.bits(64))
      floats.zeros = XORValue(reader.bits(64))
      sum = XORValue(reader.bits(64))
      floats.buckets = (0..<buckets).map { _ in XORValue(reader.bits(64)) }
      return true
    }
    guard floats.count.read(&reader), floats.zeros.read(&reader), sum.read(&reader) else {
      return false
    }
    if sum.bits == staleMarkerBits { return true }
    for bucket in 0..<buckets where !floats.buckets[bucket].read(&reader) { return false }
    return true
  }

  private func histogram(_ layout: HistogramLayout) -> NativeHistogram? {
    let parts = [layout.positive, layout.negative]
    var sides: [[NativeHistogram.Bucket]] = []
    var at = 0
    for indices in parts {
      var side: [NativeHistogram.Bucket] = []
      // Integer counts are stated by what they differ from the bucket before, side by side.
      var running: Int64 = 0
      for index in indices {
        let count: Double
        if isFloat {
          count = floats.buckets[at].double
        } else {
          running &+= integers.buckets[at]
          if running < 0 { return nil }
          count = Double(running)
        }
        if count != 0 { side.append(NativeHistogram.Bucket(index: index, count: count)) }
        at += 1
      }
      sides.append(side)
    }
    var made = NativeHistogram(
      schema: layout.schema, zeroThreshold: layout.zeroThreshold,
      zeroCount: isFloat ? floats.zeros.double : Double(integers.zeros),
      count: isFloat ? floats.count.double : Double(integers.count), sum: sum.double,
      positive: sides[0], negative: sides[1], customBounds: layout.customBounds)
    made.isGauge = layout.isGauge
    return made
  }

  private struct IntegerCounts {
    var count: UInt64 = 0
    var countStep: Int64 = 0
    var zeros: UInt64 = 0
    var zeroStep: Int64 = 0
    var buckets: [Int64] = []
    var steps: [Int64] = []
  }
  private struct FloatCounts {
    var count = XORValue(0)
    var zeros = XORValue(0)
    var buckets: [XORValue] = []
  }
}
