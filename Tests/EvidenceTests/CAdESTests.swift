import Foundation
import Testing

@testable import Evidence

/// CAdES-BES signatures: what stock tools say of ours, and what we say of spoilt ones.
@Suite struct CAdESTests {
  private let scratch: Scratch
  private let content = Array("0123  data/a\n".utf8)

  init() throws {
    scratch = try Scratch()
    try Keys.write(to: scratch)
    try scratch.write("content", content)
  }

  private func signature(_ name: String, time: Int64? = signingTime) throws -> [UInt8] {
    let identity = try Keys.identity(name)
    let der = try #require(CAdESSignature.sign(content, by: identity, claimedTime: time))
    try scratch.write("content.p7s", der)
    return der
  }

  private func openssl(_ more: String...) throws -> (status: Int32, output: String) {
    try Tool.run(
      "openssl",
      [
        "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "content.p7s", "-content",
        "content", "-CAfile", "test-root.pem", "-purpose", "any", "-out", "/dev/null",
      ] + more, in: scratch.path)
  }

  private func codes(
    _ der: [UInt8], over content: [UInt8]? = nil, roots: [Certificate]? = nil,
    at time: Int64? = signingTime
  ) throws -> [String] {
    CAdESFinding(
      signature: der, over: content ?? self.content, roots: try roots ?? Keys.roots(), at: time
    ).problems.map(\.code)
  }

