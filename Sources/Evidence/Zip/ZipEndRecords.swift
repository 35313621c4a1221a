internal import Diagnostics

/// The end records of a zip as found in a file.
struct ZipEndRecords {
  /// What they state.
  var end: ZipEnd
  /// Offset of the first of them: the Zip64 record if there is one.
  var start: UInt64

  /// Looks for the last end record of the file; nil if there is none.
  /// Reports what follows it, a comment, and fields that are not as the writer makes them.
  static func find(
    _ file: InputFile, limits: Zip64Limits, log: inout ProblemLog
  ) throws(DiagnosticError) -> ZipEndRecords? {
    guard let position = try lastSignature(in: file) else { return nil }
    let record = try file.bytes(at: position, count: ZipFormat.endRecordBytes)
    guard record.count == ZipFormat.endRecordBytes else { return nil }
    let commentBytes = UInt64(record.u16(at: 20))
    let end = position + UInt64(ZipFormat.endRecordBytes)
    if commentBytes > 0, end + commentBytes <= file.sizeBytes {
      log.add("archive-comment", "the zip has a comment", offset: end)
    }
    if end + commentBytes < file.sizeBytes {
      let count = file.sizeBytes - end - commentBytes
      log.add("trailing-bytes", "\(count) bytes follow the end of the zip", offset: end)
    }
    var found = ZipEndRecords(
      end: ZipEnd(
        entries: UInt64(record.u16(at: 10)), directoryOffset: UInt64(record.u32(at: 16)),
        directoryBytes: UInt64(record.u32(at: 12))), start: position)
    try found.takeZip64(file, endRecord: record)
    let actual = try file.bytes(at: found.start, count: Int(end - found.start))
    if actual != found.end.records(limits) {
      log.add(
        "end-record-wrong", "the end record is not as the byte rules have it",
        offset: found.start)
    }
    return found
  }

  /// Where the end record says "see the Zip64 record", takes its values.
  private mutating func takeZip64(_ file: InputFile, endRecord: [UInt8]) throws(DiagnosticError) {
    let recordBytes = UInt64(ZipFormat.zip64EndBytes + ZipFormat.zip64LocatorBytes)
    guard
      endRecord.u16(at: 10) == ZipFormat.sentinel16
        || endRecord.u32(at: 12) == ZipFormat.sentinel32
        || endRecord.u32(at: 16) == ZipFormat.sentinel32, start >= recordBytes
    else { return }
    let record = try file.bytes(at: start - recordBytes, count: ZipFormat.zip64EndBytes)
    guard record.count == ZipFormat.zip64EndBytes, record.u32(at: 0) == ZipFormat.zip64EndSignature
    else { return }
    start -= recordBytes
    end = ZipEnd(
      entries: record.u64(at: 32), directoryOffset: record.u64(at: 48),
      directoryBytes: record.u64(at: 40))
  }

  /// The last signature that has room for a record behind it. The whole file is searched, since
  /// anything may have been appended.
  private static func lastSignature(in file: InputFile) throws(DiagnosticError) -> UInt64? {
    let recordBytes = UInt64(ZipFormat.endRecordBytes)
    guard file.sizeBytes >= recordBytes else { return nil }
    let step: UInt64 = 64 << 10
    // Exclusive bound for the first byte of a signature.
    var upper = file.sizeBytes - recordBytes + 1
    while upper > 0 {
      let lower = upper > step ? upper - step : 0
      let bytes = try file.bytes(at: lower, count: Int(upper - lower) + 3)
      var index = bytes.count - 4
      while index >= 0 {
        if bytes[index] == 0x50, bytes.u32(at: index) == ZipFormat.endSignature {
          return lower + UInt64(index)
        }
        index -= 1
      }
      upper = lower
    }
    return nil
  }
}
