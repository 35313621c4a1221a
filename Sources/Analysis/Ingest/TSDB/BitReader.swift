/// Reads bits, the most significant of each byte first; what does not fit breaks the reader, and
/// reads as 0 then.
struct BitReader {
  /// Bytes after the end of the data that must be readable.
  static let slackBytes = 16

  private let start: UnsafeRawPointer
  private let endBits: Int
  private(set) var position = 0
  private(set) var isBroken = false

  /// - Parameter bytes: data behind which `slackBytes` more can be read.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return nil }
    self.start = start
    endBits = bytes.count * 8
  }

  /// Bits that are left.
  var left: Int { endBits - position }

  /// The next 64 bits, whatever lies there, without going on.
  @inline(__always) var ahead: UInt64 {
    let at = position >> 3
    let shift = UInt64(position & 7)
    let word = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    let next = UInt64(start.load(fromByteOffset: at + 8, as: UInt8.self))
    return word &<< shift | next &>> (8 - shift)
  }

  /// Goes `count` bits on.
  @inline(__always) mutating func skip(_ count: Int) {
    position += count
    if position > endBits {
      position = endBits
      isBroken = true
    }
  }

  /// `count` bits, 1 to 64.
  @inline(__always) mutating func bits(_ count: Int) -> UInt64 {
    let value = ahead &>> UInt64(64 - count)
    skip(count)
    return isBroken ? 0 : value
  }

  @inline(__always) mutating func bit() -> Bool { bits(1) != 0 }

  /// Seven bits a byte, the least significant first.
  mutating func uvarint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while !isBroken {
      let byte = bits(8)
      if shift == 63 && byte > 1 { break }
      value |= (byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    isBroken = true
    return 0
  }

  /// A signed number, zigzag.
  mutating func varint() -> Int64 {
    let value = uvarint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number of `count` bits in two's complement, of which the greatest positive one is 2^(n-1).
  @inline(__always) mutating func signed(_ count: Int) -> Int64 {
    let value = bits(count)
    guard count < 64, value > 1 << UInt64(count - 1) else { return Int64(bitPattern: value) }
    return Int64(bitPattern: value) - 1 << Int64(count)
  }

  /// How many bits the number ahead has, by the ones before it; goes past those.
  private mutating func varbitSize() -> Int {
    let ones = min(8, (~ahead).leadingZeroBitCount)
    skip(ones < 8 ? ones + 1 : 8)
    switch ones {
    case 0: return 0
    case 1: return 3
    case 2: return 6
    case 3: return 9
    case 4: return 12
    case 5: return 18
    case 6: return 25
    case 7: return 56
    default: return 64
    }
  }

  /// A signed number of histograms.
  mutating func varbitInt() -> Int64 {
    let size = varbitSize()
    return size == 0 ? 0 : signed(size)
  }

  /// An unsigned number of histograms.
  mutating func varbitUint() -> UInt64 {
    let size = varbitSize()
    return size == 0 ? 0 : bits(size)
  }
}

/// A value that is stated by what differs from the value before.
struct XORValue {
  var bits: UInt64
  private var leading = 0
  private var trailing = 0

  init(_ bits: UInt64) { self.bits = bits }

  /// The value.
  var double: Double { Double(bitPattern: bits) }

  /// Reads the next value.
  /// - Returns: false when the bits make none.
  @inline(__always) mutating func read(_ reader: inout BitReader) -> Bool {
    let ahead = reader.ahead
    if ahead >> 63 == 0 {
      reader.skip(1)
      return !reader.isBroken
    }
    if ahead >> 62 == 0b10 {
      reader.skip(2)
    } else {
      leading = Int(ahead >> 57 & 31)
      let stated = Int(ahead >> 51 & 63)
      reader.skip(13)
      // 64 does not fit into six bits.
      trailing = 64 - leading - (stated == 0 ? 64 : stated)
      if trailing < 0 { return false }
    }
    bits ^= reader.bits(64 - leading - trailing) &<< UInt64(trailing)
    return !reader.isBroken
  }
}
