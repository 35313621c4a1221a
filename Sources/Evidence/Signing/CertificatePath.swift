internal import COpenSSL

/// A signer's certificate with the certificates that came with it, and what they are worth.
struct CertificatePath {
  var signer: Certificate
  /// Issuers, in any order.
  var others: [Certificate]

  /// Checks the path at a time, to one of the roots.
  /// - Parameters:
  ///   - roots: whom the reader trusts; nil takes what is self-signed among `others`, which says
  ///     that the path is whole, not whose it is.
  ///   - time: seconds since 1970-01-01T00:00:00Z; nil does not look at validity.
  /// - Returns: every problem, each code at most once a certificate.
  func problems(roots: [Certificate]?, at time: Int64?) -> [SignatureProblem] {
    var out: [SignatureProblem] = []
    if signer.algorithm == nil {
      let kind = X509_get0_pubkey(signer.pointer).map(SignatureAlgorithm.describe) ?? "unreadable"
      out.append(
        SignatureProblem(
          "key-algorithm", "the key of \(signer.subject) may not sign a package: \(kind)",
          fix: "use EC P-256, RSA of 3072 to 8192 bits, or SM2"))
    }
    if !signer.maySign {
      out.append(
        SignatureProblem(
          "certificate-usage", "the key usage of \(signer.subject) does not allow signatures",
          fix: "use a certificate for digital signatures or non-repudiation"))
    }
    let ordered = ordered()
    for stray in others where !ordered.contains(where: { $0.der == stray.der }) {
      out.append(
        SignatureProblem(
          "certificate-chain", "\(stray.subject) is no issuer of \(signer.subject)",
          fix: "leave out what does not belong to the chain"))
    }
    // Libcrypto takes the reader's copy of a root and looks at no other. So the end of the chain
    // that came along must stand by itself: it is a root, or a root of the reader signed it.
    if let end = ordered.last, !end.isSelfSigned,
      !(roots ?? []).contains(where: { end.isSigned(by: $0) })
    {
      out.append(
        SignatureProblem(
          "certificate-untrusted", "the chain ends at \(end.subject), whose issuer is not there",
          fix: "give the issuers' certificates up to the root, and the root you trust"))
    }
    for problem in libcryptoProblems(roots: roots, at: time) where !out.contains(problem) {
      out.append(problem)
    }
    return out
  }

  /// The signer, its issuer, and so on, as far as `others` go.
  func ordered() -> [Certificate] {
    var out = [signer]
    while let last = out.last, !last.isSelfSigned,
      let issuer = others.first(where: { candidate in
        last.isSigned(by: candidate) && !out.contains { $0.der == candidate.der }
      })
    {
      out.append(issuer)
    }
    return out
  }

  func libcryptoProblems(
    roots: [Certificate]?, at time: Int64?
  ) -> [SignatureProblem] {
    defer { ERR_clear_error() }
    let trusted = roots ?? ([signer] + others).filter(\.isSelfSigned)
    guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(),
      let untrusted = estreat_certificates_new()
    else { preconditionFailure("libcrypto is out of memory") }
    defer {
      X509_STORE_CTX_free(context)
      estreat_certificates_free(untrusted)
      X509_STORE_free(store)
    }
    for root in trusted { X509_STORE_add_cert(store, root.pointer) }
    for other in others { _ = estreat_certificates_push(untrusted, other.pointer) }
    guard X509_STORE_CTX_init(context, store, signer.pointer, untrusted) == 1,
      let parameters = X509_STORE_CTX_get0_param(context)
    else { return [SignatureProblem("certificate-chain", "the chain cannot be checked")] }
    // Level 2 wants 112 bits of security of every key and digest: no SHA-1, no RSA-1024.
    X509_VERIFY_PARAM_set_auth_level(parameters, 2)
    X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_CHECK_SS_SIGNATURE))
    if let time {
      X509_VERIFY_PARAM_set_time(parameters, time_t(time))
    } else {
      X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_NO_CHECK_TIME))
    }
    let collector = Collector()
    return withExtendedLifetime(collector) {
      X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(collector).toOpaque())
      X509_STORE_CTX_set_verify_cb(context) { isGood, context in
        guard isGood != 1, let data = X509_STORE_CTX_get_ex_data(context, 0) else { return 1 }
        Unmanaged<Collector>.fromOpaque(data).takeUnretainedValue().add(context)
        // Going on after a problem is how all of them are found.
        return 1
      }
      if X509_verify_cert(context) != 1, collector.problems.isEmpty { collector.add(context) }
      return collector.problems
    }
  }

  /// A class because libcrypto's callback carries one pointer.
  private final class Collector {
    private(set) var problems: [SignatureProblem] = []

    func add(_ context: OpaquePointer?) {
      let error = X509_STORE_CTX_get_error(context)
      let subject = X509_STORE_CTX_get_current_cert(context).flatMap { pointer in
        Libcrypto.encoded { i2d_X509(pointer, $0) }.flatMap(Certificate.init(der:))?.subject
      }
      let problem = Self.problem(error, subject ?? "a certificate")
      if !problems.contains(where: { $0 == problem }) { problems.append(problem) }
    }

    private static func problem(_ error: Int32, _ subject: String) -> SignatureProblem {
      switch error {
      case X509_V_ERR_CERT_HAS_EXPIRED:
        SignatureProblem(
          "certificate-expired", "the certificate of \(subject) has expired at that time",
          fix: "use a certificate that is valid, or the time at which it was")
      case X509_V_ERR_CERT_NOT_YET_VALID:
        SignatureProblem(
          "certificate-not-yet-valid", "the certificate of \(subject) is not yet valid then",
          fix: "use a certificate that is valid, or the time at which it is")
      case X509_V_ERR_CERT_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
        SignatureProblem(
          "certificate-signature", "the certificate of \(subject) was not signed by its issuer",
          fix: "obtain the certificate again")
      case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
        X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
        X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
        SignatureProblem(
          "certificate-untrusted", "the chain of \(subject) ends at nobody who is trusted",
          fix: "give the issuers' certificates up to the root, and the root you trust")
      default:
        SignatureProblem(
          "certificate-chain",
          "the chain of \(subject): "
            + (X509_verify_cert_error_string(Int(error)).map { String(cString: $0) } ?? "\(error)"),
          fix: "use a certificate whose issuers may issue it")
      }
    }
  }
}
