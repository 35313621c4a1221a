/// By what the signatures of a package are judged. All of it comes from outside the package.
public struct SignatureTrust: Sendable {
  /// Roots that the reader trusts; nil says that none were given, and whose a signature is stays
  /// open.
  public var roots: [Certificate]?
  /// When the certificates are to be valid, in seconds since 1970-01-01T00:00:00Z; nil does not
  /// look at validity.
  public var time: Int64?

  /// Judges by these.
  public init(roots: [Certificate]? = nil, time: Int64? = nil) {
    self.roots = roots
    self.time = time
  }

  /// The roots for certificates of one kind: SM2 chains and others have roots of their own. Nil
  /// if none was given for that kind.
  func roots(forSM2 isSM2: Bool) -> [Certificate]? {
    let fitting = (roots ?? []).filter { ($0.algorithm == .sm2) == isSM2 }
    return fitting.isEmpty ? nil : fitting
  }
}

/// A signature that a package holds, as far as it could be read.
public struct FoundSignature: Sendable, Equatable {
  /// `CAdES-BES P-256`, `SM2 with SM3`.
  public var kind: String
  /// Subject of the certificate, `CN=…,O=…`.
  public var signer: String
  /// What the signer claims, in seconds since 1970-01-01T00:00:00Z.
  public var claimedTime: Int64?
}
