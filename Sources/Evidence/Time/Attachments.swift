internal import Diagnostics

/// What was attached to a package, as its manifests say.
struct Attachments {
  /// In the order of their numbers, as far as they can be read.
  var manifests: [AttachmentManifest] = []
  /// Names of manifests that cannot be read.
  var unreadable: [String] = []

  static let receiptFolder = PackageLayout.sealFolder + "receipts/"

  /// Whether the verifier needs the content of a member in memory.
  static func isHeld(_ name: String) -> Bool {
    AttachmentManifest.number(name) != nil
      || name.hasPrefix(PackageLayout.sealFolder) && !name.hasPrefix(receiptFolder)
        && (name.hasSuffix(".tsr") || name.hasSuffix(".pem"))
  }

  /// None: what an unsigned package has.
  init() {}

  init(_ bag: BagCheck) {
    let found = Set(bag.members.map(\.name)).compactMap { name in
      AttachmentManifest.number(name).map { (number: $0, name: name) }
    }
    for (number, name) in found.sorted(by: { $0.number < $1.number }) {
      if let bytes = bag.texts[name],
        let manifest = AttachmentManifest(bytes, number: number)
      {
        manifests.append(manifest)
      } else {
        unreadable.append(name)
      }
    }
  }

  /// Every member that the manifests speak of as attached, and they themselves.
  var names: Set<String> {
    Set(manifests.flatMap { [AttachmentManifest.name($0.number)] + $0.attached } + unreadable)
  }

  /// The order of these members: by manifest, each before what it attached, which is sorted.
  var order: [String] {
    manifests.flatMap { manifest in
      [AttachmentManifest.name(manifest.number)]
        + manifest.attached.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// The number that the next manifest has.
  var nextNumber: Int { (manifests.last?.number ?? 1) + 1 }

  var hasTimestamp: Bool { manifests.contains { $0.kind == .timestamp } }
}

/// A time-stamp that a package holds.
public struct FoundTimestamp: Sendable, Equatable {
  /// Member that holds the authority's answer.
  public var member: String
  /// Subject of the authority's certificate, `CN=…,O=…`.
  public var authority: String
  /// What was stamped existed no later than this, in seconds since 1970-01-01T00:00:00Z: the
  /// stated time and its accuracy, rounded up.
  public var latest: Int64
}
