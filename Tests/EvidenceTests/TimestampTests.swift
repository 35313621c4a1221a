import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// Time-stamps of a local authority: asked for, attached, verified, by us and by stock tools.
@Suite(.enabled(if: Tool.hasOpenSSL)) struct TimestampTests {
  @Test func opensslReadsTheRequest() throws {
    let one = try StampCase()
    let path = try one.scratch.write("r.tsq", one.request)
    let text = try Tool.run("openssl", ["ts", "-query", "-in", path, "-text"])
    #expect(text.status == 0)
    #expect(text.output.contains("Hash Algorithm: sha256"))
    #expect(text.output.contains("Certificate required: yes"))
    let list = try one.scratch.write("list", one.content("seal/signatures.sha256"))
    let own = try Tool.run(
      "openssl", ["ts", "-query", "-data", list, "-sha256", "-cert", "-no_nonce", "-text"])
    // The hex dump of the imprint is openssl's own.
    let dump = own.output.split(separator: "\n").filter { $0.contains(" - ") }
    #expect(dump.count == 2 && dump.allSatisfy { text.output.contains($0) })
    // By hand: the nonce is SHA-256 of a label and the list, its first two bits 01.
    let labelled = Array("estreat timestamp nonce\n".utf8) + (try contents(of: list))
    let input = try one.scratch.write("labelled", labelled)
    let digest = try Tool.run("openssl", ["dgst", "-sha256", "-r", input]).output
    let first = try #require(UInt64(digest.prefix(16), radix: 16))
    let nonce = String(first & 0x3FFF_FFFF_FFFF_FFFF | 0x4000_0000_0000_0000, radix: 16)
    #expect(text.output.uppercased().contains("NONCE: 0X\(nonce.uppercased())"))
  }

  @Test(arguments: LocalAuthority.Form.all)
  func aGoodOneIsAttached(form: LocalAuthority.Form) throws {
    let one = try StampCase()
    let before = try contents(of: one.path)
    let (authority, path) = try one.stamped(form)
    #expect(try contents(of: one.path) == before)
    let after = try contents(of: path)
    // All local entries stay, byte for byte, at their offsets: up to the old directory.
    let directory = RawZip.u32(before, before.count - 22 + 16)
    #expect(after[..<directory] == before[..<directory])
    let zip = RawZip(parsing: after)
    #expect(
      zip.entries.map(\.text)
        == one.zip.entries.map(\.text) + [
          "META-INF/ASiCManifest002.xml", "seal/signatures.sha256.tsr", "seal/tsa-chain.pem",
        ])
    let report = try one.verify(path, authority)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
    #expect(report.codes == ["test-signature"])
    let stamp = try #require(report.timestamps.first)
    #expect(stamp.authority == "CN=Authority tsa" && report.timestamps.count == 1)
    // The accuracy of 1.5 s is added and rounded up.
    let text = try authority.openssl(["ts", "-reply", "-in", "answer.tsr", "-text"])
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Time stamp: ") })
    let date = try Tool.run("date", ["-u", "-d", String(line.dropFirst(12)), "+%s"]).output
    let seconds = try #require(Int64(date.filter(\.isNumber)))
    #expect(stamp.latest == seconds + 2)
    let unrooted = try one.verify(path, nil)
    #expect(unrooted.outcome == .intact)
    #expect(unrooted.codes == ["signature-roots", "test-signature", "timestamp-roots"])
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasPython)) func stockToolsVerifyIt() throws {
    let one = try StampCase(Keys.signers(), lines: 40)
    let receipt = try one.scratch.write("notary.pdf", Array("receipt".utf8))
    let (authority, path) = try one.stamped(receipts: [receipt])
    #expect(Tool.passes("unzip", "-tq", path))
    #expect(Tool.passes("python3", "-m", "zipfile", "-t", path))
    if Tool.find("7z") != nil { #expect(Tool.passes("7z", "t", path)) }
    #expect(Tool.passes("sha256sum", "-c", "stamped.zip.sha256", in: one.scratch.path))
    let bag = one.scratch.file("bag")
    #expect(Tool.passes("unzip", "-q", path, "-d", bag))
    if Tool.hasBagit {
      #expect(Tool.passes("python3", "-c", "import bagit; bagit.Bag('.').validate()", in: bag))
    }
    for about in [
      ["-data", "seal/signatures.sha256"], ["-queryfile", "seal/signatures.sha256.tsq"],
    ] {
      let verified = try Tool.run(
        "openssl",
        ["ts", "-verify"] + about
          + ["-in", "seal/signatures.sha256.tsr", "-CAfile", authority.rootPath], in: bag)
      #expect(verified.status == 0, "\(verified.output)")
    }
    try Keys.write(to: one.scratch)
    func script(_ environment: String...) throws -> (status: Int32, output: String) {
      try Tool.run("env", environment + ["sh", "bag/verify.sh", path], in: one.scratch.path)
    }
    let bare = try script()
    #expect(bare.status == 0, "\(bare.output)")
    #expect(bare.output.contains("ok       time-stamp: seal/signatures.sha256.tsr"))
    #expect(bare.output.contains("ok       attached: META-INF/ASiCManifest003.xml"))
    #expect(try script("TSA_ROOT=\(authority.rootPath)").status == 0)
    #expect(try script("TSA_ROOT=test-root.pem").status != 0)
    for name in ["seal/receipts/notary.pdf", "seal/signatures.sha256.tsr"] {
      var bytes = try contents(of: bag + "/" + name)
      bytes[bytes.count - 3] ^= 1
      let good = try contents(of: bag + "/" + name)
      try one.scratch.write("bag/" + name, bytes)
      #expect(try script().status != 0, "\(name)")
      try one.scratch.write("bag/" + name, good)
    }
    try one.scratch.write("bag/seal/receipts/other", [1])
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).status != 0)
  }

  @Test func furtherAttachmentsFollow() throws {
    let one = try StampCase()
    let (first, path) = try one.stamped()
    let second = try LocalAuthority(one.scratch, "other")
    let receipt = try one.scratch.write("court.json", Array("{}".utf8))
    let before = try contents(of: path)
    let attached = try PackageAttachment().attach(
      AttachmentRequest(
        response: try second.answer(one.request), roots: try second.roots(), receipts: [receipt]),
      to: path, as: path)
    #expect(
      attached.members == [
        "META-INF/ASiCManifest003.xml", "seal/signatures.sha256.003.tsr",
        "seal/tsa-chain.003.pem", "META-INF/ASiCManifest004.xml", "seal/receipts/court.json",
      ])
    let directory = RawZip.u32(before, before.count - 22 + 16)
    #expect(try contents(of: path)[..<directory] == before[..<directory])
    let roots = try Keys.roots() + first.roots() + second.roots()
    let report = PackageVerifier(trust: SignatureTrust(roots: roots)).verify(path: path)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
    #expect(report.timestamps.map(\.authority) == ["CN=Authority tsa", "CN=Authority other"])
    // The same receipt and the same answer are refused, and nothing changes.
    let whole = try contents(of: path)
    for request in [
      AttachmentRequest(response: nil, roots: [], receipts: [receipt]),
      AttachmentRequest(response: first.folder + "/answer.tsr", roots: try first.roots()),
    ] {
      let codes = thrownCodes { try PackageAttachment().attach(request, to: path, as: path) }
      #expect(codes == ["attach-duplicate"])
    }
    #expect(try contents(of: path) == whole)
    #expect(Tool.passes("sha256sum", "-c", "stamped.zip.sha256", in: one.scratch.path))
  }

  @Test func signedWithSM2Alone() throws {
    let one = try StampCase(Keys.signers(nil))
    let (authority, path) = try one.stamped()
    let report = try one.verify(path, authority)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
    #expect(report.timestamps.count == 1)
  }
}
