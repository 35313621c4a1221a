import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Encryption for recipients, opened by openssl.
@Suite struct SealedFileTests {
  private let scratch: Scratch
  private let content: [UInt8]

  init() throws {
    scratch = try Scratch()
    var random = SeededGenerator(seed: 5)
    content = random.bytes(300_000)
    try scratch.write("content", content)
  }

  /// A certificate of its own, and its key, as `NAME.pem` and `NAME.key`.
  @discardableResult
  private func make(
    _ name: String, _ algorithm: SignatureAlgorithm, usage: String, from: Int64 = keysNotBefore,
    to: Int64 = afterKeys
  ) throws -> String {
    let request = CertificateIssuer.Request(
      commonName: name, notBefore: from, notAfter: to, keyUsage: usage)
    let issued = try #require(CertificateIssuer.root(algorithm, request))
    let key = try #require(issued.key.pkcs8)
    try scratch.write(name + ".key", Array(PEMBlock.text("PRIVATE KEY", key).utf8))
    return try scratch.write(name + ".pem", Array(issued.certificate.pem.utf8))
  }

  private func recipient(_ name: String) throws -> Recipient {
    try Recipient(file: scratch.file(name + ".pem"), at: signingTime)
  }

  private func sealed(_ names: [String]) throws -> String {
    let sealed = try SealedFile(
      of: scratch.file("content"), for: try names.map { try recipient($0) },
      in: scratch.path + "/")
    #expect(try contents(of: sealed.path).count > content.count)
    let attributes = try FileManager.default.attributesOfItem(atPath: sealed.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    try scratch.write("content.cms", try contents(of: sealed.path))
    return scratch.file("content.cms")
  }

  private func open(_ name: String) throws -> Int32 {
    try? FileManager.default.removeItem(atPath: scratch.file("opened"))
    return try Tool.run(
      "openssl",
      [
        "cms", "-decrypt", "-inform", "DER", "-binary", "-in", "content.cms", "-recip",
        name + ".pem", "-inkey", name + ".key", "-out", "opened",
      ], in: scratch.path
    ).status
  }

  @Test(.enabled(if: Tool.hasOpenSSL)) func everyRecipientOpensTheExactBytes() throws {
    try make("rsa", .rsa, usage: "critical,keyEncipherment")
    try make("ec", .p256, usage: "critical,keyAgreement")
    try make("stranger", .rsa, usage: "critical,keyEncipherment")
    let path = try sealed(["rsa", "ec"])
    for name in ["rsa", "ec"] {
      #expect(try open(name) == 0)
      #expect(try contents(of: scratch.file("opened")) == content)
    }
    #expect(try open("stranger") != 0)
    // The hidden file went with its object.
    #expect(try !scratch.contents.contains { $0.hasPrefix(".") })
    let shown = try Tool.run(
      "openssl", ["cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", path]
    ).output
    for word in ["id-smime-ct-authEnvelopedData", "aes-256-gcm", "rsaesOaep", "id-aes256-wrap"] {
      #expect(shown.contains(word), "\(word)")
    }
    #expect(shown.contains("dhSinglePass-stdDH-sha256kdf-scheme"))
    var bytes = try contents(of: path)
    #expect(!bytes.indices.contains { bytes[$0...].starts(with: content.prefix(32)) })
    // A changed byte of the content does not decrypt.
    bytes[bytes.count / 2] ^= 1
    try scratch.write("content.cms", bytes)
    #expect(try open("rsa") != 0)
  }

  /// libcrypto cannot encrypt nothing, and no package is empty.
  @Test func anEmptyFileIsRefused() throws {
    try make("ec", .p256, usage: "critical,keyAgreement")
    try scratch.write("content", [])
    let before = try scratch.contents
    let codes = thrownCodes {
      try SealedFile(of: scratch.file("content"), for: [recipient("ec")], in: scratch.path + "/")
    }
    #expect(codes == ["sealing-failed"])
    #expect(try scratch.contents == before)
  }

  private func refusal(_ path: String) -> String {
    do {
      _ = try Recipient(file: path, at: signingTime)
      return "taken"
    } catch {
      return error.diagnostics.map { "\($0.code): \($0.message)" }.joined()
    }
  }

  @Test func whoCannotDecryptIsRefusedByName() throws {
    let signs = "critical,digitalSignature"
    for (name, path, reason) in [
      ("rsa-sign", try make("rsa-sign", .rsa, usage: signs), "lacks keyEncipherment"),
      ("ec-sign", try make("ec-sign", .p256, usage: signs), "lacks keyAgreement"),
      (
        "old", try make("old", .p256, usage: "keyAgreement", to: signingTime - 1), "has expired"
      ),
      (
        "young", try make("young", .p256, usage: "keyAgreement", from: signingTime + 1),
        "not valid yet"
      ),
      ("sm2", try make("sm2", .sm2, usage: "keyAgreement"), "nothing can be encrypted to its key"),
    ] {
      let message = refusal(path)
      #expect(message.hasPrefix("recipient-certificate: "), "\(message)")
      #expect(message.contains("CN=\(name)") && message.contains(reason), "\(message)")
    }
    let ok = try make("edge", .p256, usage: "keyAgreement", from: signingTime, to: signingTime)
    #expect(refusal(ok) == "taken")
  }

  @Test(.enabled(if: Tool.hasOpenSSL)) func keysThatAreTooSmallOrOnlySign() throws {
    for (name, algorithm) in [("ed", ["ed25519"]), ("small", ["rsa:1024"]), ("p384", ["ec:P-384"])]
    {
      var arguments = ["req", "-x509", "-nodes", "-subj", "/CN=\(name)", "-days", "36500"]
      let parts = algorithm[0].split(separator: ":").map(String.init)
      arguments +=
        parts[0] == "ec"
        ? ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:\(parts[1])"]
        : ["-newkey", algorithm[0]]
      let made = try Tool.run(
        "openssl", arguments + ["-keyout", "\(name).key", "-out", "\(name).pem"], in: scratch.path)
      #expect(made.status == 0, "\(made.output)")
      #expect(refusal(scratch.file(name + ".pem")).contains("nothing can be encrypted to its key"))
    }
    #expect(refusal(scratch.file("content")).contains("certificate-unreadable"))
  }

  @Test func aMissingSourceLeavesNothing() throws {
    try make("ec", .p256, usage: "critical,keyAgreement")
    let before = try scratch.contents
    #expect(
      thrownCodes {
        try SealedFile(
          of: scratch.file("none"), for: [recipient("ec")], in: scratch.path + "/")
      } == ["file-unreadable"])
    #expect(
      thrownCodes {
        try SealedFile(
          of: scratch.file("content"), for: [recipient("ec")], in: scratch.path + "/none/")
      } == ["output-unwritable"])
    #expect(try scratch.contents == before)
  }
}
