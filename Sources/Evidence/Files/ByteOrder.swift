/// Little-endian fields, the only byte order of a zip.
extension [UInt8] {
  mutating func append(u16 value: UInt16) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  mutating func append(u32 value: UInt32) {
    append(u16: UInt16(truncatingIfNeeded: value))
    append(u16: UInt16(truncatingIfNeeded: value >> 16))
  }

  mutating func append(u64 value: UInt64) {
    append(u32: UInt32(truncatingIfNeeded: value))
    append(u32: UInt32(truncatingIfNeeded: value >> 32))
  }

  func u16(at index: Int) -> UInt16 { UInt16(self[index]) | UInt16(self[index + 1]) << 8 }

  func u32(at index: Int) -> UInt32 {
    UInt32(u16(at: index)) | UInt32(u16(at: index + 2)) << 16
  }

  func u64(at index: Int) -> UInt64 {
    UInt64(u32(at: index)) | UInt64(u32(at: index + 4)) << 32
  }
}
