import Foundation
import Testing

@testable import Evidence

/// The list of splits may outgrow what is held of a list: it is read beside the members.
@Suite struct SplitLimitTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Bounds under which no list of the sample but that of the splits is too large.
  private let limits: VerificationLimits = {
    var limits = VerificationLimits()
    limits.listBytes = 16 << 10
    return limits
  }()

  @Test(arguments: [true, false]) func largerThanAList(_ store: Bool) throws {
    let written = try MerkleSample.builder(store: store).write(to: scratch.file("good.zip"))
    let zip = RawZip(parsing: try contents(of: written.path))
    let segments = try #require(zip.entries.first { $0.text == MerkleLayout.segments })
    if store { #expect(segments.data.count > limits.listBytes) }
    let report = PackageVerifier(limits: limits).verify(path: written.path)
    #expect(report.outcome == .intact, "\(report.errors)")
  }

  @Test func changesInItAreStillTold() throws {
    let written = try MerkleSample.builder().write(to: scratch.file("good.zip"))
    for (from, to, code) in [
      ("\n{\"leaf\":2001,", "\n{\"leaf\":2002,", "merkle-root"),
      ("\n{\"leaf\":2001,", "\n{\"leaf\":3,", "merkle-segments"),
    ] {
      var zip = RawZip(parsing: try contents(of: written.path))
      zip.edit(MerkleLayout.segments) { $0.replacing(from, with: to) }
      zip.relist()
      let path = try scratch.write("bad.zip", zip.bytes)
      let codes = PackageVerifier(limits: limits).verify(path: path).errorCodes
      #expect(codes.contains(code), "\(codes)")
    }
  }

  @Test func aLastLineWithoutAnEnd() throws {
    let written = try MerkleSample.builder().write(to: scratch.file("good.zip"))
    var zip = RawZip(parsing: try contents(of: written.path))
    zip.edit(MerkleLayout.segments) { String($0.dropLast()) }
    zip.relist()
    let path = try scratch.write("bad.zip", zip.bytes)
    // The last split is not taken, so that its line gives another leaf as well.
    let codes = PackageVerifier(limits: limits).verify(path: path).errorCodes
    #expect(codes.isSuperset(of: ["merkle-segments", "merkle-root"]))
  }

  @Test func aTreeLargerThanAListIsNamedSo() throws {
    let written = try MerkleSample.builder().write(to: scratch.file("good.zip"))
    let zip = RawZip(parsing: try contents(of: written.path))
    let sizes = Dictionary(
      zip.entries.map { ($0.text, $0.data.count) }, uniquingKeysWith: { first, _ in first })
    let largest = try #require(
      ["manifest-sha256.txt", "VERIFY.txt", "verify.sh", "sm3sums.txt", "bag-info.txt"]
        .compactMap { sizes[$0] }.max())
    let document = try #require(sizes[MerkleLayout.document])
    var limits = VerificationLimits()
    limits.listBytes = UInt64(document - 1)
    let codes = PackageVerifier(limits: limits).verify(path: written.path).errorCodes
    #expect(codes.contains("list-too-large") && !codes.contains("merkle-missing"))
    if largest < document { #expect(codes == ["list-too-large"]) }
  }

  @Test func oneThatIsNotThereIsMissing() throws {
    let written = try MerkleSample.builder().write(to: scratch.file("good.zip"))
    var zip = RawZip(parsing: try contents(of: written.path))
    zip.entries.removeAll { $0.text == MerkleLayout.segments }
    zip.relist()
    let path = try scratch.write("bad.zip", zip.bytes)
    #expect(PackageVerifier(limits: limits).verify(path: path).errorCodes == ["merkle-missing"])
  }

  @Test func storedProofsOfCitedLines() throws {
    var builder = MerkleSample.builder()
    builder.cited = ["data/logs/b.log": [2, 1025, 2400], "data/logs/a.log": [1, 2, 3]]
    let written = try builder.write(to: scratch.file("cited.zip"))
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
    let document = try MerkleDocument(
      RawZip(parsing: try contents(of: written.path)).data(MerkleLayout.document))
    let plain = try MerkleSample.builder().write(to: scratch.file("plain.zip"))
    let other = try MerkleDocument(
      RawZip(parsing: try contents(of: plain.path)).data(MerkleLayout.document))
    #expect(document.root == other.root)
    let first = try #require(document.members.first { $0.name == "data/logs/b.log" }).firstLeaf
    let wanted = [first + 1, first + 1024, first + 2399, 1]
    #expect(
      Set(document.proofs.map(\.leaf)) == Set(other.proofs.map(\.leaf)).union(wanted))
  }
}
