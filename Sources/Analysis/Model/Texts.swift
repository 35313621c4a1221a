/// `2.5`, `200`, `99.98`: at most six fraction digits, no trailing zeros, never an exponent.
public func decimalText(_ value: Double, fractionDigits: Int = 6) -> String {
  guard value.isFinite, value.magnitude < 1e15 else { return "\(value)" }
  var scale = 1.0
  for _ in 0..<fractionDigits { scale *= 10 }
  let scaled = (value.magnitude * scale).rounded()
  guard scaled < 9e18 else { return "\(value)" }
  let units = Int64(scaled)
  let whole = units / Int64(scale)
  var fraction = String(units % Int64(scale))
  fraction = String(repeating: "0", count: fractionDigits - fraction.count) + fraction
  while fraction.hasSuffix("0") { fraction.removeLast() }
  let sign = value < 0 && units != 0 ? "-" : ""
  return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
}

/// `60 s`, `30 m`, `1 h`, `200 ms`: the largest unit that divides the length.
public func durationText(_ nanoseconds: Int64) -> String {
  let units: [(String, Int64)] = [
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ("us", 1_000),
  ]
  if nanoseconds == 60_000_000_000 { return "60 s" }
  for (name, length) in units where nanoseconds >= length && nanoseconds % length == 0 {
    return "\(nanoseconds / length) \(name)"
  }
  return "\(nanoseconds) ns"
}
