internal import Digest

/// What one CAdES signature says, and everything that is wrong with it.
struct CAdESFinding {
  /// Nil if it cannot be told.
  var signer: Certificate?
  /// What the signer claims, in seconds since 1970-01-01T00:00:00Z.
  var claimedTime: Int64?
  /// Signer first, as far as the embedded certificates go.
  var chain: [Certificate] = []
  var problems: [SignatureProblem] = []

  /// Checks a detached signature over `content`.
  /// - Parameters:
  ///   - roots: whom the reader trusts; nil judges the signature, not whose it is.
  ///   - time: when the certificates are to be valid, in seconds since 1970-01-01T00:00:00Z; nil
  ///     does not look at validity.
  init(signature der: [UInt8], over content: [UInt8], roots: [Certificate]?, at time: Int64?) {
    guard let signature = CAdESSignature(der: der),
      let attributes = SignedAttributes(der: signature.attributes)
    else {
      problems = [
        SignatureProblem(
          "signature-malformed", "it is no detached CAdES-BES signature in the form of a package",
          fix: "obtain the package again")
      ]
      return
    }
    claimedTime = attributes.signingTime
    if attributes.messageDigest != SHA256.digest(content) {
      problems.append(
        SignatureProblem(
          "signature-content", "what it signs is not the content that is there",
          fix: "obtain the package again"))
    }
    let certificates = signature.certificates.compactMap(Certificate.init(der:))
    let own = certificates.first { SHA256.digest($0.der) == attributes.certificateDigest }
    guard let own, certificates.count == signature.certificates.count else {
      problems.append(Self.certificateProblem("the certificate it names is not in it"))
      return
    }
    signer = own
    let named = [own.issuerDER, own.serialDER]
    if named != [signature.issuer, signature.serial]
      || named != [attributes.issuer, attributes.serial]
    {
      problems.append(Self.certificateProblem("it names its certificate in two ways that differ"))
    }
    if !Self.isRight(signature, own) {
      problems.append(
        SignatureProblem(
          "signature-invalid", "it was not made with the key of \(own.subject)",
          fix: "obtain the package again"))
    }
    let path = CertificatePath(signer: own, others: certificates.filter { $0.der != own.der })
    chain = path.ordered()
    problems += path.problems(roots: roots, at: time)
  }

  private static func isRight(_ signature: CAdESSignature, _ certificate: Certificate) -> Bool {
    guard let algorithm = certificate.algorithm, algorithm.isCAdES,
      algorithm.identifier == signature.algorithm
    else { return false }
    return certificate.verifies(signature.signature, over: signature.attributes, algorithm)
  }

  private static func certificateProblem(_ message: String) -> SignatureProblem {
    SignatureProblem("signature-certificate", message, fix: "obtain the package again")
  }
}
