import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import Evidence

/// The gate: what a mask forgets is found in the finished file, and nothing is kept.
@Suite struct RedactionGateTests {
  private func diagnostics(_ body: () throws -> Void) -> [Diagnostic] {
    do {
      try body()
      return []
    } catch let error as DiagnosticError {
      return error.diagnostics
    } catch {
      return []
    }
  }

  @Test(arguments: [
    ("data/logs/app.jsonl", "CREDIT_CARD"), ("data/config/git_commits.txt", "EMAIL"),
    ("data/metrics/snapshot.openmetrics", "EMAIL"), ("data/findings/incident.json", "SSN"),
    ("data/custody/inputs.sha256", "DIGEST"), ("data/logs/mail.log", "MOBILE"),
  ]) func aForgottenMemberIsFound(_ member: String, _ rule: String) throws {
    let made = try RedactionCase()
    let found = diagnostics { _ = try made.redact { $0.forgets = { $0 == member } } }
    #expect(!found.isEmpty && found.allSatisfy { $0.code == "redaction-gate" }, "\(found)")
    #expect(try made.left(in: "out").isEmpty)
    let places = Set(found.compactMap(\.location?.file))
    // Both forms of the member, and no other.
    #expect(
      places == [
        "INC-1-DISCLOSURE.zip/\(DisclosureLayout.textName(member))",
        "INC-1-DISCLOSURE.zip/\(member).disclosed.jsonl",
      ])
    #expect(found.contains { $0.message.contains(rule) } || rule == "MOBILE", "\(found)")
    #expect(found.allSatisfy { ($0.location?.line ?? 0) > 0 })
    for diagnostic in found {
      for value in RedactionCase.planted { #expect(!"\(diagnostic)".contains(value)) }
    }
  }

  @Test func aForgottenLineHasItsNumber() throws {
    let made = try RedactionCase()
    let found = diagnostics {
      _ = try made.redact { $0.forgets = { $0 == "data/findings/incident.json" } }
    }
    #expect(found.map { $0.location?.line } == [1, 1])
    let custody = diagnostics {
      _ = try made.redact { $0.forgets = { $0 == "data/custody/inputs.sha256" } }
    }
    let lines = custody.filter { $0.location?.file.hasSuffix("inputs.masked.sha256") ?? false }
      .compactMap { $0.location?.line }
    #expect(lines == Array(1...RedactionCase.members.count))
  }

  @Test(arguments: [1, 2]) func insideGzip(_ layers: Int) throws {
    var bytes = Array("fine\ncard 4111111111111111\n".utf8)
    for _ in 0..<layers { bytes = gzipped(bytes) }
    let name = "data/logs/old.log.gz"
    let made = try RedactionCase([PackageMember(name, .bytes(bytes))])
    let found = diagnostics { _ = try made.redact { $0.forgets = { $0 == name } } }
    let hit = found.first {
      $0.location?.file == "INC-1-DISCLOSURE.zip/data/logs/old.log.masked.gz"
    }
    #expect(hit?.message.contains("CREDIT_CARD") == true && hit?.location?.line == 2, "\(found)")
    #expect(try made.left(in: "out").isEmpty)
  }

  /// A copy made by hand, whatever is in it.
  private func gate(
    _ payload: [PackageMember], tagFiles: [PackageMember] = [], contact: String? = nil,
    change: (inout [UInt8]) -> Void = { _ in }
  ) throws -> [Diagnostic] {
    let scratch = try Scratch()
    var info = PackageInfo(
      incidentID: "INC-2", kind: .disclosure, containsUnmaskedData: false,
      baggingDate: "2024-05-16", softwareAgent: "estreat 0.1.0")
    info.operatorName = contact
    info.extra = [BagInfoField("Twin-Binding", "sha256:" + String(repeating: "0d", count: 32))]
    let empty = MerkleDocument(
      treeSize: 0, root: MerkleTree.emptyRoot, members: [], blockRoots: [], proofs: [])
    var builder = PackageBuilder(info: info, payload: payload, tagFiles: tagFiles)
    builder.merkle = .carried(document: Array(empty.text.utf8))
    let written = try builder.write(to: scratch.file("INC-2-DISCLOSURE.zip"))
    var bytes = try contents(of: written.path)
    change(&bytes)
    try scratch.write("INC-2-DISCLOSURE.zip", bytes)
    let gate = RedactionGate(rules: try Mask.rules(), limits: VerificationLimits())
    var found: [Diagnostic] = []
    found = diagnostics { found = try gate.run(written.path) } + found
    return found
  }

