import Diagnostics
import Foundation
import Testing

@testable import Evidence

/// The scripts of `Merkle.docc/Format.md`, run as they stand there on what estreat wrote.
@Suite(.enabled(if: Tool.hasPython && Tool.hasUnzip)) struct MerkleStockToolTests {
  private let scratch: Scratch
  private let root: String
  private var bag: String { scratch.file("bag") }

  init() throws {
    scratch = try Scratch()
    let written = try MerkleSample.builder(store: false).write(to: scratch.file("p.zip"))
    let unzip = try Tool.run("unzip", ["-q", written.path, "-d", scratch.file("bag")])
    #expect(unzip.status == 0, "\(unzip.output)")
    let document = try MerkleDocument(
      contents(of: scratch.file("bag/data/integrity/merkle.json")))
    root = document.statement.root
    let proof = try DisclosureMaker().make(
      written.path,
      [
        LineRange(member: "data/logs/a.log", lines: 1...3),
        LineRange(member: "data/logs/b.log", lines: 1024...1026),
        LineRange(member: "data/scan/noise", lines: 1...2),
      ]
    ) { _, rule in "[\(rule)]" }
    try proof.write(to: scratch.file("proof.json"))
  }

  /// Fenced code of the page in `language`, in order.
  private func code(_ language: String) throws -> [String] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/Evidence/Merkle/Merkle.docc/Format.md")
    let text = try String(contentsOf: page.standardized, encoding: .utf8)
    return text.components(separatedBy: "```\(language)\n").dropFirst()
      .map { $0.components(separatedBy: "\n```")[0] + "\n" }
  }

  @Test func pythonProvesTheLines() throws {
    let script = try #require(code("python").first)
    #expect(script.split(separator: "\n").count <= 40)
    func run(_ name: String, _ root: String) throws -> (status: Int32, output: String) {
      try Tool.run("python3", ["-c", script, scratch.file(name), root])
    }
    let good = try run("proof.json", root)
    #expect(good.status == 0, "\(good.output)")
    #expect(
      good.output.hasPrefix(
        "proven: data/logs/a.log 1 first\nproven: data/logs/a.log 2 [PIN] and [PIN]\n"))
    #expect(good.output.components(separatedBy: "proven: ").count == 9)
    #expect(try run("proof.json", String(repeating: "0", count: 64)).status != 0)
    let text = String(decoding: try contents(of: scratch.file("proof.json")), as: UTF8.self)
    for (old, new) in [
      ("first\\n", "First\\n"), ("\"leaf\":0,", "\"leaf\":1,"), (" and ", " or "),
      ("\"path\":[\"", "\"path\":[\"00"),
    ] {
      try scratch.write("bad.json", Array(text.replacing(old, with: new).utf8))
      #expect(try run("bad.json", root).status != 0, "\(old)")
    }
  }

  @Test func pythonWorksOutTheRoot() throws {
    let scripts = try code("python")
    #expect(scripts.count == 2)
    let run = try Tool.run("python3", ["-c", scripts[1]], in: bag)
    let info = String(decoding: try contents(of: bag + "/bag-info.txt"), as: UTF8.self)
    let leaves = try #require(info.split(separator: "\n").first { $0.hasPrefix("Merkle-Leaves") })
    #expect(run.output == "\(root) \(leaves.dropFirst(15))\n")
    try scratch.write("bag/data/logs/a.log", Array("First\n7777 and 8888\nno end".utf8))
    #expect(try !Tool.run("python3", ["-c", scripts[1]], in: bag).output.hasPrefix(root))
  }

  /// Around the length at which a line is cut: 16 MiB and 6 bytes, then another line; 16 MiB alone.
  @Test func pythonCutsLongLinesAlike() throws {
    let long = [UInt8](repeating: 97, count: (16 << 20) + 4) + Array("b\nnext".utf8)
    var builder = MerkleSample.builder(lines: 1)
    builder.merkle = .lines(key: .example, splitter: nil)
    builder.payload = [
      PackageMember("data/logs/long.log", .bytes(long)),
      PackageMember("data/logs/max.log", .bytes(Array(long.prefix(16 << 20)))),
    ]
    let written = try builder.write(to: scratch.file("long.zip"))
    #expect(PackageVerifier().verify(path: written.path).outcome == .intact)
    let folder = scratch.file("long")
    #expect(try Tool.run("unzip", ["-q", written.path, "-d", folder]).status == 0)
    let document = try MerkleDocument(contents(of: folder + "/data/integrity/merkle.json"))
    #expect(document.members.map(\.lines) == [3, 1])
    let run = try Tool.run("python3", ["-c", try code("python")[1]], in: folder)
    #expect(run.output == "\(document.statement.root) 4\n")
  }

  @Test(.enabled(if: Tool.find("openssl") != nil && Tool.find("xxd") != nil))
  func opensslWorksOutALeaf() throws {
    let script = try #require(code("sh").first)
    let own = script.replacing("data/logs/app_error.jsonl n=12", with: "data/logs/a.log n=1")
    #expect(own != script)
    let run = try Tool.run("sh", ["-c", own], in: bag)
    let document = try MerkleDocument(contents(of: bag + "/data/integrity/merkle.json"))
    let proof = try #require(document.proofs.first)
    #expect(proof.leaf == 0)
    #expect(run.output.hasSuffix("= \(Hex.text(proof.hash))\n"), "\(run.output)")
  }
}

