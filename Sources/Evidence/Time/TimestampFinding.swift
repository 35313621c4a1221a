internal import COpenSSL

/// What one answer of an authority proves about a list of signatures, and all that is wrong with
/// it.
struct TimestampFinding {
  /// Nil if it cannot be told.
  var authority: Certificate?
  /// What was stamped existed no later than this, in seconds since 1970-01-01T00:00:00Z.
  var latest: Int64?
  /// The authority's certificate, its issuer, and so on, as far as certificates are known.
  var chain: [Certificate] = []
  var problems: [SignatureProblem] = []
  /// The authority's certificates are no longer valid when the reader judges.
  var hasExpiredSince = false

  /// Checks a response.
  /// - Parameters:
  ///   - der: the TimeStampResp.
  ///   - list: content of `seal/signatures.sha256`.
  ///   - others: certificates that did not come in the token: those of `tsa-chain.pem`.
  ///   - roots: whom the reader trusts; nil judges the token, not whose it is.
  ///   - time: when the reader judges, in seconds since 1970-01-01T00:00:00Z; nil does not look.
  init(
    response der: [UInt8], over list: [UInt8], others: [Certificate], roots: [Certificate]?,
    at time: Int64?
  ) {
    guard let response = TimestampResponse(der: der) else {
      add("timestamp-malformed", "it is no RFC 3161 time-stamp response in DER", Self.fetchAgain)
      return
    }
    guard response.isGranted else {
      let text = response.statusText.isEmpty ? "" : ": " + response.statusText
      add(
        "timestamp-status",
        "the authority did not grant a time-stamp, status \(response.status)"
          + text, "send the request again, to another authority if need be")
      return
    }
    guard let token = response.token.flatMap(TimestampToken.init(der:)) else {
      add("timestamp-malformed", "it holds no time-stamp token in DER", Self.fetchAgain)
      return
    }
    latest = token.info.latest
    checkStatement(token.info, over: list)
    let certificates = token.certificates.compactMap(Certificate.init(der:))
    guard let own = certificates.first(where: token.names),
      certificates.count == token.certificates.count
    else {
      add(
        "timestamp-certificate", "the certificate that the token names is not in it",
        "ask the authority to include its certificate, as the request does")
      return
    }
    authority = own
    checkSignature(token, own)
    var known = certificates.filter { $0.der != own.der }
    for other in others + (roots ?? []) where other.der != own.der {
      if !known.contains(where: { $0.der == other.der }) { known.append(other) }
    }
    let path = CertificatePath(signer: own, others: known)
    chain = path.ordered()
    checkPath(own, path, roots: roots, at: token.info.seconds)
    if let time, path.libcryptoProblems(roots: roots, at: time).contains(where: Self.isValidity) {
      hasExpiredSince = true
    }
  }

  private static let fetchAgain = "fetch the time-stamp again with seal/signatures.sha256.tsq"

  private mutating func add(_ code: String, _ message: String, _ fix: String) {
    problems.append(SignatureProblem(code, message, fix: fix))
  }

  private mutating func checkStatement(_ info: TimestampInfo, over list: [UInt8]) {
    if !Self.isImprint(info.imprint, of: list) {
      add(
        "timestamp-imprint", "what was stamped is not seal/signatures.sha256 of this package",
        Self.fetchAgain)
    }
    if info.nonce != TimestampRequest.nonce(of: list) {
      add(
        "timestamp-nonce",
        "its nonce is not that of seal/signatures.sha256.tsq: "
          + "it answers another request", Self.fetchAgain)
    }
  }

  /// SHA-256 with or without NULL parameters.
  private static func isImprint(_ imprint: [UInt8], of list: [UInt8]) -> Bool {
    var reader = DERReader(imprint)
    guard var sequence = reader.enter(DER.sequence),
      let algorithm = sequence.readWhole(DER.sequence),
      let digest = sequence.read(DER.octetString), sequence.isAtEnd
    else { return false }
    return TimestampDigest(algorithm: algorithm) == .sha256
      && Array(digest) == TimestampDigest.sha256.digest(list)
  }

  private mutating func checkSignature(_ token: TimestampToken, _ own: Certificate) {
    if let name = token.signerName, name != (own.issuerDER, own.serialDER) {
      add(
        "timestamp-certificate", "the token names its certificate in two ways that differ",
        Self.fetchAgain)
    }
    guard let digest = token.digest,
      digest.isSigned(with: token.algorithm, isRSA: own.hasRSAKey)
    else {
      add(
        "timestamp-signature",
        "it is not signed by RSA (PKCS #1 v1.5) or ECDSA with SHA-256, SHA-384 or SHA-512",
        "use an authority that signs so")
      return
    }
    let isStated =
      token.values[ObjectID.contentType] == TimestampObjectID.info
      && token.values[ObjectID.messageDigest]
        == DER.element(DER.octetString, digest.digest(token.content))
    if !isStated || !digest.verifies(token.signature, over: token.attributes, by: own) {
      add(
        "timestamp-signature", "it was not signed with the key of \(own.subject)",
        Self.fetchAgain)
    }
  }

  /// The authority's certificates at the time that it states itself.
  private mutating func checkPath(
    _ own: Certificate, _ path: CertificatePath, roots: [Certificate]?, at time: Int64
  ) {
    if !own.mayStampTime {
      add(
        "timestamp-certificate",
        "the certificate of \(own.subject) is not for time-stamping alone: it lacks the critical "
          + "extended key usage timeStamping, or has another",
        "use an authority whose certificate is for time-stamping")
    }
    for problem in path.libcryptoProblems(roots: roots, at: time) {
      let code =
        switch problem.code {
        case "certificate-untrusted": "timestamp-untrusted"
        case "certificate-expired", "certificate-not-yet-valid": "timestamp-expired"
        default: "timestamp-certificate"
        }
      let isKnown = problems.contains { $0.code == code }
      if !isKnown { add(code, problem.message, Self.fix(code)) }
    }
  }

  private static func fix(_ code: String) -> String {
    code == "timestamp-untrusted"
      ? "name the authority's root certificate with --trust"
      : "use an authority whose certificates are valid when it stamps"
  }

  private static func isValidity(_ problem: SignatureProblem) -> Bool {
    problem.code == "certificate-expired" || problem.code == "certificate-not-yet-valid"
  }
}

extension Certificate {
  /// Whether it is for time-stamping and nothing else (RFC 3161, 2.3): the extended key usage is
  /// critical and holds that one purpose, a key usage allows nothing but signatures.
  var mayStampTime: Bool { X509_check_purpose(pointer, X509_PURPOSE_TIMESTAMP_SIGN, 0) == 1 }

  var hasRSAKey: Bool { X509_get0_pubkey(pointer).map { EVP_PKEY_is_a($0, "RSA") == 1 } ?? false }
}
