public import Diagnostics

/// Who signs a package, at least one of two.
public struct PackageSigners: Sendable {
  /// P-256 or RSA: makes the zip an ASiC-E container.
  public let cades: SigningIdentity?
  /// SM2 over the SM3 list.
  public let sm2: SigningIdentity?
  /// What CAdES signatures claim as the time of signing, in seconds since 1970-01-01T00:00:00Z;
  /// nil claims none.
  public let claimedTime: Int64?

  /// - Throws: `signer-kind` when a key is of the other kind, or there is none.
  public init(
    cades: SigningIdentity? = nil, sm2: SigningIdentity? = nil, claimedTime: Int64? = nil
  ) throws(DiagnosticError) {
    if let cades, !cades.algorithm.isCAdES {
      throw Self.wrongKind("CAdES signatures need P-256 or RSA, the key is SM2")
    }
    if let sm2, sm2.algorithm != .sm2 {
      throw Self.wrongKind("the SM2 signature needs an SM2 key, it is \(sm2.algorithm.rawValue)")
    }
    guard cades != nil || sm2 != nil else { throw Self.wrongKind("nobody is named who signs") }
    self.cades = cades
    self.sm2 = sm2
    self.claimedTime = claimedTime
  }

  /// Whether one of them signs with test keys; the package then says TEST.
  public var isTest: Bool { cades?.isTest == true || sm2?.isTest == true }

  var statement: SignatureStatement {
    SignatureStatement(cades: cades?.algorithm, hasSM2: sm2 != nil, isTest: isTest)
  }

  private static func wrongKind(_ message: String) -> DiagnosticError {
    DiagnosticError(
      Diagnostic(
        .error, "signer-kind", message,
        fix: "give the P-256 or RSA key as the one, the SM2 key as the other"))
  }
}

/// Which signatures a package says it has. It stands in `bag-info.txt`, which the package id
/// covers: a package whose signatures were taken away does not pass for an unsigned one.
struct SignatureStatement: Sendable, Equatable {
  var cades: SignatureAlgorithm?
  var hasSM2: Bool
  /// Some key is a test key.
  var isTest: Bool

  static let signatureKey = "Signature"
  static let testKey = "Test-Keys"
  static let keys: Set<String> = [signatureKey, testKey]
  private static let sm2Value = "SM2 with SM3"
  private static let cadesPrefix = "CAdES-BES "

  init(cades: SignatureAlgorithm?, hasSM2: Bool, isTest: Bool) {
    self.cades = cades
    self.hasSM2 = hasSM2
    self.isTest = isTest
  }

  /// Lines of `bag-info.txt`.
  var fields: [BagInfoField] {
    var out: [BagInfoField] = []
    if let cades { out.append(BagInfoField(Self.signatureKey, Self.cadesPrefix + cades.rawValue)) }
    if hasSM2 { out.append(BagInfoField(Self.signatureKey, Self.sm2Value)) }
    if isTest { out.append(BagInfoField(Self.testKey, "yes, this package is a TEST")) }
    return out
  }

  /// What the lines say; nil if they name no signature.
  init?(_ fields: [BagInfoField]) {
    let values = fields.filter { $0.key == Self.signatureKey }.map(\.value)
    cades =
      values.lazy.filter { $0.hasPrefix(Self.cadesPrefix) }
      .compactMap { SignatureAlgorithm(rawValue: String($0.dropFirst(Self.cadesPrefix.count))) }
      .first
    hasSM2 = values.contains(Self.sm2Value)
    isTest = fields.contains { $0.key == Self.testKey }
    if cades == nil && !hasSM2 { return nil }
  }

  /// Files under `seal/`, but for the list of them.
  var sealed: [String] {
    (cades == nil ? [] : [PackageLayout.cadesSignature, PackageLayout.cadesChain])
      + (hasSM2 ? [PackageLayout.sm2Signature, PackageLayout.sm2Chain] : [])
  }

  /// All members that a package has more when it is signed.
  var members: [String] {
    sealed + [PackageLayout.signatureList, PackageLayout.timestampRequest]
      + (cades == nil ? [] : [PackageLayout.containerManifest, PackageLayout.containerSignature])
  }
}
