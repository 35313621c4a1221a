/// A time-stamp token: CMS SignedData (RFC 5652) around a TSTInfo, with one signer.
struct TimestampToken {
  /// DER of the certificates that came along, in the order of the file.
  var certificates: [[UInt8]] = []
  /// DER of the TSTInfo, as it is digested.
  var content: [UInt8]
  var info: TimestampInfo
  var digest: TimestampDigest?
  /// The signed attributes as they are signed, with the tag of a SET.
  var attributes: [UInt8]
  /// Values of the attributes by type, each as whole elements.
  var values: [[UInt8]: [UInt8]]
  /// AlgorithmIdentifier of the signature.
  var algorithm: [UInt8]
  var signature: [UInt8]
  /// Issuer and serial number of the signer's certificate, whole elements; nil where the signer
  /// is named by a key identifier.
  var signerName: (issuer: [UInt8], serial: [UInt8])?

  /// Reads a whole ContentInfo; nil if it is no token in DER.
  init?(der bytes: [UInt8]) {
    var file = DERReader(bytes)
    guard var wrapper = file.enter(DER.sequence), file.isAtEnd,
      wrapper.readWhole(DER.objectIdentifier) == ObjectID.signedData,
      var explicit = wrapper.enter(DER.context(0)), wrapper.isAtEnd,
      var data = explicit.enter(DER.sequence), explicit.isAtEnd, data.read(DER.integer) != nil,
      data.read(DER.set) != nil, var encapsulated = data.enter(DER.sequence),
      encapsulated.readWhole(DER.objectIdentifier) == TimestampObjectID.info,
      var octets = encapsulated.enter(DER.context(0)), encapsulated.isAtEnd,
      let content = octets.read(DER.octetString), octets.isAtEnd,
      let info = TimestampInfo(der: Array(content))
    else { return nil }
    self.content = Array(content)
    self.info = info
    if data.nextTag == DER.context(0), var set = data.enter(DER.context(0)) {
      while !set.isAtEnd {
        guard let certificate = set.readWhole(DER.sequence),
          certificates.count < CAdESSignature.maximumCertificates
        else { return nil }
        certificates.append(certificate)
      }
    }
    // Revocation lists may come along; nobody relies on them here.
    if data.nextTag == DER.context(1) { _ = data.read(DER.context(1)) }
    guard var signers = data.enter(DER.set), data.isAtEnd,
      var signer = signers.enter(DER.sequence), signers.isAtEnd, signer.read(DER.integer) != nil
    else { return nil }
    if var name = signer.enter(DER.sequence) {
      guard let issuer = name.readWhole(DER.sequence), let serial = name.readWhole(DER.integer),
        name.isAtEnd
      else { return nil }
      signerName = (issuer, serial)
    } else if signer.read(DER.primitive(0)) == nil {
      return nil
    }
    guard let digestAlgorithm = signer.readWhole(DER.sequence),
      var attributes = signer.readWhole(DER.context(0)),
      let algorithm = signer.readWhole(DER.sequence),
      let signature = signer.read(DER.octetString)
    else { return nil }
    if signer.nextTag == DER.context(1) { _ = signer.read(DER.context(1)) }
    // In the file the attributes carry the tag [0]; signed is the SET (RFC 5652, 5.4).
    attributes[0] = DER.set
    guard signer.isAtEnd, let values = Self.values(attributes) else { return nil }
    self.digest = TimestampDigest(algorithm: digestAlgorithm)
    self.attributes = attributes
    self.values = values
    self.algorithm = algorithm
    self.signature = Array(signature)
  }

  private static func values(_ set: [UInt8]) -> [[UInt8]: [UInt8]]? {
    var file = DERReader(set)
    guard var attributes = file.enter(DER.set) else { return nil }
    var out: [[UInt8]: [UInt8]] = [:]
    while !attributes.isAtEnd {
      guard var attribute = attributes.enter(DER.sequence),
        let type = attribute.readWhole(DER.objectIdentifier),
        let value = attribute.read(DER.set), attribute.isAtEnd, out[type] == nil
      else { return nil }
      out[type] = Array(value)
    }
    return out
  }

  /// Whether the attribute that names the signer's certificate (RFC 3161, 2.4.1; RFC 5816) means
  /// this one. Only the first of several names counts; it is the signer's (RFC 5035, 5.4).
  func names(_ certificate: Certificate) -> Bool {
    let isSecond = values[ObjectID.signingCertificateV2] != nil
    let type =
      isSecond ? ObjectID.signingCertificateV2 : TimestampObjectID.signingCertificate
    var value = DERReader(values[type] ?? [])
    guard var outer = value.enter(DER.sequence), var list = outer.enter(DER.sequence),
      var id = list.enter(DER.sequence)
    else { return false }
    var digest: TimestampDigest? = .sha256
    if isSecond, id.nextTag == DER.sequence {
      digest = id.readWhole(DER.sequence).flatMap(TimestampDigest.init(algorithm:))
    }
    guard let digest, let hash = id.read(DER.octetString) else { return false }
    let own =
      isSecond ? digest.digest(certificate.der) : TimestampDigest.sha1(certificate.der)
    guard own == Array(hash) else { return false }
    guard !id.isAtEnd else { return true }
    guard var issuerSerial = id.enter(DER.sequence), var names = issuerSerial.enter(DER.sequence),
      var name = names.enter(DER.context(4)), let issuer = name.readWhole(DER.sequence),
      let serial = issuerSerial.readWhole(DER.integer)
    else { return false }
    return issuer == certificate.issuerDER && serial == certificate.serialDER
  }
}
