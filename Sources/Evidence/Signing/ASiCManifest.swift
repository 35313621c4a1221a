/// `META-INF/ASiCManifest001.xml` (ETSI EN 319 162-1): the digest of every member that the
/// signature of the container covers, in one spelling, one reference a line, so that it can be
/// compared as text.
enum ASiCManifest {
  private static func head(_ signature: String, _ mediaType: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" \
    xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
    <asic:SigReference URI="\(signature)" MimeType="\(mediaType)"/>

    """
  }
  private static let tail = "</asic:ASiCManifest>\n"
  private static let method =
    "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"

  /// - Parameter digests: SHA-256 in hex by member name, in any order. Names need no escaping:
  ///   `MemberName` allows nothing that XML or a URI reference would read otherwise.
  static func text(
    _ digests: [(path: String, sha256: String)],
    signature: String = PackageLayout.containerSignature,
    mediaType: String = "application/pkcs7-signature"
  ) -> String {
    let sorted = digests.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    return head(signature, mediaType) + sorted.map { reference($0.path, $0.sha256) }.joined() + tail
  }

  private static func reference(_ path: String, _ sha256: String) -> String {
    "<asic:DataObjectReference URI=\"\(path)\">\(method)<ds:DigestValue>"
      + Base64.text(bytes(ofHex: sha256)) + "</ds:DigestValue></asic:DataObjectReference>\n"
  }

  private static func bytes(ofHex text: String) -> [UInt8] {
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  /// The lines of `bytes` that should not be there, and the members whose line is missing.
  static func differences(
    _ bytes: [UInt8], from digests: [(path: String, sha256: String)]
  ) -> (lines: [Int], members: [String]) {
    let found = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let right = Array(text(digests).utf8)
    let expected = Set(
      right.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
    let lines = found.indices.filter { !expected.contains(found[$0]) }.map { $0 + 1 }
    let present = Set(found)
    let members = digests.filter { digest in
      let line = Array(reference(digest.path, digest.sha256).utf8.dropLast())
      return !present.contains(line[...])
    }
    return (lines, members.map(\.path).sorted())
  }
}
