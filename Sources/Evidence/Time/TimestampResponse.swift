/// An authority's answer (RFC 3161 TimeStampResp): a status, and a token if it was granted.
struct TimestampResponse {
  /// PKIStatus: 0 granted, 1 granted with modifications, 2 rejected, …
  var status: Int
  /// What the authority says about it; may be empty.
  var statusText: String
  /// DER of the token, a whole ContentInfo; nil if there is none.
  var token: [UInt8]?

  /// Larger answers are not read: a token with its chain has a few kilobytes.
  static let maximumBytes = 1 << 20

  var isGranted: Bool { status == 0 || status == 1 }

  /// Reads a response; nil if the bytes are not exactly one in DER.
  init?(der bytes: [UInt8]) {
    var file = DERReader(bytes)
    guard bytes.count <= Self.maximumBytes, var response = file.enter(DER.sequence), file.isAtEnd,
      var info = response.enter(DER.sequence), let status = info.read(DER.integer),
      status.count == 1, let value = status.first
    else { return nil }
    self.status = Int(value)
    var texts: [String] = []
    if info.nextTag == DER.sequence, var strings = info.enter(DER.sequence) {
      while !strings.isAtEnd {
        guard let text = strings.read(0x0C) else { return nil }
        texts.append(MemberName.display(Array(text)))
      }
    }
    if info.nextTag == 0x03 { _ = info.read(0x03) }
    guard info.isAtEnd else { return nil }
    statusText = texts.joined(separator: "; ")
    if !response.isAtEnd {
      guard let token = response.readWhole(DER.sequence), response.isAtEnd else { return nil }
      self.token = token
    }
  }
}
