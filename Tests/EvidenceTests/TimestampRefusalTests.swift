import Foundation
import Testing

@testable import Evidence

/// Answers and packages that nothing is attached to, and stamped packages that were spoilt.
@Suite(.enabled(if: Tool.hasOpenSSL)) struct TimestampRefusalTests {
  /// The codes of attaching; the package must stay as it was and nothing lie beside it.
  private func refusal(
    _ one: StampCase, _ answer: String, roots: [Certificate]
  ) throws -> Set<String> {
    let before = try one.scratch.contents
    let codes = thrownCodes {
      try PackageAttachment().attach(
        AttachmentRequest(response: answer, roots: roots), to: one.path, as: one.path)
    }
    #expect(try contents(of: one.path) == one.bytes)
    #expect(try one.scratch.contents == before)
    return codes
  }

  @Test func otherData() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let other = try StampCase()
    let codes = try refusal(
      one, try authority.answer(other.request), roots: try authority.roots())
    #expect(codes == ["timestamp-imprint", "timestamp-nonce"])
  }

  @Test(arguments: ["-no_nonce", "-cert"])
  func anotherNonce(option: String) throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let list = try one.scratch.write("list", one.content("seal/signatures.sha256"))
    let query = one.scratch.file("q.tsq")
    try authority.openssl(
      ["ts", "-query", "-data", list, "-sha256", "-cert", option, "-out", query])
    let answer = try authority.answer(contents(of: query))
    #expect(try refusal(one, answer, roots: authority.roots()) == ["timestamp-nonce"])
  }

  @Test func anotherDigestOfTheSameList() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let list = try one.scratch.write("list", one.content("seal/signatures.sha256"))
    let query = one.scratch.file("q.tsq")
    try authority.openssl(["ts", "-query", "-data", list, "-sha384", "-cert", "-out", query])
    let answer = try authority.answer(contents(of: query))
    let codes = try refusal(one, answer, roots: authority.roots())
    #expect(codes == ["timestamp-imprint", "timestamp-nonce"])
  }

  @Test func noCertificateInIt() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    var request = try one.request
    // certReq is the last element, BOOLEAN TRUE: left out it means FALSE.
    #expect(request.suffix(3) == [1, 1, 0xFF])
    request.removeLast(3)
    request[1] -= 3
    let answer = try authority.answer(request)
    #expect(try refusal(one, answer, roots: authority.roots()) == ["timestamp-certificate"])
  }

  @Test func chainThatEndsNowhere() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let other = try LocalAuthority(one.scratch, "stranger")
    let answer = try authority.answer(one.request)
    #expect(try refusal(one, answer, roots: other.roots()) == ["timestamp-untrusted"])
    #expect(try refusal(one, answer, roots: []) == ["timestamp-untrusted"])
  }

  @Test func expiredAuthority() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch, "old", LocalAuthority.Form(days: -1))
    let answer = try authority.answer(one.request)
    #expect(try refusal(one, answer, roots: authority.roots()) == ["timestamp-expired"])
  }

  /// openssl signs nothing with such certificates, so they are judged by themselves.
  @Test(arguments: [
    ("critical,timeStamping", true), ("timeStamping", false),
    ("critical,timeStamping,emailProtection", false), ("critical,codeSigning", false),
  ])
  func usageOfTheCertificate(usage: String, isRight: Bool) throws {
    let scratch = try Scratch()
    let authority = try LocalAuthority(scratch, "tsa", LocalAuthority.Form(usage: usage))
    let own = try CertificateFile.read(authority.folder + "/tsa.pem")
    #expect(own.map(\.mayStampTime) == [isRight])
    #expect(try authority.roots().map(\.mayStampTime) == [false])
  }

  @Test func statusRejected() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    var request = try one.request
    // The last arc of SHA-256 made that of SHA-512, which this authority does not serve.
    let oid = ObjectID.sha256
    let start = try #require(request.indices.first { request[$0...].starts(with: oid) })
    request[start + oid.count - 1] = 3
    let answer = try authority.answer(request)
    #expect(try refusal(one, answer, roots: authority.roots()) == ["timestamp-status"])
  }

  @Test func notAResponse() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let good = try contents(of: try authority.answer(one.request))
    let roots = try authority.roots()
    let variants: [[UInt8]] = [
      [], Array("<html>".utf8), Array(good.dropLast()), good + [0], [0x30, 0x80, 0, 0],
      [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00],
    ]
    for bytes in variants {
      let path = try one.scratch.write("bad.tsr", bytes)
      #expect(try refusal(one, path, roots: roots) == ["timestamp-malformed"])
    }
  }

  /// No bit of what an authority signed, and of how, can change unseen. Fields of the CMS frame
  /// that nothing signs (versions, the list of digests) say nothing about the time.
  @Test func everyByteOfWhatIsSigned() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let good = try contents(of: try authority.answer(one.request))
    let list = try one.content("seal/signatures.sha256")
    let roots = try authority.roots()
    let token = try #require(TimestampResponse(der: good)?.token.flatMap(TimestampToken.init))
    func range(_ part: [UInt8]) throws -> Range<Int> {
      let start = try #require(good.indices.first { good[$0...].starts(with: part) })
      return start..<(start + part.count)
    }
    let parts = [
      try range(token.content), try range(Array(token.attributes.dropFirst())),
      try range(token.signature), try range(token.certificates[0]),
    ]
    for offset in parts.joined() {
      var bad = good
      bad[offset] ^= 1 << UInt8(offset % 8)
      let finding = TimestampFinding(
        response: bad, over: list, others: [], roots: roots, at: nil)
      #expect(!finding.problems.isEmpty, "byte \(offset)")
    }
  }

  @Test func packagesThatAreNotWhole() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let answer = try authority.answer(one.request)
    let roots = try authority.roots()
    func codes(_ path: String) -> Set<String> {
      thrownCodes {
        try PackageAttachment().attach(
          AttachmentRequest(response: answer, roots: roots), to: path,
          as: one.scratch.file("out.zip"))
      }
    }
    let unsigned = try PackageBuilder.example().write(to: one.scratch.file("u.zip"))
    #expect(codes(unsigned.path) == ["attach-unsigned"])
    let cut = try one.scratch.write("cut.zip", Array(one.bytes.dropLast(900)))
    #expect(codes(cut).contains("end-record-missing"))
    #expect(codes(try one.scratch.write("text.zip", Array("no zip".utf8))) == ["not-a-zip"])
    let foreign = RawZip([RawZip.Entry("mimetype", [1]), RawZip.Entry("a", [2])])
    #expect(codes(try one.scratch.write("f.zip", foreign.bytes)).contains("member-missing"))
    #expect(codes(one.scratch.file("absent.zip")) == ["file-unreadable"])
    #expect(!FileManager.default.fileExists(atPath: one.scratch.file("out.zip")))
  }

  @Test func aPlaceThatCannotBeWritten() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let answer = try authority.answer(one.request)
    let before = try one.scratch.contents
    let codes = thrownCodes {
      try PackageAttachment().attach(
        AttachmentRequest(response: answer, roots: try authority.roots()), to: one.path,
        as: one.scratch.file("absent/p.zip"))
    }
    #expect(codes == ["output-unwritable"])
    #expect(try one.scratch.contents == before)
  }
}

