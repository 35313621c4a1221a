/// A zip made and taken apart by code that shares nothing with the product, so that a mistake in
/// the byte rules cannot hide by being made twice. Stored entries only.
struct RawZip {
  struct Entry {
    var name: [UInt8]
    var data: [UInt8]
    /// As written to the headers; the true values unless a test lies.
    var crc: UInt32
    var contentBytes: UInt32
    /// Applied to the 30 fixed bytes of the local header.
    var editLocal: (inout [UInt8]) -> Void = { _ in }
    /// Applied to the 46 fixed bytes of the central header.
    var editCentral: (inout [UInt8]) -> Void = { _ in }
    var localName: [UInt8]?
    var localExtra: [UInt8] = []

    init(_ name: String, _ data: [UInt8]) { self.init(Array(name.utf8), data) }

    init(_ name: [UInt8], _ data: [UInt8]) {
      self.name = name
      self.data = data
      self.crc = RawZip.crc32(data)
      self.contentBytes = UInt32(data.count)
    }

    var text: String { String(decoding: name, as: UTF8.self) }

    mutating func setData(_ bytes: [UInt8]) { self = Entry(name, bytes) }
  }

  var entries: [Entry]
  /// Order of the central directory; nil is the order of `entries`.
  var centralOrder: [Int]?
  /// Bytes between the last entry and the central directory.
  var gap: [UInt8] = []
  /// Bytes before the first entry that the offsets count.
  var prefix: [UInt8] = []

  init(_ entries: [Entry]) { self.entries = entries }

  /// Takes apart a zip of stored entries by its central directory.
  init(parsing zip: [UInt8]) {
    let end = zip.count - 22
    var index = Self.u32(zip, end + 16)
    entries = []
    while index < end {
      let nameBytes = Self.u16(zip, index + 28)
      let local = Self.u32(zip, index + 42)
      let dataStart = local + 30 + Self.u16(zip, local + 26) + Self.u16(zip, local + 28)
      let size = Self.u32(zip, index + 20)
      entries.append(
        Entry(
          Array(zip[(index + 46)..<(index + 46 + nameBytes)]),
          Array(zip[dataStart..<(dataStart + size)])))
      index += 46 + nameBytes
    }
  }

  var bytes: [UInt8] {
    var out = prefix
    var central: [[UInt8]] = []
    for entry in entries {
      let size = UInt32(entry.data.count)
      let name = entry.localName ?? entry.name
      let method: UInt16 = 0
      let offset = UInt32(out.count)
      var common: [UInt8] = []
      common += Self.le(10, 2) + Self.le(0, 2) + Self.le(UInt32(method), 2)
      common += Self.le(0, 2) + Self.le(0x21, 2)
      common += Self.le(entry.crc, 4) + Self.le(size, 4) + Self.le(entry.contentBytes, 4)
      var local = Self.le(0x0403_4b50, 4) + common
      local += Self.le(UInt32(name.count), 2) + Self.le(UInt32(entry.localExtra.count), 2)
      entry.editLocal(&local)
      out += local + name + entry.localExtra + entry.data
      var header = Self.le(0x0201_4b50, 4) + Self.le(0x0314, 2) + common
      header += Self.le(UInt32(entry.name.count), 2) + Self.le(0, 8)
      header += Self.le(0o100644 << 16, 4) + Self.le(offset, 4)
      entry.editCentral(&header)
      central.append(header + entry.name)
    }
    out += gap
    let start = out.count
    for index in centralOrder ?? Array(central.indices) { out += central[index] }
    let count = UInt32(centralOrder?.count ?? central.count)
    let size = UInt32(out.count - start)
    out += Self.le(0x0605_4b50, 4) + Self.le(0, 4) + Self.le(count, 2) + Self.le(count, 2)
    out += Self.le(size, 4) + Self.le(UInt32(start), 4) + Self.le(0, 2)
    return out
  }

  static func le(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 4 ? UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) : 0 }
  }

  static func u16(_ bytes: [UInt8], _ index: Int) -> Int {
    Int(bytes[index]) + Int(bytes[index + 1]) * 256
  }

  static func u32(_ bytes: [UInt8], _ index: Int) -> Int {
    u16(bytes, index) + u16(bytes, index + 2) * 65536
  }

  /// CRC-32 bit by bit, from its polynomial.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}
