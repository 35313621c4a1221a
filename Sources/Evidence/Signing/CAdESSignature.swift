internal import Digest

/// A detached CAdES-BES signature (ETSI EN 319 122-1 over RFC 5652) in the one form that we
/// write and accept, so that every byte of it is settled by what it says. `Signing.docc` has it
/// byte by byte.
struct CAdESSignature: Equatable {
  /// DER, the signer's among them; in the file in ascending order of their bytes.
  var certificates: [[UInt8]]
  /// Name of the signer's issuer.
  var issuer: [UInt8]
  /// Serial number of the signer's certificate, a whole INTEGER.
  var serial: [UInt8]
  /// The signed attributes, a whole SET.
  var attributes: [UInt8]
  /// AlgorithmIdentifier of the signature.
  var algorithm: [UInt8]
  var signature: [UInt8]

  /// More certificates than any chain has are not even parsed: comparing them costs their square.
  static let maximumCertificates = 16
  private static let sha256 = DER.element(DER.sequence, ObjectID.sha256)
  private static let version = DER.element(DER.integer, [1])

  /// Signs `content`.
  /// - Parameter time: what the signer claims as the time of signing, in seconds since
  ///   1970-01-01T00:00:00Z; nil leaves it out.
  /// - Returns: DER of a ContentInfo without the content; nil if libcrypto refuses.
  static func sign(
    _ content: [UInt8], by identity: SigningIdentity, claimedTime time: Int64?
  ) -> [UInt8]? {
    precondition(identity.algorithm.isCAdES, "SM2 signs bare bytes")
    let own = identity.certificate
    let attributes = SignedAttributes(
      messageDigest: SHA256.digest(content), signingTime: time, certificate: own.der,
      issuer: own.issuerDER, serial: own.serialDER
    ).der
    guard let signature = identity.key.sign(attributes) else { return nil }
    return CAdESSignature(
      certificates: identity.chain.map(\.der), issuer: own.issuerDER, serial: own.serialDER,
      attributes: attributes, algorithm: identity.algorithm.identifier, signature: signature
    ).der
  }

  /// The whole file.
  var der: [UInt8] {
    // In the file the attributes carry the tag [0]; signed is the SET (RFC 5652, 5.4).
    var tagged = attributes
    tagged[0] = DER.context(0)
    let signer = DER.element(
      DER.sequence, Self.version, DER.element(DER.sequence, issuer, serial), Self.sha256, tagged,
      algorithm, DER.element(DER.octetString, signature))
    let signedData = DER.element(
      DER.sequence, Self.version, DER.element(DER.set, Self.sha256),
      DER.element(DER.sequence, ObjectID.data), DER.setOf(DER.context(0), certificates),
      DER.element(DER.set, signer))
    return DER.element(
      DER.sequence, ObjectID.signedData, DER.element(DER.context(0), signedData))
  }

  /// Reads a file; nil unless it is exactly what `der` writes.
  init?(der bytes: [UInt8]) {
    var file = DERReader(bytes)
    guard var info = file.enter(DER.sequence), file.isAtEnd,
      info.readWhole(DER.objectIdentifier) == ObjectID.signedData,
      var wrapper = info.enter(DER.context(0)), var data = wrapper.enter(DER.sequence),
      data.readWhole(DER.integer) != nil, data.readWhole(DER.set) != nil,
      data.readWhole(DER.sequence) != nil, var certificates = data.enter(DER.context(0)),
      var signers = data.enter(DER.set), var signer = signers.enter(DER.sequence),
      signer.readWhole(DER.integer) != nil, var identifier = signer.enter(DER.sequence),
      let issuer = identifier.readWhole(DER.sequence),
      let serial = identifier.readWhole(DER.integer), signer.readWhole(DER.sequence) != nil,
      var attributes = signer.readWhole(DER.context(0)),
      let algorithm = signer.readWhole(DER.sequence),
      let signature = signer.read(DER.octetString)
    else { return nil }
    attributes[0] = DER.set
    self.certificates = []
    while !certificates.isAtEnd {
      guard let certificate = certificates.readWhole(DER.sequence),
        self.certificates.count < Self.maximumCertificates
      else { return nil }
      self.certificates.append(certificate)
    }
    self.issuer = issuer
    self.serial = serial
    self.attributes = attributes
    self.algorithm = algorithm
    self.signature = Array(signature)
    // What was only passed over above, and anything left over, shows here.
    guard der == bytes else { return nil }
  }

  init(
    certificates: [[UInt8]], issuer: [UInt8], serial: [UInt8], attributes: [UInt8],
    algorithm: [UInt8], signature: [UInt8]
  ) {
    self.certificates = certificates
    self.issuer = issuer
    self.serial = serial
    self.attributes = attributes
    self.algorithm = algorithm
    self.signature = signature
  }
}
