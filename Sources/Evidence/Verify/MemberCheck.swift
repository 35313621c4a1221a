internal import Diagnostics

/// The checks of names, order and sizes that need no content.
enum MemberCheck {
  static func run(
    _ members: [ZipMember], fileBytes: UInt64, limits: VerificationLimits, log: inout ProblemLog
  ) {
    checkNames(members, log: &log)
    checkOrder(members, log: &log)
    checkMethods(members, log: &log)
    checkTotal(members, fileBytes: fileBytes, limits: limits, log: &log)
  }

  /// Whether the claims of one member are too large to be read.
  static func isBomb(_ member: ZipMember, limits: VerificationLimits) -> Bool {
    let stated = member.stated
    return exceedsRatio(stated.contentBytes, stated.compressedBytes, limits)
      || stated.contentBytes > limits.contentBytes
  }

  private static func checkNames(_ members: [ZipMember], log: inout ProblemLog) {
    var seen: Set<String> = []
    for member in members {
      if let reason = MemberName.defect(member.stated.name) {
        log.add(
          "unsafe-name", "the name is not safe to unpack: \(reason)", member: member.name,
          offset: member.headerOffset, fix: "do not unpack this zip")
      }
      if !seen.insert(member.name).inserted {
        log.add(
          "duplicate-member", "the zip holds two members of this name", member: member.name,
          offset: member.headerOffset)
      }
    }
    for (name, other) in MemberName.clashes(seen) {
      log.add("name-clash", "cannot be unpacked beside \(other)", member: name)
    }
  }

  private static func checkOrder(_ members: [ZipMember], log: inout ProblemLog) {
    if let first = members.first, first.name != PackageLayout.mimetype,
      members.contains(where: { $0.name == PackageLayout.mimetype })
    {
      log.add("mimetype-not-first", "the first member is \(first.name)")
    }
    let rest = members.filter { $0.name != PackageLayout.mimetype }
    for (a, b) in zip(rest, rest.dropFirst())
    where b.stated.name.lexicographicallyPrecedes(a.stated.name)
      // A manifest of attachments begins a new run; `AttachmentCheck` looks at what is in it.
      && AttachmentManifest.number(b.name) == nil
    {
      log.add(
        "entry-order", "it comes after \(a.name): members are sorted", member: b.name,
        offset: b.headerOffset)
    }
    for (a, b) in zip(members, members.dropFirst()) where b.headerOffset <= a.headerOffset {
      log.add(
        "entry-order", "it lies before \(a.name) but is listed after it", member: b.name,
        offset: b.headerOffset)
    }
  }

  private static func checkMethods(_ members: [ZipMember], log: inout ProblemLog) {
    for member in members {
      let isStored = member.stated.method == ZipMethod.stored.rawValue
      guard !isStored, ZipFormat.mustBeStored(member.name) else { continue }
      let code = member.name == PackageLayout.mimetype ? "mimetype-compressed" : "byte-rule"
      log.add(code, "it must be stored uncompressed", member: member.name)
    }
  }

  private static func checkTotal(
    _ members: [ZipMember], fileBytes: UInt64, limits: VerificationLimits, log: inout ProblemLog
  ) {
    for member in members where isBomb(member, limits: limits) {
      log.add(
        "bomb-ratio",
        "it claims to unpack \(member.stated.compressedBytes) bytes to "
          + "\(member.stated.contentBytes): not read", member: member.name,
        offset: member.headerOffset)
    }
    let total = members.reduce(UInt64(0)) { $0.addingClamped($1.stated.contentBytes) }
    if total > limits.contentBytes {
      log.add("bomb-total", "the members claim to unpack to \(total) bytes: not read")
    } else if exceedsRatio(total, fileBytes, limits) {
      log.add("bomb-total", "the zip of \(fileBytes) bytes claims to unpack to \(total): not read")
    }
  }

  /// Whether the claims of all members together are too large to be read.
  static func isBomb(
    _ members: [ZipMember], fileBytes: UInt64, limits: VerificationLimits
  ) -> Bool {
    let total = members.reduce(UInt64(0)) { $0.addingClamped($1.stated.contentBytes) }
    return total > limits.contentBytes || exceedsRatio(total, fileBytes, limits)
  }

  private static func exceedsRatio(
    _ content: UInt64, _ compressed: UInt64, _ limits: VerificationLimits
  ) -> Bool {
    content > limits.ratioFloorBytes && content / max(compressed, 1) > limits.ratio
  }
}
