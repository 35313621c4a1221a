/// `META-INF/ASiCManifest002.xml` and further (ETSI EN 319 162-1): what was attached to a package
/// after it was made, in one spelling, so that it can be compared as text.
struct AttachmentManifest: Equatable {
  /// What is attached.
  enum Kind: String, CaseIterable {
    /// An authority's answer to `seal/signatures.sha256.tsq`.
    case timestamp = "application/vnd.etsi.timestamp-token"
    /// Anybody's receipt, a file that is not looked into.
    case receipt = "application/octet-stream"
  }

  /// 2 to 999; 1 is the container's own.
  var number: Int
  var kind: Kind
  /// Member that is attached.
  var path: String
  /// SHA-256 in hex by member: the attached members, the list of signatures, the manifest before.
  var digests: [(path: String, sha256: String)]

  static let numbers = 2...999
  private static let prefix = PackageLayout.containerFolder + "ASiCManifest"

  /// Name of the manifest of a number.
  static func name(_ number: Int) -> String {
    let digits = String(number)
    return prefix + String(repeating: "0", count: 3 - digits.count) + digits + ".xml"
  }

  /// The number of a manifest of attachments; nil for other members.
  static func number(_ name: String) -> Int? {
    guard name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count).prefix(3)),
      numbers.contains(number), Self.name(number) == name
    else { return nil }
    return number
  }

  /// Attached members: for a time-stamp the answer and the authority's chain.
  var attached: [String] {
    switch kind {
    case .timestamp: [path, Self.chainPath(of: path)]
    case .receipt: [path]
    }
  }

  /// What must be referred to, and nothing else.
  var covered: Set<String> {
    var out = Set(attached + [PackageLayout.signatureList])
    if number > Self.numbers.lowerBound { out.insert(Self.name(number - 1)) }
    return out
  }

  /// Where the certificates of a response lie: `seal/signatures.sha256.tsr` has
  /// `seal/tsa-chain.pem`, `seal/signatures.sha256.003.tsr` has `seal/tsa-chain.003.pem`.
  static func chainPath(of response: String) -> String {
    let middle = response.dropFirst(PackageLayout.signatureList.count).dropLast(".tsr".count)
    return PackageLayout.sealFolder + "tsa-chain" + middle + ".pem"
  }

  /// Name of a response; the first has the plain one, later ones that of their manifest.
  static func responsePath(_ number: Int?) -> String {
    let middle = number.map { "." + name($0).dropFirst(prefix.count).prefix(3) } ?? ""
    return PackageLayout.signatureList + middle + ".tsr"
  }

  /// Whether `path` may be attached under this number.
  var isPathRight: Bool {
    switch kind {
    case .timestamp: [Self.responsePath(nil), Self.responsePath(number)].contains(path)
    case .receipt:
      path.hasPrefix(Attachments.receiptFolder)
        && !path.dropFirst(Attachments.receiptFolder.count).contains("/")
        && MemberName.defect(path) == nil
    }
  }

  /// The file.
  var text: String { ASiCManifest.text(digests, signature: path, mediaType: kind.rawValue) }

  init(
    number: Int, kind: Kind, path: String, digests: [(path: String, sha256: String)]
  ) {
    self.number = number
    self.kind = kind
    self.path = path
    self.digests = digests
  }

  /// Reads a file; nil unless it is what `text` writes, for a path that may be attached.
  init?(_ bytes: [UInt8], number: Int) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n")
    guard lines.count > 3, let path = Self.value(lines[2], after: "SigReference URI=\""),
      let mediaType = Self.value(lines[2], after: "MimeType=\""),
      let kind = Kind(rawValue: mediaType)
    else { return nil }
    var digests: [(path: String, sha256: String)] = []
    for line in lines[3...].dropLast() {
      guard let reference = Self.value(line, after: "DataObjectReference URI=\""),
        let value = line.firstRange(of: "<ds:DigestValue>").map({ line[$0.upperBound...] }),
        let digest = Base64.bytes(String(value.prefix { $0 != "<" }))
      else { return nil }
      digests.append((reference, Self.hex(digest)))
    }
    self.init(number: number, kind: kind, path: path, digests: digests)
    guard Array(self.text.utf8) == bytes, isPathRight,
      digests.count == covered.count, Set(digests.map(\.path)) == covered
    else { return nil }
  }

  static func == (a: AttachmentManifest, b: AttachmentManifest) -> Bool {
    a.number == b.number && a.text == b.text
  }

  private static func value(_ line: Substring, after mark: String) -> String? {
    line.firstRange(of: mark).map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
