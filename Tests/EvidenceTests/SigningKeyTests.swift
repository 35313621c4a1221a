import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Keys and certificates from files, and each way in which they do not fit.
@Suite struct SigningKeyTests {
  private let scratch: Scratch
  private let phrase: String

  init() throws {
    scratch = try Scratch()
    try Keys.write(to: scratch)
    phrase = try scratch.write("phrase", Array("geheim 密\nsecond line\n".utf8))
    try scratch.write("wrong", Array("other\n".utf8))
  }

  private func openssl(_ arguments: String...) throws {
    let result = try Tool.run("openssl", arguments, in: scratch.path)
    #expect(result.status == 0, "\(result.output)")
  }

  private func identity(
    _ key: String, _ certificates: String..., phrase: String? = nil, at time: Int64 = signingTime
  ) throws -> SigningIdentity {
    try SigningIdentity(
      key: scratch.file(key), certificates: certificates.map { scratch.file($0) },
      passPhrase: try phrase.map { try PassPhrase(file: scratch.file($0)) }, at: time)
  }

  private func expectWorking(_ identity: SigningIdentity) throws {
    let message = Array("abc".utf8)
    let signature = try #require(identity.key.sign(message))
    #expect(identity.certificate.verifies(signature, over: message, identity.algorithm))
    #expect(identity.issuers.count == 1 && identity.isTest)
  }

  @Test(arguments: [("p256", SignatureAlgorithm.p256), ("rsa", .rsa), ("sm2", .sm2)])
  func keysAreRead(name: String, algorithm: SignatureAlgorithm) throws {
    let identity = try identity("test-\(name).key", "test-\(name).pem")
    #expect(identity.algorithm == algorithm)
    try expectWorking(identity)
  }

  @Test(.enabled(if: Tool.hasOpenSSL), arguments: ["p256", "rsa", "sm2"])
  func encryptedKeysAndDERAreRead(name: String) throws {
    let key = "test-\(name).key", chain = "test-\(name).pem"
    try openssl(
      "pkcs8", "-topk8", "-in", key, "-out", "sealed.pem", "-v2", "aes-256-cbc", "-passout",
      "file:phrase")
    try openssl("pkcs8", "-topk8", "-nocrypt", "-in", key, "-outform", "DER", "-out", "plain.der")
    try openssl(
      "pkcs8", "-topk8", "-in", key, "-outform", "DER", "-out", "sealed.der", "-passout",
      "file:phrase")
    try expectWorking(identity("sealed.pem", chain, phrase: "phrase"))
    try expectWorking(identity("plain.der", chain))
    try expectWorking(identity("sealed.der", chain, phrase: "phrase"))
    for sealed in ["sealed.pem", "sealed.der"] {
      #expect(thrownCodes { try identity(sealed, chain) } == ["key-pass-phrase"])
      #expect(thrownCodes { try identity(sealed, chain, phrase: "wrong") } == ["key-pass-phrase"])
    }
  }

  @Test(.enabled(if: Tool.hasOpenSSL), arguments: ["p256", "rsa", "sm2"])
  func pkcs12IsRead(name: String) throws {
    let root = name == "sm2" ? "test-sm2-root.pem" : "test-root.pem"
    try openssl(
      "pkcs12", "-export", "-inkey", "test-\(name).key", "-in", "test-\(name).pem", "-certfile",
      root, "-out", "all.p12", "-passout", "file:phrase")
    try expectWorking(identity("all.p12", phrase: "phrase"))
    #expect(thrownCodes { try identity("all.p12") } == ["key-pass-phrase"])
    #expect(thrownCodes { try identity("all.p12", phrase: "wrong") } == ["key-pass-phrase"])
  }

  @Test func passPhrasesComeFromFilesAndDescriptors() throws {
    func text(_ phrase: PassPhrase) -> String {
      phrase.withBytes { String(decoding: $0, as: UTF8.self) }
    }
    #expect(text(try PassPhrase(file: phrase)) == "geheim 密")
    let handle = try #require(FileHandle(forReadingAtPath: phrase))
    #expect(text(try PassPhrase(descriptor: handle.fileDescriptor)) == "geheim 密")
    // The next line stays for whoever reads on.
    #expect(text(try PassPhrase(descriptor: handle.fileDescriptor)) == "second line")
    try scratch.write("windows", Array("x y\r\n".utf8))
    #expect(text(try PassPhrase(file: scratch.file("windows"))) == "x y")
    try scratch.write("empty", [])
    try scratch.write("long", [UInt8](repeating: 97, count: 2000))
    for bad in ["absent", "empty", "long"] {
      #expect(thrownCodes { try PassPhrase(file: scratch.file(bad)) } == ["pass-phrase-unreadable"])
    }
    #expect(thrownCodes { try PassPhrase(descriptor: 999) } == ["pass-phrase-unreadable"])
  }

