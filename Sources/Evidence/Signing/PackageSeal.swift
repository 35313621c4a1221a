internal import Diagnostics

/// Signs a package whose lists are made (RULES "Packages"): signatures over the lists with their
/// chains, the list of these, a request to time-stamp it, then the container's manifest and its signature.
struct PackageSeal {
  let signers: PackageSigners
  /// Content of `tagmanifest-sha256.txt`.
  let tagManifest: [UInt8]
  /// Content of `sm3sums.txt`.
  let sm3Sums: [UInt8]

  /// - Throws: `signing-failed`.
  func add(to staged: inout StagedMembers) throws(DiagnosticError) {
    if let signer = signers.cades {
      try add(PackageLayout.cadesSignature, cades(signer, tagManifest), to: &staged)
      try staged.add(PackageLayout.cadesChain, Self.chain(signer))
    }
    if let signer = signers.sm2 {
      try add(PackageLayout.sm2Signature, signer.key.sign(sm3Sums), to: &staged)
      try staged.add(PackageLayout.sm2Chain, Self.chain(signer))
    }
    let signed = Self.listed(signers.statement)
    let list = staged.list { signed.contains($0) }
    try staged.add(PackageLayout.signatureList, list)
    let request = TimestampRequest.der(over: Array(list.utf8))
    try staged.add(PackageMember(PackageLayout.timestampRequest, .bytes(request)))
    guard let signer = signers.cades else { return }
    let manifest = ASiCManifest.text(staged.sha256(Self.isContained))
    try staged.add(PackageLayout.containerManifest, manifest)
    try add(
      PackageLayout.containerSignature, cades(signer, Array(manifest.utf8)), to: &staged)
  }

  /// What the list of signatures covers.
  static func listed(_ statement: SignatureStatement) -> Set<String> {
    Set(statement.sealed + [PackageLayout.tagManifest, PackageLayout.sm3Sums])
  }

  /// What the container's manifest covers.
  static func isContained(_ name: String) -> Bool {
    name != PackageLayout.mimetype && !name.hasPrefix(PackageLayout.containerFolder)
  }

  static func chain(_ certificates: [Certificate]) -> String {
    certificates.map(\.pem).joined()
  }

  private static func chain(_ signer: SigningIdentity) -> String { chain(signer.chain) }

  private func cades(_ signer: SigningIdentity, _ content: [UInt8]) -> [UInt8]? {
    CAdESSignature.sign(content, by: signer, claimedTime: signers.claimedTime)
  }

  private func add(
    _ name: String, _ signature: [UInt8]?, to staged: inout StagedMembers
  ) throws(DiagnosticError) {
    guard let signature else {
      throw DiagnosticError(
        Diagnostic(
          .error, "signing-failed", "libcrypto made no signature for \(name)",
          fix: "check the key with `openssl pkey -check`"))
    }
    try staged.add(PackageMember(name, .bytes(signature)))
  }
}
