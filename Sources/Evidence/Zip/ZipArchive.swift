internal import Diagnostics

/// One member as the zip describes it.
struct ZipMember: Sendable {
  /// What the central directory states, which stock tools believe; the local header if the
  /// directory is broken.
  var stated: ZipHeader
  /// The header beside the data; nil if it is broken.
  var local: ZipHeader?
  /// Offset of the local header in the file.
  var headerOffset: UInt64

  /// Name, safe to print; two members of equal names have equal text.
  var name: String { MemberName.display(stated.name) }
  /// Offset of the data; nil if the local header is broken.
  var dataOffset: UInt64? { local.map { headerOffset + UInt64($0.raw.count) } }
  /// Offset behind the data as far as it is known; saturates.
  var endOffset: UInt64 {
    let start = headerOffset.addingClamped(UInt64(local?.raw.count ?? ZipFormat.localHeaderBytes))
    return start.addingClamped(stated.compressedBytes)
  }
}

/// The structure of a zip, read strictly: whatever is off the byte rules is a problem, but
/// reading goes on as far as anything can be made out.
struct ZipArchive {
  let file: InputFile
  /// In the order of the central directory.
  var members: [ZipMember] = []
  /// Offsets of the central directory and of the end records, if they were found.
  private var directory: Range<UInt64>?
  /// Whether `members` come from the central directory.
  private var isListed = true

  /// Reads the structure of `file`.
  /// - Returns: nil if the file is no zip at all.
  /// - Throws: `file-unreadable`.
  static func read(
    _ file: InputFile, limits: Zip64Limits, maximumMembers: Int, log: inout ProblemLog
  ) throws(DiagnosticError) -> ZipArchive? {
    var archive = ZipArchive(file: file)
    if let records = try ZipEndRecords.find(file, limits: limits, log: &log) {
      try archive.readDirectory(records, maximumMembers: maximumMembers, log: &log)
    } else {
      guard try ZipHeader.local(file, at: 0) != nil else { return nil }
      log.add(
        "end-record-missing", "the zip has no end record: it was cut off or damaged",
        fix: "obtain the package again")
      try archive.salvage(maximumMembers)
    }
    archive.checkHeaders(limits, log: &log)
    archive.checkCoverage(log: &log)
    return archive
  }

  private init(file: InputFile) { self.file = file }

  private mutating func readDirectory(
    _ records: ZipEndRecords, maximumMembers: Int, log: inout ProblemLog
  ) throws(DiagnosticError) {
    guard let (start, shift) = try locateDirectory(records, log: &log) else {
      log.add("central-directory-broken", "the central directory is not where the zip says")
      return try salvage(maximumMembers)
    }
    directory = start..<records.start
    let maximumBytes = UInt64(maximumMembers) * 128
    guard records.start - start <= maximumBytes, records.end.entries <= UInt64(maximumMembers)
    else {
      log.add("bomb-members", "the zip claims \(records.end.entries) members: not read")
      return
    }
    let bytes = try file.bytes(at: start, count: Int(records.start - start))
    var index = 0
    while index < bytes.count, let header = ZipHeader.central(bytes, at: index) {
      let offset = header.offset.addingClamped(shift)
      let local = try ZipHeader.local(file, at: offset)
      members.append(ZipMember(stated: header, local: local, headerOffset: offset))
      index += header.raw.count
    }
    if index < bytes.count {
      log.add(
        "central-directory-broken", "no directory entry where one should be",
        offset: start + UInt64(index))
      try salvage(maximumMembers)
    } else if UInt64(members.count) != records.end.entries {
      log.add(
        "end-record-wrong",
        "the end record states \(records.end.entries) members, the directory has \(members.count)",
        offset: records.start)
    }
  }

