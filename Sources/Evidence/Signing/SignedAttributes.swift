internal import Digest

/// What a CAdES-BES signature signs: the digest of the content, the certificate that is meant,
/// and perhaps a claimed time.
struct SignedAttributes: Equatable {
  var messageDigest: [UInt8]
  /// Seconds since 1970-01-01T00:00:00Z.
  var signingTime: Int64?
  /// SHA-256 of the signer's certificate.
  var certificateDigest: [UInt8]
  var issuer: [UInt8]
  var serial: [UInt8]

  init(
    messageDigest: [UInt8], signingTime: Int64?, certificate: [UInt8], issuer: [UInt8],
    serial: [UInt8]
  ) {
    self.messageDigest = messageDigest
    self.signingTime = signingTime
    self.certificateDigest = SHA256.digest(certificate)
    self.issuer = issuer
    self.serial = serial
  }

  /// The SET that is signed.
  var der: [UInt8] {
    var attributes = [
      Self.attribute(ObjectID.contentType, ObjectID.data),
      Self.attribute(ObjectID.messageDigest, DER.element(DER.octetString, messageDigest)),
      Self.attribute(ObjectID.signingCertificateV2, signingCertificate),
    ]
    if let signingTime {
      attributes.append(Self.attribute(ObjectID.signingTime, CMSTime.der(signingTime)))
    }
    return DER.setOf(DER.set, attributes)
  }

  /// SigningCertificateV2 (RFC 5035) of the one certificate; SHA-256 is the default and so is
  /// not written.
  private var signingCertificate: [UInt8] {
    let names = DER.element(DER.sequence, DER.element(DER.context(4), issuer))
    let id = DER.element(
      DER.sequence, DER.element(DER.octetString, certificateDigest),
      DER.element(DER.sequence, names, serial))
    return DER.element(DER.sequence, DER.element(DER.sequence, id))
  }

  private static func attribute(_ type: [UInt8], _ value: [UInt8]) -> [UInt8] {
    DER.element(DER.sequence, type, DER.element(DER.set, value))
  }

  /// Reads the SET; nil unless it is exactly what `der` writes.
  init?(der bytes: [UInt8]) {
    var values: [[UInt8]: [UInt8]] = [:]
    var file = DERReader(bytes)
    guard var set = file.enter(DER.set) else { return nil }
    while !set.isAtEnd {
      guard var attribute = set.enter(DER.sequence),
        let type = attribute.readWhole(DER.objectIdentifier),
        let value = attribute.read(DER.set), values[type] == nil
      else { return nil }
      values[type] = Array(value)
    }
    var digestValue = DERReader(values[ObjectID.messageDigest] ?? [])
    var certificateValue = DERReader(values[ObjectID.signingCertificateV2] ?? [])
    guard let digest = digestValue.read(DER.octetString),
      var outer = certificateValue.enter(DER.sequence), var list = outer.enter(DER.sequence),
      var id = list.enter(DER.sequence), let certificateDigest = id.read(DER.octetString),
      var issuerSerial = id.enter(DER.sequence), var names = issuerSerial.enter(DER.sequence),
      var name = names.enter(DER.context(4)), let issuer = name.readWhole(DER.sequence),
      let serial = issuerSerial.readWhole(DER.integer)
    else { return nil }
    messageDigest = Array(digest)
    self.certificateDigest = Array(certificateDigest)
    self.issuer = issuer
    self.serial = serial
    if let value = values[ObjectID.signingTime] {
      guard let time = CMSTime.seconds(value) else { return nil }
      signingTime = time
    }
    guard der == bytes else { return nil }
  }
}
