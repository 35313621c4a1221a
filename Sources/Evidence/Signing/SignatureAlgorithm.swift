internal import COpenSSL

/// The keys that sign a package (EVIDENCE "Signatures and time").
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
  /// ECDSA on NIST P-256 with SHA-256, as CAdES.
  case p256 = "P-256"
  /// RSA of 3 072 to 8 192 bits, PKCS #1 v1.5 with SHA-256, as CAdES.
  case rsa = "RSA-3072"
  /// SM2 with SM3 (GB/T 32918), as a bare signature.
  case sm2 = "SM2"

  /// Whether a CAdES signature is made with it; libcrypto 3.0 makes none with SM2.
  public var isCAdES: Bool { self != .sm2 }

  /// The distinguishing id of GB/T 35276 with which every SM2 signature is made and verified,
  /// those in certificates too.
  static let distinguishingID = "1234567812345678"

  /// That of a key; nil if such keys are not allowed.
  init?(key: OpaquePointer) {
    func isA(_ name: String) -> Bool { EVP_PKEY_is_a(key, name) == 1 }
    if isA("SM2") {
      self = .sm2
    } else if isA("RSA"), (3072...8192).contains(EVP_PKEY_get_bits(key)) {
      self = .rsa
    } else if isA("EC"), Self.group(of: key) == "prime256v1" {
      self = .p256
    } else {
      return nil
    }
  }

  /// What a key is, for messages.
  static func describe(_ key: OpaquePointer) -> String {
    let name = EVP_PKEY_get0_type_name(key).map { String(cString: $0) } ?? "unknown kind"
    if let group = group(of: key) { return "\(name) on \(group)" }
    return "\(name) of \(EVP_PKEY_get_bits(key)) bits"
  }

  private static func group(of key: OpaquePointer) -> String? {
    var name = [CChar](repeating: 0, count: 80)
    guard EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// DER AlgorithmIdentifier of the signature in a CMS SignerInfo (RFC 5754).
  var identifier: [UInt8] {
    switch self {
    case .p256: DER.element(DER.sequence, ObjectID.ecdsaWithSHA256)
    case .rsa: DER.element(DER.sequence, ObjectID.sha256WithRSA, [0x05, 0x00])
    case .sm2: DER.element(DER.sequence, ObjectID.sm2WithSM3)
    }
  }
}

/// Object identifiers with tag and length.
enum ObjectID {
  /// pkcs7-data, 1.2.840.113549.1.7.1
  static let data = pkcs([7, 1])
  /// pkcs7-signedData, 1.2.840.113549.1.7.2
  static let signedData = pkcs([7, 2])
  /// 1.2.840.113549.1.9.3
  static let contentType = pkcs([9, 3])
  /// 1.2.840.113549.1.9.4
  static let messageDigest = pkcs([9, 4])
  /// 1.2.840.113549.1.9.5
  static let signingTime = pkcs([9, 5])
  /// 1.2.840.113549.1.9.16.2.47
  static let signingCertificateV2 = pkcs([9, 16, 2, 47])
  /// 1.2.840.113549.1.1.11
  static let sha256WithRSA = pkcs([1, 11])
  /// 1.2.840.10045.4.3.2
  static let ecdsaWithSHA256 = DER.element(
    DER.objectIdentifier, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])
  /// 1.2.156.10197.1.501
  static let sm2WithSM3 = DER.element(
    DER.objectIdentifier, [0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x83, 0x75])
  /// 2.16.840.1.101.3.4.2.1
  static let sha256 = DER.element(
    DER.objectIdentifier, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01])

  /// 1.2.840.113549.1 and the rest.
  private static func pkcs(_ rest: [UInt8]) -> [UInt8] {
    DER.element(DER.objectIdentifier, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01] + rest)
  }
}
