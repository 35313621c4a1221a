import Foundation
import Testing

@testable import Evidence

/// The commands of VERIFY.txt and EVIDENCE on a signed package, with stock tools only.
@Suite(.enabled(if: Tool.hasUnzip && Tool.hasOpenSSL && Tool.hasSha256sum))
struct SignedStockToolTests {
  private let scratch: Scratch
  private let written: WrittenPackage
  private var bag: String { scratch.file("bag") }

  init() throws {
    scratch = try Scratch()
    try Keys.write(to: scratch)
    var builder = PackageBuilder.example(seed: 5, lines: 500)
    builder.signers = try Keys.signers()
    written = try builder.write(to: scratch.file(builder.info.fileName))
    let result = try Tool.run("unzip", ["-q", written.path, "-d", bag])
    #expect(result.status == 0, "\(result.output)")
  }

  private func run(_ name: String, _ arguments: String...) throws -> Int32 {
    let result = try Tool.run(name, arguments, in: bag)
    return result.status
  }

  private func cades(_ signature: String, _ content: String) throws -> Int32 {
    try run(
      "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature,
      "-content", content, "-CAfile", "../test-root.pem", "-purpose", "any", "-out", "/dev/null")
  }

  private func sm2() throws -> Int32 {
    try run(
      "openssl", "pkeyutl", "-verify", "-rawin", "-digest", "sm3", "-certin", "-inkey",
      "seal/sm2-chain.pem", "-pkeyopt", "distid:1234567812345678", "-in", "sm3sums.txt",
      "-sigfile", "seal/sm3sums.txt.sm2sig")
  }