  /// A member with the disclosed form that its name needs.
  private func member(_ name: String, _ bytes: [UInt8]) -> [PackageMember] {
    [
      PackageMember(DisclosureLayout.textName(name), .bytes(bytes)),
      PackageMember(name + ".disclosed.jsonl", .bytes([])),
    ]
  }

  @Test func cleanCopyPasses() throws {
    #expect(try gate(member("data/logs/a.log", Array("fine\n".utf8))).isEmpty)
  }

  @Test func namesAndTagFilesAreScanned() throws {
    let named = try gate(member("data/logs/4111111111111111.log", Array("fine\n".utf8)))
    // Both names, and the lists that hold them.
    #expect(named.count { $0.message.contains("its name") } == 2)
    #expect(named.allSatisfy { $0.code == "redaction-gate" && !"\($0)".contains("4111") })
    #expect(named.contains { $0.location?.file.hasSuffix("/manifest-sha256.txt") ?? false })
    let contact = try gate(
      member("data/a", Array("fine\n".utf8)), contact: "jo.doe@example.com")
    #expect(contact.contains { $0.location?.file.hasSuffix("/bag-info.txt") ?? false })
    let page = PackageMember("report.html", .bytes(Array("<b>536-22-8145</b>".utf8)))
    let report = try gate(member("data/a", Array("fine\n".utf8)), tagFiles: [page])
    #expect(report.map { $0.location?.file } == ["INC-2-DISCLOSURE.zip/report.html"])
  }

  @Test(arguments: [
    Array("%PDF-1.7\nfine\n".utf8), [0x50, 0x4B, 3, 4] + Array(repeating: 65, count: 40),
    [0x66, 0, 0x69, 0, 0x6E, 0, 0x65, 0, 0x0A, 0], Array(gzipped(Array("fine\n".utf8)).dropLast(4)),
  ]) func whatCannotBeLookedThroughIsAHit(_ bytes: [UInt8]) throws {
    let found = try gate(member("data/logs/a.log", bytes))
    #expect(found.map(\.message).contains { $0.contains("cannot be looked through") }, "\(found)")
  }

  @Test func sealedPartsMustBeEnvelopes() throws {
    let raw = PackageMember("data/sealed/full.cms", .bytes(Array("4111111111111111\n".utf8)))
    #expect(try gate([raw]).map(\.code) == ["redaction-gate"])
  }

  @Test func bytesOfNoMemberAreFound() throws {
    let clean = member("data/logs/a.log", Array("fine\n".utf8))
    let trailing = try gate(clean) { $0 += Array("4111111111111111".utf8) }
    #expect(trailing.contains { $0.code == "trailing-bytes" }, "\(trailing)")
    let comment = try gate(clean) { bytes in
      bytes[bytes.count - 2] = 4
      bytes += Array("4111".utf8)
    }
    #expect(comment.contains { $0.code == "archive-comment" }, "\(comment)")
  }

  @Test func rawMembersAndMissingStatementsAreReported() throws {
    let raw = PackageMember("data/logs/raw.log", .bytes(Array("fine\n".utf8)))
    #expect(try gate([raw]).map(\.code) == ["disclosure-member"])
    let scratch = try Scratch()
    let info = PackageInfo(
      incidentID: "INC-3", kind: .disclosure, containsUnmaskedData: true,
      baggingDate: "2024-05-16", softwareAgent: "estreat 0.1.0")
    var builder = PackageBuilder(info: info, payload: member("data/a", Array("fine\n".utf8)))
    let empty = MerkleDocument(
      treeSize: 0, root: MerkleTree.emptyRoot, members: [], blockRoots: [], proofs: [])
    builder.merkle = .carried(document: Array(empty.text.utf8))
    let report = PackageVerifier().verify(path: try builder.write(to: scratch.file("a.zip")).path)
    #expect(report.errors.map(\.code) == ["disclosure-info", "disclosure-info"])
  }
}