  /// Where the directory starts, and by how much the stated offsets are too small because
  /// something was put before the zip. Nil if it is at none of the places it could be.
  private func locateDirectory(
    _ records: ZipEndRecords, log: inout ProblemLog
  ) throws(DiagnosticError) -> (start: UInt64, shift: UInt64)? {
    let end = records.end
    let stated = end.directoryOffset
    if stated.addingClamped(end.directoryBytes) == records.start { return (stated, 0) }
    if end.directoryBytes <= records.start {
      let start = records.start - end.directoryBytes
      if try hasSignature(ZipFormat.centralSignature, at: start) {
        // If it was, an entry lies at the shifted start; the gap is reported with the others.
        if start > stated, try hasSignature(ZipFormat.localSignature, at: start - stated) {
          return (start, start - stated)
        }
        log.add("end-record-wrong", "the directory offset is wrong", offset: records.start)
        return (start, 0)
      }
    }
    if stated < records.start, try hasSignature(ZipFormat.centralSignature, at: stated) {
      log.add("end-record-wrong", "the directory size is wrong", offset: records.start)
      return (stated, 0)
    }
    return nil
  }

  /// Without a directory, what lies at the start of the file entry by entry can still be checked.
  private mutating func salvage(_ maximumMembers: Int) throws(DiagnosticError) {
    members = []
    isListed = false
    var offset: UInt64 = 0
    while members.count < maximumMembers, let header = try ZipHeader.local(file, at: offset) {
      let member = ZipMember(stated: header, local: header, headerOffset: offset)
      members.append(member)
      offset = member.endOffset
    }
  }

  private func checkHeaders(_ limits: Zip64Limits, log: inout ProblemLog) {
    for member in members {
      let offset = member.headerOffset
      if isListed {
        report(member.stated, isCentral: true, limits: limits, member, log: &log)
      }
      guard let local = member.local else {
        log.add("local-header-broken", "no local header", member: member.name, offset: offset)
        continue
      }
      let differences = member.stated.differences(from: local)
      if !differences.isEmpty {
        log.add(
          "header-mismatch",
          "local and central header differ in \(differences.joined(separator: ", "))",
          member: member.name, offset: offset)
      }
      report(local, isCentral: false, limits: limits, member, log: &log)
    }
  }

  private func report(
    _ header: ZipHeader, isCentral: Bool, limits: Zip64Limits, _ member: ZipMember,
    log: inout ProblemLog
  ) {
    let defects = header.byteRuleDefects(isCentral: isCentral, limits: limits)
    guard !defects.isEmpty else { return }
    log.add(
      "byte-rule",
      "the \(isCentral ? "central" : "local") header breaks the byte rules: "
        + defects.joined(separator: ", "), member: member.name, offset: member.headerOffset)
  }

  /// Every byte belongs to exactly one entry or to the directory.
  private func checkCoverage(log: inout ProblemLog) {
    var covered: UInt64 = 0
    for member in members.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      if member.headerOffset > covered {
        let code = covered == 0 ? "prefix-bytes" : "hidden-bytes"
        log.add(
          code, "\(member.headerOffset - covered) bytes belong to no member", offset: covered)
      } else if member.headerOffset < covered {
        log.add(
          "entry-overlap", "the entry overlaps the one before it", member: member.name,
          offset: member.headerOffset)
      }
      covered = max(covered, member.endOffset)
    }
    guard let directory else { return }
    if covered < directory.lowerBound {
      log.add(
        "hidden-bytes", "\(directory.lowerBound - covered) bytes belong to no member",
        offset: covered)
    } else if covered > directory.lowerBound, !members.isEmpty {
      log.add(
        "entry-overlap", "an entry overlaps the central directory", offset: directory.lowerBound)
    }
  }

  private func hasSignature(
    _ signature: UInt32, at offset: UInt64
  ) throws(DiagnosticError) -> Bool {
    let bytes = try file.bytes(at: offset, count: 4)
    return bytes.count == 4 && bytes.u32(at: 0) == signature
  }
}

extension UInt64 {
  /// The sum, or the largest value: sizes in a zip are claims, not facts.
  func addingClamped(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
