import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Signed packages as a whole: what is in them, and what is said of spoilt ones.
@Suite struct SignedPackageTests {
  private let scratch: Scratch
  private let good: RawZip

  init() throws {
    scratch = try Scratch()
    let written = try Self.builder().write(to: scratch.file("good.zip"))
    good = RawZip(parsing: try contents(of: written.path))
  }

  private static func builder(_ signers: PackageSigners? = nil) throws -> PackageBuilder {
    var builder = PackageBuilder.example(store: true)
    builder.signers = try signers ?? Keys.signers()
    return builder
  }

  private func report(
    _ zip: RawZip, trust: SignatureTrust? = nil
  ) throws -> VerificationReport {
    let path = try scratch.write("bad.zip", zip.bytes)
    return PackageVerifier(trust: try trust ?? Keys.trust()).verify(path: path)
  }

  private func codes(_ edit: (inout RawZip) throws -> Void) throws -> Set<String> {
    var zip = good
    try edit(&zip)
    return try report(zip).errorCodes
  }

  private func index(_ name: String) throws -> Int {
    try #require(good.entries.firstIndex { $0.text == name })
  }

  /// Replaces the content of a member, CRC included, flipping one bit of it.
  private func codes(flipping name: String, at offset: Int) throws -> Set<String> {
    let index = try index(name)
    return try codes { zip in
      var data = zip.entries[index].data
      data[offset] ^= 1
      zip.entries[index].setData(data)
    }
  }

