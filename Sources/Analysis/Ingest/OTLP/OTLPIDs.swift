/// A trace id of 32 hex digits in any case, or of 16 bytes in base64; not all zero.
func otlpTraceID(_ bytes: UnsafeRawBufferPointer) -> TraceID? {
  if bytes.count == 32 {
    // Lowercase hex is what nearly every exporter writes.
    if case .success(let id) = TraceID.parse(bytes, allows64Bit: false) { return id }
    guard let high = hex64(bytes[0..<16]), let low = hex64(bytes[16..<32]), high | low != 0 else {
      return nil
    }
    return TraceID(high: high, low: low)
  }
  guard bytes.count == 24, let decoded = base64(bytes), decoded.count == 16 else { return nil }
  return decoded.withUnsafeBytes { OTLPProtoSpan.traceID($0) }
}

/// A span id of 16 hex digits, or of 8 bytes in base64; not zero.
func otlpSpanID(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
  let value = otlpSpanNumber(bytes)
  return value == 0 ? nil : value
}

/// A span id that may be zero, which stands for none.
func otlpSpanNumber(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
  if bytes.count == 16 { return TraceID.sixteenDigits(bytes) ?? hex64(bytes[...]) }
  guard bytes.count == 12, let decoded = base64(bytes), decoded.count == 8 else { return nil }
  return decoded.reduce(0) { $0 << 8 | UInt64($1) }
}

private func hex64(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64? {
  var value: UInt64 = 0
  for byte in bytes {
    guard let digit = hexDigit(byte) else { return nil }
    value = value << 4 | UInt64(digit)
  }
  return value
}

/// Standard base64 with padding; nil for anything else.
func base64(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
  guard bytes.count % 4 == 0 else { return nil }
  var out: [UInt8] = []
  var bits: UInt32 = 0
  var count = 0
  var padding = 0
  for byte in bytes {
    let value: UInt32
    switch byte {
    case 0x41...0x5a: value = UInt32(byte - 0x41)
    case 0x61...0x7a: value = UInt32(byte - 0x61) + 26
    case 0x30...0x39: value = UInt32(byte - 0x30) + 52
    case UInt8(ascii: "+"): value = 62
    case UInt8(ascii: "/"): value = 63
    case UInt8(ascii: "="):
      padding += 1
      value = 0
    default: return nil
    }
    if padding > 0 && byte != UInt8(ascii: "=") { return nil }
    bits = bits << 6 | value
    count += 1
    if count % 4 == 0 {
      out += [UInt8(bits >> 16 & 0xff), UInt8(bits >> 8 & 0xff), UInt8(bits & 0xff)]
      bits = 0
    }
  }
  guard padding <= 2 else { return nil }
  out.removeLast(padding)
  return out
}
