/// The fixed names of a package and which list covers what (RULES "Packages").
enum PackageLayout {
  static let mimetype = "mimetype"
  static let mediaType = "application/vnd.etsi.asic-e+zip"
  static let bagDeclaration = "bagit.txt"
  static let bagInfo = "bag-info.txt"
  static let payloadManifest = "manifest-sha256.txt"
  static let tagManifest = "tagmanifest-sha256.txt"
  static let sm3Sums = "sm3sums.txt"
  static let instructions = "VERIFY.txt"
  static let script = "verify.sh"
  static let payloadFolder = "data/"
  /// Signatures of the container; empty until packages are signed.
  static let containerFolder = "META-INF/"
  /// Signatures, chains and timestamps; empty until packages are signed.
  static let sealFolder = "seal/"
  /// `sha256sum` form, beside the zip, because no file can hold its own digest.
  static let sidecarSuffix = ".sha256"
  static let bagDeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

  /// Without these a zip is no package.
  static let required = [
    mimetype, bagDeclaration, bagInfo, payloadManifest, tagManifest, sm3Sums, instructions, script,
  ]

  /// What the package writes itself and no caller may supply.
  static let reserved = Set(required)

  static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func isPayload(_ name: String) -> Bool { name.hasPrefix(payloadFolder) }

  /// Tag files are covered by the tag manifest; the lists made after it, and `mimetype`, are not.
  static func isTagManifestExempt(_ name: String) -> Bool {
    name == mimetype || name == tagManifest || name == sm3Sums
      || name.hasPrefix(containerFolder) || name.hasPrefix(sealFolder)
  }
}