  @Test func membersAreThoseOfTheSpecification() throws {
    let names = Set(good.entries.map(\.text))
    let unsigned = try PackageBuilder.example(store: true).write(to: scratch.file("u.zip"))
    #expect(
      names.subtracting(unsigned.members) == [
        "META-INF/ASiCManifest001.xml", "META-INF/signature001.p7s", "seal/cades-chain.pem",
        "seal/signatures.sha256", "seal/sm2-chain.pem", "seal/sm3sums.txt.sm2sig",
        "seal/tagmanifest-sha256.txt.p7s",
      ])
    #expect(names.isSuperset(of: unsigned.members))
  }

  @Test(arguments: ["p256", "rsa", nil], [true, false])
  func aGoodOneIsIntact(cades: String?, sm2: Bool) throws {
    guard cades != nil || sm2 else { return }
    let builder = try Self.builder(Keys.signers(cades, sm2: sm2))
    let written = try builder.write(to: scratch.file("p.zip"))
    let report = PackageVerifier(trust: try Keys.trust()).verify(path: written.path)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
    let expected: Set<String> = ["test-signature"]
    #expect(report.codes == (cades == nil ? expected.union(["not-a-container"]) : expected))
    #expect(report.signatures.count == (cades == nil ? 0 : 1) + (sm2 ? 1 : 0))
    let signatures = report.bagInfo.filter { $0.key == "Signature" }.map(\.value)
    #expect(signatures.contains("SM2 with SM3") == sm2)
    #expect(signatures.contains { $0.hasPrefix("CAdES-BES") } == (cades != nil))
    #expect(report.bagInfo.contains { $0.key == "Test-Keys" && $0.value.contains("TEST") })
  }

  @Test func withoutRootsItSaysSo() throws {
    let report = try report(good, trust: SignatureTrust(time: signingTime))
    #expect(report.outcome == .intact)
    #expect(report.codes == ["signature-roots", "test-signature"])
  }

  @Test func rootsMustAnswerForOneSignature() throws {
    let roots = try Keys.roots()
    let one = try report(good, trust: SignatureTrust(roots: [roots[0]], time: signingTime))
    #expect(one.outcome == .intact && one.codes.contains("signature-roots"))
    let builder = try Self.builder(Keys.signers("p256", sm2: false))
    let path = try builder.write(to: scratch.file("c.zip")).path
    let none = PackageVerifier(trust: SignatureTrust(roots: [roots[1]])).verify(path: path)
    #expect(none.errorCodes == ["signature-roots"])
    let unsigned = try PackageBuilder.example().write(to: scratch.file("u.zip")).path
    let report = PackageVerifier(trust: try Keys.trust()).verify(path: unsigned)
    #expect(report.errorCodes == ["signature-missing"])
  }

  @Test func timeIsJudged() throws {
    let late = try Keys.trust(at: afterKeys)
    #expect(try report(good, trust: late).errorCodes == ["certificate-expired"])
    let early = try Keys.trust(at: 1_600_000_000)
    #expect(try report(good, trust: early).errorCodes == ["certificate-not-yet-valid"])
  }

  @Test func aStrangersKeyIsNotTrusted() throws {
    let files = try TestKeys(notBefore: keysNotBefore, days: keysDays).files
    let roots = ["test-root.pem", "test-sm2-root.pem"].compactMap { name in
      files.first { $0.name == name }.flatMap { CertificateFile.parse($0.bytes) }?.first
    }
    #expect(roots.count == 2)
    let report = try report(good, trust: SignatureTrust(roots: roots, time: signingTime))
    #expect(report.errorCodes.contains("certificate-untrusted"))
    #expect(report.errors.allSatisfy { $0.code.hasPrefix("certificate-") })
  }

  @Test func changedContentBreaksListsAndContainer() throws {
    #expect(
      try codes(flipping: "data/logs/a.jsonl", at: 3)
        == [
          "member-changed", "sm3-mismatch", "asic-manifest", "merkle-root", "merkle-block",
          "merkle-proof",
        ])
    #expect(
      try codes(flipping: "tagmanifest-sha256.txt", at: 3).isSuperset(of: [
        "member-changed", "sm3-mismatch", "asic-manifest", "signature-content",
      ]))
    #expect(
      try codes(flipping: "sm3sums.txt", at: 80).isSuperset(of: [
        "member-changed", "asic-manifest", "signature-invalid",
      ]))
  }

  @Test(arguments: [
    "seal/cades-chain.pem", "seal/signatures.sha256", "seal/sm2-chain.pem",
    "seal/sm3sums.txt.sm2sig", "seal/tagmanifest-sha256.txt.p7s", "META-INF/ASiCManifest001.xml",
    "META-INF/signature001.p7s",
  ])
  func everySealIsGuarded(name: String) throws {
    let data = good.entries[try index(name)].data
    for offset in stride(from: 0, to: data.count, by: max(1, data.count / 23)) {
      #expect(try !codes(flipping: name, at: offset).isEmpty, "byte \(offset)")
    }
    let taken = try index(name)
    #expect(try codes { $0.entries.remove(at: taken) }.contains("signature-missing"))
    let appended = try codes { zip in zip.entries[taken].setData(data + [10]) }
    #expect(!appended.isEmpty)
  }

  @Test func certificatesAreNamedByPlace() throws {
    let name = "META-INF/signature001.p7s"
    let index = try index(name)
    var parts = try #require(CAdESSignature(der: good.entries[index].data))
    var certificate = parts.certificates[0]
    certificate[certificate.count - 5] ^= 1
    parts.certificates[0] = certificate
    var zip = good
    zip.entries[index].setData(parts.der)
    let errors = try report(zip).errors
    #expect(!errors.isEmpty)
    #expect(errors.contains { $0.location?.file.hasSuffix("/" + name) == true })
  }

  /// The whole package made anew by somebody else passes its own lists, not the reader's roots.
  @Test func aPackageMadeAnewIsSeenByItsSigner() throws {
    let scratch = try Scratch()
    for file in try TestKeys(notBefore: keysNotBefore, days: keysDays).files {
      try scratch.write(file.name, file.bytes)
    }
    let other = try SigningIdentity(
      key: scratch.file("test-p256.key"), certificates: [scratch.file("test-p256.pem")],
      at: signingTime)
    let written = try Self.builder(PackageSigners(cades: other)).write(to: scratch.file("p.zip"))
    let without = PackageVerifier(trust: SignatureTrust(time: signingTime))
    #expect(without.verify(path: written.path).outcome == .intact)
    let report = PackageVerifier(trust: try Keys.trust()).verify(path: written.path)
    #expect(report.errorCodes.contains("certificate-untrusted"))
  }

  /// Signatures that are taken away, and the statement with them: the package id tells.
  @Test func whatIsSlippedInIsUnlisted() throws {
    let unsigned = try PackageBuilder.example(store: true).write(to: scratch.file("u.zip"))
    var zip = RawZip(parsing: try contents(of: unsigned.path))
    zip.entries.insert(RawZip.Entry("META-INF/signature001.p7s", [1]), at: 1)
    let slipped = try report(zip, trust: SignatureTrust())
    #expect(slipped.errorCodes == ["member-unlisted"])
    let signed = PackageVerifier().verify(path: scratch.file("good.zip"))
    #expect(signed.packageID != nil && signed.packageID != unsigned.packageID)
    #expect(
      try codes { $0.entries.insert(RawZip.Entry("META-INF/extra.xml", [1]), at: 2) }
        == ["member-unlisted"])
  }

  @Test func signersMustBeOfTheirKind() throws {
    let p256 = try Keys.identity("p256")
    let sm2 = try Keys.identity("sm2")
    #expect(thrownCodes { try PackageSigners(cades: sm2) } == ["signer-kind"])
    #expect(thrownCodes { try PackageSigners(sm2: p256) } == ["signer-kind"])
    #expect(thrownCodes { try PackageSigners() } == ["signer-kind"])
  }

  @Test func callersCannotSpeakOfSignatures() throws {
    for key in ["Signature", "Test-Keys"] {
      var builder = PackageBuilder.example()
      builder.info.extra = [BagInfoField(key, "CAdES-BES P-256")]
      #expect(
        thrownCodes { try builder.write(to: scratch.file("x.zip")) } == ["package-info"])
    }
  }

  @Test func equalInputDiffersInSignaturesOnly() throws {
    let a = RawZip(
      parsing: try contents(of: Self.builder().write(to: scratch.file("a.zip")).path))
    #expect(a.entries.map(\.text) == good.entries.map(\.text))
    for (one, other) in zip(a.entries, good.entries) where one.data != other.data {
      #expect(one.text.hasPrefix("seal/") || one.text.hasPrefix("META-INF/"), "\(one.text)")
    }
  }
}