  @Test(.enabled(if: Tool.hasOpenSSL), arguments: ["p256", "rsa"], [signingTime, nil])
  func opensslVerifiesIt(name: String, time: Int64?) throws {
    _ = try signature(name, time: time)
    let good = try openssl("-attime", "\(signingTime)")
    #expect(good.status == 0, "\(good.output)")
    #expect(try openssl("-attime", "1600000000").status != 0)
    let printed = try Tool.run(
      "openssl", ["cms", "-cmsout", "-print", "-inform", "DER", "-in", "content.p7s"],
      in: scratch.path)
    #expect(printed.output.contains("id-smime-aa-signingCertificateV2"))
    #expect(printed.output.contains("signingTime") == (time != nil))
    if time != nil { #expect(printed.output.contains("May 16 00:00:00 2024 GMT")) }
    try scratch.write("content", content + [1])
    #expect(try openssl("-attime", "\(signingTime)").status != 0)
  }

  @Test(.enabled(if: Tool.hasModules("asn1crypto.cms")), arguments: ["p256", "rsa"])
  func asn1cryptoReadsIt(name: String) throws {
    _ = try signature(name)
    let script = """
      from asn1crypto import cms, tsp
      import hashlib
      der = open('content.p7s', 'rb').read()
      info = cms.ContentInfo.load(der, strict=True)
      data = info['content']
      assert info['content_type'].native == 'signed_data' and data['version'].native == 'v1'
      assert data['encap_content_info']['content'].native is None
      assert len(data['certificates']) == 2 and len(data['signer_infos']) == 1
      signer = data['signer_infos'][0]
      values = {a['type'].native: a['values'] for a in signer['signed_attrs']}
      assert set(values) == {'content_type', 'message_digest', 'signing_time',
                             'signing_certificate_v2'}, values
      content = open('content', 'rb').read()
      assert values['message_digest'][0].native == hashlib.sha256(content).digest()
      assert values['signing_time'][0].native.isoformat() == '2024-05-16T00:00:00+00:00'
      certs = [c.chosen for c in data['certificates']]
      named = values['signing_certificate_v2'][0]['certs'][0]
      own = [c for c in certs if c.sha256 == named['cert_hash'].native]
      assert len(own) == 1 and named['hash_algorithm']['algorithm'].native == 'sha256'
      assert named['issuer_serial']['serial_number'].native == own[0].serial_number
      assert signer['sid'].chosen['serial_number'].native == own[0].serial_number
      attrs = signer['signed_attrs'].untag().dump(force=True)
      assert attrs[0] == 0x31
      """
    let result = try Tool.run("python3", ["-c", script], in: scratch.path)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(.enabled(if: Tool.hasModules("pyhanko.sign.validation")), arguments: ["p256", "rsa"])
  func pyHankoVerifiesIt(name: String) throws {
    _ = try signature(name)
    let script = """
      import asyncio, datetime
      from asn1crypto import cms, pem, x509
      from pyhanko.sign.validation import async_validate_detached_cms
      from pyhanko_certvalidator import ValidationContext
      root = x509.Certificate.load(pem.unarmor(open('test-root.pem', 'rb').read())[2])
      moment = datetime.datetime(2024, 5, 16, tzinfo=datetime.timezone.utc)
      data = cms.ContentInfo.load(open('content.p7s', 'rb').read())['content']
      def check(content):
          context = ValidationContext(
              trust_roots=[root], moment=moment, best_signature_time=moment,
              allow_fetching=False, revocation_mode='soft-fail')
          return asyncio.run(async_validate_detached_cms(
              content, data, signer_validation_context=context))
      content = open('content', 'rb').read()
      good, bad = check(content), check(content + b'x')
      assert good.intact and good.valid and good.trusted, good
      assert not bad.intact, bad
      """
    let result = try Tool.run("python3", ["-c", script], in: scratch.path)
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(arguments: ["p256", "rsa"]) func aGoodOneHasNoProblems(name: String) throws {
    let der = try signature(name)
    let finding = CAdESFinding(
      signature: der, over: content, roots: try Keys.roots(), at: signingTime)
    #expect(finding.problems.isEmpty)
    #expect(finding.claimedTime == signingTime)
    #expect(finding.signer?.subject.contains("TEST signer") == true)
    #expect(finding.chain.count == 2)
    #expect(try codes(signature(name, time: nil)) == [])
  }

  @Test func otherContentIsSeen() throws {
    #expect(try codes(signature("p256"), over: content + [10]) == ["signature-content"])
    #expect(try codes(signature("p256"), over: []) == ["signature-content"])
  }

  /// Not one bit can be spelled otherwise: neither in the signature nor in what carries it.
  @Test(arguments: ["p256", "rsa"]) func everyByteCounts(name: String) throws {
    let der = try signature(name)
    let roots = try Keys.roots()
    for index in der.indices {
      var bad = der
      bad[index] ^= 1 << UInt8(index % 8)
      let finding = CAdESFinding(signature: bad, over: content, roots: roots, at: signingTime)
      #expect(!finding.problems.isEmpty, "byte \(index)")
    }
    for count in [0, 1, 5, der.count - 1] {
      #expect(try codes(Array(der.prefix(count))) == ["signature-malformed"])
    }
    #expect(try codes(der + [0]) == ["signature-malformed"])
  }

  /// Whatever bytes there are, reading them ends with an answer.
  @Test func damageOfAnyKindIsAProblem() throws {
    let der = try signature("p256")
    let roots = try Keys.roots()
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var bad = der
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let start = Int.random(in: 0..<bad.count, using: &random)
        let end = min(bad.count, start + Int.random(in: 1...9, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bad.replaceSubrange(start..<end, with: random.bytes(end - start))
        case 1: for index in start..<end { bad[index] = 0xFF }
        case 2: bad.removeSubrange(start..<end)
        default: bad.insert(contentsOf: bad[start..<end], at: start)
        }
        if bad.isEmpty { break }
      }
      guard bad != der else { continue }
      let finding = CAdESFinding(signature: bad, over: content, roots: roots, at: signingTime)
      #expect(!finding.problems.isEmpty, "seed \(seed)")
    }
  }

  @Test func aCrowdOfCertificatesIsRefused() throws {
    var parts = try #require(CAdESSignature(der: signature("p256")))
    parts.certificates = Array(repeating: parts.certificates[0], count: 17)
    #expect(try codes(parts.der) == ["signature-malformed"])
  }

  @Test func aSignatureOfAnotherKeyIsInvalid() throws {
    let der = try signature("p256")
    let other = try #require(CertificateIssuer.newKey(.p256))
    var parts = try #require(CAdESSignature(der: der))
    parts.signature = try #require(other.sign(parts.attributes))
    #expect(try codes(parts.der) == ["signature-invalid"])
    // A certificate that is not the one the attributes name.
    let issuers = try Keys.roots().map(\.der)
    var swapped = try #require(CAdESSignature(der: der))
    swapped.certificates = issuers
    #expect(try codes(swapped.der) == ["signature-certificate"])
    var renamed = try #require(CAdESSignature(der: der))
    renamed.serial = DER.element(DER.integer, [5])
    #expect(try codes(renamed.der) == ["signature-certificate"])
  }

  @Test func whoseItIsIsJudgedByTimeAndRoots() throws {
    let der = try signature("p256")
    let expired = try codes(der, at: afterKeys)
    #expect(Set(expired) == ["certificate-expired"])
    #expect(Set(try codes(der, at: 1_600_000_000)) == ["certificate-not-yet-valid"])
    #expect(try codes(der, at: nil) == [])
    let strangers = try TestKeys(notBefore: keysNotBefore, days: keysDays).files
    let stranger = strangers.first { $0.name == "test-root.pem" }?.bytes ?? []
    let codes = try codes(der, roots: CertificateFile.parse(stranger) ?? [])
    #expect(Set(codes).isSubset(of: ["certificate-untrusted", "certificate-signature"]))
    #expect(codes.contains("certificate-untrusted"))
  }

  @Test func rsaSignaturesRepeat() throws {
    #expect(try signature("rsa") == signature("rsa"))
  }

  @Test(arguments: [
    (0, "700101000000Z"), (951_782_400, "000229000000Z"), (1_715_817_600, "240516000000Z"),
    (2_524_607_999, "491231235959Z"), (2_524_608_000, "20500101000000Z"),
    (-631_152_001, "19491231235959Z"), (4_107_542_400, "21000301000000Z"),
  ])
  func timesAreThoseOfGNUDate(seconds: Int, text: String) {
    let tag = text.count == 13 ? DER.utcTime : DER.generalizedTime
    let der = DER.element(tag, Array(text.utf8))
    #expect(CMSTime.der(Int64(seconds)) == der)
    #expect(CMSTime.seconds(der) == Int64(seconds))
  }
}
