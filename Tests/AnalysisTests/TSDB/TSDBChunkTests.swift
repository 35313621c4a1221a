import TestSupport
import Testing

@testable import Analysis

/// Chunks: against bytes that Prometheus' own encoders wrote, and against an encoder of ours that
/// knows the format's description only.
struct TSDBChunkTests {
  /// Room behind the data, as the segment reader leaves it.
  private func padded<T>(_ data: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> T) rethrows
    -> T
  {
    let room = data + [UInt8](repeating: 0xff, count: BitReader.slackBytes)
    return try room.withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0[..<data.count]))
    }
  }

  private func decode(_ data: [UInt8]) -> [(time: Int64, bits: UInt64)]? {
    let floats = FloatSamples()
    guard padded(data, { floats.decode($0) }) else { return nil }
    return (0..<floats.count).map { (floats.times[$0], floats.values[$0].bitPattern) }
  }

  private func decode(_ data: [UInt8], isFloat: Bool) -> [HistogramChunk.Sample]? {
    padded(data) { bytes in
      guard var chunk = HistogramChunk(bytes, isFloat: isFloat) else { return nil }
      var found: [HistogramChunk.Sample] = []
      while let sample = chunk.next() { found.append(sample) }
      return chunk.isBroken ? nil : found
    }
  }

  /// Written by chunkenc of Prometheus 2.42.
  private static let xorBytes = hex(
    "000880a0abfef9623ff000000000000098754000e137ffb7fff8bdffd000000000000f186a06cd200000000000"
      + "0f99f09f0010010000000000003e0000002e90bed0c33ff80000000000007fffffff45bcb69d0d034adc3f85f1e"
      + "6b2")

  @Test func floatsOfPrometheus() throws {
    let found = try #require(decode(Self.xorBytes))
    let times: [Int64] = [
      1_700_000_000_000, 1_700_000_015_000, 1_700_000_030_001, 1_700_000_045_001,
      1_700_000_260_001, 1_700_000_900_000, 1_800_000_000_000, 1_800_000_000_001,
    ]
    let values: [UInt64] = [
      (1.0).bitPattern, (1.0).bitPattern, (2.5).bitPattern, 0x7ff0_0000_0000_0002,
      0x7ff8_0000_0000_0001, (-Double.infinity).bitPattern, (-0.0).bitPattern,
      (1e-300).bitPattern,
    ]
    #expect(found.map(\.time) == times)
    #expect(found.map(\.bits) == values)
    // A stale marker is one NaN, Go's own NaN another.
    #expect(SampleBatch.isStale(Double(bitPattern: values[3])))
    #expect(!SampleBatch.isStale(Double(bitPattern: values[4])))
    #expect(!SampleBatch.isStale(.nan))
  }

  @Test func aCutChunkIsBroken() {
    for count in 0..<(Self.xorBytes.count - 1) {
      #expect(decode(Array(Self.xorBytes[..<count])) == nil, "\(count) bytes")
    }
  }

  private static let integerBytes = hex(
    "000700ff3f50624dd2f1a9fc8ca569ce318ff0000c5e7f2b4006624806500000000000138da2c2fc1d4ce263b45e"
      + "c48a32360d9825225412911e097190c5eff9f000000000007a35ca5c8dfdbf00000000001a1470e8")
  private static let floatBytes = hex(
    "000600ff3fd33333333333338ca569ce318ff0000c5e7f2b400201c4000000000002000000000000000201940000"
      + "00000002007000000000000200a000000000000200200000000000020070000000000002007000000000000200a"
      + "0000000000007c1d48e927c3b01ed17bac4dd826ec0eeb16fac5bec0b416d617b06cf609b3eb13750fc750fc750"
      + "bd432da0e567d43ffd826c3a1d1fc8098518093e13600b8bdff3100000000000fa06e80abe13a011bfb4a000000"
      + "00003a86de29a87ffac79fac79fa47ce0")

  /// A bucket of schema 1 ends at 2^(index/2): printed are 0.5, 0.7071, 2.8284, 4, 5.6569.
  private static let indices: [Int32] = [-2, -1, 3, 4, 5]

  @Test func integerHistogramsOfPrometheus() throws {
    let found = try #require(decode(Self.integerBytes, isFloat: false))
    #expect(
      found.map(\.time) == [
        1_700_000_000_000, 1_700_000_015_001, 1_700_000_030_004, 1_700_000_045_009,
        1_700_000_060_016, 1_700_000_075_123, 1_700_000_090_000,
      ])
    #expect(found[5].histogram == nil)
    // As the encoder was given them; counts of buckets from the printed histograms.
    let wanted: [(count: Double, zeros: Double, sum: Double, buckets: [Double], negative: Double)] =
      [
        (24, 2, 18.5, [3, 4, 2, 3, 3], 5), (33, 3, 21.75, [4, 5, 3, 5, 5], 6),
        (42, 4, 25, [5, 6, 4, 7, 7], 9), (51, 5, 28.25, [6, 7, 5, 9, 9], 14),
        (60, 6, 31.5, [7, 8, 6, 11, 11], 21), (0, 0, 0, [], 0),
        (243, 25, 47.75, [12, 13, 11, 21, 21], 86),
      ]
    for (sample, figures) in zip(found, wanted) {
      guard let histogram = sample.histogram else { continue }
      #expect(histogram.schema == 1)
      #expect(histogram.zeroThreshold == 0.001)
      #expect(histogram.count == figures.count)
      #expect(histogram.zeroCount == figures.zeros)
      #expect(histogram.sum == figures.sum)
      #expect(histogram.positive.map(\.index) == Self.indices)
      #expect(histogram.positive.map(\.count) == figures.buckets)
      #expect(histogram.negative == [NativeHistogram.Bucket(index: 1, count: figures.negative)])
    }
  }

  @Test func floatHistogramsOfPrometheus() throws {
    let found = try #require(decode(Self.floatBytes, isFloat: true))
    #expect(
      found.map(\.time) == [
        1_700_000_000_000, 1_700_000_014_993, 1_700_000_029_986, 1_700_000_044_979,
        1_700_000_061_000, 1_700_000_075_000,
      ])
    #expect(found[4].histogram == nil)
    let last = try #require(found[5].histogram)
    #expect(last.count == 87)
    #expect(last.zeroCount == 9)
    #expect(last.sum == 41.25)
    #expect(last.zeroThreshold == 0.3)
    #expect(last.positive.map(\.count) == [12.5, 13.75, 11.25, 21.25, 21.25])
    #expect(last.negative == [NativeHistogram.Bucket(index: 1, count: 54)])
    let first = try #require(found[0].histogram)
    #expect(first.positive.map(\.count) == [3.75, 5, 2.5, 3.75, 3.75])
    // Read as integers the same bytes are nothing, or something else, but never a trap.
    _ = decode(Self.floatBytes, isFloat: false)
  }

  /// Whatever samples are encoded come back bit for bit.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64]) func floatsComeBack(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, purpose: "xor")
    for _ in 0..<200 {
      var time = Int64(generator.below(1 << 40)) - (1 << 39)
      var bits = (1.0).bitPattern
      let samples: [(time: Int64, bits: UInt64)] = (0..<generator.below(130)).map { _ in
        switch generator.below(8) {
        case 0: time += Int64(generator.below(1 << 34))
        case 1: time += 15_000 + Int64(generator.below(20_000))
        case 2: time -= Int64(generator.below(1 << 20))
        default: time += 15_000
        }
        switch generator.below(6) {
        case 0: bits = generator.next()
        case 1: bits = ChunkWriter.staleBits
        case 2: bits ^= 1 << UInt64(generator.below(64))
        case 3: bits = Double(generator.below(1000)).bitPattern
        default: break
        }
        return (time, bits)
      }
      let found = try #require(decode(ChunkWriter.floats(samples)))
      #expect(found.map(\.time) == samples.map(\.time))
      #expect(found.map(\.bits) == samples.map(\.bits))
    }
  }

  @Test func extremeTimesComeBack() throws {
    let samples: [(time: Int64, bits: UInt64)] = [
      (.min, 0), (.max, 1), (0, .max), (-8_192, 3), (0, 4), (8_192, 5), (1 << 19, 6), (-1, 7),
    ]
    let found = try #require(decode(ChunkWriter.floats(samples)))
    #expect(found.map(\.time) == samples.map(\.time))
    #expect(found.map(\.bits) == samples.map(\.bits))
  }

  @Test(arguments: [false, true]) func histogramsComeBack(_ isFloat: Bool) throws {
    var generator = SeededGenerator(seed: 5, purpose: "histograms")
    for round in 0..<200 {
      let isCustom = round % 4 == 0
      let layout = ChunkWriter.Layout(
        flags: round % 3 == 0 ? 0xc0 : 0, zeroThreshold: [0, 0.001, 0.25, 1e-40][round % 4],
        schema: isCustom ? -53 : Int32(generator.below(13)) - 4,
        positive: (0..<(1 + generator.below(3))).map { _ in
          (Int32(generator.below(5)), 1 + generator.below(4)) as (Int32, Int)
        }, negative: isCustom ? [] : [(Int32(-3), generator.below(3))],
        bounds: isCustom ? [0.005, 0.1, 1, 33_554.43, 1e9, 0.00015] : [])
      let size = (layout.positive + layout.negative).map(\.1).reduce(0, +)
      var time: Int64 = 1_700_000_000_000
      let samples = (0..<(1 + generator.below(30))).map { turn in
        time += Int64(generator.below(30_000))
        let isStale = turn > 0 && generator.below(9) == 0
        let scale = isFloat ? 0.37 : 1
        return ChunkWriter.Histogram(
          time: time, count: Double(generator.below(1 << 30)) * scale,
          zeros: Double(generator.below(9)) * scale,
          sumBits: isStale ? ChunkWriter.staleBits : Double(generator.below(1000)).bitPattern,
          buckets: isStale ? [] : (0..<size).map { _ in Double(generator.below(5_000)) * scale })
      }
      let data = ChunkWriter.histograms(samples, layout, isFloat: isFloat)
      let found = try #require(decode(data, isFloat: isFloat))
      #expect(found.map(\.time) == samples.map(\.time))
      for (sample, wanted) in zip(found, samples) {
        #expect((sample.histogram == nil) == wanted.isStale)
        guard let histogram = sample.histogram else { continue }
        #expect(histogram.count == wanted.count)
        #expect(histogram.zeroCount == wanted.zeros)
        #expect(histogram.sum.bitPattern == wanted.sumBits)
        #expect(histogram.schema == layout.schema)
        #expect(histogram.zeroThreshold == layout.zeroThreshold)
        #expect(histogram.customBounds == layout.bounds)
        #expect(histogram.isGauge == (layout.flags == 0xc0))
        let buckets = histogram.positive.map(\.count) + histogram.negative.map(\.count)
        #expect(buckets == wanted.buckets.filter { $0 != 0 })
      }
    }
  }

  /// Any bytes at all give samples or a refusal.
  @Test func noiseDoesNoHarm() {
    var generator = SeededGenerator(seed: 9, purpose: "noise")
    for round in 0..<4_000 {
      var data = (0..<generator.below(120)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
      if round % 2 == 0 { data = Self.integerBytes }
      if !data.isEmpty { data[generator.below(data.count)] ^= 1 << UInt8(generator.below(8)) }
      _ = decode(data)
      _ = decode(data, isFloat: false)
      _ = decode(data, isFloat: true)
    }
  }

  @Test func checksumsAreCastagnolis() {
    // RFC 3720, appendix B.4, and the usual check value.
    let vectors: [([UInt8], UInt32)] = [
      (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
      ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), (Array(0..<32), 0x46dd_794e), ([], 0),
    ]
    for (bytes, wanted) in vectors {
      #expect(bytes.withUnsafeBytes { CRC32C.of($0) } == wanted)
      let parts = bytes.withUnsafeBytes { bytes in
        let half = bytes.count / 3
        return CRC32C.of(
          UnsafeRawBufferPointer(rebasing: bytes[half...]),
          after: CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[..<half])))
      }
      #expect(parts == wanted)
      #expect(Encoded.crc32c(bytes) == wanted)
    }
  }

  private static func hex(_ text: String) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
