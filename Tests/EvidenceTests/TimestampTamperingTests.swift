import Digest
import Foundation
import Testing

@testable import Evidence

/// Stamped packages that were changed afterwards.
@Suite(.enabled(if: Tool.hasOpenSSL)) struct TimestampTamperingTests {
  private let one: StampCase
  private let authority: LocalAuthority
  private let good: RawZip

  init() throws {
    one = try StampCase()
    let receipt = try one.scratch.write("notary.txt", Array("receipt\n".utf8))
    let made = try one.stamped(receipts: [receipt])
    authority = made.authority
    good = RawZip(parsing: try contents(of: made.path))
  }

  private func codes(at time: Int64? = nil, _ edit: (inout RawZip) throws -> Void) throws
    -> Set<String>
  {
    var zip = good
    try edit(&zip)
    let path = try one.scratch.write("bad.zip", zip.bytes)
    let roots = try Keys.roots() + authority.roots()
    return PackageVerifier(trust: SignatureTrust(roots: roots, time: time)).verify(path: path)
      .errorCodes
  }

  private func index(_ name: String) throws -> Int {
    try #require(good.entries.firstIndex { $0.text == name })
  }

  @Test func untouchedItIsIntact() throws { #expect(try codes { _ in } == []) }

  @Test(arguments: [
    ("META-INF/ASiCManifest002.xml", "attachment-missing"),
    ("META-INF/ASiCManifest003.xml", "member-unlisted"),
    ("seal/signatures.sha256.tsr", "attachment-missing"),
    ("seal/tsa-chain.pem", "attachment-missing"),
    ("seal/receipts/notary.txt", "attachment-missing"),
    ("seal/signatures.sha256.tsq", "signature-missing"),
  ])
  func whatIsTakenAway(name: String, code: String) throws {
    let index = try index(name)
    #expect(try codes { $0.entries.remove(at: index) }.contains(code))
  }

  @Test(arguments: [
    "META-INF/ASiCManifest002.xml", "META-INF/ASiCManifest003.xml",
    "seal/signatures.sha256.tsr", "seal/tsa-chain.pem", "seal/receipts/notary.txt",
    "seal/signatures.sha256.tsq",
  ])
  func contentOfWhatWasAttached(name: String) throws {
    let index = try index(name)
    let data = good.entries[index].data
    for offset in stride(from: 0, to: data.count, by: max(1, data.count / 31)) {
      let found = try codes { zip in
        var bad = data
        bad[offset] ^= 1 << UInt8(offset % 8)
        zip.entries[index].setData(bad)
      }
      #expect(!found.isEmpty, "byte \(offset)")
    }
  }

  @Test func whatIsSlippedInIsUnlisted() throws {
    for name in ["seal/receipts/other.txt", "seal/signatures.sha256.009.tsr"] {
      #expect(
        try codes { $0.entries.append(RawZip.Entry(name, [1])) }.contains("member-unlisted"))
    }
    let manifest = try codes {
      $0.entries.append(RawZip.Entry("META-INF/ASiCManifest004.xml", [1]))
    }
    #expect(manifest == ["attachment-manifest"])
  }

  @Test func theOrderIsFixed() throws {
    let last = good.entries.count - 1
    #expect(
      try codes { zip in zip.entries.insert(zip.entries.remove(at: last), at: 5) }
        .contains("entry-order"))
    let chain = try index("seal/tsa-chain.pem")
    #expect(
      try codes { $0.entries.swapAt(chain, chain - 1) } == ["entry-order"])
  }

  /// An attacker who rewrites the manifest as well: what the authority signed still tells.
  @Test func anotherPackagesTimestampIsSeen() throws {
    let other = try StampCase()
    let bytes = try contents(of: try authority.answer(other.request, "other.tsr"))
    let response = try index("seal/signatures.sha256.tsr")
    let manifest = try index("META-INF/ASiCManifest002.xml")
    let found = try codes { zip in
      zip.entries[response].setData(bytes)
      var text = try #require(
        AttachmentManifest(zip.entries[manifest].data, number: 2))
      text.digests = try text.digests.map { path, sha256 in
        let data = try #require(zip.entries.first { $0.text == path }).data
        return (path, hexString(SHA256.digest(data)))
      }
      zip.entries[manifest].setData(Array(text.text.utf8))
    }
    // The next manifest holds the digest of this one.
    #expect(found == ["timestamp-imprint", "timestamp-nonce", "attachment-changed"])
  }

  @Test func timeIsJudgedWhereItWasStated() throws {
    // The authority's certificates are valid for ten years, the signer's for a hundred.
    let path = try one.scratch.write("late.zip", good.bytes)
    let roots = try Keys.roots() + authority.roots()
    let late: Int64 = 2_200_000_000 + 10 * 366 * 86_400
    let report = PackageVerifier(trust: SignatureTrust(roots: roots, time: late)).verify(path: path)
    #expect(report.outcome == .intact, "\(report.diagnostics)")
    #expect(report.codes == ["test-signature", "timestamp-authority-expired"])
    let signers = PackageVerifier(trust: SignatureTrust(roots: try Keys.roots()))
    #expect(signers.verify(path: path).errorCodes == ["timestamp-untrusted"])
  }

  /// Each byte of headers, directory and end record that came with the attachments; of contents,
  /// which the CRC covers alike, every ninth.
  @Test func everyByteOfTheFile() throws {
    let path = one.scratch.file("stamped.zip")
    try FileManager.default.removeItem(atPath: path + ".sha256")
    let zip = try contents(of: path)
    let attached = good.entries.suffix(5)
    let directory = RawZip.u32(zip, zip.count - 22 + 16)
    var offsets: [Int] = []
    var start = directory - attached.reduce(0) { $0 + 30 + $1.name.count + $1.data.count }
    #expect(zip[(start + 30)...].starts(with: "META-INF/ASiCManifest002.xml".utf8))
    for entry in attached {
      let data = start + 30 + entry.name.count
      offsets += start..<data
      offsets += stride(from: data, to: data + entry.data.count, by: 9)
      start = data + entry.data.count
    }
    // What was there before is flipped by `FlippedByteTests`, its directory too.
    #expect(start == directory)
    offsets += (zip.count - 500)..<zip.count
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    let verifier = PackageVerifier()
    var unseen: [Int] = []
    for offset in offsets {
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: [zip[offset] ^ (1 << UInt8(offset % 8))])
      if verifier.verify(path: path).errors.isEmpty { unseen.append(offset) }
      try file.seek(toOffset: UInt64(offset))
      try file.write(contentsOf: [zip[offset]])
    }
    #expect(unseen.isEmpty)
    #expect(verifier.verify(path: path).outcome == .intact)
  }
}
