/// Finds fields of one record by name, dotted path or JSON Pointer, and reads them leniently.
struct FieldPath: Sendable, Hashable {
  /// The whole path as one member name: some loggers write `"trace.id"` flat.
  let flat: [UInt8]
  /// Member names from the root.
  let parts: [[UInt8]]

  init(_ path: String) {
    flat = Array(path.utf8)
    if path.hasPrefix("/") {
      parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
        unescapePointer(String($0))
      }
    } else {
      parts = path.split(separator: ".").map { Array($0.utf8) }
    }
  }

  /// The member name by which an object without nesting has the value.
  var flatName: [UInt8] { parts.count == 1 ? parts[0] : flat }
}

private func unescapePointer(_ part: String) -> [UInt8] {
  var out: [UInt8] = []
  var bytes = Array(part.utf8)[...]
  while let byte = bytes.popFirst() {
    if byte == UInt8(ascii: "~"), let next = bytes.first {
      bytes.removeFirst()
      out.append(next == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
    } else {
      out.append(byte)
    }
  }
  return out
}

extension JSONTape {
  /// The first of `paths` that the record has with a value other than null.
  func find(_ paths: [FieldPath]) -> Int? {
    for path in paths {
      if let node = find(path), nodes[node].kind != .null { return node }
    }
    return nil
  }

  /// The value at `path`.
  func find(_ path: FieldPath) -> Int? {
    guard !nodes.isEmpty else { return nil }
    if let flat = member(root, path.flat) { return flat }
    guard path.parts.count > 1 else {
      // A JSON Pointer of one part differs from its flat spelling by the slash.
      return path.parts.first.flatMap { $0 == path.flat ? nil : member(root, $0) }
    }
    var node = root
    for part in path.parts {
      guard let next = member(node, part) else { return nil }
      node = next
    }
    return node
  }

  /// An integer, also when written as text; nil for anything else.
  func integer(_ node: Int) -> Int64? {
    guard let text = text(ofScalar: node) else { return nil }
    return parseInteger(text.bytes)
  }
}

/// Reads an optionally signed decimal integer that fits 64 bits.
func parseInteger(_ bytes: UnsafeRawBufferPointer) -> Int64? {
  if bytes.count == 19, let value = nineteenDigits(bytes) { return value }
  var at = 0
  var negative = false
  if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
    negative = first == UInt8(ascii: "-")
    at = 1
  }
  guard at < bytes.count else { return nil }
  var value: Int64 = 0
  while at < bytes.count {
    guard isDigit(bytes[at]) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = product.subtractingReportingOverflow(Int64(bytes[at] - 0x30))
    if overflow || carry { return nil }
    value = sum
    at += 1
  }
  if negative { return value }
  return value == .min ? nil : -value
}

/// The number that 19 digits write, as nanoseconds of our century have them, where it is below
/// 9·10¹⁸ and so certainly fits.
@inline(__always) private func nineteenDigits(_ bytes: UnsafeRawBufferPointer) -> Int64? {
  guard let base = bytes.baseAddress else { return nil }
  var bad: UInt64 = 0
  let high = eightDigits(base, &bad)
  let middle = eightDigits(base + 8, &bad)
  // The last eight, of which five were read.
  let low = eightDigits(base + 11, &bad)
  guard bad == 0, high < 90_000_000 else { return nil }
  let first = high &* 100_000_000 &+ middle
  return Int64(first &* 1_000 &+ low % 1_000)
}

/// The number that eight digits write; sets bits of `bad` where one is none.
@inline(__always) private func eightDigits(
  _ text: UnsafeRawPointer, _ bad: inout UInt64
) -> UInt64 {
  let bytes = UInt64(littleEndian: text.loadUnaligned(as: UInt64.self))
  let every: UInt64 = 0x0101_0101_0101_0101
  let tops = every &* 0xf0
  // Both `0` and what is six above it have the upper half 3: nothing but digits.
  let threes = every &* 0x30
  bad |= ((bytes & tops) ^ threes) | (((bytes &+ every &* 0x06) & tops) ^ threes)
  let digits = bytes & (every &* 0x0f)
  let pairs = (digits &* 2_561) >> 8 & 0x00ff_00ff_00ff_00ff
  let fours = (pairs &* 6_553_601) >> 16 & 0x0000_ffff_0000_ffff
  return (fours &* 42_949_672_960_001) >> 32
}

/// A decimal number scaled exactly: `1715754001.123` in seconds is 1715754001123000000 ns.
///
/// Digits beyond the scale's resolution are cut. Exponents are accepted.
/// - Returns: the scaled value and the step of the last digit written, or nil when the bytes
///   are no decimal number or do not fit.
func parseScaledDecimal(
  _ bytes: UnsafeRawBufferPointer, scale: Int64
) -> (value: Int64, step: Int64)? {
  var at = 0
  let negative = bytes.first == UInt8(ascii: "-")
  if negative { at = 1 }
  var digits: Int64 = 0
  var fractionDigits = 0
  var sawDigit = false
  var inFraction = false
  var exponent = 0
  while at < bytes.count {
    let byte = bytes[at]
    at += 1
    if isDigit(byte) {
      sawDigit = true
      if inFraction && fractionDigits >= 18 { continue }
      let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(byte - 0x30))
      if overflow || carry {
        if inFraction { continue }
        return nil
      }
      digits = sum
      if inFraction { fractionDigits += 1 }
    } else if byte == UInt8(ascii: "."), !inFraction {
      inFraction = true
    } else if byte | 0x20 == UInt8(ascii: "e"), sawDigit {
      guard
        let power = parseInteger(UnsafeRawBufferPointer(rebasing: bytes[at...])), abs(power) < 40
      else { return nil }
      exponent = Int(power)
      at = bytes.count
    } else {
      return nil
    }
  }
  guard sawDigit else { return nil }
  return scaled(digits, tenths: exponent - fractionDigits, scale: scale, negative: negative)
}

private func scaled(
  _ digits: Int64, tenths: Int, scale: Int64, negative: Bool
) -> (value: Int64, step: Int64)? {
  var value = digits
  var step: Int64 = 1
  var power = tenths
  var remaining = scale
  // Trade factors of ten between the number's own exponent and the scale first.
  while power < 0 && remaining % 10 == 0 {
    remaining /= 10
    power += 1
  }
  while power < 0 {
    value /= 10
    power += 1
  }
  for _ in 0..<power {
    let (product, overflow) = value.multipliedReportingOverflow(by: 10)
    let (wider, overflowStep) = step.multipliedReportingOverflow(by: 10)
    if overflow || overflowStep { return nil }
    value = product
    step = wider
  }
  let (product, overflow) = value.multipliedReportingOverflow(by: remaining)
  let (wider, overflowStep) = step.multipliedReportingOverflow(by: remaining)
  if overflow || overflowStep { return nil }
  return (negative ? -product : product, wider)
}
