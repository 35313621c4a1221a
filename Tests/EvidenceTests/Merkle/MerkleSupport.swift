import Foundation

@testable import Evidence

/// A package whose lines hold values that a splitter of the test's own finds.
enum MerkleSample {
  /// Every run of four digits.
  static let splitter: SensitiveSplitter = { block in
    var spans: [SensitiveSpan] = []
    var start = 0
    for index in 0...block.count {
      let isDigit = index < block.count && (48..<58).contains(block[index])
      if isDigit { continue }
      if index - start == 4 { spans.append(SensitiveSpan(range: start..<index, rule: "PIN")) }
      start = index + 1
    }
    return spans
  }

  /// Lines with and without a value, enough of them for three blocks; a binary member, an empty
  /// one, one without a last line feed.
  static func builder(lines: Int = 2500, store: Bool = true) -> PackageBuilder {
    var random = SeededGenerator(seed: 11)
    let log = (0..<lines).map { index in
      index % 3 == 0 ? "call \(index): pin \(1000 + index % 9000), \"ok\"\n" : "call \(index)\n"
    }
    var builder = PackageBuilder(
      info: .example,
      payload: [
        PackageMember("data/logs/b.log", .bytes(Array(log.joined().utf8))),
        PackageMember("data/logs/a.log", .bytes(Array("first\n7777 and 8888\nno end".utf8))),
        PackageMember("data/scan/noise", .bytes(random.bytes(2000))),
        PackageMember("data/custody/empty", .bytes([])),
      ], store: store)
    builder.merkle = .lines(key: .example, splitter: splitter)
    return builder
  }

  /// The disclosure copy of a full package, as its masking would write it.
  static func copy(of full: RawZip) throws -> PackageBuilder {
    func data(_ name: String) -> [UInt8] { full.entries.first { $0.text == name }?.data ?? [] }
    let document = try MerkleDocument(data(MerkleLayout.document))
    var splits: [UInt64: [SensitiveSpan]] = [:]
    for line in data(MerkleLayout.segments).split(separator: 10) {
      let next = try Array(line).withUnsafeBytes { bytes in
        Result { () throws(MerkleDefect) in try SplitLine(bytes) }
      }.get()
      splits[next.leaf] = next.spans
    }
    var payload: [PackageMember] = []
    for member in document.members {
      var leaf = member.firstLeaf
      var number: UInt64 = 0
      var out = ""
      var rest = data(member.name)[...]
      while !rest.isEmpty {
        let end = rest.firstIndex(of: 10).map { $0 + 1 } ?? rest.endIndex
        let line = Array(rest[..<end])
        rest = rest[end...]
        number += 1
        let shown = DisclosedLine(
          member: member.name, line: number, bytes: line,
          segments: LineSegment.split(line.count, at: splits[leaf] ?? []),
          salts: MaskKey.example.salts
        ) { value, rule in "[\(rule) \(value.count)]" }
        out += shown.json + "\n"
        leaf += 1
      }
      payload.append(
        PackageMember(member.name + MerkleLayout.disclosedSuffix, .bytes(Array(out.utf8))))
    }
    var info = PackageInfo.example
    info.kind = .disclosure
    info.extra = [BagInfoField("Twin-Binding", "sha256:" + String(repeating: "0d", count: 32))]
    info.containsUnmaskedData = false
    var builder = PackageBuilder(info: info, payload: payload, store: true)
    builder.merkle = .carried(document: data(MerkleLayout.document))
    return builder
  }
}

extension RawZip {
  func data(_ name: String) -> [UInt8] { entries.first { $0.text == name }?.data ?? [] }

  mutating func set(_ name: String, _ bytes: [UInt8]) {
    guard let index = entries.firstIndex(where: { $0.text == name }) else { return }
    entries[index].setData(bytes)
  }

  mutating func edit(_ name: String, _ change: (String) -> String) {
    set(name, Array(change(String(decoding: data(name), as: UTF8.self)).utf8))
  }

  /// Makes all lists anew, as someone would who changes an unsigned package with skill: what is
  /// reported then, the tree alone has shown.
  mutating func relist() {
    let payload = entries.filter { $0.text.hasPrefix("data/") }
    let bytes = payload.reduce(0) { $0 + $1.data.count }
    edit("bag-info.txt") { text in
      text.split(separator: "\n").map {
        $0.hasPrefix("Payload-Oxum") ? "Payload-Oxum: \(bytes).\(payload.count)" : String($0)
      }.joined(separator: "\n") + "\n"
    }
    func list(isSM3: Bool = false, _ isIn: (String) -> Bool) -> [UInt8] {
      let lines = entries.filter { isIn($0.text) }.map { entry -> (String, String) in
        let digest = try? MemberDigest(of: .bytes(entry.data))
        return (entry.text, (isSM3 ? digest?.sm3 : digest?.sha256) ?? "")
      }
      return Array(ChecksumList.text(lines, style: isSM3 ? .tagged("SM3") : .plain).utf8)
    }
    set("manifest-sha256.txt", list { $0.hasPrefix("data/") })
    let later: Set<String> = ["mimetype", "tagmanifest-sha256.txt", "sm3sums.txt"]
    set(
      "tagmanifest-sha256.txt",
      list { !$0.hasPrefix("data/") && !later.contains($0) })
    set("sm3sums.txt", list(isSM3: true) { $0 != "mimetype" && $0 != "sm3sums.txt" })
  }
}