/// Whatever an answer or a chain holds, reading it ends with a finding.
@Suite(.enabled(if: Tool.hasOpenSSL)) struct TimestampGarbageTests {
  @Test func damagedAtRandom() throws {
    let one = try StampCase()
    let authority = try LocalAuthority(one.scratch)
    let good = try contents(of: try authority.answer(one.request))
    let list = try one.content("seal/signatures.sha256")
    for seed in 0..<600 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var bad = good
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0..<bad.count, using: &random)
        let end = min(bad.count, start + Int.random(in: 1...6, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bad.replaceSubrange(start..<end, with: random.bytes(end - start))
        case 1: bad.removeSubrange(start..<end)
        case 2: bad.insert(contentsOf: bad[start..<end], at: start)
        default: for index in start..<end { bad[index] = 0xFF }
        }
      }
      let finding = TimestampFinding(
        response: bad, over: list, others: [], roots: nil, at: signingTime)
      // Sound by itself is only what states what the good one does.
      if finding.problems.isEmpty {
        #expect(
          TimestampResponse(der: bad)?.token.flatMap(TimestampToken.init)?.content
            == TimestampResponse(der: good)?.token.flatMap(TimestampToken.init)?.content)
      }
    }
  }

  /// The times that RFC 3161 allows, and how they are rounded; worked out by hand.
  @Test(arguments: [
    ("20240516000000Z", [UInt8](), 1_715_817_600 as Int64?),
    ("20240516000000.25Z", [], 1_715_817_601),
    // 500 ms and 1 s of accuracy, 0.5 s of fraction: 2 s after.
    ("20240516000000.5Z", [0x30, 7, 2, 1, 1, 0x80, 2, 1, 0xF4], 1_715_817_602),
    ("20240516000000Z", [0x30, 3, 0x81, 1, 1], 1_715_817_601),
    ("20240516000000.0000001Z", [], 1_715_817_601),
    ("20240516000000", [], nil), ("20241316000000Z", [], nil), ("20240516000000.Z", [], nil),
    ("99991231235959Z", [], nil), ("20240516000000+0800", [], nil), ("2024051600000aZ", [], nil),
  ])
  func statedTimes(time: String, accuracy: [UInt8], latest: Int64?) {
    let info = DER.element(
      DER.sequence, DER.element(DER.integer, [1]), TimestampObjectID.identifier(1, 2, 3, 4, 1),
      TimestampRequest.imprint(of: []), DER.element(DER.integer, [9]),
      DER.element(DER.generalizedTime, Array(time.utf8)), accuracy)
    #expect(TimestampInfo(der: info)?.latest == latest)
  }
}
