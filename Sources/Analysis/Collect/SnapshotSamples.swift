/// The samples of one metric store that a package carries, and what they do not show themselves.
///
/// A verdict reads a counter at the edges of windows: the last sample before an edge, the first one
/// after it, and everything between. So each stretch is widened, series by series, to the nearest
/// samples around it that hold a value; then every value, reset and gap inside comes out as it did
/// from the whole series. Only the median spacing may not, and is declared where it differs.
struct SnapshotSamples {
  private let store: MetricStore
  /// Indices of the samples kept, by series.
  private var kept: [MetricSeriesID: Set<Int>] = [:]

  init(_ store: MetricStore) { self.store = store }

  /// Whether nothing is kept.
  var isEmpty: Bool { kept.isEmpty }

  /// Keeps what the families say about the stretches.
  mutating func keep(_ family: String, _ stretches: [Interval]) {
    for id in store.family(family) {
      guard let samples = store.series[id], !samples.isEmpty else { continue }
      for stretch in stretches {
        kept[id, default: []].formUnion(Self.around(stretch, samples))
      }
    }
  }

  /// Keeps the samples of settings at which a value changes, with those before them.
  mutating func keepChanges(_ family: String, _ stretch: Interval) {
    for id in store.family(family) {
      guard let samples = store.series[id], !samples.isEmpty else { continue }
      let range = Self.around(stretch, samples)
      var found: Set<Int> = [range.lowerBound, range.upperBound]
      var before: Double?
      for (index, sample) in zip(range, samples[range]) {
        if let before, sample.value.bitPattern != before.bitPattern {
          found.formUnion([index - 1, index])
        }
        before = sample.value
      }
      kept[id, default: []].formUnion(found)
    }
  }

  /// From the last sample with a value at or before the stretch to the first one at or after it;
  /// where there is none, to the nearest sample of any kind.
  private static func around(
    _ stretch: Interval, _ samples: SampleSeries
  ) -> ClosedRange<Int> {
    var first = max(0, samples.count(before: stretch.from, inclusive: true) - 1)
    let nearest = first
    while first > 0, !samples[first].value.isFinite { first -= 1 }
    if !samples[first].value.isFinite { first = nearest }
    var last = min(samples.count - 1, samples.count(before: stretch.to, inclusive: false))
    let next = last
    while last < samples.count - 1, !samples[last].value.isFinite { last += 1 }
    if !samples[last].value.isFinite { last = next }
    return min(first, last)...max(first, last)
  }

  /// Spacings that the kept samples would show otherwise than the whole series do.
  func spacings(native: Bool) -> [PackageFacts.Spacing] {
    kept.sorted { $0.key < $1.key }.compactMap { id, indices in
      guard let samples = store.series[id] else { return nil }
      let whole = samples.spacingNanoseconds
      let shown = CounterSeries.spacing(indices.sorted().map { samples[$0].time })
      guard whole != shown else { return nil }
      return PackageFacts.Spacing(series: "\(id)", nanoseconds: whole, isNative: native)
    }
  }

  /// OpenMetrics text: every sample at its time, to the nanosecond, every value to the last bit.
  var text: [UInt8] {
    var out: [UInt8] = []
    var family: String?
    for (id, indices) in kept.sorted(by: { $0.key < $1.key }) {
      if id.name != family {
        out += "# TYPE \(Self.quotedWhereNeeded(id.name)) unknown\n".utf8
        family = id.name
      }
      let head = Self.head(id)
      for index in indices.sorted() {
        guard let sample = store.series[id]?[index] else { continue }
        out += "\(head) \(Self.valueText(sample.value)) \(Self.secondsText(sample.time))\n".utf8
      }
    }
    return out.isEmpty ? [] : out + "# EOF\n".utf8
  }

  /// `name{a="x"}`; names that are no plain words stand quoted in the braces.
  private static func head(_ id: MetricSeriesID) -> String {
    let isWord = isPlain(id.name, colons: true)
    if isWord, id.labels.allSatisfy({ isPlain($0.name, colons: false) }) { return "\(id)" }
    var parts = id.labels.map { label in
      (isPlain(label.name, colons: false) ? label.name : quoted(label.name)) + "="
        + quoted(label.value)
    }
    if !isWord { parts.insert(quoted(id.name), at: 0) }
    return (isWord ? id.name : "") + "{" + parts.joined(separator: ",") + "}"
  }

  private static func isPlain(_ name: String, colons: Bool) -> Bool {
    guard let first = name.utf8.first, !isDigit(first) else { return false }
    return name.utf8.allSatisfy {
      (0x61...0x7a).contains($0 | 0x20) || isDigit($0) || $0 == UInt8(ascii: "_")
        || colons && $0 == UInt8(ascii: ":")
    }
  }

  private static func quotedWhereNeeded(_ name: String) -> String {
    isPlain(name, colons: true) ? name : quoted(name)
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": out += "\\\\"
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private static func valueText(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == 0 { return value.sign == .minus ? "-0" : "0" }
    return ecmaScriptNumber(value)
  }

  /// Seconds with as many digits as the nanoseconds need.
  private static func secondsText(_ instant: Instant) -> String {
    let (seconds, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let sign = instant.nanoseconds < 0 ? "-" : ""
    guard rest != 0 else { return "\(seconds)" }
    var digits = String(rest.magnitude)
    digits = String(repeating: "0", count: 9 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(seconds.magnitude).\(digits)"
  }
}
