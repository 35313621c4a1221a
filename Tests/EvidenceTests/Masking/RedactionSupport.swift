import Digest
import Foundation
import TestSupport

@testable import Evidence

/// A full package with sensitive values wherever one may stand, and its copies.
struct RedactionCase {
  let scratch: Scratch
  let full: WrittenPackage

  /// Values that must not be readable in a copy, in any spelling with the same digits or letters.
  static let planted = [
    "4111111111111111", "5500-0055-5555-5559", "536-22-8145", "jo.doe@example.com",
    "4251234567890", "hunter2!pass", "lin.yue@example.com", "Lin Yue",
    "AKIAIOSFODNN7EXAMPLE", "13800138000",
  ]

  static let members: [(String, String)] = [
    (
      "data/logs/app.jsonl",
      """
      {"ts":1715752805361357,"msg":"charge","card":"4111111111111111","ssn":"536-22-8145"}
      {"msg":"number","card":4111111111111111,"trace_id":"6499d9349188b203a9151a6b4250d4ec"}
      {"msg":"escaped \\u0034111111111111111\\n5500-0055-5555-5559 \\"jo.doe@example.com\\""}
      {"msg":"nested {\\"password\\":\\"hunter2!pass\\",\\"o\\":\\"4251234567890\\"}"}
      {"msg":"nothing here","password":"***"}

      """
    ),
    (
      "data/logs/mail.log",
      "2024-05-15 GET /u?m=jo.doe%40example.com&c=4111%201111%201111%201111\r\nplain line\r\n"
        + "no line feed at the end, 13800138000"
    ),
    (
      "data/metrics/snapshot.openmetrics",
      #"up{user="jo.doe@example.com",card="4111111111111111"} 1 1715752805"# + "\n# EOF\n"
    ),
    (
      "data/config/git_commits.txt",
      "commit 7f3c1d9be40a52c86b1f0e7d9a3c4b5566778f01\nAuthor: Lin Yue <lin.yue@example.com>\n"
    ),
    (
      "data/scan/trivy.json",
      """
      {
        "Results": [
          {"Match": "aws_key = AKIAIOSFODNN7EXAMPLE", "Code": 4111111111111111},
          {"ImageID": "sha256:1c0ffee0d15ea5e0badc0de0feedface0123456789abcdef0011223344556677"}
        ]
      }

      """
    ),
    ("data/findings/incident.json", #"{"exposures":[{"sample":"536-22-8145"}]}"# + "\n"),
    ("data/config/appendix.yaml", "estreat: 1\nparties: {supplier: Example Cloud Ltd.}\n"),
    ("data/notes/empty.txt", ""),
  ]

  /// The digest that stands for the whole custody chain of the full package.
  let custodyHead: String

  init(
    _ extra: [PackageMember] = [], splitter: SensitiveSplitter? = nil, id: String = "INC-1"
  ) throws {
    scratch = try Scratch()
    var members = Self.members.map { PackageMember($0.0, .bytes(Array($0.1.utf8))) } + extra
    // What a package says of its sources: digests of bytes that are not shown.
    var sums = ""
    var index = ""
    var custody = CustodyChain()
    for (name, text) in Self.members {
      let digest = SHA256.hexDigest(Array(text.utf8))
      sums += "\(digest)  \(name)\n"
      custody.append("acquired", ["path": name, "sha256": digest])
      index += #"{"slice":"\#(name)","sha256":"\#(digest)","line":1}"# + "\n"
    }
    members.append(PackageMember("data/custody/inputs.sha256", .bytes(Array(sums.utf8))))
    members.append(PackageMember(CustodyChain.path, .bytes(custody.bytes)))
    custodyHead = custody.head
    members.append(PackageMember("data/logs/index.jsonl", .bytes(Array(index.utf8))))
    var info = PackageInfo(
      incidentID: id, kind: .full, containsUnmaskedData: true, baggingDate: "2024-05-16",
      softwareAgent: "estreat 0.1.0")
    info.operatorName = "Jo Doe <jo.doe@example.com>"
    info.caseID = "CASE-7"
    info.extra = [
      BagInfoField("Appendix-SHA256", String(repeating: "0a", count: 32)),
      BagInfoField("Verdict-Digest", "sha256:" + String(repeating: "0b", count: 32)),
    ]
    info.extra += custody.pins
    var builder = PackageBuilder(
      info: info, payload: members,
      tagFiles: [PackageMember("report.html", .bytes(Array("<p>4111111111111111</p>\n".utf8)))])
    let splits = try splitter ?? Mask.rules().spans
    builder.merkle = .lines(key: Mask.key, splitter: splits)
    full = try builder.write(to: scratch.file(info.fileName))
  }

  static func redactor() throws -> PackageRedactor {
    PackageRedactor(
      rules: try Mask.rules(), baggingDate: "2024-05-17", softwareAgent: "estreat 0.1.0")
  }

  /// Makes the copy in a folder of its own.
  func redact(
    _ folder: String = "out", _ change: (inout PackageRedactor) -> Void = { _ in }
  ) throws -> WrittenPackage {
    var redactor = try Self.redactor()
    change(&redactor)
    let path = scratch.file(folder)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try redactor.redact(full.path, into: path)
  }

  func left(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.file(folder)).sorted()
  }
}

/// All members of a package by name.
func unpacked(_ path: String) throws -> [String: [UInt8]] {
  let content = try PackageContent(path: path)
  var out: [String: [UInt8]] = [:]
  for name in content.names { out[name] = try content.bytes(name) }
  return out
}
