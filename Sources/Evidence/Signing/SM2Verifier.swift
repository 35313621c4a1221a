/// What one bare SM2 signature says, and everything that is wrong with it.
struct SM2Finding {
  /// Nil if it cannot be told.
  var signer: Certificate?
  var problems: [SignatureProblem] = []

  /// Checks a signature over `content`.
  /// - Parameters:
  ///   - pem: the chain, signer first, root last, exactly as it is written.
  ///   - roots: whom the reader trusts; nil judges the signature, not whose it is.
  ///   - time: when the certificates are to be valid, in seconds since 1970-01-01T00:00:00Z; nil
  ///     does not look at validity.
  init(
    signature: [UInt8], over content: [UInt8], chain pem: [UInt8], roots: [Certificate]?,
    at time: Int64?
  ) {
    let isSmall = pem.count <= CredentialFile.maximumBytes
    let certificates = isSmall ? CertificateFile.parse(pem) ?? [] : []
    guard certificates.count <= CAdESSignature.maximumCertificates, let own = certificates.first,
      Array(PackageSeal.chain(certificates).utf8) == pem
    else {
      problems = [
        SignatureProblem(
          "chain-malformed", "the chain is no list of certificates as a package writes it",
          fix: "obtain the package again")
      ]
      return
    }
    signer = own
    let isRight =
      own.algorithm == .sm2 && own.verifies(signature, over: content, .sm2)
    if !isRight {
      problems.append(
        SignatureProblem(
          "signature-invalid",
          "it was not made over what is there with the key of \(own.subject)",
          fix: "obtain the package again"))
    }
    let path = CertificatePath(signer: own, others: Array(certificates.dropFirst()))
    if path.ordered().map(\.der) != certificates.map(\.der) {
      problems.append(
        SignatureProblem(
          "certificate-chain", "the certificates do not follow each other, signer to root",
          fix: "obtain the package again"))
    }
    problems += path.problems(roots: roots, at: time).filter { !problems.contains($0) }
  }
}
