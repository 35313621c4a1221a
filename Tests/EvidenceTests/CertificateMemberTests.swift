import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// When `certificate.pdf` is made, what it is told, and which lists cover it (RULES "Packages").
@Suite struct CertificateMemberTests {
  /// A stand-in that only repeats what it was told.
  private static let repeating: PackageRoots.Certificate = { roots in
    let lines =
      [roots.manifestSHA256, roots.merkleRoot ?? "-"]
      + roots.payload.map { "\($0.path) \($0.sizeBytes) \($0.sha256)" }
    return Array(lines.joined(separator: "\n").utf8)
  }

  private func package(_ scratch: Scratch) throws -> WrittenPackage {
    var builder = PackageBuilder.example()
    builder.certificate = Self.repeating
    return try builder.write(to: scratch.file(builder.info.fileName))
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasSha256sum))
  func itIsToldTheManifestThatThePackageHolds() throws {
    let scratch = try Scratch()
    let written = try package(scratch)
    let told = try Tool.run("unzip", ["-p", written.path, "certificate.pdf"]).output
      .split(separator: "\n").map(String.init)
    let sum = try Tool.run(
      "sh", ["-c", "unzip -p '\(written.path)' manifest-sha256.txt | sha256sum"])
    #expect(told.first == String(sum.output.prefix(64)))
    let root = try Tool.run(
      "sh", ["-c", "unzip -p '\(written.path)' bag-info.txt | sed -n 's/^Merkle-Root: //p'"])
    #expect(told[1].count == 64 && told[1] + "\n" == root.output)
    // SHA-256 of nothing, FIPS 180-4.
    #expect(
      told[2] == "data/custody/empty 0 "
        + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(told.count == 10 && told[8].hasPrefix("data/metrics/flat.openmetrics 5000 "))
  }

  @Test(.enabled(if: Tool.hasUnzip && Tool.hasSha256sum && Tool.hasSM3))
  func theTagManifestAndTheSM3ListCoverItThePayloadManifestDoesNot() throws {
    let scratch = try Scratch()
    let written = try package(scratch)
    let bag = scratch.file("bag")
    #expect(try Tool.run("unzip", ["-q", written.path, "-d", bag]).status == 0)
    func holds(_ list: String) throws -> Bool {
      try Tool.run("grep", ["-q", "certificate.pdf", list], in: bag).status == 0
    }
    #expect(try holds("tagmanifest-sha256.txt") && holds("sm3sums.txt"))
    #expect(try !holds("manifest-sha256.txt"))
    let checks = ["sha256sum -c --strict tagmanifest-sha256.txt", "cksum -a sm3 -c sm3sums.txt"]
    for check in checks { #expect(try Tool.run("sh", ["-c", check], in: bag).status == 0) }
    #expect(
      try Tool.run("sh", ["verify.sh", written.path], in: bag).output.contains("all checks passed"))
    #expect(try Tool.run("sh", ["-c", "printf x >>certificate.pdf"], in: bag).status == 0)
    for check in checks { #expect(try Tool.run("sh", ["-c", check], in: bag).status != 0) }
    #expect(try Tool.run("sh", ["verify.sh"], in: bag).status != 0)
  }

  @Test func thePackageWithItIsIntactAndItIsStored() throws {
    let scratch = try Scratch()
    let written = try package(scratch)
    let report = PackageVerifier().verify(path: written.path, packageID: written.packageID)
    #expect(report.outcome == .intact && report.memberCount == 18)
    #expect(ZipFormat.method(for: "certificate.pdf", store: false) == .stored)
    // Another certificate is another package.
    var other = PackageBuilder.example()
    other.certificate = { _ in [1] }
    #expect(try other.write(to: scratch.file("o.zip")).packageID != written.packageID)
  }

  @Test func nothingIsLeftWhenItCannotBeMade() throws {
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    builder.certificate = { (_) throws(DiagnosticError) in
      throw DiagnosticError(Diagnostic(.error, "certificate-drawing", "no ink"))
    }
    #expect(throws: DiagnosticError.self) { try builder.write(to: scratch.file("p.zip")) }
    #expect(try scratch.contents.isEmpty)
  }

  @Test func aSecondOneIsRefused() throws {
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    builder.tagFiles.append(PackageMember("certificate.pdf", .bytes([1])))
    builder.certificate = Self.repeating
    #expect {
      try builder.write(to: scratch.file("p.zip"))
    } throws: { error in
      (error as? DiagnosticError)?.diagnostics.map(\.code) == ["duplicate-member"]
    }
  }
}
