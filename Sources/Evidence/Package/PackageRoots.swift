public import Diagnostics

/// What is known of a package once the list of its payload is made, and before anything that covers
/// the certificate.
public struct PackageRoots: Sendable {
  /// One member under `data/`.
  public struct Member: Sendable {
    /// Path in the package.
    public var path: String
    /// Its size.
    public var sizeBytes: UInt64
    /// 64 lowercase hex digits.
    public var sha256: String
  }

  /// SHA-256 of `manifest-sha256.txt`, 64 lowercase hex digits.
  public var manifestSHA256: String
  /// Root of the tree over the lines of the slices, 64 lowercase hex digits; nil without one.
  public var merkleRoot: String?
  /// The payload, by path.
  public var payload: [Member]

  /// Makes the bytes of `certificate.pdf` from the roots.
  public typealias Certificate = @Sendable (PackageRoots) throws(DiagnosticError) -> [UInt8]
}

extension PackageRoots {
  /// The roots of a payload that was staged with its manifest.
  init(_ staged: StagedMembers, merkleRoot: String? = nil) {
    manifestSHA256 = staged.digests[PackageLayout.payloadManifest]?.sha256 ?? ""
    self.merkleRoot = merkleRoot
    payload = staged.digests.filter { PackageLayout.isPayload($0.key) }
      .map { Member(path: $0.key, sizeBytes: $0.value.sizeBytes, sha256: $0.value.sha256) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}