  @Test func filesThatAreNoKeys() throws {
    try scratch.write("noise", [1, 2, 3])
    try scratch.write("empty", [])
    let key = try Keys.bytes("test-p256.key")
    try scratch.write("two", key + key)
    for bad in ["noise", "empty", "two", "test-p256.pem"] {
      #expect(thrownCodes { try identity(bad, "test-p256.pem") } == ["key-unreadable"], "\(bad)")
    }
    #expect(thrownCodes { try identity("absent", "test-p256.pem") } == ["file-unreadable"])
    #expect(
      thrownCodes { try identity("test-p256.key", "test-p256.key") } == ["certificate-unreadable"])
    #expect(thrownCodes { try identity("test-p256.key", "noise") } == ["certificate-unreadable"])
    #expect(thrownCodes { try identity("test-p256.key") } == ["certificate-missing"])
    var der = try #require(CertificateFile.parse(Keys.bytes("test-p256.pem"))).map(\.der)
    der[0].append(0)
    try scratch.write("tail", der[0])
    #expect(thrownCodes { try identity("test-p256.key", "tail") } == ["certificate-unreadable"])
  }

  @Test(
    .enabled(if: Tool.hasOpenSSL),
    arguments: [
      ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
      ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
      ["genpkey", "-algorithm", "ED25519"],
    ])
  func keysThatMayNotSign(arguments: [String]) throws {
    let made = try Tool.run("openssl", arguments + ["-out", "odd.key"], in: scratch.path)
    #expect(made.status == 0, "\(made.output)")
    #expect(thrownCodes { try identity("odd.key", "test-p256.pem") } == ["key-algorithm"])
  }

  @Test func keysOfOtherCertificates() throws {
    #expect(
      thrownCodes { try identity("test-p256.key", "test-rsa.pem") } == ["key-certificate-mismatch"])
    #expect(
      thrownCodes { try identity("test-sm2.key", "test-p256.pem") } == ["key-certificate-mismatch"])
  }

  @Test func validityIsChecked() throws {
    for name in ["p256", "sm2"] {
      #expect(
        thrownCodes {
          try identity("test-\(name).key", "test-\(name).pem", at: afterKeys)
        } == ["certificate-expired"])
      #expect(
        thrownCodes { try identity("test-\(name).key", "test-\(name).pem", at: 1_600_000_000) }
          == ["certificate-not-yet-valid"])
    }
    let edge = try #require(CertificateFile.parse(Keys.bytes("test-p256.pem"))?.first)
    #expect(edge.notBefore == keysNotBefore)
    #expect(edge.notAfter == keysNotBefore + Int64(keysDays) * 86_400 - 1)
    _ = try identity("test-p256.key", "test-p256.pem", at: edge.notBefore)
    // Libcrypto, and so every stock tool, takes the last second itself for too late.
    _ = try identity("test-p256.key", "test-p256.pem", at: edge.notAfter - 1)
    #expect(
      thrownCodes { try identity("test-p256.key", "test-p256.pem", at: edge.notAfter + 1) }
        == ["certificate-expired"])
  }

  /// A root, one between, and signers below it.
  private func deepChain(
    _ algorithm: SignatureAlgorithm
  ) throws -> (root: CertificateIssuer, middle: CertificateIssuer, signer: CertificateIssuer) {
    let root = try #require(CertificateIssuer.root(algorithm, Self.request("root", true)))
    let middle = try #require(root.issue(algorithm, Self.request("middle", true)))
    let signer = try #require(middle.issue(algorithm, Self.request("signer", false)))
    return (root, middle, signer)
  }

  private static func request(_ name: String, _ isAuthority: Bool) -> CertificateIssuer.Request {
    CertificateIssuer.Request(
      commonName: name, notBefore: 1_704_067_200, notAfter: 1_900_000_000,
      isAuthority: isAuthority)
  }

  private func codes(
    of signer: CertificateIssuer, _ others: CertificateIssuer...
  ) -> Set<String> {
    thrownCodes {
      try SigningIdentity(
        key: signer.key, certificates: others.map(\.certificate) + [signer.certificate],
        at: signingTime, place: "x")
    }
  }

  @Test(arguments: [SignatureAlgorithm.p256, .sm2])
  func chainsMustReachARoot(algorithm: SignatureAlgorithm) throws {
    let chain = try deepChain(algorithm)
    #expect(codes(of: chain.signer, chain.root, chain.middle).isEmpty)
    let identity = try SigningIdentity(
      key: chain.signer.key,
      certificates: [chain.root, chain.signer, chain.middle].map(\.certificate), at: signingTime,
      place: "x")
    #expect(
      identity.chain.map(\.der)
        == [chain.signer, chain.middle, chain.root].map(\.certificate.der))
    #expect(codes(of: chain.signer, chain.middle) == ["certificate-untrusted"])
    #expect(codes(of: chain.signer) == ["certificate-untrusted"])
    let other = try deepChain(algorithm)
    #expect(
      codes(of: chain.signer, chain.middle, chain.root, other.root) == ["certificate-chain"])
  }

  @Test(arguments: [SignatureAlgorithm.p256, .sm2])
  func issuersMustBeAuthorities(algorithm: SignatureAlgorithm) throws {
    let chain = try deepChain(algorithm)
    let below = try #require(chain.signer.issue(algorithm, Self.request("below", false)))
    #expect(
      codes(of: below, chain.signer, chain.middle, chain.root).contains("certificate-chain"))
    var request = Self.request("sealer", false)
    request.keyUsage = "critical,keyEncipherment"
    let sealer = try #require(chain.middle.issue(algorithm, request))
    #expect(codes(of: sealer, chain.middle, chain.root).contains("certificate-usage"))
  }

  @Test func namesWithoutTheWordAreNoTest() throws {
    let keys = try #require(CertificateFile.parse(Keys.bytes("test-p256.pem")))
    #expect(!keys.contains { !$0.isTest })
    #expect(keys[0].subject == "CN=TEST signer P-256,O=estreat TEST do not trust,C=CN")
  }
}