  @Test func listsAgree() throws {
    #expect(try run("unzip", "-tq", written.path) == 0)
    #expect(
      try run(
        "sha256sum", "-c", "--strict", "tagmanifest-sha256.txt", "manifest-sha256.txt",
        "seal/signatures.sha256") == 0)
  }

  @Test(.enabled(if: Tool.hasSM3)) func theSM3ListAgrees() throws {
    #expect(try run("cksum", "-a", "sm3", "-c", "--strict", "sm3sums.txt") == 0)
  }

  @Test(.enabled(if: Tool.hasBagit)) func bagitValidatesIt() throws {
    #expect(try run("python3", "-c", "import bagit; bagit.Bag('.').validate()") == 0)
  }

  @Test func opensslVerifiesAllSignatures() throws {
    #expect(try cades("seal/tagmanifest-sha256.txt.p7s", "tagmanifest-sha256.txt") == 0)
    #expect(try cades("META-INF/signature001.p7s", "META-INF/ASiCManifest001.xml") == 0)
    #expect(try sm2() == 0)
    #expect(
      try run(
        "openssl", "verify", "-vfyopt", "distid:1234567812345678", "-CAfile",
        "../test-sm2-root.pem", "seal/sm2-chain.pem") == 0)
    #expect(try cades("META-INF/signature001.p7s", "tagmanifest-sha256.txt") != 0)
  }

  @Test func theContainerManifestIsXMLOfTheRightDigests() throws {
    let script = """
      import base64, hashlib, os, xml.etree.ElementTree as tree
      asic = '{http://uri.etsi.org/02918/v1.2.1#}'
      ds = '{http://www.w3.org/2000/09/xmldsig#}'
      root = tree.parse('META-INF/ASiCManifest001.xml').getroot()
      assert root.tag == asic + 'ASiCManifest'
      assert root[0].tag == asic + 'SigReference'
      assert root[0].get('URI') == 'META-INF/signature001.p7s'
      seen = set()
      for reference in root[1:]:
          assert reference.tag == asic + 'DataObjectReference'
          method, value = reference
          assert method.get('Algorithm') == 'http://www.w3.org/2001/04/xmlenc#sha256'
          digest = hashlib.sha256(open(reference.get('URI'), 'rb').read()).digest()
          assert value.tag == ds + 'DigestValue' and base64.b64decode(value.text) == digest
          seen.add(reference.get('URI'))
      files = {os.path.relpath(os.path.join(d, f), '.') for d, _, n in os.walk('.') for f in n}
      assert seen == {f for f in files if f != 'mimetype' and not f.startswith('META-INF/')}
      """
    let result = try Tool.run("python3", ["-c", script], in: bag)
    #expect(result.status == 0, "\(result.output)")
  }

  private func script(_ environment: String...) throws -> (status: Int32, output: String) {
    try Tool.run("env", environment + ["sh", "bag/verify.sh", written.path], in: scratch.path)
  }

  @Test func theScriptPasses() throws {
    let bare = try script()
    #expect(bare.status == 0, "\(bare.output)")
    #expect(bare.output.contains("no root was given") && bare.output.contains("TEST KEYS"))
    let rooted = try script("ROOT=test-root.pem", "SM2_ROOT=test-sm2-root.pem")
    #expect(rooted.status == 0, "\(rooted.output)")
    #expect(!rooted.output.contains("no root was given"))
    #expect(rooted.output.contains("ok       chain: seal/sm2-chain.pem"))
  }

  /// With an issuer between signer and root: openssl verify gives the SM2 id to the first
  /// certificate only, so the script has to go step by step.
  @Test func theScriptFollowsLongerChains() throws {
    func identity(_ algorithm: SignatureAlgorithm, _ rootName: String) throws -> SigningIdentity {
      func request(_ name: String, _ isAuthority: Bool) -> CertificateIssuer.Request {
        CertificateIssuer.Request(
          commonName: name, notBefore: keysNotBefore, notAfter: afterKeys,
          isAuthority: isAuthority)
      }
      let root = try #require(CertificateIssuer.root(algorithm, request("root", true)))
      let middle = try #require(root.issue(algorithm, request("middle", true)))
      let signer = try #require(middle.issue(algorithm, request("signer", false)))
      try scratch.write(rootName, Array(root.certificate.pem.utf8))
      return try SigningIdentity(
        key: signer.key, certificates: [signer, middle, root].map(\.certificate),
        at: signingTime, place: "x")
    }
    var builder = PackageBuilder.example()
    builder.signers = try PackageSigners(
      cades: try identity(.p256, "deep.pem"), sm2: try identity(.sm2, "deep-sm2.pem"))
    let deep = try builder.write(to: scratch.file("deep.zip"))
    #expect(
      try Tool.run("unzip", ["-q", deep.path, "-d", scratch.file("deep")]).status == 0)
    func run(_ environment: String...) throws -> (status: Int32, output: String) {
      try Tool.run("env", environment + ["sh", "deep/verify.sh", deep.path], in: scratch.path)
    }
    let good = try run("ROOT=deep.pem", "SM2_ROOT=deep-sm2.pem")
    #expect(good.status == 0, "\(good.output)")
    #expect(try run("SM2_ROOT=test-sm2-root.pem").status != 0)
    let roots = try ["deep.pem", "deep-sm2.pem"].flatMap {
      try CertificateFile.read(scratch.file($0))
    }
    let verifier = PackageVerifier(trust: SignatureTrust(roots: roots, time: signingTime))
    let report = verifier.verify(path: deep.path)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
  }

  @Test func theScriptFailsUnderOtherRoots() throws {
    for file in try TestKeys(notBefore: keysNotBefore, days: keysDays).files {
      try scratch.write("other-" + file.name, file.bytes)
    }
    #expect(try script("ROOT=other-test-root.pem").status != 0)
    #expect(try script("SM2_ROOT=other-test-sm2-root.pem").status != 0)
    #expect(try script("ROOT=absent.pem").status != 0)
  }

  @Test(arguments: [
    "seal/sm3sums.txt.sm2sig", "seal/tagmanifest-sha256.txt.p7s", "META-INF/signature001.p7s",
    "META-INF/ASiCManifest001.xml", "seal/signatures.sha256",
  ])
  func theScriptSeesASpoiltSeal(name: String) throws {
    var bytes = try contents(of: bag + "/" + name)
    bytes[bytes.count - 9] ^= 1
    try scratch.write("bag/" + name, bytes)
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).status != 0)
    try FileManager.default.removeItem(atPath: bag + "/" + name)
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).status != 0)
  }

  @Test func theInstructionsNameEveryCheck() throws {
    let text = String(decoding: try contents(of: bag + "/VERIFY.txt"), as: UTF8.self)
    for command in [
      "openssl cms -verify -cades -binary -inform DER -in META-INF/signature001.p7s",
      "-pkeyopt distid:1234567812345678 -in sm3sums.txt", "TEST", "seal/signatures.sha256",
    ] { #expect(text.contains(command)) }
    #expect(!text.contains("unsigned") && !text.contains("未签名"))
  }
}
