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
  /// An ordinary tag file; a package may do without it.
  static let certificate = "certificate.pdf"
  static let payloadFolder = "data/"
  /// Signatures of the container; absent in an unsigned package.
  static let containerFolder = "META-INF/"
  /// Signatures and chains; absent in an unsigned package.
  static let sealFolder = "seal/"
  /// CAdES over the tag manifest, and through it over everything but the mimetype.
  static let cadesSignature = "seal/tagmanifest-sha256.txt.p7s"
  static let cadesChain = "seal/cades-chain.pem"
  /// SM2 over the SM3 list, and through it over the same.
  static let sm2Signature = "seal/sm3sums.txt.sm2sig"
  static let sm2Chain = "seal/sm2-chain.pem"
  /// SHA-256 of the files of `seal/` and of what they sign: the one thing a timestamp is asked for.
  static let signatureList = "seal/signatures.sha256"
  /// RFC 3161 request for a time-stamp of that list.
  static let timestampRequest = "seal/signatures.sha256.tsq"
  static let containerManifest = "META-INF/ASiCManifest001.xml"
  static let containerSignature = "META-INF/signature001.p7s"
  /// `sha256sum` form, beside the zip, because no file can hold its own digest.
  static let sidecarSuffix = ".sha256"
  static let bagDeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

  /// Without these a zip is no package.
  static let required = [
    mimetype, bagDeclaration, bagInfo, payloadManifest, tagManifest, sm3Sums, instructions, script,
  ]

  /// What the package writes itself and no caller may supply.
  static let reserved = Set(required)

  /// Members whose content the verifier holds in memory.
  static let held = reserved.union([
    cadesSignature, cadesChain, sm2Signature, sm2Chain, signatureList, timestampRequest,
    containerManifest, containerSignature, CustodyChain.path,
  ])

  static func baseName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  static func isPayload(_ name: String) -> Bool { name.hasPrefix(payloadFolder) }

  /// Tag files are covered by the tag manifest; the lists made after it, and `mimetype`, are not.
  static func isTagManifestExempt(_ name: String) -> Bool {
    name == mimetype || name == tagManifest || name == sm3Sums || isSeal(name)
  }

  /// Made after all lists but its own.
  static func isSeal(_ name: String) -> Bool {
    name.hasPrefix(containerFolder) || name.hasPrefix(sealFolder)
  }
}
