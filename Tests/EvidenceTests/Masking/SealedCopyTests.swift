import Foundation
import Testing

@testable import Evidence

/// The full package inside its disclosure copy, for recipients only.
@Suite struct SealedCopyTests {
  @Test(.enabled(if: Tool.hasOpenSSL)) func aRecipientOpensTheFullPackage() throws {
    let made = try RedactionCase()
    let scratch = made.scratch
    let request = CertificateIssuer.Request(
      commonName: "court", notBefore: keysNotBefore, notAfter: afterKeys,
      keyUsage: "critical,keyAgreement")
    let issued = try #require(CertificateIssuer.root(.p256, request))
    let key = PEMBlock.text("PRIVATE KEY", try #require(issued.key.pkcs8))
    try scratch.write("court.key", Array(key.utf8))
    try scratch.write("court.pem", Array(issued.certificate.pem.utf8))
    let recipient = try Recipient(file: scratch.file("court.pem"), at: signingTime)
    let copy = try made.redact {
      $0.recipients = [recipient]
      $0.tokenKey = Mask.otherKey
    }
    #expect(PackageVerifier().verify(path: copy.path).outcome == .intact)
    let members = try unpacked(copy.path)
    for (name, expected) in [
      ("full-package.zip", try contents(of: made.full.path)),
      ("token-key.hex", Array((String(repeating: "08", count: 32) + "\n").utf8)),
    ] {
      try scratch.write("sealed.cms", try #require(members["data/sealed/\(name).cms"]))
      let opened = try Tool.run(
        "openssl",
        [
          "cms", "-decrypt", "-inform", "DER", "-binary", "-in", "sealed.cms", "-recip",
          "court.pem", "-inkey", "court.key", "-out", "opened",
        ], in: scratch.path)
      #expect(opened.status == 0, "\(opened.output)")
      #expect(try contents(of: scratch.file("opened")) == expected)
    }
    // Nothing else lies beside the copy.
    #expect(
      try made.left(in: "out") == ["INC-1-DISCLOSURE.zip", "INC-1-DISCLOSURE.zip.sha256"])
  }
}
