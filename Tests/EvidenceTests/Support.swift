import Diagnostics
import Foundation

@testable import Evidence

/// Reproducible random numbers (SplitMix64); a failing test prints its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &self) }
  }

  /// Text that compresses about as well as a log does.
  mutating func logText(lines: Int) -> [UInt8] {
    var out = ""
    for index in 0..<lines {
      let status = [200, 200, 200, 200, 499, 500].randomElement(using: &self) ?? 200
      let trace = String(UInt64.random(in: .min ... .max, using: &self), radix: 16)
      out += #"{"n":\#(index),"status":\#(status),"uri":"/api/pay","trace":"\#(trace)"}"# + "\n"
    }
    return Array(out.utf8)
  }
}

/// A folder that goes away with the test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "evidence-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  var contents: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

func contents(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

extension PackageInfo {
  static var example: PackageInfo {
    var info = PackageInfo(
      incidentID: "INC-20240515-142000", kind: .full, containsUnmaskedData: true,
      baggingDate: "2024-05-16", softwareAgent: "estreat 0.1.0")
    info.caseID = "CASE-7"
    info.operatorName = "J. Doe"
    info.organization = "Example"
    info.parties = ["甲方", "乙方"]
    info.extra = [BagInfoField("Appendix-SHA256", "00ff")]
    return info
  }
}

extension PackageBuilder {
  /// A small package of every kind of content: text, incompressible, empty, repetitive.
  static func example(seed: UInt64 = 1, lines: Int = 40, store: Bool = false) -> PackageBuilder {
    var random = SeededGenerator(seed: seed)
    var builder = PackageBuilder(
      info: .example,
      payload: [
        PackageMember("data/logs/app_error.jsonl", .bytes(random.logText(lines: lines))),
        PackageMember("data/logs/a.jsonl", .bytes(random.logText(lines: lines / 2))),
        PackageMember("data/metrics/flat.openmetrics", .bytes(Array(repeating: 97, count: 5000))),
        PackageMember("data/scan/noise", .bytes(random.bytes(300))),
        PackageMember("data/custody/empty", .bytes([])),
      ], tagFiles: [PackageMember("report.html", .bytes(Array("<p>报告</p>\n".utf8)))],
      store: store)
    // A key of the test's own: with a random one no two packages are the same.
    builder.merkle = .lines(key: .example, splitter: nil)
    return builder
  }
}

extension MaskKey {
  /// 00 01 02 … 1f.
  static var example: MaskKey {
    guard let key = MaskKey(bytes: Array(0..<32)) else { preconditionFailure("it has 32 bytes") }
    return key
  }
}

extension VerificationReport {
  var errorCodes: Set<String> { Set(errors.map(\.code)) }
  var codes: Set<String> { Set(diagnostics.map(\.code)) }
}

/// A stock tool on this machine.
enum Tool {
  static func find(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  static var hasUnzip: Bool { find("unzip") != nil }
  static var hasSha256sum: Bool { find("sha256sum") != nil }
  static var hasSM3: Bool { passes("cksum", "-a", "sm3", "/dev/null") }
  static var hasPython: Bool { passes("python3", "-c", "import zipfile") }
  static var hasBagit: Bool { passes("python3", "-c", "import bagit") }

  static func passes(_ name: String, _ arguments: String..., in folder: String? = nil) -> Bool {
    (try? run(name, arguments, in: folder).status) == 0
  }

  /// - Returns: exit status, and standard output and error together.
  static func run(
    _ name: String, _ arguments: [String], in folder: String? = nil
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
