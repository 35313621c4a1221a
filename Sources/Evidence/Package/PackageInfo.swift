internal import Diagnostics

/// Whether the package holds raw bytes.
public enum PackageKind: String, Sendable {
  /// For the court and its expert: raw bytes.
  case full = "FULL"
  /// For circulation: no readable raw byte.
  case disclosure = "DISCLOSURE"
}

/// What a package says about itself in `bag-info.txt` and `VERIFY.txt`.
public struct PackageInfo: Sendable {
  /// `INC-20240515-142000`, or the id of a run: letters, digits and `. _ -`; part of the name.
  public var incidentID: String
  /// FULL or DISCLOSURE; part of the name.
  public var kind: PackageKind
  /// Whether sensitive values are readable in it.
  public var containsUnmaskedData: Bool
  /// Civil date, `2024-05-15`; given, because a package must not depend on a clock.
  public var baggingDate: String
  /// Name and version of the software that packs: `estreat 0.1.0`.
  public var softwareAgent: String
  /// The case the package belongs to.
  public var caseID: String?
  /// Who runs the analysis.
  public var operatorName: String?
  /// Who issues the package.
  public var organization: String?
  /// The parties of the contract, in contract order.
  public var parties: [String]
  /// Further lines of `bag-info.txt`; written after ours, sorted by key, equal keys as given.
  public var extra: [BagInfoField]
  /// Whether slices hold a part of their records only, so that the verdicts can be decided again from
  /// counts alone.
  public var isCountsOnly = false
  /// Which signatures the package is going to have; nil: it is unsigned.
  var signatures: SignatureStatement?
  /// Root and size of the Merkle tree over the lines of the payload; set when it is made.
  var merkle: MerkleStatement?

  /// The facts without which no package is written; set the optional ones afterwards.
  public init(
    incidentID: String, kind: PackageKind, containsUnmaskedData: Bool, baggingDate: String,
    softwareAgent: String
  ) {
    self.incidentID = incidentID
    self.kind = kind
    self.containsUnmaskedData = containsUnmaskedData
    self.baggingDate = baggingDate
    self.softwareAgent = softwareAgent
    self.parties = []
    self.extra = []
  }

  /// The name a package of this incident and kind has: `INC-20240515-142000-FULL.zip`.
  public var fileName: String { "\(incidentID)-\(kind.rawValue).zip" }

  /// The lines of `bag-info.txt`, in order.
  func fields(payloadBytes: UInt64, payloadFiles: Int) -> [BagInfoField] {
    var out: [BagInfoField] = []
    func add(_ key: String, _ value: String?) {
      if let value { out.append(BagInfoField(key, value)) }
    }
    add("Source-Organization", organization)
    add("Contact-Name", operatorName)
    add("External-Description", "Evidence package of \(incidentID)")
    add("External-Identifier", incidentID)
    add("Internal-Sender-Identifier", caseID)
    for party in parties { add("Party", party) }
    add("Bagging-Date", baggingDate)
    add("Bag-Software-Agent", softwareAgent)
    add("Payload-Oxum", "\(payloadBytes).\(payloadFiles)")
    add("Package-Kind", kind.rawValue)
    add("Contains-Unmasked-Data", containsUnmaskedData ? "yes" : "no")
    if isCountsOnly { add("Replay", "counts-only") }
    out += merkle?.fields ?? []
    out += signatures?.fields ?? []
    // Ties keep the order given: sorting by key alone would leave it to the sort.
    let ordered = extra.enumerated().sorted { a, b in
      (a.element.key, a.offset) < (b.element.key, b.offset)
    }
    return out + ordered.map(\.element)
  }

  /// Everything that keeps this from being written.
  func defects() -> [Diagnostic] {
    var out: [Diagnostic] = []
    if let reason = MemberName.defect(fileName) ?? (incidentID.contains("/") ? "a slash" : nil) {
      out.append(
        Diagnostic(
          .error, "package-info", "the incident id cannot be part of a file name: \(reason)",
          fix: "use letters, digits and . _ -"))
    }
    if !Self.isDate(baggingDate) {
      out.append(
        Diagnostic(
          .error, "package-info", "the bagging date is not YYYY-MM-DD: \(baggingDate)"))
    }
    let own = Set(fields(payloadBytes: 0, payloadFiles: 0).dropLast(extra.count).map(\.key))
      .union(SignatureStatement.keys).union([
        MerkleLayout.rootField, MerkleLayout.leavesField, "Replay",
      ])
    for field in extra where own.contains(field.key) {
      out.append(
        Diagnostic(
          .error, "package-info", "\(field.key) is written by the package itself",
          fix: "leave it out of the extra fields"))
    }
    for field in fields(payloadBytes: 0, payloadFiles: 0) where !field.isWritable {
      out.append(
        Diagnostic(
          .error, "package-info", "bag-info.txt cannot carry the field \(field.key)",
          fix: "keys: letters, digits and -; values: one line, not empty"))
    }
    return out
  }

  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 else { return false }
    for (index, byte) in bytes.enumerated() {
      let isDash = index == 4 || index == 7
      let isRight =
        isDash
        ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      if !isRight { return false }
    }
    let month = (bytes[5] - 48) * 10 + bytes[6] - 48
    let day = (bytes[8] - 48) * 10 + bytes[9] - 48
    return (1...12).contains(month) && (1...31).contains(day)
  }
}
