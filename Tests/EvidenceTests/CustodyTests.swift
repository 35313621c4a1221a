import Digest
import Foundation
import Testing

@testable import Evidence

/// The custody chain of a package: its bytes, and every way in which it can be spoilt.
@Suite struct CustodyTests {
  private static var chain: CustodyChain {
    var chain = CustodyChain()
    chain.append("acquired", ["path": "a|b.log", "bytes": "12", "sha256": nil])
    chain.append("acquired", ["path": "甲\"\\\n.log", "bytes": "7"])
    chain.append("analysed", ["tool": "estreat"])
    chain.append("packed", [:])
    return chain
  }

  private var lines: [String] {
    String(decoding: Self.chain.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private func codes(_ lines: [String], pins: [BagInfoField] = Self.chain.pins) throws
    -> Set<String>
  {
    let scratch = try Scratch()
    var info = PackageInfo.example
    info.extra += pins
    let text = lines.map { $0 + "\n" }.joined()
    let builder = PackageBuilder(
      info: info, payload: [PackageMember(CustodyChain.path, .bytes(Array(text.utf8)))])
    let written = try builder.write(to: scratch.file("p.zip"))
    return PackageVerifier().verify(path: written.path).errorCodes
  }

  @Test func aGoodOneIsIntact() throws {
    #expect(lines.count == 4)
    #expect(try codes(lines) == [])
    #expect(CustodyChain().head == String(repeating: "0", count: 64))
  }

  /// The hash worked out by Python's hashlib from the description of the format alone.
  @Test(.enabled(if: Tool.hasPython)) func anotherReaderAgrees() throws {
    let script = """
      import hashlib, json, struct, sys
      previous, count = '0' * 64, 0
      part = lambda text: struct.pack('>Q', len(text.encode())) + text.encode()
      for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
          event = json.loads(line)
          count += 1
          message = part('estreat.custody/1') + struct.pack('>Q', event['n'])
          message += part(event['previous']) + part(event['event'])
          message += struct.pack('>Q', len(event['fields']))
          for name, value in event['fields']:
              message += part(name) + part(value)
          assert event['n'] == count and event['previous'] == previous
          assert hashlib.sha256(message).hexdigest() == event['hash']
          previous = event['hash']
      print(count, previous)
      """
    let scratch = try Scratch()
    let path = try scratch.write("custody.jsonl", Self.chain.bytes)
    let result = try Tool.run("python3", ["-c", script, path])
    #expect(result.output == "4 \(Self.chain.head)\n")
  }

  @Test func theFormIsFixed() {
    #expect(
      lines[1].hasPrefix(
        #"{"n":2,"event":"acquired","fields":[["path","甲\"\\\u000a.log"],["bytes","7"]],"#
          + #""previous":""#))
    #expect(lines[0].contains(#""previous":"\#(String(repeating: "0", count: 64))""#))
    for line in lines { #expect(CustodyRecord(Array(line.utf8))?.line == line) }
  }

  /// What `|` between parts would let pass: the parts are behind their lengths.
  @Test func partsCannotBeDividedOtherwise() {
    func hash(_ fields: [[String]]) -> String {
      CustodyRecord(number: 1, event: "e", fields: fields, previous: CustodyRecord.genesis).hash
    }
    let hashes = [
      hash([["a", "b|c"]]), hash([["a|b", "c"]]), hash([["a", "b"], ["c", ""]]),
      hash([["a", "bc"]]), hash([["ab", "c"]]), hash([]), hash([["", ""]]),
    ]
    #expect(Set(hashes).count == hashes.count)
  }

  @Test func whatIsSpoiltIsNamed() throws {
    let good = lines
    func edited(_ edit: (inout [String]) -> Void) throws -> Set<String> {
      var lines = good
      edit(&lines)
      return try codes(lines)
    }
    #expect(try edited { $0.removeLast() } == ["custody-cut"])
    #expect(try edited { $0.remove(at: 1) } == ["custody-missing", "custody-cut"])
    #expect(try edited { $0.removeFirst() } == ["custody-missing", "custody-cut"])
    #expect(try edited { $0.swapAt(1, 2) } == ["custody-reordered"])
    #expect(
      try edited { $0.insert($0[1], at: 2) } == ["custody-duplicated", "custody-head"])
    #expect(try edited { $0.append($0[3]) } == ["custody-duplicated", "custody-head"])
    #expect(
      try edited { $0[0] = $0[0].replacingOccurrences(of: "12", with: "13") } == ["custody-broken"])
    #expect(try edited { $0[2] = "{}" }.isSuperset(of: ["custody-malformed", "custody-missing"]))
    #expect(try edited { $0[2] += " " }.contains("custody-malformed"))
    #expect(try edited { $0 = [] } == ["custody-cut"])
    // A chain made anew is a chain, but not the one that is pinned.
    var other = CustodyChain()
    for _ in 0..<4 { other.append("acquired", ["path": "x"]) }
    let anew = String(decoding: other.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(try codes(anew) == ["custody-head"])
    // One event exchanged, with a hash of its own that fits: the next one does not continue it.
    let record = CustodyRecord(
      number: 2, event: "acquired", fields: [],
      previous: try #require(
        CustodyRecord(Array(good[0].utf8))
      ).hash)
    #expect(try edited { $0[1] = record.line } == ["custody-broken"])
  }

  @Test func chainAndPinGoTogether() throws {
    let pins = Self.chain.pins
    #expect(try codes(lines, pins: []) == ["custody-pin"])
    #expect(try codes(lines, pins: [pins[0]]) == ["custody-pin"])
    #expect(try codes(lines, pins: pins + [pins[1]]) == ["custody-pin"])
    let scratch = try Scratch()
    var builder = PackageBuilder.example()
    builder.info.extra += pins
    let written = try builder.write(to: scratch.file("p.zip"))
    #expect(PackageVerifier().verify(path: written.path).errorCodes == ["custody-pin"])
  }

  @Test func everyByteCounts() throws {
    let bytes = Self.chain.bytes
    for offset in bytes.indices {
      var bad = bytes
      bad[offset] ^= 1 << UInt8(offset % 8)
      var log = ProblemLog(package: "p.zip")
      CustodyCheck(bytes: bad, info: Self.chain.pins).run(log: &log)
      #expect(!log.sorted.isEmpty, "byte \(offset)")
    }
  }
}
