/// Epoch seconds with any fraction, exactly; nil when no plausible time.
func epochSeconds(_ bytes: UnsafeRawBufferPointer) -> Stamp? {
  guard let value = parseScaledDecimal(bytes, scale: 1_000_000_000),
    StampFault.plausibleSeconds.contains(value.value / 1_000_000_000)
  else { return nil }
  return Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step)
}

/// A sample value as Prometheus writes it: `1e3`, `NaN`, `+Inf`.
func sampleValue(_ bytes: UnsafeRawBufferPointer) -> Double? {
  // Most values are counts: up to fifteen digits are a double as they stand.
  if (1...15).contains(bytes.count) {
    var count = 0
    var isCount = true
    for byte in bytes {
      let digit = byte &- UInt8(ascii: "0")
      isCount = isCount && digit < 10
      count = count &* 10 &+ Int(digit)
    }
    if isCount { return Double(count) }
  }
  let text = String(decoding: bytes, as: UTF8.self)
  switch text.lowercased() {
  case "nan": return .nan
  case "+inf", "inf", "+infinity", "infinity": return .infinity
  case "-inf", "-infinity": return -.infinity
  default: return Double(text)
  }
}

/// The time of a metric page: whole milliseconds in the text format and in dumps, seconds with a
/// fraction in OpenMetrics.
///
/// The magnitude tells them apart, because nothing else need: seconds of our times have ten
/// digits before the point, milliseconds thirteen and no fraction.
func pageTime(_ bytes: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
  guard let whole = parseScaledDecimal(bytes, scale: 1) else { return .failure(.syntax) }
  let isMilliseconds = whole.value.magnitude >= 100_000_000_000
  if isMilliseconds, bytes.contains(UInt8(ascii: ".")), !hasExponent(bytes) {
    return .failure(.unit)
  }
  guard
    let value = parseScaledDecimal(bytes, scale: isMilliseconds ? 1_000_000 : 1_000_000_000),
    StampFault.plausibleSeconds.contains(value.value / 1_000_000_000)
  else { return .failure(.range) }
  return .success(Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step))
}

private func hasExponent(_ bytes: UnsafeRawBufferPointer) -> Bool {
  bytes.contains { $0 | 0x20 == UInt8(ascii: "e") }
}

/// Whole milliseconds since the epoch.
func epochMilliseconds(_ bytes: UnsafeRawBufferPointer) -> Result<Stamp, StampFault> {
  guard let value = parseScaledDecimal(bytes, scale: 1_000_000) else { return .failure(.syntax) }
  guard StampFault.plausibleSeconds.contains(value.value / 1_000_000_000) else {
    return .failure(.range)
  }
  return .success(Stamp(Instant(nanoseconds: value.value), resolutionNanoseconds: value.step))
}

/// A count from a difference of counters; what no integer holds becomes the nearest that does.
func wholeCount(_ value: Double) -> Int64 {
  if value.isNaN { return 0 }
  let rounded = value.rounded()
  if rounded >= 0x1p63 { return .max }
  return rounded < -0x1p63 ? .min : Int64(rounded)
}
