import Foundation
import Testing

@testable import Evidence

/// Bare SM2 signatures with SM3.
@Suite struct SM2Tests {
  private let scratch: Scratch
  private let content = Array("SM3 (data/a) = 66c7f0f4\n".utf8)
  private let signature: [UInt8]

  init() throws {
    scratch = try Scratch()
    try Keys.write(to: scratch)
    try scratch.write("content", content)
    signature = try #require(Keys.identity("sm2").key.sign(content))
    try scratch.write("content.sm2sig", signature)
  }

  private func openssl(id: String) throws -> Int32 {
    try Tool.run(
      "openssl",
      [
        "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-certin", "-inkey", "test-sm2.pem",
        "-pkeyopt", "distid:\(id)", "-in", "content", "-sigfile", "content.sm2sig",
      ], in: scratch.path
    ).status
  }

  @Test(.enabled(if: Tool.hasOpenSSL)) func opensslVerifiesIt() throws {
    #expect(try openssl(id: "1234567812345678") == 0)
    #expect(try openssl(id: "8765432187654321") != 0)
    let chain = try Tool.run(
      "openssl",
      [
        "verify", "-attime", "\(signingTime)", "-vfyopt", "distid:1234567812345678", "-CAfile",
        "test-sm2-root.pem", "test-sm2.pem",
      ], in: scratch.path)
    #expect(chain.status == 0, "\(chain.output)")
    try scratch.write("content", content + [1])
    #expect(try openssl(id: "1234567812345678") != 0)
  }

  @Test(.enabled(if: Tool.hasOpenSSL)) func theirsIsVerifiedByUs() throws {
    let made = try Tool.run(
      "openssl",
      [
        "pkeyutl", "-sign", "-rawin", "-digest", "sm3", "-inkey", "test-sm2.key", "-pkeyopt",
        "distid:1234567812345678", "-in", "content", "-out", "theirs",
      ], in: scratch.path)
    #expect(made.status == 0, "\(made.output)")
    #expect(try codes(contents(of: scratch.file("theirs"))).isEmpty)
  }

  @Test(.enabled(if: Tool.hasModules("gmssl.sm2, asn1crypto.x509")))
  func gmsslVerifiesIt() throws {
    let script = """
      from gmssl import sm2, func
      from asn1crypto import pem, x509, core
      der = pem.unarmor(open('test-sm2.pem', 'rb').read(), multiple=True)
      certificate = x509.Certificate.load(next(der)[2])
      key = certificate['tbs_certificate']['subject_public_key_info']['public_key'].native
      key = certificate.public_key['public_key'].contents[1:].hex() if not isinstance(
          key, bytes) else key.hex()
      if key.startswith('04') and len(key) == 130: key = key[2:]
      class Pair(core.Sequence):
          _fields = [('r', core.Integer), ('s', core.Integer)]
      pair = Pair.load(open('content.sm2sig', 'rb').read(), strict=True)
      signature = '%064x%064x' % (pair['r'].native, pair['s'].native)
      check = sm2.CryptSM2(public_key=key, private_key=None, asn1=False)
      content = open('content', 'rb').read()
      assert check.verify_with_sm3(signature, content)
      assert not check.verify_with_sm3(signature, content + b'x')
      """
    let result = try Tool.run("python3", ["-c", script], in: scratch.path)
    #expect(result.status == 0, "\(result.output)")
  }

  private func codes(
    _ signature: [UInt8]? = nil, over content: [UInt8]? = nil, chain: [UInt8]? = nil,
    at time: Int64? = signingTime
  ) throws -> Set<String> {
    let finding = SM2Finding(
      signature: signature ?? self.signature, over: content ?? self.content,
      chain: try chain ?? Keys.bytes("test-sm2.pem"), roots: try Keys.trust().roots(forSM2: true),
      at: time)
    return Set(finding.problems.map(\.code))
  }

  @Test func aGoodOneHasNoProblems() throws { #expect(try codes().isEmpty) }

  @Test func spoiltOnesAreSeen() throws {
    for index in signature.indices {
      var bad = signature
      bad[index] ^= 1 << UInt8(index % 8)
      #expect(try codes(bad) == ["signature-invalid"], "byte \(index)")
    }
    #expect(try codes(signature + [0]) == ["signature-invalid"])
    #expect(try codes([]) == ["signature-invalid"])
    #expect(try codes(over: content + [10]) == ["signature-invalid"])
    let other = try #require(CertificateIssuer.newKey(.sm2)?.sign(content))
    #expect(try codes(other) == ["signature-invalid"])
  }

  @Test func theChainIsJudged() throws {
    #expect(try codes(at: 1_600_000_000) == ["certificate-not-yet-valid"])
    #expect(try codes(at: afterKeys) == ["certificate-expired"])
    #expect(try codes(chain: []) == ["chain-malformed"])
    let chain = try Keys.bytes("test-sm2.pem")
    #expect(try codes(chain: chain + [10]) == ["chain-malformed"])
    // A chain of the other kind: neither the signature nor the issuers fit.
    let wrong = try codes(chain: Keys.bytes("test-p256.pem"))
    #expect(wrong.contains("signature-invalid") && wrong.contains("certificate-untrusted"))
    // The root alone signs nothing here.
    #expect(try codes(chain: Keys.bytes("test-sm2-root.pem")).contains("signature-invalid"))
  }

  /// The id counts in certificates too: a chain that was signed with the library's empty default
  /// is not one.
  @Test func everyByteOfTheChainCounts() throws {
    let certificates = try #require(CertificateFile.parse(Keys.bytes("test-sm2.pem")))
    for which in certificates.indices {
      let der = certificates[which].der
      for index in stride(from: 0, to: der.count, by: 7) {
        var bad = der
        bad[index] ^= 1 << UInt8(index % 8)
        var blocks = certificates.map(\.der)
        blocks[which] = bad
        let pem = blocks.map { PEMBlock.text("CERTIFICATE", $0) }.joined()
        #expect(try !codes(chain: Array(pem.utf8)).isEmpty, "certificate \(which) byte \(index)")
      }
    }
  }
}