@Suite struct MerklePackingTests {
  /// More than a megabyte of splits goes through a file, which leaves nothing behind.
  @Test func splitsThatOutgrowMemory() throws {
    let scratch = try Scratch()
    var builder = MerkleSample.builder()
    let line = "7777 " + String(repeating: "x 8888 ", count: 10) + "\n"
    let log = Array(String(repeating: line, count: 12_000).utf8)
    builder.payload.append(PackageMember("data/logs/c.log", .bytes(log)))
    builder.jobs = 1
    let a = try builder.write(to: scratch.file("a.zip"))
    builder.jobs = 4
    let b = try builder.write(to: scratch.file("b.zip"))
    #expect(try contents(of: a.path) == contents(of: b.path))
    let zip = RawZip(parsing: try contents(of: a.path))
    #expect(zip.data("data/integrity/merkle-segments.jsonl").count > 3 << 19)
    #expect(PackageVerifier().verify(path: a.path).outcome == .intact)
    #expect(try scratch.contents == ["a.zip", "a.zip.sha256", "b.zip", "b.zip.sha256"])
    // Nor when the package fails after the tree was made.
    builder.payload.append(PackageMember("data/x", .file("/no/such/file")))
    #expect(throws: (any Error).self) { try builder.write(to: scratch.file("c.zip")) }
    #expect(try scratch.contents.count == 4)
  }

  /// Without a key of the caller's, salts and root are never the same twice.
  @Test func aKeyIsDrawnAnew() throws {
    let scratch = try Scratch()
    var builder = MerkleSample.builder(lines: 2)
    builder.merkle = .lines(key: nil, splitter: nil)
    let a = try builder.write(to: scratch.file("a.zip"))
    let b = try builder.write(to: scratch.file("b.zip"))
    #expect(a.packageID != b.packageID)
    for package in [a, b] {
      #expect(PackageVerifier().verify(path: package.path).outcome == .intact)
    }
  }

  @Test func keyFiles() throws {
    let scratch = try Scratch()
    let hex = String(repeating: "0f", count: 32)
    for text in [hex, hex + "\n"] {
      let key = try MaskKey(file: scratch.write("k", Array(text.utf8)))
      #expect(key.bytes == [UInt8](repeating: 15, count: 32))
    }
    for text in ["", "\n", String(hex.dropLast()), hex + "\n\n", hex.uppercased(), hex + "00"] {
      let path = try scratch.write("k", Array(text.utf8))
      var codes: [String] = []
      do {
        _ = try MaskKey(file: path)
      } catch {
        codes = error.diagnostics.map(\.code)
      }
      #expect(codes == ["mask-key"], "\(text)")
    }
  }

  /// What the caller may not supply itself.
  @Test func reservedNames() throws {
    let scratch = try Scratch()
    for name in ["merkle.json", "merkle-segments.jsonl", "mask-key.hex"] {
      var builder = MerkleSample.builder(lines: 1)
      builder.payload.append(PackageMember("data/integrity/" + name, .bytes([])))
      var codes: [String] = []
      do {
        _ = try builder.write(to: scratch.file("p.zip"))
      } catch {
        codes = error.diagnostics.map(\.code)
      }
      #expect(codes == ["duplicate-member"])
    }
    var builder = MerkleSample.builder(lines: 1)
    builder.info.extra = [BagInfoField("Merkle-Root", "00")]
    #expect(throws: (any Error).self) { try builder.write(to: scratch.file("p.zip")) }
    // Other things may lie there; they are no leaves.
    builder.info.extra = []
    let plain = try builder.write(to: scratch.file("p.zip"))
    let before = PackageVerifier().verify(path: plain.path).bagInfo.first {
      $0.key == "Merkle-Root"
    }
    builder.payload.append(PackageMember("data/integrity/hashchain.json", .bytes([65])))
    let more = try builder.write(to: scratch.file("p.zip"))
    let report = PackageVerifier().verify(path: more.path)
    #expect(report.outcome == .intact)
    #expect(report.bagInfo.first { $0.key == "Merkle-Root" } == before)
  }
}
