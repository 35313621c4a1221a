import Digest
import Foundation
import TestSupport
import Testing

@testable import Evidence

/// Disclosure copies: what they hold, and what they do not.
@Suite struct RedactionTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func noValueIsReadableAnywhere() throws {
    let made = try RedactionCase()
    let copy = try made.redact()
    #expect(copy.path == made.scratch.file("out/INC-1-DISCLOSURE.zip"))
    #expect(
      try made.left(in: "out") == ["INC-1-DISCLOSURE.zip", "INC-1-DISCLOSURE.zip.sha256"])
    for (name, bytes) in try unpacked(copy.path) {
      // Undone as far as escapes go, then without what may part the digits of a number.
      let plain = text(UnescapedText.characters(bytes))
      let compact = plain.filter { !" -".contains($0) }
      for value in RedactionCase.planted {
        #expect(!plain.contains(value), "\(value) in \(name)")
        if value.contains(where: \.isNumber), !value.contains(where: \.isLetter) {
          let digits = value.filter(\.isNumber)
          #expect(!compact.contains(digits), "\(value) in \(name)")
          #expect(!compact.contains(String(digits.reversed())), "\(value) reversed in \(name)")
        }
      }
    }
  }

  @Test func itHoldsNoDigestOfWhatIsNotShown() throws {
    let made = try RedactionCase()
    let copy = try unpacked(made.redact().path)
    var forbidden: [String: String] = [
      made.full.packageID: "package id", made.full.zipSHA256: "zip",
    ]
    for (name, bytes) in try unpacked(made.full.path) {
      // A member that is shown as it is may have its digest.
      let shown = copy[DisclosureLayout.textName(name)] ?? copy[name]
      if shown != bytes {
        forbidden[SHA256.hexDigest(bytes)] = name
        forbidden[SM3.hexDigest(bytes)] = name
      }
      for line in bytes.split(separator: 0x0A) {
        let isShown = shown.map { $0.split(separator: 0x0A).contains(line) } ?? false
        if !isShown { forbidden[SHA256.hexDigest(Array(line))] = "a line of \(name)" }
      }
    }
    for value in RedactionCase.planted { forbidden[SHA256.hexDigest(Array(value.utf8))] = value }
    #expect(forbidden.count > 20)
    for (name, bytes) in copy {
      let text = text(bytes)
      for (digest, source) in forbidden {
        if text.contains(digest) { Issue.record("digest of \(source) in \(name)") }
      }
    }
    let info = text(try #require(copy["bag-info.txt"]))
    #expect(!info.contains("Custody-Head") && !info.contains(made.custodyHead))
    #expect(copy["report.html"] == nil && copy["data/integrity/mask-key.hex"] == nil)
    #expect(copy["data/integrity/merkle-segments.jsonl"] == nil)
  }

  @Test func itVerifiesUnderTheSameRoot() throws {
    let made = try RedactionCase()
    let copy = try made.redact()
    let report = PackageVerifier().verify(path: copy.path)
    #expect(report.outcome == .intact, "\(report.errors)")
    func field(_ report: VerificationReport, _ key: String) -> [String] {
      report.bagInfo.filter { $0.key == key }.map(\.value)
    }
    let full = PackageVerifier().verify(path: made.full.path)
    #expect(field(report, "Merkle-Root") == field(full, "Merkle-Root"))
    #expect(field(report, "Package-Kind") == ["DISCLOSURE"])
    #expect(field(report, "Contains-Unmasked-Data") == ["no"])
    #expect(field(report, "Internal-Sender-Identifier") == ["CASE-7"])
    let contact = try #require(field(report, "Contact-Name").first)
    #expect(contact.hasPrefix("[PERSON:") && !contact.contains("@"))
    #expect(field(report, "Verdict-Digest") == ["sha256:" + String(repeating: "0b", count: 32)])
    // The appendix is shown whole, so its digest may be.
    #expect(field(report, "Appendix-SHA256") == [String(repeating: "0a", count: 32)])
  }

  /// By `openssl`, from what the full package holds, as the format page says.
  @Test(.enabled(if: Tool.hasOpenSSL)) func theTwinsAreBound() throws {
    let made = try RedactionCase()
    let copy = try made.redact()
    let full = try unpacked(made.full.path)
    let scratch = try Scratch()
    try scratch.write("manifest", try #require(full["manifest-sha256.txt"]))
    let key = text(try #require(full["data/integrity/mask-key.hex"])).prefix(64)
    let script = """
      printf 'estreat.twin/1\\0' | openssl mac -digest SHA256 -macopt hexkey:\(key) -binary HMAC > secret
      (cat secret; openssl dgst -sha256 -binary manifest) | openssl dgst -sha256 -r | cut -c 1-64
      """
    let bound = try Tool.run("sh", ["-c", script], in: scratch.path).output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let stated = PackageVerifier().verify(path: copy.path).bagInfo
      .first { $0.key == "Twin-Binding" }?.value
    #expect(bound.utf8.count == 64 && stated == "sha256:" + bound)
  }

  @Test func jsonStaysJSON() throws {
    let made = try RedactionCase()
    let copy = try unpacked(made.redact().path)
    func parse(_ bytes: some Sequence<UInt8>) -> Any? {
      try? JSONSerialization.jsonObject(with: Data(bytes))
    }
    for name in copy.keys where name.hasSuffix(".jsonl") {
      for line in try #require(copy[name]).split(separator: 0x0A) {
        #expect(parse(line) != nil, "\(name): \(text(Array(line)))")
      }
    }
    for name in ["data/scan/trivy.masked.json", "data/findings/incident.masked.json"] {
      #expect(parse(try #require(copy[name])) != nil, "\(name)")
    }
    let log = text(try #require(copy["data/logs/app.masked.jsonl"])).split(separator: "\n")
    let card = try Mask.tokens().token(Array("4111111111111111".utf8), rule: "CREDIT_CARD")
    #expect(
      log[1] == #"{"msg":"number","card":"\#(card)","trace_id":"6499d9349188b203a9151a6b4250d4ec"}"#
    )
    #expect(log[0].contains(#""ts":1715752805361357,"#) && log[0].contains(card))
    // The same value has the same token in every member.
    #expect(text(try #require(copy["data/metrics/snapshot.masked.openmetrics"])).contains(card))
    #expect(text(try #require(copy["data/scan/trivy.masked.json"])).contains(card))
    // What holds nothing is shown byte for byte; config digests are declared.
    #expect(log[4] == #"{"msg":"nothing here","password":"***"}"#)
    #expect(text(try #require(copy["data/scan/trivy.masked.json"])).contains("sha256:1c0ffee0"))
    let mail = text(try #require(copy["data/logs/mail.masked.log"]))
    #expect(mail.contains("\r\nplain line\r\n") && !mail.hasSuffix("\n"))
  }

  @Test func equalInputsGiveEqualBytes() throws {
    let made = try RedactionCase()
    let first = try made.redact("a")
    let second = try made.redact("b") { $0.jobs = 3 }
    #expect(try contents(of: first.path) == contents(of: second.path))
    let other = try made.redact("c") { $0.tokenKey = Mask.otherKey }
    #expect(other.packageID != first.packageID)
    let tokens = try unpacked(other.path)["data/config/git_commits.masked.txt"]
    #expect(try tokens != unpacked(first.path)["data/config/git_commits.masked.txt"])
    // Redacted packages are not redacted again.
    #expect(
      thrownCodes { try RedactionCase.redactor().redact(first.path, into: made.scratch.path) } == [
        "redact-kind"
      ])
  }

  @Test func whatIsNoTextIsWithheld() throws {
    let gz = gzipped(Array("card 4111111111111111\n".utf8))
    let utf16: [UInt8] = "card 4111111111111111\n".utf8.flatMap { [$0, UInt8(0)] }
    let made = try RedactionCase([
      PackageMember("data/logs/old.log.gz", .bytes(gz)),
      PackageMember("data/logs/wide.log", .bytes(utf16)),
      PackageMember("data/scan/page.pdf", .bytes(Array("%PDF-1.7\n4111111111111111\n".utf8))),
    ])
    let copy = try unpacked(made.redact().path)
    #expect(copy["data/logs/old.log.masked.gz"] == nil && copy["data/scan/page.masked.pdf"] == nil)
    let shown = text(try #require(copy["data/logs/old.log.gz.disclosed.jsonl"]))
    #expect(shown.contains("[WITHHELD:") && !shown.contains("base64"))
    let wide = text(try #require(copy["data/logs/wide.masked.log"]))
    #expect(wide.contains("[WITHHELD:") && !wide.contains("4\u{0}1"))
  }

  @Test func aPackageSplitByNoDetectorIsMaskedInLargerParts() throws {
    let made = try RedactionCase(splitter: { _ in [] })
    let copy = try made.redact()
    #expect(PackageVerifier().verify(path: copy.path).outcome == .intact)
    let all = try unpacked(copy.path)
    for (name, bytes) in all {
      let plain = text(UnescapedText.characters(bytes))
      for value in RedactionCase.planted { #expect(!plain.contains(value), "\(value) in \(name)") }
    }
    let lines = text(try #require(all["data/logs/app.jsonl.disclosed.jsonl"])).split(
      separator: "\n")
    #expect(!lines[0].contains("\"text\"") && lines[4].contains("\"text\""))
  }

  @Test func namesAreMasked() throws {
    let line = PackageMember("data/logs/4111111111111111.log", .bytes(Array("x\n".utf8)))
    let made = try RedactionCase([line], id: "4111111111111111")
    let copy = try made.redact()
    #expect(!copy.path.contains("4111"))
    let names = try PackageContent(path: copy.path).names
    #expect(!names.contains { $0.contains("4111") })
    #expect(
      names.contains { $0.hasPrefix("data/logs/CREDIT_CARD.") && $0.hasSuffix(".masked.log") })
    #expect(PackageVerifier().verify(path: copy.path).outcome == .intact)
    // Where it would leave the order of the leaves, nothing is made.
    let odd = PackageMember("data/logs/5500005555555559.log", .bytes(Array("x\n".utf8)))
    let next = PackageMember("data/logs/6.log", .bytes(Array("y\n".utf8)))
    let unsorted = try RedactionCase([odd, next])
    #expect(thrownCodes { try unsorted.redact() } == ["redact-name"])
    #expect(try unsorted.left(in: "out").isEmpty)
  }

  @Test func aPrivateKeyOverTheEdgeOfABlockIsMasked() throws {
    let body = (0..<4000).map {
      "MIIEabc\(String($0, radix: 32))" + String(repeating: "Q", count: 50)
    }
    var log = String(repeating: "a line of no interest at all\n", count: (1 << 20) / 29 - 1000)
    log += "-----BEGIN RSA PRIVATE KEY-----\n" + body.prefix(900).joined(separator: "\n")
    log += "\n-----END RSA PRIVATE KEY-----\nafter\n"
    let made = try RedactionCase([PackageMember("data/logs/key.log", .bytes(Array(log.utf8)))])
    let copy = try unpacked(made.redact().path)
    let shown = text(try #require(copy["data/logs/key.masked.log"]))
    #expect(log.utf8.count > 1 << 20 && !shown.contains("MIIEabc"))
    #expect(shown.hasSuffix("]\nafter\n"))
    let lines = text(try #require(copy["data/logs/key.log.disclosed.jsonl"]))
    #expect(!lines.contains("MIIEabc"))
  }

  @Test func aBrokenPackageIsNotRedacted() throws {
    let made = try RedactionCase()
    var bytes = try contents(of: made.full.path)
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: made.full.path))
    let codes = thrownCodes { try made.redact() }
    #expect(codes == PackageVerifier().verify(path: made.full.path).errorCodes && !codes.isEmpty)
    #expect(try made.left(in: "out").isEmpty)
  }

  private static let pieces = [
    "password", "\"", "'", "=", ":", " ", ", ", "passport", "护照", "secret: ", "{", "}", "[", "]",
    "4111111111111111", "4111 1111", "-1111", "536-22-8145", "jo@example.com", "@", ".com", "jo",
    "4251234567890", "425", "99", "\\u0034", "\\n", "\\\"", "%40", "%34", "\\x34", "E12345678",
    "123456789", "hunter2!", "-----BEGIN PRIVATE KEY-----", "MIIEabc+/=",
    "-----END PRIVATE KEY-----",
    "Bearer ", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "AKIAIOSFODNN7EXAMPLE",
    "[SSN:9-16:abcdefghijklmnopabcdefgh]", "0123456789abcdef0123456789abcdef", "<", ">",
    "13800138000",
    "GB82 WEST 1234 5698 7654 32", "hash=", "\t", "\u{0}", "ÿ",
  ]

  /// Whatever values and fragments stand beside each other, the copy passes its own gate.
  @Test(arguments: 1...6) func anyMixtureOfFragmentsPassesTheGate(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    func soup(_ name: String) -> PackageMember {
      var text = ""
      for _ in 0..<120 {
        for _ in 0..<Int.random(in: 1...14, using: &random) {
          text += Self.pieces.randomElement(using: &random) ?? ""
        }
        text += "\n"
      }
      return PackageMember(name, .bytes(Array(text.utf8)))
    }
    let members = [soup("data/logs/a.log"), soup("data/logs/b.jsonl")]
    let blind: SensitiveSplitter = { _ in [] }
    let made = try RedactionCase(members, splitter: seed % 2 == 0 ? blind : nil)
    let codes = thrownCodes { try made.redact() }
    #expect(codes == [], "seed \(seed)")
  }
}
