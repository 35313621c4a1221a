import Diagnostics
import Foundation
import Testing

@testable import Evidence

@Suite struct DisclosureProofTests {
  private let scratch: Scratch
  private let package: String
  private let root: String
  private static let ranges = [
    LineRange(member: "data/logs/b.log", lines: 1...2),
    LineRange(member: "data/logs/b.log", lines: 2...4),
    LineRange(member: "data/logs/a.log", lines: 2...2),
    LineRange(member: "data/scan/noise", lines: 1...1),
  ]

  init() throws {
    scratch = try Scratch()
    package = scratch.file("full.zip")
    let written = try MerkleSample.builder(store: true).write(to: package)
    let zip = RawZip(parsing: try contents(of: written.path))
    root = try MerkleDocument(zip.data("data/integrity/merkle.json")).statement.root
  }

  private func proof(_ path: String? = nil) throws -> DisclosureProof {
    try DisclosureMaker().make(path ?? package, Self.ranges) { value, rule in
      "[\(rule) \(value.count)]"
    }
  }

  private func codes(
    _ proof: DisclosureProof, root: String? = nil, package: String? = nil
  ) -> Set<String> {
    Set(DisclosureCheck(root: root, package: package).run(proof, path: "proof.json").map(\.code))
  }

  @Test func linesAreProvenAndMasked() throws {
    let proof = try proof()
    #expect(proof.lines.map(\.leaf) == [1, 3, 4, 5, 6, 2503])
    #expect(proof.lines.map(\.shown.line) == [2, 1, 2, 3, 4, 1])
    #expect(proof.rootText == root)
    #expect(
      String(decoding: proof.lines[0].shown.shownBytes, as: UTF8.self)
        == "[PIN 4] and [PIN 4]\n")
    #expect(!proof.text.contains("pin 1000") && !proof.text.contains("and 8888"))
    #expect(codes(proof) == ["disclosure-unpinned"])
    #expect(codes(proof, root: root) == [])
    #expect(codes(proof, package: package) == [])
    let read = try DisclosureProof(file: scratch.write("p.json", Array(proof.text.utf8)))
    #expect(read == proof && read.text == proof.text)
  }

  @Test func aDisclosureCopyGivesTheSameProof() throws {
    let zip = RawZip(parsing: try contents(of: package))
    let copy = try MerkleSample.copy(of: zip).write(to: scratch.file("copy.zip"))
    let (mine, theirs) = (try proof(), try proof(copy.path))
    #expect(mine.lines == theirs.lines && mine.root == theirs.root)
    #expect(theirs.packageID == copy.packageID)
    #expect(codes(theirs, package: copy.path) == [])
    #expect(codes(theirs, package: package) == ["disclosure-twin"])
  }

  @Test func everyChangeShows() throws {
    let good = try proof()
    var edits: [DisclosureProof] = []
    for index in good.lines.indices {
      var leaf = good
      leaf.lines[index].leaf ^= 1
      edits.append(leaf)
      for step in good.lines[index].path.indices {
        var path = good
        path.lines[index].path[step][7] ^= 4
        edits.append(path)
      }
      var line = good
      line.lines[index].shown.segments.append(
        .visible(bytes: [65], salt: [UInt8](repeating: 0, count: 16)))
      edits.append(line)
    }
    var size = good
    size.treeSize = 2
    edits.append(size)
    for edit in edits { #expect(codes(edit).contains("disclosure-line-false")) }
    var other = good
    other.root[0] ^= 1
    #expect(codes(other, root: root).isSuperset(of: ["disclosure-root", "disclosure-line-false"]))
  }

  /// The tree proves bytes, the package says where they stand.
  @Test func aWrongPlace() throws {
    var line = try proof()
    line.lines[0].shown.line = 3
    #expect(codes(line, root: root) == [])
    #expect(codes(line, package: package) == ["disclosure-place"])
    var member = try proof()
    member.lines[0].member = "data/logs/b.log"
    #expect(codes(member, package: package) == ["disclosure-place"])
  }

  @Test func anotherPackage() throws {
    var builder = MerkleSample.builder(lines: 2)
    let other = try builder.write(to: scratch.file("other.zip"))
    #expect(codes(try proof(), package: other.path) == ["disclosure-root"])
    builder.merkle = .lines(key: nil, splitter: MerkleSample.splitter)
    #expect(codes(try proof(), package: scratch.file("none.zip")).contains("file-unreadable"))
  }

  @Test func whatCannotBeDisclosed() throws {
    func codes(_ path: String, _ range: LineRange) -> [String] {
      do {
        _ = try DisclosureMaker().make(path, [range]) { _, rule in rule }
        return []
      } catch {
        return error.diagnostics.map(\.code)
      }
    }
    let lines = LineRange(member: "data/logs/b.log", lines: 2500...2500)
    #expect(codes(package, lines) == [])
    for range in [
      LineRange(member: "data/logs/b.log", lines: 2501...2501),
      LineRange(member: "data/logs/b.log", lines: 0...1),
      LineRange(member: "data/logs/none", lines: 1...1),
      LineRange(member: "data/custody/empty", lines: 1...1),
      LineRange(member: "data/logs/b.log", lines: 1...UInt64(Int64.max)),
    ] {
      #expect(codes(package, range) == ["disclosure-line"])
    }
    var zip = RawZip(parsing: try contents(of: package))
    zip.edit("data/logs/b.log") { $0.replacing("call 1\n", with: "call 3\n") }
    let bad = try scratch.write("bad.zip", zip.bytes)
    #expect(Set(codes(bad, lines)).isSuperset(of: ["member-changed", "merkle-root"]))
    #expect(codes(scratch.file("none.zip"), lines) == ["file-unreadable"])
  }

  @Test func whatIsNoProof() throws {
    let text = try proof().text
    let bad = [
      "", "{}", String(text.dropLast(4)), text.replacing("estreat.disclosure/1", with: "x"),
      text.replacing("\"treeSize\":", with: "\"treesize\":"),
      text.replacing("\"path\":[\"", with: "\"path\":[\"0"),
      text.replacing("\"member\":", with: "\"extra\":1,\"member\":"),
    ]
    for text in bad {
      let path = try scratch.write("bad.json", Array(text.utf8))
      var codes: [String] = []
      do {
        _ = try DisclosureProof(file: path)
      } catch {
        codes = error.diagnostics.map(\.code)
      }
      #expect(codes == ["disclosure-malformed"], "\(text.prefix(60))")
    }
  }
}
