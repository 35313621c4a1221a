/// Reads numbers one after another; what does not fit breaks the cursor, and reads as 0 then.
///
/// Callers read a whole structure and look at `isBroken` once.
struct ByteCursor {
  let bytes: UnsafeRawBufferPointer
  private(set) var at = 0
  private(set) var isBroken = false

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Bytes that are left.
  var left: Int { bytes.count - at }

  mutating func byte() -> UInt8 {
    guard at < bytes.count else {
      isBroken = true
      return 0
    }
    at += 1
    return bytes[at - 1]
  }

  /// Four bytes, the most significant first.
  mutating func big32() -> UInt32 {
    guard left >= 4 else {
      isBroken = true
      return 0
    }
    at += 4
    return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at - 4, as: UInt32.self))
  }

  /// Eight bytes, the most significant first.
  mutating func big64() -> UInt64 {
    guard left >= 8 else {
      isBroken = true
      return 0
    }
    at += 8
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: at - 8, as: UInt64.self))
  }

  /// Seven bits a byte, the least significant first; at most 64 bits.
  @inline(__always) mutating func uvarint() -> UInt64 {
    if at < bytes.count, bytes[at] < 0x80 {
      at += 1
      return UInt64(bytes[at - 1])
    }
    return longUvarint()
  }

  private mutating func longUvarint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if shift == 63 && byte > 1 { break }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    isBroken = true
    return 0
  }

  /// A signed number, zigzag.
  @inline(__always) mutating func varint() -> Int64 {
    let value = uvarint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A text behind its length.
  mutating func text() -> UnsafeRawBufferPointer {
    let count = uvarint()
    guard count <= UInt64(left) else {
      isBroken = true
      return UnsafeRawBufferPointer(rebasing: bytes[..<0])
    }
    at += Int(count)
    return UnsafeRawBufferPointer(rebasing: bytes[(at - Int(count))..<at])
  }
}
