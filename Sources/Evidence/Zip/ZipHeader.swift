internal import Diagnostics

/// A local or central header as it stands in the file, before anything is believed.
struct ZipHeader: Sendable {
  var raw: [UInt8]
  var versionMadeBy: UInt16 = 0
  var versionNeeded: UInt16
  var flags: UInt16
  var method: UInt16
  var time: UInt16
  var date: UInt16
  var crc: UInt32
  var disk: UInt16 = 0
  var internalAttributes: UInt16 = 0
  var externalAttributes: UInt32 = 0
  var name: [UInt8]
  var extra: [UInt8]
  var comment: [UInt8] = []
  /// The sizes and the offset, taken from the Zip64 field where the header says so.
  var compressedBytes: UInt64
  var contentBytes: UInt64
  var offset: UInt64 = 0

  /// The local header at `offset`, or nil if there is none.
  static func local(_ file: InputFile, at offset: UInt64) throws(DiagnosticError) -> ZipHeader? {
    let fixed = try file.bytes(at: offset, count: ZipFormat.localHeaderBytes)
    guard fixed.count == ZipFormat.localHeaderBytes, fixed.u32(at: 0) == ZipFormat.localSignature
    else { return nil }
    let nameBytes = Int(fixed.u16(at: 26))
    let variableBytes = nameBytes + Int(fixed.u16(at: 28))
    let variable = try file.bytes(at: offset + UInt64(fixed.count), count: variableBytes)
    guard variable.count == variableBytes else { return nil }
    var header = ZipHeader(
      common: fixed, from: 4, raw: fixed + variable, name: Array(variable[..<nameBytes]),
      extra: Array(variable[nameBytes...]))
    header.offset = offset
    header.resolveZip64(withOffset: false)
    return header
  }

  /// The central header at `index` of the directory `bytes`, or nil if there is none.
  static func central(_ bytes: [UInt8], at index: Int) -> ZipHeader? {
    guard bytes.count - index >= ZipFormat.centralHeaderBytes,
      bytes.u32(at: index) == ZipFormat.centralSignature
    else { return nil }
    let nameStart = index + ZipFormat.centralHeaderBytes
    let extraStart = nameStart + Int(bytes.u16(at: index + 28))
    let commentStart = extraStart + Int(bytes.u16(at: index + 30))
    let end = commentStart + Int(bytes.u16(at: index + 32))
    guard end <= bytes.count else { return nil }
    var header = ZipHeader(
      common: bytes, from: index + 6, raw: Array(bytes[index..<end]),
      name: Array(bytes[nameStart..<extraStart]), extra: Array(bytes[extraStart..<commentStart]))
    header.versionMadeBy = bytes.u16(at: index + 4)
    header.comment = Array(bytes[commentStart..<end])
    header.disk = bytes.u16(at: index + 34)
    header.internalAttributes = bytes.u16(at: index + 36)
    header.externalAttributes = bytes.u32(at: index + 38)
    header.offset = UInt64(bytes.u32(at: index + 42))
    header.resolveZip64(withOffset: true)
    return header
  }

  /// What breaks the byte rules, each as a few words. Empty means that the header is, byte for
  /// byte, the one that the writer makes from name, method, CRC, sizes and offset.
  func byteRuleDefects(isCentral: Bool, limits: Zip64Limits) -> [String] {
    guard let method = ZipMethod(rawValue: method) else { return ["method \(self.method)"] }
    let entry = ZipEntry(
      name: name, method: method, crc: crc, compressedBytes: compressedBytes,
      contentBytes: contentBytes, offset: offset)
    let canonical = isCentral ? entry.centralHeader(limits) : entry.localHeader(limits)
    if raw == canonical { return [] }
    let expected = canonical.withZipHeader(isCentral: isCentral)
    var out: [String] = []
    func compare<T: Equatable>(_ field: String, _ value: (ZipHeader) -> T) {
      if let expected, value(self) != value(expected) { out.append(field) }
    }
    compare("version made by") { $0.versionMadeBy }
    compare("version needed") { $0.versionNeeded }
    compare("flags") { $0.flags }
    compare("time") { $0.time }
    compare("date") { $0.date }
    compare("extra field") { $0.extra }
    compare("comment") { $0.comment }
    compare("disk") { $0.disk }
    compare("internal attributes") { $0.internalAttributes }
    compare("external attributes") { $0.externalAttributes }
    return out.isEmpty ? ["sizes or offset"] : out
  }

  /// What differs from `local`, the header of the same entry beside its data. The version needed
  /// may: a large offset stands in the central header alone. The byte rules fix it for both.
  func differences(from local: ZipHeader) -> [String] {
    var out: [String] = []
    if name != local.name { out.append("name") }
    if method != local.method { out.append("method") }
    if flags != local.flags { out.append("flags") }
    if crc != local.crc { out.append("CRC") }
    if compressedBytes != local.compressedBytes { out.append("compressed size") }
    if contentBytes != local.contentBytes { out.append("size") }
    if time != local.time || date != local.date { out.append("time") }
    return out
  }

  /// The ten fields that both kinds share, in the same order.
  private init(common bytes: [UInt8], from index: Int, raw: [UInt8], name: [UInt8], extra: [UInt8])
  {
    self.raw = raw
    self.versionNeeded = bytes.u16(at: index)
    self.flags = bytes.u16(at: index + 2)
    self.method = bytes.u16(at: index + 4)
    self.time = bytes.u16(at: index + 6)
    self.date = bytes.u16(at: index + 8)
    self.crc = bytes.u32(at: index + 10)
    self.compressedBytes = UInt64(bytes.u32(at: index + 14))
    self.contentBytes = UInt64(bytes.u32(at: index + 18))
    self.name = name
    self.extra = extra
  }

  /// Replaces each field that says "see the Zip64 field" by the next value of that field.
  private mutating func resolveZip64(withOffset: Bool) {
    var index = 0
    while index + 4 <= extra.count {
      let end = index + 4 + Int(extra.u16(at: index + 2))
      if extra.u16(at: index) == ZipFormat.zip64ExtraID, end <= extra.count {
        var next = index + 4
        func take(_ value: UInt64) -> UInt64 {
          guard value == UInt64(ZipFormat.sentinel32), next + 8 <= end else { return value }
          next += 8
          return extra.u64(at: next - 8)
        }
        contentBytes = take(contentBytes)
        compressedBytes = take(compressedBytes)
        if withOffset { offset = take(offset) }
        return
      }
      index = end
    }
  }
}

extension [UInt8] {
  /// A header that was just made, read back.
  fileprivate func withZipHeader(isCentral: Bool) -> ZipHeader? {
    if isCentral { return ZipHeader.central(self, at: 0) }
    // A local header is the central one without the fields that only the latter has.
    var central: [UInt8] = []
    central.append(u32: ZipFormat.centralSignature)
    central.append(u16: 0)
    central += self[4..<30]
    central += [UInt8](repeating: 0, count: 14)
    central += self[30...]
    return ZipHeader.central(central, at: 0)
  }
}
