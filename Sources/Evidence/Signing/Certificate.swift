internal import COpenSSL

/// An X.509 certificate.
///
/// A class because libcrypto's object is counted; `@unchecked Sendable` because it is only read
/// once it is made.
public final class Certificate: @unchecked Sendable {
  let pointer: OpaquePointer
  let der: [UInt8]

  /// Reads one certificate; nil if the bytes are not exactly one.
  init?(der: [UInt8]) {
    let pointer = Libcrypto.decoded(der, free: X509_free) { d2i_X509(nil, $0, $1) }
    guard let pointer else { return nil }
    self.pointer = pointer
    self.der = der
    if X509_get_signature_nid(pointer) == NID_SM2_with_SM3 {
      _ = estreat_set_distinguishing_id(pointer, SignatureAlgorithm.distinguishingID)
    }
    // Fills the cache of extensions now, so that later readers on other threads find it filled.
    _ = X509_check_purpose(pointer, -1, 0)
  }

  deinit { X509_free(pointer) }

  /// Subject in the order of RFC 2253: `CN=…,O=…`.
  public var subject: String { Self.text(X509_get_subject_name(pointer)) }

  /// What its key is; nil if such a key may not sign a package.
  public var algorithm: SignatureAlgorithm? {
    X509_get0_pubkey(pointer).flatMap { SignatureAlgorithm(key: $0) }
  }

  /// First second of its validity, counted from 1970-01-01T00:00:00Z.
  public var notBefore: Int64 { Self.seconds(X509_get0_notBefore(pointer)) }

  /// Last second of its validity, counted from 1970-01-01T00:00:00Z.
  public var notAfter: Int64 { Self.seconds(X509_get0_notAfter(pointer)) }

  /// Whether its subject or issuer holds the word TEST, as those of `keygen --test` do.
  public var isTest: Bool {
    [subject, Self.text(X509_get_issuer_name(pointer))].contains { name in
      name.split { !$0.isLetter && !$0.isNumber }.contains("TEST")
    }
  }

  /// Its subject is its issuer, and its own key signed it.
  var isSelfSigned: Bool {
    X509_NAME_cmp(X509_get_subject_name(pointer), X509_get_issuer_name(pointer)) == 0
      && isSigned(by: self)
  }

  /// Whether the key of `issuer` signed it, under the issuer's name.
  func isSigned(by issuer: Certificate) -> Bool {
    defer { ERR_clear_error() }
    guard let key = X509_get0_pubkey(issuer.pointer) else { return false }
    return X509_NAME_cmp(X509_get_issuer_name(pointer), X509_get_subject_name(issuer.pointer)) == 0
      && X509_verify(pointer, key) == 1
  }

  /// Whether it may sign documents: a key usage, where stated, must say so.
  var maySign: Bool {
    let usage = X509_get_key_usage(pointer)
    return usage == UInt32.max
      || usage & UInt32(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION) != 0
  }

  /// DER of its issuer's name.
  var issuerDER: [UInt8] {
    Libcrypto.encoded { i2d_X509_NAME(X509_get_issuer_name(pointer), $0) } ?? []
  }

  /// DER of its serial number.
  var serialDER: [UInt8] {
    Libcrypto.encoded { i2d_ASN1_INTEGER(X509_get0_serialNumber(pointer), $0) } ?? []
  }

  var pem: String { PEMBlock.text("CERTIFICATE", der) }

  private static func text(_ name: OpaquePointer?) -> String {
    let bytes = Libcrypto.written { X509_NAME_print_ex($0, name, 0, estreat_name_flags()) >= 0 }
    return String(decoding: bytes ?? [], as: UTF8.self)
  }

  private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64 {
    var days: Int32 = 0
    var seconds: Int32 = 0
    guard let epoch = ASN1_TIME_set(nil, 0) else { return .max }
    defer { ASN1_STRING_free(epoch) }
    // A time that cannot be read makes the certificate invalid at any time, not valid at all.
    guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return .max }
    return Int64(days) * 86_400 + Int64(seconds)
  }
}

extension Certificate {
  /// Whether it certifies the public half of `key`.
  func belongs(to key: PrivateKey) -> Bool {
    defer { ERR_clear_error() }
    return X509_check_private_key(pointer, key.pointer) == 1
  }
}

extension Certificate {
  /// Whether the key that it certifies made `signature` over `message`.
  func verifies(
    _ signature: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm
  ) -> Bool {
    X509_get0_pubkey(pointer).map {
      Signing.verify(signature, over: message, algorithm, publicKey: $0)
    } ?? false
  }
}
