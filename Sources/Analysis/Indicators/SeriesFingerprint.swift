/// 128 bits that stand for a series where millions are told apart.
///
/// Two series of a million share one with a chance of less than 10^-26; no verdict rests on it.
struct SeriesFingerprint: Hashable, Sendable {
  private var high: UInt64
  private var low: UInt64

  init(_ series: MetricSeriesID) {
    high = 0xcbf2_9ce4_8422_2325
    low = 0x9e37_79b9_7f4a_7c15
    add(series.name)
    for label in series.labels {
      add(label.name)
      add(label.value)
    }
  }

  /// The fingerprint of one sample of a series.
  init(_ series: SeriesFingerprint, at time: Int64) {
    self = series
    mix(UInt64(bitPattern: time))
  }

  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var at = 0
      while at + 8 <= raw.count {
        mix(raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        at += 8
      }
      var tail: UInt64 = 0
      while at < raw.count {
        tail = tail << 8 | UInt64(raw[at])
        at += 1
      }
      mix(tail)
      // So that texts end where they end.
      mix(UInt64(raw.count))
    }
  }

  /// Two halves of a product of 128 bits, crossed.
  @inline(__always) private mutating func mix(_ word: UInt64) {
    let product = (high ^ word).multipliedFullWidth(by: 0x9fb2_1c65_1e98_df25)
    let other = (low &+ word).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    high = product.low ^ other.high &+ 0x2545_f491_4f6c_dd1d
    low = other.low ^ product.high &+ word
  }

  func hash(into hasher: inout Hasher) { hasher.combine(high) }
}
